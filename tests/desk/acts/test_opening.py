"""Opening a case: who may, who is asked for a reason, and what is logged."""

import pytest

from casetui.data.errors import VaultError
from casetui.data.records import Contact, Intake
from casetui.desk.acts.cases import ReasonNeeded, open_case, pause, with_standing
from casetui.desk.acts.records import strike, write_down
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import save_person
from casetui.desk.people.retiring import retire
from tests.screens.office import TODAY


def test_ones_own_case_opens_at_once_and_is_not_logged(office):
    office.case("AB2345")
    assert open_case(office.desk(), "AB2345").access == "own"
    assert office.openings() == ""


def test_a_colleagues_case_asks_for_a_reason_and_the_opening_is_logged(office):
    office.case("AB2345", manager="sean")
    with pytest.raises(ReasonNeeded, match="This is Seán Keane's case"):
        open_case(office.desk(), "AB2345", "  ")
    assert open_case(office.desk(), "AB2345", "He is\till\n").access == "ask"
    at, who, number, reason = office.openings().rstrip("\n").split("\t")
    assert (at, who, number, reason) == ("2026-11-21T10:00:00+00:00", "mary", "AB2345", "He is ill")


@pytest.mark.parametrize("reason", ["8", "x", " a1 b ", "...", "12345678"])
def test_a_stray_key_is_no_reason(office, reason):
    office.case("AB2345", manager="sean")
    with pytest.raises(ReasonNeeded, match=r"This is Seán Keane's case.*A reason has at least three letters"):
        open_case(office.desk(), "AB2345", reason)
    with pytest.raises(NotAllowed, match=r"Say why it is struck out\. A reason has"):
        strike(office.desk("sean"), open_case(office.desk("sean"), "AB2345"), Intake(), reason)
    assert office.openings() == ""


def test_a_restricted_case_is_open_to_those_it_names_only(office):
    office.case("AB2345", manager="sean", restricted_to=["sean", "liam"])
    assert open_case(office.desk("liam"), "AB2345").access == "own"
    for who in ("mary", "tom", "una"):
        with pytest.raises(NotAllowed, match="C-AB2345 is not open to you"):
            open_case(office.desk(who), "AB2345", "because")


def test_another_teams_case_is_not_open(office):
    office.case("AB2345", manager="priya", team="south")
    with pytest.raises(NotAllowed, match="Ask Priya Das"):
        open_case(office.desk("mary"), "AB2345", "because")


@pytest.mark.parametrize("reason", ["ill", "生病", "مرض"])
def test_a_short_word_in_any_writing_is_a_reason(office, reason):
    office.case("AB2345", build=lambda b: b.assigned("sean"), manager="sean")
    assert open_case(office.desk(), "AB2345", reason).case.number == "AB2345"


def test_writing_in_a_colleagues_case_asks_for_a_reason_too(office):
    office.case("AB2345", manager="sean")
    values = {"kind": "phone", "summary": "Rang", "on": TODAY}
    with pytest.raises(ReasonNeeded):
        write_down(office.desk(), "AB2345", values)
    write_down(office.desk(), "AB2345", values, "He is ill")
    assert office.read("AB2345").one(Contact).by == "mary"
    assert "He is ill" in office.openings()


def test_whose_case_it_is_not_is_told_whom_to_ask(office):
    office.case("AB2345", manager="", team="south")
    office.case("CD2345", manager="sean", restricted_to=["sean"])
    with pytest.raises(NotAllowed, match=r"C-AB2345 is not open to you\. Ask a line manager."):
        open_case(office.desk("mary"), "AB2345", "because")
    with pytest.raises(NotAllowed, match=r"C-CD2345 is not open to you\. Ask Seán Keane."):
        open_case(office.desk("mary"), "CD2345", "because")


def test_who_moved_to_another_team_asks_a_line_manager_for_their_former_case(office):
    """It opens with the team's former key until somebody saves it with the newer one."""
    office.case("AB2345", build=lambda b: b.assigned())
    tom = office.desk("tom")
    save_person(tom, {"team": "south"}, tom.people["mary"])
    retire(office.desk("tom"), "sean")
    tom = office.desk("tom")
    pause(tom, open_case(tom, "AB2345"), "hospital", TODAY)
    with pytest.raises(NotAllowed, match=r"C-AB2345 is not open to you\. Ask a line manager"):
        open_case(office.desk("mary"), "AB2345", "because")


def test_a_case_is_opened_with_the_roles_that_the_person_has_now(office):
    office.case("AB2345", manager="sean", build=lambda b: b.assigned("sean"))
    una, tom = office.desk("una"), office.desk("tom")
    save_person(una, {"roles": ["worker"]}, una.people["tom"])
    with pytest.raises(ReasonNeeded):
        open_case(tom, "AB2345")


def test_a_case_without_a_request_is_not_open_to_who_signs(office):
    office.case("AB2345", build=lambda b: b.assigned())
    with pytest.raises(NotAllowed, match="There is nothing to sign in C-AB2345"):
        open_case(office.desk("una"), "AB2345", "to sign")


def test_a_full_disk_keeps_nobody_from_their_own_case_and_nobody_opens_anothers_without_a_log(
    office, monkeypatch
):
    office.case("AB2345", build=lambda b: b.assigned())

    def full_disk(*_, **__):
        raise VaultError("The disk is full.")

    mary, sean = office.desk("mary"), office.desk("sean")
    for desk in (mary, sean):
        monkeypatch.setattr(desk.vault.access_log, "add", full_disk)
    assert open_case(mary, "AB2345").access == "own"
    with pytest.raises(VaultError, match="The disk is full"):
        open_case(sean, "AB2345", "He is ill")


def test_all_records_of_a_case_are_read_before_it_is_shown(office):
    office.case("AB2345", build=lambda b: b.assigned().met())
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    assert with_standing(desk, opened) is opened
    opened.file = opened.file.copy()
    opened.file.tables["share"] = {"s": {"worker": 7}}  # it says who may read the case
    with pytest.raises(VaultError):
        with_standing(desk, opened)
