"""How commands write: plain lines without control characters, and progress where a person watches."""

from __future__ import annotations

import sys
from collections.abc import Callable

from casetui.data.plain import safe
from casetui.words import say


def plain(text: str) -> str:
    """Return ``text`` on one line, without anything that a terminal or a mail program would obey.

    It is what the screens show too, with every run of spaces as one.
    """
    return " ".join(safe(text).split())


def line(text: str = "") -> None:
    """Write one line to standard output."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    sys.stdout.write(f"{indent}{plain(text)}\n")


def note(text: str) -> None:
    """Write one line about the work itself, to standard error; a list of mistakes keeps its lines."""
    sys.stderr.write("".join(f"{plain(part)}\n" for part in text.split("\n")))


def progress(message: str) -> Callable[[int, int], bool] | None:
    """Return what shows ``message``, with ``{done}`` and ``{all}``, as work goes on, or ``None``."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, all_: int) -> bool:
        text = say(message, done=f"{done:,}", all=f"{all_:,}")
        sys.stderr.write(f"\r{text}" + ("\n" if done >= all_ else ""))
        sys.stderr.flush()
        return True

    return show
