"""Closing and signing, disengaging: rules 21, 22, 24 and 26."""

from dataclasses import replace

import pytest

from casetui.data.records import Disclosure, Disengagement, Rung, Worker
from tests.cases import AGENCY, OPENED, PEOPLE, TODAY, CaseBuilder, context
from tests.checklists.finding import found, held_change

SIGNED = {"state": "signed", "signed_by": "tom", "signed_on": TODAY}


def test_closing_for_needs_met_is_clear_agreed_and_planned(guidebook):
    assert found(CaseBuilder().closing(), guidebook, 24) == []


@pytest.mark.parametrize(
    "missing",
    [{"needs_met": None}, {"agreed_on": None}, {"aftercare": ""}, {"reason": ""}],
)
def test_whatever_is_missing_for_needs_met_holds_the_asking_back(guidebook, missing):
    [finding] = found(CaseBuilder().closing(**missing), guidebook, 24)
    assert finding.weight == "hold" and not finding.can_override


def test_an_aftercare_plan_that_says_not_whom_to_call_is_warned_of(guidebook):
    for reason in ("needs met", "moved"):
        [finding] = found(CaseBuilder().closing(reason=reason, aftercare_call=""), guidebook, 24)
        assert finding.weight == "warn" and "whom to call" in finding.what


def test_a_draft_is_not_held_back(guidebook):
    assert found(CaseBuilder().closing(state="draft", reason="", aftercare=""), guidebook, 24) == []


def test_any_other_reason_needs_aftercare_or_why_none(guidebook):
    bare = {"needs_met": None, "agreed_on": None, "aftercare": "", "aftercare_call": ""}
    assert found(CaseBuilder().closing(reason="moved", **bare), guidebook, 24)
    assert not found(CaseBuilder().closing(reason="moved", why_no_aftercare="left", **bare), guidebook, 24)
    assert found(CaseBuilder().closing(reason="moved", why_no_aftercare="-", **bare), guidebook, 24)


def test_any_other_reason_hands_open_actions_on(guidebook):
    build = CaseBuilder().assessed().planned()
    assert found(build.closing(reason="moved"), guidebook, 24)
    assert not found(build.closing(reason="moved", handed_on="all to Focus"), guidebook, 24)


def test_needs_met_with_open_goals_warns(guidebook):
    [finding] = found(CaseBuilder().assessed().planned().closing(), guidebook, 24)
    assert finding.weight == "warn" and "1 goal, 1 action" in finding.what


def test_closing_needs_the_line_managers_sign_off(guidebook):
    asked = CaseBuilder().closing()
    assert found(asked.head(state="closed"), guidebook, 24, "hold")
    signed = CaseBuilder().closing(**SIGNED).head(state="closed")
    assert not found(signed, guidebook, 24, "hold")
    assert found(CaseBuilder().head(state="closed"), guidebook, 24, "hold")


def test_a_signature_that_is_not_of_whom_it_names_does_not_count(guidebook):
    forged = context(not_genuine=frozenset({"closure"}))
    assert found(CaseBuilder().closing(**SIGNED), guidebook, 24, "hold", forged)
    assert not found(CaseBuilder().closing(**SIGNED), guidebook, 24, "hold")
    own = CaseBuilder().closing(**{**SIGNED, "signed_by": "mary"})
    assert not found(own, guidebook, 24, "hold", forged) and found(own, guidebook, 26, "hold", forged)


@pytest.mark.parametrize("missing", [{"signed_by": ""}, {"signed_on": None}])
def test_a_signature_says_who_signed_and_when(guidebook, missing):
    [finding] = found(CaseBuilder().closing(**{**SIGNED, **missing}), guidebook, 24, "hold")
    assert finding.what == "The closure is not signed by a line manager." and finding.record == "closure"
    closed = CaseBuilder().closing(**{**SIGNED, **missing}).head(state="closed")
    assert [one.record for one in found(closed, guidebook, 24, "hold")] == ["case"]


def test_nobody_signs_their_own_request(guidebook):
    assert found(CaseBuilder().closing(**{**SIGNED, "signed_by": "mary"}), guidebook, 26)
    assert found(CaseBuilder().closing(**{**SIGNED, "asked_by": "tom"}), guidebook, 26)
    assert not found(CaseBuilder().closing(**SIGNED), guidebook, 26)


def test_only_a_line_manager_or_the_second_signatory_signs(guidebook):
    by_sean = CaseBuilder().closing(**{**SIGNED, "signed_by": "sean"})
    assert found(by_sean, guidebook, 26)
    assert found(CaseBuilder().closing(**{**SIGNED, "signed_by": "nobody"}), guidebook, 26)
    second = Worker(id="sean", name="Seán Keane", second_signatory=True)
    assert not found(by_sean, guidebook, 26, ctx=context(people={**PEOPLE, "sean": second}))


def test_a_line_manager_is_warned_before_signing_for_their_own_client(guidebook):
    tom = context(who=PEOPLE["tom"])
    assert [f.weight for f in found(CaseBuilder(manager="tom").closing(), guidebook, 26, ctx=tom)] == ["warn"]
    assert found(CaseBuilder().closing(), guidebook, 26, ctx=tom) == []


def test_a_disclosure_is_reviewed_by_somebody_else(guidebook):
    told = Disclosure(on=OPENED, recipient="S", reason="d", information="x", told_client="yes",
                      made_by="tom", reviewed_by="tom", reviewed_on=TODAY)  # fmt: skip
    assert found(CaseBuilder().put(told), guidebook, 26)
    begun = told.model_copy(update={"reviewed_on": None})
    assert not found(CaseBuilder().put(begun), guidebook, 26)
    nameless = told.model_copy(update={"reviewed_by": "", "made_by": ""})
    assert not found(CaseBuilder().put(nameless), guidebook, 26)


def rung(number, answer="refused", **fields):
    return Rung(id=f"rung {number}", rung=str(number), on=TODAY, answer=answer, **fields)


def test_rungs_are_offered_in_their_order(guidebook):
    [finding] = found(CaseBuilder().put(rung(1), rung(3)), guidebook, 21)
    assert finding.record == "rung 3" and "2" in finding.what
    assert found(CaseBuilder().put(rung(1), rung(2), rung(3)), guidebook, 21) == []


def test_that_a_rung_is_not_possible_is_said_with_a_word_why(guidebook):
    [finding] = found(CaseBuilder().put(rung(1), rung(2, "not possible"), rung(3)), guidebook, 21)
    assert finding.record == "rung 3" and "on rung 2" in finding.what
    assert 'under "Why moving on", why it is not possible' in finding.do
    dash = rung(2, "not possible", moving_on="-")
    assert len(found(CaseBuilder().put(rung(1), dash, rung(3)), guidebook, 21)) == 1
    why = rung(2, "not possible", moving_on="no other service takes her")
    assert found(CaseBuilder().put(rung(1), why, rung(3)), guidebook, 21) == []
    assert found(CaseBuilder().put(*(rung(n, "not possible") for n in range(1, 5)), rung(5)), guidebook, 21)


def test_a_rung_without_an_answer_is_no_step(guidebook):
    assert found(CaseBuilder().put(rung(1, ""), rung(2)), guidebook, 21)


def test_rungs_of_an_earlier_disengagement_do_not_count(guidebook):
    first = [Disengagement(opened_on=OPENED, signs="x", ended_on=OPENED), replace_day(rung(1), OPENED)]
    again = [Disengagement(opened_on=TODAY, signs="x"), rung(2)]
    assert found(CaseBuilder().put(*first, *again), guidebook, 21)


def test_a_lower_rung_of_a_later_day_does_not_count(guidebook):
    build = CaseBuilder().put(rung(1), replace_day(rung(2), OPENED))
    [finding] = found(build, guidebook, 21)
    assert finding.record == "rung 2"
    assert found(build.put(replace_day(rung(1), OPENED)), guidebook, 21) == []


def test_a_rung_belongs_to_the_disengagement_that_it_names(guidebook):
    first = Disengagement(id="first", opened_on=TODAY, signs="x", ended_on=TODAY)
    again = Disengagement(id="again", opened_on=TODAY, signs="x")
    build = CaseBuilder().put(first, rung(1, disengagement="first"), again, rung(2))
    assert found(build, guidebook, 21)
    assert found(build.put(rung(1)), guidebook, 21) == []


def replace_day(one, day):
    return one.model_copy(update={"on": day})


LAST = {"answer": "accepted", "impossible": True, "welfare": True, "tracking_service": "Simon"}
LOWER = [rung(n) for n in range(1, 5)]


def test_tracking_is_the_last_resort(guidebook):
    build = CaseBuilder().put(*LOWER).shared_with("Simon")
    assert found(build.put(rung(5, **LAST)), guidebook, 22) == []
    for missing in ({"impossible": None}, {"welfare": False}, {"tracking_service": ""}):
        [finding] = found(build.put(rung(5, **{**LAST, **missing})), guidebook, 22)
        assert finding.weight == "hold"


def test_tracking_needs_consent_or_an_emergency_disclosure(guidebook):
    build = CaseBuilder().put(*LOWER, rung(5, **LAST))
    [finding] = found(build, guidebook, 1)
    assert finding.record == "rung 5" and "Simon" in finding.what and "Simon" not in finding.kind
    told = Disclosure(on=TODAY, recipient="simon", reason="danger", information="x", told_client="no: gone")
    assert found(build.put(told), guidebook, 1) == []


def test_a_lower_rung_that_names_a_service_needs_consent(guidebook):
    build = CaseBuilder().put(rung(3, tracking_service="Simon"))
    told = Disclosure(on=TODAY, recipient="simon", reason="danger", information="x", told_client="no: gone")
    assert found(build.put(told), guidebook, 1)
    assert found(build.shared_with("Simon"), guidebook, 1) == []


def test_an_onward_hand_over_needs_consent_once_closure_is_asked(guidebook):
    onward = {"reason": "handed over", "receiver": "Focus", "receiver_accepted_on": TODAY}
    assert found(CaseBuilder().closing(**onward, state="draft"), guidebook, 1) == []
    [finding] = found(CaseBuilder().closing(**onward), guidebook, 1)
    assert finding.record == "closure" and "Focus" in finding.what
    assert found(CaseBuilder().shared_with("Focus").closing(**onward), guidebook, 1) == []
    unaccepted = {**onward, "receiver_accepted_on": None}
    assert found(CaseBuilder().closing(**unaccepted), guidebook, 1) == []


def test_a_tracking_service_that_the_agency_does_not_name_warns(guidebook):
    build = CaseBuilder().put(*LOWER, rung(5, **LAST)).shared_with("Simon")
    named = replace(context(), agency=AGENCY.model_copy(update={"tracking_services": ["Focus"]}))
    assert [f.weight for f in found(build, guidebook, 22, ctx=named)] == ["warn"]


def test_a_later_rung_is_held_back_at_the_gate(guidebook):
    build = CaseBuilder()
    before = build.case.copy()
    assert held_change(before, build.put(rung(4)), guidebook) == {21}
