"""Gates hold back the acts that the rules name, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetui.data.records import (
    Action,
    Assessment,
    Assignment,
    Consent,
    Contact,
    Intake,
    Plan,
    Referral,
    Rung,
    ServiceInvolved,
    Tick,
    UrgentHelp,
)
from tests.cases import OPENED, TODAY, CaseBuilder, context
from tests.checklists.finding import held_change
from tests.checklists.generated import DAYS, cases
from tests.checklists.test_properties import ANY, GUIDEBOOK

ONWARD = {"reason": "moved", "needs_met": None, "agreed_on": None}
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
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


def test_a_closure_that_was_asked_for_too_early_is_not_signed_either(guidebook):
    build = CaseBuilder().closing(**ONWARD, why_no_aftercare="left")
    before = build.case.copy()
    assert held_change(before, build.closing(**ONWARD, aftercare="Ring us"), guidebook) == set()
    signed = {"state": "signed", "signed_by": "tom", "signed_on": TODAY}
    assert held_change(before, build.closing(**ONWARD, **signed), guidebook) == {18}


@pytest.mark.parametrize("by", ["mary", "sean", "nobody"])
def test_who_may_not_sign_is_held_back_when_they_sign(guidebook, by):
    build = CaseBuilder(opened_on=OPENED - timedelta(days=365)).closing()
    before = build.case.copy()
    signed = build.closing(state="signed", signed_by=by, signed_on=TODAY)
    assert held_change(before, signed, guidebook) == {26}
    before = signed.case.copy()
    assert held_change(before, signed.closing(state="sent back"), guidebook) == set()


def test_a_plan_is_held_back_when_it_is_agreed_before_the_assessment(guidebook):
    build = CaseBuilder().planned(state="draft")
    before = build.case.copy()
    assert held_change(before, build.planned(), guidebook) == {8}


def test_a_closure_that_lacked_something_is_sent_back(guidebook):
    build = CaseBuilder().closing(reason="")
    before = build.case.copy()
    back = build.closing(reason="", state="sent back", sent_back_by="tom", sent_back_reason="why?")
    assert held_change(before, back, guidebook) == set()


def test_a_closed_head_needs_a_signed_closure(guidebook):
    build = CaseBuilder(opened_on=OPENED - timedelta(days=365)).closing()
    before = build.case.copy()
    assert held_change(before, build.head(state="closed"), guidebook) == {24}


def test_a_new_case_is_held_back_by_whatever_it_lacks(guidebook):
    assert held_change(None, CaseBuilder(state="closed"), guidebook) == {24}
    assert held_change(None, CaseBuilder().assigned(), guidebook) == set()


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


def held_after(before, build, guidebook, record, **changes):
    """Return what holds back these changes to a record of the case."""
    return held_change(before, build.put(record.model_copy(update=changes)), guidebook)


@pytest.mark.parametrize(
    "ended", [{"withdrawn_on": OPENED}, {"struck_at": NOON}], ids=["withdrawn", "struck"]
)
def test_what_was_shared_does_not_move_to_a_day_without_consent(guidebook, ended):
    given = Consent(id="c", kind="sharing", given_on=OPENED, how="signed", recipients=["GP"])
    sent = Referral(id="r", to="GP", sent_on=OPENED)
    build = CaseBuilder().put(given, sent)
    before = build.case.copy()
    assert held_after(before, build, guidebook, given, **ended) == set()
    before = build.case.copy()
    assert held_after(before, build, guidebook, sent, answer="waiting") == set()
    assert held_after(before, build, guidebook, sent, sent_on=TODAY) == {1}


def test_an_assessment_does_not_move_to_another_day_without_agreement(guidebook):
    begun = Assessment(id="a", kind="initial", started_on=OPENED)
    build = CaseBuilder().intake().put(begun)
    before = build.case.copy()
    assert held_after(before, build, guidebook, begun, risks="none") == set()
    assert held_after(before, build, guidebook, begun, started_on=TODAY) == {1}


def test_more_is_not_shared_on_the_day_of_a_withdrawal_though_something_was(guidebook):
    asked = ServiceInvolved(id="s", agency="GP", asked_on=TODAY)
    build = CaseBuilder().shared_with("GP", withdrawn_on=TODAY).put(asked)
    before = build.case.copy()
    assert held_after(before, build, guidebook, asked, plan_sent_on=TODAY) == {1}
    both = build.case.copy()
    assert held_after(both, build, guidebook, asked) == set()


def test_a_call_does_not_move_to_a_day_without_permission(guidebook):
    phoned = Intake(id="intake", services_phoned="GP", services_phoned_on=OPENED)
    build = CaseBuilder().put(phoned)
    before = build.case.copy()
    assert held_after(before, build, guidebook, phoned, services_phoned_on=TODAY) == {2}
