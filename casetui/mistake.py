"""Says what kind of mistake the program itself made, and in which lines, without naming a client."""

from __future__ import annotations

import traceback
from pathlib import Path

from casetui.words import N_, say

PLACES = 3
"""How many calls are named: the last of the traceback."""


def about_mistake(error: BaseException | None) -> str:
    """Return a sentence with the error's class and lines, such as ``field_row.py:61``, and no values."""
    places = traceback.extract_tb(error.__traceback__, limit=-PLACES) if error else []
    where = ", ".join(f"{Path(place.filename).name}:{place.lineno}" for place in places)
    return say(
        N_("The program made a mistake and ended ({kind}: {where}). What was saved is safe."),
        kind=type(error).__name__, where=where,
    )  # fmt: skip
