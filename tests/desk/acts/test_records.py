"""Writing records: ticks, contacts written down, what is struck out, and the domains without a need."""

import pytest

from casetui.data.errors import VaultError
from casetui.data.records import Case, Client, Contact, Entry, Goal, Plan, Tick
from casetui.desk.acts.cases import ReasonNeeded, open_case
from casetui.desk.acts.locked_reason import why_fixed
from casetui.desk.acts.records import (
    build,
    check_may_strike,
    may_write_down,
    save_record,
    strike,
    tick,
    tick_of,
    write_down,
)
from casetui.desk.errors import NotAllowed
from tests.screens.office import TODAY

NUMBER = "AB2345"
RANG = {"kind": "phone", "summary": "Rang", "on": TODAY}


@pytest.fixture
def case(office):
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned().met())
    return office


@pytest.fixture
def mary(case):
    desk = case.desk("mary")
    return desk, open_case(desk, NUMBER)


def last(office):
    entry = office.read(NUMBER).all(Entry)[-1]
    return entry.act, entry.about, entry.fields


# -- ticks ---------------------------------------------------------------------------------------


def test_each_item_of_each_checklist_has_a_tick_of_its_own(case, mary):
    for checklist, item in (("gp", "asked"), ("gp", "national-unit"), ("medical-card", "asked")):
        tick(*mary, checklist, item, {"state": "done"})
    tick(*mary, "gp", "national-unit", {"state": "done", "value": "Mon"})
    assert [(one.checklist, one.item, one.value) for one in case.read(NUMBER).all(Tick)] == [
        ("gp", "asked", ""), ("gp", "national-unit", "2026-11-23"), ("medical-card", "asked", ""),
    ]  # fmt: skip
    assert tick_of(mary[1], "gp", "national-unit").value == "2026-11-23", "a day, however it was typed"
    assert tick_of(mary[1], "gp", "none such") is None


def test_a_tick_says_who_ticked_it_last_and_on_which_day_it_was_done(case, mary):
    tick(*mary, "gp", "asked", {"state": "done"})
    first = case.read(NUMBER).one(Tick)
    assert (first.by, first.on, first.state) == ("mary", TODAY, "done")
    tom = case.desk("tom")
    tick(tom, open_case(tom, NUMBER), "gp", "asked", {"note": "They rang back"})
    again = case.read(NUMBER).one(Tick)
    assert (again.id, again.by, again.state, again.note) == (first.id, "tom", "done", "They rang back")


# -- changes in a form ---------------------------------------------------------------------------


def test_a_new_record_and_a_changed_one_leave_different_entries(case, mary):
    save_record(*mary, Goal(id="g", wording="A tenancy"))
    assert last(case) == ("add", "goal", [])
    goal = mary[1].file.get(Goal, "g")
    save_record(*mary, build(Goal, goal, {"measure": "keys"}), goal)
    assert last(case) == ("save", "goal", ["measure"])


def test_a_record_can_only_be_read_where_it_was_struck_out_the_case_is_closed_or_it_says_so(office):
    office.case(NUMBER, build=lambda b: b.assigned().planned().met())
    desk = office.desk("mary")
    opened = open_case(desk, NUMBER)
    case, contact, plan = opened.case, opened.file.one(Contact), opened.file.one(Plan)
    assert why_fixed(case, contact) == ""
    assert why_fixed(case, plan).startswith("This plan was agreed as it stands")
    strike(desk, opened, contact, "another client")
    struck = opened.file.get(Contact, contact.id)
    assert why_fixed(case, struck) == "Struck out: another client"
    closed = case.model_copy(update={"state": "closed"})
    assert why_fixed(closed, plan) == "The case is closed. It can be reopened as a new episode."
    assert why_fixed(closed, contact, "It is closed.") == "It is closed."
    assert why_fixed(closed, struck) == "Struck out: another client"


# -- striking out --------------------------------------------------------------------------------


def test_striking_out_leaves_an_entry(case, mary):
    strike(*mary, mary[1].file.one(Contact), "another client")
    assert last(case)[:2] == ("strike out", "contact")


@pytest.mark.parametrize("kind", [Client, Case])
def test_a_record_of_which_a_case_has_one_is_not_struck_out(mary, kind):
    with pytest.raises(NotAllowed, match="cannot be struck out"):
        check_may_strike(mary[1], mary[1].file.one(kind))


def test_a_struck_record_is_not_struck_out_again(mary):
    contact = mary[1].file.one(Contact)
    strike(*mary, contact, "another client")
    with pytest.raises(NotAllowed, match="cannot be struck out"):
        strike(*mary, mary[1].file.get(Contact, contact.id), "once more")


# -- a contact that is written down ---------------------------------------------------------------


def test_who_had_the_contact_is_who_writes_it_down_or_whom_they_name(case):
    assert write_down(case.desk("mary"), NUMBER, RANG).by == "mary"
    assert write_down(case.desk("mary"), NUMBER, {**RANG, "by": "sean"}).by == "sean"


def test_a_contact_is_written_down_in_ones_own_case_without_a_question(case):
    may_write_down(case.desk("mary"), NUMBER)


def test_a_case_that_is_not_listed_says_what_is_the_matter_once_it_is_opened(case):
    may_write_down(case.desk("mary"), "ZZ9999")
    with pytest.raises(VaultError):
        write_down(case.desk("mary"), "ZZ9999", RANG)


def test_writing_down_in_a_colleagues_case_needs_a_reason(case):
    desk = case.desk("sean")
    with pytest.raises(ReasonNeeded, match=r"This is Mary Byrne's case. Why do you write in it"):
        may_write_down(desk, NUMBER)
    may_write_down(desk, NUMBER, "She is ill")


def test_nothing_is_written_down_in_a_case_that_is_closed_to_the_person(office):
    office.case(NUMBER, manager="sean", restricted_to=["sean"])
    with pytest.raises(NotAllowed, match="C-AB2345 is not open to you"):
        may_write_down(office.desk("tom"), NUMBER)


def test_nothing_is_written_down_by_who_only_signs(office):
    office.case(NUMBER, build=lambda b: b.assigned().closing())
    with pytest.raises(NotAllowed, match="C-AB2345 is not open to you"):
        may_write_down(office.desk("una"), NUMBER)


def test_nothing_is_written_down_in_a_closed_case(office):
    office.case(NUMBER, "Aoife Nolan", state="closed", closed_on=TODAY)
    with pytest.raises(NotAllowed, match="The case of Aoife Nolan is closed"):
        may_write_down(office.desk("mary"), NUMBER)
