"""The vault: names, bytes and revisions in a folder. It knows nothing of casework.

A write is durable and compares before it sets: after a crash at any instant the old file is there
or the new one, whole; a writer who saw an older revision is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from casetui.words import N_, CaseTUIError, say

FORMAT = 1
LOCK_SECONDS = 10.0

__all__ = ["Kept", "NoVault", "OutOfDate", "Vault", "VaultError"]


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


Stamp = tuple[int, int]
"""Time of change in nanoseconds and size: differs whenever a file was saved."""


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
        self.shared = bool(stat.S_IMODE(folder.stat().st_mode) & stat.S_IWGRP)

    @classmethod
    def make(cls, folder: Path, *, demo: object = None, vault_id: str = "") -> Vault:
        """Make a new vault. ``demo`` marks one whose people and dates are made up.

        Raises ``VaultError`` where one stands already, or the folder cannot be written.
        """
        if (folder / "vault.json").exists():
            raise VaultError(say(N_("There is a vault at {folder} already."), folder=folder))
        about = {"format": FORMAT, "id": vault_id or uuid4().hex, "demo": demo}
        try:
            if not folder.exists():
                folder.mkdir(parents=True, mode=0o700)
            for name in ("cases", "former", "locks", "packs", "methods"):
                (folder / name).mkdir(exist_ok=True, mode=folder.stat().st_mode & 0o7777)
            _write_whole(folder / "vault.json", json.dumps(about).encode(), 0o600)
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
        return Kept(data, digest_of(data))

    def create(self, name: str, data: bytes) -> Kept:
        """Write a new file; raise ``FileExistsError`` where the name is taken."""
        with self._held(name):
            if self._path(name).exists():
                raise FileExistsError(name)
            self._put(name, data)
        return Kept(data, digest_of(data))

    def write(self, name: str, data: bytes, seen: str) -> Kept:
        """Replace a file whose digest is still ``seen``; keep the old one as the former revision.

        Raises ``OutOfDate`` if somebody saved it since, ``VaultError`` if it cannot be written; the
        former file is then untouched.
        """
        with self._held(name):
            if self.read(name).digest != seen:
                raise OutOfDate(say(N_("Somebody saved this while you had it open.")))
            self._put(name, data)
        return Kept(data, digest_of(data))

    def fill(self, files: Iterable[tuple[str, bytes]]) -> int:
        """Write many new files that nobody has open yet; return how many.

        Unlike ``create`` it takes no locks, tells no journal, replaces what is there, and is durable only
        once it returns: all is synced together at the end. For a vault that is being made.
        """
        mode, number = 0o660 if self.shared else 0o600, 0
        try:
            for name, data in files:
                handle = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
                with os.fdopen(handle, "wb") as file:
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
            _write_whole(path, json.dumps(about).encode(), 0o600)
        except OSError as error:
            raise VaultError(_cannot(N_("write"), path, error)) from error
        self.demo = demo

    def _put(self, name: str, data: bytes) -> None:
        if self.read_only:
            raise VaultError(
                say(N_("A newer version of the program made this vault; here it can only be read."))
            )
        path = self._path(name)
        former = self.folder / "former" / f"{path.stem}.json"
        try:
            if path.exists():
                spare = former.with_name(f".{former.name}.new")
                spare.unlink(missing_ok=True)
                os.link(path, spare)
                spare.replace(former)
            _write_whole(path, data, 0o660 if self.shared else 0o600)
        except OSError as error:
            raise VaultError(_cannot(N_("save"), path, error)) from error

    @contextmanager
    def _held(self, name: str) -> Iterator[None]:
        """Hold the file's lock. The system lets go of it when its holder dies."""
        path = self.folder / "locks" / f"{name.replace('/', '-')}.lock"
        lock = FileLock(path, timeout=LOCK_SECONDS, mode=0o660 if self.shared else 0o600)
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
        """Append to the journal that ``by`` saved ``name``, for the other open sessions."""
        line = f"{name} {by}\n".encode()
        path = self.folder / "changes"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o660 if self.shared else 0o600)
            try:
                os.write(handle, line)
            finally:
                os.close(handle)
        except OSError as error:
            raise VaultError(_cannot(N_("write"), path, error)) from error

    def journal_size(self) -> int:
        """Return how many bytes the journal has: all that a waiting session looks at."""
        try:
            return (self.folder / "changes").stat().st_size
        except FileNotFoundError:
            return 0

    def told_since(self, offset: int) -> tuple[set[str], int]:
        """Return the names that were saved after ``offset``, and the journal's size now."""
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
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o660 if self.shared else 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as log:
                log.write(line + "\n")
        except OSError as error:
            raise VaultError(_cannot(N_("write"), path, error)) from error

    def pack_folder(self, version: str) -> Path:
        """Return the folder in which one version of a method's packs is kept."""
        return self.folder / "packs" / version

    def keep_pack(self, version: str, texts: dict[str, str]) -> None:
        """Keep one version of a method's packs, by file name, so that its cases can always be read by it."""
        folder = self.pack_folder(version)
        if folder.exists():
            return
        try:
            folder.mkdir(mode=0o770 if self.shared else 0o700)
            for name, text in texts.items():
                _write_whole(folder / name, text.encode(), 0o660 if self.shared else 0o600)
        except OSError as error:
            raise VaultError(_cannot(N_("write"), folder, error)) from error


def _write_whole(path: Path, data: bytes, mode: int) -> None:
    """Write ``path`` so that a crash leaves the old file or the new one: new file, sync, rename, sync."""
    spare = path.with_name(f".{path.name}.new")
    try:
        handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        spare.replace(path)
    except OSError:
        with suppress(OSError):
            spare.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


_ACTS = {
    N_("read"): N_("{path} cannot be read: {reason}."),
    N_("write"): N_("{path} cannot be written: {reason}. Nothing was changed."),
    N_("save"): N_("This could not be saved: {reason}. What was there before is untouched."),
}


def _cannot(act: str, path: Path, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return say(_ACTS[act], path=path, reason=reason)
