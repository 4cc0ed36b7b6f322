"""The sheet that a start shows first says what the desk says, and is good for nobody else."""

from datetime import timedelta

import pytest

from casetui.data.keys.person_keys import Keys
from casetui.desk import lists
from casetui.desk.people.agency import save_agency, save_person
from casetui.desk.session import caseload_snapshot as sheet
from casetui.desk.session.caseload_snapshot import keep_caseload_snapshot, read_caseload_snapshot
from tests.screens.office import KEYS


def dues(b):
    b.assigned(b.case.case.manager).intake()


@pytest.fixture
def busy(office):
    """An agency where everybody has something."""
    office.case("AB2345", "Aoife Nolan", dues)
    office.case("CD2345", "Declan Power", dues, manager="sean")
    office.case("EF2345", "Fatima Zaid", manager="")
    office.case("GH2345", "Joe Hand", dues, manager="sean", restricted_to=["sean", "mary"])
    office.case("JK2345", "Eve South", dues, manager="priya", team="south")
    return office


def kept(office, who="mary", keys=None):
    return read_caseload_snapshot(office.cache, office.locked, who, keys or KEYS[who], office.clock)


def shown(seen):
    """Everything that the caseload shows."""
    loads = [(load.worker.name, load.clients, load.limit, load.word) for load in lists.loads(seen)]
    everyone = not seen.who.has("worker")
    late = [(item.day, item.what, item.row.name) for item in lists.agenda(seen, days=30, everyone=everyone)]
    own = lists.caseload_rows(seen, seen.who.id)
    team = sorted(row.number for row in seen.register if row.open and row.team == seen.who.team)
    name = seen.agency_name, seen.who.name
    return name, seen.today(), loads, late, own, team, lists.unassigned(seen)


@pytest.mark.parametrize("who", ["mary", "sean", "tom", "una", "priya", "liam", "ada"])
def test_the_sheet_shows_what_the_desk_shows(busy, who):
    desk = busy.desk(who)
    keep_caseload_snapshot(desk)
    found = kept(busy, who)
    assert shown(found) == shown(desk)
    assert [found.access(row) for row in found.register] == [
        desk.access(row) for row in desk.register if row.number in found.register.rows
    ]


def test_only_what_the_person_may_list_is_in_it(busy):
    keep_caseload_snapshot(busy.desk("mary"))
    found = kept(busy)
    assert "Eve South" not in repr(found) and "Declan Power" not in repr(found)
    assert {row.name for row in found.register if row.name} == {"Aoife Nolan", "Fatima Zaid", "Joe Hand"}


def test_it_is_sealed_to_the_person(busy):
    keep_caseload_snapshot(busy.desk("mary"))
    (path,) = busy.cache.glob("*-mary.sheet")
    assert b"Aoife" not in path.read_bytes() and path.stat().st_mode & 0o077 == 0
    assert kept(busy, keys=KEYS["sean"]) is None
    assert kept(busy, keys=Keys.make()) is None


def test_once_the_agency_file_was_saved_it_is_good_no_more(busy):
    keep_caseload_snapshot(busy.desk("mary"))
    assert kept(busy)
    tom = busy.desk("tom")
    save_agency(tom, {"name": "Southside"}, tom.agency)
    assert kept(busy) is None


def test_who_was_moved_to_another_team_sees_nothing_of_it(busy):
    keep_caseload_snapshot(busy.desk("mary"))
    tom = busy.desk("tom")
    save_person(tom, {"team": "south"}, tom.people["mary"])
    assert kept(busy) is None


def test_who_has_left_by_today_sees_nothing_of_it(busy):
    tom = busy.desk("tom")
    save_person(tom, {"left_on": tom.today() + timedelta(days=1)}, tom.people["mary"])
    keep_caseload_snapshot(busy.desk("mary"))
    assert kept(busy)
    busy.now += timedelta(days=2)
    assert kept(busy) is None


def test_another_version_of_the_program_makes_its_own(busy, monkeypatch):
    keep_caseload_snapshot(busy.desk("mary"))
    monkeypatch.setattr(sheet.casetui, "__version__", "0.0.1")
    assert kept(busy) is None


def test_none_and_a_damaged_one_are_no_sheet(busy):
    assert kept(busy) is None
    keep_caseload_snapshot(busy.desk("mary"))
    (path,) = busy.cache.glob("*-mary.sheet")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert kept(busy) is None
    path.write_bytes(KEYS["mary"].seal(b"[]"))
    assert kept(busy) is None


def test_a_case_that_waits_in_a_team_where_nobody_works_is_in_it(office):
    office.case("CD2345", build=lambda b: b.assigned("priya"), team="south", manager="priya")
    for who, changes in (
        ("priya", {"left_on": office.now.date() - timedelta(days=1)}),
        ("una", {"team": "north"}),
    ):
        desk = office.desk("tom")
        person = desk.people[who]
        save_person(
            desk,
            {**person.model_dump(include={"name", "roles", "team", "second_signatory"}), **changes},
            person,
        )
    desk = office.desk("tom")
    keep_caseload_snapshot(desk)
    live = [row.number for row in lists.unassigned(desk)]
    assert live == ["CD2345"] == [row.number for row in lists.unassigned(kept(office, "tom"))]
