"""The finder finds a client from every screen, and leaves what is typed there as it is."""

import pytest

from casetui.data.records import (
    Plan,
)
from casetui.desk.acts.cases import open_case
from casetui.screens.case.case import CaseScreen
from casetui.screens.case.record import RecordScreen
from casetui.screens.case.timeline import TimelineScreen
from casetui.screens.home.agenda import AgendaScreen
from casetui.screens.new_client import NewClientScreen
from casetui.screens.people.people import PeopleScreen
from casetui.screens.sign_offs.sign_off import SignOffScreen
from casetui.screens.sign_offs.sign_offs import SignOffsScreen
from tests.screens.one_case import NUMBER, a_case


def _screens(desk):
    opened = open_case(desk, NUMBER)
    return {
        "agenda": lambda: AgendaScreen(desk),
        "people": lambda: PeopleScreen(desk),
        "sign-offs": lambda: SignOffsScreen(desk),
        "sign-off": lambda: SignOffScreen(desk, opened),
        "timeline": lambda: TimelineScreen(desk, opened),
        "case": lambda: _case_screen(desk, opened),
        "new client": lambda: NewClientScreen(desk),
        "record": lambda: RecordScreen(desk, opened, opened.file.every(Plan)[0]),
    }


def _case_screen(desk, opened):
    screen = CaseScreen(desk)
    screen.show_case(opened)
    return screen


@pytest.mark.parametrize(
    "where", ["agenda", "people", "sign-offs", "sign-off", "timeline", "case", "new client", "record"]
)
async def test_a_client_is_found_from_every_screen(office, where):
    a_case(office, Plan(state="agreed", vision="A place"))
    office.case("CD2345", "Bert Late", lambda b: b.assigned())
    async with office.seat() as seat:
        seat.app.push_screen(_screens(seat.app.screen.desk)[where]())
        await seat.settle()
        await seat.press("ctrl+p")
        await seat.type("bert")
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        assert seat.app.screen.opened.case.number == "CD2345"


async def test_the_finder_leaves_what_is_typed_of_a_new_client(office):
    a_case(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.type("Joe")
        await seat.press("ctrl+p")
        await seat.type("aoife")
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        await seat.press("ctrl+q")
        assert "not saved yet" in seat.words
        await seat.press("q")
        assert seat.screen == "NewClientScreen"
        assert seat.app.screen.form.entries()["name"] == "Joe"
