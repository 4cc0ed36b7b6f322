"""Joining: a new key, and two fingerprints to compare with a manager before the key opens anything."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from casetui.desk.desk import Desk
from casetui.desk.errors import NotAdmitted
from casetui.desk.flows.way_in import AwaitAdmission, not_admitted_yet
from casetui.screens.base.off_thread import WorkingScreen
from casetui.screens.way_in.sign_in import QUIT
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.lines import Notice, TitleLine
from casetui.widgets.text import safe
from casetui.words import N_, CaseTUIError, say


class JoinScreen(WorkingScreen[Desk | None]):
    """The wait for a key to be admitted; dismisses with the desk, or with ``None``."""

    DEFAULT_CSS = """
    JoinScreen {
        background: $background;
        color: $foreground;
        & > VerticalScroll { height: 1fr; padding: 1 1 0 1; scrollbar-size-vertical: 1; }
        & Static { height: auto; max-width: 76; }
        & .fingerprint { text-style: bold; padding: 0 0 1 6; }
    }
    """
    ABOUT = N_(
        "Your key opens nothing until a line manager or an administrator admits it. Compare both "
        "fingerprints with them by telephone or in person: a message could be somebody else's."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", N_("Both are the same: open"), priority=True),
        QUIT,
    ]

    def __init__(self, step: AwaitAdmission) -> None:
        super().__init__()
        self._step = step
        self._title = TitleLine()
        self._notice = Notice()

    def compose(self) -> ComposeResult:
        """What to do, with both fingerprints."""
        yield self._title
        with VerticalScroll():
            for text, fingerprint in self._step.lines(say(N_("press Enter"))):
                yield Static(Content(text), markup=False)
                if fingerprint:
                    yield Static(fingerprint, classes="fingerprint", markup=False)
        yield KeyBar()
        yield self._notice

    def on_mount(self) -> None:
        """Leave the request in the vault."""
        self._title.show(safe(self._step.title), " ")
        self.write(self._step.ask, lambda _: None)

    def tell(self, sentence: str) -> None:
        """Show a sentence above the key bar."""
        self._notice.show(sentence)

    def action_go_on(self) -> None:
        """Trust the agency's fingerprint that was compared, and check if the key is admitted by now."""
        if not self.busy and not self.finished:
            self.tell(say(N_("Opening ...")))
            self.write(self._step.go_in, self.finish, self._not_yet)

    def _not_yet(self, error: CaseTUIError) -> None:
        if isinstance(error, NotAdmitted):
            self.tell(not_admitted_yet(say(N_("Press Enter"))))
        else:
            self.show_error(error)
