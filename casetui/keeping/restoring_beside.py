"""Brings back from a backup what is copied as it is: cover sheets, logs and packs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from casetui.data.errors import cannot
from casetui.data.keys.sealing import suffix
from casetui.data.store.log_lines import OPENINGS, damaged_lines, lines_of, mended
from casetui.data.store.plain import NoFile
from casetui.data.vault import Vault, digest_of
from casetui.keeping.manifest import Copy, Manifest, backup_files
from casetui.words import N_, say

COVERS = "covers/"
LOGS = ("changes", OPENINGS)
"""Logs only grow: of two, the newer one begins with the older one."""


@dataclass
class Restored:
    """What was brought back, what was left alone, and what went wrong."""

    brought_back: list[str] = field(default_factory=list)
    """A sentence for each case that was brought back, and for the agency file."""
    files: int = 0
    """How many files were written."""
    same: int = 0
    left_alone: list[str] = field(default_factory=list)
    """A sentence for each file that was left alone, as the vault's is newer or sealed to others."""
    problems: list[str] = field(default_factory=list)
    stopped: bool = False


class Copies:
    """The files of a backup, each checked against the manifest."""

    def __init__(self, source: Path, manifest: Manifest, done: Restored) -> None:
        self.source = source
        self.manifest = manifest
        self.done = done
        self._backup = backup_files(source)

    def exists(self, path: str) -> bool:
        """Return whether the backup has a file at this path."""
        return self._backup.exists(path)

    def read(self, path: str) -> bytes | None:
        """Return a file of the backup, or ``None`` where the manifest has another digest or none for it."""
        copies = self.manifest.copies(path)
        try:
            data = self._backup.read(path)[0] if copies else b""
        except OSError as error:
            self.done.problems.append(cannot("use", self.source / path, error))
            return None
        if digest_of(data) not in {copy.digest for copy in copies}:
            if copies:
                sentence = N_("{file} in the backup is damaged; it was not brought back.")
                self.done.problems.append(say(sentence, file=path))
            return None
        return data

    def copy(self, path: str, digest: str) -> Copy:
        """Return the copy of a file that has this digest."""
        return next(copy for copy in self.manifest.copies(path) if copy.digest == digest)


class Beside:
    """Writes files into the vault as the backup has them."""

    def __init__(self, vault: Vault, copies: Copies, done: Restored) -> None:
        self.vault = vault
        self.done = done
        self.log_came_back = False
        """Whether lines of the access log came back."""
        self._copies = copies
        self._files = vault.upkeep.files

    def write(self, path: str, data: bytes) -> None:
        """Write a copy into the vault, with the time that its file had there; raises ``OSError``."""
        if folder := path.rpartition("/")[0]:
            self._files.make_folders(folder)
        self._files.write(path, data)
        copies = [copy for copy in self._copies.manifest.copies(path) if copy.digest == digest_of(data)]
        if copies:
            self._files.set_time(path, copies[0].stamp[0])
        self.log_came_back = self.log_came_back or path == OPENINGS
        self.done.files += 1

    def restore_cover(self, name: str) -> None:
        """Bring back a missing cover sheet; check mends a stale one."""
        path = f"{name}{suffix(name)}"
        if path not in self._copies.manifest.files and path not in self._copies.manifest.begun:
            return
        if self._files.exists(path):
            self.done.same += 1
        elif (data := self._copies.read(path)) is not None:
            self.write(path, data)

    def restore(self, path: str) -> None:
        """Bring back a log, a pack, a method of the agency's own, or a file of a later version."""
        data = self._copies.read(path)
        if data is None:
            return
        if not self._files.exists(path):
            self.write(path, data)
            return
        try:
            there, stamp = self._files.read(path)
        except NoFile:
            there, stamp = b"", (0, 0)
        except OSError as error:  # it may be whole, and newer than the backup's
            self.done.problems.append(cannot("use", self._files.path(path), error))
            return
        if path == OPENINGS and damaged_lines(lines_of(there)) and not data.startswith(there):
            self._mend_log(there, data)
        elif there == data or (path in LOGS and there.startswith(data)):
            self.done.same += 1
        elif self._newer(path, there, data, stamp[0]):
            self.done.left_alone.append(say(N_("{what} was left alone: it was changed later."), what=path))
        else:
            self.vault.upkeep.set_aside(path)
            self.write(path, data)

    def _mend_log(self, there: bytes, data: bytes) -> None:
        """Bring back the damaged lines of the access log that the backup holds whole."""
        lines = mended(lines_of(there), lines_of(data))
        new = "".join(f"{line}\n" for line in lines).encode()
        if new == there:
            self.done.left_alone.append(
                say(N_("{what} was left alone: it was changed later."), what=OPENINGS)
            )
            return
        self.vault.upkeep.set_aside(OPENINGS)
        self._files.write(OPENINGS, new)
        self.log_came_back = True
        self.done.files += 1

    def _newer(self, path: str, there: bytes, data: bytes, changed: int) -> bool:
        if path in LOGS:
            return not data.startswith(there)
        return not path.startswith("packs/") and changed > self._copies.copy(path, digest_of(data)).stamp[0]
