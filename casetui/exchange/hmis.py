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

from casetui.data.days import birthday_age
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
    quoted,
    read_day,
    read_table,
)  # fmt: skip
from casetui.words import N_, CaseTUIError, say


def read_export(folder: Path, today: date) -> Export:
    """Read the export in ``folder``. A day after ``today`` is a mistake of the export.

    Client.csv and Enrollment.csv have to be there, the other files may be missing. Raises ``CaseTUIError``
    where the folder, a needed file or a needed column is missing or cannot be read.
    """
    if not folder.is_dir():
        raise CaseTUIError(say(N_("There is no folder {folder}."), folder=folder))
    reader = _Reader(folder, today)
    reader.about()
    reader.users()
    reader.people()
    reader.stays()
    reader.exits()
    reader.export.bad.sort(key=lambda bad: (_FILES.index(bad.file.casefold()), bad.line))
    return reader.export


_NAMES = ("FirstName", "MiddleName", "LastName", "NameSuffix")
_FILES = [
    f"{name}.csv" for name in ("export", "user", "organization", "project", "client", "enrollment", "exit")
]


class _Reader:
    """Reads the files of one export, one after the other."""

    def __init__(self, folder: Path, today: date) -> None:
        self.folder = folder
        self.today = today
        self.export = Export()
        self._deleted: dict[str, set[str]] = {}
        """Ids of deleted rows, by file."""
        self._unreadable: dict[str, set[str]] = {}
        """Ids of rows that could not be read, by file."""

    def _table(self, name: str, needed: list[str], wanted: list[str], must: bool = False) -> Table:
        path = find_file(self.folder, name)
        if path is None:
            if must:
                raise CaseTUIError(say(N_("There is no {name} in {folder}."), name=name, folder=self.folder))
            return Table(name)
        table = read_table(path, needed, [*wanted, "DateDeleted"], may_be_empty=not must)
        self.export.bad += table.bad
        self._deleted[name], self._unreadable[name] = set(), set()
        return table

    def _not_deleted(self, name: str, table: Table, key: str) -> Iterator[CsvRow]:
        """Yield the rows that were not deleted; remember the ids of the deleted rows."""
        for row in table.rows:
            if row.text("DateDeleted"):
                self._deleted[name].add(row.text(key))
            else:
                yield row

    def _refuse(self, name: str, table: Table, row: CsvRow, key: str, error: CellError) -> None:
        self.export.bad.append(BadRow(table.file, row.line, error.column, str(error)))
        self._unreadable[name].add(row.text(key))

    def _note(self, table: Table, row: CsvRow, column: str, reason: str, instead: str) -> None:
        """List a cell that could not be read; the rest of its row is read."""
        self.export.bad.append(BadRow(table.file, row.line, column, f"{reason}; {say(instead)}"))

    def _past(self, table: Table, row: CsvRow, column: str) -> date:
        """Return the day in a cell; raise ``CellError`` where there is none or it is after today."""
        cell = row.needed(column)
        try:
            day = read_day(cell, self.today, table.order)
        except ValueError as error:
            raise CellError(column, str(error)) from None
        if day > self.today:
            raise CellError(column, say(N_("{text} has not come yet"), text=quoted(cell)))
        return day

    # -- the files -------------------------------------------------------------------------------

    def about(self) -> None:
        """Read which system the export comes from, and whether names are hashes."""
        table = self._table("Export.csv", [], ["SourceID", "HashStatus"])
        if table.bad and not table.rows:
            raise CaseTUIError(str(table.bad[0]))
        for row in table.rows[:1]:
            self.export.source = row.text("SourceID")
            self.export.hashed = row.text("HashStatus") in ("2", "3", "4")

    def users(self) -> None:
        """Read the names of users. The user of a bad or deleted row has no name."""
        table = self._table("User.csv", ["UserID"], ["UserFirstName", "UserLastName"])
        for row in self._not_deleted("User.csv", table, "UserID"):
            try:
                identity = row.needed("UserID")
            except CellError as error:
                self._refuse("User.csv", table, row, "UserID", error)
                continue
            name = " ".join(part for part in map(row.text, ("UserFirstName", "UserLastName")) if part)
            self.export.users.setdefault(identity, "" if self._hash(name) else name)

    def people(self) -> None:
        """Read the clients."""
        wanted = [*_NAMES, "DOB", "DOBDataQuality", *GENDERS, "DifferentIdentity", "DifferentIdentityText"]
        table = self._table("Client.csv", ["PersonalID"], wanted, must=True)
        for row in self._not_deleted("Client.csv", table, "PersonalID"):
            try:
                identity = row.needed("PersonalID")
                if identity in self.export.people:
                    raise CellError("PersonalID", say(N_("{id} was there before"), id=quoted(identity)))
                self.export.people[identity] = self._client(table, row, identity)
            except CellError as error:
                self._refuse("Client.csv", table, row, "PersonalID", error)

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
        wanted = ["ProjectID", "RelationshipToHoH", "LivingSituation", "HouseholdID", "UserID"]
        table = self._table("Enrollment.csv", ["EnrollmentID", "PersonalID", "EntryDate"], wanted, must=True)
        self.export.left_out += len(table.bad)
        for row in self._not_deleted("Enrollment.csv", table, "EnrollmentID"):
            if row.text("PersonalID") in self._deleted["Client.csv"] - self.export.people.keys():
                self._deleted["Enrollment.csv"].add(row.text("EnrollmentID"))
                continue
            try:
                stay = self._stay(table, row, projects)
            except CellError as error:
                self._refuse("Enrollment.csv", table, row, "EnrollmentID", error)
            else:
                self.export.stays[stay.id] = stay
        self.export.left_out += len(table.rows) - len(self.export.stays)

    def _stay(self, table: Table, row: CsvRow, projects: dict[str, tuple[str, str, str]]) -> Stay:
        identity = row.needed("EnrollmentID")
        if identity in self.export.stays:
            raise CellError("EnrollmentID", say(N_("{id} was there before"), id=quoted(identity)))
        person = self._client_of(row.needed("PersonalID"))
        project = row.text("ProjectID")
        unnamed = say(N_("HMIS project {id}"), id=project) if project else ""
        name, kind, organization = projects.get(project, (unnamed, "", ""))
        return Stay(
            id=identity, person=person, entered=self._past(table, row, "EntryDate"), user=row.text("UserID"),
            project=name, project_type=kind, organization=organization,
            living=in_words(PLACES, row.text("LivingSituation")),
            relationship=in_words(RELATIONSHIPS, row.text("RelationshipToHoH")),
            household=row.text("HouseholdID"),
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
        table = self._table("Organization.csv", ["OrganizationID"], ["OrganizationName"])
        rows = self._not_deleted("Organization.csv", table, "OrganizationID")
        names = {row.text("OrganizationID"): row.text("OrganizationName") for row in rows}
        table = self._table("Project.csv", ["ProjectID"], ["ProjectName", "ProjectType", "OrganizationID"])
        return {
            row.text("ProjectID"): (
                row.text("ProjectName"),
                in_words(PROJECT_TYPES, row.text("ProjectType")),
                names.get(row.text("OrganizationID"), ""),
            )
            for row in self._not_deleted("Project.csv", table, "ProjectID")
        }

    def exits(self) -> None:
        """Read how stays ended. A stay whose exit cannot be read counts as open."""
        wanted = ["Destination", "OtherDestination"]
        table = self._table("Exit.csv", ["EnrollmentID", "ExitDate"], wanted)
        without_stay = self._deleted["Enrollment.csv"] | self._unreadable["Enrollment.csv"]
        for row in self._not_deleted("Exit.csv", table, "EnrollmentID"):
            identity = row.text("EnrollmentID")
            if identity in without_stay - self.export.stays.keys() - {""}:
                continue
            try:
                self._exit(table, row)
            except CellError as error:
                stay = self.export.stays.get(identity)
                if stay is None or stay.exit:
                    self._refuse("Exit.csv", table, row, "EnrollmentID", error)
                else:
                    self._note(table, row, error.column, str(error), N_("the stay is taken as open"))

    def _exit(self, table: Table, row: CsvRow) -> None:
        identity = row.needed("EnrollmentID")
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
