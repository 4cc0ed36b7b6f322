"""The assessment's target, and urgent help, which never waits for an assessment: rules 6 and 7."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import term
from casetui.data.casefile import CaseFile
from casetui.words import N_


@rule(6, "Child protection, 3")
def assessment_due(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The assessment is complete within its target, counted from intake (rule 6).

    The target is the method's deadline ``assessment``. A method without that deadline has a target only where
    the agency sets its own; the finding then cites the agency.
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
    """Urgent help is given and recorded without an assessment: no rule ever holds it back (rule 7)."""
    return []
