"""A store in a folder: a file for each name.

The folder ``former/`` has the former revisions, ``locks/`` the lock files, and the intents of writes of
several names. All files are opened by ``Files``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from casetui.data.errors import MAY_BE_SAVED, Unreachable, VaultError, cannot
from casetui.data.store.base import (
    ANY,
    JOURNAL,
    NO_DIGESTS,
    Change,
    Former,
    Judge,
    Signer,
    Stamp,
    Store,
    StoredBytes,
    bare,
    digest_of,
)
from casetui.data.store.digests import Digests
from casetui.data.store.files import Files
from casetui.data.store.former import Keeping, former_folder, formers_of, line_of
from casetui.data.store.hard_links import check_ours
from casetui.data.store.intent import check_together, intent_name
from casetui.data.store.logs import Logs
from casetui.data.store.new_files import write_new
from casetui.data.store.settling import Settling, saved_meanwhile
from casetui.words import N_, reason_of, say

LOCK_SECONDS = 10.0
"""The seconds that a write waits for other writes of the same name."""
DAMAGED = "damaged"
"""The folder of damaged files that were replaced by whole ones."""
NEVER_MISSING = ("cases",)
"""Folders that are an error where they are missing; other missing folders count as empty."""


def lock_name(name: str) -> str:
    """Return the name of the lock file of a name: ``locks/cases-7K3F9Q.lock``."""
    return f"locks/{bare(name).replace('/', '-')}.lock"


class FolderStore(Store):
    """A folder on a disk that knows locks; all programs that write in it share it."""

    def __init__(self, folder: Path) -> None:
        self.files = Files(folder)
        self._digests = Digests(self.files)
        self._logs = Logs(self.files, lambda name, seconds: self.locked(name, seconds=seconds))
        self._keeping: dict[str, Keeping] = {}
        """The former revisions of the files that this program wrote, by name."""
        self._settling = Settling(self)

    def where(self, name: str = "") -> str:
        """Return the path of a file, or of the folder."""
        return str(self.files.path(name))

    # -- reading -----------------------------------------------------------------------------------

    def read(self, names: Sequence[str]) -> dict[str, StoredBytes]:
        """Return these files; a file that is missing is left out. Raises ``VaultError``."""
        stored = {}
        for name in names:
            try:
                data, stamp = self.files.read(name)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise Unreachable(cannot("read", self.where(name), error)) from error
            stored[name] = StoredBytes(data, digest_of(data), stamp)
        return stored

    def digest(self, name: str) -> str:
        """Return the digest of a file's bytes; empty for a missing file. Raises ``Unreachable``."""
        try:
            return self._digests.of(name)
        except OSError as error:
            raise Unreachable(cannot("read", self.where(name), error)) from error

    def stamp(self, name: str) -> Stamp:
        """Return a file's stamp; ``NOTHING`` for a missing file. Raises ``Unreachable``."""
        try:
            return self.files.stamp(name)
        except OSError as error:
            raise Unreachable(cannot("read", self.where(name), error)) from error

    def stamps(self, prefix: str, like: re.Pattern[str] = ANY) -> Iterator[tuple[str, Stamp]]:
        """Yield every file below a folder with its stamp; raise ``VaultError`` where it cannot be listed."""
        folder = prefix.removesuffix("/")
        try:
            yield from self.files.below(folder, like)
        except OSError as error:
            if not isinstance(error, FileNotFoundError) or folder in NEVER_MISSING:
                raise Unreachable(cannot("read", self.where(folder), error)) from error

    # -- writing -----------------------------------------------------------------------------------

    def write(
        self, changes: Sequence[Change], unless: Mapping[str, str] = NO_DIGESTS, signer: Signer | None = None
    ) -> dict[str, StoredBytes]:
        """Make all of these changes or none; signed changes are finished after a kill."""
        if signer and len(changes) > 1:
            check_together(changes)
        with self.locked(*(change.name for change in changes if change.seen is not None)):
            for name, digest in unless.items():
                if self.digest(name) != digest:
                    raise saved_meanwhile(name)
            before = {change.name: self._compared(change) for change in changes}
            intent = ""
            if signer and len(changes) > 1:
                intent = intent_name(changes[0].name)
                self._settling.intend(intent, changes, signer)
            done = self._put_all(changes, before, intent)
        return done

    def write_new(
        self, groups: Sequence[Sequence[Change]], unless: Mapping[str, str], signer: Signer
    ) -> dict[str, StoredBytes]:
        """Make the names of many new cases; see ``new_files``."""
        return write_new(self, groups, unless, signer)

    def check_new(self, change: Change) -> None:
        """Raise ``Changed`` where the name of a new file is taken, or a write of it was cut off."""
        self._compared(change)

    def made_new(self, changes: Sequence[Change], stored: Mapping[str, StoredBytes]) -> None:
        """Tell the journal of new names, all at once; an error of the disk is ignored, as by ``made``."""
        for change in changes:
            self.keeping_of(change.name).wrote(stored[change.name].digest)
        named = [(change, stored[change.name]) for change in changes if change.by]
        lines = [line_of(bare(new.name), new.by, one.digest, one.stamp) for new, one in named]
        with suppress(OSError):
            self.files.append(JOURNAL, "\n".join(lines))

    def _compared(self, change: Change) -> StoredBytes | None:
        """Return the bytes that a change replaces; raise ``Changed`` where these are not the bytes seen."""
        if change.seen is None:
            return None
        self._settling.check(change.name)
        if not change.seen:
            if self._is_taken(change.name):
                raise saved_meanwhile(change.name)
            return None
        old = self.read([change.name]).get(change.name)
        if old is None or old.digest != change.seen:
            raise saved_meanwhile(change.name)
        return old

    def _is_taken(self, name: str) -> bool:
        """Return whether a name has an entry, a file or not; raise ``Unreachable`` where nobody can say."""
        try:
            self.files.about(name)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise Unreachable(cannot("read", self.where(name), error)) from error
        return True

    def _put_all(
        self, changes: Sequence[Change], before: Mapping[str, StoredBytes | None], intent: str
    ) -> dict[str, StoredBytes]:
        """Make the changes in their order; where one fails, take back the changes before it."""
        done: dict[str, StoredBytes] = {}
        for change in changes:
            try:
                done[change.name] = self.put(change, before[change.name])
            except OSError as error:
                if not self._settling.take_back(
                    [made for made in changes if made.name in done], before, intent
                ):
                    raise VaultError(say(MAY_BE_SAVED, reason=reason_of(error))) from error
                act = "write" if change.name == bare(change.name) else "save"
                raise VaultError(cannot(act, self.where(change.name), error)) from error
        for change in changes:
            if change.stamp is None:
                self.made(change, done[change.name])
        if intent:
            with suppress(OSError):  # else the next person who opens the case removes it
                self.files.remove(intent)
        return done

    def keeping_of(self, name: str) -> Keeping:
        """Return the former revisions of a name, as this program wrote them."""
        return self._keeping.setdefault(name, Keeping(self.files, former_folder(name)))

    def put(self, change: Change, old: StoredBytes | None) -> StoredBytes:
        """Write one file whose lock the caller holds; raises ``OSError``."""
        name, data = change.name, change.data
        if data is None:
            self.files.remove(name)
            return StoredBytes(b"", "")
        digest = digest_of(data)
        if change.stamp is not None:
            return self._put_anew(change, data, change.stamp)
        keeping = self.keeping_of(name)
        if old and change.keep:
            keeping.add(old, datetime.now(UTC), change, change.keep)
        try:
            stamp = self.files.write(name, data)
        except FileNotFoundError:
            folder = name.rpartition("/")[0]
            if not folder or folder in NEVER_MISSING:
                raise
            self.files.make_folders(folder)
            stamp = self.files.write(name, data)
        self._digests.wrote(stamp)
        if change.keep:
            keeping.wrote(digest)
        return StoredBytes(data, digest, stamp)

    def _put_anew(self, change: Change, data: bytes, stamp: Stamp) -> StoredBytes:
        """Replace a file by the same revision, sealed anew; the time of the file stays.

        The line is added to the journal first. After a cut-off, the journal has the digests of both files.
        """
        if change.by:
            self.tell(change, stamp)
        written = self.files.write(change.name, data)
        self.files.set_time(change.name, stamp[0])
        return StoredBytes(data, digest_of(data), (stamp[0], written[1]))

    def made(self, change: Change, stored: StoredBytes, told: Collection[str] = ()) -> None:
        """Keep the new bytes a second time where that is asked for, and tell the journal of the change.

        ``told`` are the digests that the journal has already. The change is durable, so an error of the disk
        is ignored.
        """
        if change.twice and change.data is not None:
            with suppress(OSError):  # the save stands; the next one is kept twice again
                keeping = self.keeping_of(change.name)
                keeping.keep_again(change.name, stored)
                keeping.wrote(stored.digest)
        if change.by and digest_of(change.data or b"") not in told:
            self.tell(change, stored.stamp)

    def tell(self, change: Change, stamp: Stamp) -> None:
        """Add a line about a change to the journal, where that is possible; a removal has no ``stamp``."""
        if change.data is None:
            stamp = (time.time_ns(), 0)
        line = line_of(bare(change.name), change.by, digest_of(change.data or b""), stamp)
        with suppress(OSError):  # other sessions find the change by its stamp
            self.files.append(JOURNAL, line)

    # -- former revisions --------------------------------------------------------------------------

    def revisions(self, name: str) -> list[Former]:
        """Return a file's former revisions, newest first; raise ``VaultError`` if they cannot be listed."""
        folder = former_folder(name)
        try:
            return formers_of(self.files.names(folder))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise Unreachable(cannot("read", self.where(folder), error)) from error

    def read_revision(self, name: str, former: Former) -> StoredBytes:
        """Return a former revision; raise ``VaultError`` where it cannot be read, or its bytes changed."""
        path = f"{former_folder(name)}/{former.name}"
        try:
            data, stamp = self.files.read(path)
        except OSError as error:
            raise Unreachable(cannot("read", self.where(path), error)) from error
        if digest_of(data) != former.digest:
            raise VaultError(say(N_("{file} is damaged."), file=self.where(path)))
        return StoredBytes(data, former.digest, stamp)

    def replace_revision(self, name: str, former: Former, data: bytes) -> None:
        """Replace a former revision by the same one, sealed anew; raise ``VaultError`` where that fails."""
        folder = former_folder(name)
        old, new = former.name, former.name.replace(former.digest, digest_of(data))
        with self.locked(name):
            try:
                saved = self.files.stamp(f"{folder}/{old}")
                self.files.write(f"{folder}/{new}", data)
                self.files.set_time(f"{folder}/{new}", saved[0])
                if new != old:
                    self.files.remove(f"{folder}/{old}")
            except OSError as error:
                raise VaultError(cannot("save", self.where(f"{folder}/{old}"), error)) from error

    # -- logs --------------------------------------------------------------------------------------

    def journal(self, since: int) -> tuple[list[str], int]:
        """Return the journal's whole lines after ``since``, and the place after them, in bytes."""
        return self._logs.journal(since)

    def wait(self, since: int = -1, seconds: float = 0.0) -> int:
        """Return how many bytes the journal has, once that is not ``since``, or after so many seconds."""
        return self._logs.wait(since, seconds)

    def append(self, name: str, line: str) -> None:
        """Append one line to a log; raise ``VaultError`` where that fails."""
        self._logs.append(name, line)

    def replace_lines(self, name: str, anew: Mapping[str, str]) -> None:
        """Replace lines of a log; raise ``VaultError`` where that fails."""
        self._logs.replace_lines(name, anew)

    # -- locks -------------------------------------------------------------------------------------

    def lease(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Hold the lock file of this name; the system releases it when the program ends."""
        return self.files.lock(lock_name(name), seconds)

    @contextmanager
    def locked(self, *names: str, seconds: float | None = None) -> Iterator[None]:
        """Hold the locks of these names, always in one order; raise ``VaultError``.

        Each is waited for so many seconds, ``LOCK_SECONDS`` by default.
        """
        seconds = LOCK_SECONDS if seconds is None else seconds
        with ExitStack() as stack:
            for lock in sorted({lock_name(name) for name in names}):
                stack.enter_context(self.files.lock(lock, seconds))
            yield

    # -- what is damaged ---------------------------------------------------------------------------

    def set_aside(self, name: str) -> str:
        """Keep a file in ``damaged/`` too, or move a folder there; return its new name.

        Raises ``OSError``, also for what is neither a file nor a folder, and for a file that has another name
        outside the store: its bytes may be somebody's private file.
        """
        path = PurePosixPath(name)
        aside = f"{DAMAGED}/{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{path.suffix}"
        check_ours(self.files, name)
        self.files.make_folders(DAMAGED)
        try:
            data, stamp = self.files.read(name)
        except OSError:  # a folder, and a file that is unreadable or too large, can only be moved
            self.files.move(name, aside)
            return aside
        # A copy and no second name: after a kill, nothing would be appended to a log with two names.
        self.files.write(aside, data)
        self.files.set_time(aside, stamp[0])
        return aside

    # -- writes that were cut off ------------------------------------------------------------------

    def settle(self, name: str, judge: Judge) -> None:
        """Finish or drop the write of this name that was cut off, as ``judge`` decides.

        A write whose lock is held was not cut off: it still runs, or its program was stopped.
        """
        self._settling.settle(name, judge)
