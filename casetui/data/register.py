"""The register: a row for each case that the signed-in person may read, in a cache.

A row has due dates and no standings, so no case is read again at midnight. The cache is sealed to the person,
and can always be rebuilt from the case files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from io import BytesIO
from sys import intern
from threading import RLock
from typing import Any

from casetui.data.errors import Unreachable
from casetui.data.keys.known_revisions import KnownRevision, KnownRevisions
from casetui.data.keys.person_keys import Keys, NotOurs
from casetui.data.store.one_file import OneFile
from casetui.data.vault import BY_RESEALING, Stamp, Vault
from casetui.words import N_, CaseTUIError, say


@dataclass(slots=True)
class Due:
    """A task of a case with a last day."""

    day: str
    """The last day on which the task is on time, as ``2026-11-21``."""
    what: str
    area: str
    record: str = ""
    kind: str = ""
    """``what`` without the words that a person typed; empty where ``what`` has none."""


@dataclass(slots=True)
class SignOffRequest:
    """A request that somebody has to sign or see, or its answer."""

    kind: str
    """The key of the kind of request, such as ``closure``; see ``desk.requests``."""
    record: str
    by: str
    on: str
    what: str
    for_me: bool
    """Whether the register's owner may answer it, by their roles or because it names them."""


@dataclass(slots=True)
class Row:
    """One case as lists show it. Days are texts like ``2026-11-21``, empty where there is none."""

    number: str
    client_id: str = ""
    name: str = ""
    known_as: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    birth: str = ""
    method: str = ""
    limit: int = 0
    """Clients a case manager by this method; 0 for no limit."""
    step: str = ""
    """Letter and title of the step the case is at."""
    area: str = ""
    state: str = "open"
    manager: str = ""
    team: str = ""
    opened_on: str = ""
    closed_on: str = ""
    listed: bool = True
    """Whether the person may list the case. A case that they may not list only counts in caseloads."""
    source: str = ""
    dues: tuple[Due, ...] = ()
    requests: tuple[SignOffRequest, ...] = ()
    answers: tuple[SignOffRequest, ...] = ()
    """The person's own requests that were answered: ``by`` is who answered, ``on`` the instant in UTC."""
    alerts: tuple[str, ...] = ()
    """The alerts: what to know before a call or a visit."""
    ready_to_close: bool = False
    restricted: bool = False
    named: bool = False
    """Whether a restricted case names the person."""
    lent_until: str = ""
    """The last day on which the case is lent to the person; empty where it is not."""
    problem: str = ""
    """Why the case file could not be read, as a sentence; the rest of the row is then empty."""
    not_genuine: str = ""
    """Sentences on requests and sign-offs in it that are not genuine; empty where all are."""
    revision: int = 0
    """The number of the revision that the row was made from; 0 for a case that is only counted."""
    digest: str = ""
    """The digest of that revision."""
    saved_at: str = ""
    """The instant of the save by the revision itself, in UTC."""
    key_ended: str = ""
    """The instant at which the last key of the author ended, in UTC; empty while they have a key."""
    known: KnownRevision | None = field(default=None, compare=False, repr=False)
    """The revision to remember; ``None`` for a row from the cache, and for a case that is only counted."""

    def __post_init__(self) -> None:
        """Let rows share equal texts: a big vault has thousands of rows, and few teams and people."""
        self.manager, self.team, self.state = intern(self.manager), intern(self.team), intern(self.state)

    @property
    def open(self) -> bool:
        """Whether the case counts in a caseload: it is open or paused."""
        return self.state != "closed" and not self.problem

    def next_due(self) -> Due | None:
        """Return the earliest due, or ``None``."""
        return min(self.dues, key=lambda due: due.day, default=None)


TO_READ: Stamp = (0, 0)
"""The stamp that marks a file to be read again."""
UNREACHED: Stamp = (-1, 0)
"""The stamp that marks a file that the system did not let be read: each look tries it again."""
RowReader = Callable[[str], Row]
"""Reads a case file by its name and returns its row."""
Progress = Callable[[int, int], bool]
"""Called with the number of files that are read and the number of all; returns whether to go on."""


class Rows:
    """Rows by case number."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows = {row.number: row for row in rows}
        """Also the rows of cases that are only counted: open cases that the person may not list."""

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows that the person may list."""
        return iter([row for row in list(self.rows.values()) if row.listed])


class Register(Rows):
    """The rows of a vault, read again when case files change."""

    def __init__(
        self,
        vault: Vault,
        cache: OneFile,
        version: str,
        read_row: RowReader,
        keys: Keys,
        known_revisions: KnownRevisions,
    ) -> None:
        """``cache`` is the person's own file, sealed with their ``keys``.

        ``version`` names the program and packs that make the rows. Every revision that is read is noted in
        ``known_revisions``.
        """
        super().__init__()
        self.vault = vault
        """The vault as the signed-in person reads it."""
        self._keys = keys
        self._cache = cache
        self._version = version
        self._read_row = read_row
        self._stamps: dict[str, Stamp] = {}
        self._journal = 0
        """The place in the journal up to which every save is in the rows."""
        self._cut_off = False
        """Whether the last reading of the vault was cut off by an error; the next one begins it anew."""
        self._saved: dict[str, str] = {}
        """By case number: the digest of the file that this session saved last."""
        self._day = ""
        self._latest = ""
        """The latest instant of a save that any revision named, in UTC."""
        self._reading_lock = RLock()
        self._changing_lock = RLock()
        self._changes: dict[str, int] = {}
        self._changes_in_all = 0
        self._known_revisions = known_revisions

    def load(self) -> None:
        """Read the rows from the cache, where this version of the program wrote it for this vault."""
        try:
            # read line by line: all at once would take several times the memory
            lines = BytesIO(self._keys.unseal(self._cache.read()))
            vault, version, journal, day, latest = json.loads(lines.readline())
            if (vault, version) != (self.vault.id, self._version):
                return
            entries = [_line(line) for line in lines]
        except (OSError, NotOurs, ValueError, TypeError, RecursionError):
            return  # a cache that is missing or cannot be read is made anew
        self._journal, self._day, self._latest = journal, day, latest
        self.rows = {number: row for number, _, row in entries if row}
        self._stamps = {number: stamp for number, stamp, _ in entries}

    def changes_beside(self, number: str) -> int:
        """Return how often a row of another case was put or dropped since the start."""
        with self._changing_lock:
            return self._changes_in_all - self._changes.get(number, 0)

    def _count(self, number: str) -> None:
        self._changes[number] = self._changes.get(number, 0) + 1
        self._changes_in_all += 1

    @property
    def version(self) -> str:
        """The version of the program and packs that made the rows."""
        return self._version

    def begin_anew(self, version: str) -> None:
        """Mark every file to be read again, as the packs changed; the rows stay until then."""
        self._version = version
        self._stamps = dict.fromkeys(self._stamps, TO_READ)

    def forget_older(self, day: str, manager: str) -> None:
        """Mark the cases of a manager, and lent cases, to be read again on a new ``day``.

        The due dates of a row do not change with the day, but the step that a case is at may.
        """
        if self._day != day:
            for row in list(self.rows.values()):
                if row.manager == manager or row.lent_until:
                    self._stamps[row.number] = TO_READ
            self._day = day

    def forget_ended(self, day: str) -> None:
        """Mark the cases to be read again that are lent no longer on ``day``."""
        for row in list(self.rows.values()):
            if "" < row.lent_until < day:
                self._stamps[row.number] = TO_READ

    def refresh(self, progress: Progress | None = None) -> bool:
        """Read every case file that changed since its row was made; return whether any row changed.

        Where ``progress`` returns ``False`` this stops; the rows that were read stay. Raises ``VaultError``
        where the vault cannot be read; the next ``catch_up`` then reads it all.
        """
        with self._reading_lock:
            self._cut_off = True
            told, place = self._told() if self._stamps else (set(), self.vault.journal_size())
            present, changed = set(), []
            for name, stamp in self.vault.stamps():
                number = _number(name)
                present.add(number)
                if number in told or self._stamps.get(number) != stamp:
                    changed.append(name)
            removed = self._stamps.keys() - present
            for number in removed:
                self._drop_row(number)
            missing = self._tell_missing(present)
            for done, name in enumerate(changed):
                if progress and done % 20 == 0 and not progress(done, len(changed)):
                    break
                self._read_case(name)
            else:
                now = self.vault.now().astimezone(UTC).isoformat()
                # another computer's clock may have been ahead of this one
                self._known_revisions.read_all(min(self._latest, now))
            self._journal, self._cut_off = place, False
        if changed or removed:
            self.keep()
            self._known_revisions.keep()
        return bool(changed or removed or missing)

    def _tell_missing(self, present: Collection[str]) -> bool:
        """Put in a row for each case that the person had read and that has no file; return if one is new.

        The program never deletes a case file.
        """
        told = False
        for number in {*self._known_revisions.numbers()} - {*present}:
            known = self._known_revisions.of(number)
            if known and number not in self.rows:
                with self._changing_lock:
                    self.rows[number] = Row(number=number, problem=_missing(number, known.revision))
                    self._count(number)
                told = True
        return told

    @property
    def unreached(self) -> list[str]:
        """The numbers of the cases that the system did not let be read when they were last read."""
        return [number for number, stamp in list(self._stamps.items()) if stamp == UNREACHED]

    def catch_up(self) -> bool:
        """Read the cases that the journal names since the last look; all, where a file is marked.

        Cases that could not be reached are tried again. Returns whether any row changed. If the vault cannot
        be read, this raises ``VaultError``, and the next call reads what this one should have.
        """
        if self._cut_off or TO_READ in list(self._stamps.values()):
            return self.refresh()
        again = self.unreached
        if not again and self.vault.journal_size() == self._journal:
            return False
        with self._reading_lock:
            told, place = self._told()
            before = [self.rows.get(number) for number in again]
            for number in told.union(again):
                self._read_case(f"cases/{number}")
            self._journal = place
        self._known_revisions.keep()
        return bool(told) or before != [self.rows.get(number) for number in again]

    def _told(self) -> tuple[set[str], int]:
        """Return the numbers of cases that the journal says others saved since the last look, and its end.

        The digest in a line tells this session's own saves apart. A file's stamp does not do for that: a disk
        may keep times to two seconds only, and the sizes of two revisions may be the same.
        """
        lines, place = self.vault.saved_since(self._journal)
        told = set()
        for line in lines:
            number = _number(line.name)
            if not line.name.startswith("cases/") or line.revision == self._saved.get(number):
                continue
            if line.by != BY_RESEALING or self._stamps.get(number) != self.vault.stamp(line.name):
                told.add(number)
        return told, place

    def put(self, row: Row, stamp: Stamp, digest: str) -> None:
        """Put in the row of a case that was just saved here, with this stamp and digest of its bytes."""
        with self._changing_lock:
            self._saved[row.number] = digest
            self._put_row(row, stamp)
        self._known_revisions.keep()

    def _put_row(self, row: Row, stamp: Stamp) -> None:
        """Put in the row of a file that had this stamp, and remember its revision.

        Where a row of a later file is there already, this row is ignored. A row of a case that is closed, and
        that the person may not list, is left out unless a sign-off in it is not genuine.
        """
        with self._changing_lock:
            if stamp != UNREACHED and self._is_later(row, stamp):
                return
            self._stamps[row.number] = stamp
            self._count(row.number)
            if row.listed or row.open or row.not_genuine:
                self.rows[row.number] = row
            else:
                self.rows.pop(row.number, None)
            self._latest = max(self._latest, row.saved_at)
            if row.known:
                self._known_revisions.note(row.number, row.known, row.key_ended)

    def _is_later(self, row: Row, stamp: Stamp) -> bool:
        """Return whether the register has a row of a later file than this one."""
        there = self._stamps.get(row.number)
        if there == stamp:  # two revisions of one size, saved at one instant as the disk keeps it
            last = self.rows.get(row.number)
            return last is not None and 0 < row.revision < last.revision
        return there == self.vault.stamp(f"cases/{row.number}")

    def _read_case(self, name: str) -> None:
        stamp = self.vault.stamp(name)
        number = _number(name)
        try:
            row = self._read_row(name)
        except Unreachable as error:
            row, stamp = Row(number=number, problem=str(error)), UNREACHED
        except CaseTUIError as error:
            row = Row(number=number, problem=str(error))
        except Exception:  # one file of any content must not keep the person from the others
            row = Row(number=number, problem=_unreadable(number))
        self._put_row(row, stamp)

    def _drop_row(self, number: str) -> None:
        with self._changing_lock:
            self._stamps.pop(number, None)
            self.rows.pop(number, None)
            self._count(number)

    def keep(self) -> None:
        """Write the cache. Where that fails, it is rebuilt at the next start."""
        with self._changing_lock:  # rows and stamps of one instant
            stamps, rows = dict(self._stamps), dict(self.rows)
        lines = [json.dumps([self.vault.id, self._version, self._journal, self._day, self._latest])]
        for number, stamp in stamps.items():
            row = rows.get(number)
            lines.append(json.dumps([number, *stamp, *(packed(row) if row else ())]))
        with suppress(OSError):
            self._cache.write(self._keys.seal("\n".join(lines).encode()))


def _unreadable(number: str) -> str:
    return say(N_("C-{number} cannot be read. Run casetui check; it names what is wrong."), number=number)


def _missing(number: str, revision: int) -> str:
    return say(
        N_("C-{number}: its case file is missing; you have seen revision {n} of it. Tell a line manager; "
           "casetui check says what brings it back."),
        number=number, n=revision,
    )  # fmt: skip


def open_rows(rows: Iterable[Row], manager: str) -> list[Row]:
    """Return the rows of a case manager's open cases."""
    return [row for row in rows if row.manager == manager and row.open]


def clients(rows: Iterable[Row]) -> int:
    """Return the number of distinct clients of these rows, which is the size of a caseload."""
    return len({row.client_id for row in rows})


_PLAIN = [name for name in Row.__slots__ if name not in ("dues", "requests", "answers", "listed", "known")]
_COUNTED = ("number", "client_id", "manager", "state", "limit", "team", "not_genuine")


def packed(row: Row) -> list[Any]:
    """Return a row as JSON values; of a case that is only counted, the few fields that count."""
    if not row.listed:
        return [[getattr(row, name) for name in _COUNTED]]
    dues = [[d.day, d.what, d.area, d.record, d.kind] for d in row.dues]
    asked = [
        [[r.kind, r.record, r.by, r.on, r.what, r.for_me] for r in some]
        for some in (row.requests, row.answers)
    ]
    return [[getattr(row, name) for name in _PLAIN], dues, *asked]


def unpacked(values: list[Any]) -> Row:
    """Return the row that ``packed`` was given; raise ``ValueError`` or ``TypeError`` for other values."""
    plain, *more = values
    if not more:
        return Row(listed=False, **dict(zip(_COUNTED, plain, strict=True)))
    plain = [tuple(value) if isinstance(value, list) else value for value in plain]
    row = Row(**dict(zip(_PLAIN, plain, strict=True)))
    dues, requests, answers = more
    row.dues = tuple(Due(*due) for due in dues)
    row.requests = tuple(SignOffRequest(*request) for request in requests)
    row.answers = tuple(SignOffRequest(*answer) for answer in answers)
    return row


def _line(line: bytes) -> tuple[str, Stamp, Row | None]:
    """Return the case number in a line of the cache, the stamp of the case file, and its row if any."""
    number, changed, size, *values = json.loads(line)
    row = unpacked(values) if values else None
    # the row's own text of the number, so that memory holds it once
    return row.number if row else str(number), (int(changed), int(size)), row


def _number(name: str) -> str:
    return name.removeprefix("cases/")
