"""What a new passphrase must not be: too short, one of the most used, or a name that others know."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable

from casetui.data.names import folded
from casetui.words import N_, CaseTUIError, say

SHORTEST = 8
"""The fewest characters of a passphrase."""


MOST_REPEATED = 4
"""The most signs that are no passphrase where they are typed again and again."""
LEAST_RUN = 3
"""The fewest signs that make a run."""
_ROWS = (
    *("abcdefghijklmnopqrstuvwxyz", "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "0123456789"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp"),
)
"""The alphabet, the digits, and the rows and columns of keyboards."""
_RUNS = "\n".join([*_ROWS, *(row[::-1] for row in _ROWS)])


def check_passphrase(passphrase: str, names: Iterable[str] = ()) -> None:
    """Raise ``CaseTUIError`` where a new passphrase is easily guessed.

    ``names`` are those of the agency and of the person. Digits and signs before and after a name make it no
    harder to guess.
    """
    typed = passphrase.strip()
    if len(typed) < SHORTEST:
        sentence = N_("Write at least {n} characters; a few words are easier to keep in mind.")
        raise CaseTUIError(say(sentence, n=SHORTEST))
    if {typed.casefold(), "".join(typed.casefold().split())} & _most_used():
        sentence = N_(
            "This is one of the passwords that are tried first. A few words of your own are better."
        )
        raise CaseTUIError(say(sentence))
    if _is_a_name(typed, names):
        sentence = N_("This is a name that others know: yours or the agency's. Choose other words.")
        raise CaseTUIError(say(sentence))
    if _is_a_pattern("".join(typed.casefold().split())):
        sentence = N_("These are keys side by side, or the same again and again. A few words are better.")
        raise CaseTUIError(say(sentence))


def _most_used() -> frozenset[str]:
    """Return the most used passwords; they are read only when a passphrase is made."""
    content = pkgutil.get_data(__package__, "common_passphrases.txt") or b""
    return frozenset(line for line in content.decode().splitlines() if not line.startswith("#"))


def _is_a_pattern(typed: str) -> bool:
    """Return whether a passphrase is a few signs again and again, or nothing but runs of ``_ROWS``."""
    if any(typed == (typed[:n] * len(typed))[: len(typed)] for n in range(1, MOST_REPEATED + 1)):
        return True
    place = 0
    while place < len(typed):
        lengths = range(len(typed) - place, LEAST_RUN - 1, -1)
        place += (run := next((n for n in lengths if typed[place : place + n] in _RUNS), 0))
        if not run:
            return False
    return True


def _is_a_name(typed: str, names: Iterable[str]) -> bool:
    """Return whether a passphrase is made of nothing but words of these names, digits and signs."""
    words = {word for name in names for word in _letters(name)}
    left = "".join(_letters(typed))
    while left:
        word = max((one for one in words if left.startswith(one)), key=len, default="")
        if not word:
            return False
        left = left[len(word) :]
    return bool(words) and bool(_letters(typed))


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", folded(text))
