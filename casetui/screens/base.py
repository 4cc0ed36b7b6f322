"""What every screen of the desk does alike: a title, a line for what happened, work off the thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import get_current_worker

from casetui.data.days import long_day
from casetui.desk.desk import Desk
from casetui.desk.errors import HeldBack
from casetui.screens.held_back import held_back
from casetui.screens.pick_line import pick_line
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.lines import Notice, TitleLine
from casetui.widgets.row_list import RowList
from casetui.words import N_, CaseTUIError

Answer = TypeVar("Answer")


class DeskScreen(Screen[Answer], Generic[Answer]):
    """A screen at a desk. What it shows is read and what it does is done off the screen's thread."""

    DEFAULT_CSS = """
    DeskScreen { background: $background; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", N_("Find"), key_display="/", show=False),
    ]

    @dataclass
    class Done(Message):
        """Work off the thread came to an end."""

        then: Callable[[Any], object]
        result: Any

    @dataclass
    class Failed(Message):
        """Work off the thread could not be done; ``error`` says why."""

        error: CaseTUIError
        otherwise: Callable[[CaseTUIError], None]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.notice = Notice()
        self.title_line = TitleLine()

    def compose(self) -> ComposeResult:
        """Lay out the title, what the screen shows, the notice and the key bar."""
        yield self.title_line
        yield from self.compose_body()
        yield KeyBar()
        yield self.notice

    def compose_body(self) -> ComposeResult:
        """Lay out what this screen shows."""
        yield Widget()

    def set_title(self, left: str, right: str = "") -> None:
        """Write the title line; on its right stand the day and the person, unless ``right`` is given."""
        self.title_line.show(left, right or f"{long_day(self.desk.today())}  {self.desk.who.name}")

    def tell(self, sentence: str) -> None:
        """Show a sentence above the key bar until the next one."""
        self.notice.show(sentence)

    def off_thread(
        self,
        act: Callable[[], Any],
        then: Callable[[Any], object],
        otherwise: Callable[[CaseTUIError], None] | None = None,
        *,
        group: str = "act",
    ) -> None:
        """Do ``act`` off the thread, then give its result to ``then``, or its error to ``otherwise``.

        A newer piece of work of the same group takes the place of an older one. Without ``otherwise`` the
        error's sentence is shown.
        """

        def work() -> None:
            worker = get_current_worker()
            try:
                message: Message = self.Done(then, act())
            except CaseTUIError as error:
                message = self.Failed(error, otherwise or self.show_error)
            if not worker.is_cancelled:
                self.post_message(message)

        self.run_worker(work, thread=True, exclusive=True, group=group)

    def show_error(self, error: CaseTUIError) -> None:
        """Show an error's sentence; what holds an act back is listed over the screen."""
        if isinstance(error, HeldBack):
            self.app.push_screen(held_back(error))
        else:
            self.tell(str(error))

    def on_desk_screen_done(self, message: Done) -> None:
        """Take the result of work done off the thread."""
        message.stop()
        message.then(message.result)

    def on_desk_screen_failed(self, message: Failed) -> None:
        """Take the error of work done off the thread."""
        message.stop()
        message.otherwise(message.error)

    def action_find(self) -> None:
        """Find a line of the list that has the focus, by typing."""
        if isinstance(self.focused, RowList):
            pick_line(self.app, self.focused)
