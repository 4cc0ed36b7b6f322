"""The plan, its goals and its actions: rules 8, 9, 10 and 12."""

from __future__ import annotations

from datetime import date

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.needs import met_day
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import Assessment, Domain, Goal
from casetui.words import N_, say


@rule(8, "Child protection, 4")
def plan_after_assessment(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A plan becomes agreed only after a full assessment is complete (rule 8)."""
    return [
        Finding(
            weight="hold", area="assessment", record=plan.id, since=plan.agreed_on,
            what=method.say(N_("The plan cannot be agreed before the assessment is complete.")),
            do=method.say(N_("Complete the assessment; the emergency form is not enough.")),
        )
        for plan in facts.agreed_plans(case)
        if not facts.completed_assessment(case, by=plan.agreed_on)
    ]  # fmt: skip


@rule(9, "Child protection, 4")
def action_says_who(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Every open action says what, who and when (rule 9)."""
    found = []
    for action in facts.open_actions(case):
        parts = (("what", action.what), ("who", action.who), ("when", action.due_on))
        missing = [say(name) for name, value in parts if not value]
        if missing:
            found.append(
                Finding(
                    weight="hold", area="plan", record=action.id,
                    what=method.say(N_('The action "{what}" does not say {missing}.'),
                                    what=action.what, missing=", ".join(missing)),
                    kind=method.say(N_("An action does not say {missing}."), missing=", ".join(missing)),
                    do=method.say(N_("Fill it in: what, who, when.")),
                )
            )  # fmt: skip
    return found


_PARTS = (N_("what"), N_("who"), N_("when"))


@rule(10, "Child protection, 4; Developmental, support plan")
def need_without_goal(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """No goal answers a need, once the assessment is complete (rule 10)."""
    done = facts.completed_assessment(case)
    return [
        Finding(
            weight="warn", area="plan", record=one.id, since=done.completed_on,
            what=method.say(N_("No goal answers the need: {domain}."), domain=_domain(method, key)),
            do=method.say(N_("Add a goal for it, or correct the need.")),
        )
        for key, one in needs_without_goal(case, context).items()
        if done
    ]  # fmt: skip


def needs_without_goal(case: CaseFile, context: Context) -> dict[str, Domain]:
    """Return the domains with a need that no goal answers, by key.

    A need is found on the day on which its assessment starts. A goal that was met before that day does not
    answer it. A goal without a day was met on the day on which it was last changed.
    """
    started = {assessment.id: assessment.started_on for assessment in case.all(Assessment)}
    answered: dict[str, date] = {}
    for goal in facts.goals(case):
        until = _answers_until(goal, context)
        answered[goal.domain] = max(until, answered.get(goal.domain, until))
    return {
        key: one for key, one in facts.needs(case).items()
        if key not in answered or answered[key] < started.get(one.assessment, date.min)
    }  # fmt: skip


def _answers_until(goal: Goal, context: Context) -> date:
    return date.max if goal.state != "met" else met_day(goal, context.calendar)


@rule(10, "Child protection, 4; Developmental, support plan")
def goal_without_need(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An open goal answers no need, once the assessment is complete (rule 10)."""
    if not facts.completed_assessment(case):
        return []
    needs = facts.needs(case)
    return [
        Finding(
            weight="warn", area="plan", record=goal.id,
            what=method.say(N_('The goal "{goal}" answers no need that was found.'), goal=goal.wording),
            kind=method.say(N_("A goal answers no need that was found.")),
            do=method.say(N_("Name the need it answers, or look at that domain again.")),
        )
        for goal in facts.goals(case)
        if goal.state == "open" and goal.domain not in needs
    ]  # fmt: skip


@rule(12, "Guidebook, B (ours)")
def goal_without_measure(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An open goal says how its success is known (rule 12)."""
    return [
        Finding(
            weight="warn", area="plan", record=goal.id,
            what=method.say(N_('The goal "{goal}" has no measure.'), goal=goal.wording),
            kind=method.say(N_("A goal has no measure.")),
            do=method.say(N_("Write down how you will both know that it is met.")),
        )
        for goal in facts.goals(case)
        if goal.state == "open" and not goal.measure
    ]  # fmt: skip


def _domain(method: Method, key: str) -> str:
    label = method.labels("domains").get(key)
    return method.say(label) if label else key
