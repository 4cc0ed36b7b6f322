"""What a review looks at: each goal, action and service; and when the next review is due."""

from __future__ import annotations

from datetime import date

from casetui.checklists import facts
from casetui.checklists.base import Context
from casetui.checklists.pack import Method
from casetui.checklists.spans import Term, after_pause, no_earlier, term
from casetui.data.casefile import CaseFile
from casetui.data.records import ActionReview, Goal, GoalReview, Review, ServiceInvolved, ServiceReview

FRESH = 14
"""For how many days after a review its goals, actions and services are still to be written (ours)."""


def in_hand(case: CaseFile, day: date) -> Review | None:
    """Return the newest review while what it says of each goal is still written down; or ``None``."""
    review = case.one(Review)
    return review if review and (day - review.on).days <= FRESH else None


def goals_looked_at(case: CaseFile) -> dict[str, GoalReview]:
    """Return what the newest review says of each goal, by the goal's id."""
    return {said.goal: said for said in case.all(GoalReview) if said.review == _newest(case)}


def actions_looked_at(case: CaseFile) -> dict[str, ActionReview]:
    """Return what the newest review says of each action, by the action's id."""
    return {said.action: said for said in case.all(ActionReview) if said.review == _newest(case)}


def services_looked_at(case: CaseFile) -> dict[str, ServiceReview]:
    """Return what the newest review says of each service, by the service's id."""
    return {said.service: said for said in case.all(ServiceReview) if said.review == _newest(case)}


def _newest(case: CaseFile) -> str:
    review = case.one(Review)
    return review.id if review else ""


def goals_to_look_at(case: CaseFile) -> list[str]:
    """Return the ids of the goals that the newest review is about: those open, and those it speaks of.

    Of a goal that was met or dropped before, nothing is left to say.
    """
    looked_at = goals_looked_at(case)
    return [goal.id for goal in case.all(Goal) if goal.state == "open" or goal.id in looked_at]


def actions_to_look_at(case: CaseFile) -> list[str]:
    """Return the ids of the actions that the newest review is about: those open, and those it speaks of.

    What came of an action that is done is written in the action itself.
    """
    looked_at = actions_looked_at(case)
    still_open = [action.id for action in facts.open_actions(case)]
    return [*still_open, *(action for action in looked_at if action not in still_open)]


def services_to_look_at(case: CaseFile) -> list[str]:
    """Return the ids of the services that have a part in the plan."""
    return [service.id for service in case.all(ServiceInvolved)]


def plan_changes(case: CaseFile) -> bool:
    """Return whether the newest review asks for a changed plan, and none was begun or agreed since."""
    review = case.one(Review)
    if review is None:
        return False
    plan = facts.plan(case)
    if plan and (plan.state == "draft" or (plan.agreed_on and plan.agreed_on > review.on)):
        return False
    verdicts = [said.verdict for said in actions_looked_at(case).values()]
    verdicts += [said.verdict for said in services_looked_at(case).values()]
    return (
        review.still_right is False
        or any(said.how == "change" for said in goals_looked_at(case).values())
        or any(verdict != "keep" for verdict in verdicts)
    )


def next_term(case: CaseFile, method: Method, context: Context) -> Term | None:
    """Return the day of the next review by the method's interval, and its source.

    The interval counts from the last review or from the day on which the plan was agreed, whichever is
    later. It is ``None`` where a day was set, where the case rests, and where there is nothing to review.
    """
    if case.case.state == "paused":
        return None
    reviews, plan = facts.reviews(case), facts.agreed_plan(case)
    if reviews and reviews[-1].next_on:
        return None
    days = [reviews[-1].on] if reviews else []
    days += [plan.agreed_on] if plan and plan.agreed_on else []
    found = term(method, context, "review", max(days)) if days else None
    return Term(after_pause(case, no_earlier(case, found.day)), found.source) if found else None


def due_on(case: CaseFile, method: Method, context: Context) -> date | None:
    """Return the day of the next review: the one that was set, else the one by the method's interval."""
    reviews = facts.reviews(case)
    if reviews and (day := reviews[-1].next_on) and case.case.state != "paused":
        return after_pause(case, no_earlier(case, day))
    found = next_term(case, method, context)
    return found.day if found else None
