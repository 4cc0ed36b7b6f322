"""Items of the support plan."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import OPEN, each, yes
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day
from casetui.data.records import Action, Goal, Plan


@item_rule(Plan)
def vision_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The plan has a vision in the client's words."""
    plan = facts.plan(case)
    return yes(plan and plan.vision)


@item_rule(Goal)
def needs_have_goals(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every need has a goal with a measure; without needs there is at least one goal with a measure."""
    measured = {goal.domain for goal in facts.goals(case) if goal.measure}
    return each(key in measured for key in facts.needs(case)) if facts.needs(case) else yes(measured)


@item_rule(Plan)
def options_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The plan says which options were put to the client."""
    plan = facts.plan(case)
    return yes(plan and plan.options)


@item_rule(Goal)
def goals_have_actions(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every goal that is not yet met has an action, open or done; there is at least one goal.

    An action that is done does not take the plan back: what is next for its goal is asked at the review.
    """
    goals = facts.goals(case)
    if not goals:
        return OPEN
    actions = [action for action in case.all(Action) if action.state != "dropped"]
    acted = {action.goal for action in actions if action.what and action.who}
    checks = [goal.id in acted for goal in goals if goal.state == "open"]
    return each(checks) if checks else ItemAnswer("done")


@item_rule(Plan)
def plan_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A plan is agreed."""
    agreed = [plan for plan in case.all(Plan) if plan.state == "agreed"]
    if not agreed:
        return OPEN
    day = agreed[-1].agreed_on
    return ItemAnswer("done", short_day(day) if day else "")
