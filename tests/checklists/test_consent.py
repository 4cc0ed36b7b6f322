"""Agreement, consent and emergency disclosure: rules 1, 2, 28 and 29."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casetui.checklists import facts
from casetui.data.days import Calendar
from casetui.data.records import (
    Assessment,
    Consent,
    Disclosure,
    Disengagement,
    Intake,
    Referral,
    Rung,
    ServiceInvolved,
    UrgentHelp,
)
from tests.cases import OPENED, TODAY, CaseBuilder, context
from tests.checklists.finding import found, held_change, holding

DAY = timedelta(days=1)


def managed(**head):
    """Return a case whose client agreed to be case managed, as the intake says."""
    return CaseBuilder(**head).intake()


def test_no_assessment_starts_without_agreement(guidebook):
    build = CaseBuilder().put(Assessment(id="a", kind="initial", started_on=OPENED))
    [finding] = found(build, guidebook, 1)
    assert finding.weight == "hold" and finding.record == "a" and not finding.can_override
    assert "service user" in finding.what and finding.source == "Guidebook, B"


def test_an_assessment_with_agreement_starts(guidebook):
    build = managed().agreed().put(Assessment(kind="initial", started_on=OPENED))
    assert holding(build, guidebook) == set()


def test_agreement_to_case_management_is_none_to_the_assessment(guidebook):
    build = CaseBuilder().agreed("case management").put(Assessment(kind="initial", started_on=OPENED))
    assert holding(build, guidebook) == {1}


def test_agreement_given_after_the_start_comes_too_late(guidebook):
    build = managed().agreed(on=OPENED + DAY).put(Assessment(kind="initial", started_on=OPENED))
    assert holding(build, guidebook) == {1}


def test_agreement_withdrawn_before_the_start_holds(guidebook):
    build = managed().agreed(withdrawn_on=OPENED).put(Assessment(kind="initial", started_on=TODAY))
    assert holding(build, guidebook) == {1}


def test_the_emergency_form_needs_no_agreement(guidebook):
    assert holding(CaseBuilder().put(Assessment(kind="emergency", started_on=OPENED)), guidebook) == set()


def test_urgent_help_is_never_held_back(guidebook):
    build = CaseBuilder()
    before = build.case.copy()
    build.put(UrgentHelp(need="food", what="a meal", on=OPENED))
    assert held_change(before, build, guidebook) == set()


@pytest.mark.parametrize(
    "shared",
    [
        Referral(to="GP", sent_on=TODAY),
        ServiceInvolved(agency="GP", asked_on=TODAY),
        ServiceInvolved(agency="GP", confirmed_on=TODAY),
        ServiceInvolved(agency="GP", plan_sent_on=TODAY, plan_sent_what="part"),
    ],
)
def test_nothing_is_shared_without_a_consent_that_names_the_service(guidebook, shared):
    [finding] = found(CaseBuilder().put(shared), guidebook, 1)
    assert finding.weight == "hold" and finding.record == shared.id and "GP" in finding.what
    assert holding(CaseBuilder().shared_with("Simon").put(shared), guidebook) == {1}
    assert holding(CaseBuilder().shared_with(" gp ").put(shared), guidebook) == set()


def test_a_referral_not_yet_sent_needs_no_consent(guidebook):
    assert holding(CaseBuilder().put(Referral(to="GP")), guidebook) == set()


def test_consent_counts_from_the_day_it_is_given(guidebook):
    build = CaseBuilder().shared_with("GP", on=TODAY).put(Referral(to="GP", sent_on=TODAY - DAY))
    assert holding(build, guidebook) == {1}


def test_after_a_withdrawal_for_one_service_the_others_stay_open(guidebook):
    build = CaseBuilder().shared_with("GP", "Simon", withdrawn_on=TODAY - DAY, withdrawn_for=["gp"])
    assert holding(build.put(Referral(to="Simon", sent_on=TODAY)), guidebook) == set()
    [finding] = found(build.put(Referral(to="GP", sent_on=TODAY)), guidebook, 1)
    assert "withdrew" in finding.what


def test_a_withdrawal_for_every_recipient_is_whole_and_one_for_a_service_ends_no_other_kind(guidebook):
    named = {"withdrawn_on": TODAY - DAY, "withdrawn_for": ["gp", "Simon "]}
    [every] = CaseBuilder().shared_with("GP", "Simon", **named).case.all(Consent)
    [some] = CaseBuilder().shared_with("GP", "Focus", **named).case.all(Consent)
    assert facts.stands(every, TODAY - 2 * DAY) and not facts.stands(every, TODAY - DAY)
    assert facts.stands(some, TODAY)
    build = managed().agreed(recipients=["GP", "Focus"], **named)
    assert holding(build.put(Assessment(kind="initial", started_on=TODAY)), guidebook) == set()
    whole = managed().agreed(recipients=["GP", "Focus"], withdrawn_on=TODAY - DAY)
    assert holding(whole.put(Assessment(kind="initial", started_on=TODAY)), guidebook) == {1}


def test_a_withdrawal_that_names_a_service_ends_every_earlier_permission_for_it(guidebook):
    build = CaseBuilder().shared_with("GP").shared_with("GP", withdrawn_on=TODAY - DAY, withdrawn_for=["GP"])
    assert holding(build.put(Referral(to="GP", sent_on=TODAY)), guidebook) == {1}


def test_consent_given_anew_after_a_withdrawal_counts(guidebook):
    build = CaseBuilder().shared_with("GP", withdrawn_on=TODAY - DAY).shared_with("GP", on=TODAY)
    assert holding(build.put(Referral(to="GP", sent_on=TODAY)), guidebook) == set()


def test_taking_back_the_newer_consent_brings_no_older_one_back(guidebook):
    sharing = {"recipients": ["GP", "Focus"]}
    for kind, names, act in (
        ("sharing", sharing, Referral(to="GP", sent_on=TODAY)),
        ("assessment", {}, Assessment(kind="initial", started_on=TODAY)),
    ):
        build = managed(opened_on=TODAY - 300 * DAY).agreed(kind, **names)
        build.agreed(kind, TODAY - 50 * DAY, withdrawn_on=TODAY - 11 * DAY, **names).put(act)
        assert holding(build, guidebook) == {1}
        assert found(build, guidebook, 29, ctx=context(TODAY + 60 * DAY)) == []
        build.agreed(kind, TODAY - 11 * DAY, **names)
        assert holding(build, guidebook) == set()


def test_taking_back_a_consent_to_sharing_ends_older_ones_only_for_whom_it_names(guidebook):
    build = CaseBuilder().shared_with("GP", "Simon", id="old").shared_with("GP", withdrawn_on=TODAY - DAY)
    assert holding(build.put(Referral(to="Simon", sent_on=TODAY)), guidebook) == set()
    assert holding(build.put(Referral(to="GP", sent_on=TODAY)), guidebook) == {1}
    assert [one.id for one in facts.consents(build.case, TODAY)] == ["old"]


def test_two_withdrawals_for_a_service_on_one_day_both_count(guidebook):
    for_gp = {"withdrawn_on": TODAY, "withdrawn_for": ["GP"]}
    build = CaseBuilder(opened_on=TODAY).shared_with("GP", "A", **for_gp).shared_with("GP", "B", **for_gp)
    assert holding(build.put(Referral(to="GP", sent_on=TODAY)), guidebook) == {1}


def warned(build, guidebook):
    """Return what rule 29 warns of besides reviews."""
    return [finding for finding in found(build, guidebook, 29, "warn") if finding.due is None]


def test_a_withdrawal_for_a_service_that_no_consent_names_warns(guidebook):
    named = {"withdrawn_on": TODAY, "withdrawn_for": ["Merchants Quay", "gp"]}
    build = CaseBuilder().shared_with("Merchants Quay Ireland", "GP", **named)
    [finding] = warned(build, guidebook)
    assert "Merchants Quay" in finding.what and "Quay" not in finding.kind
    assert holding(build, guidebook) == set()
    assert warned(build.shared_with("Merchants Quay"), guidebook) == []


def test_a_withdrawal_without_a_day_warns(guidebook):
    [finding] = warned(CaseBuilder().shared_with("GP", withdrawn_for=["GP"]), guidebook)
    assert "still counts" in finding.what and "day" in finding.do


def test_consent_past_its_review_date_still_counts_and_warns(guidebook):
    build = CaseBuilder().shared_with("GP", review_on=TODAY - DAY).put(Referral(to="GP", sent_on=TODAY))
    assert holding(build, guidebook) == set()
    [finding] = found(build, guidebook, 29)
    assert finding.weight == "warn" and finding.state(TODAY) == "late"


def test_a_withdrawal_itself_is_never_held_back(guidebook):
    build = CaseBuilder().shared_with("GP", id="c").put(Referral(id="r", to="GP", sent_on=TODAY))
    before = build.case.copy()
    given = before.get(Consent, "c")
    build.put(given.model_copy(update={"withdrawn_on": TODAY}))
    assert held_change(before, build, guidebook) == set()


def test_new_sharing_in_the_same_change_as_a_withdrawal_is_held_back(guidebook):
    build = CaseBuilder().shared_with("GP", id="c")
    before = build.case.copy()
    build.put(before.get(Consent, "c").model_copy(update={"withdrawn_on": TODAY}))
    build.put(Referral(to="GP", sent_on=TODAY))
    assert held_change(before, build, guidebook) == {1}


def test_striking_out_a_consent_is_not_held_back_but_shows(guidebook):
    build = managed().agreed(id="c").put(Assessment(kind="initial", started_on=OPENED))
    before = build.case.copy()
    struck = before.get(Consent, "c").model_copy(update={"struck_at": datetime(2026, 11, 21, tzinfo=UTC)})
    build.put(struck)
    assert held_change(before, build, guidebook) == set()
    assert holding(build, guidebook) == {1}


def test_what_was_wrong_before_holds_no_other_change_back(guidebook):
    build = CaseBuilder().put(Referral(to="GP", sent_on=OPENED))
    before = build.case.copy()
    assert held_change(before, build.met(), guidebook) == set()


def test_each_service_phoned_needs_a_permission_that_names_it(guidebook):
    build = CaseBuilder().shared_with("GP").put(Intake(services_phoned="gp, Simon\nFocus"))
    assert [("Simon" in f.what, "Focus" in f.what) for f in found(build, guidebook, 2)] == [
        (True, False),
        (False, True),
    ]


def test_a_call_may_rest_on_an_emergency_disclosure(guidebook):
    told = Disclosure(
        on=OPENED, recipient="Simon", reason="danger", information="where", told_client="no: away"
    )
    build = CaseBuilder().put(Intake(services_phoned="Simon"), told)
    assert holding(build, guidebook) == set()


def test_a_call_after_the_withdrawal_is_held_back_and_one_without_a_day_counts_as_of_today(guidebook):
    build = CaseBuilder().shared_with("GP", withdrawn_on=TODAY - DAY)
    build.put(Intake(id="i", services_phoned="GP"))
    [finding] = found(build, guidebook, 2)
    assert "day" in finding.do
    build.put(Intake(id="i", services_phoned="GP", services_phoned_on=TODAY))
    assert holding(build, guidebook) == {2}
    build.put(Intake(id="i", services_phoned="GP", services_phoned_on=TODAY - 2 * DAY))
    assert holding(build, guidebook) == set()


def test_an_emergency_disclosure_says_why(guidebook):
    told = Disclosure(on=OPENED, recipient="Simon", reason="danger", information="where", told_client="yes")
    build = CaseBuilder().put(told).blanked(told, "reason").blanked(told, "told_client")
    assert len(found(build, guidebook, 28, "hold")) == 2


def test_a_disclosure_on_friday_is_reviewed_by_the_tuesday_or_later_where_monday_is_a_holiday(guidebook):
    friday = date(2026, 11, 20)
    told = Disclosure(on=friday, recipient="Simon", reason="danger", information="x", told_client="yes")
    [due] = found(CaseBuilder().put(told), guidebook, 28)
    assert "right" not in due.do
    assert due.weight == "due" and due.due == date(2026, 11, 24)
    holiday = context(calendar=Calendar(holidays=frozenset({date(2026, 11, 23)})))
    [due] = found(CaseBuilder().put(told), guidebook, 28, ctx=holiday)
    assert due.due == date(2026, 11, 25)


def test_a_reviewed_disclosure_is_no_longer_due(guidebook):
    told = Disclosure(on=OPENED, recipient="S", reason="d", information="x", told_client="yes",
                      reviewed_by="tom", reviewed_on=TODAY)  # fmt: skip
    assert found(CaseBuilder().put(told), guidebook, 28) == []


def test_a_consent_is_reviewed_twelve_months_after_it_was_given(guidebook):
    [finding] = found(CaseBuilder().agreed(on=date(2024, 2, 29)), guidebook, 29)
    assert finding.due == date(2025, 2, 28)


def test_thirty_days_before_its_review_a_consent_warns(guidebook):
    build = CaseBuilder().agreed(review_on=date(2027, 1, 31))
    assert len(found(build, guidebook, 29, ctx=context(date(2026, 12, 31)))) == 1
    near = found(build, guidebook, 29, ctx=context(date(2027, 1, 1)))
    assert [finding.due for finding in near] == [date(2027, 1, 31), None]


def test_a_consent_given_anew_takes_the_place_of_the_old_one(guidebook):
    build = CaseBuilder().shared_with("GP", on=date(2025, 1, 1)).shared_with("GP", "Simon")
    assert all(finding.due > TODAY for finding in found(build, guidebook, 29))


@pytest.mark.parametrize(
    ("left", "named", "reviews"),
    [
        (["GP", "Focus"], ["GP"], 2),
        (["GP", "Focus"], ["gp", "Focus", "Simon"], 1),
        (["GP"], ["Simon"], 2),
    ],
)
def test_a_consent_that_names_fewer_services_does_not_take_the_place_of_the_old_one(
    guidebook, left, named, reviews
):
    build = CaseBuilder().shared_with(*left, on=OPENED).shared_with(*named, on=TODAY)
    assert len(found(build, guidebook, 29)) == reviews


def test_a_new_consent_need_not_name_a_service_that_the_old_one_was_withdrawn_for(guidebook):
    old = {"withdrawn_for": ["Focus"], "withdrawn_on": OPENED + DAY}
    build = CaseBuilder().shared_with("GP", "Focus", on=OPENED, **old).shared_with("GP", on=TODAY)
    assert [finding.since or finding.due for finding in found(build, guidebook, 29)] == [date(2027, 11, 21)]


def test_a_consent_warns_of_its_review_from_thirty_days_before_it_to_the_day_itself(guidebook):
    build = CaseBuilder().agreed(review_on=date(2027, 1, 31))
    for day, number in ((date(2027, 1, 31), 2), (date(2027, 2, 1), 1)):
        assert len(found(build, guidebook, 29, ctx=context(day))) == number
    review, near = found(build, guidebook, 29, ctx=context(date(2027, 1, 31)))
    assert review.what == "Review of the consent to assessment"
    assert near.what == "The consent to assessment is up for review by Sun 31 Jan 2027."
    assert review.source == "Guidebook, 4 (ours)" == near.source


def test_asking_a_service_may_rest_on_an_emergency_disclosure_of_that_day_and_no_more(guidebook):
    told = Disclosure(on=TODAY, recipient="GP", reason="d", information="x", told_client="yes")
    asked = ServiceInvolved(id="s", agency="GP", asked_on=TODAY)
    assert holding(CaseBuilder().put(told, asked), guidebook) == set()
    for change in (
        {"confirmed_on": TODAY},
        {"plan_sent_on": TODAY},
        {"asked_on": None, "confirmed_on": TODAY},
    ):
        assert holding(CaseBuilder().put(told, asked.model_copy(update=change)), guidebook) == {1}
    early = told.model_copy(update={"on": TODAY - DAY})
    assert holding(CaseBuilder().put(early, asked), guidebook) == {1}


@pytest.mark.parametrize(
    ("noticed", "told", "held"),
    [
        (OPENED + 2 * DAY, OPENED + 3 * DAY, False),
        (OPENED + 2 * DAY, OPENED + 2 * DAY, False),
        (OPENED + 2 * DAY, OPENED + DAY, True),
        (OPENED - 9 * DAY, OPENED - DAY, True),
        (OPENED - 9 * DAY, OPENED, False),
        (TODAY + DAY, TODAY, False),
        (TODAY + DAY, TODAY - DAY, True),
        (None, OPENED, False),
    ],
)
def test_tracking_may_rest_on_a_disclosure_since_the_client_drew_back(guidebook, noticed, told, held):
    build = CaseBuilder().put(
        Disclosure(on=told, recipient="Simon", reason="d", information="x", told_client="yes"),
        Rung(rung="5", on=TODAY, tracking_service="Simon"),
    )
    if noticed:
        build.put(Disengagement(opened_on=noticed, signs="stays away"))
    assert (1 in holding(build, guidebook)) == held


def test_what_to_do_about_a_call_without_permission(guidebook):
    def do(build, **fields):
        [finding] = found(build.put(Intake(services_phoned="GP", **fields)), guidebook, 2)
        return finding.do

    ask = "Ask the service user, and add a consent that names GP; or record an emergency disclosure."
    late = CaseBuilder().shared_with("GP", withdrawn_on=TODAY - DAY)
    assert do(CaseBuilder()) == ask
    assert do(late, services_phoned_on=TODAY) == ask
    late = CaseBuilder().shared_with("GP", withdrawn_on=TODAY - DAY)
    assert do(late).startswith("Write down the day of the call; or ask the service user anew")
