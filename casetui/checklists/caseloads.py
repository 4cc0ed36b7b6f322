"""How many clients a case manager has against the limit, from rows of the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from casetui.data.colleague import Colleague
from casetui.data.rows import Row, clients, open_rows

Fullness = Literal["", "full", "over"]


def caseload_standing(
    rows: Iterable[Row], worker: Colleague, default_limit: int = 0
) -> tuple[int, int, Fullness]:
    """Return a case manager's number of clients, their limit, and ``full``, ``over`` or empty.

    The limit is the worker's own, else the lowest among the methods of their open cases, else
    ``default_limit``; 0 is no limit.
    """
    own = open_rows(rows, worker.id)
    number = clients(own)
    limit = worker.limit or min((row.limit for row in own if row.limit), default=default_limit)
    return number, limit, fullness(number, limit)


def fullness(number: int, limit: int) -> Fullness:
    """Return how ``number`` clients stand against ``limit``; 0 is no limit."""
    if not limit or number < limit:
        return ""
    return "full" if number == limit else "over"
