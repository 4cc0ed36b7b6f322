"""Items of disengagement."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import OPEN, each, yes
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import Disengagement, Rung


@item_rule(Disengagement)
def signs_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The signs are written down, and what the client says."""
    return yes(any(episode.signs and episode.client_part for episode in case.all(Disengagement)))


@item_rule(Rung)
def rungs_answered(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every rung offered in this disengagement has its answer; at least one was offered."""
    rungs = facts.rungs(case, facts.disengagement(case, context.day))
    return each(bool(rung.answer) for rung in rungs) if rungs else OPEN
