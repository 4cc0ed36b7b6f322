"""A store in memory, for tests."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import PurePosixPath

from casetui.data.errors import Busy, Changed, VaultError
from casetui.data.store.base import (
    ANY,
    JOURNAL,
    NO_DIGESTS,
    NOTHING,
    Change,
    Former,
    Judge,
    Signer,
    Stamp,
    Store,
    StoredBytes,
    bare,
    digest_of,
    replaced_lines,
)
from casetui.data.store.former import confirmed_leap, instant_of, line_of, name_after, parse_former, to_drop
from casetui.data.store.intent import check_together
from casetui.words import N_, say


class MemoryStore(Store):
    """Names and bytes in this process; threads may share it."""

    def __init__(self) -> None:
        self._stored: dict[str, StoredBytes] = {}
        self._former: dict[str, dict[str, StoredBytes]] = {}
        self._leases: set[str] = set()
        self._changing = threading.Condition(threading.RLock())
        self._last = 0

    def where(self, name: str = "") -> str:
        """Return the name: a store in memory has no place."""
        return name

    def read(self, names: Sequence[str]) -> dict[str, StoredBytes]:
        """Return the bytes of these names, all of one instant."""
        with self._changing:
            return {name: self._stored[name] for name in names if name in self._stored}

    def digest(self, name: str) -> str:
        """Return the digest of the bytes of a name; empty where it holds nothing."""
        with self._changing:
            return self._stored[name].digest if name in self._stored else ""

    def stamp(self, name: str) -> Stamp:
        """Return the stamp of a name; ``NOTHING`` where it holds nothing."""
        with self._changing:
            return self._stored[name].stamp if name in self._stored else NOTHING

    def stamps(self, prefix: str, like: re.Pattern[str] = ANY) -> Iterator[tuple[str, Stamp]]:
        """Yield every name that begins with ``prefix`` and goes on ``like`` this, with its stamp."""
        with self._changing:
            stamps = [(name, stored.stamp) for name, stored in self._stored.items()]
        for name, stamp in stamps:
            if name.startswith(prefix) and like.fullmatch(name.removeprefix(prefix)):
                yield name, stamp

    def write(
        self, changes: Sequence[Change], unless: Mapping[str, str] = NO_DIGESTS, signer: Signer | None = None
    ) -> dict[str, StoredBytes]:
        """Make all of these changes at once, or none."""
        if signer and len(changes) > 1:
            check_together(changes)
        with self._changing:
            for name, digest in unless.items():
                if self.digest(name) != digest:
                    raise self._changed(name)
            for change in changes:
                old = self._stored.get(change.name)
                if change.seen is not None and (old.digest if old else "") != change.seen:
                    raise self._changed(change.name)
            return {change.name: self._put(change) for change in changes}

    def write_new(
        self, groups: Sequence[Sequence[Change]], unless: Mapping[str, str], signer: Signer
    ) -> dict[str, StoredBytes]:
        """Make all of these new names at once, or none."""
        changes = [change for group in groups for change in group]
        for group in groups:
            check_together(group)
        if len({change.name for change in changes}) != len(changes) or any(change.seen for change in changes):
            raise ValueError("not all of these names are new")
        return self.write(changes, unless)

    def _changed(self, name: str) -> Changed:
        return Changed(say(N_("Somebody saved this meanwhile.")), name)

    def _put(self, change: Change) -> StoredBytes:
        name, old = change.name, self._stored.pop(change.name, None)
        if change.data is None:
            if change.by:
                self.append(JOURNAL, line_of(bare(name), change.by, digest_of(b""), (self._now(), 0)))
            return StoredBytes(b"", "")
        if old and change.keep and change.stamp is None:
            self._keep(name, old, change)
        instant = change.stamp[0] if change.stamp else self._now()
        stored = StoredBytes(change.data, digest_of(change.data), (instant, len(change.data)))
        self._stored[name] = stored
        if change.by:
            self.append(JOURNAL, line_of(bare(name), change.by, stored.digest, stored.stamp))
        return stored

    def _now(self) -> int:
        """Return the present instant in nanoseconds, later than any before."""
        self._last = max(time.time_ns(), self._last + 1)
        return self._last

    def _keep(self, name: str, old: StoredBytes, change: Change) -> None:
        formers, now = self._former.setdefault(name, {}), datetime.now(UTC)
        suffix = PurePosixPath(name).suffix
        last = max(formers, default="")
        formers[name_after(last, instant_of(old.stamp), now, old.digest, suffix)] = old
        stamps = [(former.until, former.name) for former in self.revisions(name)]
        confirmed = confirmed_leap([until for until, _ in stamps], now, change)
        for dropped in to_drop(stamps, now, change.keep, confirmed) if change.keep else ():
            del formers[dropped]

    def revisions(self, name: str) -> list[Former]:
        """Return a name's former revisions, newest first."""
        with self._changing:
            names = sorted(self._former.get(name, {}), reverse=True)
        return [former for former in map(parse_former, names) if former]

    def read_revision(self, name: str, former: Former) -> StoredBytes:
        """Return a former revision; raise ``VaultError`` where it was removed."""
        with self._changing:
            stored = self._former.get(name, {}).get(former.name)
        if stored is None:
            raise VaultError(say(N_("{file} is damaged."), file=former.name))
        return stored

    def replace_revision(self, name: str, former: Former, data: bytes) -> None:
        """Replace a former revision by the same one, sealed anew."""
        with self._changing:
            old, digest = self.read_revision(name, former), digest_of(data)
            del self._former[name][former.name]
            self._former[name][former.name.replace(former.digest, digest)] = StoredBytes(
                data, digest, old.stamp
            )

    def journal(self, since: int) -> tuple[list[str], int]:
        """Return the journal's lines after ``since``, and the place after them, in bytes."""
        with self._changing:
            data = self._stored[JOURNAL].data if JOURNAL in self._stored else b""
        tail = data[since if since <= len(data) else 0 :]
        return tail.decode().split("\n")[:-1], len(data)

    def wait(self, since: int = -1, seconds: float = 0.0) -> int:
        """Return how many bytes the journal has, once that is not ``since``, or after so many seconds."""
        with self._changing:
            if self.stamp(JOURNAL)[1] == since and seconds > 0:
                self._changing.wait_for(lambda: self.stamp(JOURNAL)[1] != since, seconds)
            return self.stamp(JOURNAL)[1]

    def append(self, name: str, line: str) -> None:
        """Add one line to a log."""
        with self._changing:
            data = (self._stored[name].data if name in self._stored else b"") + f"{line}\n".encode()
            self._stored[name] = StoredBytes(data, digest_of(data), (self._now(), len(data)))
            self._changing.notify_all()

    def replace_lines(self, name: str, anew: Mapping[str, str]) -> None:
        """Replace lines of a log, given by the old lines."""
        with self._changing:
            if name in self._stored:
                data = replaced_lines(self._stored[name].data, anew)
                self._stored[name] = StoredBytes(data, digest_of(data), (self._now(), len(data)))

    @contextmanager
    def lease(self, name: str, seconds: float) -> Iterator[None]:
        """Hold the lock ``name``; raise ``Busy`` where another thread holds it for so many seconds."""
        with self._changing:
            if not self._changing.wait_for(lambda: name not in self._leases, seconds):
                raise Busy(say(N_("Somebody is saving this just now. Try again in a moment.")))
            self._leases.add(name)
        try:
            yield
        finally:
            with self._changing:
                self._leases.discard(name)
                self._changing.notify_all()

    def settle(self, name: str, judge: Judge) -> None:
        """Do nothing: a write of several names is never cut off."""
