"""The manifest of a backup: the digest and the stamp of each copy.

While a backup is made, a line about each copy is first added to a second file. This tells how far a backup
that was cut off went.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from casetui.data.store.base import Stamp
from casetui.data.store.files import Files
from casetui.data.vault import VaultError, digest_of
from casetui.words import N_, say

FORMAT = 1
MANIFEST, SECOND_MANIFEST, BEGUN = "manifest.json", "manifest.again.json", "manifest.part"
"""The manifest, a second copy of it should the disk lose the first, and a line for each copy made since."""


class BackupError(VaultError):
    """A backup cannot be made or used."""


@dataclass(frozen=True)
class Copy:
    """One file of a backup."""

    digest: str
    stamp: Stamp
    """The stamp of the vault's file when it was copied."""


@dataclass
class Manifest:
    """The list of the files in a backup."""

    vault: str
    """The id of the vault."""
    at: str = ""
    """The instant at which the backup was last finished, in UTC; empty where it never was."""
    files: dict[str, Copy] = field(default_factory=dict)
    """The copies by their paths in the vault, such as ``cases/7K3F9Q.age``."""
    begun: dict[str, Copy] = field(default_factory=dict)
    """The copies that were begun since the backup was last finished, by path."""

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """Return the manifest of the backup in ``folder``, ``None`` where there is none.

        Raises ``BackupError`` where it cannot be read.
        """
        problem: Exception | None = None
        for name in (MANIFEST, SECOND_MANIFEST):
            try:
                return cls._of(backup_files(folder).read(name)[0], _begun(folder))
            except FileNotFoundError:
                continue
            except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                problem = error
        if problem is None:
            return None
        raise BackupError(
            say(
                N_("{file} is damaged. Make a new backup elsewhere; this one can be copied by hand."),
                file=folder / MANIFEST,
            )
        )

    @classmethod
    def _of(cls, data: bytes, begun: dict[str, Copy]) -> Manifest:
        read = json.loads(data)
        if read["format"] > FORMAT:
            raise BackupError(say(N_("A newer version of the program made this backup.")))
        if read["digest"] != _digest_of(read["files"]):
            raise ValueError(read["digest"])
        files = {_safe_path(name): _read_copy(*values) for name, values in read["files"].items()}
        return cls(str(read["vault"]), str(read["at"]), files, begun)

    def write(self, folder: Path) -> None:
        """Write the manifest, and remove the file of the copies that were begun; raises ``OSError``."""
        copies = {name: [copy.digest, *copy.stamp] for name, copy in sorted(self.files.items())}
        content = {
            "format": FORMAT, "vault": self.vault, "at": self.at, "digest": _digest_of(copies),
            "files": copies,
        }  # fmt: skip
        data = json.dumps(content, indent=0).encode()
        files = backup_files(folder)
        files.write(MANIFEST, data)
        files.write(SECOND_MANIFEST, data)
        files.remove(BEGUN)

    def copies(self, name: str) -> list[Copy]:
        """Return the copies that a file of the backup may be: two where a copy may have been cut off."""
        return [copies[name] for copies in (self.begun, self.files) if name in copies]


def backup_files(folder: Path) -> Files:
    """Return the files of the backup in a folder, which are its maker's alone."""
    return Files(folder, own=True)


def _digest_of(files: object) -> str:
    return digest_of(json.dumps(files).encode())


def _begun(folder: Path) -> dict[str, Copy]:
    begun: dict[str, Copy] = {}
    try:
        lines = backup_files(folder).read(BEGUN)[0].splitlines()
    except FileNotFoundError:
        return begun
    for line in lines:
        try:
            name, *values = json.loads(line)
            begun[_safe_path(name)] = _read_copy(*values)
        except (ValueError, TypeError, RecursionError):
            continue  # the backup was cut off in this line
    return begun


def _safe_path(name: str) -> str:
    """Return ``name`` where it is a path in a vault; raise ``ValueError`` where it leads out of the vault."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or b"\0" in os.fsencode(path):
        raise ValueError(name)
    return name


def _read_copy(digest: object, changed: object, size: object) -> Copy:
    """Return the copy that a line of a manifest describes; raise ``ValueError`` where it cannot be one."""
    if type(digest) is not str or type(changed) is not int or type(size) is not int:
        raise ValueError(digest)
    if not -(2**62) < changed < 2**62:  # no file can have such a time
        raise ValueError(changed)
    return Copy(digest, (changed, size))
