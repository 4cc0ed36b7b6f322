"""Former revisions: a folder for each file, and in it a name for each revision that sorts by age.

``former/7K3F9Q/00000042-20261122T031009Z-20261122T031124Z-<digest>.age``: the 42nd, saved at the first
instant, replaced at the second. All of the last day are kept, then one a day.

The agency file and files of keys are kept twice: their present revision has a file there too, from its save
on. Each former revision of them then has two files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from itertools import islice, pairwise
from pathlib import PurePosixPath

from casetui.data.keep import Keep
from casetui.data.store.base import Change, Former, Stamp, StoredBytes, bare, digest_of
from casetui.data.store.files import Files
from casetui.data.store.hard_links import same

LOOK_AGAIN = timedelta(hours=1)
"""How often a session that saves again and again looks for former revisions to remove."""
GAP = timedelta(hours=6)
"""A longer time than this between two saves may be that of a clock that leapt ahead."""
LEAP = timedelta(days=7)
"""A clock that leapt ahead is believed after so long, or once another person saved by it too."""
NOT_PEOPLE = ("", "check", "restore", "reseal")
"""Authors in the journal's lines that stand for a command, and not for a person."""
WITHOUT_KIND = ("agency",)
"""Names whose folder of former revisions has the same name: ``former/agency``."""
NEVER = datetime.min.replace(tzinfo=UTC)
MOST_LOOKED_AT = 8
"""How many of the journal's lines about other people's saves are looked at, the newest first."""
_NAME = re.compile(r"(\d{8,})-(\d{8}T\d{6}Z)-(\d{8}T\d{6}Z)-([0-9a-f]{32})\.\w+")


@dataclass(frozen=True)
class JournalLine:
    """A line of the journal, about one save. Lines of earlier versions have no digest and no instant.

    ``cases/7K3F9Q mary 0a1b…9f 2026-11-21T10:15:00.000123+00:00``
    """

    name: str
    by: str
    revision: str = ""
    """The digest of the bytes that were saved."""
    at: datetime | None = None
    """The instant of the save, in UTC, to the microsecond."""

    @classmethod
    def of(cls, line: str) -> JournalLine | None:
        """Return the parts of a line, or ``None`` for a line of another form, which anybody can add."""
        words = line.split(" ")
        if len(words) < 2:
            return None
        at = read_instant(words[3]) if len(words) > 3 else None
        return cls(words[0], words[1], words[2], at) if at else cls(words[0], words[1])


Signed = Callable[[JournalLine], tuple[str, datetime | None]]
"""Returns who signed the revision that a journal's line names, and when; empty and ``None`` if nobody."""


def line_of(name: str, by: str, digest: str, stamp: Stamp) -> str:
    """Return the journal's line for a save by ``by`` of bytes with this digest and stamp."""
    return f"{name} {by} {digest} {instant_of(stamp).isoformat()}"


def read_instant(text: object) -> datetime | None:
    """Return the instant in a text, in UTC; ``None`` where the text is no instant with a zone.

    An instant in the first or last year that can be written is refused too: in some zone it has no day.
    """
    if not isinstance(text, str):
        return None
    try:
        local = datetime.fromisoformat(text)
        at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if local.tzinfo and MINYEAR < at.year < MAXYEAR else None


def instant_of(stamp: Stamp) -> datetime:
    """Return when a file with this stamp was saved, in UTC, to the microsecond."""
    return datetime.fromtimestamp(stamp[0] // 10**9, UTC).replace(microsecond=stamp[0] // 1000 % 10**6)


def parse_former(name: str) -> Former | None:
    """Return the former revision with this file name, or ``None`` for a name of another form."""
    match = _NAME.fullmatch(name)
    if not match:
        return None
    try:
        at, until = (datetime.fromisoformat(match[group]) for group in (2, 3))
    except ValueError:
        return None
    return Former(name, at, until, match[4])


def name_after(last: str, at: datetime, until: datetime, digest: str, suffix: str) -> str:
    """Return the name after ``last`` (empty for the first); its number orders it, not the clocks."""
    number = int(last.split("-", 1)[0]) + 1 if last else 1
    return f"{number:08d}-{at:%Y%m%dT%H%M%SZ}-{until:%Y%m%dT%H%M%SZ}-{digest}{suffix}"


def second_name(former: Former) -> str:
    """Return the name of a second file of a former revision, which sorts beside the first."""
    number, until = former.name.split("-", 1)[0], former.until + timedelta(seconds=1)
    return name_after("", former.at, until, former.digest, PurePosixPath(former.name).suffix).replace(
        "00000001", number, 1
    )


def to_drop(
    stamps: Sequence[tuple[datetime, str]], now: datetime, keep: Keep, confirmed: datetime | None = None
) -> list[str]:
    """Return the names of the revisions to remove; ``stamps`` has the instant at which each was replaced.

    The newest revision (the last by name) is kept, every revision of the last ``keep.hours`` hours, and the
    newest of each day (UTC) of the last ``keep.days`` days. Their age is judged by an instant that is
    ``believed``; ``confirmed`` is when another person last saved anything.
    """
    now = believed([instant for instant, _ in stamps], now, confirmed)
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


def believed(instants: Sequence[datetime], now: datetime, confirmed: datetime | None = None) -> datetime:
    """Return ``now``, or the last instant before a clock may have leapt ahead.

    The clock of the computer that saves may be wrong, and a revision that is dropped never comes back. A leap
    of more than ``GAP`` is believed once another person saved after it, or ``LEAP`` later. ``confirmed`` is
    when another person last saved anything, ``NEVER`` where nobody else did. With ``None`` nobody knows who
    saved what, and only a leap of more than ``LEAP`` is not believed.
    """
    known = [*instants, confirmed] if confirmed not in (None, NEVER) else instants
    past = [*sorted(instant for instant in known if instant < now), now]
    doubtful = LEAP if confirmed is None else GAP
    for before, after in pairwise(past):
        if after - before > doubtful and now - after <= LEAP and not (confirmed and confirmed >= after):
            return before
    return now


def last_of_others(lines: Sequence[str], by: str, signed: Signed) -> datetime:
    """Return when a person other than ``by`` last saved anything, as they signed it; ``NEVER`` if nobody did.

    Anybody may add to the journal, so its ``lines`` only say which revisions to look at: a line counts where
    the revision that it names is signed by the person whom it names.
    """
    read = (line for line in map(JournalLine.of, reversed(lines)) if line)
    others = (line for line in read if line.at and line.by not in (by, *NOT_PEOPLE))
    for line in islice(others, MOST_LOOKED_AT):
        author, at = signed(line)
        if at and author == line.by:
            return at
    return NEVER


def confirmed_leap(instants: Sequence[datetime], now: datetime, change: Change) -> datetime | None:
    """Return when another person than a change's author last saved; it is asked for only where it counts.

    ``None`` where it is not known who the author is; ``NEVER`` where no clock seems to have leapt.
    """
    if not change.by:
        return None
    if change.confirmed is None or believed(instants, now, NEVER) == now:
        return NEVER
    return change.confirmed()


def former_folder(name: str) -> str:
    """Return the folder of a name's former revisions: ``former/7K3F9Q``, ``former/keys-7K3F9Q``."""
    return "former/" + bare(name).removeprefix("cases/").replace("/", "-")


def former_names(folders: Iterable[str]) -> set[str]:
    """Return the names whose former revisions are in these folders: ``cases/7K3F9Q`` for ``7K3F9Q``."""
    return {name_of_folder(folder) for folder in folders if not folder.startswith(".")}


def name_of_folder(folder: str) -> str:
    """Return the name, without its ending, whose former revisions are in this folder below ``former/``."""
    if folder in WITHOUT_KIND:
        return folder
    kind, _, number = folder.rpartition("-")
    return f"{kind or 'cases'}/{number}"


def _newest(names: Sequence[str]) -> str:
    """Return the newest name of a former revision, or an empty text; names of other forms are ignored."""
    last = max(names, default="")
    return last if parse_former(last) else max((name for name in names if parse_former(name)), default="")


class Keeping:
    """Keeps the former revisions of one file, save after save, in ``folder``.

    A save takes the same time with any number of former revisions. While no other program saved the file, the
    newest one is known, and revisions to remove are looked for every ``LOOK_AGAIN``.
    """

    def __init__(self, files: Files, folder: str) -> None:
        """``folder`` is a folder of these files, such as ``former/7K3F9Q``."""
        self._files = files
        self._folder = folder
        self._last_save: tuple[str, int] = ("", 0)
        """After the last save by this program: the digest of the file, and when the folder was changed."""
        self._newest = ""
        self._looked_at = NEVER

    def add(self, old: StoredBytes, now: datetime, change: Change, keep: Keep) -> None:
        """Keep the file that a change replaces, with the bytes ``old``, as the newest former revision.

        Raises ``OSError``, and then nothing was lost.
        """
        name, digest, stamp = change.name, old.digest, old.stamp
        suffix = PurePosixPath(name).suffix
        names: list[str] | None = None
        if self._last_save != (digest, self._changed()) or now - self._looked_at > LOOK_AGAIN:
            names = self._names()
            self._newest, self._looked_at = _newest(names), now
        if self._newest.endswith(f"{digest}{suffix}") and same(self._files, name, self._path(self._newest)):
            return  # kept already by a save that failed afterwards
        aside = name_after(self._newest, instant_of(stamp), now, digest, suffix)
        self._files.keep_as(name, self._path(aside))
        self._newest = aside
        if names is not None:
            self._thin([*names, aside], now, change, keep)

    def keep_again(self, name: str, stored: StoredBytes) -> None:
        """Write the bytes of the present file ``name`` a second time, as the newest former revision.

        Unlike ``add``, which gives the present file a second name, this writes new bytes: where the disk
        spoils one of the two files, the other stays whole. Nothing is written where a whole second file is
        there already. Raises ``OSError``.
        """
        suffix, names = PurePosixPath(name).suffix, self._names()
        for kept in (former for former in formers_of(names) if former.digest == stored.digest):
            path = self._path(kept.name)
            with suppress(OSError):
                if not same(self._files, name, path) and self._files.read(path)[0] == stored.data:
                    return
        self._newest, at = _newest(names), instant_of(stored.stamp)
        again = name_after(self._newest, at, at, stored.digest, suffix)
        self._files.write(self._path(again), stored.data)
        self._files.set_time(self._path(again), stored.stamp[0])
        self._newest = again

    def put_back(self, name: str, digest: str) -> bool:
        """Put the newest former revision back as ``name``, where it has this digest; raises ``OSError``."""
        if f"-{digest}." not in self._newest:
            return False
        self._files.put_back(self._path(self._newest), name)
        return True

    def wrote(self, digest: str) -> None:
        """Note that this program wrote the file with this digest."""
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

    def _thin(self, names: Sequence[str], now: datetime, change: Change, keep: Keep) -> None:
        """Remove the revisions that need not be kept; where that fails, try again at the next save."""
        first = parse_former(min(names))
        if first and now - first.until <= timedelta(hours=keep.hours):
            return  # nothing here is old enough
        stamps = [(former.until, former.name) for former in map(parse_former, names) if former]
        confirmed = confirmed_leap([until for until, _ in stamps], now, change)
        for name in to_drop(stamps, now, keep, confirmed):
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
    "Keeping",
    "believed",
    "confirmed_leap",
    "digest_of",
    "former_names",
    "formers_of",
    "instant_of",
    "last_of_others",
    "line_of",
    "name_after",
    "name_of_folder",
    "parse_former",
    "read_instant",
    "second_name",
    "to_drop",
]  # fmt: skip
