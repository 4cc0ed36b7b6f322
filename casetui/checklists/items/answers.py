"""The answers that an item rule gives: open, done, how many of how many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casetui.checklists.base import ItemAnswer
from casetui.data.days import short_day

OPEN = ItemAnswer("open")
NOT_APPLICABLE = ItemAnswer("not applicable")


def on_day(day: date | None) -> ItemAnswer:
    """Return "done" with the day, or "open" without a day."""
    return ItemAnswer("done", short_day(day)) if day else OPEN


def yes(holds: object, detail: str = "") -> ItemAnswer:
    """Return "done" where ``holds`` is true, else "open"."""
    return ItemAnswer("done" if holds else "open", detail)


def each(checks: Iterable[bool]) -> ItemAnswer:
    """Return "done" where every check holds, counted as in ``2/3``; without checks "not applicable"."""
    found = list(checks)
    if not found:
        return NOT_APPLICABLE
    return yes(all(found), f"{sum(found)}/{len(found)}")
