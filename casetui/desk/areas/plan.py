"""The plan: vision, goals with their actions, supporting strategies, and the client's agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casetui.checklists import facts
from casetui.checklists.rules.plan_quality import plan_quality
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day, write_day
from casetui.data.records import Action, Goal, GoalReview, Plan, PlanAgreement, Strategy
from casetui.data.records.review import GOAL_OUTCOMES
from casetui.desk.acts.closing import agree_plan, current_plan
from casetui.desk.areas.base import Area, AreaAct
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Fill, Flow
from casetui.desk.forms.form_spec import FormSpec, case_form
from casetui.desk.telling.sections import Section
from casetui.desk.telling.wording import joined, short
from casetui.words import N_, say


def has_draft(case: CaseFile) -> bool:
    """Return whether the case has a plan that is not agreed yet."""
    plan = current_plan(case)
    return plan is not None and plan.state == "draft"


def agreement_form(desk: Desk, opened: OpenCase) -> FormSpec:
    """Return the form for agreeing the plan with the client: how, and when.

    What the plan lacks is said above it; it holds nothing back.
    """
    reading = desk.reading()

    def save(values: dict[str, Any]) -> None:
        agree_plan(desk, opened, values)

    entries = {"agreed_on": write_day(reading.today, reading)}
    spec = case_form(desk, opened, PlanAgreement, entries, save, area="plan", gated=True)
    return replace(spec, mind=to_mind(desk, opened))


def to_mind(desk: Desk, opened: OpenCase) -> list[str]:
    """Return what the plan lacks (rule 49): a sentence each, with what to do and the source."""
    found = plan_quality(opened.file, opened.method, desk.context(opened.file))
    return [f"{finding.what} {finding.do} ({finding.source})" for finding in found]


CARRIED_ON = ("vision", "present", "chosen_by", "options", "chosen", "chosen_why", "event", "event_on")
"""The fields of the agreed plan with which a new version begins; goals and actions go on by themselves."""


def begun_from_agreed(opened: OpenCase, slot: str = "") -> Mapping[str, Any]:
    """Return the values with which a new version begins: those of the agreed plan, where there is one."""
    agreed = facts.agreed_plan(opened.file)
    return {name: getattr(agreed, name) for name in CARRIED_ON} if agreed else {}


def reached_before(case: CaseFile) -> list[str]:
    """Return what became of the goals so far: what was reached, what goes on, and what was dropped.

    Nothing is said before a plan was agreed.
    """
    if facts.agreed_plan(case) is None:
        return []
    last = {said.goal: said for said in case.all(GoalReview)}
    goals = sorted(case.all(Goal), key=lambda goal: _ORDER.get(goal.state, 1))
    return [_goal_so_far(goal, last.get(goal.id)) for goal in goals]


_ORDER = {"met": 0, "open": 1, "dropped": 2}


def _goal_so_far(goal: Goal, said: GoalReview | None) -> str:
    if goal.state == "met":
        day = short_day(goal.met_on) if goal.met_on else ""
        return say(N_("Reached: {goal}"), goal=joined(short(goal.wording), day))
    if goal.state == "dropped":
        return say(N_("Dropped: {goal}"), goal=short(goal.wording))
    how = say(GOAL_OUTCOMES.get(said.how, said.how)) if said else ""
    return say(
        N_("Goes on: {goal}"), goal=joined(short(goal.wording), how, short(said.words) if said else "")
    )


def _agree(desk: Desk, opened: OpenCase) -> Flow:
    yield Fill(agreement_form(desk, opened))


AREA = Area(
    "plan",
    N_("Plan"),
    (
        Section(Plan, begins=begun_from_agreed, recalls=reached_before),
        Section(Goal, child=Action, parent="goal"),
        Section(Strategy),
    ),
    (AreaAct(N_("Agree the plan with {the_client}"), _agree, has_draft),),
)
