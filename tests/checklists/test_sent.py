"""Sharing says what was sent: a consent for a part lets only that part be sent (rule 1)."""

import pytest

from casetui.checklists import facts
from casetui.data.records import Referral, ServiceInvolved
from tests.cases import TODAY, CaseBuilder
from tests.checklists.finding import found, holding


def sent(what, *parts, agency="GP"):
    service = ServiceInvolved(id="s", agency=agency, asked_on=TODAY, plan_sent_on=TODAY, plan_sent_what=what)
    return CaseBuilder().shared_with("GP", parts=list(parts)).put(service)


@pytest.mark.parametrize(
    ("what", "parts", "held"),
    [
        ("part", (), set()),
        ("whole", (), {1}),
        ("whole", ("part", "whole"), set()),
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
