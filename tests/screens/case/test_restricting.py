"""Saying who may open a case, by keys: restricting, lending, taking back, and what others then see."""

from datetime import date, timedelta

import pytest

from casetui.data.records import Entry, Share
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.restricting import share
from casetui.desk.people.agency import save_person
from casetui.screens.home.watch import Watch
from tests.screens.office import NOW, TODAY

CASE = "AB2345"
WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def case(office):
    office.case(CASE, "Aoife Nolan", lambda b: b.assigned())
    return office


def lend(office, to, until=WEEK):
    """Mary lends her case."""
    desk = office.desk()
    share(desk, open_case(desk, CASE), to, until, "Covers for me")


async def restrict(seat, to, reason):
    await seat.press("m", "n", "enter")
    for name in to:
        await seat.type(name)
        await seat.press("space", "ctrl+u")
    await seat.press("enter")
    await seat.fill(reason=reason)
    await seat.save()
    assert "The case of Aoife Nolan is then open to nobody but" in seat.words
    await seat.save()


async def test_a_case_is_restricted_says_so_and_is_a_cover_to_a_colleague(case):
    async with case.seat(open_case=CASE) as seat:
        await restrict(seat, ["Tom"], "Her brother works here")
        assert "restricted · day 9" in seat.lines[0]
        await seat.press("c")
        assert "Restricted: open to Mary Byrne, Tom Walsh only." in seat.text
        await seat.press("t")
        assert "restricted" in seat.line("Her brother works here")
        await seat.stand_on("Her brother works here")
        assert "open to Mary Byrne, Tom Walsh only" in seat.words
    assert case.read(CASE).case.restricted_to == ["mary", "tom"]
    async with case.seat("sean") as seat:
        await seat.press("v")
        assert "Mary Byrne" in seat.line("  C-AB2345") and "Aoife" not in seat.text
        assert "C-AB2345 is restricted. Ask Mary Byrne." in seat.text
        await seat.press("enter")
        assert "C-AB2345 is not open to you. Ask Mary Byrne." in seat.text


async def test_the_form_of_a_restriction_begins_with_who_is_in_and_wants_a_reason(office):
    office.case(CASE, build=lambda b: b.assigned(), restricted_to=["mary", "tom"])
    async with office.seat(open_case=CASE) as seat:
        await seat.press("m")
        assert "Change who may open it" in seat.text
        await seat.press("n")
        assert "Mary Byrne, Tom Walsh" in seat.text
        await seat.save()
        assert "Please fill this in." in seat.words and seat.screen == "FormScreen"


async def test_the_form_of_a_restriction_offers_who_may_be_named(case):
    tom = case.desk("tom")
    save_person(tom, {"name": "Old Hand", "team": "north", "left_on": TODAY - timedelta(days=1)})
    async with case.seat(open_case=CASE) as seat:
        await seat.press("m", "n", "enter")
        assert seat.screen == "Several" and "[x] Mary Byrne" in seat.text
        for name in ("Tom Walsh", "Seán Keane", "Priya Das"):
            assert f"[ ] {name}" in seat.text
        for name in ("Ada Quinn", "Old Hand"):
            assert name not in seat.words


async def test_a_line_manager_who_leaves_themselves_out_is_led_out(case):
    async with case.seat("tom", open_case=CASE) as seat:
        await seat.press("m", "n")
        await seat.fill(reason="A relative of mine")
        await seat.save()
        await seat.save()
        assert seat.screen == "CaseloadScreen" and "Aoife" not in seat.text


async def test_a_restriction_is_lifted_with_a_reason(office):
    office.case(CASE, build=lambda b: b.assigned(), restricted_to=["mary", "tom"])
    async with office.seat(open_case=CASE) as seat:
        await seat.press("m", "f")
        await seat.type("He has left")
        await seat.press("enter")
        assert "The case is open to the team again." in seat.text
        assert "restricted" not in seat.lines[0]
    kept = office.read(CASE)
    assert kept.case.restricted_to == [] and kept.every(Entry)[-1].reason == "He has left"


async def test_a_case_is_lent_and_shown_as_lent(case):
    async with case.seat(open_case=CASE) as seat:
        await seat.press("m", "e")
        await seat.fill(worker="sean", until="+7", reason="Covers for me")
        await seat.save()
        assert seat.screen == "CaseScreen" and "lent · day 9" in seat.lines[0]
        await seat.press("c")
        assert "Lent to Seán Keane until Sat 28 Nov 2026: Covers for me" in seat.text
        await seat.press("t")
        assert "Lent to" in seat.line("Seán Keane · until Sat 28 No")
        assert " lent " in seat.line("Covers for me · Lent to")
    assert case.read(CASE).one(Share).until == WEEK


async def test_those_are_offered_who_are_here_and_cannot_open_it_and_who_has_no_key_is_explained(case):
    tom = case.desk("tom")
    save_person(tom, {"name": "Nora Quill", "team": "north"})
    save_person(tom, {"name": "Old Hand", "team": "north", "left_on": TODAY - timedelta(days=1)})
    async with case.seat(open_case=CASE) as seat:
        await seat.press("m", "e", "enter")
        for name in ("Seán Keane", "Priya Das", "Nora Quill (no key yet)"):
            assert name in seat.text
        for name in ("Mary Byrne", "Tom Walsh", "Ada Quinn", "Old Hand"):
            assert name not in seat.words
        await seat.press("escape")
        await seat.fill(worker="nora.quill", until="+7", reason="Covers for me")
        await seat.save()
        assert "Nora Quill has no key yet and could not open it." in seat.words
        assert "once they are admitted under People (p), lend it to them." in seat.words
    assert case.read(CASE).all(Share) == []


async def test_the_day_until_which_a_case_is_lent_is_checked_and_the_typing_stays(case):
    async with case.seat(open_case=CASE) as seat:
        await seat.press("m", "e")
        await seat.fill(worker="sean", until="21/11/2028", reason="Covers for me")
        await seat.save()
        assert "At most a year ahead: until Sun 21 Nov 2027." in seat.words
        await seat.fill(until="+7")
        await seat.save()
    assert case.read(CASE).one(Share).until == WEEK


async def test_whom_it_is_lent_to_finds_it_in_the_list_with_whose_it_is(office):
    office.case(CASE, "Aoife Nolan", lambda b: b.assigned())
    lend(office, "priya")
    office.case("CD2345", "Una Tall", manager="priya", team="south")
    async with office.seat("priya") as seat:
        assert "Mary Byrne" in seat.line("Aoife Nolan") and "1 of 8" in seat.text
        await seat.press("end")
        await seat.stand_on("Aoife Nolan")
        assert "Lent to you until Sat 28 Nov 2026; ask Mary Byrne about it." in seat.text
        await seat.press("slash")
        await seat.type("aoife")
        assert "C-AB2345" in seat.text
        await seat.press("enter")
        assert seat.screen == "CaseScreen" and "lent until Sat 28 Nov" in seat.lines[0]
        await seat.press("m")
        assert "Lend to a colleague" not in seat.text


async def test_after_the_day_it_is_gone_where_the_program_is_left_open(office):
    office.case(CASE, "Aoife Nolan", lambda b: b.assigned())
    lend(office, "priya", TODAY)
    async with office.seat("priya") as seat:
        watch = Watch(seat.app, seat.app.screen.desk)
        assert "Aoife Nolan" in seat.text
        office.now = NOW + timedelta(days=1)
        watch.look()
        await seat.settle()
        assert "Aoife Nolan" not in seat.text
        assert "Aoife" not in repr(seat.app.screen.desk.register.rows)


async def test_a_case_is_taken_back_from_one_of_several(office):
    office.case(CASE, build=lambda b: b.assigned())
    lend(office, "sean")
    lend(office, "priya")
    async with office.seat(open_case=CASE) as seat:
        await seat.press("m", "k")
        await seat.type("Priya")
        await seat.press("enter")
        assert "Why is it taken back from Priya Das?" in seat.words
        await seat.type("I am back")
        await seat.press("enter")
        assert "Taken back from Priya Das." in seat.text
        await seat.press("m", "k")
        assert "Why is it taken back from Seán Keane?" in seat.words
    back = {one.worker: one.taken_back_reason for one in office.read(CASE).every(Share)}
    assert back == {"sean": "", "priya": "I am back"}


async def test_what_was_lent_is_read_in_the_timeline_and_changed_by_no_form(office):
    office.case(CASE, build=lambda b: b.assigned())
    lend(office, "sean")
    async with office.seat(open_case=CASE) as seat:
        await seat.press("t")
        await seat.stand_on("Lent to")
        await seat.press("enter")
        assert "It was lent as it stands; it can be taken back before its day (m)." in seat.words


async def test_a_colleague_is_not_offered_what_is_not_theirs_to_say(office):
    office.case(CASE, build=lambda b: b.assigned())
    async with office.seat("sean", open_case=CASE) as seat:
        await seat.type("He is ill")
        await seat.press("enter", "m")
        assert "Let the case rest" in seat.text
        assert not [act for act in ("Give", "Restrict", "Lend") if act in seat.text]


@pytest.mark.parametrize("state", [{}, {"state": "closed", "closed_on": date(2026, 11, 20)}])
async def test_the_finder_and_the_help_know_the_acts_of_the_menu(office, state):
    office.case(CASE, build=lambda b: b.assigned(), **state)
    async with office.seat(open_case=CASE) as seat:
        await seat.press("question_mark")
        while "Lend to a colleague" not in seat.text:
            before = seat.text
            await seat.press("down")
            assert seat.text != before, "the help ends without it"
        assert "m e" in seat.line("Lend to a colleague")
        await seat.press("q", "ctrl+p")
        await seat.type("lend to")
        await seat.press("enter")
        assert seat.screen == "FormScreen" and "Lend to a colleague" in seat.lines[0]
