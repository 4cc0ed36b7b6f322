"""The records of one file: one TinyDB database in memory, with a table for each kind of record.

An edit works on a deep copy, makes any number of changes, and is saved once.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import Any, Self, TypeVar

import pydantic_core
from pydantic import ValidationError
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from casetui.data.errors import Changed, VaultError
from casetui.data.keys.sealing import MOST_REVISIONS, Readers
from casetui.data.records.base import Record
from casetui.data.stored_file import KeyTwice, StoredFile, Writing, check_keys_once
from casetui.data.vault import Stamp, Vault
from casetui.words import N_, say

FORMAT = 1
HEAD = "_file"
"""The table of a file's head: its format, its revision, and who saved it when."""

Tables = dict[str, dict[str, Any]]
R = TypeVar("R", bound=Record)

UPGRADES: dict[int, Callable[[Tables], Tables]] = {}
"""By format: the function that turns tables of this format into the next. It runs when a file is read."""


class Damaged(VaultError):
    """The content of a file is no case file."""


class MemoryStorage(Storage):
    """The storage of a TinyDB that keeps its tables in memory, and never on the disk."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def read(self) -> Tables:
        """Return the tables."""
        return self.tables

    def write(self, data: Tables) -> None:
        """Keep the tables."""
        self.tables = data


class _Records(Table):
    document_id_class = str  # type: ignore[assignment]


class _Database(TinyDB):
    table_class = _Records


class RecordFile:
    """The records of one file, in memory, and the revision that they were read from."""

    def __init__(self, name: str, tables: Tables, stored: StoredFile | None = None) -> None:
        self.name = name
        self.stored = stored
        """The stored file that this was read from, with its signature; ``None`` for a new file."""
        self._storage = MemoryStorage(tables)
        self._db = _Database(storage=lambda: self._storage)
        self._read: dict[str, list[Any]] = {}
        self._unreadable: dict[str, dict[str, list[str]]] = {}
        self.edited = False
        """Whether a record was added or changed since the file was read."""

    @classmethod
    def from_stored(cls, name: str, stored: StoredFile) -> Self:
        """Return the file with this stored content; raise ``Damaged`` where that is no case file."""
        try:
            tables = pydantic_core.from_json(stored.data)
            if pydantic_core.to_json(tables) != stored.data:  # what this program writes is the same again
                check_keys_once(stored.data)
            version = _checked_format(tables)
        except _NoRecord as error:
            raise Damaged(damaged(f"{name} ({error})")) from None
        except KeyTwice as error:
            raise Damaged(damaged(f"{name} ({error})")) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Damaged(damaged(name)) from None
        while version in UPGRADES:
            tables = UPGRADES[version](tables)
            version += 1
            tables[HEAD]["head"]["format"] = version
        return cls(name, tables, stored.without_content())

    @classmethod
    def load(cls, vault: Vault, name: str) -> Self:
        """Read a file from the vault; raise ``VaultError`` where that cannot be done."""
        return cls.from_stored(name, vault.read(name))

    @property
    def digest(self) -> str:
        """The digest of the stored file that this was read from; empty for a new file."""
        return self.stored.digest if self.stored else ""

    @property
    def stamp(self) -> Stamp:
        """The stamp of the stored file when it was read or written; ``(0, 0)`` for a new file."""
        return self.stored.stamp if self.stored else (0, 0)

    @property
    def readers(self) -> Readers:
        """The readers that this file is sealed to."""
        return Readers()

    @property
    def tables(self) -> Tables:
        """The tables as they stand."""
        return self._storage.tables

    @property
    def _head(self) -> dict[str, Any]:
        head: dict[str, Any] = self.tables.get(HEAD, {}).get("head", {})
        return head

    @property
    def revision(self) -> int:
        """How often the file was saved; 0 for a file that never was."""
        return int(self._head.get("revision", 0))

    @property
    def saved_by(self) -> str:
        """Worker id of the author of this revision."""
        return str(self._head.get("by", ""))

    @property
    def saved_at(self) -> datetime | None:
        """The instant of this revision, in UTC."""
        at = self._head.get("at")
        return datetime.fromisoformat(at) if at else None

    @property
    def read_only(self) -> bool:
        """Whether a newer version of the program wrote this file."""
        return int(self._head.get("format", FORMAT)) > FORMAT

    def says_the_same(self, other: RecordFile) -> bool:
        """Return whether two revisions have the same records: a repair and a restore change none."""
        mine, theirs = ({**one.tables, HEAD: {}} for one in (self, other))
        return mine == theirs

    def copy(self) -> Self:
        """Return a copy to edit; this file stays as it is."""
        other = type(self)(self.name, copy.deepcopy(self.tables), self.stored)
        other.edited = self.edited
        return other

    def every(self, kind: type[R]) -> list[R]:
        """Return all records of a kind in the order they were made, also those that are struck out."""
        if kind.table not in self._read:
            documents = self._db.table(kind.table).all() if kind.table in self.tables else []
            try:
                self._read[kind.table] = [
                    kind.model_validate({**document, "id": document.doc_id}) for document in documents
                ]
            except ValidationError:
                self._read[kind.table] = self._readable(kind, documents)
        return list(self._read[kind.table])

    def _readable(self, kind: type[R], documents: list[Document]) -> list[R]:
        """Return the records of a kind without those that the model refuses, which ``unreadable`` names.

        Raises ``Damaged`` where the file is nothing without one of them.
        """
        found, refused = [], {}
        for document in documents:
            identity = str(document.doc_id)
            try:
                found.append(kind.model_validate({**document, "id": identity}))
            except ValidationError as error:
                refused[identity] = sorted({str(one["loc"][0]) for one in error.errors() if one["loc"]})
        if not self._does_without(kind):
            raise Damaged(damaged(self.name))
        self._unreadable[kind.table] = refused
        return found

    def _does_without(self, kind: type[Record]) -> bool:
        """Return whether the file can be read without a record of this kind that its model refuses."""
        return False

    def unreadable(self, kind: type[Record]) -> dict[str, list[str]]:
        """Return the records of a kind that its model refuses: by id, the names of the fields that are wrong.

        Their content is left as it is, whatever is saved.
        """
        self.every(kind)
        return self._unreadable.get(kind.table, {})

    def remains(self, kind: type[Record]) -> list[dict[str, Any]]:
        """Return what can be read of each record of a kind that its model refuses: the fields that are right.

        Records that were struck out are left out.
        """
        table = self.tables.get(kind.table, {})
        return [
            {name: value for name, value in table[identity].items() if name not in wrong}
            for identity, wrong in self.unreadable(kind).items()
            if not table[identity].get("struck_at")
        ]

    def all(self, kind: type[R]) -> list[R]:
        """Return the records of a kind that stand (are not struck out)."""
        return [record for record in self.every(kind) if not record.struck]

    def one(self, kind: type[R]) -> R | None:
        """Return the last record of a kind that stands, or ``None``."""
        records = self.all(kind)
        return records[-1] if records else None

    def get(self, kind: type[R], record_id: str) -> R | None:
        """Return the record with this id, struck out or not, or ``None``."""
        return next((record for record in self.every(kind) if record.id == record_id), None)

    def put(self, record: Record) -> None:
        """Add the record, or replace the record with its id.

        Raises ``VaultError`` where that record cannot be read: its content is kept.
        """
        if record.id in self.unreadable(type(record)):
            raise VaultError(
                say(
                    N_("Here stands a record that cannot be read, and its content is kept: {title} {id}. "
                       "A line manager finds out with casetui check."),
                    title=say(record.title), id=record.id[:8],
                )
            )  # fmt: skip
        document = record.document()
        del document["id"]
        table = self._db.table(record.table)
        if table.contains(doc_id=record.id):  # type: ignore[arg-type]
            table.update(_replace(document), doc_ids=[record.id])  # type: ignore[list-item]
        else:
            table.insert(Document(document, doc_id=record.id))  # type: ignore[arg-type]
        self._read.pop(record.table, None)
        self.edited = True

    def bytes(self, by: str, at: datetime) -> bytes:
        """Return the content of the next revision, saved by ``by`` at an instant."""
        head = {**self._head, "format": FORMAT, "revision": self.revision + 1, "by": by, "at": at.isoformat()}
        return pydantic_core.to_json({**self.tables, HEAD: {"head": head}})

    def save(self, vault: Vault, by: str, at: datetime, keys: RecordFile | None = None) -> Self:
        """Save the file, add a line to the journal, and return the file as it now is in the vault.

        The ``keys`` that a case has of its own and the case's cover sheet are saved with it where they
        changed: all of these files are saved, or none. Raises ``OutOfDate`` if somebody saved one of them
        since it was read, ``FileExistsError`` if the file is new and its name is taken, ``VaultError`` if it
        cannot be written.
        """
        if self.read_only:
            raise VaultError(
                say(N_("A newer version of the program wrote this case; here it can only be read."))
            )
        before = [keys._writing(by, at)] if keys else []  # the keys come first, as they open the case
        first, last = self._cover_writings(vault)
        before += first
        try:
            stored = vault.save([*before, self._writing(by, at), *last], at)
        except Changed as changed:
            if not self.stored and changed.name.startswith(f"{self.name}."):
                raise FileExistsError(self.name) from None
            raise
        return self.from_stored(self.name, stored[len(before)])

    def _writing(self, by: str, at: datetime) -> Writing:
        return Writing(self.name, self.bytes(by, at), self.stored, self.readers, by)

    def _cover_writings(self, vault: Vault) -> tuple[list[Writing], list[Writing]]:
        """Return the writings of files that repeat a part of this file, before and after it: cover sheets."""
        return [], []


def _replace(document: dict[str, Any]) -> Callable[[Any], None]:
    """Return a TinyDB update that replaces a document's content and keeps its place in the table."""

    def replace(old: Any) -> None:
        old.clear()
        old.update(document)

    return replace


def _checked_format(tables: Any) -> int:
    """Return the format of the tables; raise ``ValueError`` or another error where they are no case file."""
    version = tables[HEAD]["head"]["format"]
    head = tables[HEAD]["head"]
    if not isinstance(version, int) or not isinstance(head.get("revision", 0), int):
        raise TypeError(version)
    if not 0 <= head.get("revision", 0) <= MOST_REVISIONS or version < 1:
        raise _NoRecord(say(N_("its revision's number cannot be right")))
    datetime.fromisoformat(head.get("at", "2000-01-01"))
    for name, table in tables.items():
        for key, document in table.items():
            if not isinstance(document, dict):
                raise _NoRecord(f"{name} {key}")
    return version


class _NoRecord(ValueError):
    """An entry of a table is no record; the text names it."""


def damaged(name: str) -> str:
    """Return the sentence that says that a file is damaged."""
    return say(
        N_("{name} is damaged and cannot be read. Run casetui check; the former revision may be whole."),
        name=name,
    )
