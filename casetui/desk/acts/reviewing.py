"""What follows from a review for the plan: what was reached is met, and what is stopped is dropped."""

from __future__ import annotations

from casetui.data.casefile import CaseFile
from casetui.data.records import Action, ActionReview, Goal, GoalReview, Record, Review
from casetui.desk.acts.merging import RecordChange


def following(file: CaseFile, record: Record) -> list[RecordChange]:
    """Return the changes of the plan that follow from a record of a review, so that nobody writes them twice.

    A goal that was reached is met, and an action that is stopped is dropped, on the day of the review; the
    action keeps what it led to.
    """
    if isinstance(record, GoalReview) and record.how == "reached":
        return _met(file, record)
    if isinstance(record, ActionReview) and record.verdict == "stop":
        return _dropped(file, record)
    return []


def _met(file: CaseFile, said: GoalReview) -> list[RecordChange]:
    goal, review = file.get(Goal, said.goal), file.get(Review, said.review)
    if goal is None or goal.struck or goal.state != "open":
        return []
    met = {"state": "met", "met_on": review.on if review else None}
    return [RecordChange(goal.model_copy(update=met), goal)]


def _dropped(file: CaseFile, said: ActionReview) -> list[RecordChange]:
    action = file.get(Action, said.action)
    if action is None or action.struck or action.state != "open":
        return []
    dropped = {"state": "dropped", "outcome": action.outcome or said.led_to}
    return [RecordChange(action.model_copy(update=dropped), action)]
