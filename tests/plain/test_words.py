"""What is said: the words of the screens, a line by any of its words, and one word for one thing."""

from datetime import date, timedelta
from io import StringIO

import pytest

from casetui.data.records import Contact, Goal, NewClient, Share, Tick
from casetui.desk.telling.wording import when
from casetui.plain.talk import Talk
from tests.plain.lines import after, form, said

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-2, "late, 2 days"), (-1, "late, 1 day"), (0, "today"), (1, "tomorrow"), (2, "in 2 days"),
        (3, "in 3 days"),
    ],
)  # fmt: skip
def test_how_far_a_day_is_away(days, said):
    assert when(TODAY + timedelta(days=days), TODAY) == said


TASKS = "Tasks, targets"


@pytest.fixture
def number(office):
    return office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake())


def ticks(office, number):
    return {one.state for one in office.read(number).all(Tick)}


def test_what_is_ticked_is_not_unticked_by_tick(office, number):
    text = said(office, "1", "4", TASKS, "tick", TASKS, "tick", "back")
    assert "This is ticked already: done. Say untick to open it." in text
    assert ticks(office, number) == {"done"}


def test_what_is_ticked_is_unticked_by_untick(office, number):
    text = said(office, "1", "4", TASKS, "untick", "tick", TASKS, "untick")
    assert "This is not ticked." in text
    assert ticks(office, number) == {"open"}


def test_what_was_ticked_with_a_note_says_how_it_is_changed(office):
    number = office.case("AB2345", build=lambda b: b.assigned().intake())
    said(office, "1", "4", TASKS, "fill in", "", "", "", "By phone", "", "yes")
    assert ticks(office, number) == {"done"}
    text = said(office, "1", "4", TASKS, "tick", "untick")
    assert text.count("This is ticked: done. Say fill in to change how it stands.") == 2


@pytest.mark.parametrize("way", [["write 1"], ["write down aoife", "1"], ["1", "write"], ["1", "write down"]])
def test_a_contact_is_written_down_by_the_word_of_the_screens(office, number, way):
    said(office, *way, *form(Contact, kind="phone", summary="Talked"))
    assert [one.summary for one in office.read(number).all(Contact)] == ["Talked"]


def test_a_draft_is_opened_and_a_record_edited(office, number):
    said(office, "contact 1", "phone", "Talked", "")
    text = said(office, "drafts", "open 1", "open", "take", "", "", "", "no", "yes")
    assert "Saved for Aoife Nolan." in text
    assert "Fields:" in said(office, "1", "client", "1", "edit")


@pytest.mark.parametrize("way", [["1"], ["1", "2"], ["1", "timeline"], ["find aoife"], ["people", "1"]])
def test_caseload_and_agenda_are_reached_from_anywhere(office, number, way):
    text = said(office, *way, "agenda", "caseload", "help")
    agenda = after(text, "Agenda: Mary Byrne, 7 days")
    assert "\nMy clients: 1 of 8\n1 Aoife Nolan" in agenda
    assert agenda.endswith("My clients, what next, or ?:\n\n")


@pytest.mark.parametrize("way", [["1", "plan"], ["agenda"]])
def test_what_a_screen_leads_to_from_anywhere_does_so_here(office, number, way):
    text = said(office, *way, "people", "1", "sign-offs", "drafts", "new", ":stop")
    for there in ("People\n", "Ada Quinn, what next", "Sign-offs\n", "Typed and not saved:", "New client. F"):
        text = after(text, there)


def test_a_word_for_elsewhere_leads_there_only_by_itself(office, number):
    text = said(office, "1", "new goal")
    assert "New client" not in text and "Nothing here is called" in text


def test_what_begins_like_a_word_for_elsewhere_is_still_a_line(office):
    office.case("AB2345", "Casey Agen", lambda b: b.assigned())
    assert "Casey Agen: the steps" in said(office, "case")


@pytest.mark.parametrize("words", ["A bed", "bed tonight", "goal bed", "tonight"])
def test_a_line_is_found_by_its_words_and_by_what_follows_its_heading(office, words):
    goals = (
        Goal(wording="A bed tonight", measure="He slept there", need="accommodation"),
        Goal(wording="Learn to swim"),
    )
    office.case("AB2345", build=lambda b: b.assigned().intake().put(*goals))
    text = after(said(office, "1", "3", words), "Support plan, what next")
    assert "Goal: A bed tonight\n" in text
    assert "Nothing here" not in text


def test_a_number_that_is_not_there_opens_no_line_that_has_it(office, number):
    assert 'Nothing here is called "2345".' in said(office, "2345")


def test_answers_and_what_waits_are_told_at_the_start(office):
    office.case("AB2345", build=lambda b: b.assigned().intake().closing())
    assert "1 waits for your sign-off. Say sign-offs to hear it." in said(office, who="tom")
    said(office, "sign-offs", "1", "return", "Say who rings her", who="tom")
    told = "1 answer to you. Say sign-offs to hear it."
    assert told in said(office, "sign-offs")
    assert told not in said(office)


def test_what_is_only_lent_is_not_offered_to_be_given(office, number):
    assert "give: " in said(office, "find aoife", "1", "?", who="tom")
    shared = form(Share, worker="una", until="+7", reason="Holiday")
    assert "Saved." in said(office, "1", "lend", *shared)
    text = said(office, "find aoife", "1", "?", who="una")
    assert "contact: " in after(text, "Aoife Nolan: the steps")
    assert "give: " not in text


def test_a_new_episode_is_not_refused_by_going_back(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned(), state="closed")
    text = said(office, "new", *form(NewClient, name="Aoife Nolan"), "1", "back", "back")
    assert "Nothing is saved yet." in after(text, "begin a new episode")
    assert "Case number" not in text


def test_open_is_offered_only_where_a_line_can_be_chosen(office, number):
    assert "open: choose a line" in said(office, "?")
    assert "open: choose a line" not in said(office, "1", "client", "3", "?")


@pytest.mark.parametrize("width", [20, 40])
def test_what_is_broken_at_spaces_is_the_same_words(width):
    words = "One word after another, one-that-cannot-be-broken and the end."
    out = StringIO()
    Talk(StringIO(), out, width=lambda: width).tell(words)
    lines = out.getvalue().splitlines()
    assert " ".join(lines) == words
    assert len(lines) > 1
    assert all(len(line) <= width or " " not in line for line in lines)
