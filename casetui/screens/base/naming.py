"""The name of a client on a terminal that cannot show every letter."""

from __future__ import annotations

from collections.abc import Iterable

from casetui.data.rows import Row
from casetui.terminal.driver import LineDriver
from casetui.terminal.kind import Kind


def name_of(row: Row) -> str:
    """Return the name of a client in a list; the case number where no name is known or can be shown."""
    # a row without a name is a colleague's case: its known-as names must not be shown either
    names = (row.name, *row.known_as) if row.name else ()
    return readable(names) or f"C-{row.number}"


def readable(names: Iterable[str]) -> str:
    """Return the first of ``names`` of which the terminal can show a letter as it is written.

    Where there is none, the first that has a letter, which the terminal romanises; empty if none has.
    """
    kind, names = LineDriver.kind or Kind(), tuple(names)
    lettered = (name for name in names if any(char.isalpha() for char in name))
    return next((name for name in names if kind.can_show(name)), next(lettered, ""))
