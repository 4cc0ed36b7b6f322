"""Foreign text made harmless for whoever shows it: a terminal, a mail program, a printed sheet."""

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
"""What Unicode calls a letter or a sign, and is drawn as nothing: Hangul fillers, the empty Braille cell."""


def can_be_seen(text: str) -> bool:
    """Return whether anything of ``text`` can be seen: no space, mark without a letter, or filler can."""
    return any(char not in _BLANK and unicodedata.category(char) not in _UNSEEN for char in text)


def safe(text: str) -> str:
    """Return ``text`` on one line, without control characters and marks that reorder what is read.

    Line breaks and tabs become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", " ")
    return "".join(" " if char in _BREAKS else char for char in text if char in _BREAKS or _kept(char))


def wrapped(text: str, width: int) -> str:
    """Return ``text`` with a new line at a space wherever it is longer than ``width``; whole for 0."""
    if not width or len(text) <= width:
        return text
    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


def _kept(char: str) -> bool:
    return char not in _DROPPED and unicodedata.category(char) not in ("Cc", "Cs")
