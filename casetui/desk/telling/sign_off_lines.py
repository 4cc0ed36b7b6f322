"""Lines of the sign-offs: answers to the person's requests, requests to sign, and requests to see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casetui.data.colleague import told_as
from casetui.data.days import short_day
from casetui.data.records import Notice
from casetui.data.rows import Row
from casetui.desk.desk import Desk
from casetui.desk.doubles import Double
from casetui.desk.lists import (
    ListedRequest,
    answer_area,
    doubles_to_decide,
    forged,
    listed_requests,
    manager_name,
)
from casetui.desk.people.notices import made_on, short_words, unseen_notices
from casetui.desk.telling.answers import day_of
from casetui.desk.telling.case_lines import client_of
from casetui.desk.telling.lines import CasePlace, ListLine
from casetui.desk.telling.list_words import asked_heading
from casetui.desk.telling.wording import joined
from casetui.words import N_, say


@dataclass(frozen=True)
class RequestPlace:
    """The request to which a line leads."""

    number: str
    """The case number, without ``C-``."""
    kind: str
    """The key of the kind of request, such as ``closure``."""
    record: str
    """The id of the record that is the request."""

    @property
    def key(self) -> str:
        """The key of the request's line: case number, kind and record id, such as ``7K3F9Q:closure:c1``."""
        return f"{self.number}:{self.kind}:{self.record}"


TITLE = N_("Sign-offs")


def no_requests(desk: Desk) -> str:
    """Return the sentence for a list of sign-offs without lines."""
    if desk.signs:
        return say(N_("Nothing waits for you."))
    return say(N_("Nothing that you asked for waits for a line manager."))


SignOffLeads = RequestPlace | CasePlace | Notice | Double
"""A request, the place in a case where an answer is read, a notice, or two clients who may be one."""
SignOffLine = ListLine[SignOffLeads]


def sign_off_lines(desk: Desk, answered: Iterable[ListedRequest]) -> list[SignOffLine]:
    """Return a line for each forged sign-off, answer, notice, request that waits for the person, and double.

    ``answered`` has the answers. Cells are the request's name, the client, the person who asked or answered,
    and the day.
    """
    return [
        *(_forged(desk, row) for row in forged(desk)),
        *(_answer(desk, one) for one in answered),
        *(_notice(desk, notice) for notice in unseen_notices(desk)),
        *(_request(desk, listed) for listed in listed_requests(desk)),
        *(_double(desk, double) for double in doubles_to_decide(desk)),
    ]


def _forged(desk: Desk, row: Row) -> SignOffLine:
    """Return the line of a case with a sign-off that is not genuine; it leads to the case."""
    cells = (f" ! {row.not_genuine}", client_of(row), "", "")
    heading = told_as(
        desk.who, N_("Not genuine: tell a line manager"), N_("Not genuine: look into its audit")
    )
    return ListLine(
        f"forged:{row.number}", cells, joined(client_of(row), row.not_genuine), CasePlace(row.number),
        "late", say(heading),
    )  # fmt: skip


def _answer(desk: Desk, answer: ListedRequest) -> SignOffLine:
    number, heading = answer.row.number, say(N_("Answered to you"))
    key, leads = (
        f"answered:{number}:{answer.request.record}",
        CasePlace(number, answer_area(answer), answer.request.record),
    )
    return _line(answer, key, leads, desk.name(answer.request.by), day_of(desk, answer), heading)


def _notice(desk: Desk, notice: Notice) -> SignOffLine:
    what, about = short_words(notice), notice.after if notice.kind == "name" else notice.about
    cells = what, about, desk.name(notice.made_by), short_day(made_on(desk, notice))
    heading = say(N_("To see, about the agency"))
    return ListLine(
        f"notice:{notice.id}", (f" {cells[0]}", *cells[1:]), joined(*cells), notice, heading=heading
    )


def _request(desk: Desk, listed: ListedRequest) -> SignOffLine:
    request = listed.request
    who = desk.name(request.by)
    place = RequestPlace(listed.row.number, request.kind, request.record)
    day = date.fromisoformat(request.on) if request.on else None
    return _line(listed, place.key, place, who, day, asked_heading(desk, listed))


def _double(desk: Desk, double: Double) -> SignOffLine:
    """Return the line of two cases whose clients may be one person."""
    names = client_of(double.case), client_of(double.other)
    who = names[0] if names[0] == names[1] else " / ".join(names)
    managers = (manager_name(desk, row) for row in (double.case, double.other))
    reasons = ", ".join(double.reasons)
    return ListLine(
        f"double:{double.key}", (f" {reasons}", who, " / ".join(dict.fromkeys(managers)), ""),
        joined(who, f"C-{double.case.number}", f"C-{double.other.number}", reasons), double,
        heading=say(N_("May be one client, and nobody has said")),
    )  # fmt: skip


def _line(
    listed: ListedRequest, key: str, leads: RequestPlace | CasePlace, who: str, on: date | None, heading: str
) -> SignOffLine:
    what, day = listed.request.what, short_day(on) if on else ""
    client = listed.row.name or f"C-{listed.row.number}"
    return ListLine(
        key, (f" {what}", client, who, day), joined(what, client, who, day), leads, heading=heading
    )
