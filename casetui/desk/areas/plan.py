"""The plan: vision, goals with their actions, and the client's agreement."""

from __future__ import annotations

from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.days import write_day
from casetui.data.records import Action, Goal, Plan, PlanAgreement
from casetui.desk.acts.closing import agree_plan, current_plan
from casetui.desk.areas.base import Area, AreaAct
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Fill, Flow
from casetui.desk.forms.form_spec import FormSpec, case_form
from casetui.desk.telling.sections import Section
from casetui.words import N_


def has_draft(case: CaseFile) -> bool:
    """Return whether the case has a plan that is not agreed yet."""
    plan = current_plan(case)
    return plan is not None and plan.state == "draft"


def agreement_form(desk: Desk, opened: OpenCase) -> FormSpec:
    """Return the form for agreeing the plan with the client: how, and when."""
    reading = desk.reading()

    def save(values: dict[str, Any]) -> None:
        agree_plan(desk, opened, values)

    entries = {"agreed_on": write_day(reading.today, reading)}
    return case_form(desk, opened, PlanAgreement, entries, save, area="plan", gated=True)


def _agree(desk: Desk, opened: OpenCase) -> Flow:
    yield Fill(agreement_form(desk, opened))


AREA = Area(
    "plan",
    N_("Plan"),
    (Section(Plan), Section(Goal, child=Action, parent="goal")),
    (AreaAct(N_("Agree the plan with {the_client}"), _agree, has_draft),),
)
