"""Writes of several names: the intent that is written first, and what becomes of a write that was cut off.

A write that fails takes back the files that it wrote. A write that was killed leaves its intent: the next
person who opens the case finishes or drops it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from casetui.data.errors import Busy, Changed, Unreachable, VaultError, cannot
from casetui.data.store.base import Change, Judge, Signer, StoredBytes, Unfinished
from casetui.data.store.former import JournalLine
from casetui.data.store.intent import GARBAGE, MOST_BYTES, intent_for, intent_name, read_intent, with_progress
from casetui.data.store.logs import READER_SECONDS
from casetui.data.store.plain import OTHER, NoFile
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.store.folder import FolderStore


def saved_meanwhile(name: str) -> Changed:
    """Return the error that a name has other bytes than the writer saw."""
    return Changed(say(N_("Somebody saved this meanwhile.")), name)


class Settling:
    """The intents of a folder store."""

    def __init__(self, store: FolderStore) -> None:
        self._store = store
        self._files = store.files

    def check(self, name: str) -> None:
        """Raise ``Changed`` where a write of this name was cut off, and has to be settled first."""
        intent = intent_name(name)
        if self._left_by_nobody(intent):
            raise VaultError(cannot("use", self._store.where(intent), NoFile(say(OTHER))))
        if self._files.exists(intent):
            raise saved_meanwhile(name)

    def _left_by_nobody(self, intent: str) -> bool:
        """Return whether an intent is a link, a pipe or a file with several names, which no write leaves."""
        try:
            about = self._files.about(intent)
        except OSError:
            return False
        alone = stat.S_ISREG(about.st_mode) and about.st_nlink == 1
        return not alone and not stat.S_ISDIR(about.st_mode)

    def intend(self, intent: str, changes: Sequence[Change], signer: Signer) -> None:
        """Write the intent of these changes; raise ``VaultError`` where that fails."""
        data = intent_for(changes, signer)
        try:
            if len(data) > MOST_BYTES:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
            self._files.write(intent, data)
        except OSError as error:
            raise VaultError(cannot("save", self._store.where(intent), error)) from error

    def take_back(
        self, made: Sequence[Change], before: Mapping[str, StoredBytes | None], intent: str
    ) -> bool:
        """Put the earlier files back; return whether that was done.

        Where it fails too, an intent stays, and is finished later.
        """
        try:
            for change in reversed(made):
                old = before[change.name]
                if old is None:
                    self._files.remove(change.name)
                elif not self._store.keeping_of(change.name).put_back(change.name, old.digest):
                    self._files.write(change.name, old.data)
                    self._files.set_time(change.name, old.stamp[0])
            if intent:
                self._files.remove(intent)
        except OSError:
            return False
        return True

    def settle(self, name: str, judge: Judge) -> None:
        """Finish or drop the write of this name that was cut off, as ``judge`` decides.

        A write whose lock is held was not cut off: it still runs, or its program was stopped.
        """
        intent = intent_name(name)
        if not self._files.exists(intent) or self._left_by_nobody(intent):
            return  # the next write names it
        with suppress(Busy):
            self._settle(name, intent, judge)

    def _settle(self, name: str, intent: str, judge: Judge) -> None:
        with self._store.locked(name, seconds=READER_SECONDS):
            first = self._intent(intent)  # the writer may have finished meanwhile
        if first is None:
            return
        others = [change.name for change in first.changes]
        with self._store.locked(name, *others, seconds=READER_SECONDS):
            unfinished = self._intent(intent)
            if unfinished is None:
                return
            if unfinished.changes != first.changes:
                raise saved_meanwhile(name)
            present = self._readable(others)
            digests = {other: stored.digest for other, stored in present.items()}
            unfinished = with_progress(unfinished, digests)
            if judge(unfinished):
                self._finish(unfinished, present, intent)
            else:
                self._drop(intent)

    def _intent(self, intent: str) -> Unfinished | None:
        record = intent.removeprefix("locks/").removesuffix(".intent")
        try:
            about = self._files.about(intent)
            if not stat.S_ISREG(about.st_mode) or about.st_size > MOST_BYTES:
                return GARBAGE
            return read_intent(self._files.read(intent)[0], record)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreachable(cannot("read", self._store.where(intent), error)) from error

    def _readable(self, names: Sequence[str]) -> dict[str, StoredBytes]:
        """Return these files; an unreadable file has a digest that no bytes have."""
        stored: dict[str, StoredBytes] = {}
        for name in names:
            try:
                stored |= self._store.read([name])
            except VaultError:
                stored[name] = StoredBytes(b"", "unreadable")
        return stored

    def _finish(self, unfinished: Unfinished, present: Mapping[str, StoredBytes], intent: str) -> None:
        for change in unfinished.changes:
            old = present.get(change.name)
            if (old.digest if old else "") != change.seen:
                continue  # written already
            try:
                stored = self._store.put(change, old)
            except OSError as error:
                raise VaultError(cannot("save", self._store.where(change.name), error)) from error
            present = {**present, change.name: stored}
        told = self._told()
        for change in unfinished.changes:
            self._store.made(change, present[change.name], told)
        self._drop(intent)

    def _told(self) -> set[str]:
        """Return the digests in the journal; none where it cannot be read."""
        with suppress(VaultError):
            lines = map(JournalLine.of, self._store.journal(0)[0])
            return {line.revision for line in lines if line}
        return set()

    def _drop(self, intent: str) -> None:
        """Remove an intent; a folder in its place is moved to ``damaged/``, as it may hold files."""
        try:
            if stat.S_ISDIR(self._files.about(intent).st_mode):
                self._store.set_aside(intent)
            else:
                self._files.remove(intent)
        except FileNotFoundError:
            return  # removed meanwhile
        except OSError as error:
            raise VaultError(cannot("save", self._store.where(intent), error)) from error
