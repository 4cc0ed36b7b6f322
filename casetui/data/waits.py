"""How long to wait before trying again what others keep from being done: a random, growing moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import SystemRandom

PATIENCE = 30.0
"""The seconds for which an act is tried again while others keep saving what it changes."""
FIRST_WAIT, LONGEST_WAIT = 0.02, 1.0
"""The seconds that the first wait between two tries takes at most, and the longest."""


def tries() -> Iterator[None]:
    """Yield for each try of an act, with a growing wait before all but the first, up to ``PATIENCE``."""
    end = time.monotonic() + PATIENCE
    yield
    for wait in growing_waits(FIRST_WAIT, LONGEST_WAIT):
        if time.monotonic() + wait > end:
            return
        time.sleep(wait)
        yield


def growing_waits(first: float, longest: float) -> Iterator[float]:
    """Yield seconds to wait, without end: each up to twice as long as the one before, at most ``longest``.

    They are random, so that many who were refused together do not all come back together.
    """
    most = first
    while True:
        yield SystemRandom().uniform(most / 4, most)
        most = min(2 * most, longest)
