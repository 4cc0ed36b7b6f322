"""The recovery key, shown when an agency is set up until it is on paper."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from casetui.desk.people.founding import RecoveryKey
from casetui.screens.base.off_thread import WorkingScreen
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.lines import Notice, TitleLine
from casetui.widgets.plain_input import PlainInput
from casetui.words import N_, say


class RecoveryScreen(WorkingScreen[bool]):
    """The key that opens every case when all others are lost. Once it is on paper it is kept nowhere."""

    DEFAULT_CSS = """
    RecoveryScreen {
        background: $background;
        color: $foreground;
        & > VerticalScroll { height: 1fr; padding: 1 1 0 1; scrollbar-size-vertical: 1; }
        & Static { height: auto; max-width: 78; }
        & .secret { text-style: bold; padding: 1 0 1 0; }
        & > Horizontal { height: 1; padding: 0 1; margin: 0 0 1 0; }
        & > Horizontal > Static { width: auto; padding: 0 2 0 0; }
        & > Horizontal > PlainInput { width: 10; }
    }
    """
    ABOUT = N_(
        "This key opens every case when all other keys are lost. Put it on paper now and lock it away. To "
        "go on, type its end from the paper: it is then kept nowhere else."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", N_("I have it on paper: go on"), priority=True),
        Binding("down", "read(1)", N_("Read on"), show=False, priority=True),
        Binding("up", "read(-1)", N_("Read back"), show=False, priority=True),
        Binding("ctrl+g,f1", "app.help", N_("Help"), priority=True),
    ]
    changed = True
    """Read by the app: it does not end while this screen is open, and ``leave`` says why."""

    def __init__(self, key: RecoveryKey) -> None:
        super().__init__()
        self._key = key
        self._body = VerticalScroll(can_focus=False)
        self._line = PlainInput()
        self._title = TitleLine()
        self._notice = Notice()

    def compose(self) -> ComposeResult:
        """What the key is for, the key, how it is used, and a line to type its end in."""
        yield self._title
        with self._body:
            yield _text(self._key.about)
            yield Static(self._key.secret, classes="secret", markup=False)
            yield _text(self._key.use)
            yield Static(f"  {self._key.command}", markup=False)
        with Horizontal():
            yield Static(self._key.question, markup=False)
            yield self._line
        yield KeyBar()
        yield self._notice

    def on_mount(self) -> None:
        """Show the title, and focus the line."""
        self._title.show(say(N_("The recovery key: print it, or write it down")), " ")
        self._line.focus()

    def action_read(self, step: int) -> None:
        """Scroll a line forward (1) or back (-1)."""
        self._body.scroll_relative(y=step, animate=False)

    def action_go_on(self) -> None:
        """Go on where the key's last characters were typed; else say why not."""
        if not_yet := self._key.not_yet(self._line.value):
            self._line.value = ""
            self._notice.show(not_yet)
        else:
            self.changed = False
            self.finish(True)

    def action_leave(self) -> None:
        """Say that the key must be on paper first."""
        self._notice.show(self._key.not_yet(""))


def _text(sentences: str) -> Static:
    return Static(Content(sentences), markup=False)
