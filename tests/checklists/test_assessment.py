"""When an assessment may start, and when it is whole: rules 1, 43, 8 and 44."""

import pytest

from casetui.checklists import facts
from casetui.data.records import Assessment, Consent, Domain, Intake, Plan
from tests.cases import DOMAINS, OPENED, TODAY, CaseBuilder
from tests.checklists.finding import found, held_change, holding

START = Assessment(id="a", kind="initial", started_on=TODAY)


def starts(build, guidebook):
    before = build.case.copy()
    return held_change(before, build.put(START), guidebook)


def whole(assessment, **needs):
    """Return a domain record for each of the method's domains, without a need but for ``needs``."""
    return [Domain(assessment=assessment, domain=key, need=needs.get(key, "none")) for key in DOMAINS]


def test_no_assessment_starts_without_agreement_to_case_management(guidebook):
    build = CaseBuilder().agreed()
    assert starts(build, guidebook) == {43}
    (finding,) = found(build, guidebook, 43)
    assert finding.source == "Guidebook, A" and finding.area == "intake"


@pytest.mark.parametrize(
    "build",
    [
        lambda: CaseBuilder().intake().agreed(),
        lambda: CaseBuilder().agreed("case management").agreed(),
    ],
    ids=["intake", "consent"],
)
def test_the_intake_or_a_consent_says_that_agreement(guidebook, build):
    assert starts(build(), guidebook) == set()


@pytest.mark.parametrize(
    "withdrawn",
    [{"withdrawn_on": TODAY}, {"answer": "refused", "given_on": TODAY}],
    ids=["withdrawn", "refused"],
)
def test_agreement_that_was_taken_back_is_none(guidebook, withdrawn):
    given = {"kind": "case management", "given_on": OPENED, "how": "verbal", **withdrawn}
    build = CaseBuilder().intake().agreed().put(Consent(**given))
    assert starts(build, guidebook) == {43}


def test_the_emergency_form_needs_no_agreement(guidebook):
    build = CaseBuilder()
    before = build.case.copy()
    emergency = Assessment(kind="emergency", started_on=TODAY, completed_on=TODAY)
    assert held_change(before, build.put(emergency), guidebook) == set()


def test_a_refusal_does_not_open_the_assessment(guidebook):
    build = CaseBuilder().intake().agreed(answer="refused", own_words="Not now")
    assert starts(build, guidebook) == {1}
    (finding,) = found(build, guidebook, 1)
    assert finding.what == "The service user refused the assessment on Thu 12 Nov 2026."
    assert starts(build.agreed(on=TODAY), guidebook) == set()  # asked again, and agreed


def test_a_later_refusal_ends_the_earlier_agreement(guidebook):
    build = CaseBuilder().intake().agreed().agreed(on=TODAY, answer="refused")
    assert starts(build, guidebook) == {1}


def test_agreement_in_part_opens_the_assessment_and_says_what_is_left_out(guidebook):
    build = CaseBuilder().intake().agreed(answer="partly", left_out="my family")
    assert starts(build, guidebook) == set()
    said = Consent(kind="assessment", given_on=TODAY, how="verbal", answer="partly")
    assert said.contradiction() == "Say what is left out."
    assert not said.model_copy(update={"left_out": "my family"}).contradiction()


def test_a_refusal_to_share_shares_with_nobody(guidebook):
    build = CaseBuilder().shared_with("GP").shared_with("GP", on=TODAY, answer="refused")
    assert facts.permission(build.case, "GP", OPENED) and not facts.permission(build.case, "GP", TODAY)
    assert facts.was_refused(build.case, "GP", TODAY) and not facts.was_refused(build.case, "Simon", TODAY)


def completing(build, guidebook):
    before = build.case.copy()
    done = build.case.get(Assessment, "a").model_copy(update={"completed_on": TODAY})
    return held_change(before, build.put(done), guidebook)


def begun():
    return CaseBuilder().intake().agreed().put(START)


def test_an_assessment_without_domains_is_not_complete(guidebook):
    build = begun()
    assert completing(build, guidebook) == {44}
    (finding,) = found(build, guidebook, 44)
    assert "Accommodation" in finding.what and "Safety and self-care" in finding.what


def test_every_domain_says_its_need(guidebook):
    assert completing(begun().put(*whole("a")), guidebook) == set()
    assert completing(begun().put(*whole("a")[1:]), guidebook) == {44}
    assert completing(begun().put(*whole("a", drugs="")), guidebook) == {44}


@pytest.mark.parametrize(("why", "held"), [("Not today", set()), ("", {44}), ("-", {44})])
def test_or_why_it_was_not_explored(guidebook, why, held):
    left = Domain(assessment="a", domain=DOMAINS[0], need="not explored", why_not_explored=why)
    assert completing(begun().put(*whole("a")[1:], left), guidebook) == held


def test_a_plan_is_agreed_only_on_an_assessment_that_is_whole(guidebook):
    build = CaseBuilder().assessed().put(Plan(id="p"))
    build.case.put(Domain(id="more", assessment="assessment", domain="legal", need=""))
    before = build.case.copy()
    agreed = Plan(id="p", state="agreed", agreed_on=TODAY)
    assert held_change(before, build.put(agreed), guidebook) == {44}
    assert holding(CaseBuilder().assessed().put(agreed), guidebook) == set()


def test_cases_of_an_earlier_pack_are_judged_as_before(guidebook):
    earlier = guidebook.model_copy(
        update={"rules": [number for number in guidebook.rules if number not in (43, 44)]}
    )
    build = CaseBuilder().agreed()
    assert starts(build, earlier) == set()
    assert completing(build, earlier) == set()


def test_a_case_file_of_an_earlier_version_says_what_it_said():
    consent = Consent.model_validate({"kind": "assessment", "given_on": "2026-11-12", "how": "signed"})
    assert not consent.refused and consent.answer == "given" and not consent.answer_words
    domain = Domain.model_validate({"domain": "legal", "need": "none", "situation": "No concern"})
    assert domain.explored and domain.said and not domain.change
    case = CaseBuilder().put(consent, Intake(id="i", agreed_on=OPENED)).case
    assert facts.agreed_to(case, "assessment", TODAY) and facts.managed(case, TODAY)
