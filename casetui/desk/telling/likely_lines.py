"""Lines about clients who are here already and may be the same person as a new client."""

from __future__ import annotations

from collections.abc import Iterable

from casetui.desk.desk import Desk
from casetui.desk.find import Likeness
from casetui.desk.lists import manager_name
from casetui.desk.telling.lines import ListLine
from casetui.desk.telling.wording import joined
from casetui.words import N_, say

LikelyLine = ListLine[Likeness]


def likely_title(number: int) -> str:
    """Return the title of the list of ``number`` likely duplicates."""
    return say(N_("May be the same person: {n}"), n=number)


def likely_lines(desk: Desk, likely: Iterable[Likeness]) -> list[LikelyLine]:
    """Return a line for each likely duplicate, named by the case number where the name is not to be seen.

    Cells are the name or number, the reasons, and the case manager or that the case is closed.
    """
    return [_line(desk, like) for like in likely]


def _line(desk: Desk, like: Likeness) -> LikelyLine:
    row, number = like.row, f"C-{like.row.number}"
    whom = manager_name(desk, row)
    ask = whom if like.mine else say(N_("ask {name}"), name=whom)
    ask = ask if row.open else say(N_("closed"))
    who = row.name if like.mine else ""
    cells = (f" ! {who or number}", ", ".join(like.reasons), ask)
    return ListLine(row.number, cells, joined(who, number, *like.reasons, ask), like, "due")
