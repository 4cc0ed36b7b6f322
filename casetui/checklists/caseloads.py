"""Whose client a case is, and how many clients a case manager has against the limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, Protocol

from casetui.data.colleague import Colleague
from casetui.data.rows import Row, clients

Fullness = Literal["", "full", "over"]


class HeldCase(Protocol):
    """What says whose client a case is: its row, its cover sheet, or the head of its file."""

    @property
    def state(self) -> str:
        """``open``, ``paused`` or ``closed``."""

    @property
    def manager(self) -> str:
        """Worker id of the case manager that the case names; empty for none."""

    @property
    def team(self) -> str:
        """The team whose key opens the case."""

    @property
    def restricted(self) -> bool:
        """Whether it opens to named people only, of whom the case manager is one."""


def case_manager_of(case: HeldCase, people: Mapping[str, Colleague], day: date) -> str:
    """Return the worker id of the case manager who has a case on ``day``; empty where it waits for one.

    A case manager who has left, or can no longer open the case since they moved to another team or are no
    worker any more, has it no longer. A restricted case goes with its case manager to any team. A closed case
    keeps the case manager that it had.
    """
    if case.state == "closed":
        return case.manager
    worker = people.get(case.manager)
    if worker is None or not worker.here_on(day):
        return ""
    works = worker.has("worker") or worker.has("line manager")
    return worker.id if case.restricted or (works and worker.team == case.team) else ""


def caseload_standing(
    rows: Iterable[Row], worker: Colleague, day: date, default_limit: int = 0
) -> tuple[int, int, Fullness]:
    """Return a case manager's number of clients on ``day``, their limit, and ``full``, ``over`` or empty.

    The limit is the worker's own, else the lowest among the methods of their open cases, else
    ``default_limit``; 0 is no limit.
    """
    own = [
        row for row in rows
        if row.manager == worker.id and row.open and case_manager_of(row, {worker.id: worker}, day)
    ]  # fmt: skip
    number = clients(own)
    limit = worker.limit or min((row.limit for row in own if row.limit), default=default_limit)
    return number, limit, fullness(number, limit)


def fullness(number: int, limit: int) -> Fullness:
    """Return how ``number`` clients stand against ``limit``; 0 is no limit."""
    if not limit or number < limit:
        return ""
    return "full" if number == limit else "over"
