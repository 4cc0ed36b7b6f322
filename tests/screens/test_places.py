"""Every screen of the program is a place of these tests, and each place is what it says."""

import pytest

from tests.screens.places import PLACES, at, busy, screens


def test_every_screen_of_the_program_is_walked_through():
    assert {screen.__name__ for screen in screens()} == {place.screen for place in PLACES.values()}


@pytest.mark.parametrize("name", PLACES)
async def test_the_keys_lead_there(office, name):
    async with at(busy(office), name) as seat:
        assert seat.screen == PLACES[name].screen
