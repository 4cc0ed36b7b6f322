"""What is said when the program itself made a mistake."""

from __future__ import annotations

import traceback
from pathlib import Path

from casetui.words import N_, say

PLACES = 3
"""Calls that are named, the last ones."""


def about_mistake(error: BaseException | None) -> str:
    """Return a sentence with the kind of error and where it was, and no value: values could name a client."""
    places = traceback.extract_tb(error.__traceback__, limit=-PLACES) if error else []
    where = ", ".join(f"{Path(place.filename).name}:{place.lineno}" for place in places)
    return say(
        N_("The program made a mistake and ended ({kind}: {where}). What was saved is safe."),
        kind=type(error).__name__, where=where,
    )  # fmt: skip
