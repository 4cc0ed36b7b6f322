"""Screens that are made before somebody asks for them: at hand when a key asks, and never out of date."""

from __future__ import annotations

from datetime import timedelta

from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.records import Client
from casetui.screens.case.case import CaseScreen
from casetui.screens.home.agenda import AgendaScreen
from casetui.screens.new_client import NewClientScreen
from tests.screens.office import NOW
from tests.screens.one_case import NUMBER, a_case

PATIENCE = 10.0


async def made(seat, *kinds):
    """Do nothing until a screen of each of these kinds is ready."""
    for _ in range(int(PATIENCE / 0.1)):
        if set(kinds) <= seat.app.ways.spares.made:
            return
        await seat.pilot.pause(0.1)
    raise AssertionError(f"only {seat.app.ways.spares.made} are made")


async def test_a_screen_that_was_made_before_is_shown_once(office):
    a_case(office)
    async with office.seat() as seat:
        await seat.press("a", "q")
        await made(seat, AgendaScreen)
        await seat.press("a")
        first = seat.app.screen
        assert "Agenda  Mary" in seat.text
        assert "q Back" in seat.text
        await seat.press("e", "q")
        await made(seat, AgendaScreen)
        await seat.press("a")
        assert seat.app.screen is not first
        assert "Agenda  Mary" in seat.text


async def test_a_case_screen_that_was_made_before_shows_what_was_saved_since(office):
    a_case(office)
    async with office.seat() as seat:
        await seat.press("enter", "q")
        await made(seat, CaseScreen)
        vault = office.seen_by("mary")
        file = CaseFile.load(vault, f"cases/{NUMBER}").copy()
        file.put(file.one(Client).model_copy(update={"name": "Aoife Byrne"}))
        file.save(vault, "mary", office.now)
        await seat.press("enter")
        assert "Aoife Byrne" in seat.text


async def test_what_was_made_for_yesterday_is_not_shown(office):
    a_case(office)
    async with office.seat() as seat:
        await seat.press("n", "ctrl+x")
        await made(seat, NewClientScreen)
        assert NewClientScreen in seat.app.ways.spares.made
        office.now = NOW + timedelta(days=1)
        assert not seat.app.ways.spares.made
        await seat.press("n")
        assert "Sun 22 Nov 2026" in seat.text


async def test_a_screen_that_cannot_be_made_beforehand_ends_nothing_and_keeps_no_other_from_being_made(
    office,
):
    a_case(office)
    tries = []

    def kind(desk):
        tries.append(desk)
        if len(tries) > 1:
            raise VaultError("The case files cannot be read.")
        return AgendaScreen(desk)

    async with office.seat() as seat:
        seat.app.push_screen(seat.app.ways.spares.take(kind))
        await seat.settle()
        await seat.press("q", "n", "ctrl+x")
        await made(seat, NewClientScreen)
        assert len(tries) == 2
        await seat.press("down", "a", "q")
        await made(seat, AgendaScreen)
        assert len(tries) == 2, "it is tried again only once somebody opened it"
