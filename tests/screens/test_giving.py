"""Whom a case is given to: people who stay, and with a word where they cannot open it yet."""

from casetui.desk.agency import save_person
from casetui.desk.retiring import retire


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
        await seat.press("enter")
        assert "Given to Ben Newcomer. Ben Newcomer has no key yet and cannot open it." in seat.words
    assert office.read("AB2345").case.manager == who


async def test_giving_a_case_to_somebody_with_a_key_says_no_more_than_that(office):
    office.case("AB2345", "Aoife Nolan", manager="")
    async with office.seat("tom", open_case="AB2345") as seat:
        await seat.press("m", "g")
        await seat.type("Mary")
        await seat.press("enter")
        assert "Given to Mary Byrne." in seat.words and "no key" not in seat.words
