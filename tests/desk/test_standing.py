"""The standing of a case is made once for what it is made of, and anew where any of that is another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casetui.checklists.base import RULES, Rule
from casetui.data.errors import VaultError
from casetui.data.records import Contact
from casetui.desk import desk as desk_module
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record, tick
from casetui.desk.people.agency import save_agency
from tests.screens.office import NOW, TODAY

NUMBER = "AB2345"


@pytest.fixture
def case(office):
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned().intake())
    return office


@pytest.fixture
def runs():
    """The case numbers that the rules ran for, in their order."""
    found: list[str] = []

    def note(case, method, context):
        found.append(case.case.number)
        return []

    noting = Rule(0, "", note)
    RULES[0].append(noting)
    yield found
    RULES[0].remove(noting)


def test_the_rules_run_once_however_often_a_case_is_looked_at(case, runs):
    desk = case.desk()
    opened = open_case(desk, NUMBER)
    runs.clear()
    assert len({id(desk.standing(opened.file)) for _ in range(3)}) == 1
    assert runs == [NUMBER]


def test_a_tick_runs_the_rules_once_for_the_gate_and_for_how_the_case_then_stands(case, runs):
    desk = case.desk()
    opened = open_case(desk, NUMBER)
    before = desk.standing(opened.file)
    runs.clear()
    tick(desk, opened, "gp", "asked", {"state": "done"})
    after = desk.standing(opened.file)
    assert runs == [NUMBER]
    assert after != before
    other = case.new_desk()
    assert after == other.standing(open_case(other, NUMBER).file)


def test_the_row_of_a_case_that_was_just_saved_is_the_one_that_is_read(case):
    desk = case.desk()
    opened = open_case(desk, NUMBER)
    save_record(desk, opened, Contact(kind="visit", summary="At home", on=TODAY, by="mary"))
    saved = desk.register.rows[NUMBER]
    other = case.new_desk()
    other.refresh()
    assert other.register.rows[NUMBER] == saved


def test_another_day_has_another_standing(case):
    desk = case.desk()
    opened = open_case(desk, NUMBER)
    assert desk.standing(opened.file).day == TODAY
    case.now = NOW + timedelta(days=1)
    assert desk.standing(opened.file).day == TODAY + timedelta(days=1)


def test_what_a_colleague_saves_in_another_case_is_in_the_standing(case, runs):
    desk = case.desk()
    opened = open_case(desk, NUMBER)
    desk.standing(opened.file)
    case.case("CD2345", "Bert Late", lambda b: b.assigned())
    desk.refresh()
    runs.clear()
    desk.standing(opened.file)
    assert runs == [NUMBER]


def test_what_is_put_into_a_copy_is_in_its_standing(case, runs):
    desk = case.desk()
    copied = open_case(desk, NUMBER).file.copy()
    desk.standing(copied)
    copied.put(Contact(kind="visit", summary="At home", on=TODAY, by="mary"))
    runs.clear()
    desk.standing(copied)
    assert runs == [NUMBER]


def test_a_revision_that_is_opened_again_has_the_standing_of_before(case, runs):
    desk = case.desk()
    before = desk.standing(open_case(desk, NUMBER).file)
    runs.clear()
    assert desk.standing(open_case(desk, NUMBER).file) == before and runs == []


def test_a_copy_of_what_was_edited_has_a_standing_of_its_own(case, runs):
    desk = case.desk()
    edited = open_case(desk, NUMBER).file.copy()
    edited.put(Contact(kind="visit", summary="At home", on=TODAY, by="mary"))
    desk.standing(open_case(desk, NUMBER).file)
    runs.clear()
    desk.standing(edited.copy())
    assert runs == [NUMBER]


def test_a_standing_that_is_made_while_the_agency_file_is_read_is_made_anew_after_it(case, runs, monkeypatch):
    desk = case.desk()
    opened = open_case(desk, NUMBER)
    tom = case.new_desk("tom")
    save_agency(tom, {**tom.agency.model_dump(), "name": "Another"}, tom.agency)
    make_keyring = desk_module.keyring_of

    def slow_keyring(*args):
        runs.clear()
        desk.standing(opened.file)  # a key on the screen, while another thread reads the agency file
        return make_keyring(*args)

    monkeypatch.setattr(desk_module, "keyring_of", slow_keyring)
    desk.catch_up_agency()
    assert desk.agency.name == "Another"
    runs.clear()
    desk.standing(opened.file)
    assert runs == [NUMBER]


def test_the_desk_stays_as_it_was_where_the_new_agency_file_opens_nothing(case, monkeypatch):
    desk = case.desk()
    tom = case.new_desk("tom")
    save_agency(tom, {**tom.agency.model_dump(), "name": "Another"}, tom.agency)
    name, keyring = desk.agency.name, desk.keyring

    def damaged(*args):
        raise VaultError("A key file is damaged.")

    with monkeypatch.context() as patch:
        patch.setattr(desk_module, "keyring_of", damaged)
        with pytest.raises(VaultError):
            desk.catch_up_agency()
    assert desk.agency.name == name and desk.keyring is keyring
    desk.catch_up_agency()
    assert desk.agency.name == "Another" and desk.keyring is not keyring
