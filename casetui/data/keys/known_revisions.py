"""Known revisions: of each case the highest revision that the person's program trusted.

They are kept in a file of the person's own folder, sealed to them, so that no writer of the vault can change
it. Lines are added after each reading and each save; when there are many lines, they are rewritten as few.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import Any

from casetui.data.errors import VaultError
from casetui.data.keys.person_keys import Keys, NotOurs
from casetui.data.store.durable import append_line, make_own, write_whole
from casetui.data.store.locks import locked

MOST_LINES = 200
"""A file of more lines than this is rewritten as few."""
IN_A_LINE = 1000
"""How many cases a rewritten line has: reading a longer line takes much memory."""
LOCK_SECONDS = 0.5
"""The seconds that another session of the person is waited for; the next save writes what was not written."""


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

    def packed(self) -> list[Any]:
        """Return the revision as JSON values."""
        reach = self.reach
        return [self.revision, self.digest, reach.team, reach.own, reach.named, reach.given, self.unproven]

    @classmethod
    def unpacked(cls, values: list[Any]) -> KnownRevision:
        """Return the revision that was packed; raise ``ValueError`` or ``TypeError`` for other values."""
        revision, digest, team, own, named, given, unproven = values
        return cls(int(revision), digest, _reach(team, own, tuple(named), given), unproven)


class KnownRevisions:
    """The known revisions of all cases, in memory and in the person's file."""

    def __init__(self, path: Path, keys: Keys) -> None:
        """``path`` is the person's own file, sealed with their ``keys``; it is read at the first question."""
        self._path = path
        self._keys = keys
        self._changing_lock = RLock()
        self._was_read = False
        self._lines = 0
        self._cases: dict[str, KnownRevision] = {}
        self._late: dict[str, str] = {}
        """By case number: the digest of a revision that came after its author's key had ended."""
        self._up_to = ""
        """The latest instant of any revision at the last time that every case was read."""
        self._unsaved: set[str] = set()
        """The numbers of cases whose known revision is not in the file yet."""

    def of(self, number: str) -> KnownRevision | None:
        """Return the known revision of a case by its number, or ``None`` where there is none."""
        self._load()
        return self._cases.get(number)

    def numbers(self) -> list[str]:
        """Return the numbers of all cases that have a known revision."""
        self._load()
        return list(self._cases)

    def note(self, number: str, seen: KnownRevision, key_ended: str) -> None:
        """Remember a revision where it is the highest; ``key_ended`` is when its author's last key ended."""
        with self._changing_lock:
            before = self.of(number)
            if before is None or seen.revision > before.revision:
                if before and "" < key_ended < self._up_to:
                    self._late[number] = seen.digest
                self._cases[number] = seen
                self._unsaved.add(number)

    def read_all(self, latest: str) -> None:
        """Remember that every case was read, and the latest instant that any revision named."""
        self._load()
        self._up_to = max(self._up_to, latest)

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

    # -- the file --------------------------------------------------------------------------------

    def keep(self) -> None:
        """Write the new known revisions to the file. Where that fails, they are written with the next."""
        with self._changing_lock:
            if not self._unsaved:
                return
            with suppress(OSError, VaultError):
                make_own(self._path.parent)
                with locked(self._path.with_suffix(".lock"), 0o600, LOCK_SECONDS):
                    self._write()
                self._unsaved.clear()

    def _write(self) -> None:
        if self._lines < MOST_LINES and len(self._unsaved) < MOST_LINES:
            append_line(
                self._path, self._sealed({number: self._cases[number] for number in self._unsaved}), 0o600
            )
            self._lines += 1
            return
        self._read_file()  # another session of the same person may have added lines
        numbers = sorted(self._cases)
        parts = [numbers[n : n + IN_A_LINE] for n in range(0, len(numbers), IN_A_LINE)]
        lines = [self._sealed({number: self._cases[number] for number in part}) for part in parts]
        write_whole(self._path, "".join(f"{line}\n" for line in lines).encode(), 0o600)
        self._lines = len(lines)

    def _sealed(self, cases: Mapping[str, KnownRevision]) -> str:
        late = {number: digest for number, digest in self._late.items() if number in cases}
        content = [json.dumps({"late": late, "up_to": self._up_to})]
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
        with suppress(OSError), self._path.open("rb") as file:
            for line in file:
                self._lines += 1
                with suppress(NotOurs, ValueError, TypeError, KeyError, AttributeError):
                    self._read_line(BytesIO(self._keys.unseal(base64.b64decode(line))))

    def _read_line(self, content: BytesIO) -> None:
        """Read a line, case by case: all at once would take several times the memory."""
        head = json.loads(content.readline())
        late = head["late"]
        self._up_to = max(self._up_to, head["up_to"])
        before = (
            [number, *values] for number, values in head.get("cases", {}).items()
        )  # the form of earlier versions
        for number, *values in chain(before, map(json.loads, content)):
            self._merge(number, KnownRevision.unpacked(values), late.get(number))

    def _merge(self, number: str, known: KnownRevision, late: str | None) -> None:
        before = self._cases.get(number)
        if before is None or known.revision > before.revision:
            self._cases[number] = known
            if late:
                self._late[number] = late
