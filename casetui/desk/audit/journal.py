"""What the journal tells of a case and is not there any more.

It is only the journal that says so, and whoever may write in the vault's folder can add a line to it.
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


def told_of(desk: Desk, name: str) -> list[JournalLine]:
    """Return what the journal tells of a case, oldest first; raise ``VaultError`` if it cannot be read."""
    return [told for told in desk.vault.journal() if told.name == name and told.revision and told.at]


def untold(
    desk: Desk, told: Sequence[JournalLine], kept: Mapping[str, datetime], now: datetime
) -> Iterator[str]:
    """Yield what the journal tells of and is not there: a later revision, or one of the last hours.

    ``kept`` are the files that are there: the digest of each, and when its revision was saved.
    """
    # one that was sealed anew is known by the second at which it was saved
    anew = kept.keys() - {one.revision for one in told}
    seconds = {kept[digest].replace(microsecond=0) for digest in anew}
    hours = timedelta(hours=desk.vault.keep.hours)
    saves = _saves(told)
    for (one, files), after in zip_longest(saves, [one for one, _ in saves[1:]]):
        if files & kept.keys() or (one.at and one.at.replace(microsecond=0) in seconds):
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
        yield say(sentence, by=desk.name(one.by), at=moment(desk, str(one.at)))


def _saves(told: Sequence[JournalLine]) -> list[tuple[JournalLine, set[str]]]:
    """Return each save that is told of, with the digests of the files that its revision was in."""
    saves: list[tuple[JournalLine, set[str]]] = []
    for one in told:
        if saves and one.by == BY_RESEALING and one.at == saves[-1][0].at:
            saves[-1][1].add(one.revision)
        else:
            saves.append((one, {one.revision}))
    return saves
