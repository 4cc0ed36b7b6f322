"""The line of each key in a TOML text, so that a mistake can be shown at its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_PAIR = re.compile(rf"\s*({_DOTTED})\s*=(.*)")
_ONE_KEY = re.compile(_KEY)


def line_numbers(text: str) -> dict[Path, int]:
    """Return the line, from 1, of every table and key, by its path: ``("step", 1, "item", 0, "rule")``.

    Keys inside an inline table stand under the line of the table.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if header := _HEADER.match(line):
            table = _enter(_keys(header[2]), header[1] == "[[", counts)
            found.setdefault(table, number)
        elif pair := _PAIR.match(line):
            found.setdefault((*table, *_keys(pair[1])), number)
            number = _end(lines, number, pair[2])
    return found


def line_of(numbers: dict[Path, int], path: Sequence[str | int]) -> int:
    """Return the line of the key at ``path``, else of the nearest table around it, else 1."""
    for length in range(len(path), 0, -1):
        if (line := numbers.get(tuple(path[:length]))) is not None:
            return line
    return 1


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in _ONE_KEY.findall(dotted))


def _enter(keys: tuple[str, ...], array: bool, counts: dict[Path, int]) -> Path:
    """Return the path of the table with this header; a part that is an array is followed by an index."""
    path: Path = ()
    for key in keys[:-1]:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, keys[-1])
    if not array:
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])


def _end(lines: Sequence[str], number: int, value: str) -> int:
    """Return the number of the line in which a value that may go over several lines ends."""
    for quotes in ('"""', "'''"):
        if value.lstrip().startswith(quotes):
            rest = value.lstrip()[3:]
            while quotes not in rest and number < len(lines):
                rest = lines[number]
                number += 1
            return number
    depth = _depth(value)
    while depth > 0 and number < len(lines):
        depth += _depth(lines[number])
        number += 1
    return number


def _depth(text: str) -> int:
    """Return how many brackets ``text`` opens more than it closes, outside quotes and comments."""
    bare = re.sub(r""""(?:\\.|[^"\\])*"|'[^']*'|#.*""", "", text)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
