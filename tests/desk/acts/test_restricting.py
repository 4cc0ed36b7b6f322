"""Restricting a case to named people: who may, who can open it then, and lifting it again."""

from datetime import date, timedelta

import pytest

from casetui.data.records import Assessment, Entry, Share
from casetui.desk.acts.cases import assign, open_case
from casetui.desk.acts.restricting import (
    decides_who_opens,
    lift_restriction,
    may_be_named,
    open_to,
    restrict,
    restriction_begun,
    share,
    take_back,
)
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import save_person
from tests.cases import HANDED_OVER, OPENED
from tests.screens.office import PEOPLE, TODAY

WEEK = TODAY + timedelta(days=7)
CASE = "AB2345"


def opened_by(office, who):
    desk = office.desk(who)
    return desk, open_case(desk, CASE, "to look")


def lend(office, to="sean", until=WEEK, by="mary"):
    desk, opened = opened_by(office, by)
    share(desk, opened, to, until, "Covers while I am away")
    return opened


def last_entry(office):
    made = office.read(CASE).every(Entry)[-1]
    return made.act, made.by, made.reason


def how(office, who):
    return office.desk(who).access(office.read(CASE))


def row_of(office, who):
    return {row.number: row for row in office.desk(who).register}.get(CASE)


def refusing(text):
    return pytest.raises(NotAllowed, match=text)


@pytest.fixture
def case(office):
    office.case(CASE, "Aoife Nolan", lambda b: b.assigned())
    return office


@pytest.mark.parametrize("by", ["mary", "tom"])
def test_a_restricted_case_is_open_to_its_case_manager_and_the_named_only(case, by):
    desk, opened = opened_by(case, by)
    restrict(desk, opened, ["tom"], " Her brother works here ")
    assert {who.id: how(case, who.id) for who in PEOPLE} == {
        "mary": "own", "tom": "own",
        "sean": "cover", "una": "cover", "priya": "cover", "liam": "cover", "ada": "cover",
    }  # fmt: skip
    assert last_entry(case) == ("restrict", by, "Her brother works here")


def test_a_restriction_leaves_one_entry(case):
    desk, opened = opened_by(case, "mary")
    before = len(opened.file.every(Entry))
    restrict(desk, opened, ["tom"], "Need to know")
    assert len(case.read(CASE).every(Entry)) == before + 1


def test_those_named_later_take_the_place_of_those_before(case):
    desk, opened = opened_by(case, "mary")
    restrict(desk, opened, ["tom"], "Need to know")
    restrict(desk, opened, ["mary", "sean"], "Tom is a neighbour")
    assert case.read(CASE).case.restricted_to == ["mary", "sean"]
    assert open_to(desk, opened.file) == ["Restricted: open to Mary Byrne, Seán Keane only."]


def test_only_who_is_here_and_works_with_clients_may_be_named(case):
    desk, opened = opened_by(case, "mary")
    restrict(desk, opened, ["sean", "priya"], "Need to know")
    tom = case.desk("tom")
    save_person(tom, {"name": "Nora Quill", "team": "north"})
    save_person(tom, {"left_on": TODAY - timedelta(days=1)}, tom.people["sean"])
    desk, opened = opened_by(case, "mary")
    named = may_be_named(desk)
    assert named == {
        "liam": "Liam Roche", "mary": "Mary Byrne", "nora.quill": "Nora Quill (no key yet)",
        "tom": "Tom Walsh", "priya": "Priya Das", "una": "Una Daly",
    }  # fmt: skip
    assert list(named) == ["liam", "mary", "nora.quill", "tom", "priya", "una"], "her own team's first"
    assert restriction_begun(desk, opened.case) == {"to": ["mary", "priya"]}
    restrict(desk, opened, list(named), "All of them")
    with refusing("Seán Keane is not here"):
        restrict(desk, opened, ["sean"], "Need to know")


def test_a_case_is_never_sealed_to_its_team_since_nobody_named_has_a_key(case):
    who = save_person(case.desk("tom"), {"name": "Ben Newcomer", "team": "north", "roles": ["worker"]})
    case.case("CD2345", "Joe Hand", manager="")
    tom = case.desk("tom")
    with refusing("Nobody to whom the case is restricted has a key yet"):
        restrict(tom, open_case(tom, "CD2345"), [who], "Need to know")
    assert not case.read("CD2345").case.restricted_to
    restrict(tom, open_case(tom, "CD2345"), [who, "mary"], "Need to know")


def test_a_line_manager_may_leave_themselves_out(case):
    desk, opened = opened_by(case, "tom")
    restrict(desk, opened, ["sean"], "A relative of mine")
    assert how(case, "tom") == "cover"
    assert desk.register.rows[CASE].name == ""


def test_a_lifted_restriction_leaves_everything_as_it_was(case):
    before = {who.id: how(case, who.id) for who in PEOPLE}
    desk, opened = opened_by(case, "mary")
    restrict(desk, opened, ["tom"], "Need to know")
    lift_restriction(desk, opened, "He has left the service")
    assert {who.id: how(case, who.id) for who in PEOPLE} == before
    assert last_entry(case) == ("lift the restriction", "mary", "He has left the service")


def test_a_named_persons_row_is_whole_and_opens_as_the_case_does(case):
    """A named person of another team lists the case and may write in it from the list."""
    desk, opened = opened_by(case, "mary")
    restrict(desk, opened, ["priya"], "Need to know")
    row = row_of(case, "priya")
    assert row.name == "Aoife Nolan" and case.desk("priya").access(row) == "own"


@pytest.mark.parametrize(
    ("to", "reason", "why"),
    [
        ([], "why", "Name who it stays open to"),
        (["tom"], "  ", "Say why"),
        (["nobody"], "why", "nobody is not here"),
        (["ada"], "why", "Ada Quinn is not here, or does not work with clients"),
    ],
)
def test_what_a_restriction_needs(case, to, reason, why):
    desk, opened = opened_by(case, "mary")
    with refusing(why):
        restrict(desk, opened, to, reason)
    assert not case.read(CASE).case.restricted_to


def test_a_case_of_nobodys_is_restricted_to_those_named(office):
    office.case(CASE, manager="")
    desk, opened = opened_by(office, "tom")
    restrict(desk, opened, ["tom", "sean", "tom"], "Need to know")
    kept = office.read(CASE)
    assert kept.case.restricted_to == ["tom", "sean"]
    assert restriction_begun(desk, kept.case) == {"to": ["tom", "sean"]}
    [entry] = [one for one in kept.every(Entry) if one.act == "restrict"]
    assert entry.named == ["tom", "sean"]


def test_before_a_restriction_its_form_names_the_case_manager(case):
    desk, opened = opened_by(case, "tom")
    assert restriction_begun(desk, opened.case) == {"to": ["mary"]}


def test_a_restriction_says_who_may_open_the_case_with_the_roles_of_now(case):
    tom, opened = opened_by(case, "tom")
    una = case.desk("una")
    save_person(una, {"roles": ["worker"]}, una.people["tom"])
    with refusing("Only the case manager or a line manager"):
        restrict(tom, opened, ["sean"], "Need to know")


def test_a_restriction_to_the_same_people_is_refused(case):
    desk, opened = opened_by(case, "mary")
    restrict(desk, opened, ["tom"], "Need to know")
    with refusing("open to these people only already"):
        restrict(desk, opened, ["tom"], "Again")


def test_a_closed_case_that_lacks_something_is_restricted_all_the_same(office):
    """It was closed by a program that did not ask for the client's agreement to the assessment."""
    office.case(
        CASE, build=lambda b: b.assigned().put(Assessment(kind="initial", started_on=OPENED)),
        state="closed", closed_on=TODAY,
    )  # fmt: skip
    desk, opened = opened_by(office, "mary")
    restrict(desk, opened, ["tom"], "Need to know")
    assert office.read(CASE).case.restricted_to == ["mary", "tom"]


def test_what_is_not_restricted_is_not_lifted(case):
    desk, opened = opened_by(case, "mary")
    with refusing("not restricted"):
        lift_restriction(desk, opened, "why")


def test_only_the_case_manager_and_the_teams_line_manager_say_who_may_open_it(case):
    for act in (
        lambda desk, opened: restrict(desk, opened, ["sean"], "why"),
        lambda desk, opened: lift_restriction(desk, opened, "why"),
        lambda desk, opened: share(desk, opened, "priya", WEEK, "why"),
        lambda desk, opened: take_back(desk, opened, "some", "why"),
    ):
        desk, opened = opened_by(case, "sean")
        with refusing("Only the case manager or a line manager"):
            act(desk, opened)


def test_a_named_colleague_does_not_name_others(case):
    desk, opened = opened_by(case, "mary")
    restrict(desk, opened, ["sean"], "Need to know")
    desk, opened = opened_by(case, "sean")
    assert not decides_who_opens(desk, opened.file)


def test_whoever_hands_a_restricted_case_on_goes_out_and_the_new_one_comes_in(office):
    office.case(
        CASE, build=lambda b: b.assigned(), opened_on=date(2026, 1, 10), restricted_to=["mary", "tom"]
    )
    desk, opened = opened_by(office, "tom")
    assign(desk, opened, "sean", hand_over=HANDED_OVER)
    assert office.read(CASE).case.restricted_to == ["sean", "tom"]
    assert (how(office, "mary"), how(office, "sean")) == ("cover", "own")


def test_a_closed_case_can_be_restricted_and_taken_back(office):
    live = Share(id="s", worker="priya", until=WEEK, reason="x")
    office.case(CASE, build=lambda b: b.assigned().put(live), state="closed", closed_on=TODAY)
    desk, opened = opened_by(office, "mary")
    restrict(desk, opened, ["tom"], "Need to know")
    take_back(desk, opened, "s", "Done")
    assert (how(office, "sean"), how(office, "priya")) == ("cover", "cover")
