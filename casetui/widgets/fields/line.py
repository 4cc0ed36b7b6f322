"""Fields of one line: words, numbers, amounts, lists, and days."""

from __future__ import annotations

from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from casetui.data.days import long_day
from casetui.data.fields import FormField
from casetui.widgets.fields.base import Entry, FieldChanged, FieldLeft, Read
from casetui.widgets.plain_input import PlainInput
from casetui.widgets.text import safe
from casetui.words import say

LONG_ENOUGH = 8
"""Characters after which an unreadable day is said to be one while it is typed; before, on leaving it."""


class LineField(PlainInput):
    """A line, a number, an amount or a list with commas."""

    def __init__(self, field: FormField, entry: str = "", *, suggested: bool = False) -> None:
        """The first key typed takes the place of what is only ``suggested``, never of what was typed."""
        super().__init__(entry, select=suggested, secret=field.ask.secret)
        self.field = field
        self._given = entry
        self._start = self.value

    @property
    def entry(self) -> str:
        """What stands in the field; what was given comes back untouched if nothing was typed."""
        return self._given if self.value == self._start else self.value

    def put(self, entry: Entry) -> None:
        """Have another entry stand in the field, as if it had been given at first."""
        self.select_on_focus = False
        self._given = self.value = str(entry)
        self._start = self.value

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the form; what was typed is no suggestion any more."""
        event.stop()
        self.select_on_focus = False
        self.post_message(FieldChanged(self, self.field))

    async def action_submit(self) -> None:
        """Go on to the next field."""
        self.post_message(FieldLeft(self, 1))


class DateField(Horizontal):
    """A day, and beside it how it is understood."""

    DEFAULT_CSS = """
    DateField {
        height: auto;
        & > PlainInput { width: 16; }
        & > Static { width: 1fr; height: auto; padding: 0 0 0 1; text-style: dim; }
        & > Static.-wrong { text-style: none; color: $error; }
    }
    """

    def __init__(self, field: FormField, entry: str = "", *, read: Read) -> None:
        super().__init__()
        self.field = field
        self._read = read
        self._given = entry
        self._input = PlainInput(entry, select=True)
        self._start = self._input.value
        self._said = Static(markup=False)

    def compose(self) -> ComposeResult:
        """The line, and the day understood."""
        yield self._input
        yield self._said

    def on_mount(self) -> None:
        """Say how the given day is understood."""
        self._say()

    @property
    def entry(self) -> str:
        """What stands in the field."""
        return self._given if self._input.value == self._start else self._input.value

    def put(self, entry: Entry) -> None:
        """Have another entry stand in the field, as if it had been given at first."""
        self._given = self._input.value = str(entry)
        self._start = self._input.value

    @property
    def understood(self) -> str:
        """What is said beside the field."""
        return str(self._said.content)

    def focus(self, scroll_visible: bool = True) -> DateField:
        """Focus the line."""
        self._input.focus(scroll_visible)
        return self

    def hush(self, hushed: bool) -> None:
        """Leave it to the form to say what is wrong."""
        self._said.display = not hushed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is understood, and tell the form."""
        event.stop()
        self._say(leaving=False)
        self.post_message(FieldChanged(self, self.field))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.post_message(FieldLeft(self, 1))

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Say what is wrong when the field is left, however little was typed."""
        self._say()

    def _say(self, *, leaving: bool = True) -> None:
        typed = self._input.value.strip()
        text, wrong = understood(self.field, typed, self._read) if typed else ("", False)
        if wrong and not leaving and len(typed) < LONG_ENOUGH:
            text, wrong = "", False
        if text != self.understood:
            self._said.set_class(wrong, "-wrong")
            self._said.update(Content(text))


def understood(field: FormField, typed: str, read: Read) -> tuple[str, bool]:
    """Return the day that is understood, written out, or what is wrong with it; and whether it is wrong."""
    checked = read(field, typed)
    if field.name in checked.errors:
        return "! " + safe(say(checked.errors[field.name])), True
    day = checked.values.get(field.name)
    return (long_day(day), False) if isinstance(day, date) else ("", False)
