"""A consent withdrawn for one service is withdrawn for that service alone: in rules, words and lists."""

import pytest

from casetui.checklists import facts
from casetui.data.fields import form_fields
from casetui.data.records import Consent, Referral
from casetui.desk.acts.cases import open_case
from casetui.desk.telling.texts import RecordWords
from casetui.desk.telling.timeline import happened
from tests.cases import OPENED, TODAY, CaseBuilder


def withdrawn(kind, *recipients, services=("GP",)):
    return Consent(
        id="c", kind=kind, given_on=OPENED, how="signed", recipients=list(recipients), withdrawn_on=TODAY,
        withdrawn_for=list(services),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["case management", "assessment"])
def test_a_withdrawal_for_one_service_leaves_what_else_was_agreed(kind):
    case = CaseBuilder().put(withdrawn(kind, "GP", "Simon")).case
    assert facts.agreed_to(case, kind, TODAY) and facts.last_withdrawn(case, kind, TODAY) is None
    whole = CaseBuilder().put(withdrawn(kind, "GP", services=())).case
    assert facts.agreed_to(whole, kind, TODAY) is None


def test_sharing_goes_on_with_the_services_that_it_was_not_withdrawn_for():
    case = CaseBuilder().put(withdrawn("sharing", "GP", "Simon")).case
    assert facts.permission(case, "Simon", TODAY) and facts.permission(case, "gp", TODAY) is None
    assert not facts.was_withdrawn(case, "Simon", TODAY)


def test_lists_timeline_and_choices_name_the_service(office):
    office.case("AB2345", build=lambda b: b.put(withdrawn("sharing", "GP", "Simon")))
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    said = "withdrawn for GP only, Sat 21 Nov"
    [consent] = opened.file.all(Consent)
    assert said in RecordWords(desk, opened).cells(consent)
    assert any(said in one.texts for one in happened(desk, opened, "consent"))
    rests_on = next(field for field in form_fields(Referral) if field.name == "consent")
    assert said in desk.choices(opened.file, opened.method, rests_on)["c"]


def test_withdrawn_for_all_that_it_names_it_is_withdrawn_wholly():
    assert withdrawn("sharing", "GP").withdrawal == "withdrawn on Sat 21 Nov"
    assert withdrawn("sharing", "GP", "Simon", services=()).withdrawal == "withdrawn on Sat 21 Nov"
