"""Former revisions: a folder for each file, and in it a name for each revision that sorts by age.

``former/7K3F9Q/00000042-20261122T031009Z-20261122T031124Z-<digest>.age``: the 42nd, saved at the first
instant, replaced at the second. All of the last day are kept, then one a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import PurePosixPath

from casetui.data.store.base import Former, Keep, Stamp, digest_of
from casetui.data.store.files import Files

LOOK_AGAIN = timedelta(hours=1)
"""How often a session that saves on and on looks for former revisions that need not be kept."""
LEAP = timedelta(days=7)
"""A clock this far ahead of the last revision is believed once it has been ahead for as long."""
WITHOUT_KIND = ("agency",)
"""Folders of former revisions whose name is the whole name, and no number."""
NEVER = datetime.min.replace(tzinfo=UTC)
_NAME = re.compile(r"(\d{8,})-(\d{8}T\d{6}Z)-(\d{8}T\d{6}Z)-([0-9a-f]{32})\.\w+")


@dataclass(frozen=True)
class JournalLine:
    """A line of the journal: who saved what. Lines of earlier versions name no revision and no instant.

    ``cases/7K3F9Q mary 0a1b…9f 2026-11-21T10:15:00.000123+00:00``
    """

    name: str
    by: str
    revision: str = ""
    """The digest of what was saved."""
    at: datetime | None = None
    """When it was saved, in UTC, to the microsecond."""

    @classmethod
    def of(cls, line: str) -> JournalLine | None:
        """Return what a line says, or ``None`` where it says nothing; anybody can add a line."""
        words = line.split(" ")
        if len(words) < 2:
            return None
        at = read_instant(words[3]) if len(words) > 3 else None
        return cls(words[0], words[1], words[2], at) if at else cls(words[0], words[1])


def line_of(name: str, by: str, digest: str, stamp: Stamp) -> str:
    """Return the line by which the journal tells that ``by`` saved bytes with this digest and stamp."""
    return f"{name} {by} {digest} {instant_of(stamp).isoformat()}"


def read_instant(text: object) -> datetime | None:
    """Return the instant that a text says, in UTC; ``None`` where it says none, or no zone.

    An instant in the first or last year that can be written is none either: in some zone it has no day.
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


def parse_former(name: str) -> Former | None:
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

    The newest revision (the last by name) is kept, every revision of the last ``keep.hours`` hours, and the
    newest of each day (UTC) of the last ``keep.days`` days. Their age is judged by an instant that is
    ``believed``.
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
    """Return ``now``, or the last of these instants before a clock leapt ahead, where that was lately.

    The clock of the computer that saves may be wrong, and a revision that is dropped never comes back.
    """
    past = [*sorted(instant for instant in instants if instant < now), now]
    for before, after in pairwise(past):
        if after - before > LEAP and now - after <= LEAP:
            return before
    return now


def former_names(folders: Iterable[str]) -> set[str]:
    """Return of which names the former revisions lie in these folders: ``cases/7K3F9Q`` for ``7K3F9Q``."""
    return {name_of_folder(folder) for folder in folders if not folder.startswith(".")}


def name_of_folder(folder: str) -> str:
    """Return of which name, without its ending, the former revisions lie in a folder below ``former/``."""
    if folder in WITHOUT_KIND:
        return folder
    kind, _, number = folder.rpartition("-")
    return f"{kind or 'cases'}/{number}"


def _newest(names: Sequence[str]) -> str:
    """Return the newest name of a former revision, or an empty text; other names are passed over."""
    last = max(names, default="")
    return last if parse_former(last) else max((name for name in names if parse_former(name)), default="")


class Keeping:
    """Keeps the former revisions of one file, save after save, in ``folder``.

    However many there are, a save costs the same: while nobody else saved the file, it is known which is
    the newest, and what need not be kept is looked for every ``LOOK_AGAIN``.
    """

    def __init__(self, files: Files, folder: str) -> None:
        """``folder`` is a folder of these files, such as ``former/7K3F9Q``."""
        self._files = files
        self._folder = folder
        self._last_save: tuple[str, int] = ("", 0)
        """What the last save here left: the digest of the file, and when the folder was changed."""
        self._newest = ""
        self._looked_at = NEVER

    def add(self, name: str, stamp: Stamp, digest: str, now: datetime, keep: Keep) -> None:
        """Keep the file ``name`` (with this stamp and digest) as the newest former revision.

        Raises ``OSError``, and then nothing was lost.
        """
        suffix = PurePosixPath(name).suffix
        names: list[str] | None = None
        if self._last_save != (digest, self._changed()) or now - self._looked_at > LOOK_AGAIN:
            names = self._names()
            self._newest, self._looked_at = _newest(names), now
        if self._newest.endswith(f"{digest}{suffix}") and self._files.same(name, self._path(self._newest)):
            return  # kept already, by a save that then failed
        aside = name_after(self._newest, instant_of(stamp), now, digest, suffix)
        self._files.keep_as(name, self._path(aside))
        self._newest = aside
        if names is not None:
            self._thin([*names, aside], now, keep)

    def put_back(self, name: str, digest: str) -> bool:
        """Put the newest former revision back in its place, where it has this digest; raises ``OSError``."""
        if f"-{digest}." not in self._newest:
            return False
        self._files.put_back(self._path(self._newest), name)
        return True

    def wrote(self, digest: str) -> None:
        """Remember that the file was written here just now, with this digest."""
        with suppress(OSError):
            self._last_save = digest, self._changed()

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def _changed(self) -> int:
        try:
            return self._files.changed(self._folder)
        except FileNotFoundError:
            return 0

    def _names(self) -> list[str]:
        try:
            return self._files.names(self._folder)
        except FileNotFoundError:
            self._files.make_folders(self._folder)
            return []

    def _thin(self, names: Sequence[str], now: datetime, keep: Keep) -> None:
        """Remove the revisions that need not be kept; one that cannot be removed now is next time."""
        first = parse_former(min(names))
        if first and now - first.until <= timedelta(hours=keep.hours):
            return  # nothing here is old enough
        stamps = [(former.until, former.name) for former in map(parse_former, names) if former]
        for name in to_drop(stamps, now, keep):
            try:
                self._files.remove(self._path(name))
            except OSError:
                self._looked_at = NEVER


def formers_of(names: Iterable[str]) -> list[Former]:
    """Return the former revisions among these names of files, newest first."""
    return [former for former in map(parse_former, sorted(names, reverse=True)) if former]


__all__ = [
    "Former",
    "JournalLine",
    "Keep",
    "Keeping",
    "believed",
    "digest_of",
    "former_names",
    "formers_of",
    "instant_of",
    "line_of",
    "name_after",
    "name_of_folder",
    "parse_former",
    "read_instant",
    "to_drop",
]  # fmt: skip
