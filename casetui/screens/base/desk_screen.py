"""The base of every screen of the desk: a title, a notice above the key bar, and the common keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
    RegisterClient,
    ShowAgenda,
    ShowCase,
    ShowDrafts,
    ShowPeople,
    ShowSignOffs,
    WriteDown,
)
from casetui.screens.base.off_thread import AnswerT, WorkingScreen
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.lines import Notice, TitleLine
from casetui.widgets.row_list import RowList
from casetui.words import N_, CaseTUIError

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase
    from casetui.desk.forms.drafts import FormDraft

BACK = Binding("q,escape", "leave", N_("Back"), key_display="q")
"""The key that goes back. It is a letter: Esc alone is only known to be no arrow key after a moment."""

NO_ACTS = ("move(", "page(", "end(", "help", "repaint", "suspend_process")
"""How the names of actions begin that change and open nothing."""


@dataclass
class UnusedLine:
    """A line, such as a reason, of an act that is not done yet."""

    draft: FormDraft
    """The draft of the line, however often it is asked for."""
    text: str = ""
    """The line that was given last, before the act was done or refused; empty before."""


class DeskScreen(WorkingScreen[AnswerT], Generic[AnswerT]):
    """A screen of the desk. It reads and writes the vault off the screen's thread."""

    DEFAULT_CSS = """
    DeskScreen { background: $background; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", N_("Find"), key_display="/", show=False),
    ]

    BLANK = True
    """The screen itself draws nothing but its background."""

    def __init__(self, source: ListSource) -> None:
        """``source`` is the desk; for the caseload it may at first be a snapshot."""
        super().__init__()
        self.unused_lines: dict[str, UnusedLine] = {}
        """Lines that were typed for acts that are not done yet, by what they are about (``AskLine``)."""
        self.source = source
        """The source of the screen's lists."""
        self._shown_on: date | None = None
        """The day that the screen shows; ``None`` before the screen was first on top."""
        self._ends_with_act = True
        """Whether the sentence that is shown ends with the next act."""
        self._told_since_key = False
        """Whether a sentence was shown since the last key."""
        self.notice = Notice()
        self.title_line = TitleLine()

    @property
    def desk(self) -> Desk:
        """The desk. Keys that need it are not passed on before it is ready."""
        return cast("Desk", self.source)

    def compose(self) -> ComposeResult:
        """Lay out the title, the body, the key bar and the notice."""
        yield self.title_line
        yield from self.compose_body()
        yield KeyBar()
        yield self.notice

    def compose_body(self) -> ComposeResult:
        """Lay out the screen's own widgets."""
        yield Widget()

    def set_title(self, left: str, right: str = "", *, left_whole: bool = False) -> None:
        """Write the title line; on its right stand the day and the person, unless ``right`` is given.

        ``left_whole``: the left part is not to be cut.
        """
        right = right or f"{long_day(self.source.today())}  {self.source.who.name}"
        self.title_line.show(left, right, left_whole=left_whole)

    def offers(self, action: str) -> bool:
        """Return whether the key bar, the help and the finder offer an action; its key works all the same.

        A key that is not offered says why it does nothing.
        """
        return True

    def tell(self, sentence: str, *, lasting: bool = False) -> None:
        """Show a sentence above the key bar until the next one, or the next act.

        A ``lasting`` sentence is no result of an act, and does not end with the next one.
        """
        self._told_since_key = bool(sentence)
        self._ends_with_act = not lasting
        self.notice.show(sentence)

    def explain(self, sentence: str) -> None:
        """Show what the selected line means; a sentence shown by ``tell`` stays until the next key."""
        if not self._told_since_key:
            self.notice.show(sentence)

    # -- showing again ----------------------------------------------------------------------------

    def fill(self) -> None:
        """Show everything as it is now, also the day in the title."""

    def come_back(self) -> None:
        """Show what changed while another screen was on top."""
        self.fill()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Show the changes since the screen was last on top, and the present day."""
        first, self._shown_on = self._shown_on is None, self.source.today()
        if first:
            self.begin()
        elif not self.finished:
            self.come_back()

    def begin(self) -> None:
        """Fill the screen when it is first on top; it may have been made earlier, as a spare."""

    def look_anew(self) -> None:
        """Show what a colleague saved; called for the uppermost desk screen, also below a form."""

    def before_act(self, action: str) -> None:
        """End the notice of the act before, where ``action`` is an act; moving in a list is none."""
        if self._ends_with_act and not action.rpartition(".")[2].startswith(NO_ACTS):
            self.notice.show("")

    def before_key(self) -> None:
        """Let the next sentence replace the notice, and show the present day."""
        self._told_since_key = False
        self.notice_day()

    def notice_day(self) -> None:
        """Fill the screen again where midnight has passed since it was filled."""
        today = self.source.today()
        if self._shown_on not in (None, today):
            self._shown_on = today
            self.fill()

    def show_error(self, error: CaseTUIError) -> None:
        """Show an error's sentence; for an act that is held back, a box with each finding."""
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
        """Go back to the screen below, unless a save is running."""
        if self.busy:
            self.tell_busy()
        else:
            self.leave()

    def leave(self) -> None:
        """End without an answer."""
        self.finish(None)  # type: ignore[arg-type]

    # -- the ways to other screens ----------------------------------------------------------------

    def selected_case(self) -> str:
        """Return the number of the selected case; empty if none is selected."""
        return ""

    def open_here(self, number: str) -> OpenCase | None:
        """Return the case of that number where it is open on this screen."""
        return None

    def open_case(self, number: str, area: str = "", record: str = "") -> None:
        """Ask the app to open a case; the arguments are those of ``ShowCase``."""
        self.app.post_message(ShowCase(self, number, area, record=record))

    def action_write_down(self) -> None:
        """Write a contact down for the selected case; without one, ask for the client."""
        self.write_down(self.selected_case())

    def write_down(self, number: str) -> None:
        """Ask the app for the short form of a contact; where ``number`` is empty, it asks for the client."""
        self.app.post_message(WriteDown(self, number))

    def written_down(self, said: str) -> None:
        """Called after the form of a contact; ``said`` is the sentence of the save, empty without a save."""

    def action_new_client(self) -> None:
        """Register a new client."""
        self.app.post_message(RegisterClient(self))

    def action_agenda(self) -> None:
        """Show what is late and due, by day."""
        self.app.post_message(ShowAgenda(self))

    def action_sign_offs(self) -> None:
        """Show the requests to sign and to see."""
        self.app.post_message(ShowSignOffs(self))

    def action_drafts(self) -> None:
        """Show the person's drafts."""
        self.app.post_message(ShowDrafts(self))

    def action_people(self) -> None:
        """Show workers, roles and limits."""
        self.app.post_message(ShowPeople(self))

    def action_change_passphrase(self) -> None:
        """Change the person's passphrase."""
        self.app.post_message(ChangePassphrase(self))
