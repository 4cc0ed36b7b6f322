"""What nobody answers, tells or settles, and a client who is not met: rules 38, 40 and 41."""

from datetime import UTC, datetime, timedelta

import pytest

from casetui.checklists.base import item_answer
from casetui.checklists.standing import dues, standing
from casetui.data.records import (
    Consent,
    Contact,
    Disengagement,
    Exclusion,
    GapOrBlock,
    Plan,
    Rung,
    ServiceInvolved,
    Tick,
    Tracking,
)
from tests.cases import OPENED, TODAY, CaseBuilder, context
from tests.checklists.finding import found

DAY = timedelta(days=1)
MONDAY = OPENED - 3 * DAY
"""Monday 9 November 2026."""


def gap(**fields):
    return CaseBuilder().put(GapOrBlock(id="gap", kind="gap", on=MONDAY, need="A detox bed", **fields))


def service(**fields):
    return CaseBuilder().put(ServiceInvolved(id="focus", agency="Focus", **fields))


def late(build, method, number, day):
    findings = found(build, method, number, ctx=context(day))
    return [finding.what for finding in findings if finding.state(day) == "late"]


def test_a_gap_that_nobody_told_of_is_late_after_five_working_days(guidebook):
    assert late(gap(), guidebook, 40, MONDAY + 7 * DAY) == []
    assert late(gap(), guidebook, 40, MONDAY + 8 * DAY) == ["Nobody told the line manager of it: A detox bed"]
    assert late(gap(told_on=MONDAY + 2 * DAY), guidebook, 40, MONDAY + 8 * DAY) == []
    assert late(gap(closed_on=MONDAY), guidebook, 40, MONDAY + 8 * DAY) == []


def test_a_gap_that_was_told_has_a_route_after_twenty_working_days(guidebook):
    told, due = gap(told_on=MONDAY), MONDAY + 28 * DAY
    assert late(told, guidebook, 40, due) == []
    assert late(told, guidebook, 40, due + DAY) == ["Told, and on no route yet: A detox bed"]
    assert late(gap(told_on=MONDAY, route="policy"), guidebook, 40, due + DAY) == []


def test_its_day_is_kept_in_the_row_so_that_it_stands_in_the_line_managers_agenda(guidebook):
    kept = dues(standing(gap().case, guidebook, context()))
    [due] = [due for due in kept if due.what == "Nobody told the line manager of it: A detox bed"]
    assert due.day == (MONDAY + 7 * DAY).isoformat() and due.kind and "detox" not in due.kind


def missed(number, **fields):
    return [Contact(kind="missed", summary="Not there", on=TODAY - n * DAY, **fields) for n in range(number)]


@pytest.mark.parametrize(("number", "said"), [(0, 0), (2, 0), (3, 1), (8, 1)])
def test_three_missed_contacts_in_a_row_say_something(guidebook, number, said):
    findings = found(CaseBuilder().put(*missed(number)), guidebook, 41)
    assert len(findings) == said
    assert all(f"{number} contacts were missed in a row" in finding.what for finding in findings)


def test_a_contact_between_them_ends_the_row_and_a_disengagement_settles_it(guidebook):
    met = Contact(kind="phone", summary="Rang", on=TODAY - DAY)
    assert found(CaseBuilder().put(*missed(3), met), guidebook, 41) == []
    told = Disengagement(opened_on=TODAY, signs="Not attending")
    assert found(CaseBuilder().put(*missed(3), told), guidebook, 41) == []


def test_a_client_who_lets_no_service_be_contacted_any_more_is_noticed(guidebook):
    consent = Consent(kind="sharing", given_on=OPENED, how="signed", recipients=["Focus"], withdrawn_on=TODAY)
    [finding] = found(CaseBuilder().put(consent), guidebook, 41)
    assert "lets no service be contacted any more" in finding.what and finding.since == TODAY
    assert found(CaseBuilder().put(consent).shared_with("Simon", on=TODAY), guidebook, 41) == []
    told = Disengagement(opened_on=TODAY, signs="Wants nobody called")
    assert found(CaseBuilder().put(consent, told), guidebook, 41) == []


def test_a_service_that_was_asked_confirms_within_ten_working_days(guidebook):
    asked, due = service(asked_on=MONDAY), MONDAY + 14 * DAY
    assert late(asked, guidebook, 38, due) == []
    assert late(asked, guidebook, 38, due + DAY) == ["Focus has not confirmed its part"]
    assert late(service(asked_on=MONDAY, confirmed_on=TODAY), guidebook, 38, due + DAY) == []
    assert late(service(), guidebook, 38, due + DAY) == []


def agreed(day, hour=9):
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return Plan(state="agreed", agreed_on=day, agreed_how="signed", changed_at=at)


def test_a_plan_that_was_agreed_anew_is_not_the_one_that_was_sent(guidebook):
    sent = service(plan_sent_on=OPENED).put(agreed(OPENED - DAY))
    assert found(sent, guidebook, 38) == []
    assert item_answer(sent.case, guidebook, context(), "plan_sent_as_agreed", "").state == "done"
    anew = service(plan_sent_on=OPENED).put(agreed(TODAY))
    [finding] = found(anew, guidebook, 38)
    assert finding.what == "Focus has the former plan, not the one that is agreed now."
    assert item_answer(anew.case, guidebook, context(), "plan_sent_as_agreed", "").detail == "0/1"


def test_on_one_day_what_was_written_down_later_counts(guidebook):
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    sent = {"plan_sent_on": TODAY, "made_at": noon}
    assert found(service(**sent).put(agreed(TODAY, hour=9)), guidebook, 38) == []
    assert len(found(service(**sent).put(agreed(TODAY, hour=15)), guidebook, 38)) == 1


def test_a_case_from_before_is_not_asked_for_it(guidebook):
    before = guidebook.model_copy(update={"rules": [1, 24]})
    assert found(gap(), before, 40) == [] == found(CaseBuilder().put(*missed(8)), before, 41)


def excluded(**fields):
    shut = {"by": "Northside Outreach", "by_lead": True, "since": OPENED, "reason": "A fight in the hall"}
    return CaseBuilder().put(Exclusion(**{**shut, **fields}))


def meeting(day):
    return Tick(checklist="coordination", item="meeting", on=day)


def test_exclusion_by_the_lead_agency_calls_for_a_case_meeting_at_once(guidebook):
    [finding] = found(excluded(), guidebook, 20)
    assert "a case meeting is called at once" in finding.what and finding.since == OPENED
    assert found(excluded(by_lead=False), guidebook, 20) == []
    assert found(excluded(ended_on=TODAY - DAY), guidebook, 20) == []
    assert found(excluded().put(meeting(TODAY)), guidebook, 20) == []
    assert len(found(excluded().put(meeting(OPENED - DAY)), guidebook, 20)) == 1, "that was an earlier one"


def test_a_gap_is_looked_at_again_on_its_day(guidebook):
    again = gap(told_on=MONDAY, route="practical", mediation_on=MONDAY, look_again_on=TODAY)
    assert [f.due for f in found(again, guidebook, 0) if f.what == "Look again: A detox bed"] == [TODAY]


def tracked(*notes, **fields):
    began = Disengagement(id="d", opened_on=OPENED, signs="Not attending")
    rung = Rung(
        rung="5", on=OPENED, disengagement="d", answer="accepted", accepted_on=OPENED, given="places",
        tracking_service="City Street Tracking", impossible=True, welfare=True, **fields,
    )  # fmt: skip
    return CaseBuilder().put(began, rung, *notes)


def test_a_tracking_service_that_is_silent_is_chased(guidebook):
    due = OPENED + 14 * DAY
    assert late(tracked(), guidebook, 52, due) == []
    [said] = late(tracked(), guidebook, 52, due + DAY)
    assert said.startswith("City Street Tracking has not reported since")
    note = Tracking(on=TODAY, seen=True, where="Quay", told=True)
    assert late(tracked(note), guidebook, 52, due + DAY) == []
    assert late(tracked(note), guidebook, 52, TODAY + 15 * DAY) != []


def test_the_days_that_a_rung_sets_are_due(guidebook):
    began = Disengagement(id="d", opened_on=OPENED, signs="Not attending")
    rung = Rung(rung="2", on=OPENED, disengagement="d", answer="accepted", key_worker="Ngozi",
                ask_again_on=TODAY)  # fmt: skip
    build = CaseBuilder().put(began, rung)
    assert TODAY in [f.due for f in found(build, guidebook, 0) if "case management" in f.what]
    met = Contact(kind="phone", summary="Rang", on=TODAY)
    assert not [f for f in found(build.put(met), guidebook, 0) if "case management" in f.what]
