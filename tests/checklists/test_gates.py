"""Gates hold back the acts that the rules name, and nothing else."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetui.data.records import (
    Action,
    Assignment,
    Consent,
    Contact,
    Intake,
    Plan,
    Referral,
    Rung,
    Tick,
    UrgentHelp,
)
from tests.cases import OPENED, TODAY, CaseBuilder, context
from tests.checklists.finding import held_change
from tests.checklists.generated import DAYS, cases
from tests.checklists.test_properties import ANY, GUIDEBOOK

ONWARD = {"reason": "moved", "needs_met": None, "agreed_on": None}
ACTION = Action(goal="g", what="Ring", who="Mary", due_on=TODAY)
FREE = [
    UrgentHelp(need="food", what="a meal", on=TODAY),
    Contact(kind="phone", summary="Rang", on=TODAY),
    ACTION,
    Tick(checklist="gp", item="asked", on=TODAY),
    Consent(kind="sharing", given_on=TODAY, how="signed", recipients=["GP"]),
    Referral(to="GP"),
    Plan(),
    Intake(id="intake", lead_agency="Focus"),
]


@pytest.mark.parametrize("record", FREE, ids=lambda record: record.table)
def test_while_closure_is_asked_work_goes_on(guidebook, record):
    build = CaseBuilder(opened_on=OPENED - timedelta(days=365)).closing(**ONWARD)
    before = build.case.copy()
    assert held_change(before, build.put(record), guidebook) == set()


def test_what_came_to_lack_after_asking_holds_the_signature_back(guidebook):
    build = CaseBuilder(opened_on=OPENED - timedelta(days=365)).closing(**ONWARD)
    build.put(ACTION)
    before = build.case.copy()
    signed = {"state": "signed", "signed_by": "tom", "signed_on": TODAY}
    assert held_change(before, build.closing(**ONWARD, **signed), guidebook) == {24}
    handed = CaseBuilder(opened_on=OPENED - timedelta(days=365)).put(ACTION)
    assert held_change(before, handed.closing(**ONWARD, **signed, handed_on="Focus"), guidebook) == set()


def test_a_closure_that_lacked_something_is_sent_back(guidebook):
    build = CaseBuilder().closing(reason="")
    before = build.case.copy()
    back = build.closing(reason="", state="sent back", sent_back_by="tom", sent_back_reason="why?")
    assert held_change(before, back, guidebook) == set()


def test_a_closed_head_needs_a_signed_closure(guidebook):
    build = CaseBuilder(opened_on=OPENED - timedelta(days=365)).closing()
    before = build.case.copy()
    assert held_change(before, build.head(state="closed"), guidebook) == {24}


def test_a_second_case_manager_is_held_back_whatever_the_day(guidebook):
    for day in (OPENED - timedelta(days=1), OPENED, TODAY):
        build = CaseBuilder(opened_on=OPENED - timedelta(days=365)).assigned(on=OPENED)
        before = build.case.copy()
        assert held_change(before, build.put(Assignment(to="sean", on=day)), guidebook) == {4}


def test_a_lower_rung_written_down_later_is_not_held_back(guidebook):
    build = CaseBuilder().put(Rung(rung="3", on=TODAY, answer="refused"))
    before = build.case.copy()
    assert held_change(before, build.put(Rung(rung="1", on=TODAY, answer="refused")), guidebook) == set()


@ANY
@given(cases(), DAYS, st.sampled_from(FREE[:5]))
def test_what_is_no_gate_is_never_held_back_in_any_case(case, day, record):
    build = CaseBuilder()
    build.case = case.copy()
    assert held_change(case, build.put(record), GUIDEBOOK, context(day)) == set()
