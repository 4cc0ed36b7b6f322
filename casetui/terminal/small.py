"""A window too small to work in: it says so, and takes no keys that would do something unseen."""

from __future__ import annotations

from textwrap import wrap

from casetui.terminal.cells import Screen
from casetui.words import N_, say

LEAST = (40, 10)
"""The fewest columns and lines in which every screen can be worked in."""
STILL = frozenset(("ctrl+l", "ctrl+q", "ctrl+z"))
"""The keys that do what they do everywhere: drawing anew, quitting, resting."""


def too_small(width: int, height: int) -> bool:
    """Return whether a window of this size is too small; one of an unknown size (0) is not."""
    return 0 < width < LEAST[0] or 0 < height < LEAST[1]


def cover(wanted: Screen) -> Screen | None:
    """Return what a window too small to work in shows in place of ``wanted``; ``None`` for any other."""
    width, height = wanted.width, wanted.height
    if not too_small(width, height):
        return None
    sentence = say(
        N_("This window is too small. Make it at least {width} by {height}. What you typed is kept."),
        width=LEAST[0],
        height=LEAST[1],
    )
    screen = Screen(width, height, wanted.paint)
    for y, line in enumerate(wrap(sentence, width)[:height]):
        screen.feed(f"\x1b[{y + 1};1H{line}")
    return screen
