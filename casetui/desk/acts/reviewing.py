"""What follows from a review for the plan: what was reached is met, and what is stopped is dropped."""

from __future__ import annotations

from casetui.data.casefile import CaseFile
from casetui.data.records import Action, ActionReview, Goal, GoalReview, Record, Review
from casetui.desk.acts.merging import RecordChange


def following(file: CaseFile, record: Record, start: Record | None) -> list[RecordChange]:
    """Return the changes of the plan that follow from a record of a review, so that nobody writes them twice.

    A goal that was reached is met on the day of the review. An action that is stopped is dropped, and keeps
    what it led to. Where that is taken back, goal or action is open again. ``start`` is the record before.
    """
    if isinstance(record, GoalReview):
        reached = isinstance(start, GoalReview) and start.how == "reached"
        return _of_goal(file, record, was_reached=reached)
    if isinstance(record, ActionReview):
        stopped = isinstance(start, ActionReview) and start.verdict == "stop"
        return _of_action(file, record, was_stopped=stopped)
    return []


def _of_goal(file: CaseFile, said: GoalReview, *, was_reached: bool) -> list[RecordChange]:
    goal, review = file.get(Goal, said.goal), file.get(Review, said.review)
    if goal is None or goal.struck or review is None:
        return []
    if said.how == "reached" and goal.state == "open":
        met = {"state": "met", "met_on": review.on}
    elif said.how != "reached" and was_reached and goal.state == "met" and goal.met_on == review.on:
        met = {"state": "open", "met_on": None}
    else:
        return []
    return [RecordChange(goal.model_copy(update=met), goal)]


def _of_action(file: CaseFile, said: ActionReview, *, was_stopped: bool) -> list[RecordChange]:
    action = file.get(Action, said.action)
    if action is None or action.struck:
        return []
    if said.verdict == "stop" and action.state == "open":
        dropped = {"state": "dropped", "outcome": action.outcome or said.led_to}
    elif said.verdict != "stop" and was_stopped and action.state == "dropped":
        dropped = {"state": "open"}
    else:
        return []
    return [RecordChange(action.model_copy(update=dropped), action)]
