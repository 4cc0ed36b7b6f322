"""Putting a change on top of what somebody else saved meanwhile, and naming the fields that both changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.errors import CannotOpen
from casetui.data.fields import form_fields
from casetui.data.records import Record
from casetui.desk.acts.merging import RecordChange, both_changed, cannot_merge, clashes, rebased
from casetui.desk.acts.news import closed_words, entries_since, instant_words, savers, what_changed
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import Clash, NotAllowed, SavedMeanwhile
from casetui.words import N_, say


def take_theirs(desk: Desk, opened: OpenCase, changes: Sequence[RecordChange]) -> list[RecordChange]:
    """Put the newest revision into ``opened`` and return the changes as they are applied to it.

    Raises ``SavedMeanwhile`` where a colleague changed a field that these changes change too.
    """
    try:
        mine, theirs = opened.file, CaseFile.load(desk.vault, opened.file.name)
    except CannotOpen:
        raise NotAllowed(
            say(N_("{said}. You may not change it."), said=closed_words(desk, opened.file))
        ) from None
    lines = what_changed(desk, opened.method, mine, theirs)
    opened.file = theirs
    if any(clashes(mine, theirs, change) for change in changes):
        found = _clashes(desk, opened, mine, changes)
        also = what_changed(
            desk, opened.method, mine, theirs, {(clash.table, clash.record, clash.field) for clash in found}
        )
        raise SavedMeanwhile(
            savers(desk, mine, theirs), theirs.saved_at, lines,
            clashes=found, also=also, taken=_changed_only_by_them(mine, theirs, changes),
        )  # fmt: skip
    opened.unsaid += [say(N_("{by} saved too: {line}"), by=savers(desk, mine, theirs), line=x) for x in lines]
    return [rebased(mine, theirs, change) for change in changes]


def _clashes(desk: Desk, opened: OpenCase, mine: CaseFile, changes: Sequence[RecordChange]) -> list[Clash]:
    """Return the fields that both changed; none where the person cannot choose field by field in a form."""
    found = []
    for change in changes:
        if cannot_merge(mine, opened.file, change):
            return []
        kind = type(change.record)
        fields = {field.name: field for field in form_fields(kind)}
        for name in both_changed(mine, opened.file, change):
            if name not in fields:
                return []
            found.append(
                Clash(
                    kind.table, change.record.id, name,
                    opened.method.say(fields[name].ask.label),
                    theirs=getattr(opened.file.get(kind, change.record.id), name),
                    mine=getattr(change.record, name),
                    long=fields[name].kind == "text",
                    their_head=_author_words(desk, *_who_wrote(mine, opened.file, change.record, name)),
                    my_head=_author_words(desk, desk.who.id, desk.now()),
                )
            )  # fmt: skip
    return found


def _who_wrote(mine: CaseFile, theirs: CaseFile, record: Record, field: str) -> tuple[str, datetime | None]:
    """Return the worker who changed a field last since ``mine`` was read, and when."""
    for entry in reversed(entries_since(mine, theirs)):
        is_about = (entry.about, entry.record) == (record.table, record.id)
        if is_about and entry.act != "chose" and (field in entry.fields or not entry.fields):
            return entry.by, entry.at
    newest = theirs.get(type(record), record.id)
    if newest and (by := newest.changed_by or newest.made_by):
        return by, newest.changed_at or newest.made_at
    return theirs.saved_by, theirs.saved_at


def _author_words(desk: Desk, by: str, at: datetime | None) -> str:
    return f"{desk.name(by)}, {instant_words(desk, at)}" if at else desk.name(by)


def _changed_only_by_them(
    mine: CaseFile, theirs: CaseFile, changes: Sequence[RecordChange]
) -> dict[str, Any]:
    """Return the fields that only the colleague changed in the record of a single change: name and value."""
    kind, record = type(changes[0].record), changes[0].record.id
    read, newest = mine.get(kind, record), theirs.get(kind, record)
    if len(changes) > 1 or newest is None or newest.struck:
        return {}
    return {
        field.name: getattr(newest, field.name)
        for field in form_fields(kind)
        if field.name not in changes[0].fields()
        and getattr(newest, field.name) != getattr(read, field.name, None)
    }
