"""The upkeep of a folder store, which a database would not need.

It makes missing folders, keeps damaged files aside, and writes many new files at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from casetui.data.errors import Changed, VaultError, cannot
from casetui.data.store.base import Change, Former, digest_of
from casetui.data.store.files import Files
from casetui.data.store.folder import FolderStore
from casetui.data.store.former import former_folder, former_names, second_name
from casetui.data.store.hard_links import Inode, check_ours, inode
from casetui.data.store.plain import OTHER, NoFile
from casetui.words import N_, say

FOLDERS = ("cases", "covers", "former", "keys", "locks", "packs", "methods", "requests")


class Upkeep:
    """Keeps the folder of a store in order."""

    def __init__(self, store: FolderStore) -> None:
        self._store = store
        self.files: Files = store.files
        """Every file below the folder, by its name in it."""

    def make_folders(self) -> None:
        """Make the folders of a vault that are missing; raises ``OSError``."""
        for name in FOLDERS:
            self.files.make_folders(name)

    def make_missing_folders(self) -> list[str]:
        """Make the folders of a vault that are missing; return a sentence for each that cannot be made."""
        problems = []
        for name in FOLDERS:
            try:
                self.files.make_folders(name)
                if self.files.strange(name):
                    raise NoFile(say(OTHER))
            except OSError as error:
                problems.append(cannot("use", self.files.path(name), error))
        return problems

    def is_folder(self, name: str) -> bool:
        """Return whether a name is that of a folder; a link to a folder is none."""
        return self.files.is_folder(name)

    def is_file(self, name: str) -> bool:
        """Return whether a name is that of a plain file; a link to a file is none."""
        return self.files.is_file(name)

    def check_ours(self, name: str) -> None:
        """Raise ``VaultError`` for what is no plain file, and for a file with a name outside the folder."""
        try:
            if self.files.strange(name):
                raise NoFile(say(OTHER))
            if self.files.exists(name):
                check_ours(self.files, name)
        except OSError as error:
            raise VaultError(cannot("use", self.files.path(name), error)) from error

    def set_aside(self, name: str) -> str:
        """Keep a file in ``damaged/`` too, or move a folder there; return its new name.

        Raises ``VaultError``.
        """
        try:
            return self._store.set_aside(name)
        except OSError as error:
            act = "use" if isinstance(error, NoFile) else "save"
            raise VaultError(cannot(act, self.files.path(name), error)) from error

    def bring_back(self, change: Change) -> str:
        """Replace a damaged or missing file by whole bytes; return where the damaged file is kept.

        ``change.seen`` is the digest of the damaged file, empty where it cannot be read. Raises ``Changed``
        where the file was changed since, ``VaultError`` where this fails.
        """
        name = change.name
        with self._store.locked(name):
            try:
                present_digest = digest_of(self.files.read(name)[0])
            except OSError:
                present_digest = ""
            if present_digest != change.seen:
                raise Changed(say(N_("Somebody saved this meanwhile.")), name)
            aside = self.set_aside(name) if self.files.exists(name) else ""
            try:
                stored = self._store.put(change, None)
            except OSError as error:
                raise VaultError(cannot("save", self.files.path(name), error)) from error
            self._store.made(change, stored)
        return aside

    def mend_former(self, name: str, former: Former, data: bytes) -> str:
        """Write the whole bytes of a damaged former revision; return where the damaged file is kept.

        Raises ``VaultError``.
        """
        path = f"{former_folder(name)}/{former.name}"
        with self._store.locked(name):
            try:
                saved = self.files.stamp(path)
                aside = self.set_aside(path)
                self.files.write(path, data)
                self.files.set_time(path, saved[0])
            except OSError as error:
                raise VaultError(cannot("save", self.files.path(path), error)) from error
        return aside

    def kept_once(self, name: str) -> list[str]:
        """Return the digests of the revisions of a file of which there is one file only, oldest first.

        Two names of one file, by a hard link, are one file: the disk spoils both together. A file whose bytes
        do not have the digest in its name counts: it is damaged, and mended as such. Where a file lies in the
        place of the folder of all former revisions, none of these is there. Raises ``VaultError``.
        """
        files: dict[str, set[Inode]] = {}
        formers = [] if self.is_file("former") else self._store.revisions(name)
        try:
            for former in reversed(formers):
                found = inode(self.files.about(f"{former_folder(name)}/{former.name}"))
                files.setdefault(former.digest, set()).add(found)
            if present := self._store.digest(name):
                files.setdefault(present, set()).add(inode(self.files.about(name)))
        except OSError as error:
            raise VaultError(cannot("read", self.files.path(name), error)) from error
        return [digest for digest, inodes in files.items() if len(inodes) == 1]

    def keep_second(self, name: str, digest: str) -> None:
        """Write a revision of a file a second time, among the former ones; raise ``VaultError``."""
        with self._store.locked(name):
            present = self._store.read([name]).get(name)
            same = [former for former in self._store.revisions(name) if former.digest == digest]
            try:
                if present and present.digest == digest:
                    self._store.keeping_of(name).keep_again(name, present)
                elif same:
                    stored = self._store.read_revision(name, same[0])
                    second = f"{former_folder(name)}/{second_name(same[0])}"
                    self.files.write(second, stored.data)
                    self.files.set_time(second, stored.stamp[0])
            except OSError as error:
                raise VaultError(cannot("save", self.files.path(name), error)) from error

    def replaced_names(self) -> list[str]:
        """Return the names, without their endings, that have former revisions: ``cases/7K3F9Q``."""
        try:
            return sorted(former_names(self.files.names("former")))
        except OSError:
            return []

    def cut_off(self) -> list[str]:
        """Return the numbers of cases of which a save was cut off, or still runs: ``7K3F9Q``."""
        with suppress(OSError):
            intents = (name for name in self.files.names("locks") if name.endswith(".intent"))
            return sorted(name.removesuffix(".intent") for name in intents)
        return []

    def fill(self, files: Iterable[tuple[str, bytes]]) -> int:
        """Write many new files, by name; return how many.

        Unlike ``Store.write`` this takes no locks, adds no lines to the journal, and replaces earlier files.
        The files are durable once this returns. Raises ``VaultError``.
        """
        number = 0
        try:
            for name, data in files:
                self.files.write_quickly(name, data)
                number += 1
            os.sync()
        except OSError as error:
            raise VaultError(cannot("write", self.files.top, error)) from error
        return number
