"""Review: reviews of the plan, each goal, action and service in them, and every contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casetui.checklists import reviewing
from casetui.data.casefile import CaseFile
from casetui.data.records import Action, ActionReview, Contact, GoalReview, Plan, Review, ServiceReview
from casetui.desk.areas.base import Area, AreaAct
from casetui.desk.areas.plan import reached_before, to_mind
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Flow
from casetui.desk.telling.sections import Section
from casetui.words import N_


def _in_hand(case: CaseFile, day: date) -> bool:
    return reviewing.in_hand(case, day) is not None


def _outcome_so_far(opened: OpenCase, action: str) -> Mapping[str, Any]:
    """Return what came of an action as it is written already, so that it is not asked for twice."""
    found = opened.file.get(Action, action)
    return {"led_to": found.outcome} if found and found.outcome else {}


def change_plan(desk: Desk, opened: OpenCase) -> Flow:
    """Begin a new version of the plan, from the one that is agreed."""
    from casetui.desk.areas.new_record import new_record  # it imports the areas

    yield from new_record(desk, opened, "plan", Plan)


AREA = Area(
    "review",
    N_("Review and contacts"),
    (
        Section(Review, recalls=reached_before, minds=to_mind),
        Section(
            GoalReview, slots="goal", slots_of=reviewing.goals_to_look_at, belongs_to=Review, owner="review",
            shown=_in_hand,
        ),
        Section(
            ActionReview, slots="action", slots_of=reviewing.actions_to_look_at, belongs_to=Review,
            owner="review", shown=_in_hand, begins=_outcome_so_far,
        ),
        Section(
            ServiceReview, slots="service", slots_of=reviewing.services_to_look_at, belongs_to=Review,
            owner="review", shown=_in_hand,
        ),
        Section(Contact, newest_first=True),
    ),
    (AreaAct(N_("Begin the changed plan"), change_plan, reviewing.plan_changes),),
)  # fmt: skip
