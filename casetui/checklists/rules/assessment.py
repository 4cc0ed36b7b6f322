"""The assessment: when it is complete, and what never waits for it. Rules 6 and 7."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import term
from casetui.data.casefile import CaseFile
from casetui.words import N_


@rule(6, "Child protection, 3")
def assessment_due(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The assessment is complete within its target of intake (rule 6; Child protection: 7 days).

    A method without a target has none unless the agency sets its own, which is named as its own.
    """
    start = case.case.clock_start
    end = term(method, context, "assessment", start)
    if end is None or facts.completed_assessment(case):
        return []
    begun = facts.full_assessments(case)
    return [
        Finding(
            weight="due", area="assessment", source=end.source, since=start, due=end.day,
            record=begun[-1].id if begun else "",
            what=method.say(N_("Assessment complete")),
            do=method.say(N_("Complete the assessment, and write down the day.")),
        )
    ]  # fmt: skip


@rule(7, "Child protection, 2")
def urgent_help(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Urgent help is given and recorded without an assessment: nothing ever holds it back (rule 7)."""
    return []
