"""Sign-offs: the requests that a line manager signs or sees, and their answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from casetui.data.records import Notice
from casetui.desk.acts.answering import OpenRequest, may_open, offers_answers
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.doubles import Double
from casetui.desk.flows.doubles import decide
from casetui.desk.flows.opening import opening
from casetui.desk.flows.people import see_notice
from casetui.desk.flows.requests import answer_request
from casetui.desk.requests.base import RequestAnswer
from casetui.desk.telling.answers import look_at
from casetui.desk.telling.lines import CasePlace
from casetui.desk.telling.sign_off_lines import (
    TITLE,
    RequestPlace,
    SignOffLeads,
    no_requests,
    sign_off_lines,
)
from casetui.desk.telling.texts import request_texts
from casetui.desk.telling.wording import joined
from casetui.plain.area import text_lines
from casetui.plain.case_session import CaseDriver, CaseSession
from casetui.plain.driver import Driver
from casetui.plain.room import MenuLine, Room, SaidCommand, menu_lines
from casetui.plain.talk import Talk
from casetui.words import N_, say

ShowCase = Callable[[OpenCase], object]
"""Shows an open case."""


class SignOffsRoom(Room):
    """The answers to the person's own requests, then the requests that they are to sign or to see."""

    def __init__(
        self,
        talk: Talk,
        desk: Desk,
        opening: Callable[[CasePlace], Callable[[], object]],
        show_case: ShowCase,
    ) -> None:
        """``opening`` returns a function that opens a case at a place; ``show_case`` shows an open case."""
        super().__init__(talk)
        self._show_case = show_case
        self._desk = desk
        self._opening = opening
        desk.catch_up()
        desk.look_for_doubles()
        self._answered = look_at(desk)

    def title(self) -> str:
        """Return what the list is called."""
        return say(TITLE)

    def empty(self) -> str:
        """Return that nothing waits."""
        return no_requests(self._desk)

    def lines(self) -> list[MenuLine]:
        """Return the answered requests, the requests to sign, then the requests to see."""
        lines = sign_off_lines(self._desk, self._answered)
        return menu_lines(lines, self._choosing, headings=True)

    def _choosing(self, leads: SignOffLeads) -> Callable[[], object]:
        """Return a function that shows what a line leads to; for an answer, that opens its case."""
        match leads:
            case Notice() as notice:
                return lambda: self._see(notice)
            case Double() as double:
                return lambda: Driver(self.talk, self._desk).run(decide(self._desk, double))
            case RequestPlace() as place:
                return lambda: self.read(place)
            case CasePlace() as in_case:
                return self._opening(in_case)

    def _see(self, notice: Notice) -> None:
        Driver(self.talk, self._desk).run(see_notice(self._desk, notice))

    def read(self, place: RequestPlace) -> None:
        """Say a request, and ask for the answer to it."""
        opened = Driver(self.talk, self._desk).run(opening(self._desk, place.number, place.record))
        if opened is not None:
            room = RequestRoom(self.talk, self._desk, opened, place.kind, place.record)
            room.show_case = self._show_case
            room.stay()

    def after(self) -> None:
        """Read what was signed or asked for meanwhile."""
        self._desk.catch_up()
        self._desk.look_for_doubles()
        self._answered = look_at(self._desk) + self._answered
        super().after()


class RequestRoom(Room):
    """One request: what it asks for, its reasons, and the answers."""

    def __init__(self, talk: Talk, desk: Desk, opened: OpenCase, kind: str = "", record: str = "") -> None:
        """Without a ``kind``, the first request of the case is shown."""
        super().__init__(talk)
        self._session = CaseSession(talk, desk, opened)
        self._request = OpenRequest.of(desk, opened, kind, record)
        self._driver = CaseDriver(self._session)
        self.show_case: ShowCase | None = None
        """Shows an open case; ``None`` where the way leads to the request alone."""

    def stay(self) -> None:
        """Say the news of the case, such as a warning about its file; then ask until the person goes back."""
        self._session.tell_news()
        super().stay()

    def title(self) -> str:
        """Return the request's title, the client and the case number."""
        return f"{self.name()}: {joined(self._session.name, f'C-{self._session.opened.case.number}')}"

    def name(self) -> str:
        """Return the request's title."""
        return self._request.title

    def lines(self) -> list[MenuLine]:
        """Return the whole request."""
        return [MenuLine(text.removeprefix("!: ")) for text in text_lines(request_texts(self._request))]

    def commands(self) -> Sequence[SaidCommand]:
        """Return a command for each answer that this kind of request takes."""
        answers, offered = self._request.kind.answers, offers_answers(self._request)
        given = [
            SaidCommand(answer.word, answer.what, self._giving(answer), offered=offered) for answer in answers
        ]
        if self.show_case is None or not may_open(self._request):
            return given
        return [*given, SaidCommand(N_("case"), N_("open the whole case, and come back here"), self._open)]

    def _open(self, _: str) -> None:
        """Show the case; then the request, as the case now has it."""
        opened = self._request.opened
        if self.show_case is not None:
            self.show_case(opened)
        self._request = replace(self._request, revision=opened.file.revision)

    def _giving(self, answer: RequestAnswer) -> Callable[[str], None]:
        def give(_: str) -> None:
            if self._driver.run(answer_request(self._request, answer)):
                self.leave()

        return give
