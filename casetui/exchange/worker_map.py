"""Reads the file that says which person of the agency a user of another system is.

A line is the user's id there, a comma and the worker's id here, such as ``7,mary``. A first line with a
heading, empty lines and lines that begin with ``#`` are skipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from casetui.data.records.agency import Worker
from casetui.exchange.table import read_rows
from casetui.words import N_, CaseTUIError, say

_HEADINGS = ("userid", "user id", "user", "hmis user id", "hmis user", "hmis")


class WorkerMapError(CaseTUIError):
    """The file has mistakes. ``lines`` has a sentence for each. Nothing was imported."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def read_worker_map(path: Path, people: Mapping[str, Worker], system: str) -> dict[str, str]:
    """Return the worker's id here for each user id of the other system.

    ``system`` is the other system's name, for sentences. Raises ``WorkerMapError``, which
    names every line with a mistake.
    """
    found: dict[str, str] = {}
    wrong: list[str] = []
    for number, cells in _lines(path):
        if not any(cells) or cells[0].startswith("#"):
            continue
        if number == 1 and cells[0].casefold() in _HEADINGS:
            continue
        mistake = _mistake(cells, found, people, system)
        if mistake:
            wrong.append(say(N_("{file} line {line}: {reason}"), file=path.name, line=number, reason=mistake))
        else:
            found[cells[0]] = cells[1]
    if wrong:
        raise WorkerMapError(wrong)
    return found


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    rows = read_rows(path)
    if any(isinstance(cells, str) or any("\0" in cell for cell in cells) for _, cells in rows):
        raise CaseTUIError(say(N_("{path} is not a CSV file."), path=path))
    return [(number, cells) for number, cells in rows if not isinstance(cells, str)]


def _mistake(cells: list[str], found: Mapping[str, str], people: Mapping[str, Worker], system: str) -> str:
    """Return what is wrong with one line; empty where nothing is."""
    if len(cells) != 2 or not all(cells):
        sentence = N_("write the {system} user's id, a comma, and the id of a person here")
        return say(sentence, system=system)
    user, worker = cells
    if user in found:
        return say(N_('the user "{user}" was named before'), user=user)
    if worker not in people:
        return say(N_('nobody here has the id "{worker}"'), worker=worker)
    if people[worker].left_on is not None:
        return say(N_("{name} has left"), name=people[worker].name)
    return ""
