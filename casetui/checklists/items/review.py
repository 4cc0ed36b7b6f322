"""Items of contact and review."""

from __future__ import annotations

from collections.abc import Iterable

from casetui.checklists import facts, reviewing
from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import OPEN, each, on_day, yes
from casetui.checklists.pack import Method
from casetui.checklists.spans import after_pause, no_earlier, term
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day
from casetui.data.records import ActionReview, Contact, Goal, GoalReview, Review


@item_rule(Contact)
def contact_kept(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """There was a contact, and the last contact is no longer ago than the deadline ``no_contact`` allows."""
    found = facts.met(case)
    if not found:
        return OPEN
    end = term(method, context, "no_contact", after_pause(case, no_earlier(case, found[-1].on)))
    kept = case.case.state == "paused" or end is None or context.day <= end.day
    return yes(kept, short_day(found[-1].on))


def _review(case: CaseFile) -> Review | None:
    return max(case.all(Review), key=lambda review: review.on, default=None)


@item_rule(Review)
def review_held(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """There was a review."""
    review = _review(case)
    return on_day(review.on if review else None)


@item_rule(Review)
def reviewed_in_time(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """There was a review, and the next one is not late: by the day that was set, or the method's interval."""
    review = _review(case)
    due = reviewing.due_on(case, method, context)
    kept = review and (due is None or context.day <= due)
    return yes(kept, short_day(review.on) if review else "")


@item_rule(GoalReview)
def goals_reviewed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The last review says of each goal whether it is reached, still right, or to change."""
    looked_at = reviewing.goals_looked_at(case)
    return _each_looked_at(case, (goal in looked_at for goal in reviewing.goals_to_look_at(case)))


@item_rule(ActionReview)
def actions_reviewed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The last review says of each action and service what it led to, and whether it goes on."""
    actions, services = reviewing.actions_looked_at(case), reviewing.services_looked_at(case)
    said = [
        *(bool(key in actions and actions[key].led_to) for key in reviewing.actions_to_look_at(case)),
        *(bool(key in services and services[key].led_to) for key in reviewing.services_to_look_at(case)),
    ]
    return _each_looked_at(case, said)


def _each_looked_at(case: CaseFile, checks: Iterable[bool]) -> ItemAnswer:
    return each(checks) if _review(case) else OPEN


@item_rule(Review)
def plan_still_right(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The last review says that the plan is right, or what changes."""
    review = _review(case)
    return yes(review and (review.still_right or review.changes))


@item_rule(Goal)
def goals_met(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every goal is met; there is at least one."""
    goals = facts.goals(case)
    return each(goal.state == "met" for goal in goals) if goals else OPEN
