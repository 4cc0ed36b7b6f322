"""Every screen of the program is among those that tests of all screens walk through."""

import pytest

from tests.screens.places import PLACES, screens


def test_every_screen_of_the_program_is_walked_through():
    assert {screen.__name__ for screen in screens()} == {place.screen for place in PLACES.values()}


@pytest.mark.parametrize("screen", screens(), ids=lambda screen: screen.__name__)
def test_a_screen_is_made_of_parts_and_not_of_what_it_inherits(screen):
    ours = [one.__name__ for one in screen.__mro__ if one.__module__.startswith("casetui.")]
    assert len(ours) <= 3, ours
