"""Reads one cell as spreadsheets, databases and other exports leave it.

Marks that quote a text a second time belong to no name and no id, a word for nothing is nothing, and a number
that a spreadsheet shortened names nobody.
"""

from __future__ import annotations

import re

from casetui.data.fields import ONE_LINE
from casetui.data.records.base import plain_text

PAIRS = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»"}
"""The quotation marks, by the one with which a text begins."""
NOTHING = frozenset(("NULL", "N/A", "#N/A", r"\N"))
"""What databases and spreadsheets write where there is nothing, in capitals as here. "Null" is a name too."""
_NO_DAY = frozenset(("", "null", "none", "nil", "na", "n/a", "#n/a", "nan", "nat", r"\n", "-", "--", "0"))
_NO_NUMBERS = re.compile(r"0{1,4}([-/.])0{1,2}(?:\1)0{1,4}")
_SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def unmarked(text: str) -> str:
    """Return ``text`` without the quotation marks around it: ``1`` for ``"1"``, ``'1'``, and ``="1"``.

    Marks around a part of the text stay: ``"Red" and "Bo"``. A text too long for a field is left alone.
    """
    text = text.strip()
    marked = text[1:] if text.startswith('="') else text
    if not 2 <= len(marked) <= 2 * ONE_LINE or PAIRS.get(marked[0]) != marked[-1]:
        return text
    within = marked[1:-1].strip()
    bare = unmarked(within)
    ends_within = marked[0] in within or marked[-1] in within
    return text if ends_within and bare == within else bare


def cleaned(text: str) -> str:
    """Return a cell without marks; empty for a word that means nothing."""
    text = unmarked(text)
    return "" if text in NOTHING else text


def cleaned_day(text: str) -> str:
    """Return the cell of a column of days without marks; empty where it means no day: ``0000-00-00``."""
    text = unmarked(text)
    day = re.split(r"[T ]", text, maxsplit=1)[0] if text[:1] == "0" else text
    return "" if text.casefold() in _NO_DAY or _NO_NUMBERS.fullmatch(day) else text


def is_shortened(text: str) -> bool:
    """Return whether a spreadsheet wrote a long number so that most of its digits are lost: ``1.98E+11``."""
    return _SHORTENED.fullmatch(text) is not None


def plain_line(text: str) -> str:
    """Return a cell as plain text on one line, cut to the length of a field."""
    return " ".join(plain_text(text[: 2 * ONE_LINE]).split())[:ONE_LINE]


def quoted(text: str) -> str:
    """Return a cell's text for a message: at most 40 characters in quotation marks, no control characters."""
    line = " ".join(text.split())
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return f'"{plain[:40]}…"' if len(plain) > 40 else f'"{plain}"'
