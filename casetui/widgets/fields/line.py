"""Fields of one line: words, numbers, amounts, lists, and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

from casetui.data.days import long_day
from casetui.data.fields import FormField
from casetui.data.names import folded
from casetui.widgets.fields.base import Entry, FieldChanged, FieldLeft, Read
from casetui.widgets.plain_input import PlainInput
from casetui.widgets.text import safe
from casetui.words import say

LONG_ENOUGH = 8
"""Characters from which a day that cannot be read is called wrong while it is typed; else on leaving."""


class LineField(PlainInput):
    """A line, a number, an amount or a list with commas."""

    def __init__(
        self, field: FormField, entry: str = "", *, suggested: bool = False, names: Sequence[str] = ()
    ) -> None:
        """With ``suggested`` the first key typed replaces ``entry``; ``names`` are offered in it."""
        super().__init__(entry, select=suggested, secret=field.ask.secret)
        self.suggester = NameSuggester(names) if names else None
        self.field = field
        self._given = entry
        self._start = self.value

    @property
    def entry(self) -> str:
        """The text of the field; the first entry, untouched, if nothing was typed."""
        return self._given if self.value == self._start else self.value

    def put(self, entry: Entry) -> None:
        """Replace the entry, as if it had been the first one."""
        self.select_on_focus = False
        self._given = self.value = str(entry)
        self._start = self.value

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the form. A typed text is no suggestion, so the next key does not replace it."""
        event.stop()
        self.select_on_focus = False
        self.post_message(FieldChanged(self, self.field))

    async def action_submit(self) -> None:
        """Go on to the next field."""
        self.post_message(FieldLeft(self, 1))


class NameSuggester(Suggester):
    """Offers the first name that begins with what is typed, whatever its case and accents."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = [safe(name) for name in names]

    async def get_suggestion(self, value: str) -> str | None:
        """Return the name; ``None`` where none begins so, or where its letters stand in other places."""
        found = (name for name in self._names if folded(name).startswith(folded(value)))
        return next((name for name in found if len(folded(name)) == len(name)), None)


class DateField(Horizontal):
    """A day, and beside it the day that is understood, written out."""

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
        self._beside = Static(markup=False)

    def compose(self) -> ComposeResult:
        """Compose the line, and beside it the day that is understood."""
        yield self._input
        yield self._beside

    def on_mount(self) -> None:
        """Show how the first entry is understood."""
        self._show_reading()

    @property
    def entry(self) -> str:
        """The text of the field; the first entry, untouched, if nothing was typed."""
        return self._given if self._input.value == self._start else self._input.value

    def put(self, entry: Entry) -> None:
        """Replace the entry, as if it had been the first one."""
        self._given = self._input.value = str(entry)
        self._start = self._input.value

    @property
    def understood(self) -> str:
        """The text beside the field: the day written out, or the error."""
        return str(self._beside.content)

    def focus(self, scroll_visible: bool = True) -> DateField:
        """Focus the line."""
        self._input.focus(scroll_visible)
        return self

    def hide_reading(self, hidden: bool) -> None:
        """Hide the text beside the field, where the form shows the error below it."""
        self._beside.display = not hidden

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is understood, and tell the form."""
        event.stop()
        self._show_reading(leaving=False)
        self.post_message(FieldChanged(self, self.field))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.post_message(FieldLeft(self, 1))

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Show the error when the field is left, however little was typed."""
        self._show_reading()

    def _show_reading(self, *, leaving: bool = True) -> None:
        typed = self._input.value.strip()
        text, wrong = understood(self.field, typed, self._read) if typed else ("", False)
        if wrong and not leaving and len(typed) < LONG_ENOUGH:
            text, wrong = "", False
        if text != self.understood:
            self._beside.set_class(wrong, "-wrong")
            self._beside.update(Content(text))


def understood(field: FormField, typed: str, read: Read) -> tuple[str, bool]:
    """Return the day that is understood, written out, or the error; and whether it is an error."""
    checked = read(field, typed)
    if field.name in checked.errors:
        return "! " + safe(say(checked.errors[field.name])), True
    day = checked.values.get(field.name)
    return (long_day(day), False) if isinstance(day, date) else ("", False)
