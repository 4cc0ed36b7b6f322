"""Lending a case to a colleague until a day, and taking it back."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casetui.data.records import Client, Contact, Entry, Share
from casetui.desk import lists
from casetui.desk.access import access_to
from casetui.desk.acts.cases import ReasonNeeded, open_case
from casetui.desk.acts.news import news
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import (
    live_shares,
    may_be_lent_to,
    open_to,
    share,
    take_back,
)
from casetui.desk.errors import NotAllowed
from casetui.desk.find import Finder
from casetui.desk.people.agency import save_person
from tests.cases import OPENED, case_file
from tests.screens.office import NOW, PEOPLE, TODAY

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


@pytest.mark.parametrize("to", ["sean", "priya", "una"])
@pytest.mark.parametrize("head", [{}, {"restricted_to": ["mary", "tom"]}], ids=["open", "restricted"])
def test_whom_a_case_is_lent_to_reads_and_writes_in_it_without_a_question(office, to, head):
    office.case(CASE, "Aoife Nolan", lambda b: b.assigned(), **head)
    lend(office, to)
    desk = office.desk(to)
    opened = open_case(desk, CASE)
    save_record(desk, opened, Contact(kind="visit", summary="Talked", on=TODAY))
    assert office.read(CASE).one(Contact).made_by == to
    assert office.openings().count(to) == 0


def test_lending_leaves_the_reason_the_day_and_one_entry(case):
    opened = lend(case)
    lent = case.read(CASE).one(Share)
    assert (lent.worker, lent.until, lent.given_by, lent.given_on) == ("sean", WEEK, "mary", TODAY)
    assert last_entry(case) == ("lend", "mary", "Covers while I am away")
    assert [one.act for one in opened.file.every(Entry)].count("lend") == 1
    assert open_to(case.desk(), opened.file) == [
        "Lent to Seán Keane until Sat 28 Nov 2026: Covers while I am away"
    ]


@pytest.mark.parametrize(
    ("to", "until", "reason", "why"),
    [
        ("sean", TODAY - timedelta(days=1), "why", "This day is past"),
        ("sean", date(2027, 11, 22), "why", "At most a year ahead: until Sun 21 Nov 2027"),
        ("sean", WEEK, " ", "Say why"),
        ("nobody", WEEK, "why", "nobody is not here"),
        ("ada", WEEK, "why", "Ada Quinn is not here, or does not work with clients"),
        ("mary", WEEK, "why", "Mary Byrne can open this case already"),
        ("tom", WEEK, "why", "Tom Walsh can open this case already"),
    ],
)
def test_what_lending_needs(case, to, until, reason, why):
    desk, opened = opened_by(case, "mary")
    with refusing(why):
        share(desk, opened, to, until, reason)
    assert case.read(CASE).all(Share) == []


@pytest.mark.parametrize("until", [TODAY, date(2027, 11, 21)])
def test_the_first_and_the_last_day_until_which_a_case_can_be_lent(case, until):
    lend(case, until=until)
    assert how(case, "sean") == "lent"


def test_it_is_not_lent_twice_to_one_person(case):
    lend(case)
    with refusing("lent to Seán Keane until Sat 28 Nov 2026 already. Take it back first"):
        lend(case, until=WEEK + timedelta(days=7))


def test_whom_it_can_be_lent_to_is_who_is_here_works_with_clients_and_cannot_open_it_yet(case):
    tom = case.desk("tom")
    save_person(tom, {"name": "Nora Quill", "team": "north"})
    save_person(tom, {"name": "Old Hand", "team": "north", "left_on": TODAY - timedelta(days=1)})
    desk, opened = opened_by(case, "mary")
    assert may_be_lent_to(desk, opened) == {
        "liam": "Liam Roche", "nora.quill": "Nora Quill (no key yet)", "sean": "Seán Keane",
        "priya": "Priya Das", "una": "Una Daly",
    }  # fmt: skip
    lend(case)
    assert "sean" not in may_be_lent_to(*opened_by(case, "mary"))


def test_who_has_no_key_yet_is_not_lent_to_and_it_is_said_what_to_do(case):
    nora = save_person(case.desk("tom"), {"name": "Nora Quill", "team": "north"})
    with refusing("Nora Quill has no key yet and could not open it. Have them start casetui"):
        lend(case, nora)


def test_who_has_left_is_not_lent_to(case):
    gone = case.desk("ada")
    gone.people["sean"] = gone.people["sean"].model_copy(update={"left_on": TODAY - timedelta(days=1)})
    desk, opened = opened_by(case, "mary")
    desk.people["sean"] = gone.people["sean"]
    with refusing("Seán Keane is not here"):
        share(desk, opened, "sean", WEEK, "why")


def test_a_line_manager_who_has_it_lent_does_not_lend_it_on(office):
    office.case(CASE, build=lambda b: b.assigned(), restricted_to=["mary"])
    lend(office, "tom")
    desk, opened = opened_by(office, "tom")
    with refusing("Only the case manager"):
        share(desk, opened, "sean", WEEK, "why")


def test_a_lent_case_is_in_the_lists_and_found_but_on_nobody_elses_caseload(case):
    lend(case, "priya")
    desk = case.desk("priya")
    assert [(row.number, row.manager) for row in lists.caseload_rows(desk, "priya")] == [(CASE, "mary")]
    assert {item.row.number for item in lists.agenda(desk, 30)} == {CASE}
    assert [row.number for row in Finder(list(desk.register)).find("aoife")] == [CASE]
    assert next(load.clients for load in lists.loads(desk) if load.worker.id == "priya") == 0
    assert lists.caseload_rows(case.desk("una"), "priya") == []


def test_after_its_day_it_is_gone_from_the_lists(case):
    lend(case, "priya")
    desk = case.desk("priya")
    case.now = NOW + timedelta(days=7)
    assert [row.number for row in lists.caseload_rows(desk, "priya")] == [CASE]
    case.now = NOW + timedelta(days=8)
    assert lists.caseload_rows(desk, "priya") == [] and lists.agenda(desk, 90) == []
    assert desk.catch_up()
    assert "Aoife" not in repr(desk.register.rows)


def test_taking_it_back_ends_it_at_once_with_a_reason(case):
    opened = lend(case)
    mine = case.desk("sean")
    theirs = open_case(mine, CASE)
    desk = case.desk("mary")
    take_back(desk, opened, live_shares(desk, opened.file)[0].id, "I am back")
    assert last_entry(case) == ("take back", "mary", "I am back")
    back = case.read(CASE).one(Share)
    assert (back.taken_back_by, back.taken_back_on, back.taken_back_reason) == ("mary", TODAY, "I am back")
    with pytest.raises(ReasonNeeded):
        open_case(mine, CASE)
    assert not news(mine, theirs).readable
    with refusing("You may not change this case"):
        save_record(mine, theirs, Contact(kind="visit", summary="Talked", on=TODAY))


@pytest.mark.parametrize("when", ["taken back", "over", "none such"])
def test_what_is_not_lent_is_not_taken_back(case, when):
    opened = lend(case)
    desk = case.desk("mary")
    lent = live_shares(desk, opened.file)[0].id
    if when == "taken back":
        take_back(desk, opened, lent, "I am back")
    elif when == "over":
        case.now = NOW + timedelta(days=8)
    with refusing("not lent any more"):
        take_back(desk, opened, lent if when != "none such" else "x", "Again")


def test_only_loans_of_today_are_shown(case):
    opened = lend(case)
    desk = case.desk("mary")
    assert [one.worker for one in live_shares(desk, opened.file)] == ["sean"]
    case.now = NOW + timedelta(days=8)
    assert live_shares(desk, opened.file) == [] and open_to(desk, opened.file) == []


def test_taking_back_needs_a_reason(case):
    opened = lend(case)
    desk = case.desk("mary")
    with refusing("Say why"):
        take_back(desk, opened, live_shares(desk, opened.file)[0].id, "")
    assert how(case, "sean") == "lent"


def test_it_is_not_open_any_longer_where_the_day_came_while_it_was_open(case):
    lend(case)
    desk = case.desk("sean")
    opened = open_case(desk, CASE)
    case.now = NOW + timedelta(days=8)
    with refusing("You may not change this case"):
        save_record(desk, opened, Contact(kind="visit", summary="Talked", on=TODAY))


HEADS = st.fixed_dictionaries(
    {
        "manager": st.sampled_from(["mary", "priya", ""]),
        "team": st.sampled_from(["north", "south"]),
        "restricted_to": st.lists(st.sampled_from(["mary", "sean", "una"]), unique=True),
    }
)
DAYS = st.integers(0, 400).map(lambda n: OPENED + timedelta(days=n))


@settings(max_examples=200, deadline=None)
@given(head=HEADS, who=st.sampled_from(PEOPLE), until=DAYS, day=DAYS, back=st.none() | DAYS)
def test_after_the_day_or_taking_back_the_way_in_is_what_it_was(head, who, until, day, back):
    before = access_to(who, case_file(**head), day)
    lent = Share(worker=who.id, until=until, reason="x", taken_back_on=back)
    now = access_to(who, case_file(Client(name="A"), lent, **head), day)
    live = back is None and day <= until
    assert now == ("own" if before == "own" else "lent" if live else before)


@settings(max_examples=100, deadline=None)
@given(head=HEADS, who=st.sampled_from(PEOPLE), until=DAYS, day=DAYS)
def test_lending_changes_nothing_for_anybody_else(head, who, until, day):
    lent = Share(worker="somebody", until=until, reason="x")
    assert access_to(who, case_file(lent, **head), day) == access_to(who, case_file(**head), day)


@pytest.mark.parametrize("who", [worker.id for worker in PEOPLE])
@pytest.mark.parametrize("head", [{}, {"restricted_to": ["mary", "priya"]}], ids=["open", "restricted"])
def test_a_row_that_is_listed_says_of_the_way_in_what_the_case_says(office, who, head):
    office.case(CASE, build=lambda b: b.assigned(), **head)
    with suppress(NotAllowed):
        lend(office, who)
    row = row_of(office, who)
    if row is not None:
        assert office.desk(who).access(row) == how(office, who)
