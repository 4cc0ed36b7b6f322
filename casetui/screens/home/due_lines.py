"""The line of one thing that is late or due, on the caseload and in the agenda alike."""

from __future__ import annotations

from datetime import date

from casetui.desk.lists import Item
from casetui.screens.base.naming import name_of
from casetui.widgets.row_list import Line


def due_line(item: Item, today: date, last: str) -> Line:
    """Return the line: mark, what, client, and ``last``. Its key leads to the case, area and record."""
    row, late = item.row, item.day < today
    mark = " !" if late else " ·" if item.day == today else "  "
    return Line(
        f"{row.number}:{item.area}:{item.record}:{item.what}",
        (mark, item.what, name_of(row), last),
        "late" if late else "due" if item.day == today else "",
    )
