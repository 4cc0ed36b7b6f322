"""Reads CSV files as other programs write them, and lists the rows that cannot be read.

A bad row does not spoil the rows after it: after a quotation mark that is never closed, reading goes on with
the next line.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from casetui.data.errors import cannot
from casetui.data.fields import ONE_LINE
from casetui.exchange.cells import cleaned, cleaned_day, is_shortened, plain_line, quoted, unmarked
from casetui.exchange.export_days import DaysSeen
from casetui.words import N_, CaseTUIError, say

MOST_LINES = 1000
"""The most lines of one row. A row of more lines has a quotation mark that is never closed."""

DELIMITERS = ",;\t|"
"""What may stand between two cells. A spreadsheet writes what its language has: in Danish the semicolon."""


@dataclass(frozen=True)
class BadRow:
    """A row that could not be read, wholly or in part."""

    file: str
    line: int
    """The line of the file on which the row begins, counted from 1."""
    column: str
    """The column that could not be read; empty for the whole row."""
    reason: str

    def __str__(self) -> str:
        if self.column:
            return say(
                N_("{file} line {line}, {column}: {reason}"),
                file=self.file, line=self.line, column=self.column, reason=self.reason,
            )  # fmt: skip
        return say(N_("{file} line {line}: {reason}"), file=self.file, line=self.line, reason=self.reason)


class CellError(ValueError):
    """A needed cell cannot be read; the text says why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


@dataclass(frozen=True)
class CsvRow:
    """One row: its cells by the name of their column, and the line on which it begins."""

    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """Return a cell as plain text on one line, cut to the length of a field; empty if missing."""
        return plain_line(self.cells.get(column, ""))

    def id(self, column: str) -> str:
        """Return an id that is needed; raise ``CellError`` where it is empty or was shortened."""
        return self._not_shortened(column, self.needed(column))

    def reference(self, column: str) -> str:
        """Return an id that may be empty; raise ``CellError`` where it was shortened."""
        return self._not_shortened(column, self.text(column))

    def _not_shortened(self, column: str, cell: str) -> str:
        if is_shortened(cell):
            sentence = N_("{text} is no id: a spreadsheet shortened it. Export the file anew, or set the "
                          "column to text before it is saved")  # fmt: skip
            raise CellError(column, say(sentence, text=quoted(cell)))
        return cell

    def needed(self, column: str) -> str:
        """Return a cell as plain text; raise ``CellError`` where it is empty or not plain text."""
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
    """The rows of one file, and its bad rows, such as rows with too few cells."""

    file: str
    rows: list[CsvRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    days: list[DaysSeen] = field(default_factory=list)
    """What its columns of days show of the order in which the export writes days."""


def find_file(folder: Path, name: str) -> Path | None:
    """Return the file of that name, in capitals or not; ``None`` where there is none."""
    try:
        found = sorted(path for path in folder.iterdir() if path.name.casefold() == name.casefold())
    except OSError as error:
        raise CaseTUIError(cannot("read", folder, error)) from error
    exact = [path for path in found if path.name == name]
    return next((path for path in exact + found if path.is_file()), None)


def read_table(
    path: Path,
    needed: Iterable[str],
    wanted: Iterable[str] = (),
    *,
    days: Collection[str] = (),
    may_be_empty: bool = False,
) -> Table:
    """Read the ``needed`` and ``wanted`` columns of a CSV file; their names may be in capitals or not.

    Cells may stand between commas, semicolons, tabs or bars. ``days`` are those of the columns whose cells
    are days. Raises ``CaseTUIError`` where the file cannot be read or a needed column is missing. A file
    without any content is an empty table if it ``may_be_empty``.
    """
    table = Table(path.name)
    columns = (*needed, *wanted)
    try:
        with path.open("rb") as file:
            lines = _Lines(file)
            rows = _rows(lines, _delimiter(lines, columns))
            _, header = next(rows, (1, []))
            if isinstance(header, str):
                raise CaseTUIError(say(N_("The first line of {path} cannot be read."), path=path))
            if not header and may_be_empty:
                return table
            names = [unmarked(name) for name in header]
            _fill(table, _places(path, names, needed, wanted), names, days, rows)
    except OSError as error:
        raise CaseTUIError(cannot("read", path, error)) from error
    return table


def read_rows(path: Path) -> list[tuple[int, list[str] | str]]:
    """Return each row of a CSV file without a heading: its line, its cells or why it cannot be read.

    Raises ``CaseTUIError`` where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            lines = _Lines(file)
            rows = list(_rows(lines, _delimiter(lines)))
    except OSError as error:
        raise CaseTUIError(cannot("read", path, error)) from error
    return [
        (line, cells if isinstance(cells, str) else [unmarked(cell) for cell in cells])
        for line, cells in rows
    ]


def _delimiter(lines: _Lines, columns: Collection[str] = ()) -> str:
    """Return what stands between the cells: where the first line has most of the ``columns``, or most cells.

    A spreadsheet may say it in a line before: ``sep=;``.
    """
    lines.begin()
    first = next(lines, "")
    if said := re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE):
        return said[1]
    lines.begin()
    if first:
        lines.put_back(first)
    asked = {name.casefold() for name in columns}

    def fits(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            return (0, 0)
        return len(asked & {unmarked(cell).casefold() for cell in cells}), len(cells)

    return max(DELIMITERS, key=fits)


def _places(path: Path, header: list[str], needed: Iterable[str], wanted: Iterable[str]) -> dict[str, int]:
    """Return the place of each column in a row, from 0, by the name that was asked for."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        found.setdefault(name.strip().casefold(), place)
    needs = tuple(needed)
    for name in needs:
        if name.casefold() not in found:
            raise CaseTUIError(say(N_("{path} has no column {column}."), path=path, column=name))
    return {name: found[name.casefold()] for name in (*needs, *wanted) if name.casefold() in found}


def _fill(
    table: Table,
    places: dict[str, int],
    header: list[str],
    days: Collection[str],
    rows: Iterator[tuple[int, list[str] | str]],
) -> None:
    clean = {name: cleaned_day if name in days or _DATE.search(name) else cleaned for name in places}
    of_days = {place: DaysSeen(name) for name, place in places.items() if name in days}
    of_days |= {n: DaysSeen() for n, name in enumerate(header) if n not in of_days and _DATE.search(name)}
    table.days = list(of_days.values())
    for line, cells in rows:
        if isinstance(cells, str):
            table.bad.append(BadRow(table.file, line, "", cells))
        elif len(cells) != len(header):
            reason = say(
                N_("has {n} cells, and {columns} columns are named"), n=len(cells), columns=len(header)
            )
            table.bad.append(BadRow(table.file, line, "", reason))
        else:
            table.rows.append(CsvRow(line, {name: clean[name](cells[at]) for name, at in places.items()}))
            for place, seen in of_days.items():
                seen.note(cells[place], (table.file, line))


_DATE = re.compile(r"date(?!Quality)|\bdob\b", re.IGNORECASE)
"""The names of columns of days, whether they are read or not."""


# -- lines and rows ------------------------------------------------------------------------------


class _Lines:
    """The lines of a file as text. Lines of a bad row can be given back, to be read again as rows."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = _text_lines(file)
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0
        """The number of lines read so far."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= MOST_LINES:
            raise StopIteration
        line = self._back.popleft() if self._back else next(self._lines)
        self._taken.append(line)
        self.number += 1
        return line

    def begin(self) -> None:
        """Begin a new row with the next line."""
        self._taken = []

    def put_back(self, line: str) -> None:
        """Put back one line that was read, to be read again."""
        self._back.appendleft(line)
        self.number -= 1

    def give_back(self) -> int:
        """Give back the lines of this row but its first; return how many they are."""
        rest = self._taken[1:]
        self._back.extendleft(reversed(rest))
        self.number -= len(rest)
        return len(rest)


def _text_lines(file: BinaryIO) -> Iterator[str]:
    """Yield the lines of a file as text, each with its end."""
    start = file.read(_START)
    file.seek(0)
    if encoding := _of_two_bytes(start):
        with TextIOWrapper(file, encoding, errors="replace", newline="\n") as text:
            for number, line in enumerate(text):
                yield line if number else line.removeprefix("\ufeff")
        return
    for number, raw in enumerate(file):
        yield _decoded(raw, number == 0)


_START = 200
"""The bytes at the beginning of a file that show how it is encoded."""


def _of_two_bytes(start: bytes) -> str:
    """Return the encoding of a file whose characters have two bytes each; empty for any other."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if start.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    half = len(start) // 2
    if half > 1 and start[1::2].count(0) > 0.9 * half and start[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if half > 1 and start[::2].count(0) > 0.9 * half and start[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _decoded(line: bytes, first: bool) -> str:
    """Return a line as text: in UTF-8, else in the encoding of Windows in western Europe and America."""
    try:
        return line.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the line on which each row begins, and its cells, or a text that says why the row is bad.

    Lines without any content are skipped.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
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
