"""The caseload, the first screen: the person's clients, the team's caseloads, and late and due items."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.data.days import short_day
from casetui.desk import lists
from casetui.desk.flows.commands import HOME_COMMANDS
from casetui.desk.session.caseload_snapshot import CaseloadSnapshot, keep_caseload_snapshot
from casetui.desk.session.sign_in_snapshot import keep_sign_in_snapshot
from casetui.desk.session.what_waits import (
    Waiting,
    due_line,
    due_now,
    not_whole,
    read_waiting,
    to_know,
    waiting_lines,
)
from casetui.desk.telling.case_lines import agenda_line, caseload_empty, caseload_lines, caseload_title
from casetui.desk.telling.lines import CasePlace
from casetui.screens.base.commands import bindings_of
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.messages import DeskReady, DeskRefused, FindClient
from casetui.screens.base.naming import name_of
from casetui.screens.home.watch import Watch
from casetui.widgets.caseload_panel import CaseloadPanel
from casetui.widgets.line_list import LineList
from casetui.widgets.lines import TitleLine, fitting_parts
from casetui.widgets.panes import Beside, Stack
from casetui.widgets.row_list import Column, RowList
from casetui.words import N_, CaseTUIError, say, say_n

if TYPE_CHECKING:
    from casetui.data.drafts import Draft
    from casetui.desk.desk import Desk
    from casetui.desk.session.resealing import Resealed

SHOWN_LATE = 60
"""How many late and due items this screen lists; the agenda has all."""


class CaseloadScreen(DeskScreen[None]):
    """Where the program begins: a list of cases, the team's caseloads, and what is due."""

    DEFAULT_CSS = """
    CaseloadScreen {
        #upper { height: 3fr; }
        #mine { width: 1fr; }
        #team { width: 34; margin: 0 0 0 1; }
        #lower { height: 2fr; min-height: 4; }
        &.-narrow #team { display: none; }
        &.-low #lower { display: none; }
    }
    """
    ABOUT = N_(
        "Your clients, whoever needs you first at the top, and below them what is late or due today. "
        "Beside them is the team: Tab goes there, and Enter shows a colleague's clients."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(HOME_COMMANDS),
        BACK,
        Binding("q", "stop", N_("Quit")),
    ]

    def __init__(self, desk: Desk | CaseloadSnapshot, fetch: Callable[[], Desk] | None = None) -> None:
        """With a snapshot, ``fetch`` makes the desk; it is called in a thread.

        Until ``DeskReady`` is posted, the app passes on only keys that move in the lists.
        """
        super().__init__(desk)
        self._fetch = fetch or (lambda: self.desk)
        self._shown_list = desk.who.id
        """Whose cases the upper list shows: a worker id, or ``UNASSIGNED`` or ``TEAM`` of ``lists``."""
        self._reading = True
        """Whether the whole register is being read; shorter readings must not cancel that."""
        self._last_asking = ""
        """The last sentence about who asks to be admitted, and which methods are not used."""
        self._due_count = 0
        """How many items are late or due today."""
        self._waiting = Waiting()
        self._title = ""
        """The title of the upper list."""
        self._focused_before: RowList | None = None
        """The list that had the focus when a small window hid it."""
        self._cases: LineList[CasePlace] = LineList(
            (Column(2), Column(None), Column(15, drop=1), Column(9, right=True)),
            empty=N_("Reading the cases ..."),
        )
        self._panel = CaseloadPanel()
        self._due_list: LineList[CasePlace] = LineList(
            (Column(2), Column(None), Column(20, drop=1), Column(10, right=True)),
            empty=N_("Nothing is late, and nothing is due today."),
        )
        self._cases_title, self._panel_title, self._due_list_title = TitleLine(), TitleLine(), TitleLine()

    def compose_body(self) -> ComposeResult:
        """Lay out the person's clients, the team beside them, and late and due items below."""
        with Beside(id="upper"):
            with Stack(id="mine"):
                yield self._cases_title
                yield self._cases
            with Stack(id="team"):
                yield self._panel_title
                yield self._panel
        with Stack(id="lower"):
            yield self._due_list_title
            yield self._due_list

    def on_mount(self) -> None:
        """Show the snapshot, then the cached register, then what changed since."""
        self._shown_list = lists.own_list(self.source)
        if isinstance(self.source, CaseloadSnapshot):
            self.fill()
            self._cases.focus()
            self.call_after_refresh(self._get_desk)
        else:
            self._get_desk()

    def _get_desk(self) -> None:
        """Get the desk and its cached register, off the thread."""
        self.off_thread(self._desk_with_rows, self._first_rows, self._desk_refused, group="register")

    def _desk_with_rows(self) -> Desk:
        desk = self._fetch()
        desk.register.load()
        return desk

    def _desk_refused(self, error: CaseTUIError) -> None:
        self.app.post_message(DeskRefused(error))

    def _first_rows(self, desk: Desk) -> None:
        if isinstance(self.source, CaseloadSnapshot):
            # the snapshot's lines stay until all is read: the cached register may be older
            self.source = desk
        else:
            self.fill()
            self._cases.focus()
        Watch(self.app, desk).start(self)
        self.off_thread(self._read_drafts, self._offer_drafts, group="drafts")
        self.action_reread()
        self.app.post_message(DeskReady(desk))

    def _read_drafts(self) -> list[Draft]:
        from casetui.desk.forms.drafts import (
            unsaved_drafts,  # in the thread: it is not needed for the first paint
        )

        return unsaved_drafts(self.desk)

    def _offer_drafts(self, found: list[Draft]) -> None:
        """Show the drafts left by an earlier session, if there are any."""
        if found:
            self.action_drafts()

    def action_reread(self) -> None:
        """Read what changed in the vault."""
        self._reading = True
        self.off_thread(
            lambda: self._keep_snapshots(self.desk.refresh(self._progress)),
            self._reread_done,
            self._reading_failed,
            group="register",
        )

    def _keep_snapshots(self, changed: bool) -> bool:
        """Write the snapshots for the next start, in the worker's thread; return ``changed``."""
        keep_caseload_snapshot(self.desk)
        if not self.desk.person_folder.demo:
            keep_sign_in_snapshot(self.desk)
        return changed

    def _progress(self, done: int, of: int) -> bool:
        """Show the progress, from the worker's thread; return false to stop when the screen is closed."""
        if done and done % 100 == 0:
            self.app.call_from_thread(self.tell, say(N_("Reading cases: {done} of {of}"), done=done, of=of))
        return self.is_attached

    def _reread_done(self, changed: bool) -> None:
        self._reading = False
        self.fill()
        wrong = not_whole(self.desk)
        self.tell(wrong[0] if wrong else "", lasting=True)
        self._explain(self._cases)
        self._explain(self._due_list)
        if not wrong:
            self._look_for_news()
        self.off_thread(self._keep_up, self._say_upkeep, group="upkeep")

    def _keep_up(self) -> Resealed:
        from casetui.desk.session.upkeep import (
            run_upkeep,  # not at the top: it imports the models, which the first paint does not need
        )

        return run_upkeep(self.desk, self._sealing)

    def _sealing(self, done: int, of: int) -> bool:
        """Show the sealing's progress, from the worker's thread; return false to stop as ``_progress``."""
        if done and done % 100 == 0:
            sentence = say(N_("Sealing cases anew: {done} of {of}"), done=done, of=of)
            self.app.call_from_thread(self.tell, sentence)
        return self.is_attached

    def _say_upkeep(self, done: Resealed) -> None:
        from casetui.desk.session.upkeep import upkeep_words

        if sentence := upkeep_words(done):
            self.tell(sentence, lasting=True)

    def _look_for_news(self) -> None:
        self.off_thread(self._read_news, self._say_news, group="news")

    def _read_news(self) -> tuple[str, Waiting]:
        return " ".join(to_know(self.desk, say(N_("People, p")))), read_waiting(self.desk)

    def _say_news(self, news: tuple[str, Waiting]) -> None:
        """Show join requests, unused methods, and the numbers of answers, drafts and notices.

        An outdated sentence is removed.
        """
        sentence, self._waiting = news
        self._show_waiting()
        if (sentence != self._last_asking or not self.notice.sentence) and (
            sentence or self.notice.sentence == self._last_asking
        ):
            self.tell(sentence, lasting=True)
        self._last_asking = sentence

    def _reading_failed(self, error: CaseTUIError) -> None:
        self._reading = False
        self.show_error(error)

    def come_back(self) -> None:
        """Show what was saved while another screen was on top."""
        self.fill()
        if not self._reading:
            self.off_thread(
                lambda: self._keep_snapshots(self.desk.catch_up()), self._caught_up, group="register"
            )

    def _caught_up(self, _: bool) -> None:
        self.fill()
        self._look_for_news()
        self.off_thread(self._keep_up, self._say_upkeep, group="upkeep")

    def on_resize(self) -> None:
        """Hide the side panel below 72 columns, and the lower list below 16 lines."""
        self.set_class(self.app.size.width < 72, "-narrow")
        self.set_class(self.app.size.height < 16, "-low")
        self._keep_focus()
        self._show_waiting()

    def _keep_focus(self) -> None:
        """Focus the upper list where the focused list was hidden, and that one when there is room again."""
        hidden: dict[RowList, bool] = {
            self._panel: self.has_class("-narrow"),
            self._due_list: self.has_class("-low"),
        }
        focused = next((one for one in hidden if one is self.focused), None)
        if focused and hidden[focused]:
            self._focused_before = focused
            self._cases.focus()
        elif self._focused_before and not hidden[self._focused_before]:
            if self.focused is self._cases:
                self._focused_before.focus()
            self._focused_before = None

    # -- what is shown ---------------------------------------------------------------------------

    def fill(self) -> None:
        """Show the lists, as the register has the cases."""
        today = self.source.today()
        self.set_title(f"CaseTUI  {self.source.agency_name}")
        if not self._reading:
            self._cases.empty = caseload_empty(self.source, self._shown_list, _key_of)
        lines = caseload_lines(self.source, self._shown_list, name_of)
        self._cases.show(lines)
        self._panel.show(lists.loads(self.source), len(lists.unassigned(self.source)))
        self._panel_title.show(say(N_("Caseload")))
        items = due_now(self.source)
        self._due_count = len(items)
        self._title = caseload_title(self.source, self._shown_list, len(lines)).drawn
        self._show_waiting()
        self._due_list.show(
            agenda_line(
                item, today, short_day(item.day) if item.day != today else say(N_("today")), name=name_of
            )
            for item in items[:SHOWN_LATE]
        )

    def _show_waiting(self) -> None:
        """Show what waits for the person, beside the number of late items; in a low window, above."""
        requests = (0, 0) if isinstance(self.source, CaseloadSnapshot) else lists.to_sign_and_see(self.desk)
        low = self.has_class("-low")
        lines = waiting_lines(self._waiting, requests)
        if low and self._due_count:
            lines.insert(0, due_line(self._due_count))
        late = say_n("Today and late: {n}", "Today and late: {n}", self._due_count)
        waits = fitting_parts([line.drawn for line in lines], self.app.size.width)
        self._cases_title.show(self._title, waits if low else "")
        self._due_list_title.show(late, waits)

    def look_anew(self) -> None:
        """Show what a colleague saved, and who asks to be admitted by now."""
        self.fill()
        if not self._reading:
            self._look_for_news()

    # -- acts ------------------------------------------------------------------------------------

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open a case, or show a worker's cases."""
        message.stop()
        if message.row_list is self._panel:
            self._show_list(message.key)
            self._cases.focus()
        elif isinstance(place := message.leads, CasePlace):
            self.open_case(place.number, place.area, place.record)

    def selected_case(self) -> str:
        """Return the number of the selected case; empty if none is."""
        focused = self._due_list if self.focused is self._due_list else self._cases
        return place.number if (place := focused.selected) else ""

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the whole line, where the window cuts it off."""
        message.stop()
        self._explain(message.row_list)

    def _explain(self, row_list: RowList) -> None:
        if row_list.has_focus:
            sentence = lists.access_note(self.source, row_list.cursor_key) if row_list is self._cases else ""
            self.explain(sentence or row_list.hidden)

    def action_stop(self) -> None:
        """Ask whether to leave the program; q again or Enter leaves."""
        from casetui.widgets.ask import Question

        answers = [("q", say(N_("Leave CaseTUI"))), ("b", say(N_("Stay")))]
        question = Question(say(N_("Leave CaseTUI?")), "", answers)
        question.seen_first = False  # a q typed ahead may answer it: nothing is lost
        self.app.push_screen(question, lambda letter: self.app.exit(0) if letter == "q" else None)

    def action_next_list(self) -> None:
        """Show the person's own clients, or all cases of the team."""
        self._show_list(self.source.who.id if self._shown_list != self.source.who.id else lists.TEAM)

    def _show_list(self, whose: str) -> None:
        if whose != self._shown_list:
            self._cases.action_end(-1)
        self._shown_list = whose
        self._panel.move_to(self.source.who.id if whose == lists.TEAM else whose)
        self.fill()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Have q leave the program from the first list, and go back to it from another."""
        if action in ("leave", "stop"):
            return (self._shown_list == lists.own_list(self.source)) == (action == "stop")
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Go back to the first list."""
        self._show_list(lists.own_list(self.source))
        self._cases.focus()

    def action_find_client(self) -> None:
        """Find a client by name, known-as name, phone or reference."""
        self.app.post_message(FindClient(self))


def _key_of(command: str) -> str:
    """Return how a command is given on this screen, such as "Press n"."""
    return say(N_("Press {key}"), key=next(one.letter for one in HOME_COMMANDS if one.name == command))
