"""What is settled or closed is read whole, and takes no more writing."""

import pytest

from casetui.data.records import (
    Closure,
    Disclosure,
    Override,
    Plan,
)
from tests.screens.office import TODAY
from tests.screens.one_case import NUMBER, a_case

SETTLED = {
    "override": (
        "closure",
        Override(rule=18, act="x", why="wwww", asked_on=TODAY, answer="granted", answer_reason="Because so"),
        "answered",
    ),
    "agreed plan": ("plan", Plan(state="agreed", vision="wwww", agreed_on=TODAY), "Add a new version"),
    "asked closure": ("closure", Closure(state="asked", aftercare="wwww"), "send it back first"),
    "disclosure": (
        "consent",
        Disclosure(
            on=TODAY, recipient="wwww", reason="r", information="i", told_client="yes", reviewed_by="tom"
        ),
        "reviewed",
    ),
}


@pytest.mark.parametrize("what", SETTLED)
async def test_what_is_settled_is_read_and_not_written(office, what):
    area, record, why = SETTLED[what]
    a_case(office, record)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area(area)
        await seat.settle()
        await seat.stand_on("wwww")
        await seat.press("enter")
        assert seat.screen == "RecordScreen"
        assert "wwww" in seat.text and why in seat.words


async def test_a_long_text_is_read_whole(office):
    text = " ".join(f"word{n}" for n in range(300))
    a_case(office, Plan(state="agreed", vision=text, agreed_on=TODAY))
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("plan")
        await seat.settle()
        await seat.stand_on("word0")
        await seat.press("enter", "end")
        assert "word299" in seat.text


@pytest.mark.parametrize("key", ["a", "x", "space"])
async def test_a_closed_case_takes_nothing_and_says_how_it_is_reopened(office, key):
    a_case(office, Plan(vision="A place"), state="closed", closed_on=TODAY)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("plan")
        await seat.press("home", key)
        assert seat.screen == "CaseScreen"
        assert "The case is closed. It can be reopened (m)." in seat.text
        await seat.stand_on("A place")
        await seat.press("enter")
        assert seat.screen == "RecordScreen"


async def test_nothing_is_typed_for_a_closed_case_that_could_not_be_saved(office):
    a_case(office, state="closed", closed_on=TODAY)
    async with office.seat() as seat:
        seat.app.screen.write_down(NUMBER)
        await seat.settle()
        assert seat.screen == "CaseloadScreen" and "is closed" in seat.text
