"""Questions over the screen: one with named answers, and one that wants a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from casetui.widgets.key_bar import KeyBar
from casetui.widgets.plain_input import PlainInput
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import safe, safe_lines
from casetui.words import N_, say

_BOX = """
    %(name)s {
        align: center middle;
        background: transparent;
        & > Vertical {
            width: 60;
            max-width: 100%%;
            height: auto;
            max-height: 100%%;
            border: solid $accent;
            background: $background;
        }
        & .title { height: auto; text-style: bold; padding: 0 1; }
        & .body { height: auto; max-height: 50vh; padding: 0 1; }
        & RowList { height: auto; }
        & PlainInput { margin: 0 1; width: 1fr; }
        & .wrong { height: auto; padding: 0 1; color: $error; }
    }
"""


class Question(ModalScreen[str | None]):
    """A question with named answers, each with its letter; dismisses with the letter.

    ``None`` says that the person went back without an answer.
    """

    DEFAULT_CSS = _BOX % {"name": "Question"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", N_("Choose"), priority=True),
        Binding("escape,ctrl+c,ctrl+x", "cancel", N_("Back"), key_display="^X", priority=True),
    ]

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        """``answers`` are pairs of a letter and what it means; the first one is selected."""
        super().__init__()
        self._title = title
        self._text = text
        self._letters = [letter for letter, _ in answers]
        self._list = RowList(
            (Column(None),), [Line(letter, (f" {letter}  {safe(what)}",)) for letter, what in answers]
        )

    def compose(self) -> ComposeResult:
        """The box, and the keys below."""
        with Vertical():
            yield Static(Content(safe(self._title)), classes="title", markup=False)
            if self._text:
                with VerticalScroll(classes="body", can_focus=False):
                    yield Static(Content(safe_lines(self._text)), markup=False)
            yield self._list
        yield KeyBar()

    def on_mount(self) -> None:
        """The answers have the keys."""
        self._list.focus()

    def on_key(self, event: events.Key) -> None:
        """Answer by letter, large or small."""
        letter = event.character or ""
        for known in (letter, letter.lower()):
            if known and known in self._letters:
                event.stop()
                self.dismiss(known)
                return

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click on the selected answer."""
        event.stop()
        self.action_done()

    def action_done(self) -> None:
        """Give the selected answer."""
        self.dismiss(self._list.cursor_key)

    def action_cancel(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)


class AskText(ModalScreen[str | None]):
    """Ask for a line, such as a reason; dismisses with it, or with ``None``."""

    DEFAULT_CSS = _BOX % {"name": "AskText"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", N_("Go on"), priority=True),
        Binding("escape,ctrl+c,ctrl+x", "cancel", N_("Back"), key_display="^X", priority=True),
    ]

    def __init__(self, title: str, text: str = "", *, start: str = "", required: bool = True) -> None:
        """``start`` stands in the line at first; an empty answer is refused if ``required``."""
        super().__init__()
        self._title = title
        self._text = text
        self._required = required
        self._input = PlainInput(start)
        self._wrong = Static(classes="wrong", markup=False)

    def compose(self) -> ComposeResult:
        """The box, and the keys below."""
        with Vertical():
            yield Static(Content(safe(self._title)), classes="title", markup=False)
            if self._text:
                with VerticalScroll(classes="body", can_focus=False):
                    yield Static(Content(safe_lines(self._text)), markup=False)
            yield self._input
            yield self._wrong
        yield KeyBar()

    def on_mount(self) -> None:
        """Type at once."""
        self._wrong.display = False
        self._input.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong is being mended."""
        event.stop()
        self._wrong.display = False

    def action_done(self) -> None:
        """Give the line, if there is one."""
        answer = self._input.value.strip()
        if answer or not self._required:
            self.dismiss(answer)
            return
        self._wrong.update(Content("! " + say(N_("Please write something here."))))
        self._wrong.display = True

    def action_cancel(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)
