"""The assessment: its target, that it is whole, and urgent help, which never waits for it: rules 6, 7, 44."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import term
from casetui.data.casefile import CaseFile
from casetui.data.records import Assessment, Plan
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


@rule(7, "Child protection, 3")
def urgent_help(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Urgent help is given and recorded without an assessment: no rule ever holds it back (rule 7)."""
    return []


@rule(44, "Child protection, 4 (ours)")
def assessment_is_whole(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An assessment is completed only when every domain says its need, or why it is open (rule 44).

    The rule sharpens rule 8. An assessment of which no domain is written is not complete.
    """
    return [
        Finding(
            weight="hold", area="assessment", record=assessment.id, since=assessment.completed_on,
            what=method.say(N_("The assessment is not complete; still to be looked at: {domains}."),
                            domains=_unsaid(case, method, assessment)),
            do=method.say(N_("Write the need in each, or say why it was not explored.")),
        )
        for assessment in facts.full_assessments(case)
        if assessment.completed_on and _unsaid(case, method, assessment)
    ]  # fmt: skip


@rule(44, "Child protection, 4 (ours)")
def plan_on_whole_assessment(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A plan is agreed only on an assessment of which every domain says its need, or why not (rule 44).

    Where no assessment was completed, rule 8 says so.
    """
    found = []
    for plan in case.all(Plan):
        done = facts.completed_assessment(case, by=plan.agreed_on) if plan.state == "agreed" else None
        if done and (unsaid := _unsaid(case, method, done)):
            found.append(
                Finding(
                    weight="hold", area="assessment", record=plan.id, since=plan.agreed_on,
                    what=method.say(N_("The plan rests on an assessment that is not complete: {domains}."),
                                    domains=unsaid),
                    do=method.say(N_("Write the need in each domain, or say why it was not explored.")),
                )
            )  # fmt: skip
    return found


def _unsaid(case: CaseFile, method: Method, assessment: Assessment) -> str:
    """Return the domains of which an assessment says nothing, in words; empty where it says all."""
    labels = method.labels("domains")
    return ", ".join(method.say(labels[key]) for key in facts.unsaid_domains(case, labels, assessment))
