"""How commands write: plain lines without control characters, and progress where a person watches."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO

from casetui.data.foreign_text import safe, wrapped
from casetui.words import say

_shown: list[str] = []
"""The progress that stands on the terminal without a new line after it; empty where there is none."""


def plain(text: str) -> str:
    """Return ``text`` on one line, without anything that a terminal or a mail program would obey.

    It is what the screens show too, with every run of spaces as one.
    """
    return " ".join(safe(text).split())


def line(text: str = "") -> None:
    """Write one line to standard output."""
    _clear_progress()
    indent = text[: len(text) - len(text.lstrip(" "))]
    sys.stdout.write(f"{indent}{plain(text)}\n")


def note(text: str) -> None:
    """Write one line about the work itself, to standard error; a list of mistakes keeps its lines."""
    _clear_progress()
    width = columns(sys.stderr)
    sys.stderr.write("".join(f"{wrapped(plain(part), width)}\n" for part in text.split("\n")))


def columns(stream: TextIO) -> int:
    """Return how many characters wide the terminal is; 0 where it is none, or does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0


def _clear_progress() -> None:
    """Erase the progress that was last shown and did not come to its end."""
    if _shown:
        _shown.clear()
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def progress(message: str) -> Callable[[int, int], bool] | None:
    """Return what shows ``message``, with ``{done}`` and ``{all}``, as work goes on, or ``None``."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, all_: int) -> bool:
        text = say(message, done=f"{done:,}", all=f"{all_:,}")
        _shown[:] = [text] if done < all_ else []
        sys.stderr.write(f"\r{text}" + ("" if _shown else "\n"))
        sys.stderr.flush()
        return True

    return show
