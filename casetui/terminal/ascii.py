"""Replaces characters that a terminal cannot show by ASCII of the same width in cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from rich.cells import cell_len

from casetui.terminal.cells import graphemes

_SIGNS = {
    "✓✔☑": "v", "✗✘☒": "X", "○◦◯☐□": "_", "●◉•■▪◆★": "*", "·∙⋅": ".", "…": "~",
    "→▶►▸❯›»⇒": ">", "←◀◄◂❮‹«⇐": "<", "↑▲▴△⇑": "^", "↓▼▾▽⇓": "v", "↔": "-", "↕": "|",
    "─━═╌╍┄┅┈┉╴╶╸╺╼╾⎯": "-", "│┃║╎╏┆┇┊┋╵╷╹╻╽╿⎸⎹▏▎▕": "|", "╱": "/", "╲": "\\", "╳": "X",
    "█▉▊▋▌▐▓▒▀▄▁▂▃▅▆▇▔": "#", "▍": "|", "░": ".", "–—‒―−‐‑": "-", "‘’‚′´`": "'", "“”„″": '"',
    "€": "E", "£": "L", "§": "S", "°": "o", "×": "x", "÷": "/", "≤": "<", "≥": ">", "≠": "#", "±": "+",
    "⚠": "!", "✎": "/", "⏎↵": "<", "⇥": ">", "⌫": "<", "Øø": "O", "ß": "s", "ı": "i", "Łł": "L",
    "Đđ": "D", "Þþ": "T", "ðÐ": "d", "Ææ": "A", "Œœ": "O", "\u00a0\u2007\u202f": " ",
}  # fmt: skip
_TABLE = {sign: plain for signs, plain in _SIGNS.items() for sign in signs}
_TABLE |= {"ø": "o", "ł": "l", "đ": "d", "þ": "t", "Ð": "D", "æ": "a", "œ": "o"}
_BRAILLE = range(0x2800, 0x2900)
_BOX = range(0x2500, 0x2580)

CONSOLE = frozenset(
    "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼" + bytes(range(128, 256)).decode("cp437")
)  # fmt: skip
"""The characters besides ASCII that the font of a plain Linux console has."""


@lru_cache(maxsize=4096)
def ascii_of(piece: str) -> str:
    """Return one grapheme in ASCII, of the same width in cells: ``v`` for ``✓``, ``e`` for ``é``."""
    if piece.isascii():
        return piece
    width = cell_len(piece)
    plain = _TABLE.get(piece[0]) or _TABLE.get(piece)
    if plain is None and ord(piece[0]) in _BOX:
        plain = "+"
    if plain is None and ord(piece[0]) in _BRAILLE:
        plain = "#" if piece[0] != "\u2800" else " "
    if plain is None:
        letters = unicodedata.normalize("NFKD", piece).encode("ascii", "ignore").decode()
        plain = letters[:width] if letters.isprintable() else ""
    if not plain:
        plain = "?" if width else ""
    return plain.ljust(width)[:width]


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
        return "".join(piece if shows(piece) else ascii_of(piece) for piece in graphemes(text))

    return translate
