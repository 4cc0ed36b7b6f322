"""What a line manager refused is shown to the worker who asked: a closure sent back, an override refused."""

import pytest

from casetui.data.records import Override
from tests.cases import OPENED, TODAY, CaseBuilder
from tests.checklists.finding import found

BACK = {"state": "sent back", "sent_back_on": OPENED, "sent_back_reason": "Whom do they call?"}


def about_closure(build, guidebook):
    return [finding for finding in found(build, guidebook, 0) if finding.area == "closure"]


def test_a_closure_that_was_sent_back_is_due_from_that_day(guidebook):
    [finding] = about_closure(CaseBuilder().closing(**BACK), guidebook)
    assert finding.what == "Closure was sent back: Whom do they call?"
    assert finding.kind == "Closure was sent back" and finding.source == "Guidebook, G (ours)"
    assert (finding.since, finding.due, finding.record) == (OPENED, OPENED, "closure")


@pytest.mark.parametrize("state", ["draft", "asked", "signed"])
def test_a_closure_in_any_other_state_was_not_sent_back(guidebook, state):
    assert about_closure(CaseBuilder().closing(**{**BACK, "state": state}), guidebook) == []


def asked(id_, answer, **fields):
    return Override(id=id_, rule=18, act="ask for closure", why="x", asked_by="mary", asked_on=OPENED,
                    answer=answer, answered_by="tom", answered_on=TODAY, **fields)  # fmt: skip


def test_an_override_that_was_refused_is_shown_until_another_is_asked_for(guidebook):
    refused = asked("first", "refused", answer_reason="Stay with her")
    [finding] = about_closure(CaseBuilder().put(refused), guidebook)
    assert finding.what == "A line manager refused: ask for closure. Stay with her"
    assert finding.kind == "A line manager refused what was asked"
    assert (finding.since, finding.record, finding.source) == (TODAY, "first", "Guidebook, E (ours)")
    for answer in ("", "granted"):
        assert about_closure(CaseBuilder().put(refused, asked("second", answer)), guidebook) == []
    [finding] = about_closure(CaseBuilder().put(asked("second", "granted"), refused), guidebook)
    assert finding.record == "first"
    again = asked("second", "refused", answer_reason="Not yet")
    [finding] = about_closure(CaseBuilder().put(refused, again), guidebook)
    assert finding.record == "second" and finding.what.endswith("Not yet")


def test_without_a_request_nothing_was_refused(guidebook):
    assert about_closure(CaseBuilder(), guidebook) == []
    assert about_closure(CaseBuilder().put(asked("first", "granted")), guidebook) == []
