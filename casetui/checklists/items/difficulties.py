"""Items of gaps and blocks."""

from __future__ import annotations

from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import each
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import Exclusion, GapOrBlock


@item_rule(GapOrBlock)
def gaps_told(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The line manager was told of every gap and block."""
    return each(gap.told_on is not None for gap in case.all(GapOrBlock))


@item_rule(GapOrBlock)
def gaps_on_route(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every gap and block is settled or has its route."""
    return each(bool(gap.closed_on or gap.route) for gap in case.all(GapOrBlock))


@item_rule(GapOrBlock)
def gaps_on_their_way(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every gap and block is settled, or the first step of its route is written down."""
    return each(bool(gap.closed_on or gap.on_its_way) for gap in case.all(GapOrBlock))


@item_rule(Exclusion)
def exclusions_bridged(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """For every exclusion in force it is said what happens until it ends, and whether it is contested."""
    live = [shut for shut in case.all(Exclusion) if not shut.ended_by(context.day)]
    return each(bool(shut.meanwhile) and shut.is_contested is not None for shut in live)
