"""The caseload panel: a bar for every worker of the team against the limit."""

from __future__ import annotations

from collections.abc import Sequence

from casetui.desk.lists import UNASSIGNED, Load
from casetui.widgets.row_list import Column, Line, RowList
from casetui.words import N_, say

BAR = 8
"""Cells of a bar at the limit."""


def bar(clients: int, limit: int) -> str:
    """Return a bar of nine cells: eight are filled at the limit, the ninth is a half block when over it.

    Four clients of eight are ``████░░░░``; nine of eight are ``████████▌``. Without a limit it is empty.
    """
    if limit <= 0:
        return " " * (BAR + 1)
    filled = min(BAR, round(BAR * clients / limit))
    if clients and not filled:
        filled = 1
    if clients < limit and filled == BAR:
        filled = BAR - 1
    return "█" * filled + "░" * (BAR - filled) + ("▌" if clients > limit else " ")


class CaseloadPanel(RowList):
    """A line a worker of the team: name, bar, clients of the limit (``7/8``), and "full" or "over"."""

    def __init__(self) -> None:
        super().__init__((Column(None), Column(BAR + 1), Column(4, right=True), Column(4)))

    def show(self, loads: Sequence[Load], unassigned: int) -> None:
        """Show these caseloads and the number of unassigned cases."""
        lines = [
            Line(
                load.worker.id,
                (
                    " " + load.worker.name,
                    bar(load.clients, load.limit),
                    f"{load.clients}/{load.limit}" if load.limit else str(load.clients),
                    say(load.word),
                ),
                {"over": "late", "full": "due"}.get(load.word, ""),
            )
            for load in loads
        ]
        lines.append(
            Line(
                UNASSIGNED,
                (" " + say(N_("Unassigned")), "", str(unassigned), ""),
                "due" if unassigned else "",
            )
        )
        self.set_lines(lines)
