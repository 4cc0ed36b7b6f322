"""The plan: vision, goals with their actions, and the client's agreement."""

from __future__ import annotations

from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.days import write_day
from casetui.data.records import Action, Goal, Plan, PlanAgreement
from casetui.desk.areas.base import Area, AreaAct, Hands, Section
from casetui.desk.asks import case_asks
from casetui.desk.closing import agree_plan, current_plan
from casetui.words import N_


def _has_draft(case: CaseFile) -> bool:
    plan = current_plan(case)
    return plan is not None and plan.state == "draft"


def _agree(hands: Hands) -> None:
    reading = hands.desk.reading()

    def save(values: dict[str, Any]) -> None:
        agree_plan(hands.desk, hands.opened, values)

    entries = {"agreed_on": write_day(reading.today, reading)}
    hands.show_form(case_asks(hands.desk, hands.opened, PlanAgreement, entries, save, area="plan"))


AREA = Area(
    "plan",
    N_("Plan"),
    (Section(Plan), Section(Goal, child=Action, parent="goal")),
    (AreaAct(N_("Agree the plan with the {client}"), _agree, _has_draft, form=PlanAgreement),),
)
