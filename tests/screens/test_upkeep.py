"""What a program does in the background after somebody left: seal anew, and say so."""

import pytest

from casetui.data.errors import CannotOpen
from tests.screens.together import until


@pytest.fixture
def cases(office):
    for number in ("AB2345", "CD2345"):
        office.case(number, f"Client {number}", lambda b: b.intake().assigned())
    return office


async def test_who_is_retired_on_the_screen_opens_nothing_soon_after(cases):
    before = cases.seen_by("sean")
    async with cases.seat("tom") as seat:
        await seat.press("p")
        await seat.stand_on("Seán Keane")
        await seat.press("x", "x")
        assert "Seán Keane is retired." in seat.text
        await seat.press("q")
        await until(seat, lambda: "Sealed anew" in seat.words)
    for number in ("AB2345", "CD2345"):
        with pytest.raises(CannotOpen):
            before.read(f"cases/{number}")
