"""How commands write: plain lines without control characters, and progress where a person watches."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

from casetui.words import say

_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def plain(text: str) -> str:
    """Return ``text`` on one line, without anything that a terminal or a mail program would obey.

    Control characters go, and so do those that turn the direction of what follows. Joiners stay: some
    scripts are not read right without them.
    """
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if c not in _TURNING and unicodedata.category(c) not in ("Cc", "Cs"))


def line(text: str = "") -> None:
    """Write one line to standard output."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    sys.stdout.write(f"{indent}{plain(text)}\n")


def note(text: str) -> None:
    """Write one line about the work itself, to standard error."""
    sys.stderr.write(f"{plain(text)}\n")


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
