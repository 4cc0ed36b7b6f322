"""Writes characters that a terminal cannot show in ASCII that takes as many cells."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from rich.cells import cell_len

from casetui.ascii import ascii_of
from casetui.terminal.cells import graphemes

CONSOLE = frozenset(
    "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼" + bytes(range(128, 256)).decode("cp437")
)  # fmt: skip
"""The characters besides ASCII that the font of a plain Linux console has."""


@lru_cache(maxsize=4096)
def ascii_as_wide(piece: str) -> str:
    """Return one grapheme in ASCII, of the same width in cells: ``v`` for ``✓``, ``e`` for ``é``."""
    width = cell_len(piece)
    return (ascii_of(piece) or ("?" if width else "")).ljust(width)[:width]


@lru_cache(maxsize=64)
def translation(encoding: str, ascii_only: bool, console: bool) -> Callable[[str], str]:
    """Return a function that replaces in a text the characters that the terminal cannot show.

    ``encoding`` is the terminal's. ``console`` says that its font is that of a plain Linux console.
    """

    def shows(piece: str) -> bool:
        if ascii_only:
            return False
        if console and not all(char in CONSOLE for char in piece):
            return False
        try:
            piece.encode(encoding)
        except UnicodeError:
            return False
        return True

    @lru_cache(maxsize=4096)
    def translate(text: str) -> str:
        if text.isascii():
            return text
        return "".join(piece if shows(piece) else ascii_as_wide(piece) for piece in graphemes(text))

    return translate
