"""Lines about cases: the caseload has a line for each case, the agenda one for each thing that is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from casetui.data.days import away, short_day
from casetui.data.rows import Row
from casetui.desk import lists
from casetui.desk.lists import DueItem, ListSource
from casetui.desk.telling.lines import CasePlace, ListLine, ListTitle
from casetui.desk.telling.list_words import due_heading, where_it_is
from casetui.desk.telling.wording import in_words, joined, when
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.find import Finder  # it loads what the first screen does not need

NOTHING_DUE = N_("Nothing is late, and nothing is due in this time.")
"""Said of an agenda without lines."""

CaseLine = ListLine[CasePlace]
Name = Callable[[Row], str]
"""Returns a client's name as a cell shows it: a terminal cannot show every character."""


def client_of(row: Row) -> str:
    """Return a client's name; the case number, such as ``C-7K3F9Q``, where no name is known."""
    return row.name or f"C-{row.number}"


def caseload_title(desk: ListSource, whose: str, number: int) -> ListTitle:
    """Return the title of a caseload of ``number`` cases; ``whose`` is as in ``lists.rows_of``."""
    if whose == lists.UNASSIGNED:
        return ListTitle(say(N_("Unassigned, oldest first")))
    if whose == lists.TEAM:
        return ListTitle(say(N_("All cases of the team")), number=number)
    name = say(N_("My clients")) if whose == desk.who.id else desk.name(whose)
    load = next((load for load in lists.loads(desk) if load.worker.id == whose), None)
    if load is None or not load.limit:
        return ListTitle(name)
    full = say(N_("{clients} of {limit}"), clients=load.clients, limit=load.limit)
    return ListTitle(name, (full, say(load.word)))


def caseload_empty(desk: ListSource, whose: str, way: Callable[[str], str]) -> str:
    """Return the sentences that are shown for a caseload without cases.

    ``way`` returns how a command of the first screen is given, by its name: ``Press n`` or ``Say new``.
    """
    who = desk.who
    if whose == lists.UNASSIGNED:
        sentence = N_("Every case has a case manager. {list} for the others.")
    elif not (who.has("worker") or who.has("line manager")):
        sentence = N_("You see no cases. {people} to add people and to admit their keys.")
    elif whose == who.id:
        sentence = N_("No cases yet. {new} for a new client. {list} for all of your team's.")
    elif whose == lists.TEAM:
        sentence = N_("No cases yet. {new} for a new client. {people} to add the people of your team.")
    else:
        sentence = N_("Nobody is given to them yet. {list} for your own.")
    return say(sentence, new=way("new_client"), list=way("next_list"), people=way("people"))


def caseload_lines(desk: ListSource, whose: str, name: Name = client_of) -> list[CaseLine]:
    """Return the lines of a caseload; the team's cases, and cases that are lent, with their case manager."""
    today, manager_name = desk.today(), lists.manager_names(desk)
    return [
        case_line(
            row,
            today,
            manager_name(row) if whose == lists.TEAM or lists.lent(desk, row) else "",
            name,
        )
        for row in lists.rows_of(desk, whose)
    ]


def case_line(row: Row, today: date, manager: str = "", name: Name = client_of) -> CaseLine:
    """Return the line of a case. Its cells are mark, client, ``manager`` or else the step, and next due."""
    due = row.next_due()
    day = date.fromisoformat(due.day) if due else None
    where = where_it_is(row) if row.open else say(N_("closed"))
    sentence = joined(
        row.name or say(N_("a colleague's client")), f"C-{row.number}", where, manager, _next(day, today)
    )
    cells = (_mark(day, today), name(row), manager or where, away(day, today) if day else "")
    if row.not_genuine:
        cells = (" !", name(row), say(N_("not genuine")), cells[3])
        sentence = joined(sentence, row.not_genuine)
    tone = "late" if row.not_genuine else _tone(day, today)
    return ListLine(row.number, cells, sentence, CasePlace(row.number), tone)


def found_lines(desk: ListSource, finder: Finder, typed: str, name: Name = client_of) -> list[CaseLine]:
    """Return the lines of the cases that fit what was typed, the best first.

    Cells are the client, with the number or other name that fits, the case number, the case manager, and the
    step or that the case is closed.
    """
    from casetui.desk.find import matched_by  # it loads what the first screen does not need

    found, today, manager_name = finder.find(typed), desk.today(), lists.manager_names(desk)
    return [_found_line(row, today, manager_name(row), name, matched_by(row, typed)) for row in found]


def _found_line(row: Row, today: date, manager: str, name: Name, matched: str) -> CaseLine:
    who = joined(name(row) if row.name else say(N_("a colleague's client")), matched)
    cells = (f" {who}", f"C-{row.number}", manager, row.step if row.open else say(N_("closed")))
    line = case_line(row, today, manager, name)
    return replace(line, cells=cells, said=joined(line.said, matched), tone="" if row.open else "quiet")


def _next(day: date | None, today: date) -> str:
    """Return when something is due next, in words."""
    if day is None:
        return say(N_("nothing is due"))
    return when(day, today) if day < today else say(N_("next due {day}"), day=when(day, today))


def agenda_title(desk: ListSource, days: int, *, everyone: bool, grouped: str = "") -> ListTitle:
    """Return the title of an agenda; ``grouped`` says whether it is by day or by week."""
    whose = say(N_("Team")) if everyone else desk.who.name
    return ListTitle(say(N_("Agenda")), (whose, joined(say(N_("{days} days"), days=days), grouped)))


def agenda_lines(
    desk: ListSource,
    items: Iterable[DueItem],
    *,
    everyone: bool,
    by_week: bool = False,
    name: Name = client_of,
) -> list[CaseLine]:
    """Return the lines of an agenda, under a heading for each day or week.

    In the agenda of ``everyone`` the case manager is last; in one's own that would be the same on each line.
    """
    today, manager_name = desk.today(), lists.manager_names(desk)
    return [
        agenda_line(
            item,
            today,
            manager_name(item.row) if everyone else "",
            due_heading(item.day, today, by_week=by_week),
            name,
        )
        for item in items
    ]


def agenda_line(item: DueItem, today: date, last: str, heading: str = "", name: Name = client_of) -> CaseLine:
    """Return the line of a thing that is due. Its cells are mark, thing, client, and ``last``."""
    row = item.row
    day = short_day(item.day) if item.day > today + timedelta(days=1) else ""
    return ListLine(
        f"{row.number}:{item.area}:{item.record}:{item.what}",
        (_mark(item.day, today), item.what, name(row), last),
        f"{client_of(row)}: {joined(in_words(item.what), when(item.day, today), day)}",
        CasePlace(row.number, item.area, item.record),
        _tone(item.day, today),
        heading,
    )


def _mark(day: date | None, today: date) -> str:
    return " !" if day and day < today else " ·" if day == today else "  "


def _tone(day: date | None, today: date) -> str:
    return "late" if day and day < today else "due" if day == today else ""
