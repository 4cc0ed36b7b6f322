"""Sharing says what was sent: a consent for a part lets only that part be sent (rule 1)."""

from datetime import timedelta

import pytest

from casetui.checklists import facts
from casetui.data.records import Referral, ServiceInvolved
from tests.cases import TODAY, CaseBuilder
from tests.checklists.finding import found, holding

YESTERDAY = TODAY - timedelta(days=1)


def sent(what, *parts, agency="GP"):
    service = ServiceInvolved(id="s", agency=agency, asked_on=TODAY, plan_sent_on=TODAY, plan_sent_what=what)
    return CaseBuilder().shared_with("GP", parts=list(parts)).put(service)


@pytest.mark.parametrize(
    ("what", "parts", "held"),
    [
        ("part", (), set()),
        ("whole", (), {1}),
        ("whole", ("part", "whole"), set()),
        ("part", ("whole",), set()),
        ("part", ("assessment",), {1}),
        ("part", ("contact",), {1}),
        ("", ("whole",), {1}),
    ],
)
def test_what_was_sent_is_said_and_covered(guidebook, what, parts, held):
    assert holding(sent(what, *parts), guidebook) == held


def test_it_says_which_part_is_not_covered_and_what_to_do(guidebook):
    [finding] = [one for one in found(sent("whole"), guidebook, 1) if one.weight == "hold"]
    assert finding.what == "The consent that names GP does not cover what was sent: the whole plan."
    assert "Send only what the consent covers" in finding.do and "GP" not in finding.kind


def test_what_goes_with_a_referral_is_covered_too(guidebook):
    build = CaseBuilder().shared_with("GP").put(Referral(to="GP", sent_on=TODAY))
    assert holding(build, guidebook) == set()
    build.put(Referral(id="r", to="GP", sent_on=TODAY, sent_what=["contact", "assessment"]))
    assert holding(build, guidebook) == {1}


def test_with_a_service_that_no_consent_names_nothing_else_is_said(guidebook):
    [finding] = {one.what: one for one in found(sent("whole", agency="Simon"), guidebook, 1)
                 if one.weight == "hold"}.values()  # fmt: skip
    assert "No consent names Simon" in finding.what


def test_a_second_consent_adds_what_it_covers():
    build = CaseBuilder().shared_with("GP").shared_with("GP", parts=["assessment"])
    assert facts.may_be_sent(build.case, "GP", TODAY) == {"contact", "part", "assessment"}


@pytest.mark.parametrize("part", ["part", "whole", "assessment"])
def test_whoever_may_have_more_may_have_the_name(guidebook, part):
    build = CaseBuilder().shared_with("GP", parts=[part])
    assert holding(build.put(Referral(to="GP", sent_on=TODAY, sent_what=["contact"])), guidebook) == set()


@pytest.mark.parametrize("others", [(), ("Simon",)])
def test_a_later_consent_that_covers_less_narrows_what_may_be_sent(guidebook, others):
    build = CaseBuilder().shared_with("GP", *others, on=YESTERDAY, parts=["whole"])
    build.shared_with("GP", on=TODAY, parts=["contact"])
    assert facts.may_be_sent(build.case, "GP", YESTERDAY) == {"contact", "part", "whole"}
    assert facts.may_be_sent(build.case, "GP", TODAY) == {"contact"}
    service = ServiceInvolved(agency="GP", asked_on=TODAY, plan_sent_on=TODAY, plan_sent_what="whole")
    assert holding(build.put(service), guidebook) == {1}


def test_a_later_consent_for_another_service_narrows_nothing():
    build = CaseBuilder().shared_with("GP", on=YESTERDAY, parts=["whole"])
    build.shared_with("Simon", on=TODAY, parts=["contact"])
    assert facts.may_be_sent(build.case, "GP", TODAY) == {"contact", "part", "whole"}
