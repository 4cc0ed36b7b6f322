"""The register: the cases that the person signed in may read, as plain rows in a cache.

Rows hold due dates, never standings, so that midnight needs no rereading. The cache is the person's
own, sealed to them, and can always be rebuilt from the case files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from sys import intern
from threading import RLock
from typing import Any

from casetui.data.keys.known_revisions import KnownRevision, KnownRevisions
from casetui.data.keys.person_keys import Keys, NotOurs
from casetui.data.store.durable import make_own, write_whole
from casetui.data.vault import Stamp, Vault
from casetui.words import N_, CaseTUIError, say


@dataclass(slots=True)
class Due:
    """Something with a day in one case."""

    day: str
    """Last day on which it is on time, as ``2026-11-21``."""
    what: str
    area: str
    record: str = ""
    kind: str = ""
    """The same without anything that somebody typed; empty where ``what`` has nothing of that."""


@dataclass(slots=True)
class SignOffRequest:
    """Something that a line manager has to sign or see."""

    kind: str
    """The key of its kind, such as ``closure``; see ``desk.requests``."""
    record: str
    by: str
    on: str
    what: str


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
    """Whether the person may list the case; one that they may not is only counted in caseloads."""
    source: str = ""
    dues: tuple[Due, ...] = ()
    requests: tuple[SignOffRequest, ...] = ()
    answers: tuple[SignOffRequest, ...] = ()
    """What the person asked for that is answered: ``by`` answered, ``on`` the instant in UTC."""
    alerts: tuple[str, ...] = ()
    """What to know before anyone calls or visits."""
    ready_to_close: bool = False
    restricted: bool = False
    named: bool = False
    """Whether the person is one of those that a restricted case is open to."""
    lent_until: str = ""
    """The last day on which the case is lent to the person; empty where it is not."""
    problem: str = ""
    """Why the case file could not be read, as a sentence; the rest of the row is then empty."""
    revision: int = 0
    """Which revision the row was made of, 0 where it was only counted."""
    digest: str = ""
    """Names that revision."""
    saved_at: str = ""
    """The instant that the revision says it was saved at, in UTC."""
    key_ended: str = ""
    """The instant at which its author's last key ended, in UTC; empty where they still have one."""
    known: KnownRevision | None = field(default=None, compare=False, repr=False)
    """What to remember of that revision; ``None`` for a row from the cache, or one that was only counted."""

    def __post_init__(self) -> None:
        """Have rows share what many of them say alike: a big vault has thousands, of few teams and people."""
        self.manager, self.team, self.state = intern(self.manager), intern(self.team), intern(self.state)

    @property
    def open(self) -> bool:
        """Whether the case counts: open or paused."""
        return self.state != "closed" and not self.problem

    def next_due(self) -> Due | None:
        """Return the earliest due, or ``None``."""
        return min(self.dues, key=lambda due: due.day, default=None)


TO_READ: Stamp = (0, 0)
"""Stands for the stamp of a file that is to be read again."""
Fold = Callable[[str], Row]
"""Reads one case file by name and returns its row; one that is not listed is only counted."""
Progress = Callable[[int, int], bool]
"""Told how many of how many are read; returns whether to go on."""


class Rows:
    """Rows by case number."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows = {row.number: row for row in rows}
        """Also those that are only counted: the open ones of others."""

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows that the person may list."""
        return iter([row for row in list(self.rows.values()) if row.listed])


class Register(Rows):
    """The rows, kept up with the vault."""

    def __init__(
        self, vault: Vault, cache: Path, version: str, fold: Fold, keys: Keys, memory: KnownRevisions
    ) -> None:
        """``cache`` is the person's own file, sealed with their ``keys``.

        ``version`` names the program and packs that made its rows; ``memory`` is told of every revision.
        """
        super().__init__()
        self.vault = vault
        """The vault as the person reads it now."""
        self._keys = keys
        self._cache = cache
        self._version = version
        self._fold = fold
        self._stamps: dict[str, Stamp] = {}
        self._journal = 0
        self._day = ""
        self._latest = ""
        """The latest instant at which any revision that was read says it was saved."""
        self._reading = RLock()
        self._changing = RLock()
        self._taken: dict[str, int] = {}
        self._taken_in_all = 0
        self._memory = memory

    def load(self) -> None:
        """Take the rows from the cache, where it was made by this program for this vault."""
        try:
            # a line at a time: all at once take several times the memory
            lines = BytesIO(self._keys.unseal(self._cache.read_bytes()))
            vault, version, journal, day, latest = json.loads(lines.readline())
            if (vault, version) != (self.vault.id, self._version):
                return
            kept = [_line(line) for line in lines]
        except (OSError, NotOurs, ValueError, TypeError, RecursionError):
            return  # no cache, or one that cannot be read, is made anew
        self._journal, self._day, self._latest = journal, day, latest
        self.rows = {number: row for number, _, row in kept if row}
        self._stamps = {number: stamp for number, stamp, _ in kept}

    def changes_beside(self, number: str) -> int:
        """Return how often the row of any other case was taken or dropped since the start."""
        with self._changing:
            return self._taken_in_all - self._taken.get(number, 0)

    def _count(self, number: str) -> None:
        self._taken[number] = self._taken.get(number, 0) + 1
        self._taken_in_all += 1

    @property
    def version(self) -> str:
        """What the rows were made with."""
        return self._version

    def begin_anew(self, version: str) -> None:
        """Forget what was read, for what rows are made with has changed; they stay until read again."""
        self._version = version
        self._stamps = dict.fromkeys(self._stamps, TO_READ)

    def forget_older(self, day: str, manager: str) -> None:
        """Have a case manager's own rows, and lent ones, read again where they were made before ``day``.

        A row holds dues that stand for good; but which step a case is at can turn with the day.
        """
        if self._day != day:
            for row in list(self.rows.values()):
                if row.manager == manager or row.lent_until:
                    self._stamps[row.number] = TO_READ
            self._day = day

    def forget_ended(self, day: str) -> None:
        """Have rows read again of cases that are lent no longer on ``day``."""
        for row in list(self.rows.values()):
            if "" < row.lent_until < day:
                self._stamps[row.number] = TO_READ

    def refresh(self, progress: Progress | None = None) -> bool:
        """Read every case file that changed since its row was made; return whether any row changed.

        Stops early, keeping what was read, when ``progress`` returns ``False``.
        """
        with self._reading:
            self._journal = self.vault.journal_size()
            there, changed = set(), []
            for name, stamp in self.vault.stamps():
                number = _number(name)
                there.add(number)
                if self._stamps.get(number) != stamp:
                    changed.append(name)
            gone = self._stamps.keys() - there
            for number in gone:
                self._drop(number)
            for done, name in enumerate(changed):
                if progress and done % 20 == 0 and not progress(done, len(changed)):
                    break
                self._take(name)
            else:
                self._memory.read_all(self._latest)
        if changed or gone:
            self.keep()
            self._memory.keep()
        return bool(changed or gone)

    def catch_up(self) -> bool:
        """Read what the journal says was saved since, or all where rows are to be read again.

        Returns whether any row changed.
        """
        if TO_READ in list(self._stamps.values()):
            return self.refresh()
        if self.vault.journal_size() == self._journal:
            return False
        with self._reading:
            names, self._journal = self.vault.names_saved_since(self._journal)
            cases = [name for name in names if name.startswith("cases/")]
            changed = [name for name in cases if self._stamps.get(_number(name)) != self.vault.stamp(name)]
            for name in changed:
                self._take(name)
        self._memory.keep()
        return bool(changed)

    def put(self, row: Row, stamp: Stamp) -> None:
        """Take the row of a case that was just saved here with this stamp."""
        self._hold(row, stamp)
        self._memory.keep()

    def _hold(self, row: Row, stamp: Stamp) -> None:
        """Take the row of a file that had this stamp, where no later one was taken; remember its revision.

        A row that counts for nothing is not kept. One of a file that was saved meanwhile is read again.
        """
        with self._changing:
            if stamp != self.vault.stamp(f"cases/{row.number}") == self._stamps.get(row.number):
                return
            self._stamps[row.number] = stamp
            self._count(row.number)
            if row.listed or row.open:
                self.rows[row.number] = row
            else:
                self.rows.pop(row.number, None)
            self._latest = max(self._latest, row.saved_at)
            if row.known:
                self._memory.note(row.number, row.known, row.key_ended)

    def _take(self, name: str) -> None:
        stamp = self.vault.stamp(name)
        number = _number(name)
        try:
            row = self._fold(name)
        except CaseTUIError as error:
            row = Row(number=number, problem=str(error))
        except Exception:  # whatever one file holds: it keeps nobody from the others
            row = Row(number=number, problem=_unread(number))
        self._hold(row, stamp)

    def _drop(self, number: str) -> None:
        with self._changing:
            self._stamps.pop(number, None)
            self.rows.pop(number, None)
            self._count(number)

    def keep(self) -> None:
        """Write the cache. It can be rebuilt, so a failure here is no failure."""
        with self._changing:  # a row goes with the stamp of the file that it was made of
            stamps, rows = dict(self._stamps), dict(self.rows)
        lines = [json.dumps([self.vault.id, self._version, self._journal, self._day, self._latest])]
        for number, stamp in stamps.items():
            row = rows.get(number)
            lines.append(json.dumps([number, *stamp, *(packed(row) if row else ())]))
        with suppress(OSError):
            make_own(self._cache.parent)
            write_whole(self._cache, self._keys.seal("\n".join(lines).encode()), 0o600)


def _unread(number: str) -> str:
    return say(N_("C-{number} cannot be read. Run casetui check; it names what is wrong."), number=number)


def open_rows(rows: Iterable[Row], manager: str) -> list[Row]:
    """Return the rows of a case manager's open cases."""
    return [row for row in rows if row.manager == manager and row.open]


def clients(rows: Iterable[Row]) -> int:
    """Return how many distinct clients these rows are about: what a caseload counts."""
    return len({row.client_id for row in rows})


_PLAIN = [name for name in Row.__slots__ if name not in ("dues", "requests", "answers", "listed", "known")]
_COUNTED = ("number", "client_id", "manager", "state", "limit", "team")


def packed(row: Row) -> list[Any]:
    """Return a row as JSON takes it; of one that is only counted, what is counted."""
    if not row.listed:
        return [[getattr(row, name) for name in _COUNTED]]
    dues = [[d.day, d.what, d.area, d.record, d.kind] for d in row.dues]
    asked = [[[r.kind, r.record, r.by, r.on, r.what] for r in some] for some in (row.requests, row.answers)]
    return [[getattr(row, name) for name in _PLAIN], dues, *asked]


def unpacked(values: list[Any]) -> Row:
    """Return the row that ``packed`` was given; raise ``ValueError`` or ``TypeError`` for all else."""
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
    """Return the number in a line of the cache, the stamp of the file that was read, and its row if any."""
    number, changed, size, *values = json.loads(line)
    row = unpacked(values) if values else None
    # the row's own text for the number, which then is there once
    return row.number if row else str(number), (int(changed), int(size)), row


def _number(name: str) -> str:
    return name.removeprefix("cases/")
