"""Days, numbers and texts in words, for a line that is read out by itself."""

from __future__ import annotations

import re
from datetime import date

from casetui.words import N_, say, say_n

LINE = 80
"""How many characters of a text a list shows."""


def when(day: date, today: date) -> str:
    """Return how far ``day`` is from today: ``late, 2 days``, ``today``, ``tomorrow``, ``in 3 days``."""
    days = (day - today).days
    if days < 0:
        return say_n("late, {n} day", "late, {n} days", -days)
    if days < 2:
        return say(N_("tomorrow")) if days else say(N_("today"))
    return say_n("in {n} day", "in {n} days", days)


def joined(*parts: str) -> str:
    """Return the parts that are not empty, with commas between."""
    return ", ".join(part for part in parts if part)


def short(text: str) -> str:
    """Return the beginning of a text, for a list: ``line ...``."""
    line, _, more = text.partition("\n")
    if len(line) > LINE:
        line, more = line[:LINE].rpartition(" ")[0] or line[:LINE], "..."
    return f"{line} ..." if more else line


def in_words(text: str) -> str:
    """Return ``text`` with ``3/8`` said as ``3 of 8``."""
    return re.sub(r"\b(\d+)/(\d+)\b(?!/)", lambda m: say(N_("{n} of {of}"), n=m[1], of=m[2]), text)


def unbroken(fingerprint: str) -> str:
    """Return a fingerprint that no line is broken in, as it is compared at a glance."""
    return fingerprint.replace(" ", "\N{NO-BREAK SPACE}")


def spelled(fingerprint: str) -> str:
    """Return a fingerprint as it is read out: sign by sign, with a comma after each group."""
    return ", ".join(" ".join(group) for group in fingerprint.split())
