"""Known revisions: of each case the highest revision that the person's program trusted.

They are kept in a file of the person's own folder, sealed to them, so that no writer of the vault can change
it. Lines are added after each reading and each save; when there are many lines, they are rewritten as few.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import chain
from threading import RLock
from typing import Any

from casetui.data.errors import VaultError
from casetui.data.keys.person_keys import Keys, NotOurs
from casetui.data.store.one_file import OneFile
from casetui.data.store.plain import SeveralNames

MOST_LINES = 200
"""A file of more lines than this is rewritten as few."""
IN_A_LINE = 1000
"""How many cases a rewritten line has: reading a longer line takes much memory."""
LOCK_SECONDS = 0.5
"""The seconds that another session of the person is waited for; the next save writes what was not written."""
COVERS = "covers/"
"""Before a case's number: the cover sheet that closed the case; its ``cover`` is the known revision."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may read and write a case, by one of its revisions."""

    team: str
    own: bool = False
    """Whether the case is restricted: sealed to its own key, and not to its team's."""
    named: tuple[str, ...] = ()
    """The worker ids of the case manager and of the people that a restricted case is open to."""
    given: str = ""
    """The digest of the case manager, the people that a restricted case is open to, and the loans."""


@cache
def _reach(team: str, own: bool, named: tuple[str, ...], given: str) -> Reach:
    """Return one shared ``Reach`` for equal values: nearly all cases of a case manager have the same."""
    return Reach(team, own, named, given)


@dataclass(frozen=True, slots=True)
class KnownRevision:
    """A revision of a case that the person's program trusted."""

    revision: int
    digest: str
    """The digest that names the revision."""
    reach: Reach
    unproven: bool = False
    """Whether the case came to its team, or was opened to it, by a revision that is not kept any more."""
    cover: int = 0
    """The number of the cover sheet's revision that was read with the case; 0 where none was."""

    def packed(self) -> list[Any]:
        """Return the revision as JSON values."""
        reach = self.reach
        plain = [self.revision, self.digest, reach.team, reach.own, reach.named, reach.given, self.unproven]
        return [*plain, self.cover] if self.cover else plain

    @classmethod
    def unpacked(cls, values: list[Any]) -> KnownRevision:
        """Return the revision that was packed; raise ``ValueError`` or ``TypeError`` for other values."""
        revision, digest, team, own, named, given, unproven, *cover = values
        return cls(
            int(revision), digest, _reach(team, own, tuple(named), given), unproven, int(*cover or [0])
        )


class KnownRevisions:
    """The known revisions of all cases, in memory and in the person's file."""

    def __init__(self, file: OneFile, keys: Keys) -> None:
        """``file`` is the person's own, sealed with their ``keys``; it is read at the first question."""
        self._file = file
        self._keys = keys
        self._changing_lock = RLock()
        self._was_read = False
        self._lines = 0
        self._cases: dict[str, KnownRevision] = {}
        self._late: dict[str, str] = {}
        """By case number: the digest of a revision that came after its author's key had ended."""
        self._up_to = ""
        """The latest instant of any revision at the last time that every case was read."""
        self._judged_up_to = ""
        """The same, but empty until a version of the program that judges cover sheets read every case."""
        self._unsaved: set[str] = set()
        """The numbers of cases whose known revision is not in the file yet."""
        self._later = False
        """Whether the latest instant is later than the one in the file."""

    def of(self, number: str) -> KnownRevision | None:
        """Return the known revision of a case by its number, or ``None`` where there is none."""
        self._load()
        return self._cases.get(number)

    def numbers(self) -> list[str]:
        """Return the numbers of all cases that have a known revision."""
        self._load()
        return [number for number in list(self._cases) if not number.startswith(COVERS)]

    def note(self, number: str, seen: KnownRevision, key_ended: str) -> None:
        """Remember a revision where it is the highest; ``key_ended`` is when its author's last key ended."""
        with self._changing_lock:
            before = self.of(number)
            if before is None or seen.revision > before.revision:
                if before and "" < key_ended < self._up_to:
                    self._late[number] = seen.digest
                self._cases[number] = seen
                self._unsaved.add(number)
            elif seen.digest == before.digest and seen.cover > before.cover:
                self._cases[number] = replace(before, cover=seen.cover)
                self._unsaved.add(number)

    def read_all(self, latest: str) -> None:
        """Remember that every case was read, and the latest instant that any revision named."""
        self._load()
        self._later = self._later or latest > min(self._up_to, self._judged_up_to)
        self._up_to = self._judged_up_to = max(self._up_to, latest)

    def newer_than(self, number: str, revision: int, digest: str) -> int:
        """Return the number of a case's known revision where this revision is not newer; 0 else."""
        known = self.of(number)
        if known is None or revision > known.revision or digest == known.digest:
            return 0
        return known.revision

    def late(self, number: str, digest: str) -> bool:
        """Return whether a revision came after its author's key had ended, whatever instant it names.

        It is late where the person had read an older revision of the case, and after that any revision that
        was saved after the key's end. A revision from before the person's first reading of the case is never
        found to be late.
        """
        self._load()
        return self._late.get(number) == digest

    # -- cases that were closed to the person ----------------------------------------------------

    def closing(self, number: str) -> KnownRevision | None:
        """Return the revision of the cover sheet that rightly closed a case to the person, or ``None``.

        It does not count any more once the person has read the case again.
        """
        known, closing = self.of(number), self.of(COVERS + number)
        return closing if known and closing and closing.cover == known.revision else None

    def note_closing(self, number: str, revision: int, digest: str, reach: Reach) -> None:
        """Remember the revision of a cover sheet that rightly closed a case, which the person had read."""
        with self._changing_lock:
            known = self.of(number)
            if known:
                self._cases[COVERS + number] = KnownRevision(revision, digest, reach, cover=known.revision)
                self._unsaved.add(COVERS + number)

    def too_late(self, key_ended: str) -> bool:
        """Return whether a file that is read for the first time came after its author's last key had ended.

        ``key_ended`` is when it ended; empty while the author has a key.
        """
        self._load()
        return "" < key_ended < self._judged_up_to

    # -- the file --------------------------------------------------------------------------------

    def keep(self) -> None:
        """Write the new known revisions to the file. Where that fails, they are written with the next."""
        with self._changing_lock:
            if not self._unsaved and not self._later:
                return
            with suppress(OSError, VaultError):
                self._file.files.make()
                lock = f"{self._file.name.removesuffix('.seen')}.lock"
                with self._file.files.lock(lock, LOCK_SECONDS):
                    self._write()
                self._unsaved.clear()
                self._later = False

    def _write(self) -> None:
        if self._lines < MOST_LINES and len(self._unsaved) < MOST_LINES:
            with suppress(SeveralNames):  # somebody's copy by hard links, which a line would change too
                self._file.append(self._sealed({number: self._cases[number] for number in self._unsaved}))
                self._lines += 1
                return
        self._read_file()  # another session of the same person may have added lines
        numbers = sorted(self._cases)
        parts = [numbers[n : n + IN_A_LINE] for n in range(0, len(numbers), IN_A_LINE)]
        lines = [self._sealed({number: self._cases[number] for number in part}) for part in parts]
        self._file.write("".join(f"{line}\n" for line in lines).encode())
        self._lines = len(lines)

    def _sealed(self, cases: Mapping[str, KnownRevision]) -> str:
        late = {number: digest for number, digest in self._late.items() if number in cases}
        content = [json.dumps({"late": late, "up_to": self._up_to, "judged_up_to": self._judged_up_to})]
        content += (json.dumps([number, *known.packed()]) for number, known in cases.items())
        return base64.b64encode(self._keys.seal("\n".join(content).encode())).decode()

    def _load(self) -> None:
        with self._changing_lock:
            if not self._was_read:
                self._was_read = True
                self._read_file()

    def _read_file(self) -> None:
        """Read the file; a line that cannot be read is passed over."""
        self._lines = 0
        with suppress(OSError):
            for line in BytesIO(self._file.read()):
                self._lines += 1
                with suppress(NotOurs, ValueError, TypeError, KeyError, AttributeError):
                    self._read_line(BytesIO(self._keys.unseal(base64.b64decode(line))))

    def _read_line(self, content: BytesIO) -> None:
        """Read a line, case by case: all at once would take several times the memory."""
        head = json.loads(content.readline())
        late = head["late"]
        self._up_to = max(self._up_to, head["up_to"])
        self._judged_up_to = max(self._judged_up_to, head.get("judged_up_to", ""))
        before = (
            [number, *values] for number, values in head.get("cases", {}).items()
        )  # the form of earlier versions
        for number, *values in chain(before, map(json.loads, content)):
            self._merge(number, KnownRevision.unpacked(values), late.get(number))

    def _merge(self, number: str, known: KnownRevision, late: str | None) -> None:
        before = self._cases.get(number)
        newer = before is None or (known.revision, known.cover) > (before.revision, before.cover)
        if newer:
            self._cases[number] = known
            if late:
                self._late[number] = late
