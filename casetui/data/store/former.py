"""Former revisions: a folder a file, a name for each that sorts by age and carries its digest.

``former/7K3F9Q/00000042-20261122T031009Z-20261122T031124Z-<digest>.age``: the 42nd, saved at the first
instant, replaced at the second. All of the last day are kept, then one a day.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from casetui.data.store.durable import Stamp, keep_as, make_folder

LOOK_AGAIN = timedelta(hours=1)
"""So long what need not be kept may stay where one session saves on and on."""
LEAP = timedelta(days=7)
"""A clock this far ahead of the last revision is believed when it went on for as long."""
NEVER = datetime.min.replace(tzinfo=UTC)
_NAME = re.compile(r"(\d{8,})-(\d{8}T\d{6}Z)-(\d{8}T\d{6}Z)-([0-9a-f]{32})\.\w+")


@dataclass(frozen=True)
class Keep:
    """How long former revisions are kept after they were replaced."""

    hours: int = 24
    """All of them, so many hours."""
    days: int = 30
    """One a day, so many days."""

    @classmethod
    def of(cls, about: object) -> Keep:
        """Return what a vault says it keeps; raise ``ValueError`` where that is no whole numbers from 1."""
        if about is None:
            return cls()
        if not isinstance(about, dict):
            raise ValueError(about)
        found = [about.get("hours", cls.hours), about.get("days", cls.days)]
        if any(type(number) is not int or not 1 <= number <= 100_000 for number in found):
            raise ValueError(about)
        return cls(*found)


@dataclass(frozen=True)
class Former:
    """A revision that another took the place of."""

    name: str
    """The name of its file."""
    at: datetime
    """When it was saved, in UTC."""
    until: datetime
    """When it was replaced, in UTC."""
    digest: str

    def path(self, folder: Path) -> Path:
        """Return its file, where ``folder`` is that of the former revisions of its case."""
        return folder / self.name


@dataclass(frozen=True)
class Told:
    """A line of the journal: who saved what. Lines of earlier versions name no revision and no instant."""

    name: str
    by: str
    revision: str = ""
    """The digest of what was saved."""
    at: datetime | None = None
    """When it was saved, in UTC, to the microsecond."""

    @classmethod
    def of(cls, line: str) -> Told | None:
        """Return what a line says, or ``None`` where it says nothing; anybody can add a line."""
        words = line.split(" ")
        if len(words) < 2:
            return None
        at = read_instant(words[3]) if len(words) > 3 else None
        return cls(words[0], words[1], words[2], at) if at else cls(words[0], words[1])


def digest_of(data: bytes) -> str:
    """Return the digest that names a revision."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_instant(text: object) -> datetime | None:
    """Return the instant, in UTC, that somebody wrote; ``None`` where it is none, or says no zone.

    One at the very beginning or end of what can be written is none either: it has no day in every zone.
    """
    if not isinstance(text, str):
        return None
    try:
        read = datetime.fromisoformat(text)
        at = read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if read.tzinfo and MINYEAR < at.year < MAXYEAR else None


def instant_of(stamp: Stamp) -> datetime:
    """Return when a file with this stamp was saved, in UTC, to the microsecond."""
    return datetime.fromtimestamp(stamp[0] // 10**9, UTC).replace(microsecond=stamp[0] // 1000 % 10**6)


def parsed(name: str) -> Former | None:
    """Return what a file name says, or ``None`` where it is not one of ours."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    try:
        at, until = (datetime.fromisoformat(found[group]) for group in (2, 3))
    except ValueError:
        return None
    return Former(name, at, until, found[4])


def name_after(last: str, at: datetime, until: datetime, digest: str, suffix: str) -> str:
    """Return the name that follows ``last`` (empty for the first): numbered, whatever clocks do."""
    number = int(last.split("-", 1)[0]) + 1 if last else 1
    return f"{number:08d}-{at:%Y%m%dT%H%M%SZ}-{until:%Y%m%dT%H%M%SZ}-{digest}{suffix}"


def to_drop(stamps: Sequence[tuple[datetime, str]], now: datetime, keep: Keep) -> list[str]:
    """Return the names that need not be kept, of revisions replaced at these instants.

    Kept are the newest (the last by name), all of the last ``keep.hours``, and of each day (UTC) of the
    last ``keep.days`` the newest. How old they are is judged by an instant that is ``believed``.
    """
    now = believed([instant for instant, _ in stamps], now)
    ordered = sorted(stamps, key=lambda stamp: stamp[1], reverse=True)
    dropped: list[str] = []
    days: set[date] = set()
    for place, (instant, name) in enumerate(ordered):
        age = now - instant
        if age <= timedelta(hours=keep.hours):
            continue
        if place and (age > timedelta(days=keep.days) or instant.date() in days):
            dropped.append(name)
        else:
            days.add(instant.date())
    return dropped


def believed(instants: Sequence[datetime], now: datetime) -> datetime:
    """Return ``now``, or the last of these instants before a clock leapt ahead, if that was only lately.

    The clock of whoever saves may be wrong, and what is dropped never comes back.
    """
    past = [*sorted(instant for instant in instants if instant < now), now]
    for before, after in pairwise(past):
        if after - before > LEAP and now - after <= LEAP:
            return before
    return now


def listed(folder: Path) -> list[str]:
    """Return the names of the files in a folder, in no order; raises ``OSError``."""
    return os.listdir(folder)  # noqa: PTH208 - twice as quick


def _last(names: Sequence[str]) -> str:
    """Return the newest of ours, or an empty text. What somebody else put there is passed over."""
    last = max(names, default="")
    return last if parsed(last) else max((name for name in names if parsed(name)), default="")


class Keeping:
    """Keeps the former revisions of one file, save after save, in ``folder``.

    However many there are a save costs the same: while nobody else saved the file, it is known which is
    the newest, and what need not be kept is looked for every ``LOOK_AGAIN``.
    """

    def __init__(self, folder: Path, keep: Keep | None) -> None:
        """``keep`` says which are kept; ``None`` keeps them all."""
        self._folder = folder
        self._keep = keep
        self._left: tuple[str, int] = ("", 0)
        """How the last save here left it all: the digest of the file, and when the folder was changed."""
        self._last = ""
        self._looked = NEVER

    def add(self, path: Path, stamp: Stamp, digest: str, now: datetime, mode: int) -> None:
        """Keep the file at ``path`` (with this stamp and digest) as the newest former revision.

        ``mode`` is for the folder. Raises ``OSError``, and then nothing was lost.
        """
        names: list[str] | None = None
        if self._left != (digest, self._changed()) or now - self._looked > LOOK_AGAIN:
            names = self._names(mode)
            self._last, self._looked = _last(names), now
        if self._last.endswith(f"{digest}{path.suffix}") and path.samefile(self._folder / self._last):
            return  # kept already, by a save that then failed
        name = name_after(self._last, instant_of(stamp), now, digest, path.suffix)
        keep_as(path, self._folder / name)
        self._last = name
        if names is not None and self._keep:
            self._thin([*names, name], now, self._keep)

    def left(self, digest: str) -> None:
        """Take it that the file was written now, and has this digest."""
        with suppress(OSError):
            self._left = digest, self._changed()

    def _changed(self) -> int:
        try:
            return self._folder.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def _names(self, mode: int) -> list[str]:
        try:
            return listed(self._folder)
        except FileNotFoundError:
            make_folder(self._folder.parent, mode)
            make_folder(self._folder, mode)
            return []

    def _thin(self, names: Sequence[str], now: datetime, keep: Keep) -> None:
        """Remove what need not be kept. What cannot be removed now is at the next save."""
        first = parsed(min(names))
        if first and now - first.until <= timedelta(hours=keep.hours):
            return  # nothing here is old enough
        stamps = [(former.until, former.name) for former in map(parsed, names) if former]
        for name in to_drop(stamps, now, keep):
            try:
                (self._folder / name).unlink()
            except OSError:
                self._looked = NEVER


def formers_in(folder: Path) -> list[Former]:
    """Return the former revisions in a folder, newest first; raises ``OSError``."""
    try:
        names = listed(folder)
    except FileNotFoundError:
        return []
    return [former for former in map(parsed, sorted(names, reverse=True)) if former]
