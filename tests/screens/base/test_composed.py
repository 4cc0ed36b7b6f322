"""A screen is made of parts that it has, not of classes that it inherits."""

import pytest

from tests.screens.places import screens

MOST = 3
"""The screen itself, what it has in common with others of its kind, and what all have in common."""


@pytest.mark.parametrize("screen", screens(), ids=lambda screen: screen.__name__)
def test_no_screen_is_built_of_more_than_three_classes_of_ours(screen):
    ours = [one.__name__ for one in screen.__mro__ if one.__module__.startswith("casetui.")]
    assert len(ours) <= MOST, ours
