"""Writes characters that a terminal cannot show in ASCII that takes as many cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from casetui.ascii import ascii_of, is_foreign_letter
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
        return _in_as_many_cells([(piece, shows(piece)) for piece in graphemes(text)])

    return translate


def _in_as_many_cells(pieces: Iterable[tuple[str, bool]]) -> str:
    """Return graphemes, each with whether the terminal shows it, in ASCII in as many cells as they take.

    A name of another script is often longer in ASCII, ``devi`` for two signs: it takes the blanks that follow
    it, all but one. Where there are too few of them, the end of the text is cut off.
    """
    texts: list[str] = []
    width = more = 0  # the cells of the graphemes, and how many cells more than that were written
    for piece, shown in pieces:
        width += cell_len(piece)
        if piece == " " and more > 0 and texts[-1] == " ":
            more -= 1
        elif piece == " " and more < 0:
            texts.append(" " * (1 - more))
            more = 0
        elif shown:
            texts.append(piece)
        elif is_foreign_letter(piece) and (letters := ascii_of(piece)):
            texts.append(letters)
            more += len(letters) - cell_len(piece)
        else:
            texts.append(ascii_as_wide(piece))
    text = "".join(texts)
    if more > 0 and cell_len(text.rstrip(" ")) > width:
        return set_cell_size(text, width - 1) + ascii_as_wide("…")
    return set_cell_size(text, width) if more else text
