"""What every screen of the desk does alike: a title, a line for what happened, the keys."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Generic, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from casetui.data.days import long_day
from casetui.desk.errors import HeldBack
from casetui.desk.lists import Seen
from casetui.screens.base.finishing import Answer
from casetui.screens.base.going import Going
from casetui.screens.base.off_thread import WorkingScreen
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.lines import Notice, TitleLine
from casetui.widgets.row_list import RowList
from casetui.words import N_, CaseTUIError

if TYPE_CHECKING:
    from casetui.desk.desk import Desk

BACK = Binding("q,escape", "leave", N_("Back"), key_display="q")
"""For every screen that one goes back from: a letter, as Esc alone takes its time."""


class DeskScreen(Going, WorkingScreen[Answer], Generic[Answer]):
    """A screen at a desk. What it shows is read and what it does is done off the screen's thread."""

    DEFAULT_CSS = """
    DeskScreen { background: $background; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", N_("Find"), key_display="/", show=False),
    ]

    def __init__(self, seen: Seen) -> None:
        """``seen`` is the desk; at first, for the caseload alone, it may be the sheet of one."""
        super().__init__()
        self.seen = seen
        """What the screen's lists are made of."""
        self._shown_on: date | None = None
        """The day that the screen shows itself for; ``None`` before it was first on top."""
        self._told = False
        """Whether something was told since the last key."""
        self.notice = Notice()
        self.title_line = TitleLine()

    @property
    def desk(self) -> Desk:
        """The desk. No key that needs it gets to a screen before it is there."""
        return cast("Desk", self.seen)

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
        self.title_line.show(left, right or f"{long_day(self.seen.today())}  {self.seen.who.name}")

    def tell(self, sentence: str) -> None:
        """Show a sentence above the key bar until the next one."""
        self._told = bool(sentence)
        self.notice.show(sentence)

    def explain(self, sentence: str) -> None:
        """Show what the selected line means; but a sentence that was just told stays until the next key."""
        if not self._told:
            self.notice.show(sentence)

    # -- shown anew -------------------------------------------------------------------------------

    def fill(self) -> None:
        """Show everything as it is now, the title's day too."""

    def come_back(self) -> None:
        """Take up what changed while another screen was on top."""
        self.fill()

    def on_screen_resume(self) -> None:
        """Show what was saved meanwhile, and the day that it is by now."""
        if isinstance(self.focused, RowList):
            self.focused.place_terminal_cursor()  # it was in what lay above
        first, self._shown_on = self._shown_on is None, self.seen.today()
        if not first and not self.finished:
            self.come_back()

    def look_anew(self) -> None:
        """Take up what a colleague saved; called for the uppermost desk screen, also below a form."""

    def before_key(self) -> None:
        """Let go of what was told, and show the day that it is."""
        self._told = False
        self.notice_day()

    def notice_day(self) -> None:
        """Show everything anew where midnight has passed since it was shown."""
        today = self.seen.today()
        if self._shown_on not in (None, today):
            self._shown_on = today
            self.fill()

    def show_error(self, error: CaseTUIError) -> None:
        """Show an error's sentence; what holds an act back is listed over the screen."""
        if isinstance(error, HeldBack):
            from casetui.screens.base.held_back import held_back

            self.app.push_screen(held_back(error))
        else:
            self.tell(str(error))

    def action_find(self) -> None:
        """Find a line of the list that has the focus, by typing."""
        if isinstance(self.focused, RowList):
            from casetui.screens.base.pick_line import pick_line

            pick_line(self.app, self.focused)

    def action_leave(self) -> None:
        """Go back to where one came from; what is being written is waited for."""
        if self.busy:
            self.tell_busy()
        else:
            self.leave()

    def leave(self) -> None:
        """End without an answer."""
        self.finish(None)  # type: ignore[arg-type]
