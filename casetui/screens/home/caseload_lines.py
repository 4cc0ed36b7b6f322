"""The lines of the caseload's list: one of each case, and what stands there instead where there is none."""

from __future__ import annotations

from datetime import date

from casetui.data.colleague import Colleague
from casetui.data.days import away
from casetui.data.register import Row
from casetui.desk.telling.list_words import where_it_is
from casetui.screens.base.naming import name_of
from casetui.widgets.caseload_panel import UNASSIGNED
from casetui.widgets.row_list import Line
from casetui.words import N_

TEAM = "team"
"""Stands for all cases of the team, where else a worker's id says whose are listed."""


def case_line(row: Row, today: date, manager: str) -> Line:
    """Return the line of one case: mark, client, next due, and between them ``manager``, or else the step."""
    due = row.next_due()
    day = date.fromisoformat(due.day) if due else None
    late = day is not None and day < today
    mark = "!" if late else "·" if day == today else " "
    tone = "late" if late else "due" if day == today else ""
    middle = manager or where_it_is(row)
    return Line(row.number, (f" {mark}", name_of(row), middle, away(day, today) if day else ""), tone)


def nobody_here(who: Colleague, shows: str) -> str:
    """Return as a message what ``who`` does next where the list of ``shows`` has no case."""
    if shows == UNASSIGNED:
        return N_("Every case has a case manager. Press v for the others.")
    if not (who.has("worker") or who.has("line manager")):
        return N_("You see no cases. Press p to add people and to admit their keys.")
    if shows == who.id:
        return N_("No cases yet. Press n for a new client. Press v for all of your team's.")
    if shows == TEAM:
        return N_("No cases yet. Press n for a new client. Press p to add the people of your team.")
    return N_("Nobody is given to them yet. Press q for your own.")
