"""A person who moved to another team or is a worker no more: what they write closes no case to the others."""

from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.records import Contact
from casetui.desk.acts.cases import assign, open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import restrict, share
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import save_person
from casetui.desk.people.retiring import cases_left_by_moving
from casetui.desk.session.upkeep import run_upkeep
from tests.cases import HANDED_OVER
from tests.screens.office import TODAY

ONE = "AB2345"
REFUSED = "Nothing was saved: since your team or your roles were changed.* Ask Tom Walsh to give it"
TALK = Contact(kind="visit", summary="A long talk", on=TODAY)


@pytest.fixture
def office(office):
    office.case(ONE, "Aoife", lambda b: b.assigned())
    return office


def change(office, who="mary", by="tom", **values):
    office.now += timedelta(minutes=30)
    desk = office.desk(by)
    before = desk.people[who]
    save_person(desk, values, before)
    office.now += timedelta(minutes=30)
    return cases_left_by_moving(desk, before)


def talks(office, who):
    """Return how many contacts somebody reads in the case."""
    return len(open_case(office.desk(who), ONE, "to help").file.all(Contact))


@pytest.mark.parametrize("values", [{"team": "south"}, {"roles": ["administrator"]}])
def test_who_lost_the_teams_key_is_refused_and_the_case_stays_open_to_all(office, values):
    change(office, **values)
    desk = office.desk("mary")
    opened = open_case(desk, ONE)
    with pytest.raises(NotAllowed, match=REFUSED):
        save_record(desk, opened, TALK)
    assert [talks(office, who) for who in ("mary", "sean", "tom")] == [0, 0, 0]


def test_who_is_moved_while_they_have_the_case_open_is_refused_too(office):
    desk = office.desk("mary")
    opened = open_case(desk, ONE)
    change(office, team="south")
    with pytest.raises(NotAllowed, match=REFUSED):
        save_record(desk, opened, TALK)


def test_who_is_moved_just_before_the_file_is_written_is_refused_too(office, monkeypatch):
    desk = office.desk("mary")
    opened = open_case(desk, ONE)
    save = CaseFile.save

    def moved_first(*args):
        monkeypatch.setattr(CaseFile, "save", save)
        change(office, team="south")
        return save(*args)

    monkeypatch.setattr(CaseFile, "save", moved_first)
    with pytest.raises(NotAllowed, match=REFUSED):
        save_record(desk, opened, TALK)
    assert talks(office, "tom") == 0


def test_once_it_is_sealed_to_others_who_was_moved_is_told_to_ask_a_line_manager(office):
    change(office, team="south")
    run_upkeep(office.desk("tom"))
    with pytest.raises(NotAllowed, match=r"C-AB2345 is not open to you\. Ask a line manager\."):
        open_case(office.desk("mary"), ONE)


def test_until_a_line_manager_replaces_the_key_what_is_written_is_genuine(office):
    change(office, by="ada", team="south")
    desk = office.desk("mary")
    save_record(desk, open_case(desk, ONE), TALK)
    assert talks(office, "sean") == 1


def test_given_anew_the_case_follows_who_was_moved(office):
    change(office, team="south")
    tom = office.desk("tom")
    assign(tom, open_case(tom, ONE), "mary", hand_over=HANDED_OVER)
    desk = office.desk("mary")
    save_record(desk, open_case(desk, ONE), TALK)
    assert talks(office, "una") == talks(office, "mary") == 1
    case = open_case(office.desk("una"), ONE).case
    assert (case.manager, case.team) == ("mary", "south")


@pytest.mark.parametrize("values", [{"team": "south"}, {"roles": ["administrator"]}])
def test_a_case_that_is_restricted_to_them_they_still_write_in(office, values):
    desk = office.desk("mary")
    restrict(desk, open_case(desk, ONE), ["mary"], "known to the team")
    change(office, **values)
    desk = office.desk("mary")
    save_record(desk, open_case(desk, ONE), TALK)
    assert talks(office, "mary") == 1


def test_a_case_that_is_lent_to_who_is_moved_they_still_write_in(office):
    desk = office.desk("mary")
    share(desk, open_case(desk, ONE), "priya", TODAY, "she knows the family")
    change(office, "priya", team="west")
    priya = office.desk("priya")
    save_record(priya, open_case(priya, ONE), TALK)
    assert talks(office, "tom") == 1


@pytest.mark.parametrize(
    ("values", "cases"),
    [
        ({"team": "south"}, "C-AB2345, C-EF4567"),
        ({"roles": ["administrator"]}, "C-AB2345, C-EF4567"),
        ({"limit": 5}, ""),
    ],
)
def test_whoever_moves_somebody_is_told_which_cases_are_still_theirs(office, values, cases):
    office.case("EF4567")
    office.case("GH5678", state="closed", closed_on=TODAY)
    office.case("JK6789", manager="sean")
    said = change(office, **values)
    assert said == (cases and f"2 clients are still theirs: {cases}. Give each case to a case manager anew.")
