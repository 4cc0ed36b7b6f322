"""Makes text from outside harmless for a terminal, a mail program or a printed sheet."""

from __future__ import annotations

import textwrap
import unicodedata

_BREAKS = "\n\r\t\v\f\x85\u2028\u2029"
_DROPPED = frozenset("\u061c\u200b\u200e\u200f\u2060\ufeff") | frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFFF9, 0xFFFC))
)
"""Marks that turn the order of writing round or hide text. The joiners of Persian and emoji stay."""
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"))
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by Unicode that are drawn as nothing: Hangul fillers, the empty Braille cell."""


def can_be_seen(text: str) -> bool:
    """Return whether ``text`` has a visible character: a space, a combining mark or a filler is none."""
    return any(char not in _BLANK and unicodedata.category(char) not in _UNSEEN for char in text)


LEAST_LETTERS = 3
"""The least letters of something said in words (ours). A wide letter, as in Chinese, counts as two."""


def in_words(text: str) -> bool:
    """Return whether ``text`` says something: a dash, a dot or a single letter says nothing."""
    letters = (char for char in text if char.isalpha())
    return sum(2 if unicodedata.east_asian_width(char) == "W" else 1 for char in letters) >= LEAST_LETTERS


def safe(text: str) -> str:
    """Return ``text`` on one line, without control characters and marks that change the order of writing.

    Line breaks and tabs become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", " ")
    return "".join(" " if char in _BREAKS else char for char in text if char in _BREAKS or _is_kept(char))


def wrapped(text: str, width: int) -> str:
    """Return ``text`` broken at spaces into lines of at most ``width`` characters; unbroken for 0."""
    if not width or len(text) <= width:
        return text
    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


def _is_kept(char: str) -> bool:
    return char not in _DROPPED and unicodedata.category(char) not in ("Cc", "Cs")
