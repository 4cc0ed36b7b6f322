"""Writes the output of commands: plain lines without control characters, and progress on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO

from casetui.data.foreign_text import safe, wrapped
from casetui.words import say

_shown: list[str] = []
"""The progress that is on the terminal with no new line after it; empty where there is none."""


def plain(text: str) -> str:
    """Return ``text`` on one line, without control characters, which a terminal or mail program would obey.

    Each run of spaces becomes one space.
    """
    return " ".join(safe(text).split())


def line(text: str = "") -> None:
    """Write one line to standard output; spaces before it stay."""
    _clear_progress()
    indent = text[: len(text) - len(text.lstrip(" "))]
    sys.stdout.write(f"{indent}{plain(text)}\n")


def note(text: str) -> None:
    """Write ``text`` to standard error, wrapped to the terminal; its own lines stay apart."""
    _clear_progress()
    width = columns(sys.stderr)
    sys.stderr.write("".join(f"{wrapped(plain(part), width)}\n" for part in text.split("\n")))


def columns(stream: TextIO) -> int:
    """Return the width of the terminal in characters; 0 where the stream is no terminal or does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0


def _clear_progress() -> None:
    """Erase a progress that did not come to its end."""
    if _shown:
        _shown.clear()
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def progress(message: str) -> Callable[[int, int], bool] | None:
    """Return a function that shows how much work is done; ``None`` where standard error is no terminal.

    ``message`` has ``{done}`` and ``{all}``, such as "Reading {done} of {all} cases". The function is called
    with both numbers and returns ``True``: the work goes on.
    """
    if not sys.stderr.isatty():
        return None

    def show(done: int, all_: int) -> bool:
        text = say(message, done=f"{done:,}", all=f"{all_:,}")
        _shown[:] = [text] if done < all_ else []
        sys.stderr.write(f"\r{text}" + ("" if _shown else "\n"))
        sys.stderr.flush()
        return True

    return show
