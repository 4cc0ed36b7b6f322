"""What was typed and not saved: said at the start, read whole, gone on with, or thrown away."""

from datetime import timedelta

import pytest

from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Action, Closure, Contact, Goal, NewClient, Plan, Share, Worker
from casetui.desk.acts.case_keys import newest_keys
from tests import disk
from tests.plain.lines import after, form, said
from tests.screens.office import TODAY


@pytest.fixture
def number(office):
    return office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().planned())


def go_on(office, *answers, who="mary"):
    """Go on with the one draft there is, after a start; the form offers what was typed."""
    return said(office, "drafts", "1", "go", *answers, who=who)


def test_what_is_left_is_said_at_the_start_and_read_whole(office, number):
    said(office, "contact 1", "phone", "One", "Two", "")
    text = said(office, "drafts", "1")
    assert "Typed and not saved: 1. Say drafts to hear it." in text
    assert "1 Write down, Aoife Nolan C-AB2345," in text
    assert "What happened: One\nTwo" in text


def test_a_contact_is_gone_on_with(office, number):
    said(office, "contact 1", "phone", "Talked", "")
    go_on(office, "take", "", "", "", "no", "yes")
    assert [one.summary for one in office.read(number).all(Contact)] == ["Talked"]
    assert "Typed and not saved" not in said(office)


def test_what_is_typed_into_a_resumed_text_is_added_below_it_and_that_is_said(office, number):
    said(office, "contact 1", "phone", "One", "Two", "")
    text = go_on(office, "take", "", "Three", "", "", "no", "yes")
    assert "what you type now is added below it." in after(text, "What happened, needed")
    assert [one.summary for one in office.read(number).all(Contact)] == ["One\nTwo\nThree"]


def test_a_resumed_text_is_kept_by_enter_and_written_anew_only_where_one_says_so(office, number):
    said(office, "contact 1", "phone", "One", "")
    said(office, "contact 1", "take", "", "", "", "no", "2", "= Another", "", "yes")
    assert [one.summary for one in office.read(number).all(Contact)] == ["Another"]


def test_a_resumed_text_is_not_lost_where_the_input_ends_in_the_middle_of_the_next_line(office, number):
    said(office, "contact 1", "phone", "One", "")
    said(office, "contact 1", "take", "", "Two")
    go_on(office, "take", "", "", "", "no", "yes")
    assert [one.summary for one in office.read(number).all(Contact)] == ["One\nTwo"]


def test_of_a_resumed_line_it_is_said_that_typing_takes_its_place(office):
    said(office, "new", "Nora Quirke")
    text = said(office, "new", "take", "Nora Quirk", ":stop", "yes")
    assert "what you type now takes its place. Now: Nora Quirke" in text.replace("\n", " ")


def test_a_new_client_is_gone_on_with(office):
    said(office, "new", "Nora Quirke")
    text = go_on(office, "take", *form(NewClient), "mine")
    assert "Nora Quirke" in after(text, "Saved. Nora Quirke is a client of yours now.")


def test_a_new_record_and_a_changed_one_are_gone_on_with(office, number):
    said(office, "1", "3", "add Goal", "Learn to swim")
    go_on(office, "take", *form(Goal, measure="a length"))
    goal = next(one for one in office.read(number).all(Goal) if one.wording == "Learn to swim")
    assert goal.measure == "a length"
    said(office, "1", "3", "Goal: Learn", "change", "Learn to dive")
    go_on(office, "take", *form(Goal))
    assert office.read(number).get(Goal, goal.id).wording == "Learn to dive"


def test_an_action_comes_back_to_its_own_goal(office, number):
    goals = office.read(number).all(Goal)
    said(office, "1", "3", "add Action", "Ring the council")
    go_on(office, "take", *form(Action))
    made = next(one for one in office.read(number).all(Action) if one.what == "Ring the council")
    assert made.goal in {goal.id for goal in goals}


def test_the_note_of_a_tick_comes_back_to_its_item(office, number):
    said(office, "1", "4", "Tasks, targets", "2", "done", "", "By phone", "")
    text = go_on(office, "take", "", "", "", "", "yes")
    assert "By phone" in after(text, "Tasks, targets and times")
    assert "\nSaved." in text


def test_why_a_case_rests_comes_back(office, number):
    said(office, "1", "rest", "In hospital")
    go_on(office, "take", "", "+10", "yes")
    assert office.read(number).case.state == "paused"
    said(office, "1", "rest", "", "+20", "yes")
    assert office.read(number).case.look_again_on == TODAY + timedelta(days=20)


def test_agreeing_a_plan_comes_back(office, number):
    draft = office.read(number).one(Plan).model_copy(update={"state": "draft"})
    office.case("AB2346", "Nora Quirke", lambda b: b.assigned().put(draft))
    said(office, "Nora", "3", "agree the plan", "yesterday")
    text = go_on(office, "take", "", "signed", "", "yes")
    assert "1 Agreed on: 20/11/2026\n2 How: signed" in after(text, "What will be saved:")


def test_lending_comes_back_as_lending_and_hands_the_key_over(office, number):
    said(office, "1", "lend", "Priya")
    go_on(office, "take", "", "+7", "Holiday", "yes")
    assert [one.worker for one in office.read(number).all(Share)] == ["priya"]
    held = {holder for key in newest_keys(office.new_desk(), f"cases/{number}") for holder in key.sealed}
    assert AgencyFile.load(office.locked, AGENCY).key_of("priya").id in held


def test_what_it_was_typed_for_can_be_gone_and_it_can_still_be_read(office, number):
    said(office, "1", "3", "Goal:", "change", "Learn to dive")
    said(office, "1", "3", "Goal:", "strike", "Not hers")
    text = go_on(office)
    assert "Struck out: Not hers" in after(text, "Learn to dive")


def test_a_draft_is_thrown_away_after_asking(office, number):
    said(office, "contact 1", "phone", "Talked", "")
    text = said(office, "drafts", "1", "throw", "no", "throw", "yes")
    assert text.count("Throw away what you typed?") == 2
    assert "Nothing that you typed is left unsaved." in text
    assert "Typed and not saved" not in said(office)


def test_a_reason_that_could_not_be_written_is_offered_again_here_and_after_a_start(office):
    office.case("CD2345", build=lambda b: b.assigned().intake().closing())
    with disk.full(office.folder):
        text = said(
            office, "sign-offs", "1", "return", "Say who rings her", "no", "return", "yes", "no", who="tom"
        )
        assert "Say who rings her\n" in after(text, "and not saved:")
    text = said(office, "sign-offs", "1", "return", "yes", who="tom")
    assert "Typed and not saved: 1." in text
    assert "Sent back." in after(text, "Say who rings her\nGive this as the reason? yes or no")
    assert office.read("CD2345").one(Closure).sent_back_reason == "Say who rings her"
    assert "Typed and not saved" not in said(office, who="tom")


def test_a_draft_of_an_answer_and_of_a_person_lead_to_their_request_and_their_form(office):
    office.case("CD2345", build=lambda b: b.assigned().intake().closing())
    with disk.full(office.folder):
        said(office, "sign-offs", "1", "return", "Say who rings her", "no", who="tom")
    text = go_on(office, "return", "yes", who="tom")
    assert "Sent back." in after(text, "Say who rings her\nGive this as the reason? yes or no")
    said(office, "people", "Seán", "change", "Sean Keane", who="tom")
    text = go_on(office, "take", *form(Worker), who="tom")
    assert "\nSaved." in after(text, "Name: Sean Keane")


def test_another_reason_can_be_given_than_the_one_that_was_typed(office):
    office.case("CD2345", build=lambda b: b.assigned().intake().closing())
    with disk.full(office.folder):
        said(office, "sign-offs", "1", "return", "Say who rings her", "no", who="tom")
    said(office, "sign-offs", "1", "return", "no", "Say what is left", who="tom")
    assert office.read("CD2345").one(Closure).sent_back_reason == "Say what is left"
    assert "Typed and not saved" not in said(office, who="tom")


def test_why_something_is_written_in_a_colleagues_case_is_kept_with_its_form(office):
    office.case("CD2345", "Una Tall", lambda b: b.assigned("sean"))
    said(office, "contact una tall", "1", "Seán is ill", "phone", "Una rang", "")
    assert office.read("CD2345").all(Contact) == []
    assert "Seán is ill" in said(office, "drafts", "1") + said(office, "drafts", "2")


def test_a_reason_that_was_refused_is_offered_again_at_once(office):
    office.case("CD2345", "Una Tall", lambda b: b.assigned("sean"))
    text = said(office, "contact una tall", "1", "ok", "no", "Seán is ill")
    told = after(text, "A reason has at least three letters.")
    assert told.startswith("\nYou gave: ok\nGive this as the reason? yes or no"), told
    assert "Kind:" in told, "another reason was given, and the form is asked for"
