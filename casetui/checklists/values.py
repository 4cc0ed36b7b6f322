"""What an item asks for: the kinds of values that a pack can name, and what is wrong with a value.

Values in files of earlier versions were not checked. They stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from casetui.data.days import Reading, parse_day, short_day
from casetui.data.names import folded
from casetui.words import N_, CaseTUIError, say

MOST_CHOICES = 3
"""How many areas of choice an application takes (Guidebook, C; ours)."""
REFUSALS = 3
"""After so many refusals the national unit is asked for a doctor (Guidebook, C; ours)."""
_ANSWERS = re.compile(r"\b(refus|not accept|accept|assign)", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;/+&\n]")
_BETWEEN_WORDS = r"[\W_]+"
_CITY_AND_COUNTY = re.compile(r"\bCity\s*(?:and|&)\s*County\b|,(?=\s*(?:City|County)\b)", re.IGNORECASE)
"""What stands in one authority's name: "Limerick City & County Council", "Cork, City Council"."""
_AMOUNT = re.compile(r"(?:[€£$]|EUR|kr\.?|DKK)?\s*\d[\d .,]*\s*(?:[€£$]|EUR|kr\.?|DKK)?", re.IGNORECASE)


def _parts(value: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", value) if part.strip()]


def _number(value: str, reading: Reading) -> str:
    if not any(char.isdigit() for char in value):
        raise CaseTUIError(say(N_("Write the number; there is none in this.")))
    return value


def _pps(value: str, reading: Reading) -> str:
    """Return PPS numbers, each checked with its letters."""
    from stdnum.ie import pps

    numbers = [part for part in _parts(value) if any(char.isdigit() for char in part)]
    for part in numbers:
        if not pps.is_valid(re.split(r"\s+(?=\S*\d)", part)[-1]) and not pps.is_valid(part):
            sentence = N_("{text} is not a PPS number: seven digits, then a letter that fits them.")
            raise CaseTUIError(say(sentence, text=part))
    return value


def _day(value: str, reading: Reading) -> str:
    return parse_day(value, reading).isoformat()


def _place(value: str, reading: Reading, names: Sequence[str] = ()) -> str:
    named, rest = _known_places(_CITY_AND_COUNTY.sub("", value), names)
    several = named > 1 or _SEVERAL.search(rest) or re.search(r"\band\b", rest)
    if several or value.casefold().count("council") > 1:
        raise CaseTUIError(say(N_("Write one only: the application goes to one place.")))
    return value


def _known_places(value: str, names: Sequence[str]) -> tuple[int, str]:
    """Return how many of ``names`` stand in a text, and the text without them.

    Case, accents and what stands between the words make no difference: "Dun Laoghaire / Rathdown" is one.
    """
    number, rest = 0, folded(value)
    for name in sorted(names, key=len, reverse=True):
        words = _BETWEEN_WORDS.join(re.findall(r"\w+", folded(name)))
        rest, found = re.subn(rf"\b{words}\b", " ", rest)
        number += found
    return number, rest


def _amount(value: str, reading: Reading) -> str:
    if not _AMOUNT.fullmatch(value):
        raise CaseTUIError(say(N_("Write an amount, such as 208.50.")))
    return value


def _choices(value: str, reading: Reading) -> str:
    if len(_parts(value)) > MOST_CHOICES:
        sentence = N_("Write {most} at most, with commas between; these are {n}.")
        raise CaseTUIError(say(sentence, most=MOST_CHOICES, n=len(_parts(value))))
    return value


def _answers(value: str, reading: Reading) -> str:
    if not all(_ANSWERS.match(part) for part in _parts(value)):
        sentence = N_("Write refused or accepted first for each practice, commas between, such as: refused "
                      "3 March, accepted 9 March.")  # fmt: skip
        raise CaseTUIError(say(sentence))
    return value


KINDS: dict[str, Callable[[str, Reading], str]] = {
    "number": _number,
    "pps": _pps,
    "day": _day,
    "place": _place,
    "amount": _amount,
    "up to 3": _choices,
    "answers": _answers,
}
"""By the name in a pack: returns the value as it is kept, and raises ``CaseTUIError`` for a wrong one."""


def kept(kind: str, value: str, reading: Reading, names: Sequence[str] = ()) -> str:
    """Return a typed value as it is kept; raise ``CaseTUIError`` with one sentence where it is wrong.

    ``names`` are the places that the pack knows, for a value of the kind ``place``.
    """
    value = value.strip()
    if value and kind == "place":
        return _place(value, reading, names)
    return KINDS[kind](value, reading) if value and kind in KINDS else value


def shown(kind: str, value: str) -> str:
    """Return a kept value as it is shown: a day in words."""
    day = day_of(value) if kind == "day" else None
    return short_day(day) if day else value


def day_of(value: str) -> date | None:
    """Return the day that a value of kind ``day`` names; ``None`` for what earlier versions let pass."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def answered(value: str) -> tuple[int, bool | None]:
    """Return how many refusals a value of kind ``answers`` has, and whether the last answer accepted.

    The second is ``None`` where there is no answer in it.
    """
    found = [one.lower() for one in _ANSWERS.findall(value)]
    refused = [one in ("refus", "not accept") for one in found]
    return sum(refused), (not refused[-1]) if refused else None
