"""Sign-offs: what a line manager signs, and what they are to see."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from casetui.data.days import short_day
from casetui.desk import lists
from casetui.desk.acts.cases import open_case
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.telling.answers import day_of, look_at
from casetui.desk.telling.list_words import asked_heading
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.going import with_standing
from casetui.screens.sign_offs.sign_off import SignOffScreen
from casetui.widgets.row_list import Column, Line, RowList
from casetui.words import N_, say

ANSWERED = "answered"
"""Begins the key of a line that is an answer."""


class SignOffsScreen(DeskScreen[None]):
    """Requests to sign or to see; and first the answers to what one asked for oneself."""

    ABOUT = N_(
        "What waits to be signed or seen: closures, cases over the limit, gaps and others. First comes how "
        "what you asked for was answered. Enter shows all of it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        BACK,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._answered: list[lists.Asked] = []
        """What was answered and not seen before; it stays as long as the screen does."""
        self._looked = False
        """Whether it was looked what was answered, since the screen was entered."""
        empty = (
            N_("Nothing waits for you.")
            if desk.signs
            else N_("Nothing that you asked for waits for a line manager.")
        )
        self._list = RowList((Column(27), Column(None), Column(16), Column(11, right=True)), empty=empty)

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show what waits."""
        self.fill()
        self._list.focus()
        self._catch_up()

    def come_back(self) -> None:
        """Take up what was signed, or asked for, meanwhile."""
        self.fill()
        self._catch_up()

    def _catch_up(self) -> None:
        self.off_thread(self._news, self._show, group="register")

    def _news(self) -> list[lists.Asked]:
        self.desk.catch_up()
        return look_at(self.desk)

    def _show(self, answers: list[lists.Asked]) -> None:
        entering, self._looked = not self._looked, True
        self._answered = answers + self._answered
        self.fill()
        if entering and answers:
            self._list.move_to(_key(answers[0]))

    def fill(self) -> None:
        """Show what was answered, what is to be signed, then what is to be seen."""
        self.set_title(say(N_("Sign-offs")))
        lines: list[Line] = []
        if self._answered:
            lines.append(Line(ANSWERED, (" " + say(N_("Answered to you")),), heading=True))
            lines += [self._answer_line(answer) for answer in self._answered]
        heading = ""
        for asked in lists.asked_of(self.desk):
            title = asked_heading(self.desk, asked)
            if title != heading:
                heading = title
                lines.append(Line(title, (" " + title,), heading=True))
            lines.append(self._line(asked))
        self._list.set_lines(lines)

    def look_anew(self) -> None:
        """Show what a colleague asked for, signed or answered."""
        self._catch_up()

    def _answer_line(self, answer: lists.Asked) -> Line:
        request, row = answer.request, answer.row
        day = short_day(day_of(self.desk, answer))
        return Line(
            _key(answer), (" " + request.what, row.name or f"C-{row.number}", self.desk.name(request.by), day)
        )

    def _line(self, asked: lists.Asked) -> Line:
        request, row = asked.request, asked.row
        mine = request.by == self.desk.who.id
        who = self.desk.name(request.by) + (say(N_(" (you)")) if mine else "")
        day = short_day(self.desk.reading().today.fromisoformat(request.on)) if request.on else ""
        key = f"{row.number}:{request.kind}:{request.record}"
        return Line(key, (" " + request.what, row.name or f"C-{row.number}", who, day))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Read what is to be signed, or open the case in which something was answered."""
        message.stop()
        if message.key.startswith(ANSWERED):
            self.open_case(message.key.split(":")[1], "closure")
        else:
            self.read_request(message.key)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the whole line, where a part of it is not seen."""
        message.stop()
        self.explain(message.row_list.hidden)

    def read_request(self, key: str, reason: str = "") -> None:
        """Open the case of a request as far as it may be read, and show the request."""
        number, kind, record = key.split(":")

        def show(opened: OpenCase) -> None:
            self.app.push_screen(SignOffScreen(self.desk, opened, kind, record), self._signed)

        self.off_thread(
            lambda: with_standing(self.desk, open_case(self.desk, number, reason)),
            show,
            lambda error: self._ask_reason(error, lambda given: self.read_request(key, given), reason, key),
            group="open",
        )

    def _signed(self, sentence: str | None) -> None:
        self.tell(sentence or "")


def _key(answer: lists.Asked) -> str:
    return f"{ANSWERED}:{answer.row.number}:{answer.request.record}"
