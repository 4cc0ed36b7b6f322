"""Makes foreign text harmless on its way to the screen, and cuts or wraps it to a width in cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size

from casetui.data.foreign_text import safe

__all__ = ["cut", "fit", "safe", "safe_lines", "wrap"]


def safe_lines(text: str) -> str:
    """Return ``text`` as ``safe`` does, but with its line breaks (all as ``\\n``)."""
    return "\n".join(safe(line) for line in text.splitlines()) + ("\n" if text[-1:] in ("\n", "\r") else "")


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return ``text``, made harmless, in exactly ``width`` cells of the terminal.

    What is too long ends with an ellipsis; what is short is filled with spaces, on the left if ``right``.
    """
    if width <= 0:
        return ""
    text = safe(text[: width * 8 + 64])
    cells = cell_len(text)
    if cells > width:
        return cut(text, width - 1) + "…"
    return " " * (width - cells) + text if right else text + " " * (width - cells)


def cut(text: str, width: int) -> str:
    """Return the beginning of ``text`` in exactly ``width`` cells; half a wide character becomes a space."""
    return set_cell_size(text, width) if width > 0 else ""


_BREAKABLE = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
"""Spaces at which a line may be broken."""


def wrap(text: str, width: int) -> list[str]:
    """Return ``text``, made harmless, in lines of at most ``width`` cells, broken at spaces.

    At a no-break space no line is broken.
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(_BREAKABLE.split(safe(text)), max(1, width)):
        longer = f"{line} {word}" if line else word
        if line and cell_len(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [one.replace("\N{NO-BREAK SPACE}", " ") for one in ([*lines, line] if line else lines)]


def _pieces(words: Iterable[str], width: int) -> Iterable[str]:
    """Yield the words; a word wider than ``width`` cells in pieces of that width."""
    for word in words:
        while cell_len(word) > width:
            head = cut(word, width).rstrip(" ") or word[0]
            yield head
            word = word[len(head) :]
        if word:
            yield word
