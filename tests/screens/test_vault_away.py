"""The vault cannot be read for a while: a sentence says so, typing is kept, and the session goes on."""

import random
from datetime import timedelta

import pytest

from casetui.data.records import Contact, Goal
from casetui.desk.people.digest import digest_file, leave_digest
from casetui.screens.home import watch
from tests.away import PARTS, Away
from tests.screens.office import NOW
from tests.screens.places import busy
from tests.screens.test_robust import ANY_KEYS
from tests.screens.together import NUMBER, a_shared_case, goal, in_goal, looked, saved, until

KEYS = ("r", "a", "q", "s", "enter", "q", "p", "q", "d", "q", "slash", "escape", "v", "v", "enter", "q",
        "w", "ctrl+x", "n", "ctrl+x", "ctrl+p", "escape")  # fmt: skip
"""Keys that lead from the caseload to every other list and form, and back."""
IN_A_CASE = (*"12345678", "t", "q", "l", "escape", "m", "escape", "6", "enter", "ctrl+x", "a", "ctrl+x", "q",
             "enter")  # fmt: skip


@pytest.mark.parametrize("names", PARTS.values(), ids=PARTS)
async def test_no_key_ends_the_session(office, monkeypatch, names):
    a_shared_case(office, monkeypatch)
    away = Away(office.folder, *names)
    async with office.seat() as seat:
        away.go()
        await looked(seat)
        for key in KEYS:
            await seat.press(key)
            await looked(seat, 1)
            assert seat.app.is_running and not seat.app._exit, key
        while seat.screen != "CaseloadScreen":
            await seat.press("escape" if seat.screen != "FormScreen" else "ctrl+x")
        away.back()
        saved(office, "sean", Contact, "note", summary="Back again.")
        await looked(seat)
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        await seat.press("6")
        assert "Back again." in seat.text


@pytest.mark.parametrize("names", PARTS.values(), ids=PARTS)
async def test_no_key_in_a_case_ends_the_session(office, monkeypatch, names):
    a_shared_case(office, monkeypatch)
    away = Away(office.folder, *names)
    async with office.seat(open_case=NUMBER) as seat:
        away.go()
        for key in IN_A_CASE:
            await seat.press(key)
            await looked(seat, 1)
            assert seat.app.is_running and not seat.app._exit, key
        away.back()


@pytest.mark.parametrize("names", PARTS.values(), ids=PARTS)
async def test_what_is_typed_meanwhile_is_saved_once_the_vault_is_back(office, monkeypatch, names):
    a_shared_case(office, monkeypatch)
    away = Away(office.folder, *names)
    async with office.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        away.go()
        await looked(seat)
        await seat.fill(measure="keys in hand")
        await seat.save()
        if seat.screen == "FormScreen":
            assert "keys in hand" in seat.text
            away.back()
            await looked(seat)
            await seat.save()
        assert seat.screen == "CaseScreen"
    assert goal(office).measure == "keys in hand"


async def test_a_form_says_that_the_vault_is_away_and_that_it_is_back(office, monkeypatch):
    a_shared_case(office, monkeypatch)
    away = Away(office.folder)
    async with office.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        away.go()
        await until(seat, lambda: "cannot be read just now" in seat.lines[0])
        away.back()
        await until(seat, lambda: "can be read again" in seat.lines[0])


async def test_a_list_says_why_the_vault_cannot_be_read_and_goes_on(office, monkeypatch):
    a_shared_case(office, monkeypatch)
    away = Away(office.folder)
    async with office.seat() as seat:
        away.go()
        await until(seat, lambda: "no link is followed here" in seat.words)
        assert "tried again" in seat.words and "Aoife Nolan" in seat.text
        away.back()
        await until(seat, lambda: "can be read again" in seat.words)
        await seat.press("enter")
        assert seat.screen == "CaseScreen"


async def test_midnight_passes_while_the_vault_is_away(office, monkeypatch):
    a_shared_case(office, monkeypatch)
    away = Away(office.folder)
    async with office.seat() as seat:
        away.go()
        office.now = NOW + timedelta(days=1)
        await looked(seat)
        await seat.press("down")
        assert "22 Nov" in seat.lines[0]
        away.back()
        await until(seat, lambda: "can be read again" in seat.words)


async def test_a_digest_that_cannot_be_written_ends_nothing(office, monkeypatch):
    a_shared_case(office, monkeypatch)
    leave_digest(office.desk())
    away = Away(office.own().folder)
    async with office.seat() as seat:
        away.go()
        saved(office, "sean", Goal, "g", measure="two keys")
        await looked(seat)
        await seat.press("r", "enter", "q", "d", "q")
        assert seat.app.is_running and not seat.app._exit
        away.back()
    assert digest_file(office.own()).exists()


@pytest.mark.parametrize("who", ["mary", "tom", "ada"])
async def test_no_keys_end_the_session_while_the_vault_comes_and_goes(office, monkeypatch, who):
    monkeypatch.setattr(watch, "INTERVAL", 0.05)
    chance, away = random.Random(who), None
    async with busy(office).seat(who, open_case="AB2345" if who != "ada" else "") as seat:
        for n in range(240):
            assert seat.app.is_running and not seat.app._exit
            if n % 12 == 3:
                away = Away(office.folder, *chance.choice(list(PARTS.values())))
                away.go()
            key = chance.choice([key for key in ANY_KEYS if key != "q"])
            seat.send(key)
            if n % 6 == 5:
                await seat.settle()
            if away and n % 12 == 10:
                away.back()
        if away:
            away.back()
        await looked(seat)
