"""Covers the screen in a window that is too small to work in with a sentence that says so."""

from __future__ import annotations

from textwrap import wrap

from casetui.terminal.cells import Screen
from casetui.words import N_, say

LEAST = (40, 10)
"""The fewest columns and lines in which every screen can be worked in."""
GLOBAL_KEYS = frozenset(("ctrl+l", "ctrl+q", "ctrl+z"))
"""The keys that work on every screen and in every window: draw anew, quit, suspend."""


def too_small(width: int, height: int) -> bool:
    """Return whether a window of this size is too small; a size of 0 is not known, and is not too small."""
    return 0 < width < LEAST[0] or 0 < height < LEAST[1]


def cover(wanted: Screen) -> Screen | None:
    """Return the screen to show in place of ``wanted``, or ``None`` where the window is large enough."""
    width, height = wanted.width, wanted.height
    if not too_small(width, height):
        return None
    sentence = say(
        N_(
            "This window is too small. Make it at least {width} by {height}. "
            "Only what was typed before is kept."
        ),
        width=LEAST[0],
        height=LEAST[1],
    )
    screen = Screen(width, height, wanted.paint)
    for y, line in enumerate(wrap(sentence, width)[:height]):
        screen.feed(f"\x1b[{y + 1};1H{line}")
    return screen
