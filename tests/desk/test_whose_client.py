"""Whose client a case is: panel, list, agenda and finder tell the same of who moved, left or will leave."""

from datetime import timedelta

import pytest

from casetui.commands.agenda import written
from casetui.data.records import Contact
from casetui.desk import lists
from casetui.desk.find import finder_of
from casetui.desk.people.agency import save_person
from casetui.desk.people.retiring import retire
from casetui.desk.telling.case_lines import agenda_lines, caseload_lines, caseload_title, found_lines
from tests.screens.office import TODAY

LATE = Contact(
    kind="office", summary="Came by", on=TODAY - timedelta(days=9), next_on=TODAY - timedelta(days=1)
)


@pytest.fixture
def office(office):
    for number in ("AB2345", "CD3456"):
        office.case(number, build=lambda b: b.assigned().put(LATE))
    office.case("EF4567", manager="sean", build=lambda b: b.put(LATE))
    return office


def move(office, by="tom", who="mary", **values):
    desk = office.desk(by)
    save_person(desk, values, desk.people[who])


def told(desk):
    """Return by case manager how many clients the panel, the team's list and the agenda tell."""
    panel = {load.worker.name: load.clients for load in lists.loads(desk) if load.clients}
    if waiting := len(lists.unassigned(desk)):
        panel["unassigned"] = waiting
    listed = count(line.cells[2] for line in caseload_lines(desk, lists.TEAM))
    items = lists.agenda(desk, everyone=True)
    cells = {(line.leads.number, line.cells[3]) for line in agenda_lines(desk, items, everyone=True)}
    printed = {
        (item.row.number, written(desk, item, desk.today(), names=True, managers=True).split(": ")[0])
        for item in items
    }
    assert (
        panel
        == listed
        == count(who for _, who in cells)
        == count(said.split(", ")[-1] for _, said in {(n, said.split(", ")[-1]) for n, said in printed})
    )
    return panel


def count(names):
    found = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def test_as_long_as_everybody_is_there_all_lists_agree(office):
    assert told(office.desk("tom")) == {"Mary Byrne": 2, "Seán Keane": 1}


@pytest.mark.parametrize("values", [{"team": "south"}, {"roles": ["administrator"]}])
def test_the_clients_of_who_can_open_them_no_more_wait_for_a_case_manager_at_once(office, values):
    move(office, **values)
    tom = office.desk("tom")
    assert told(tom) == {"unassigned": 2, "Seán Keane": 1}
    assert "no longer works in its team" in lists.access_note(tom, "AB2345")
    mary = office.desk("mary")
    assert caseload_lines(mary, "mary") == [] and lists.agenda(mary) == []
    assert caseload_title(mary, "mary", 0).parts[:1] in ((), ("0 of 8",))


def test_who_is_retired_has_no_clients_from_that_moment_on(office):
    retire(office.desk("tom"), "mary")
    for days in (0, 1):
        office.now += timedelta(days=days)
        assert told(office.desk("tom")) == {"unassigned": 2, "Seán Keane": 1}
    assert "who has left" in lists.access_note(office.desk("tom"), "AB2345")


def test_who_leaves_ahead_has_their_clients_up_to_the_last_day(office):
    move(office, left_on=TODAY + timedelta(days=1))
    for days, clients in ((0, {"Mary Byrne": 2}), (1, {"Mary Byrne": 2}), (1, {"unassigned": 2})):
        office.now += timedelta(days=days)
        assert told(office.desk("tom")) == {**clients, "Seán Keane": 1}


def test_what_waits_for_a_case_manager_is_on_the_line_managers_own_agenda(office):
    assert lists.agenda(office.desk("tom")) == []
    move(office, team="south")
    assert {item.row.number for item in lists.agenda(office.desk("tom"))} == {"AB2345", "CD3456"}


def test_a_case_that_is_restricted_goes_with_its_case_manager(office):
    office.case("GH5678", build=lambda b: b.assigned().put(LATE), restricted_to=["mary"])
    move(office, team="south")
    panel = {load.worker.name: load.clients for load in lists.loads(office.desk("tom"))}
    assert panel["Mary Byrne"] == 1 and len(lists.unassigned(office.desk("tom"))) == 2


def test_the_caseload_limit_counts_only_clients_whom_they_still_have(office):
    move(office, team="south")
    mary = next(load for load in lists.loads(office.desk("una"), everyone=True) if load.worker.id == "mary")
    assert mary.clients == 0


def test_the_cases_of_a_team_in_which_nobody_works_any_more_are_on_every_line_managers_list(office):
    office.case("GH5678", manager="priya", team="south")
    tom = office.desk("tom")
    assert [row.number for row in lists.unassigned(tom)] == []
    for who in ("priya", "una"):
        desk = office.desk("tom")
        save_person(desk, {"team": "north"}, desk.people[who])
    tom = office.desk("tom")
    assert [row.number for row in lists.unassigned(tom)] == ["GH5678"]
    assert lists.access_note(tom, "GH5678") == (
        "Nobody works in the team south any more. Put somebody into it: People."
    )
    assert [line.leads.number for line in caseload_lines(tom, lists.UNASSIGNED)] == ["GH5678"]


LISTS = {
    "panel": lists.loads,
    "unassigned": lists.unassigned,
    "own agenda": lambda desk: lists.agenda(desk, 0),
    "team's list": lambda desk: caseload_lines(desk, lists.TEAM),
    "own list": lambda desk: caseload_lines(desk, "mary"),
    "waiting": lambda desk: caseload_lines(desk, lists.UNASSIGNED),
    "team's agenda": lambda desk: agenda_lines(desk, lists.agenda(desk, everyone=True), everyone=True),
    "finder": lambda desk: found_lines(desk, finder_of(desk), "c"),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["mary", "tom"])
def test_no_list_asks_what_day_it_is_for_each_of_its_cases(office, name, who):
    def asked(desk):
        times = 0
        clock = desk.clock

        def counted():
            nonlocal times
            times += 1
            return clock()

        desk.clock = counted
        LISTS[name](desk)
        return times

    few = asked(office.desk(who))
    for n in range(22, 27):
        office.case(
            f"GH45{n}", manager=("mary", "sean", "priya", "", "tom")[n % 5], build=lambda b: b.put(LATE)
        )
    assert asked(office.desk(who)) == few
