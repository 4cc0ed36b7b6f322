"""Sign-offs: what a line manager signs or sees, and the two answers to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.days import short_day
from casetui.desk import lists
from casetui.desk.acts.answering import OpenRequest
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.requests import answer_request
from casetui.desk.requests.base import Answer
from casetui.desk.telling.answers import day_of, look_at
from casetui.desk.telling.list_words import asked_heading
from casetui.desk.telling.texts import request_texts
from casetui.desk.telling.wording import joined
from casetui.plain.area import told
from casetui.plain.case_session import CaseDriver, CaseSession, open_asked
from casetui.plain.room import Command, Line, Room
from casetui.plain.talk import Talk
from casetui.words import N_, say


class SignOffsRoom(Room):
    """Closures and overrides to sign; over-limit assignments, gaps and disclosures to see; and first how
    what one asked for oneself was answered."""

    def __init__(self, talk: Talk, desk: Desk) -> None:
        super().__init__(talk)
        self._desk = desk
        desk.catch_up()
        self._answered = look_at(desk)

    def title(self) -> str:
        """Return what the list is called."""
        return say(N_("Sign-offs"))

    def empty(self) -> str:
        """Return that nothing waits."""
        if self._desk.signs:
            return say(N_("Nothing waits for you."))
        return say(N_("Nothing that you asked for waits for a line manager."))

    def lines(self) -> list[Line]:
        """Return what was answered, what is to be signed, then what is to be seen."""
        lines: list[Line] = []
        if self._answered:
            lines.append(Line(say(N_("Answered to you:"))))
            lines += [Line(self._answer_words(one)) for one in self._answered]
        heading = ""
        for asked in lists.asked_of(self._desk):
            title = asked_heading(self._desk, asked)
            if title != heading:
                heading = title
                lines.append(Line(f"{title}:"))
            lines.append(Line(self._words(asked), self._reading(asked)))
        return lines

    def _words(self, asked: lists.Asked) -> str:
        request, row = asked.request, asked.row
        mine = request.by == self._desk.who.id
        who = self._desk.name(request.by) + (say(N_(" (you)")) if mine else "")
        day = short_day(self._desk.today().fromisoformat(request.on)) if request.on else ""
        return joined(request.what, row.name or f"C-{row.number}", who, day)

    def _answer_words(self, answer: lists.Asked) -> str:
        request, row = answer.request, answer.row
        day = short_day(day_of(self._desk, answer))
        return joined(request.what, row.name or f"C-{row.number}", self._desk.name(request.by), day)

    def _reading(self, asked: lists.Asked) -> Callable[[], None]:
        def read() -> None:
            opened = open_asked(self.talk, self._desk, asked.row.number)
            if opened is not None:
                RequestRoom(self.talk, self._desk, opened, asked.request.kind, asked.request.record).stay()

        return read

    def after(self) -> None:
        """Take up what was signed or asked for meanwhile."""
        self._desk.catch_up()
        self._answered = look_at(self._desk) + self._answered
        super().after()


class RequestRoom(Room):
    """One request: what is asked, what speaks for it, and the answers."""

    def __init__(self, talk: Talk, desk: Desk, opened: OpenCase, kind: str = "", record: str = "") -> None:
        """Without a ``kind``, the first request of the case is shown."""
        super().__init__(talk)
        self._session = CaseSession(talk, desk, opened)
        self._request = OpenRequest.of(desk, opened, kind, record)
        self._driver = CaseDriver(self._session)

    def title(self) -> str:
        """Return what is asked for, and for whom."""
        return f"{self.name()}: {joined(self._session.name, f'C-{self._session.opened.case.number}')}"

    def name(self) -> str:
        """Return what is asked for."""
        return self._request.title

    def lines(self) -> list[Line]:
        """Return what is asked for, every text whole."""
        return [Line(text.removeprefix("!: ")) for text in told(request_texts(self._request))]

    def commands(self) -> Sequence[Command]:
        """Return the answers that can be given to such a request."""
        return [Command(one.word, one.what, self._giving(one)) for one in self._request.kind.answers]

    def _giving(self, answer: Answer) -> Callable[[str], None]:
        def give(_: str) -> None:
            if self._driver.run(answer_request(self._request, answer)):
                self.leave()

        return give
