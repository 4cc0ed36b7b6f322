"""Signs, lines and letters in plain ASCII, for whoever can show nothing else."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SIGNS = {
    "✓✔☑": "v", "✗✘☒": "X", "○◦◯☐□": "_", "◌": ":", "●◉•■▪◆★": "*", "·∙⋅": ".", "…": "~",
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
_UNSEEN = frozenset(("Mn", "Me", "Cf"))


@lru_cache(maxsize=4096)
def ascii_of(piece: str) -> str:
    """Return one character, with the marks that belong to it, in ASCII; empty where nothing stands for it.

    A letter of another script may become several: ``Shan`` for ``山``.
    """
    return plain_of(piece) or (_romanised(piece) if is_foreign_letter(piece) else "")


@lru_cache(maxsize=4096)
def plain_of(piece: str) -> str:
    """Return what ``ascii_of`` does, but nothing for a letter that is no Latin one: that is romanised."""
    if piece.isascii():
        return piece
    plain = _TABLE.get(piece[0])
    if plain is None and ord(piece[0]) in _BOX:
        plain = "+"
    if plain is None and ord(piece[0]) in _BRAILLE:
        plain = "#" if piece[0] != "\u2800" else " "
    if plain is None:
        letters = unicodedata.normalize("NFKD", piece).encode("ascii", "ignore").decode()
        plain = letters if letters.isprintable() else ""
    return plain


def is_foreign_letter(piece: str) -> bool:
    """Return whether a character is a letter, a vowel sign or a digit that is no ASCII."""
    return not piece.isascii() and unicodedata.category(piece[0])[0] in "LMN"


def _romanised(piece: str) -> str:
    from anyascii import anyascii  # needed by few names: its tables take time to load

    letters = anyascii(piece)
    return letters if letters.isprintable() else ""


def in_ascii(text: str) -> str:
    """Return ``text`` in ASCII, a question mark for what nothing stands for: ``Seán – ✓`` is ``Sean - v``."""
    return "".join(ascii_of(char) or ("" if unicodedata.category(char) in _UNSEEN else "?") for char in text)
