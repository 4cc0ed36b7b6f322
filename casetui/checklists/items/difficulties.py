"""Items of gaps and blocks."""

from __future__ import annotations

from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import each
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import GapOrBlock


@item_rule(GapOrBlock)
def gaps_told(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The line manager was told of every gap and block."""
    return each(gap.told_on is not None for gap in case.all(GapOrBlock))


@item_rule(GapOrBlock)
def gaps_on_route(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every gap and block is settled or has its route."""
    return each(bool(gap.closed_on or gap.route) for gap in case.all(GapOrBlock))
