"""The vault: names, bytes and revisions in a folder. It knows nothing of casework.

A write is durable and compares before it sets: after a crash at any instant the old file is there
or the new one, whole; a writer who saw an older revision is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from casetui.data.durable import Stamp, append_line, keep_aside, write_whole
from casetui.words import N_, CaseTUIError, say

FORMAT = 1
LOCK_SECONDS = 10.0

__all__ = ["Kept", "NoVault", "OutOfDate", "Stamp", "Vault", "VaultError"]


class VaultError(CaseTUIError):
    """The vault could not be read or written."""


class NoVault(VaultError):
    """There is no vault at this place."""


class OutOfDate(VaultError):
    """Somebody saved this file after it was read."""


@dataclass(frozen=True)
class Kept:
    """What was read: the bytes and the digest that names their revision."""

    data: bytes
    digest: str
    stamp: Stamp = (0, 0)


def digest_of(data: bytes) -> str:
    """Return the digest that names a revision."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class Vault:
    """A folder of case files. Names are like ``agency`` and ``cases/7K3F9Q``."""

    def __init__(self, folder: Path) -> None:
        """Open the vault in ``folder``; raise ``NoVault`` or ``VaultError`` if that cannot be done."""
        self.folder = folder
        try:
            about = json.loads((folder / "vault.json").read_bytes())
            self.format = int(about["format"])
            self.id = str(about["id"])
            self.demo = about.get("demo")
        except FileNotFoundError:
            raise NoVault(
                say(N_("There is no vault at {folder}. Start casetui there to set one up."), folder=folder)
            ) from None
        except OSError as error:
            raise VaultError(_cannot(N_("read"), folder, error)) from error
        except (ValueError, KeyError, TypeError):
            raise VaultError(
                say(N_("{file} is damaged. Copy it back from a backup."), file=folder / "vault.json")
            ) from None
        self.shared = _shared(folder)
        self._mode = _mode(self.shared)

    @classmethod
    def make(
        cls, folder: Path, files: Mapping[str, bytes], *, demo: object = None, vault_id: str = ""
    ) -> Vault:
        """Make a new vault that holds ``files`` by name. ``demo`` marks one whose people are made up.

        It is no vault until all is written. Raises ``VaultError`` where one stands already, or the folder
        cannot be written.
        """
        if (folder / "vault.json").exists():
            raise VaultError(say(N_("There is a vault at {folder} already."), folder=folder))
        about = {"format": FORMAT, "id": vault_id or uuid4().hex, "demo": demo}
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            shared = _shared(folder)
            for name in ("cases", "former", "locks", "packs", "methods"):
                (folder / name).mkdir(exist_ok=True)
                (folder / name).chmod(0o2770 if shared else 0o700)
            for name, data in files.items():
                write_whole(folder / f"{name}.json", data, _mode(shared))
            write_whole(folder / "vault.json", json.dumps(about).encode(), _mode(shared))
        except OSError as error:
            raise VaultError(_cannot(N_("write"), folder, error)) from error
        return cls(folder)

    @property
    def read_only(self) -> bool:
        """Whether a newer version of the program made this vault."""
        return self.format > FORMAT

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def names(self) -> list[str]:
        """Return the names of all case files."""
        return list(self.stamps())

    def stamps(self) -> dict[str, Stamp]:
        """Return the stamp of every case file; one that changed has a new stamp."""
        stamps: dict[str, Stamp] = {}
        try:
            with os.scandir(self.folder / "cases") as found:
                for entry in found:
                    if entry.name.endswith(".json") and not entry.name.startswith("."):
                        about = entry.stat()
                        stamps[f"cases/{entry.name[:-5]}"] = (about.st_mtime_ns, about.st_size)
        except OSError as error:
            raise VaultError(_cannot(N_("read"), self.folder / "cases", error)) from error
        return stamps

    def stamp(self, name: str) -> Stamp:
        """Return the stamp of one file; ``(0, 0)`` where there is none."""
        try:
            about = self._path(name).stat()
        except FileNotFoundError:
            return (0, 0)
        return (about.st_mtime_ns, about.st_size)

    def read(self, name: str) -> Kept:
        """Return a file's bytes and digest; raise ``VaultError`` if it cannot be read."""
        try:
            data = self._path(name).read_bytes()
        except OSError as error:
            raise VaultError(_cannot(N_("read"), self._path(name), error)) from error
        return Kept(data, digest_of(data), self.stamp(name))

    def create(self, name: str, data: bytes) -> Kept:
        """Write a new file; raise ``FileExistsError`` where the name is taken."""
        with self._held(name):
            if self._path(name).exists():
                raise FileExistsError(name)
            return Kept(data, digest_of(data), self._put(name, data))

    def write(self, name: str, data: bytes, seen: str) -> Kept:
        """Replace a file whose digest is still ``seen``; keep the old one as the former revision.

        Raises ``OutOfDate`` if somebody saved it since, ``VaultError`` if it cannot be written; the
        former file is then untouched.
        """
        with self._held(name):
            if self.read(name).digest != seen:
                raise OutOfDate(say(N_("Somebody saved this while you had it open.")))
            return Kept(data, digest_of(data), self._put(name, data))

    def fill(self, files: Iterable[tuple[str, bytes]]) -> int:
        """Write many new files that nobody has open yet; return how many.

        Unlike ``create`` it takes no locks, tells no journal, replaces what is there, and is durable only
        once it returns: all is synced together at the end. For a vault that is being made.
        """
        number = 0
        try:
            for name, data in files:
                handle = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, self._mode)
                with os.fdopen(handle, "wb") as file:
                    os.fchmod(handle, self._mode)
                    file.write(data)
                number += 1
            os.sync()
        except OSError as error:
            raise VaultError(_cannot(N_("write"), self.folder, error)) from error
        return number

    def mark_demo(self, demo: object) -> None:
        """Say anew what the vault is a demo of. Raises ``VaultError`` where that cannot be written."""
        about = {"format": self.format, "id": self.id, "demo": demo}
        path = self.folder / "vault.json"
        try:
            write_whole(path, json.dumps(about).encode(), self._mode)
        except OSError as error:
            raise VaultError(_cannot(N_("write"), path, error)) from error
        self.demo = demo

    def _put(self, name: str, data: bytes) -> Stamp:
        if self.read_only:
            raise VaultError(
                say(N_("A newer version of the program made this vault; here it can only be read."))
            )
        path = self._path(name)
        try:
            if path.exists():
                keep_aside(path, self.folder / "former" / path.name)
            return write_whole(path, data, self._mode)
        except OSError as error:
            raise VaultError(_cannot(N_("save"), path, error)) from error

    @contextmanager
    def _held(self, name: str) -> Iterator[None]:
        """Hold the file's lock. The system lets go of it when its holder dies."""
        path = self.folder / "locks" / f"{name.replace('/', '-')}.lock"
        lock = FileLock(path, timeout=LOCK_SECONDS, mode=self._mode)
        try:
            lock.acquire()
        except Timeout:
            raise VaultError(say(N_("Somebody is saving this just now. Try again in a moment."))) from None
        except OSError as error:
            raise VaultError(_cannot(N_("save"), self._path(name), error)) from error
        try:
            yield
        finally:
            lock.release()

    # -- the journal of changes ------------------------------------------------------------------

    def tell(self, name: str, by: str) -> None:
        """Append to the journal that ``by`` saved ``name``, for the other open sessions.

        What cannot be told they find when they next compare stamps.
        """
        with suppress(OSError):
            append_line(self.folder / "changes", f"{name} {by}", self._mode)

    def journal_size(self) -> int:
        """Return how many bytes the journal has: all that a waiting session looks at."""
        try:
            return (self.folder / "changes").stat().st_size
        except FileNotFoundError:
            return 0

    def told_since(self, offset: int) -> tuple[set[str], int]:
        """Return the names that were saved after ``offset``, and the journal's size now."""
        if self.journal_size() < offset:  # begun anew
            offset = 0
        try:
            with (self.folder / "changes").open("rb") as journal:
                journal.seek(offset)
                tail = journal.read()
        except FileNotFoundError:
            return set(), 0
        whole = tail[: tail.rfind(b"\n") + 1]
        names = {line.split(b" ")[0].decode(errors="replace") for line in whole.splitlines()}
        return names, offset + len(whole)

    # -- openings, packs -------------------------------------------------------------------------

    def log_opening(self, line: str) -> None:
        """Append one line to the access log beside the cases; raise ``VaultError`` if it cannot be kept."""
        path = self.folder / "openings"
        try:
            append_line(path, line, self._mode)
        except OSError as error:
            raise VaultError(_cannot(N_("write"), path, error)) from error

    def pack_folder(self, version: str) -> Path:
        """Return the folder in which one version of a method's packs is kept."""
        return self.folder / "packs" / version

    def keep_pack(self, version: str, texts: dict[str, str]) -> None:
        """Keep one version of a method's packs, by file name, so that its cases can always be read by it."""
        folder = self.pack_folder(version)
        missing = {name: text for name, text in texts.items() if not (folder / name).exists()}
        try:
            if missing:
                folder.mkdir(exist_ok=True)
                folder.chmod(0o2770 if self.shared else 0o700)
            for name, text in missing.items():
                write_whole(folder / name, text.encode(), self._mode)
        except OSError as error:
            raise VaultError(_cannot(N_("write"), folder, error)) from error


def _shared(folder: Path) -> bool:
    """Whether a vault's folder says that its group may write in it."""
    return bool(stat.S_IMODE(folder.stat().st_mode) & stat.S_IWGRP)


def _mode(shared: bool) -> int:
    """The rights of every file in a vault."""
    return 0o660 if shared else 0o600


_ACTS = {
    N_("read"): N_("{path} cannot be read: {reason}."),
    N_("write"): N_("{path} cannot be written: {reason}. Nothing was changed."),
    N_("save"): N_("This could not be saved: {reason}. What was there before is untouched."),
}


def _cannot(act: str, path: Path, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return say(_ACTS[act], path=path, reason=reason)
