"""Alerts stand where somebody is about to call or visit, and all of them can be read."""

from casetui.data.records import (
    Alert,
)
from tests.screens.one_case import NUMBER, a_case

ALERTS = [
    Alert(kind="danger", text=f"Dog number {n} bites whoever comes to the door alone") for n in range(9)
]


async def test_alerts_stand_above_the_clients_form_and_can_all_be_reached(office):
    a_case(office, *ALERTS)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("client")
        await seat.stand_on("Aoife Nolan")
        await seat.press("enter")
        assert seat.place("Dog number 0") < seat.place("Name")
        assert "Dog number 8" not in seat.text
        assert seat.field == "name", "what is typed at once goes into a field"
        await seat.press("shift+tab", "end")
        assert "Dog number 8" in seat.text


async def test_alerts_stand_above_what_is_written_down_from_outside_the_case(office):
    a_case(office, ALERTS[0])
    async with office.seat() as seat:
        await seat.press("w")
        assert seat.screen == "FormScreen" and "Dog number 0" in seat.text
        assert seat.field == "kind"


async def test_a_notice_that_is_too_long_says_so(office):
    a_case(office)
    async with office.seat() as seat:
        seat.app.screen.tell("word " * 200)
        await seat.settle()
        rows = [line for line in seat.lines if line.startswith(" word")]
        assert len(rows) == 5 and rows[-1].rstrip().endswith("…")
