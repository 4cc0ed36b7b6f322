"""A record that cannot be read may forbid an act: sharing and closing wait, and the rest goes on."""

from datetime import timedelta

import pytest

from casetui.checklists import facts
from casetui.data.casefile import CaseFile
from casetui.data.records import (
    Alert,
    Assessment,
    Consent,
    Contact,
    Disclosure,
    Intake,
    Override,
    Referral,
    ServiceInvolved,
    UrgentHelp,
)
from tests.cases import OPENED, TODAY, CaseBuilder
from tests.checklists.finding import held_change

WITHDRAWN = Consent(
    id="gone", kind="sharing", how="spoken", given_on=TODAY, withdrawn_on=TODAY, recipients=["GP"]
)
SENT = ServiceInvolved(agency="GP", asked_on=TODAY, plan_sent_on=TODAY, plan_sent_what="part")
ONWARD = {"reason": "moved", "needs_met": None, "agreed_on": None}
LONG_AGO = OPENED - timedelta(days=365)


def blind(build: CaseBuilder, table: str, record: str, **wrong: str) -> CaseBuilder:
    """Spoil fields of a record as a faulty program would."""
    tables = build.case.copy().tables
    tables.setdefault(table, {}).setdefault(record, {}).update(wrong)
    build.case = CaseFile(build.case.name, tables)
    return build


@pytest.mark.parametrize(
    "record", [SENT, Referral(to="GP", sent_on=TODAY), Intake(id="intake", services_phoned="GP")]
)
def test_while_a_consent_cannot_be_read_nothing_is_shared(guidebook, record):
    build = CaseBuilder().shared_with("GP", on=TODAY).put(WITHDRAWN)
    build = blind(build, "consent", "gone", withdrawn_on="last week")
    before = build.case.copy()
    assert held_change(before, build.put(record), guidebook) == {1}


@pytest.mark.parametrize(
    "record",
    [
        UrgentHelp(need="food", what="a meal", on=TODAY),
        Contact(kind="phone", summary="Rang", on=TODAY),
        Assessment(kind="emergency", started_on=TODAY),
        Consent(kind="sharing", given_on=TODAY, how="signed", recipients=["GP"]),
        Disclosure(
            on=TODAY, recipient="GP", reason="A fit", information="Epilepsy", told_client="Yes, at once"
        ),
    ],
    ids=lambda record: record.table,
)
def test_what_shares_nothing_goes_on(guidebook, record):
    build = blind(CaseBuilder().shared_with("GP"), "consent", "gone", given_on="some day")
    before = build.case.copy()
    assert held_change(before, build.put(record), guidebook) == set()


def test_what_was_shared_before_can_still_be_changed(guidebook):
    build = CaseBuilder().shared_with("GP", on=TODAY).put(SENT)
    build = blind(build, "consent", "gone", given_on="some day")
    before = build.case.copy()
    again = build.put(SENT.model_copy(update={"led_to": "A place"}))
    assert held_change(before, again, guidebook) == set()


@pytest.mark.parametrize("table", ["consent", "disclosure", "authority", "override", "closure"])
def test_while_it_cannot_be_read_no_closure_is_asked_for_or_signed(guidebook, table):
    build = blind(CaseBuilder(opened_on=LONG_AGO), table, "x1", made_at="some day")
    before = build.case.copy()
    assert held_change(before, build.closing(**ONWARD), guidebook) == {24}
    asked = build.case.copy()
    signed = {"state": "signed", "signed_by": "tom", "signed_on": TODAY}
    assert held_change(asked, build.closing(**ONWARD, **signed), guidebook) == {24}


def test_an_override_that_cannot_be_read_holds_no_sharing(guidebook):
    build = blind(CaseBuilder().shared_with("GP", on=TODAY), Override.table, "x1", made_at="some day")
    before = build.case.copy()
    assert held_change(before, build.put(SENT), guidebook) == set()


def test_of_an_alert_that_field_alone_is_left_out_which_cannot_be_read():
    build = CaseBuilder().put(Alert(id="al", kind="medical", text="Epilepsy"))
    build = blind(build, "alert", "al", since="last spring")
    assert [(one.kind, one.text) for one in facts.alerts(build.case)] == [("medical", "Epilepsy")]
    assert [one.text for one in facts.alerts(blind(build, "alert", "al", text=None).case)] == [
        "cannot be read"
    ]
    assert facts.alerts(blind(build, "alert", "al", struck_at="2026-11-20T09:00:00Z").case) == []
