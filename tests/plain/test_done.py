"""What was done is said in few answers: only the fields that settle it are asked for."""

import pytest

from casetui.data.records import Action, Client, GapOrBlock, NetworkPerson, Referral, ServiceInvolved
from tests.plain.lines import said
from tests.screens.office import TODAY


@pytest.fixture
def number(office):
    referral = Referral(id="sent", to="Focus", sent_on=TODAY, goal="goal")
    asked = ServiceInvolved(id="asked", agency="Focus", asked_on=TODAY)
    return office.case(
        "AB2345", build=lambda b: b.assigned().shared_with("Focus").assessed().planned().put(referral, asked)
    )


def test_an_action_is_done_with_what_came_of_it_and_the_day(office, number):
    text = said(office, "1", "done", "Action done", "Keys", "", "yes")
    assert "Fields: 2." in text and "further fields" not in text
    assert "\n1 What came of it: Keys\n2 Done on: 21/11/2026\n" in text, "numbered as they were asked for"
    done = office.read(number).one(Action)
    assert (done.state, done.done_on, done.outcome) == ("done", TODAY, "Keys")


def test_another_field_is_changed_by_its_number_before_the_save(office, number):
    said(office, "1", "done", "Action done", "Keys", "", "who", "Ann", "yes")
    assert office.read(number).one(Action).who == "Ann"


def test_an_answer_a_confirmation_and_a_new_action_ask_for_what_they_need(office, number):
    refused = ("Referral answered", "refused", "", "No room", "", "yes")
    block = ("block", *[""] * 11, "no", "yes")
    interim = ("until then", "The hostel", "yes")
    text = said(office, "1", "done", *refused, *block, *interim)
    assert "Focus refused. What is to be written down?" in text
    said(office, "1", "done", "Service confirmed", "phone", "", "yes")
    said(office, "1", "done", "Add an action", "Ring the landlord", "Mary", "+7", "yes")
    file = office.read(number)
    answer = file.one(Referral)
    assert (answer.answer, answer.refused_why, answer.interim) == ("refused", "No room", "The hostel")
    gap = file.one(GapOrBlock)
    assert (gap.kind, gap.service, gap.on) == ("block", "Focus", TODAY) and "No room" in gap.tried
    assert file.one(ServiceInvolved).confirmed_on == TODAY
    assert [one.what for one in file.all(Action)][-1] == "Ring the landlord"


def test_who_does_it_is_offered_by_number_and_anybody_else_is_taken(office, number):
    office.case("CD2345", "Bo Li", build=lambda b: b.assigned().planned().put(
        Client(id="client", name="Bo Li"), NetworkPerson(id="n", name="An Aunt")
    ))  # fmt: skip
    text = said(office, "Bo Li", "done", "Add an action", "Ring", "1", "+7", "yes")
    assert "1 An Aunt" in text and "Bo Li" in text and "Mary Byrne" in text
    said(office, "Bo Li", "done", "Add an action", "Write", "The neighbour", "+7", "yes")
    assert [one.who for one in office.read("CD2345").all(Action)][-2:] == ["An Aunt", "The neighbour"]
