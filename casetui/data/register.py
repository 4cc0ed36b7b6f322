"""The register: a row for each case that the signed-in person may read, in a cache.

A row has due dates and no standings, so no case is read again at midnight. The cache is sealed to the person,
and can always be rebuilt from the case files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import UTC
from io import BytesIO
from threading import RLock

from casetui.data.errors import Unreachable
from casetui.data.keys.known_revisions import KnownRevisions
from casetui.data.keys.person_keys import Keys, NotOurs
from casetui.data.rows import Row, Rows, packed, read_line
from casetui.data.store.one_file import OneFile
from casetui.data.vault import BY_RESEALING, Stamp, Vault
from casetui.words import N_, CaseTUIError, say

TO_READ: Stamp = (0, 0)
"""The stamp that marks a file to be read again."""
UNREACHED: Stamp = (-1, 0)
"""The stamp that marks a file that the system did not let be read: each look tries it again."""
RowReader = Callable[[str], Row]
"""Reads a case file by its name and returns its row."""
Progress = Callable[[int, int], bool]
"""Called with the number of files that are read and the number of all; returns whether to go on."""


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
            entries = [read_line(line) for line in lines]
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
            told, place = self._told() if self._stamps else (set(), self.vault.journal.size())
            present, changed = set(), []
            for name, stamp in self.vault.stamps():
                number = _number(name)
                present.add(number)
                if number in told or self._stamps.get(number) != stamp:
                    changed.append(name)
            removed = self._stamps.keys() - present
            for number in removed:
                self._drop_row(number)
            missing, stopped = self._tell_missing(present), False
            for done, name in enumerate(changed):
                if progress and done % 20 == 0 and not progress(done, len(changed)):
                    stopped = True
                    break
                self._read_case(name)
            else:
                now = self.vault.now().astimezone(UTC).isoformat()
                # another computer's clock may have been ahead of this one
                self._known_revisions.read_all(min(self._latest, now))
            self._cut_off = False
            if not (stopped and told):  # else the lines of the cases that were not read are looked at again
                self._journal = place
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
        if not again and self.vault.journal.size() == self._journal:
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
        lines, place = self.vault.journal.since(self._journal)
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
        self.put_all([(row, stamp, digest)])

    def put_all(self, saved: Iterable[tuple[Row, Stamp, str]]) -> None:
        """Put in the rows of cases that were just saved here, each with the stamp and digest of its bytes."""
        with self._changing_lock:
            for row, stamp, digest in saved:
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
        N_("C-{number}: its case file is missing; you have seen revision {n} of it. A line manager "
           "finds out with casetui check what brings it back."),
        number=number, n=revision,
    )  # fmt: skip


def _number(name: str) -> str:
    return name.removeprefix("cases/")
