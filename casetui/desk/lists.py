"""The rows of the person's lists: caseloads, the agenda, cases without a case manager, sign-offs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from casetui.checklists.caseloads import HeldCase, case_manager_of, caseload_standing
from casetui.data.colleague import Colleague, a_line_manager
from casetui.data.days import long_day
from casetui.data.names import sort_key
from casetui.data.rows import Row, Rows, SignOffRequest
from casetui.desk.access import Access
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk
    from casetui.desk.doubles import Double
    from casetui.desk.requests.base import RequestKind


SPANS = {N_("week"): 7, N_("month"): 28, N_("quarter"): 90}
"""How many days an agenda can look ahead, by the word for it."""
TEAM = "team"
"""Stands for all cases of the team, in place of a worker's id."""
UNASSIGNED = "unassigned"
"""Stands for the team's cases that wait for a case manager, in place of a worker's id."""


class ListSource(Protocol):
    """What lists are made from: the desk, or the caseload snapshot of the last session until there is one."""

    @property
    def agency_name(self) -> str:
        """The agency's name."""

    @property
    def caseload_limit(self) -> int:
        """The most clients that the agency's method allows a case manager; 0 for no limit."""

    @property
    def who(self) -> Colleague:
        """The person who signed in."""

    @property
    def people(self) -> Mapping[str, Colleague]:
        """Everybody whom the lists name, by id."""

    @property
    def register(self) -> Rows:
        """The cases that the person may list or count."""

    def today(self) -> date:
        """Return today in the agency's zone."""

    def name(self, worker: str) -> str:
        """Return a person's name by id; the id itself where there is no such person."""

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
    """A thing in a case that is due on a day."""

    day: date
    what: str
    """What is due, in words."""
    row: Row
    area: str = ""
    record: str = ""
    kind: str = ""
    """What is due, without any text that a person typed."""


@dataclass(frozen=True)
class ListedRequest:
    """A request that a line manager signs or sees, and the row of its case."""

    request: SignOffRequest
    row: Row


def caseload_rows(desk: ListSource, manager: str) -> list[Row]:
    """Return the open cases of one case manager, the case with the earliest due day first.

    The person's own list has the cases that are lent to them too, though they do not count as clients.
    """
    own_list = manager == desk.who.id
    manager_of = case_managers(desk)
    rows = (row for row in desk.register if row.open)
    theirs = (row for row in rows if manager_of(row) == manager or (own_list and lent(desk, row)))
    return sorted(theirs, key=by_due)


def team_rows(desk: ListSource) -> list[Row]:
    """Return the open cases of the team, the case with the earliest due day first."""
    return sorted((row for row in desk.register if row.open and row.team == desk.who.team), key=by_due)


def rows_of(desk: ListSource, whose: str) -> list[Row]:
    """Return the open cases of a caseload; ``whose`` is a worker's id, ``TEAM`` or ``UNASSIGNED``."""
    if whose == UNASSIGNED:
        return unassigned(desk)
    return team_rows(desk) if whose == TEAM else caseload_rows(desk, whose)


def own_list(desk: ListSource) -> str:
    """Return whose cases the person is shown first: their own where they are a worker, else the team's."""
    return desk.who.id if desk.who.has("worker") else TEAM


def case_manager(desk: ListSource, case: HeldCase) -> str:
    """Return the worker id of the case manager who has a case today; empty where it waits for one.

    Panel, list, agenda and finder all ask this function, so that they agree on people who moved or left.
    """
    return case_managers(desk)(case)


def case_managers(desk: ListSource) -> Callable[[HeldCase], str]:
    """Return a function that does what ``case_manager`` does, for many cases at one moment.

    The day is taken once: for it the agency's zone is looked into, which is too slow for each row of a list.
    """
    people, today = desk.people, desk.today()
    return lambda case: case_manager_of(case, people, today)


def manager_name(desk: ListSource, case: HeldCase) -> str:
    """Return the name of the case manager who has a case today; else that it is unassigned."""
    return manager_names(desk)(case)


def manager_names(desk: ListSource) -> Callable[[HeldCase], str]:
    """Return a function that does what ``manager_name`` does, for many cases at one moment."""
    manager_of = case_managers(desk)

    def name_of(case: HeldCase) -> str:
        manager = manager_of(case)
        return desk.name(manager) if manager else say(N_("unassigned"))

    return name_of


def lent(desk: ListSource, row: Row) -> bool:
    """Return whether another case manager's case is lent to the person today."""
    return bool(row.lent_until) and desk.access(row) == "lent"


def access_note(desk: ListSource, number: str) -> str:
    """Return a sentence about the person's access to a case; for most cases an empty text.

    A lent case says until when, and whose it is. A restricted case says whom to ask. A case whose case
    manager has left says whose it was.
    """
    row = desk.register.rows.get(number)
    if row is None:
        return ""
    if in_deserted_team(desk, row):
        return say(
            N_("Nobody works in the team {team} any more. Put somebody into it: {people}."),
            team=row.team, people=say(N_("People")),
        )  # fmt: skip
    manager = case_manager(desk, row)
    to_ask = desk.name(manager) if manager else say(a_line_manager(desk.who))
    access = desk.access(row) if row.lent_until or row.restricted else ""
    if access == "lent":
        day = long_day(date.fromisoformat(row.lent_until))
        return say(N_("Lent to you until {day}; ask {who} about it."), day=day, who=to_ask)
    if access == "cover":
        return say(N_("C-{number} is restricted. Ask {who}."), number=number, who=to_ask)
    if row.manager and not manager:
        return _whose_it_was(desk, row.manager)
    return ""


def _whose_it_was(desk: ListSource, former: str) -> str:
    """Return the sentence on a case that waits, as its case manager has left or can no longer open it."""
    worker = desk.people.get(former)
    if worker is not None and worker.here_on(desk.today()):
        sentence = N_("It was {name}'s, who no longer works in its team. It waits for a case manager.")
    else:
        sentence = N_("It was {name}'s, who has left. It waits for a case manager.")
    return say(sentence, name=desk.name(former))


def by_due(row: Row) -> tuple[str, tuple[str, str, str]]:
    """Return a key that sorts rows by their next due day, then by name; cases with nothing due come last."""
    due = row.next_due()
    return (due.day if due else "9999", sort_key(row.name))


def loads(desk: ListSource, *, everyone: bool = False) -> list[Load]:
    """Return the caseloads of the team, the person's own first, then by name.

    These are the workers, and others who have clients of the team. With ``everyone`` they are the workers of
    the whole agency, who can be given cases.
    """
    by_manager: dict[str, list[Row]] = defaultdict(list)
    of_team: set[str] = set()
    manager_of = case_managers(desk)
    for row in list(desk.register.rows.values()):
        if row.open and (manager := manager_of(row)):
            by_manager[manager].append(row)
            if row.team == desk.who.team:
                of_team.add(manager)
    caseloads = []
    today = desk.today()
    for worker in desk.people.values():
        works_here = worker.has("worker") and worker.here_on(today)
        in_team = worker.team == desk.who.team
        if (works_here and (everyone or in_team)) or (worker.id in of_team and not everyone):
            standing = caseload_standing(by_manager[worker.id], worker, today, desk.caseload_limit)
            caseloads.append(Load(worker, *standing))
    return sorted(caseloads, key=lambda load: (load.worker.id != desk.who.id, sort_key(load.worker.name)))


def unassigned(desk: ListSource) -> list[Row]:
    """Return the team's cases that wait for a case manager, the oldest first.

    A line manager has those of a team in which nobody works any more as well: else nobody would list them.
    """
    manager_of = case_managers(desk)
    of_team = (row for row in desk.register if row.open and row.team == desk.who.team)
    waits = sorted((row for row in of_team if not manager_of(row)), key=by_due)
    if desk.who.has("line manager"):
        is_deserted = _deserted(desk)
        waits += [row for row in list(desk.register.rows.values()) if is_deserted(row)]
    return sorted(waits, key=lambda row: row.opened_on)


def in_deserted_team(desk: ListSource, row: Row) -> bool:
    """Return whether an open case waits in another team, in which nobody works any more."""
    return _deserted(desk)(row)


def _deserted(desk: ListSource) -> Callable[[Row], bool]:
    """Return a function that does what ``in_deserted_team`` does, for many cases at one moment."""
    manager_of, today = case_managers(desk), desk.today()
    works = (one for one in desk.people.values() if one.has("worker") or one.has("line manager"))
    teams = {desk.who.team, *(one.team for one in works if one.here_on(today))}
    return lambda row: row.open and row.team not in teams and not manager_of(row)


def problems(desk: ListSource) -> list[Row]:
    """Return the rows of case files that could not be read."""
    return [row for row in desk.register if row.problem]


def forged(desk: ListSource) -> list[Row]:
    """Return the rows of cases in which a request or a sign-off is not genuine.

    Who signs off reads cases of other teams, so these are among them, though they are only counted.
    """
    return [row for row in list(desk.register.rows.values()) if row.not_genuine]


def agenda(desk: ListSource, days: int = 7, *, everyone: bool = False) -> list[DueItem]:
    """Return what is late, due today or due within ``days``, in order of day.

    The cases are the person's own and those lent to them, and a line manager's also those of the team that
    wait for a case manager; with ``everyone`` all that they may list.
    """
    if everyone:
        rows = [row for row in desk.register if row.open]
    else:
        rows = caseload_rows(desk, desk.who.id)
        rows += unassigned(desk) if desk.who.has("line manager") else []
    return due_items(rows, desk.today() + timedelta(days=days))


def due_items(rows: Iterable[Row], last: date) -> list[DueItem]:
    """Return everything in ``rows`` that is due by the day ``last``, in order of day, then of client name."""
    until = last.isoformat()
    items = [
        DueItem(date.fromisoformat(due.day), due.what, row, due.area, due.record, due.kind)
        for row in rows
        for due in row.dues
        if due.day <= until
    ]
    return sorted(items, key=lambda item: (item.day, sort_key(item.row.name), item.what))


def listed_requests(desk: Desk) -> list[ListedRequest]:
    """Return the requests to sign, then those to see, then those that wait for another person's answer.

    A line manager, or the second signatory, has the sign-offs of the whole agency and the requests to see
    of their own team. A worker has the requests that they may answer, and those that they made and that
    nobody has answered. Nobody signs what they asked for themselves: it waits for another person.
    """
    requests = [
        ListedRequest(request, row)
        for row in desk.register
        for request in row.requests
        if _is_listed_for(desk, request, row)
    ]
    return sorted(requests, key=lambda listed: _place(desk, listed))


def _place(desk: Desk, listed: ListedRequest) -> tuple[bool, bool, str, str]:
    kind, mine = request_kind(listed), is_for_person(desk, listed)
    return not mine, not kind.to_sign, "" if mine else kind.waits_for, listed.request.on


def is_for_person(desk: Desk, listed: ListedRequest) -> bool:
    """Return whether the person answers a listed request, and does not wait for the answer of another."""
    own = listed.request.by == desk.who.id and request_kind(listed).to_sign
    return listed.request.for_me and not own


def request_kind(listed: ListedRequest) -> RequestKind[Any]:
    """Return the kind of a listed request."""
    return _kinds()[listed.request.kind]


def answer_area(listed: ListedRequest) -> str:
    """Return the work area in which the answer to a request is read; empty for that of the case's step."""
    kind = _kinds().get(listed.request.kind)
    return kind.area if kind else ""


def _kinds() -> dict[str, RequestKind[Any]]:
    from casetui.desk.requests import REQUESTS  # they load the models, which the first screen does not need

    return REQUESTS


def _is_listed_for(desk: Desk, request: SignOffRequest, row: Row) -> bool:
    who, kind = desk.who, _kinds().get(request.kind)
    if kind is None:  # the row is from another version of the program
        return False
    mine = request.by == who.id
    if not request.for_me:
        return mine
    leaves_it = not mine and kind.leaves_it(who, request.by, desk.people.values(), desk.today())
    return (kind.whole_agency or row.team == who.team) and not leaves_it


def doubles_to_decide(desk: Desk) -> list[Double]:
    """Return the cases of the team whose clients may be one person, for a line manager to say; else none."""
    return desk.doubles.found if desk.who.has("line manager") else []


def to_sign_and_see(desk: Desk) -> tuple[int, int]:
    """Return how many requests wait for the person's signature, and how many wait to be seen by them.

    The person's own requests wait for somebody else, and are not among them.
    """
    if not any(_waits_for(desk, request) for row in desk.register for request in row.requests):
        return 0, 0  # without the kinds of requests, which load the models: the first screen needs none
    waits = [listed for listed in listed_requests(desk) if _waits_for(desk, listed.request)]
    signs = sum(request_kind(listed).to_sign for listed in waits)
    return signs, len(waits) - signs


def _waits_for(desk: Desk, request: SignOffRequest) -> bool:
    return request.for_me and request.by != desk.who.id
