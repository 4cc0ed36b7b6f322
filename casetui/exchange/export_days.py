"""Days as other programs write them, and their order of day and month: a column's own or the export's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from casetui.data.days import FIRST_YEAR, LAST_YEAR
from casetui.exchange.cells import quoted
from casetui.words import N_, CaseTUIError, say

DayOrder = Literal["dmy", "mdy"]
"""How an export writes days that do not begin with the year: the day first, or the month."""
ORDERS: tuple[DayOrder, ...] = get_args(DayOrder)

_TIME = r"(?:[T ]+\d{1,2}:\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_SHORT = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)


@dataclass
class DaysSeen:
    """Which orders the days of a column show, and where: ``Enrollment.csv line 2: "25/03/2024"``."""

    column: str = ""
    """The name of the column; empty for one that is not read."""
    shown: dict[DayOrder, str] = field(default_factory=dict)
    """By order: the first day that only this order explains."""
    unclear: str = ""
    """The first day that both orders explain."""

    def note(self, cell: str, where: tuple[str, int]) -> None:
        """Take up one day of the column."""
        found = _SHORT.fullmatch(cell.strip())
        if not found or found[1] == found[3]:
            return
        order = _order(int(found[1]), int(found[3]))
        if order is None:
            self.unclear = self.unclear or _place(cell, where)
        elif order not in self.shown:
            self.shown[order] = _place(cell, where)

    def own_order(self) -> DayOrder | None:
        """Return the one order that the column's own days show; ``None`` where they show none, or both."""
        return next(iter(self.shown)) if len(self.shown) == 1 else None


def _place(cell: str, where: tuple[str, int]) -> str:
    return say(N_("{file} line {line}: {text}"), file=where[0], line=where[1], text=quoted(cell))


def order_of(columns: Iterable[DaysSeen], told: DayOrder | None = None) -> DayOrder:
    """Return the order in which an export writes short days; ``told`` is what the person says of it.

    A column whose own days show one order keeps that one. Raises ``CaseTUIError`` where days of the other
    columns can be read in two ways and nobody said in which, and where what was said cannot be.
    """
    every = list(columns)
    read = [one for one in every if one.column]
    if told:
        shown = [place for one in read for place in one.shown.values()]
        if shown and not any(told in one.shown for one in read):
            sentence = N_("--dates {told} cannot be: this export writes days otherwise ({place}).")
            raise CaseTUIError(say(sentence, told=told, place=shown[0]))
        return told
    orders = {order for one in every for order in one.shown}
    unclear = next((one.unclear for one in read if one.unclear and not one.own_order()), "")
    if unclear and len(orders) != 1:
        raise CaseTUIError(
            say(
                N_("This export writes days that can be read in two ways ({place}). Run the import again "
                   "with --dates dmy where its days begin with the day, with --dates mdy where they begin "
                   "with the month."),
                place=unclear,
            )
        )  # fmt: skip
    return orders.pop() if len(orders) == 1 else "dmy"  # else no day is in doubt


def _order(first: int, second: int) -> DayOrder | None:
    """Return the order of a short day: ``dmy`` for 21/11, ``mdy`` for 11/21, ``None`` for 4/5 and 13/13."""
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else None


def read_day(text: str, today: date, order: DayOrder) -> date:
    """Return the day in ``text``, which may have a time of day; raise ``ValueError`` with the reason.

    A day that does not begin with the year, and that can be read in two ways, is read in ``order``. Two
    digits are the latest such year that is not in the future.
    """
    typed = text.strip()
    if found := _ISO.fullmatch(typed):
        return _day(text, int(found[1]), int(found[2]), int(found[3]))
    found = _SHORT.fullmatch(typed)
    if not found:
        raise ValueError(say(N_("{text} is not a date"), text=quoted(text)))
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year += today.year - today.year % 100
        year -= 100 if year > today.year else 0
    turn = _order(first, second) or order
    return _day(text, year, second, first) if turn == "dmy" else _day(text, year, first, second)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(say(N_("{text} is not a date"), text=quoted(text))) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(say(N_("the year of {text} cannot be right"), text=quoted(text)))
    return found
