"""The vault: names, bytes and revisions in a folder. It knows nothing of casework.

A write is durable and compares before it sets: after a crash at any instant the old file is there
or the new one, whole; a writer who saw an older revision is refused. What is written is signed and sealed
by whoever signed in.
"""

from __future__ import annotations

import copy
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Self

from casetui.data.errors import NoVault, OutOfDate, VaultError, cannot
from casetui.data.keys.known_revisions import Known, Reach
from casetui.data.keys.sealing import Locked, Readers, Revision, Seals, only_signed, suffix
from casetui.data.store.durable import (
    Stamp,
    half_written,
    keep_as,
    make_folder,
    read_whole,
    remove_left,
    write_whole,
)
from casetui.data.store.former import Former, Keeping, Told, digest_of, formers_in
from casetui.data.store.kept_packs import Packs
from casetui.data.store.locks import held
from casetui.data.store.logs import Logs
from casetui.data.vault_json import FORMAT, VaultJson, file_mode, is_shared
from casetui.words import N_, say

BY_RESEALING = "reseal"
"""Who the journal names where a file was only sealed to others."""
LOCK_SECONDS = 10.0
FOLDERS = ("cases", "covers", "former", "keys", "locks", "packs", "methods", "requests")

CASE_SUFFIX = suffix("cases/")

__all__ = ["Kept", "NoVault", "OutOfDate", "Stamp", "Told", "Vault", "VaultError", "digest_of"]


@dataclass(frozen=True)
class Kept:
    """What was read: the content, and the digest of the file that it was in."""

    data: bytes
    digest: str
    stamp: Stamp = (0, 0)
    revision: Revision | None = None
    """Who signed it; ``None`` for bytes as they lie on the disk."""

    def without_content(self) -> Kept:
        """Return which revision it was, once its content was taken: a large agency's is many megabytes."""
        revision = replace(self.revision, content=b"") if self.revision else None
        return replace(self, data=b"", revision=revision)


class Vault(Logs, Packs):
    """A folder of case files. Names are like ``agency`` and ``cases/7K3F9Q``.

    One that nobody signed in to reads only what is not sealed; ``signed_in`` gives one that reads and
    writes for somebody.
    """

    def __init__(self, folder: Path, about: bytes | None = None) -> None:
        """Open the vault in ``folder``; raise ``NoVault`` or ``VaultError`` if that cannot be done.

        ``about`` stands in for the vault's own ``vault.json`` where that is lost.
        """
        self.folder = folder
        read = VaultJson.read(folder, about)
        self.format, self.id, self.demo, self.keep = read.format, read.id, read.demo, read.keep
        self._about = read.content
        self.shared = is_shared(folder)
        super().__init__(folder, file_mode(self.shared))
        self._seals: Seals = Locked()
        self._known: Mapping[str, Stamp] = {}
        self._keeping: dict[str, Keeping] = {}
        """What keeps the former revisions of the files that were saved here, by name."""

    def signed_in(self, seals: Seals, known: Mapping[str, Stamp] = MappingProxyType({})) -> Self:
        """Return this vault as somebody with these keys reads and writes it.

        ``known`` are files, by name, that say who may do what, with their stamps: once one of them changed,
        every write is ``OutOfDate`` until it was read again.
        """
        opened = copy.copy(self)
        opened._seals = seals
        opened._saved = {}
        opened._known = known
        return opened

    def _check_known(self, name: str) -> None:
        if any(self.stamp(one) != stamp for one, stamp in self._known.items() if one != name):
            raise OutOfDate(say(N_("People or their keys were changed just now. Save again.")))

    @property
    def read_only(self) -> bool:
        """Whether a newer version of the program made this vault."""
        return self.format > FORMAT

    @property
    def file_mode(self) -> int:
        """The rights of every file in this vault."""
        return self._mode

    @property
    def folder_mode(self) -> int:
        """The rights of every folder in this vault."""
        return 0o2770 if self.shared else 0o700

    def make_folders(self) -> None:
        """Make the folders of a vault that are missing; raises ``OSError``."""
        for name in FOLDERS:
            make_folder(self.folder / name, self.folder_mode)

    def file_of(self, name: str) -> Path:
        """Return where a file lies."""
        return self.folder / f"{name}{suffix(name)}"

    def names(self) -> list[str]:
        """Return the names of all case files."""
        return [name for name, _ in self.stamps()]

    def stamps(self) -> Iterator[tuple[str, Stamp]]:
        """Yield the name of every case file with its stamp; one that changed has a new stamp.

        What is no file is passed over, a link that leads to none too. Raises ``VaultError`` where they cannot
        be listed.
        """
        try:
            with os.scandir(self.folder / "cases") as found:
                for entry in found:
                    if entry.name.endswith(CASE_SUFFIX) and not entry.name.startswith("."):
                        if about := _about(entry):
                            name = f"cases/{entry.name.removesuffix(CASE_SUFFIX)}"
                            yield name, (about.st_mtime_ns, about.st_size)
                    elif half_written(entry.name):
                        remove_left(Path(entry.path))
        except OSError as error:
            raise VaultError(cannot("read", self.folder / "cases", error)) from error

    def stamp(self, name: str) -> Stamp:
        """Return the stamp of one file; ``(0, 0)`` where there is none."""
        try:
            about = self.file_of(name).stat()
        except FileNotFoundError:
            return (0, 0)
        return (about.st_mtime_ns, about.st_size)

    def read(self, name: str) -> Kept:
        """Return a file's content; raise ``VaultError`` if it cannot be read, opened or trusted."""
        return self.opened(name, self.read_raw(name))

    def known(self, name: str) -> Known | None:
        """Return the highest revision of a case that the person's program trusted, or ``None``."""
        return self._seals.known(name)

    def opens_case(self, name: str, reach: Reach) -> bool:
        """Return whether a case that says this of itself is one that the person could open."""
        return self._seals.opens_case(name, reach)

    def check_author(self, revision: Revision, after: Reach, before: Reach | None) -> None:
        """Raise ``Forged`` unless the author of a case's revision might write it after the one before."""
        self._seals.check_author(revision, after, before)

    def read_raw(self, name: str) -> Kept:
        """Return a file's bytes as they lie on the disk; raise ``VaultError`` if it cannot be read."""
        try:
            data, stamp = read_whole(self.file_of(name))
        except OSError as error:
            raise VaultError(cannot("read", self.file_of(name), error)) from error
        return Kept(data, digest_of(data), stamp)

    def opened(self, name: str, raw: Kept) -> Kept:
        """Return the content of a file that was read raw; raise ``VaultError`` where it cannot be opened."""
        revision = self._seals.open(name, raw.data)
        return Kept(revision.content, raw.digest, raw.stamp, revision)

    def create(self, name: str, content: bytes, at: datetime, to: Readers) -> Kept:
        """Write a new file, signed ``at`` an instant and sealed to its readers.

        Raises ``FileExistsError`` where the name is taken, ``VaultError`` if it cannot be written.
        """
        with self.held(name):
            self._check_known(name)
            if os.path.lexists(self.file_of(name)):
                raise FileExistsError(name)
            return self._close(name, content, at, None, to, None)

    def write(self, name: str, content: bytes, seen: Kept, at: datetime, to: Readers) -> Kept:
        """Replace a file that is still the one ``seen``; keep the old one as a former revision.

        Raises ``OutOfDate`` if somebody saved it since, ``VaultError`` if it cannot be written; the
        file is then untouched.
        """
        with self.held(name):
            self._check_known(name)
            old = self.read_raw(name)
            if old.digest != seen.digest:
                raise OutOfDate(say(N_("Somebody saved this while you had it open.")))
            return self._close(name, content, at, seen.revision, to, old)

    def _close(
        self, name: str, content: bytes, at: datetime, former: Revision | None, to: Readers, old: Kept | None
    ) -> Kept:
        revision, data = self._seals.close(name, content, at, former, to)
        put = self.put(name, data, old)
        return Kept(content, put.digest, put.stamp, revision)

    def write_raw(self, name: str, data: bytes, seen: str) -> Kept:
        """Replace a file whose bytes still have the digest ``seen`` with bytes that are sealed already.

        Raises what ``write`` raises.
        """
        with self.held(name):
            old = self.read_raw(name)
            if old.digest != seen:
                raise OutOfDate(say(N_("Somebody saved this while you had it open.")))
            return self.put(name, data, old)

    def formers(self, name: str) -> list[Former]:
        """Return a file's former revisions, newest first; raise ``VaultError`` if they cannot be read."""
        folder = self._formers(name)
        try:
            return formers_in(folder)
        except OSError as error:
            raise VaultError(cannot("read", folder, error)) from error

    def read_former(self, name: str, former: Former) -> Kept:
        """Return a former revision; raise ``VaultError`` where it cannot be read, opened or was changed."""
        return self.opened(name, self.read_former_raw(name, former))

    def read_former_raw(self, name: str, former: Former) -> Kept:
        """Return a former revision as it lies on the disk; raise ``VaultError`` where that cannot be."""
        path = former.path(self._formers(name))
        try:
            data, stamp = read_whole(path)
        except OSError as error:
            raise VaultError(cannot("read", path, error)) from error
        if digest_of(data) != former.digest:
            raise VaultError(say(N_("{file} is damaged."), file=path))
        return Kept(data, former.digest, stamp)

    def replace(self, name: str, data: bytes, seen: Kept) -> None:
        """Put the same revision, sealed anew, in the place of ``seen``; its time stays.

        The journal is told first: cut off in between, it knows both the files that this revision may be in.
        Raises ``OutOfDate`` or ``VaultError``.
        """
        with self.held(name):
            if self.read_raw(name).digest != seen.digest:
                raise OutOfDate(say(N_("Somebody saved this meanwhile.")))
            path = self.file_of(name)
            self._saved[name] = digest_of(data), seen.stamp
            self.tell(name, BY_RESEALING)
            try:
                write_whole(path, data, self._mode)
                os.utime(path, ns=(seen.stamp[0], seen.stamp[0]))
            except OSError as error:
                raise VaultError(cannot("save", path, error)) from error

    def replace_former(self, name: str, former: Former, data: bytes) -> None:
        """Put the same former revision, sealed anew, in the place of this one; raise ``VaultError``."""
        folder = self._formers(name)
        old = former.path(folder)
        new = folder / old.name.replace(former.digest, digest_of(data))
        with self.held(name):
            try:
                write_whole(new, data, self._mode)
                old.unlink(missing_ok=True)
            except OSError as error:
                raise VaultError(cannot("save", old, error)) from error

    def bring_back(self, name: str, data: bytes, damaged: str | None) -> str:
        """Put ``data``, sealed, in the place of a damaged or missing file; return where that is kept.

        ``damaged`` is the digest of what is there, ``None`` where it cannot be read. Raises ``OutOfDate``
        where something else is there by now, ``VaultError`` if it cannot be done.
        """
        with self.held(name):
            try:
                there: str | None = self.read_raw(name).digest
            except VaultError:
                there = None
            if there != damaged:
                raise OutOfDate(say(N_("Somebody saved this meanwhile.")))
            aside = self.set_aside(f"{name}{suffix(name)}") if os.path.lexists(self.file_of(name)) else ""
            self.put(name, data, None)
            return aside

    def set_aside(self, file: str) -> str:
        """Keep a file of the vault, by its path in it, in ``damaged/`` too; return its path there."""
        path = self.folder / file
        aside = Path("damaged") / f"{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{path.suffix}"
        try:
            make_folder(self.folder / "damaged", self.folder_mode)
            try:
                keep_as(path, self.folder / aside)
            except OSError:  # it cannot even be read
                path.rename(self.folder / aside)
        except OSError as error:
            raise VaultError(cannot("save", path, error)) from error
        return str(aside)

    def _formers(self, name: str) -> Path:
        return self.folder / "former" / name.removeprefix("cases/").replace("/", "-")

    def mark_demo(self, demo: object) -> None:
        """Say anew what the vault is a demo of. Raises ``VaultError`` where that cannot be written."""
        path, about = self.folder / "vault.json", {**self._about, "demo": demo}
        try:
            write_whole(path, json.dumps(about).encode(), self._mode)
        except OSError as error:
            raise VaultError(cannot("write", path, error)) from error
        self._about, self.demo = about, demo

    def put(self, name: str, data: bytes, old: Kept | None) -> Kept:
        """Write a file whose lock is held, keeping the ``old`` one; raise ``VaultError`` if it cannot be."""
        if self.read_only:
            raise VaultError(
                say(N_("A newer version of the program made this vault; here it can only be read."))
            )
        path, keeping = self.file_of(name), self._keeps(name)
        try:
            if old and keeping:
                keeping.add(path, old.stamp, old.digest, datetime.now(UTC), self.folder_mode)
            stamp = write_whole(path, data, self._mode)
        except OSError as error:
            raise VaultError(cannot("save", path, error)) from error
        kept = Kept(data, digest_of(data), stamp)
        if keeping:
            keeping.left(kept.digest)
        self._saved[name] = kept.digest, stamp
        return kept

    def _keeps(self, name: str) -> Keeping | None:
        """Return what keeps the former revisions of a file; ``None`` for one that has none."""
        if name.startswith("covers/"):  # those say nothing that the case does not
            return None
        every = only_signed(name)  # of those each revision is trusted for the one before
        return self._keeping.setdefault(name, Keeping(self._formers(name), None if every else self.keep))

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Hold the file's lock; raise ``VaultError`` where it cannot be had."""
        path = self.folder / "locks" / f"{name.replace('/', '-')}.lock"
        with held(path, self._mode, LOCK_SECONDS):
            yield


def _about(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return what the system says of a file; ``None`` of what is none; raises ``OSError``."""
    try:
        about = entry.stat()
    except OSError:
        if entry.is_symlink():
            return None
        raise
    return about if stat.S_ISREG(about.st_mode) else None
