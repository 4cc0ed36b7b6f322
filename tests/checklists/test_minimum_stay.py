"""The service stays for six months at least: rule 18."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from casetui.data.records import Disengagement, Entry, Override, Rung
from tests.cases import AGENCY, OPENED, PEOPLE, TODAY, CaseBuilder, context
from tests.checklists.finding import found


def closing(reason="needs met", **fields):
    return CaseBuilder().closing(reason=reason, **fields)


def test_closing_before_six_months_is_held_back_but_may_be_overridden(guidebook):
    [finding] = found(closing(), guidebook, 18)
    assert finding.weight == "hold" and finding.can_override and "12 May 2027" in finding.what


def test_six_months_end_with_the_month_where_the_day_is_missing(guidebook):
    build = CaseBuilder(opened_on=date(2026, 8, 31))
    assert found(build.closing(asked_on=date(2027, 2, 27)), guidebook, 18)
    assert not found(build.closing(asked_on=date(2027, 2, 28)), guidebook, 18)


def test_six_months_count_to_the_day_of_asking_not_of_signing(guidebook):
    build = CaseBuilder(opened_on=date(2026, 5, 1)).closing(asked_on=date(2026, 10, 31), state="signed",
                                                           signed_by="tom", signed_on=TODAY)  # fmt: skip
    assert found(build, guidebook, 18)


def test_six_months_count_from_intake_even_after_an_import(guidebook):
    build = CaseBuilder(opened_on=date(2026, 1, 1), imported_on=TODAY).closing()
    assert found(build, guidebook, 18) == []


def test_an_accepted_onward_hand_over_passes(guidebook):
    assert found(closing("handed over", receiver="Focus"), guidebook, 18)
    accepted = {"receiver": "Focus", "receiver_accepted_on": TODAY}
    assert not found(closing("handed over", **accepted), guidebook, 18)
    for other in ("needs met", "moved", "other"):
        assert found(closing(other, **accepted), guidebook, 18)


def test_another_agency_that_turns_out_to_lead_passes(guidebook):
    assert found(closing("handed over").intake(register_result="found"), guidebook, 18)
    assert found(closing("handed over").intake(lead_agency=" northside  OUTREACH "), guidebook, 18)
    assert found(closing("handed over").intake(lead_agency=""), guidebook, 18)
    assert found(closing("moved").intake(lead_agency="Focus"), guidebook, 18)
    assert not found(closing("handed over").intake(lead_agency="Focus"), guidebook, 18)
    assert found(closing("handed over").intake(), guidebook, 18)


def test_death_never_waits(guidebook):
    assert found(closing("death"), guidebook, 18) == []


def test_the_clients_own_request_never_waits_but_is_written_down(guidebook):
    [finding] = found(closing("client"), guidebook, 18)
    assert finding.weight == "hold" and not finding.can_override
    asked = {"request_who": "Aoife", "request_on": TODAY, "request_how": "by phone"}
    assert found(closing("client", **asked), guidebook, 18) == []
    for missing in asked:
        build = closing("client", **{name: value for name, value in asked.items() if name != missing})
        assert [finding.weight for finding in found(build, guidebook, 18)] == ["hold"], missing


def test_a_client_who_could_not_be_asked_is_warned_of(guidebook):
    [finding] = found(closing("client", request_not_asked="in hospital"), guidebook, 18)
    assert finding.weight == "warn" and "in hospital" in finding.what


@pytest.mark.parametrize("rung", ["2", "3", "4", "5"])
def test_an_accepted_rung_of_disengagement_passes(guidebook, rung):
    assert not found(closing("other").put(Rung(rung=rung, on=TODAY, answer="accepted")), guidebook, 18)
    assert found(closing("other").put(Rung(rung=rung, on=TODAY, answer="refused")), guidebook, 18)


def test_a_rung_from_before_the_client_came_back_excuses_nothing(guidebook):
    over = Disengagement(opened_on=TODAY, signs="stays away", ended_on=TODAY)
    build = closing("other").put(Rung(rung="2", on=TODAY, answer="accepted"))
    assert not found(build, guidebook, 18)
    assert found(build.put(over), guidebook, 18)


def test_an_accepted_rung_of_an_earlier_disengagement_excuses_nothing(guidebook):
    first = Disengagement(id="first", opened_on=TODAY, signs="x", ended_on=TODAY)
    again = Disengagement(id="again", opened_on=TODAY, signs="x")
    build = closing("other").put(first, again)
    assert found(build.put(Rung(rung="2", on=TODAY, answer="accepted", disengagement="first")), guidebook, 18)
    build.put(Rung(rung="2", on=TODAY, answer="accepted", disengagement="again"))
    assert not found(build, guidebook, 18)


def test_no_target_of_the_agencys_own_shortens_the_stay(guidebook):
    own = context(agency=AGENCY.model_copy(update={"targets": ["minimum_stay 0 days"]}))
    [finding] = found(closing(), guidebook, 18, ctx=own)
    assert "12 May 2027" in finding.what and finding.source == "Guidebook, E"


def override(act="ask for closure", answer="granted", answered_by="tom", **fields):
    return Override(rule=18, act=act, why="x", asked_by="mary", asked_on=TODAY, answer=answer,
                    answered_by=answered_by, **fields)  # fmt: skip


def test_a_line_manager_lets_it_pass_with_a_reason(guidebook):
    assert found(closing().put(override()), guidebook, 18) == []
    assert found(closing().put(override(answer="")), guidebook, 18)
    assert found(closing().put(override(answer="refused")), guidebook, 18)
    assert found(closing().put(override(act="change the case manager")), guidebook, 18)


def acts(*names, record="o"):
    return [Entry(at=datetime(2026, 11, 21, tzinfo=UTC), by="tom", act=name, record=record) for name in names]


def test_a_permission_to_close_early_ends_when_the_closure_is_sent_back(guidebook):
    """It was given for that closing; another one is asked for with a permission of its own."""
    build = closing().put(override(id="o"), *acts("grant the override"))
    assert found(build, guidebook, 18) == []
    assert found(build.put(*acts("send back")), guidebook, 18)
    build.put(override(id="again"), *acts("grant the override", record="again"))
    assert found(build, guidebook, 18) == []
    assert found(build.put(*acts("send back")), guidebook, 18)


def test_nobody_overrides_for_themselves(guidebook):
    build = closing().put(override(answered_by="mary"))
    assert found(build, guidebook, 18) and found(build, guidebook, 26)


def test_an_ordinary_change_of_case_manager_is_held_back(guidebook):
    build = CaseBuilder().assigned().assigned("sean", on=TODAY)
    [finding] = found(build, guidebook, 18)
    assert finding.can_override and finding.area == "intake"
    assert found(build.put(override("change the case manager")), guidebook, 18) == []


def test_one_permission_lets_one_change_pass(guidebook):
    build = CaseBuilder().assigned().assigned("sean", on=TODAY).assigned("tom", on=TODAY)
    assert len(found(build.put(override("change the case manager")), guidebook, 18)) == 1


def test_the_first_assignment_is_no_change(guidebook):
    assert found(CaseBuilder().assigned(), guidebook, 18) == []
    assert found(CaseBuilder().assigned().assigned("mary", on=TODAY), guidebook, 18) == []


def test_a_change_after_six_months_passes(guidebook):
    build = CaseBuilder(opened_on=date(2026, 5, 1)).assigned().assigned("sean", on=TODAY)
    assert found(build, guidebook, 18) == []


def test_the_first_rung_changes_the_case_manager(guidebook):
    build = (
        CaseBuilder().assigned().put(Rung(rung="1", on=TODAY, answer="accepted")).assigned("sean", on=TODAY)
    )
    assert found(build, guidebook, 18) == []


def test_a_rung_lets_no_case_manager_change_once_the_client_is_back(guidebook):
    drawn_back = Disengagement(id="d", opened_on=OPENED, signs="stays away")
    build = CaseBuilder().assigned().put(drawn_back, Rung(rung="1", on=OPENED, answer="accepted"))
    build.assigned("sean", on=OPENED + timedelta(days=1)).assigned("tom", on=TODAY)
    assert found(build, guidebook, 18) == []
    for back in (OPENED + timedelta(days=2), TODAY):
        build.put(drawn_back.model_copy(update={"ended_on": back}))
        [finding] = found(build, guidebook, 18)
        assert finding.weight == "hold"
    build.put(drawn_back.model_copy(update={"ended_on": TODAY + timedelta(days=1)}))
    assert found(build, guidebook, 18) == []


@pytest.mark.parametrize(("rung", "days", "held"), [("3", 0, False), ("3", 1, True), ("4", 0, True)])
def test_only_a_rung_of_the_first_three_accepted_by_then_lets_the_case_manager_change(
    guidebook, rung, days, held
):
    accepted = Rung(rung=rung, on=TODAY + timedelta(days=days), answer="accepted")
    build = CaseBuilder().assigned().put(accepted).assigned("sean", on=TODAY)
    assert bool(found(build, guidebook, 18)) == held


def test_the_case_manager_may_change_on_the_last_day_of_the_six_months(guidebook):
    for last, held in ((TODAY, False), (TODAY + timedelta(days=1), True)):
        build = CaseBuilder(opened_on=last - relativedelta(months=6)).assigned().assigned("sean", on=TODAY)
        assert bool(found(build, guidebook, 18)) == held


def test_a_change_before_an_import_does_not_count_and_one_of_that_day_does(guidebook):
    build = CaseBuilder(imported_on=TODAY).assigned()
    assert not found(build.assigned("sean", on=TODAY - timedelta(days=1)), guidebook, 18)
    assert found(build.assigned("tom", on=TODAY), guidebook, 18)


def test_a_method_without_a_minimum_stay_holds_nothing_back(guidebook):
    method = guidebook.model_copy(update={"deadlines": {}})
    assert not found(closing(), method, 18)
    assert not found(CaseBuilder().assigned().assigned("sean", on=TODAY), method, 18)


def test_a_permission_stays_while_other_things_are_written(guidebook):
    build = closing().put(override(id="o"), *acts("grant the override", "save", "save"))
    assert found(build, guidebook, 18) == []


def test_a_rung_counts_as_it_was_on_the_day_of_asking(guidebook):
    drawn_back = Disengagement(id="d", opened_on=OPENED, signs="stays away", ended_on=TODAY)
    build = CaseBuilder().put(drawn_back, Rung(rung="2", on=OPENED, answer="accepted"))
    assert not found(build.closing(reason="other", asked_on=TODAY - timedelta(days=1)), guidebook, 18)
    assert found(build.closing(reason="other", asked_on=TODAY), guidebook, 18)


def test_a_workers_leaving_passes(guidebook):
    build = CaseBuilder().assigned().assigned("sean", on=TODAY)
    for day in (TODAY, TODAY + timedelta(days=30)):
        leaves = {**PEOPLE, "mary": PEOPLE["mary"].model_copy(update={"left_on": day})}
        assert found(build, guidebook, 18, ctx=context(people=leaves)) == []
