"""Whom a case is given to: people who stay, and with a word where they cannot open it yet."""

from casetui.desk.people.agency import save_person
from casetui.desk.people.retiring import retire


async def test_a_case_is_given_to_nobody_who_has_retired(office):
    office.case("AB2345", "Aoife Nolan")
    retire(office.desk("una"), "sean")
    async with office.seat("tom", open_case="AB2345") as seat:
        await seat.press("m", "g")
        assert "Mary Byrne" in seat.text and "Seán Keane" not in seat.text


async def test_giving_a_case_to_somebody_without_a_key_says_that_they_cannot_open_it(office):
    office.case("AB2345", "Aoife Nolan", manager="")
    who = save_person(office.desk("tom"), {"name": "Ben Newcomer", "team": "north", "roles": ["worker"]})
    async with office.seat("tom", open_case="AB2345") as seat:
        await seat.press("m", "g")
        await seat.type("Ben")
        await seat.press("enter", "enter")
        assert "Given to Ben Newcomer. Ben Newcomer has no key yet and cannot open it." in seat.words
    assert office.read("AB2345").case.manager == who


async def test_giving_a_case_to_somebody_with_a_key_says_no_more_than_that(office):
    office.case("AB2345", "Aoife Nolan", manager="")
    async with office.seat("tom", open_case="AB2345") as seat:
        await seat.press("m", "g")
        await seat.type("Mary")
        await seat.press("enter", "enter")
        assert "Given to Mary Byrne." in seat.words and "no key" not in seat.words


async def test_who_retires_is_said_to_leave_clients_behind_with_their_numbers(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned("sean"), manager="sean")
    office.case("CD2345", "Joe Hand", lambda b: b.assigned("mary"))
    async with office.seat("tom") as seat:
        await seat.press("p")
        await seat.stand_on("Seán Keane")
        await seat.press("x", "x")
        assert "1 client is still theirs, to be given to somebody else: C-AB2345." in seat.words
        assert "C-CD2345" not in seat.words
