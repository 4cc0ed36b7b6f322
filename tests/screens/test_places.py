"""Every screen of the program is among those that tests of all screens walk through."""

from tests.screens.places import PLACES, screens


def test_every_screen_of_the_program_is_walked_through():
    assert {screen.__name__ for screen in screens()} == {place.screen for place in PLACES.values()}
