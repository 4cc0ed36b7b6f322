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


@item_rule(Rung)
def rungs_whole(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every rung offered in this disengagement has its answer, and one that was accepted what it needs."""
    rungs = facts.rungs(case, facts.disengagement(case, context.day))
    return each(bool(rung.answer) and not rung.lacks for rung in rungs) if rungs else OPEN


@item_rule(Rung)
def least_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The least engagement is agreed: which way, how often, when next. Before rung 4 it does not apply."""
    rungs = facts.rungs(case, facts.disengagement(case, context.day))
    fourth = [rung for rung in rungs if rung.rung == "4" and rung.answer in ("", "accepted")]
    return each(bool(rung.answer) and not rung.lacks for rung in fourth)
