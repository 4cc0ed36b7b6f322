"""The screen over all others once the person at the keyboard has left the agency."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from casetui.widgets.key_bar import KeyBar
from casetui.widgets.text import safe
from casetui.words import N_, CaseTUIError, say


class LeftScreen(Screen[None]):
    """Says that the session is over. It stays until it is read, so that no typing goes to the shell."""

    DEFAULT_CSS = """
    LeftScreen {
        background: $background;
        color: $foreground;
        & Static { height: auto; max-width: 78; padding: 1; }
    }
    """
    ABOUT = N_("Your session is over: you have left the agency. Ctrl+X ends the program.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+x,ctrl+q,ctrl+c", "leave", N_("End"), priority=True),
        Binding("ctrl+g,f1", "app.help", N_("Help"), priority=True),
    ]
    seen_first = True
    """A person who was typing goes on for a while: these keys do nothing here."""

    def __init__(self, error: CaseTUIError) -> None:
        super().__init__()
        self._sentence = safe(str(error))

    def compose(self) -> ComposeResult:
        """Lay out why the session is over, and what to do about unsaved typing."""
        more = say(N_("Your session is over. Tell a colleague what you had not saved."))
        yield Static(Content(f"{self._sentence} {more}"), markup=False)
        yield KeyBar()

    def action_leave(self) -> None:
        """End the program."""
        self.dismiss(None)
