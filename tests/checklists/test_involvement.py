"""Whether the client took part in each step, once a review period: rule 51."""

from datetime import timedelta

import pytest

from casetui.data.records import (
    Assessment,
    Closure,
    Disengagement,
    GapOrBlock,
    Intake,
    Plan,
    Referral,
    Review,
    ServiceInvolved,
)
from tests.cases import OPENED, TODAY, CaseBuilder
from tests.checklists.finding import found

DAY = timedelta(days=1)
INTAKE = Intake(id="i", first_contact_on=OPENED)
SERVICE = ServiceInvolved(id="s", agency="GP", asked_on=TODAY)
REFERRAL = Referral(id="f", to="Simon", sent_on=TODAY)
GAP = GapOrBlock(id="g", kind="gap", on=TODAY, need="A bed")


def areas(*records):
    return lambda guidebook: [one.area for one in found(CaseBuilder().put(*records), guidebook, 51)]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], []),
        ([INTAKE], ["intake"]),
        ([Intake(id="i")], []),
        ([INTAKE.model_copy(update={"client_part": "A bed, nothing else"})], []),
        ([INTAKE.model_copy(update={"agreed_on": TODAY})], []),
        ([INTAKE.model_copy(update={"asked_client_on": TODAY})], []),
        ([SERVICE], ["coordination"]),
        ([SERVICE.model_copy(update={"wanted": False})], []),
        ([SERVICE.model_copy(update={"client_part": "Good people"})], []),
        ([REFERRAL], ["coordination"]),
        ([REFERRAL, SERVICE], ["coordination"]),
        ([REFERRAL.model_copy(update={"client_part": "Will try it"}), SERVICE], []),
        ([GAP], ["difficulties"]),
        ([GAP.model_copy(update={"client_part": "Sick of waiting"})], []),
        ([Assessment(kind="initial", started_on=OPENED)], ["assessment"]),
        ([Assessment(kind="emergency", started_on=OPENED)], []),
        ([Plan()], ["plan"]),
        ([Plan(vision="A home")], []),
        ([Plan(state="superseded")], []),
        ([Disengagement(opened_on=TODAY, signs="away")], ["disengagement"]),
        ([Disengagement(opened_on=TODAY, signs="away", ended_on=TODAY)], []),
        ([Review(on=TODAY)], ["review"]),
        ([Closure(reason="moved")], ["closure"]),
        ([Closure(reason="death")], []),
    ],
)  # fmt: skip
def test_each_step_that_has_begun_says_once_how_the_client_took_part(guidebook, records, expected):
    assert areas(*records)(guidebook) == expected


def test_what_an_earlier_review_period_did_not_say_is_not_brought_up_again(guidebook):
    silent = (INTAKE, GAP.model_copy(update={"on": OPENED}), REFERRAL.model_copy(update={"sent_on": OPENED}))
    heard = Review(id="r", on=TODAY - DAY, client_part="Spoke first")
    assert areas(*silent)(guidebook) == ["intake", "coordination", "difficulties"]
    assert areas(*silent, heard)(guidebook) == []
    assert areas(*silent, heard, SERVICE)(guidebook) == ["coordination"]


def test_a_silent_step_is_named_once_however_many_records_it_has(guidebook):
    [finding] = found(CaseBuilder().put(GAP, GAP.model_copy(update={"id": "h", "on": OPENED})), guidebook, 51)
    assert finding.since == OPENED and finding.record == "g" and finding.weight == "warn"
    assert finding.what.startswith("It is not written down how the service user took part: Gaps")
