"""How good a plan is: rule 49. It speaks when a plan is agreed, reviewed, or looked at before closing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from casetui.checklists import facts
from casetui.checklists.base import Check, Context, Finding, Rule, rule
from casetui.checklists.pack import Method
from casetui.checklists.reviewing import due_on
from casetui.checklists.rules.plan import needs_without_goal
from casetui.checklists.said import unanswered_harms, vision
from casetui.data.casefile import CaseFile
from casetui.data.records import Goal
from casetui.words import N_

NUMBER = 49
CHECKS: list[Rule] = []
"""What is looked for in a plan."""


def quality(source: str) -> Callable[[Check], Check]:
    """Enter a check of rule 49, which speaks only at its times; ``source`` is as in ``rule``."""

    def enter(check: Check) -> Check:
        @rule(NUMBER, source)
        @wraps(check)
        def at_its_times(case: CaseFile, method: Method, context: Context) -> list[Finding]:
            return list(check(case, method, context)) if speaks(case, method, context) else []

        CHECKS.append(Rule(NUMBER, source, check))
        return at_its_times

    return enter


def speaks(case: CaseFile, method: Method, context: Context) -> bool:
    """Return whether rule 49 speaks now, so that it is no standing reproach.

    It does where a draft has all that is asked for before it is agreed, where a review is due and on the day
    on which one is held, and where closure is asked for.
    """
    due, reviews, closure = due_on(case, method, context), facts.reviews(case), facts.closure(case)
    return (
        _about_to_be_agreed(case)
        or (due is not None and due <= context.day)
        or bool(reviews and reviews[-1].on == context.day)
        or (closure is not None and closure.state == "asked")
    )


def _about_to_be_agreed(case: CaseFile) -> bool:
    plan, goals = facts.plan(case), _open_goals(case)
    acted = {action.goal for action in facts.open_actions(case)}
    return bool(
        plan and plan.state == "draft" and goals and facts.completed_assessment(case)
        and all(goal.id in acted for goal in goals)
    )  # fmt: skip


def plan_quality(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Return what rule 49 finds in the plan as it is, whatever the time; nothing in a method without it."""
    if NUMBER not in method.rules:
        return []
    return [finding for check in CHECKS for finding in check.findings(case, method, context)]


def _open_goals(case: CaseFile) -> list[Goal]:
    return [goal for goal in facts.goals(case) if goal.state == "open"]


@quality("Child protection, 4")
def need_without_goal(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """No goal answers a need, and so no service does either, once the assessment is complete (rule 49).

    A service answers a need by the goal that it has a part in.
    """
    done, labels = facts.completed_assessment(case), method.labels("domains")
    return [
        Finding(
            weight="warn", area="plan", record=domain.id, since=done.completed_on,
            what=method.say(N_("No goal or service answers the need: {domain}."),
                            domain=method.say(labels.get(key, key))),
            do=method.say(N_("Add a goal for it, or correct the need.")),
        )
        for key, domain in needs_without_goal(case, context).items()
        if done
    ]  # fmt: skip


@quality("Child protection, 4 (ours)")
def goal_without_need(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An open goal answers no need, once the assessment is complete (rule 49)."""
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
        for goal in _open_goals(case) if goal.domain not in needs
    ]  # fmt: skip


@quality("Guidebook, B (ours)")
def goal_without_measure(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An open goal says how its success is known: a measure, or the level hoped for of a skill (rule 49)."""
    return [
        Finding(
            weight="warn", area="plan", record=goal.id,
            what=method.say(N_('The goal "{goal}" has no measure.'), goal=goal.wording),
            kind=method.say(N_("A goal has no measure.")),
            do=method.say(N_("Write down how you will both know that it is met.")),
        )
        for goal in _open_goals(case) if not goal.measured
    ]  # fmt: skip


@quality("Developmental, support plan")
def no_goal_of_their_own(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """One goal at least is the client's own, where there are goals (rule 49)."""
    goals, plan = facts.goals(case), facts.plan(case)
    if not goals or any(goal.whose == "client" for goal in goals):
        return []
    return [
        Finding(
            weight="warn", area="plan", record=plan.id if plan else "",
            what=method.say(N_("No goal is {the_client_possessive} own.")),
            do=method.say(N_("Ask what they want for themselves, and make it a goal.")),
        )
    ]  # fmt: skip


@quality("Developmental, support plan (ours)")
def goal_without_vision(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Every open goal names a line of the vision, where the plan has a vision (rule 49)."""
    if not vision(case):
        return []
    return [
        Finding(
            weight="warn", area="plan", record=goal.id,
            what=method.say(N_('The goal "{goal}" names no line of the vision.'), goal=goal.wording),
            kind=method.say(N_("A goal names no line of the vision.")),
            do=method.say(N_("Choose the wish that it brings nearer, or ask whether it is theirs.")),
        )
        for goal in _open_goals(case) if not goal.vision_part
    ]  # fmt: skip


@quality("Child protection, 4")
def harm_without_goal(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A goal answers every harm that the completed assessment names (rule 49)."""
    done = facts.completed_assessment(case)
    if not done or not facts.goals(case):
        return []
    return [
        Finding(
            weight="warn", area="plan", record=done.id, since=done.completed_on,
            what=method.say(N_("No goal answers what may harm {the_client}: {harm}."), harm=harm),
            kind=method.say(N_("No goal answers something that may harm {the_client}.")),
            do=method.say(N_("Choose it in the goal that makes it less, or add such a goal.")),
        )
        for harm in unanswered_harms(case)
    ]  # fmt: skip
