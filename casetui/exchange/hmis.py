"""Reads a HUD HMIS CSV export (FY2024 or FY2026): clients, stays, and the users who recorded them.

Cells are found by the name of their column, so that either year's headers will do. Social security numbers
are never read. A row that cannot be read is listed as a ``BadRow``, and reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from casetui.data.days import birthday_age
from casetui.exchange.cells import quoted
from casetui.exchange.export_days import DayOrder, order_of, read_day
from casetui.exchange.hmis_codes import (
    DIED,
    GENDERS,
    NOT_KNOWN,
    PLACES,
    PROJECT_TYPES,
    RELATIONSHIPS,
    in_words,
    permanent,
)  # fmt: skip
from casetui.exchange.stays import Exit, Export, ExportedClient, Reason, Stay, System
from casetui.exchange.table import (
    BadRow,
    CellError,
    CsvRow,
    Table,
    find_file,
    read_table,
)  # fmt: skip
from casetui.words import N_, CaseTUIError, say


def read_export(folder: Path, today: date, order: DayOrder | None = None) -> Export:
    """Read the export in ``folder``. A day after ``today`` is a mistake of the export.

    ``order`` is how its short days are written, where its own days do not show it. Client.csv, Enrollment.csv
    and Export.csv have to be there, the other files may be missing. Raises ``CaseTUIError`` where the folder,
    a needed file or a needed column is missing or cannot be read, and where the order is not known.
    """
    if not folder.is_dir():
        raise CaseTUIError(say(N_("There is no folder {folder}."), folder=folder))
    reader = _Reader(folder, today, order)
    reader.about()
    reader.users()
    reader.people()
    reader.stays()
    reader.exits()
    reader.export.bad.sort(key=lambda bad: (_PLACES[bad.file.casefold()], bad.line))
    return reader.export


_NAMES = ("FirstName", "MiddleName", "LastName", "NameSuffix")


class _FileSpec(NamedTuple):
    """A file of an export: the columns that have to be there, those that may be, and those with days."""

    key: str
    """The column with the id by which its rows are known."""
    needed: tuple[str, ...]
    wanted: tuple[str, ...]
    days: tuple[str, ...] = ()
    must: bool = False
    """Whether the file has to be there."""


_FILES = {
    "Export.csv": _FileSpec("ExportID", (), ("SourceID", "HashStatus")),
    "User.csv": _FileSpec("UserID", ("UserID",), ("UserFirstName", "UserLastName")),
    "Organization.csv": _FileSpec("OrganizationID", ("OrganizationID",), ("OrganizationName",)),
    "Project.csv": _FileSpec("ProjectID", ("ProjectID",), ("ProjectName", "ProjectType", "OrganizationID")),
    "Client.csv": _FileSpec(
        "PersonalID", ("PersonalID",),
        (*_NAMES, "DOB", "DOBDataQuality", *GENDERS, "DifferentIdentity", "DifferentIdentityText"),
        days=("DOB",), must=True,
    ),
    "Enrollment.csv": _FileSpec(
        "EnrollmentID", ("EnrollmentID", "PersonalID", "EntryDate"),
        ("ProjectID", "RelationshipToHoH", "LivingSituation", "HouseholdID", "UserID"),
        days=("EntryDate",), must=True,
    ),
    "Exit.csv": _FileSpec(
        "EnrollmentID", ("EnrollmentID", "ExitDate"), ("Destination", "OtherDestination"), days=("ExitDate",)
    ),
}  # fmt: skip
_PLACES = {name.casefold(): place for place, name in enumerate(_FILES)}


class _Reader:
    """Reads the files of one export: all of them first, as any may show how days are written; then by row."""

    def __init__(self, folder: Path, today: date, order: DayOrder | None) -> None:
        self.folder = folder
        self.today = today
        self.export = Export()
        self._deleted: dict[str, set[str]] = {name: set() for name in _FILES}
        """Ids of deleted rows, by file."""
        self._unreadable: dict[str, set[str]] = {name: set() for name in _FILES}
        """Ids of rows that could not be read, by file."""
        self._tables = {name: self._table(name, spec) for name, spec in _FILES.items()}
        columns = [(table.file, seen) for table in self._tables.values() for seen in table.days]
        self._order = order_of((seen for _, seen in columns), order)
        self._own_orders = {(file, seen.column): seen.own_order() for file, seen in columns if seen.column}
        """The order that the days of a column show by themselves, by file and column."""

    def _table(self, name: str, spec: _FileSpec) -> Table:
        path = find_file(self.folder, name)
        if path is None:
            if name == "Export.csv":
                sentence = N_("There is no Export.csv in {folder}. It says which system the export comes "
                              "from; without it the same cases come twice. Export with it.")  # fmt: skip
                raise CaseTUIError(say(sentence, folder=self.folder))
            if spec.must:
                raise CaseTUIError(say(N_("There is no {name} in {folder}."), name=name, folder=self.folder))
            return Table(name)
        columns = [*spec.wanted, "DateDeleted"]
        table = read_table(path, spec.needed, columns, days=spec.days, may_be_empty=not spec.must)
        self.export.bad += table.bad
        return table

    def _not_deleted(self, name: str) -> Iterator[CsvRow]:
        """Yield the rows that were not deleted; remember the ids of the deleted rows."""
        table, key = self._tables[name], _FILES[name].key
        for row in table.rows:
            if not row.text("DateDeleted"):
                yield row
                continue
            try:
                self._day(table, "DateDeleted", row.text("DateDeleted"))
            except ValueError as error:
                self._note(table, row, "DateDeleted", str(error), N_("the row is taken as not deleted"))
                yield row
            else:
                self._deleted[name].add(row.text(key))

    def _refuse(self, table: Table, row: CsvRow, name: str, error: CellError) -> None:
        self.export.bad.append(BadRow(table.file, row.line, error.column, str(error)))
        self._unreadable[name].add(row.text(_FILES[name].key))

    def _note(self, table: Table, row: CsvRow, column: str, reason: str, instead: str) -> None:
        """List a cell that could not be read; the rest of its row is read."""
        self.export.bad.append(BadRow(table.file, row.line, column, f"{reason}; {say(instead)}"))

    def _day(self, table: Table, column: str, cell: str) -> date:
        """Return the day in a cell; raise ``ValueError`` where there is none."""
        return read_day(cell, self.today, self._own_orders.get((table.file, column)) or self._order)

    def _past(self, table: Table, row: CsvRow, column: str) -> date:
        """Return the day in a cell; raise ``CellError`` where there is none or it is after today."""
        cell = row.needed(column)
        try:
            day = self._day(table, column, cell)
        except ValueError as error:
            raise CellError(column, str(error)) from None
        if day > self.today:
            raise CellError(column, say(N_("{text} has not come yet"), text=quoted(cell)))
        return day

    def _reference(self, table: Table, row: CsvRow, column: str) -> str:
        """Return an id that may be missing; one that a spreadsheet shortened is listed and not taken."""
        try:
            return row.reference(column)
        except CellError as error:
            self._note(table, row, column, str(error), N_("the rest of the row is taken"))
            return ""

    # -- the files -------------------------------------------------------------------------------

    def about(self) -> None:
        """Read which system the export comes from, and whether names are hashes."""
        table = self._tables["Export.csv"]
        if table.bad and not table.rows:
            raise CaseTUIError(str(table.bad[0]))
        for row in table.rows[:1]:
            try:
                self.export.source = row.reference("SourceID")
            except CellError as error:
                bad = BadRow(table.file, row.line, error.column, str(error))
                raise CaseTUIError(say(N_("{bad}."), bad=bad)) from None
            self.export.hashed = row.text("HashStatus") in ("2", "3", "4")

    def users(self) -> None:
        """Read the names of users. The user of a bad or deleted row has no name."""
        table = self._tables["User.csv"]
        for row in self._not_deleted("User.csv"):
            try:
                identity = row.id("UserID")
            except CellError as error:
                self._refuse(table, row, "User.csv", error)
                continue
            name = " ".join(part for part in map(row.text, ("UserFirstName", "UserLastName")) if part)
            self.export.users.setdefault(identity, "" if self._hash(name) else name)

    def people(self) -> None:
        """Read the clients."""
        table = self._tables["Client.csv"]
        for row in self._not_deleted("Client.csv"):
            try:
                identity = row.id("PersonalID")
                if identity in self.export.people:
                    raise CellError("PersonalID", say(N_("{id} was there before"), id=quoted(identity)))
                self.export.people[identity] = self._client(table, row, identity)
            except CellError as error:
                self._refuse(table, row, "Client.csv", error)
        self.export.deleted_people = self._deleted["Client.csv"] - self.export.people.keys()

    def _client(self, table: Table, row: CsvRow, identity: str) -> ExportedClient:
        parts = [part for part in map(row.whole, _NAMES) if part and not self._hash(part)]
        birth, age = self._birth(table, row)
        return ExportedClient(identity, " ".join(parts), birth, age, _gender(row))

    def _hash(self, text: str) -> bool:
        """Return whether ``text`` is a hash and no name."""
        if re.fullmatch(r"[0-9a-fA-F]{32,}", text):
            return True
        return self.export.hashed and re.fullmatch(r"(?=.*\d)[\w+/=-]{20,}", text) is not None

    def _birth(self, table: Table, row: CsvRow) -> tuple[date | None, int | None]:
        """Return the date of birth, or the age where the date is approximate; both may be missing."""
        quality = row.text("DOBDataQuality")
        if quality in NOT_KNOWN - {""} or not row.text("DOB"):
            return None, None
        try:
            born = self._past(table, row, "DOB")
        except CellError as error:
            self._note(table, row, "DOB", str(error), N_("the rest of the row is taken"))
            return None, None
        if quality != "2":
            return born, None
        age = birthday_age(born, self.today)
        return None, age if age <= 120 else None

    def stays(self) -> None:
        """Read the enrollments, with the names of their projects."""
        projects = self._projects()
        table = self._tables["Enrollment.csv"]
        self.export.left_out += len(table.bad)
        for row in self._not_deleted("Enrollment.csv"):
            if row.text("PersonalID") in self.export.deleted_people:
                self._deleted["Enrollment.csv"].add(row.text("EnrollmentID"))
                continue
            try:
                stay = self._stay(table, row, projects)
            except CellError as error:
                self._refuse(table, row, "Enrollment.csv", error)
            else:
                self.export.stays[stay.id] = stay
        self.export.left_out += len(table.rows) - len(self.export.stays)
        self.export.deleted_stays = self._deleted["Enrollment.csv"] - self.export.stays.keys()

    def _stay(self, table: Table, row: CsvRow, projects: dict[str, tuple[str, str, str]]) -> Stay:
        identity = row.id("EnrollmentID")
        if identity in self.export.stays:
            raise CellError("EnrollmentID", say(N_("{id} was there before"), id=quoted(identity)))
        person = self._client_of(row.id("PersonalID"))
        entered = self._past(table, row, "EntryDate")
        project = self._reference(table, row, "ProjectID")
        unnamed = say(N_("HMIS project {id}"), id=project) if project else ""
        name, kind, organization = projects.get(project, (unnamed, "", ""))
        return Stay(
            id=identity, person=person, entered=entered, user=self._reference(table, row, "UserID"),
            project=name, project_type=kind, organization=organization,
            living=in_words(PLACES, row.text("LivingSituation")),
            relationship=in_words(RELATIONSHIPS, row.text("RelationshipToHoH")),
            household=self._reference(table, row, "HouseholdID"),
        )  # fmt: skip

    def _client_of(self, identity: str) -> ExportedClient:
        if found := self.export.people.get(identity):
            return found
        if identity in self._unreadable["Client.csv"]:
            reason = say(N_("the row of {id} in Client.csv cannot be read"), id=quoted(identity))
        else:
            reason = say(N_("{id} is not in Client.csv"), id=quoted(identity))
        raise CellError("PersonalID", reason)

    def _projects(self) -> dict[str, tuple[str, str, str]]:
        """Return name, type and organization of each project by its id."""
        rows = self._not_deleted("Organization.csv")
        names = {row.text("OrganizationID"): row.text("OrganizationName") for row in rows}
        return {
            row.text("ProjectID"): (
                row.text("ProjectName"),
                in_words(PROJECT_TYPES, row.text("ProjectType")),
                names.get(row.text("OrganizationID"), ""),
            )
            for row in self._not_deleted("Project.csv")
        }

    def exits(self) -> None:
        """Read how stays ended. A stay whose exit cannot be read counts as open."""
        table = self._tables["Exit.csv"]
        without_stay = self._deleted["Enrollment.csv"] | self._unreadable["Enrollment.csv"]
        for row in self._not_deleted("Exit.csv"):
            identity = row.text("EnrollmentID")
            if identity in without_stay - self.export.stays.keys() - {""}:
                continue
            try:
                self._exit(table, row)
            except CellError as error:
                stay = self.export.stays.get(identity)
                if stay is None or stay.exit:
                    self._refuse(table, row, "Exit.csv", error)
                else:
                    self._note(table, row, error.column, str(error), N_("the stay is taken as open"))

    def _exit(self, table: Table, row: CsvRow) -> None:
        identity = row.id("EnrollmentID")
        stay = self.export.stays.get(identity)
        if stay is None:
            raise CellError("EnrollmentID", say(N_("{id} is not in Enrollment.csv"), id=quoted(identity)))
        if stay.exit:
            raise CellError("EnrollmentID", say(N_("{id} was there before"), id=quoted(identity)))
        day = self._past(table, row, "ExitDate")
        if day < stay.entered:
            cell = quoted(row.text("ExitDate"))
            raise CellError("ExitDate", say(N_("{day} is before the entry"), day=cell))
        code = row.text("Destination")
        # Here "8", "9" and "99" say something: that it is not known where the client went.
        words = say(PLACES[code]) if code in PLACES else in_words(PLACES, code)
        other = row.text("OtherDestination")
        left = Exit(day, _reason(code), f"{words}: {other}" if words and other else words or other)
        self.export.stays[identity] = replace(stay, exit=left)


def _reason(destination: str) -> Reason:
    """Return what a closure gives as its reason, by the code of where people went."""
    if destination == DIED:
        return "death"
    return "moved" if permanent(destination) else "other"


def _gender(row: CsvRow) -> str:
    said = [say(word) for column, word in GENDERS.items() if row.text(column) == "1"]
    own = row.text("DifferentIdentityText")
    return ", ".join([*said, own] if own else said)


SYSTEM = System("hmis", "HMIS", read_export)
