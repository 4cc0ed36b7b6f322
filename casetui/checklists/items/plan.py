"""Items of the support plan."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import OPEN, each, yes
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day
from casetui.data.records import Action, Goal, Plan, Strategy


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


@item_rule(Goal)
def needs_have_measured_goals(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every need has a goal with a measure, or a skill with the level hoped for; without needs, one goal.

    ``needs_have_goals`` is what packs of earlier versions name: there a skill counts by its measure alone.
    """
    measured = {goal.domain for goal in facts.goals(case) if goal.measured}
    return each(key in measured for key in facts.needs(case)) if facts.needs(case) else yes(measured)


@item_rule(Plan)
def planned_with(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The plan says who was there and who chose them; where the client or family was not, also why not."""
    plan = facts.plan(case)
    if plan is None:
        return OPEN
    said = plan.present and plan.chosen_by
    return yes(said and (not plan.not_there or plan.not_there_why))


@item_rule(Plan)
def option_chosen(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The plan says which options were put to the client, which was chosen, and why."""
    plan = facts.plan(case)
    return yes(plan and plan.options and plan.chosen and plan.chosen_why)


@item_rule(Strategy)
def strategies_proposed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """There is a supporting strategy, and each says who proposed it."""
    strategies = case.all(Strategy)
    return each(bool(strategy.proposed_by) for strategy in strategies) if strategies else OPEN


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
    """A plan is agreed, also where it ended with the case."""
    plan = facts.agreed_plan(case)
    if plan is None:
        return OPEN
    day = plan.agreed_on
    return ItemAnswer("done", short_day(day) if day else "")
