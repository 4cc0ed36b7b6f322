"""What the person's lists show: caseload, agenda, sign-offs, found clients, likely duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from casetui.checklists.caseloads import caseload_standing
from casetui.data.colleague import Colleague
from casetui.data.days import long_day
from casetui.data.register import Row, Rows, SignOffRequest
from casetui.desk.access import Access
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk
    from casetui.desk.requests.base import RequestKind


class ListSource(Protocol):
    """What lists are made of: a desk, or the sheet that stands for it until it is there."""

    @property
    def agency_name(self) -> str:
        """What the agency is called."""

    @property
    def caseload_limit(self) -> int:
        """The clients that the agency's method gives a case manager at most; 0 for no limit."""

    @property
    def who(self) -> Colleague:
        """Who signed in."""

    @property
    def people(self) -> Mapping[str, Colleague]:
        """Everyone whom the lists name, by id."""

    @property
    def register(self) -> Rows:
        """The cases that the person may list or count."""

    def today(self) -> date:
        """Return today in the agency's zone."""

    def name(self, worker: str) -> str:
        """Return a person's name by id; the id itself where nobody has it."""

    def access(self, row: Row, /) -> Access:
        """Return how the person may open a case today."""


@dataclass(frozen=True)
class Load:
    """One worker's caseload against the limit."""

    worker: Colleague
    clients: int
    limit: int
    word: str
    """``""``, ``full`` or ``over``."""


@dataclass(frozen=True)
class DueItem:
    """Something with a day, in a case."""

    day: date
    what: str
    row: Row
    area: str = ""
    record: str = ""
    kind: str = ""
    """What it is, without anything that somebody typed."""


@dataclass(frozen=True)
class ListedRequest:
    """Something that a line manager signs or sees."""

    request: SignOffRequest
    row: Row


def rows_of(desk: ListSource, manager: str) -> list[Row]:
    """Return the open cases of one case manager, the one with the earliest due first.

    With the person's own are those that are lent to them, though these are not on their caseload.
    """
    mine = manager == desk.who.id
    found = (row for row in desk.register if row.manager == manager or (mine and lent(desk, row)))
    return sorted((row for row in found if row.open), key=by_due)


def lent(desk: ListSource, row: Row) -> bool:
    """Return whether a case that is another's is lent to the person today."""
    return bool(row.lent_until) and desk.access(row) == "lent"


def said_of(desk: ListSource, number: str) -> str:
    """Return whose a case is that is lent to the person, and until when; or whom to ask for a restricted one.

    Of one that somebody left behind it is whose it was; of every other case an empty text.
    """
    row = desk.register.rows.get(number)
    if row is None:
        return ""
    free = is_free(desk, row.manager)
    asks = say(N_("a line manager")) if free else desk.name(row.manager)
    access = desk.access(row) if row.lent_until or row.restricted else ""
    if access == "lent":
        day = long_day(date.fromisoformat(row.lent_until))
        return say(N_("Lent to you until {day}; ask {who} about it."), day=day, who=asks)
    if access == "cover":
        return say(N_("C-{number} is restricted. Ask {who}."), number=number, who=asks)
    if free and row.manager and row.open:
        name = desk.name(row.manager)
        return say(N_("It was {name}'s, who has left. It waits for a case manager."), name=name)
    return ""


def by_due(row: Row) -> tuple[str, str]:
    """Sort key: earliest due first, cases without one last, then by name."""
    due = row.next_due()
    return (due.day if due else "9999", row.name.casefold())


def loads(desk: ListSource, *, everyone: bool = False) -> list[Load]:
    """Return the caseload of everyone in the team who has clients or may have: the person first.

    With ``everyone`` of the whole agency, but only of those who can be given cases.
    """
    by_manager: dict[str, list[Row]] = defaultdict(list)
    for row in list(desk.register.rows.values()):
        if row.open:
            by_manager[row.manager].append(row)
    found = []
    today = desk.today()
    for worker in desk.people.values():
        if not worker.here_on(today) or not (everyone or worker.team == desk.who.team):
            continue
        if worker.has("worker") or (worker.id in by_manager and not everyone):
            own = by_manager.get(worker.id, [])
            found.append(Load(worker, *caseload_standing(own, worker, desk.caseload_limit)))
    return sorted(found, key=lambda load: (load.worker.id != desk.who.id, load.worker.name.casefold()))


def is_free(desk: ListSource, manager: str) -> bool:
    """Return whether a case of this case manager waits for one: it is nobody's, or theirs who has left."""
    worker = desk.people.get(manager)
    return worker is None or not worker.here_on(desk.today())


def unassigned(desk: ListSource) -> list[Row]:
    """Return the team's cases that nobody has who is here, the oldest first."""
    team = [row for row in desk.register if row.open and row.team == desk.who.team]
    return sorted((row for row in team if is_free(desk, row.manager)), key=lambda row: row.opened_on)


def problems(desk: ListSource) -> list[Row]:
    """Return the rows of case files that could not be read."""
    return [row for row in desk.register if row.problem]


def agenda(desk: ListSource, days: int = 7, *, everyone: bool = False) -> list[DueItem]:
    """Return what is late, due today or due within ``days``, in order of day.

    The person's own cases and those lent to them, or with ``everyone`` all cases they may list.
    """
    rows = (row for row in desk.register if row.open) if everyone else rows_of(desk, desk.who.id)
    return due_items(rows, desk.today() + timedelta(days=days))


def due_items(rows: Iterable[Row], last: date) -> list[DueItem]:
    """Return everything in ``rows`` that is due by ``last``, in order of day, then of name."""
    until = last.isoformat()
    found = [
        DueItem(date.fromisoformat(due.day), due.what, row, due.area, due.record, due.kind)
        for row in rows
        for due in row.dues
        if due.day <= until
    ]
    return sorted(found, key=lambda item: (item.day, item.row.name.casefold(), item.what))


def asked_of(desk: Desk) -> list[ListedRequest]:
    """Return what waits for this line manager or second signatory: first to sign, then to see.

    Sign-offs of the whole agency; what is only to be seen, of the own team. One's own requests are
    listed too: the act says who else can sign. A worker sees what they asked for and waits.
    """
    found = [
        ListedRequest(request, row)
        for row in desk.register
        for request in row.requests
        if _is_for(desk, request, row)
    ]
    return sorted(found, key=lambda one: (not kind_of(one).to_sign, one.request.on))


def kind_of(asked: ListedRequest) -> RequestKind[Any]:
    """Return the kind of a request that is listed."""
    return _kinds()[asked.request.kind]


def area_of(asked: ListedRequest) -> str:
    """Return the work area in which the answer to a request is read; empty for the one the case is at."""
    kind = _kinds().get(asked.request.kind)
    return kind.area if kind else ""


def _kinds() -> dict[str, RequestKind[Any]]:
    from casetui.desk.requests import REQUESTS  # these load the models, which the first screen does without

    return REQUESTS


def _is_for(desk: Desk, request: SignOffRequest, row: Row) -> bool:
    who, kind = desk.who, _kinds().get(request.kind)
    if kind is None:  # another version of the program made the row
        return False
    mine = request.by == who.id
    if who.has("line manager"):
        return kind.whole_agency or row.team == who.team
    if not desk.signs:
        return mine
    stands_in = kind.may_answer(who, request.by, desk.people.values(), desk.today())
    return kind.whole_agency and (mine or stands_in)


def to_sign(desk: Desk) -> int:
    """Return how many requests wait for the person's signature: their own are for somebody else."""
    asked = asked_of(desk) if desk.signs else ()
    return sum(kind_of(one).to_sign and one.request.by != desk.who.id for one in asked)
