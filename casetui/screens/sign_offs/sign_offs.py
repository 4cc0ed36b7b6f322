"""Sign-offs: the requests that a line manager signs or sees."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from casetui.data.records import Notice
from casetui.desk import lists
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.doubles import Double
from casetui.desk.flows.doubles import decide
from casetui.desk.flows.opening import opening
from casetui.desk.flows.people import see_notice
from casetui.desk.telling.answers import look_at
from casetui.desk.telling.lines import CasePlace
from casetui.desk.telling.sign_off_lines import (
    TITLE,
    RequestPlace,
    SignOffLeads,
    no_requests,
    sign_off_lines,
)
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.forms.flow_runner import FlowRunner
from casetui.screens.sign_offs.sign_off import SignOffScreen
from casetui.widgets.line_list import LineList
from casetui.widgets.row_list import Column, RowList
from casetui.words import N_, say


class SignOffsScreen(DeskScreen[None]):
    """The answers to the person's own requests, then the requests that they are to sign or to see."""

    ABOUT = N_(
        "What waits to be signed or seen: closures, cases over the limit, gaps and others. First comes how "
        "what you asked for was answered, and what was changed about the agency; last, clients who may be "
        "here twice. Enter shows all of it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        BACK,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._answered: list[lists.ListedRequest] = []
        """The answers that were new when this screen looked; they stay as long as the screen."""
        self._looked = False
        """Whether the screen has looked for answers."""
        self._flows = FlowRunner(self)
        self._list: LineList[SignOffLeads] = LineList(
            (Column(27), Column(None), Column(16), Column(11, right=True)), empty=no_requests(desk)
        )

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show the waiting requests, and look for new ones."""
        self.fill()
        self._list.focus()
        self._catch_up()

    def come_back(self) -> None:
        """Show what was signed or asked for while another screen was on top."""
        self.fill()
        self._catch_up()

    def _catch_up(self) -> None:
        self.off_thread(self._read_answers, self._show, group="register")

    def _read_answers(self) -> list[lists.ListedRequest]:
        self.desk.catch_up()
        self.desk.look_for_doubles()
        return look_at(self.desk)

    def _show(self, answers: list[lists.ListedRequest]) -> None:
        entering, self._looked = not self._looked, True
        self._answered = answers + self._answered
        self.fill()
        if entering and answers:
            self._list.action_end(-1)

    def fill(self) -> None:
        """Show the answered requests, the requests to sign, then the requests to see."""
        self.set_title(say(TITLE))
        self._list.show(sign_off_lines(self.desk, self._answered))

    def look_anew(self) -> None:
        """Show what a colleague asked for, signed or answered."""
        self._catch_up()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Show the chosen request; for an answer, open its case."""
        message.stop()
        match message.leads:
            case RequestPlace() as place:
                self.read_request(place)
            case CasePlace() as place:
                self.open_case(place.number, place.area, place.record)
            case Notice() as notice:
                self._flows.run(see_notice(self.desk, notice), lambda _: self.come_back())
            case Double() as double:
                self._flows.run(decide(self.desk, double), lambda _: self.come_back())

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the whole line, where the window cuts it off."""
        message.stop()
        self.explain(message.row_list.hidden)

    def read_request(self, place: RequestPlace) -> None:
        """Open the case of a request as far as the person may read it, and show the request."""

        def show(opened: OpenCase | None) -> None:
            if opened:
                self.tell("")
                screen = SignOffScreen(self.desk, opened, place.kind, place.record)
                self.app.push_screen(screen, self._show_answer)

        self._flows.run(opening(self.desk, place.number, place.record), show)

    def _show_answer(self, sentence: str | None) -> None:
        self.tell(sentence or "")
