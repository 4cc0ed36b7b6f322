"""A form as questions: nothing typed is lost, and what is wrong is asked for again."""

import re
from io import StringIO

import pytest

from casetui.data.records import Client, Closure, Contact, Goal, NewClient, Worker
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import build, save_record
from casetui.plain.talk import STOP, EndOfInput, Talk
from tests.plain.lines import Lines, after, form, said


@pytest.fixture
def number(office):
    return office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake())


def contacts(office, number):
    return office.read(number).all(Contact)


def test_what_is_wrong_is_said_and_asked_again(office, number):
    text = said(
        office, "contact 1", "never", "phone", "Talked", "", "32/13/2026", "tomorrow", "today", "no", "yes"
    )
    assert 'Nothing here is called "never"' in text
    assert "This day has not come yet." in text
    assert [contact.kind for contact in contacts(office, number)] == ["phone"]


def test_a_needed_field_cannot_be_left_empty(office, number):
    text = said(office, "contact 1", "phone", "", "Talked", "", "-", "", "no", "yes")
    assert text.count("Please fill this in.") == 2
    assert contacts(office, number)[0].on == office.now.date()


def test_back_goes_to_the_field_before_and_its_answer_is_kept(office, number):
    said(office, "contact 1", "phone", ":back", "home visit", "Talked", "", "", "no", "yes")
    assert contacts(office, number)[0].kind == "visit"


def test_only_what_the_reason_asks_for_is_asked_and_the_way_back_passes_over_the_others(office, number):
    add = ("1", "8", "add Closure")
    text = said(office, *add, "death", ":back", "needs met", "yes", "", "", "", "", "", "no", "yes")
    assert "2 of 5: Aftercare plan." in text and "2 of 7: No longer needed." in text
    assert "Who asked to close" not in text
    closure = office.read(number).one(Closure)
    assert (closure.reason, closure.needs_met) == ("needs met", True)


def test_why_a_case_rests_is_said_in_words(office, number):
    text = said(office, "1", "rest", "x", "in hospital", "+20", "yes")
    assert "Say it in words, of at least three letters." in text
    assert office.read(number).case.paused_reason == "in hospital"


def test_giving_up_is_asked_about_and_nothing_typed_is_lost(office, number):
    text = said(office, "contact 1", "phone", "Talked", "", ":stop", "no", "no", "no", "yes")
    assert text.count("Give up what you typed?") == 2
    assert contacts(office, number)[0].summary == "Talked"


def test_leaving_can_keep_a_draft_that_the_same_session_offers_again(office, number):
    text = said(
        office, "contact 1", "phone", "Talked", "", ":stop", "keep", "drafts", "back", "contact 1", "take"
    )
    assert "Typed and not saved: 1" in after(text, "It is kept as a draft")
    assert "Talked" in after(text, "and not saved:")
    assert contacts(office, number) == []


def test_giving_up_saves_nothing(office, number):
    text = said(office, "contact 1", "phone", ":stop", "yes", "agenda")
    assert "Agenda" in text
    assert contacts(office, number) == []


def test_input_that_ends_in_a_form_says_that_nothing_is_saved(office, number):
    text = said(office, "contact 1", "phone", "Talked")
    assert "What was typed in this form is not saved." in text
    assert contacts(office, number) == []


def test_a_field_of_the_summary_can_be_changed(office, number):
    text = said(
        office, "contact 1", "phone", "Talked", "", "", "no", "What happened", "Rang twice", "", "yes"
    )
    assert "What happened: Rang twice" in after(text, "What happened: Talked")
    assert contacts(office, number)[0].summary == "Rang twice"


@pytest.mark.parametrize("word", ["save", "Save", "yes", "y"])
def test_save_is_understood_as_the_question_puts_it(office, number, word):
    said(office, "contact 1", "phone", "Talked", "", "", "no", word)
    assert [contact.summary for contact in contacts(office, number)] == ["Talked"]


def test_only_the_whole_word_saves_as_its_start_may_name_a_field(office, number):
    said(office, "contact 1", "phone", "Talked", "", "", "no", "s", "sa")
    assert contacts(office, number) == []


def test_lines_can_be_added_below_a_text(office, number):
    said(office, "contact 1", "phone", "One", "", "", "no", "2", "+ Two", "Three", "", "yes")
    assert contacts(office, number)[0].summary == "One\nTwo\nThree"


def test_what_looks_like_a_cpr_number_is_warned_of_once(office, number):
    text = said(office, "contact 1", "phone", "Born 010190-1234", "", "", "no", "yes", "no", "yes", "yes")
    assert text.count("This looks like a CPR number.") == 1
    assert "yes" not in contacts(office, number)[0].summary


def test_several_are_chosen_with_commas_and_a_minus_empties(office):
    said(office, "people", "add", *form(Worker, name="Nia Roe", roles="1, line manager", team="-"), who="tom")
    nia = next(worker for worker in office.desk("tom").people.values() if worker.name == "Nia Roe")
    assert (nia.roles, nia.team) == (["worker", "line manager"], "")


def test_what_was_typed_when_the_input_ended_is_offered_again(office, number):
    said(office, "contact 1", "phone", "Talked", "")
    text = said(office, "contact 1", "take", "", "", "", "no", "yes")
    assert "What happened: Talked" in after(text, "and not saved:")
    assert [contact.summary for contact in contacts(office, number)] == ["Talked"]
    assert "and not saved:" not in said(office, "contact 1")


def test_what_is_thrown_away_is_not_offered_again(office, number):
    said(office, "contact 1", "phone", "Talked", "")
    said(office, "contact 1", "throw", "yes")
    assert "and not saved:" not in said(office, "contact 1")


def test_what_was_given_up_is_not_offered_again(office, number):
    said(office, "contact 1", "phone", ":stop", "yes")
    assert "and not saved:" not in said(office, "contact 1")


def test_a_long_text_is_kept_line_by_line(office, number):
    said(office, "contact 1", "phone", "One", "Two")
    text = said(office, "contact 1", "take", "", "", "", "no", "yes")
    assert "What happened: One\nTwo" in after(text, "and not saved:")
    assert [contact.summary for contact in contacts(office, number)] == ["One\nTwo"]


@pytest.mark.parametrize("word", [":stop", ":back"])
def test_lines_are_dropped_only_after_asking(office, number, word):
    text = said(office, "contact 1", "phone", "One", word, "no", "Two", "", "", "no", "yes")
    assert "Drop these lines? yes or no" in text
    assert [contact.summary for contact in contacts(office, number)] == ["One\nTwo"]


def test_lines_that_were_dropped_are_kept_no_longer(office, number):
    said(office, "contact 1", "phone", "One", ":stop", "yes", ":stop", "yes")
    assert contacts(office, number) == []
    assert "and not saved:" not in said(office, "contact 1")


def test_the_ways_to_answer_are_said_once_and_where_one_asks(office, number):
    way = ":back goes to the field before"
    assert said(office, "contact 1", ":stop", "yes", "contact 1", ":stop", "yes").count(way) == 1
    assert said(office, "contact 1", "?", ":stop", "yes", "contact 1").count(way) == 2


def test_what_will_be_saved_is_said_once_and_then_only_what_was_changed(office, number):
    text = said(office, "contact 1", "phone", "Talked", "", "", "no", "When", "yesterday", "xyz", "yes")
    assert text.count("What will be saved:") == 1
    assert text.count("Kind: phone") == 1
    assert "3 When: 20/11/2026" in after(text, "What will be saved:")


def test_every_field_is_said_where_one_asks_for_its_number(office, number):
    text = said(office, "contact 1", "phone", "Talked", "", "", "no", "?")
    assert "4 With: (nothing)" in after(text, "Every field, to be changed by its number:")


def test_a_question_of_yes_or_no_says_so_and_asks_again(office, number):
    text = said(office, "contact 1", "phone", ":stop", "perhaps", "no", "no", "yes")
    assert text.count("Give up what you typed?") == 3


def test_a_line_that_the_terminal_cut_off_is_said(office, number):
    text = said(office, "contact 1", "phone", "é" * 2047, "", "", "no", "yes")
    assert f"What came of yours ends with: {'é' * 40}\n" in text
    assert len(contacts(office, number)[0].summary) == 2047
    assert "cuts a line off" not in said(office, "contact 1", "phone", "e" * 4000, "")


def rename(office, number, name):
    """Have Tom change the client's name."""
    desk = office.desk("tom")
    opened = open_case(desk, number)
    client = opened.file.one(Client)
    save_record(desk, opened, build(Client, client, {"name": name}), client)


@pytest.mark.parametrize(("choice", "name"), [("keep mine", "Aoife N"), ("take theirs", "Aoife Nolan-Roe")])
def test_where_two_people_changed_one_field_one_is_asked_which_stands(office, number, choice, name):
    def renamed():
        rename(office, number, "Aoife Nolan-Roe")
        return "yes"

    way = ["Aoife", "client", "Client", "change", *form(Client, name="Aoife N")[:-1], renamed, choice]
    text = said(office, *way)
    assert "Tom Walsh saved this case while you had it open." in text
    assert "Aoife Nolan-Roe" in after(text, "Tom Walsh saved")
    assert office.read(number).one(Client).name == name


def test_of_two_changes_to_one_note_both_can_be_kept(office):
    note = Contact(id="note", kind="phone", summary="He rang.", on=office.now.date())
    number = office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().put(note))

    def theirs():
        desk = office.desk("tom")
        opened = open_case(desk, number)
        record = opened.file.get(Contact, "note")
        save_record(desk, opened, build(Contact, record, {"summary": "She rang."}), record)
        return "yes"

    answers = form(Contact, summary="They rang.")
    text = said(office, "Aoife", "6", "Contact: Sat 21", "change", *answers[:-1], theirs, "keep both")
    assert "Which stands?" in text, text
    (kept,) = contacts(office, number)
    assert kept.summary.index("She rang.") < kept.summary.index("They rang.")


def test_the_end_of_input_is_no_answer():
    with pytest.raises(EndOfInput):
        Talk(StringIO(""), StringIO()).line("Name")


def test_ctrl_c_answers_a_question_and_stops_nothing_that_is_being_done():
    talk = Talk(Lines([lambda: talk.interrupt()]), StringIO())
    talk.ignores_ctrl_c = True
    talk.interrupt()
    assert talk.line("Name") == STOP
    talk.ignores_ctrl_c = False
    with pytest.raises(KeyboardInterrupt):
        talk.interrupt()


def test_further_fields_are_asked_for_by_yes_or_no_and_back_goes_to_the_field_before(office, number):
    text = said(office, "contact 1", "phone", "Talked", "", "", "", "back", "today", "no", "yes")
    asked = after(text, "Ask for them too? yes or no:")
    assert asked.startswith("\nSay yes or no; back goes back.\n")
    assert "3 of 3: When" in after(asked, "Ask for them too?").split("Ask for them too?")[0]
    assert contacts(office, number)[0].summary == "Talked"


def test_so_many_fields_are_asked_for_as_were_said(office, number):
    text = said(office, "1", "3", "add goal", "A tenancy", *[""] * 20)
    told = re.search(r"Fields: (\d+)\.", text)[1]
    assert f"1 of {told}: " in text
    further = re.search(r"There are further fields: (\d+)\.", text)[1]
    text = said(office, "contact 1", "phone", "Talked", "", "", "yes")
    further = re.search(r"There are further fields: (\d+)\.", text)[1]
    assert f"1 of {further}: " in after(text, "further fields")


def test_who_acts_is_chosen_by_number_after_the_name_was_asked_for(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().put(Goal(wording="A tenancy")))
    text = said(office, "1", "3", "add action", "", "Ring the council", "Mary", "+7", "1")
    assert "Who, needed.\nthe name of the person or service\n" in text.partition("Who does it.")[0]
    assert after(text, "Who does it.").startswith("\n1 worker\n2 service\n3 service user\n")


def test_to_go_back_from_the_question_for_which_goal_adds_nothing(office):
    goals = [Goal(wording="A tenancy"), Goal(wording="Work")]
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().put(*goals))
    text = said(office, "1", "3", "add action", "back")
    assert "For which: Goal" in text
    assert "Fields:" not in text


LONG = "word " * 50


def test_a_line_that_is_too_long_can_be_shortened_at_a_word(office):
    said(office, "new", LONG, "yes", *form(NewClient)[1:], "mine")
    (row,) = office.desk("mary").register
    assert row.name == ("word " * 40).strip()


def test_a_line_that_is_too_long_is_kept_until_it_is_shorter(office):
    text = said(office, "new", LONG, "no")
    assert "At most 200 characters; this has 249." in text
    assert "Typed and not saved: 1." in (later := said(office, "drafts", "1"))
    assert LONG.strip() in later
    said(office, "drafts", "1", "open", "take", "A shorter name", *form(NewClient)[1:], "mine")
    assert [row.name for row in office.desk("mary").register] == ["A shorter name"]
