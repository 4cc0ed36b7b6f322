"""CSV files as other programs write them: rows with their line, and those that cannot be read.

A bad row never takes its neighbours with it: after a quotation mark that is never closed, reading goes on
with the next line.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from casetui.data.days import FIRST_YEAR, LAST_YEAR
from casetui.data.errors import cannot
from casetui.data.fields import ONE_LINE
from casetui.data.records.base import plain_text
from casetui.words import N_, CaseTUIError, say

MOST_LINES = 1000
"""The most lines of one row. More than that is a quotation mark that is never closed."""

ShortOrder = Literal["mdy", "dmy", "either"]
"""How a file writes days that do not begin with the year; ``either`` where it does both."""


@dataclass(frozen=True)
class BadRow:
    """A row that could not be read, or only in part."""

    file: str
    line: int
    """Line of the file on which the row begins; the first is 1."""
    column: str
    """Empty where it is the whole row."""
    reason: str

    def __str__(self) -> str:
        if self.column:
            return say(
                N_("{file} line {line}, {column}: {reason}"),
                file=self.file, line=self.line, column=self.column, reason=self.reason,
            )  # fmt: skip
        return say(N_("{file} line {line}: {reason}"), file=self.file, line=self.line, reason=self.reason)


class CellError(ValueError):
    """One cell that is needed cannot be read; the text says why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def quoted(text: str) -> str:
    """Return a cell's text for a message: one short line, in quotation marks, nothing that acts."""
    line = " ".join(text.split())
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return f'"{plain[:40]}…"' if len(plain) > 40 else f'"{plain}"'


@dataclass(frozen=True)
class Row:
    """One row: its cells by the name of the column, and where it stands."""

    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """Return a cell that need not be there: plain text on one line, cut to the length of a field."""
        return " ".join(plain_text(self.cells.get(column, "")[: 2 * ONE_LINE]).split())[:ONE_LINE]

    def needed(self, column: str) -> str:
        """Return a cell that has to be there; raise ``CellError`` where it is not, or is no plain text."""
        cell = self.whole(column)
        if not cell:
            raise CellError(column, say(N_("is empty")))
        return cell

    def whole(self, column: str) -> str:
        """Return a cell as plain text; raise ``CellError`` where it is too long or holds a NUL byte."""
        cell = self.cells.get(column, "")
        if "\0" in cell:
            raise CellError(column, say(N_("holds a NUL byte")))
        if len(cell) > ONE_LINE:
            raise CellError(
                column, say(N_("has {n} characters, at most {most}"), n=f"{len(cell):,}", most=ONE_LINE)
            )
        return self.text(column)


@dataclass
class Table:
    """The rows of one file that have the right number of cells, and the rows that have not."""

    file: str
    rows: list[Row] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    order: ShortOrder = "mdy"


def find_file(folder: Path, name: str) -> Path | None:
    """Return the file of that name, in large or small letters; ``None`` where there is none."""
    try:
        found = sorted(path for path in folder.iterdir() if path.name.casefold() == name.casefold())
    except OSError as error:
        raise CaseTUIError(cannot("read", folder, error)) from error
    exact = [path for path in found if path.name == name]
    return next((path for path in exact + found if path.is_file()), None)


def read_table(
    path: Path, needed: Iterable[str], wanted: Iterable[str] = (), *, may_be_empty: bool = False
) -> Table:
    """Read a CSV file. Columns are found by name, in large or small letters.

    Only ``needed`` and ``wanted`` columns are kept. Raises ``CaseTUIError`` where the file cannot be read
    or a needed column is missing; a file without any content is an empty table if it ``may_be_empty``.
    """
    table = Table(path.name)
    try:
        with path.open("rb") as file:
            rows = _rows(_Lines(file))
            _, header = next(rows, (1, []))
            if isinstance(header, str):
                raise CaseTUIError(say(N_("The first line of {path} cannot be read."), path=path))
            if not header and may_be_empty:
                return table
            _fill(table, _places(path, header, needed, wanted), header, rows)
    except OSError as error:
        raise CaseTUIError(cannot("read", path, error)) from error
    return table


def _places(path: Path, header: list[str], needed: Iterable[str], wanted: Iterable[str]) -> dict[str, int]:
    """Return where each column stands, under the name by which it was asked for."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        found.setdefault(name.strip().casefold(), place)
    needs = tuple(needed)
    for name in needs:
        if name.casefold() not in found:
            raise CaseTUIError(say(N_("{path} has no column {column}."), path=path, column=name))
    return {name: found[name.casefold()] for name in (*needs, *wanted) if name.casefold() in found}


def _fill(
    table: Table, places: dict[str, int], header: list[str], rows: Iterator[tuple[int, list[str] | str]]
) -> None:
    days = [n for n, name in enumerate(header) if re.search("date|dob", name, re.IGNORECASE)]
    orders: set[str] = set()
    for line, cells in rows:
        if isinstance(cells, str):
            table.bad.append(BadRow(table.file, line, "", cells))
        elif len(cells) != len(header):
            reason = say(
                N_("has {n} cells, and {columns} columns are named"), n=len(cells), columns=len(header)
            )
            table.bad.append(BadRow(table.file, line, "", reason))
        else:
            table.rows.append(Row(line, {name: cells[place] for name, place in places.items()}))
            orders.update(_order(cells[place]) for place in days)
    orders.discard("")
    table.order = "either" if len(orders) > 1 else "dmy" if orders == {"dmy"} else "mdy"


# -- lines and rows ------------------------------------------------------------------------------


class _Lines:
    """The lines of a file as text, which can be given back."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0
        """Lines handed out so far."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= MOST_LINES:
            raise StopIteration
        line = self._back.popleft() if self._back else _decoded(next(self._file), self.number == 0)
        self._taken.append(line)
        self.number += 1
        return line

    def begin(self) -> None:
        """A new row begins with the next line."""
        self._taken = []

    def give_back(self) -> int:
        """Give back all lines of this row but its first; return how many."""
        rest = self._taken[1:]
        self._back.extendleft(reversed(rest))
        self.number -= len(rest)
        return len(rest)


def _decoded(line: bytes, first: bool) -> str:
    """Return a line as text: UTF-8, else what Windows in western Europe and America writes."""
    try:
        return line.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _rows(lines: _Lines) -> Iterator[tuple[int, list[str] | str]]:
    """Yield each row with the line on which it begins; a text instead of cells says why it is bad.

    Lines without any content are passed over.
    """
    reader = csv.reader(lines, strict=True)
    width = 0
    while True:
        lines.begin()
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.give_back()
            yield start, _why(error)
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if width and len(cells) != width:
            lines.give_back()
        width = width or len(cells)
        yield start, cells


def _why(error: csv.Error) -> str:
    if "field larger" in str(error):
        return say(N_("a cell is longer than {most} characters"), most=f"{csv.field_size_limit():,}")
    if "end of data" in str(error):
        return say(N_("a quotation mark is not closed"))
    return say(N_("the quotation marks or line ends are wrong"))


# -- days ----------------------------------------------------------------------------------------

_TIME = r"(?:[T ]+\d{1,2}:\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})" + _TIME)
_SHORT = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)


def _order(cell: str) -> Literal["", "mdy", "dmy"]:
    """Return in which order a day is written that does not begin with the year; empty if it does not say."""
    found = _SHORT.fullmatch(cell.strip())
    if not found:
        return ""
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else ""


def read_day(text: str, today: date, order: ShortOrder) -> date:
    """Return the day that ``text`` says, with or without a time of day; raise ``ValueError`` with the reason.

    A day that does not begin with the year is read in ``order``. A year of two digits is the latest that is
    not in the future.
    """
    typed = text.strip()
    if found := _ISO.fullmatch(typed):
        return _day(text, int(found[1]), int(found[2]), int(found[3]))
    found = _SHORT.fullmatch(typed)
    if not found:
        raise ValueError(say(N_("{text} is not a date"), text=quoted(text)))
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year += today.year - today.year % 100
        year -= 100 if year > today.year else 0
    turn = _order(typed) or order
    if turn == "either" and first != second:
        raise ValueError(say(N_("{text} can be read as two days; write the year first"), text=quoted(text)))
    return _day(text, year, second, first) if turn == "dmy" else _day(text, year, first, second)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(say(N_("{text} is not a date"), text=quoted(text))) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(say(N_("the year of {text} cannot be right"), text=quoted(text)))
    return found
