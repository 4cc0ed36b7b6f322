"""Revisions of a case that the journal lists and that are no longer there.

The journal proves nothing: anybody who may write in the vault's folder can add a line to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from casetui.data.days import write_day
from casetui.data.store.former import JournalLine
from casetui.data.vault import BY_RESEALING
from casetui.desk.desk import Desk
from casetui.words import N_, say


def moment(desk: Desk, at: str) -> str:
    """Return an instant as the person reads it, in the agency's zone."""
    local = datetime.fromisoformat(at).astimezone(desk.agency_file.calendar.zone_info)
    return f"{write_day(local.date(), desk.reading())} {local:%H:%M}"


def journal_lines(desk: Desk, name: str) -> list[JournalLine]:
    """Return the journal's lines about a case, oldest first; raise ``VaultError`` where it cannot be read."""
    return [line for line in desk.vault.journal.lines() if line.name == name and line.revision and line.at]


def missing_saves(
    desk: Desk, lines: Sequence[JournalLine], kept: Mapping[str, datetime], now: datetime
) -> Iterator[str]:
    """Yield a sentence for each save in the journal whose revision should be there and is not.

    That is the last save, and every save of the last hours. ``kept`` has the files that are there: the digest
    of each, and when its revision was saved.
    """
    # a revision that was sealed anew is known by the second at which it was saved
    anew = kept.keys() - {line.revision for line in lines}
    seconds = {kept[digest].replace(microsecond=0) for digest in anew}
    hours = timedelta(hours=desk.vault.keep.hours)
    saves = _saves(lines)
    for (line, files), after in zip_longest(saves, [line for line, _ in saves[1:]]):
        if files & kept.keys() or (line.at and line.at.replace(microsecond=0) in seconds):
            continue
        if after is None:
            sentence = N_(
                "The journal says that {by} saved a later revision on {at}, and it is not there: the case "
                "was put back, or somebody wrote that into the journal."
            )
        elif after.at and now - after.at <= hours:
            sentence = N_(
                "The journal says that {by} saved on {at} what is not kept any more: somebody put the case "
                "back, took that away, or wrote it into the journal."
            )
        else:
            continue
        yield say(sentence, by=desk.name(line.by), at=moment(desk, str(line.at)))


def _saves(lines: Sequence[JournalLine]) -> list[tuple[JournalLine, set[str]]]:
    """Return the first line of each save, with the digests of the files that its revision was in."""
    saves: list[tuple[JournalLine, set[str]]] = []
    for line in lines:
        if saves and line.by == BY_RESEALING and line.at == saves[-1][0].at:
            saves[-1][1].add(line.revision)
        else:
            saves.append((line, {line.revision}))
    return saves
