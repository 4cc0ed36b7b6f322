"""The review that the method's interval asks for: rule 50."""

from __future__ import annotations

from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.reviewing import next_term
from casetui.data.casefile import CaseFile
from casetui.words import N_


@rule(50, "Child protection, 6 (ours)")
def review_by_interval(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The plan is reviewed within the method's interval, 3 months (rule 50), where no day was set.

    It counts from the last review or from the day on which the plan was agreed, whichever is later. A day
    that the last review set takes its place.
    """
    due = next_term(case, method, context)
    if due is None:
        return []
    return [
        Finding(
            weight="due", area="review", source=due.source, due=due.day,
            what=method.say(N_("Review of the plan")),
            do=method.say(N_("Hold the review, and write it down; or set another day in the last one.")),
        )
    ]  # fmt: skip
