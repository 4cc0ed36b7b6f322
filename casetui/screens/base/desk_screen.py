"""What every screen of the desk does alike: a title, a line for what happened, the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Generic, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.widget import Widget

from casetui.data.days import long_day
from casetui.desk.errors import HeldBack
from casetui.desk.lists import ListSource
from casetui.screens.base.messages import (
    ChangePassphrase,
    NewClient,
    OpenCase,
    ShowAgenda,
    ShowDrafts,
    ShowPeople,
    ShowSignOffs,
    WriteDown,
)
from casetui.screens.base.off_thread import Answer, WorkingScreen
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.lines import Notice, TitleLine
from casetui.widgets.row_list import RowList
from casetui.words import N_, CaseTUIError

if TYPE_CHECKING:
    from casetui.data.drafts import Draft
    from casetui.desk.desk import Desk

BACK = Binding("q,escape", "leave", N_("Back"), key_display="q")
"""For every screen that one goes back from: a letter, as Esc alone takes its time."""


class DeskScreen(WorkingScreen[Answer], Generic[Answer]):
    """A screen at a desk. What it shows is read and what it does is done off the screen's thread."""

    DEFAULT_CSS = """
    DeskScreen { background: $background; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", N_("Find"), key_display="/", show=False),
    ]

    _reasons: Mapping[str, str] = MappingProxyType({})
    """Reasons that were given and could not be used, by what they are about."""

    def __init__(self, source: ListSource) -> None:
        """``source`` is the desk; at first, for the caseload alone, it may be the sheet of one."""
        super().__init__()
        self.source = source
        """What the screen's lists are made of."""
        self._shown_on: date | None = None
        """The day that the screen shows itself for; ``None`` before it was first on top."""
        self._told_since_key = False
        """Whether something was told since the last key."""
        self.notice = Notice()
        self.title_line = TitleLine()

    @property
    def desk(self) -> Desk:
        """The desk. No key that needs it gets to a screen before it is there."""
        return cast("Desk", self.source)

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
        self.title_line.show(left, right or f"{long_day(self.source.today())}  {self.source.who.name}")

    def tell(self, sentence: str) -> None:
        """Show a sentence above the key bar until the next one."""
        self._told_since_key = bool(sentence)
        self.notice.show(sentence)

    def explain(self, sentence: str) -> None:
        """Show what the selected line means; but a sentence that was just told stays until the next key."""
        if not self._told_since_key:
            self.notice.show(sentence)

    # -- shown anew -------------------------------------------------------------------------------

    def fill(self) -> None:
        """Show everything as it is now, the title's day too."""

    def come_back(self) -> None:
        """Take up what changed while another screen was on top."""
        self.fill()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Show what was saved meanwhile, and the day that it is by now."""
        first, self._shown_on = self._shown_on is None, self.source.today()
        if first:
            self.begin()
        elif not self.finished:
            self.come_back()

    def begin(self) -> None:
        """Show what there is to see, when the screen is on top for the first time; it may be made before."""

    def look_anew(self) -> None:
        """Take up what a colleague saved; called for the uppermost desk screen, also below a form."""

    def before_key(self) -> None:
        """Let go of what was told, and show the day that it is."""
        self._told_since_key = False
        self.notice_day()

    def notice_day(self) -> None:
        """Show everything anew where midnight has passed since it was shown."""
        today = self.source.today()
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

    # -- reasons ----------------------------------------------------------------------------------

    def ask_reason(
        self, error: CaseTUIError, again: Callable[[str], None], given: str = "", about: str = ""
    ) -> None:
        """Ask for the reason that an act needs, and do it again with that; show any other error.

        ``given`` is the reason that it was refused with: it stands there when one is next asked for
        ``about`` the same.
        """
        from casetui.desk.acts.cases import ReasonNeeded
        from casetui.widgets.ask import AskText

        self.keep_reason(about, given)
        if not isinstance(error, ReasonNeeded):
            self.show_error(error)
            return
        self.tell("")
        asking = AskText(str(error), start=self.kept_reason(about))
        self.app.push_screen(asking, lambda reason: again(reason) if reason else None)

    def keep_reason(self, about: str, given: str) -> None:
        """Keep a reason that was given and could not be used, until one is next asked for ``about`` it."""
        if given:
            self._reasons = {**self._reasons, about: given}

    def kept_reason(self, about: str) -> str:
        """Return the reason that was given before and could not be used; it is kept no longer."""
        kept = self._reasons.get(about, "")
        self._reasons = {key: given for key, given in self._reasons.items() if key != about}
        return kept

    # -- the ways to other screens ----------------------------------------------------------------

    def selected_case(self) -> str:
        """Return the number of the case that an act is about; empty if none is selected."""
        return ""

    def open_case(self, number: str, area: str = "", reason: str = "", draft: Draft | None = None) -> None:
        """Have a case opened, with what ``OpenCase`` says."""
        self.app.post_message(OpenCase(self, number, area, reason, draft))

    def action_write_down(self) -> None:
        """Write a contact down for the selected case; without one, ask for whom."""
        self.write_down(self.selected_case())

    def write_down(self, number: str) -> None:
        """Have the short form of a contact shown; it is asked for whom where ``number`` is empty."""
        self.app.post_message(WriteDown(self, number))

    def written_down(self, said: str) -> None:
        """Take up that a contact was saved, as ``said`` says; it is empty where none was."""

    def action_new_client(self) -> None:
        """Register a new client."""
        self.app.post_message(NewClient(self))

    def action_agenda(self) -> None:
        """Show what is late and due, by day."""
        self.app.post_message(ShowAgenda(self))

    def action_sign_offs(self) -> None:
        """Show what is to be signed and seen."""
        self.app.post_message(ShowSignOffs(self))

    def action_drafts(self) -> None:
        """Show what was typed and not saved."""
        self.app.post_message(ShowDrafts(self))

    def action_people(self) -> None:
        """Show workers, roles and limits."""
        self.app.post_message(ShowPeople(self))

    def action_change_passphrase(self) -> None:
        """Change the passphrase of who signed in."""
        self.app.post_message(ChangePassphrase(self))
