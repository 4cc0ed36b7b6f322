"""How alike two names are, and whether two phone numbers or references are one."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

SIMILAR = 85.0
"""The least likeness of two names, of 100, that are called similar. The number is ours."""
SAME = 99.9
"""From this likeness on, two names are the same."""
SAME_CONSONANTS, LIKE_CONSONANTS, LIKE_LETTERS = 5, 90.0, 75.0
"""Two names are similar too where their consonants are so many and so alike, and all letters are so alike."""
LEAST_DIGITS = 6
"""The fewest digits, without those of a country, by which a phone or a reference names anybody."""
MOST_OF_COUNTRY = 3
"""The most digits that the code of a country has."""


def in_words(text: str) -> str:
    """Return folded text with spaces for hyphens, apostrophes and stops: ``o hara`` for ``o'hara``."""
    return " ".join(re.sub(r"[-'’‘`ʼ.,_/]", " ", text).split())


def joined(text: str) -> str:
    """Return folded text without hyphens, apostrophes and stops: ``ohara`` for ``o'hara``."""
    return re.sub(r"[-'’‘`ʼ.,_/]", "", text)


@lru_cache(maxsize=50_000)
def _spelt(name: str) -> tuple[str, str, str]:
    """Return a folded name as it is spelt most simply, the same without spaces, and its consonants."""
    simple = re.sub(r"aa|ae", "a", in_words(name)).replace("oe", "o").replace("ue", "u")
    letters = simple.replace(" ", "")
    consonants = re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou]", "", letters))
    return simple, letters, consonants


def likeness(one: str, other: str) -> float:
    """Return how alike two folded names are, of 100, in whatever order their words stand.

    100 is the same name. Other spellings of the same sounds count: Soeren Aagaard and Søren Ågård, Muhammad
    and Mohammed, Abdul Rahman and Abdurrahman.
    """
    if (same := fuzz.token_sort_ratio(in_words(one), in_words(other))) >= SAME:
        return same
    (simple, letters, consonants), (simple2, letters2, consonants2) = _spelt(one), _spelt(other)
    best = max(same, min(99.0, fuzz.token_sort_ratio(simple, simple2)))
    if best < SIMILAR and min(len(consonants), len(consonants2)) >= SAME_CONSONANTS:
        alike = fuzz.ratio(consonants, consonants2)
        if alike >= LIKE_CONSONANTS and fuzz.ratio(letters, letters2) >= LIKE_LETTERS:
            best = alike
    return min(best, 99.0)


def sounded(name: str) -> str:
    """Return the consonants of a folded name, each once where it is doubled, or the name if it has none."""
    return _spelt(name)[2] or name


def phone_digits(phone: str) -> str:
    """Return the digits of a phone number without what is dialled before it: 00, the 0 of a country, (0)."""
    return re.sub(r"\D", "", re.sub(r"\(0\)", "", phone)).lstrip("0")


def same_phone(one: str, other: str) -> bool:
    """Return whether two phone numbers are one, with its country or without it.

    087 123 4567 is +353 87 123 4567.
    """
    return _ends_alike(phone_digits(one), phone_digits(other), MOST_OF_COUNTRY)


def reference_number(reference: str) -> str:
    """Return a reference's number without its label: ``1234567a`` for ``medical card 1234 567 A``."""
    words = reference.split()
    first = next((n for n, word in enumerate(words) if any(c.isdigit() for c in word)), len(words) - 1)
    return re.sub(r"[\W_]", "", "".join(words[max(first, 0) :])).casefold()


def same_reference(one: str, other: str) -> bool:
    """Return whether two numbers of references are one, a letter or two before it or not."""
    return len(one) >= 4 and (one == other or _ends_alike(one, other, 2))


def _ends_alike(one: str, other: str, more: int) -> bool:
    """Return whether one number is the other with a few characters before it, ``more`` at most."""
    shorter, longer = sorted((one, other), key=len)
    few = len(longer) - len(shorter) <= more
    return few and len(shorter) >= LEAST_DIGITS and longer.endswith(shorter)


def words_in_order(folded_text: str) -> tuple[str, ...]:
    """Return the words of folded text in the order of the alphabet: two such are one whole name."""
    return tuple(sorted(in_words(folded_text).split()))
