"""Days and states that contradict each other are refused with a sentence; saved ones stay readable."""

from datetime import timedelta

import pytest

from casetui.data.records import Action, Closure, Consent, GapOrBlock, Goal, Referral, ServiceInvolved
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record, strike
from casetui.desk.areas import AREAS
from casetui.desk.areas.lines import area_lines
from casetui.desk.errors import NotAllowed
from casetui.desk.telling.list_words import where_it_is
from tests.screens.office import TODAY

BEFORE = TODAY - timedelta(days=3)
ACTION = {"goal": "g", "what": "Ring", "who": "Mary", "due_on": TODAY}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (ServiceInvolved(agency="GP", asked_on=TODAY, confirmed_on=BEFORE), "Confirmed before it was asked"),
        (Referral(to="GP", sent_on=TODAY, answer="refused", answered_on=BEFORE), "Answered before it was"),
        (Referral(to="GP", sent_on=BEFORE, answered_on=TODAY), "no answer"),
        (Action(**ACTION, done_on=TODAY), 'choose "done"'),
        (Goal(wording="A home", met_on=TODAY), 'choose "met"'),
        (GapOrBlock(kind="gap", need="A bed", on=TODAY, told_on=BEFORE), "Told before it was met"),
        (GapOrBlock(kind="gap", need="A bed", on=TODAY, closed_on=BEFORE), "Settled before it was met"),
        (Consent(kind="sharing", given_on=TODAY, how="verbal", withdrawn_on=BEFORE), "Withdrawn before"),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused_and_one_that_was_saved_stays_readable(office, record, said):
    office.case(
        "AB2345", build=lambda b: b.assigned().shared_with("GP").put(Goal(id="g", wording="x"), record)
    )
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    with pytest.raises(NotAllowed, match=said):
        save_record(desk, opened, record.model_copy(update={"id": "new"}))
    kept = opened.file.get(type(record), record.id)
    strike(desk, opened, kept, "It was wrong")
    assert opened.file.get(type(record), record.id).struck


def test_the_number_beside_a_heading_leaves_out_what_was_struck(office):
    office.case("AB2345", build=lambda b: b.put(Goal(id="a", wording="A home"), Goal(id="b", wording="Work")))
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    strike(desk, opened, opened.file.get(Goal, "b"), "Twice")
    lines = area_lines(desk, opened, AREAS["plan"], desk.standing(opened.file))
    assert "Goal (1)" in {line.heading for line in lines} and any("struck out" in line.said for line in lines)


@pytest.mark.parametrize(
    ("state", "said"), [("draft", "ready to close"), ("asked", "closure asked"), ("sent back", "")]
)
def test_the_caseload_says_ready_to_close_only_until_closure_is_asked_for(office, state, said):
    closure = Closure(id="c", reason="moved", state=state, asked_by="mary", asked_on=TODAY)
    office.case("AB2345", build=lambda b: b.put(Goal(id="a", wording="A home", state="met"), closure))
    row = office.desk().register.rows["AB2345"]
    assert where_it_is(row) == (said or row.step)
