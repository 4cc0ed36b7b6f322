"""Merging two people's changes to one case: record by record, and field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from casetui.data.fields import form_fields
from casetui.data.record_file import RecordFile
from casetui.data.records import Record
from casetui.data.records.base import id_source

_BOOKKEEPING = frozenset(("id", "made_by", "made_at", "changed_by", "changed_at"))
"""Fields that saving fills in."""
_DOER_FIELDS = frozenset(("by",))
"""Hidden fields that name who did an act: the last save wins."""
_EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class RecordChange:
    """A change of one record, or a new record."""

    record: Record
    """The record as it is to be."""
    start: Record | None = None
    """The record as it was when the person began; ``None`` for a new one."""

    def fields(self) -> dict[str, Any]:
        """Return the fields that the person changed, with new values; of a new record, those filled in."""
        before = self.start.model_dump() if self.start else {}
        return {
            name: getattr(self.record, name)
            for name, value in self.record.model_dump().items()
            if name not in _BOOKKEEPING and (before.get(name) != value if self.start else value not in _EMPTY)
        }


def merged(file: RecordFile, change: RecordChange) -> Record:
    """Return the record to write: the record in ``file`` with the fields that the person changed.

    A record that was struck out meanwhile is written as a new record, unless the change takes just that back.
    A new record of a kind of which a case
    has only one changes the record that is there. Raises ``ValidationError`` where the merged record is not
    valid.
    """
    record, kind = change.record, type(change.record)
    present = present_record(file, change)
    if present is None:
        return record
    taken_back = change.start is not None and change.start.struck
    if present.struck and not record.struck and not taken_back:
        return record.model_copy(update={"id": id_source.get()(), "made_at": None})
    return kind.model_validate({**present.model_dump(), **change.fields()})


def present_record(file: RecordFile, change: RecordChange) -> Record | None:
    """Return the record of ``file`` that the change is about, or ``None``."""
    kind = type(change.record)
    present = file.get(kind, change.record.id)
    if present is None and change.start is None and kind.single:
        return file.one(kind)
    return present


def clashes(mine: RecordFile, theirs: RecordFile, change: RecordChange) -> bool:
    """Return whether ``theirs`` changed, since ``mine`` was read, something that this change changes too."""
    return bool(both_changed(mine, theirs, change)) or cannot_merge(mine, theirs, change)


def cannot_merge(mine: RecordFile, theirs: RecordFile, change: RecordChange) -> bool:
    """Return whether this change and those in ``theirs`` cannot be merged field by field.

    They cannot where one of them struck the record out, where both began the only record of its kind, and
    where the merged record would not be valid.
    """
    kind = type(change.record)
    read, newest = mine.get(kind, change.record.id), theirs.get(kind, change.record.id)
    if newest is None:
        both_began = kind.single and theirs.one(kind) is not None and mine.one(kind) is None
        return change.start is None and both_began
    if read == newest:
        return False
    if newest.struck != (read.struck if read else False):
        return True
    return not _is_valid_merged(theirs, change)


def both_changed(mine: RecordFile, theirs: RecordFile, change: RecordChange) -> list[str]:
    """Return the names of the fields that both this change and ``theirs`` changed since ``mine``."""
    kind = type(change.record)
    read, newest = mine.get(kind, change.record.id), theirs.get(kind, change.record.id)
    if newest is None or (read is None and change.start is not None):
        return []
    hidden = _DOER_FIELDS - {field.name for field in form_fields(kind)}
    return [
        name
        for name, value in change.fields().items()
        if name not in hidden and _conflicting(getattr(read, name, None), getattr(newest, name, None), value)
    ]


def _conflicting(read: Any, newest: Any, value: Any) -> bool:
    """Return whether two values differ that were both changed from the value ``read``: theirs and ours."""
    return newest not in (read, value) and read != value and not (read in _EMPTY and newest in _EMPTY)


def rebased(mine: RecordFile, theirs: RecordFile, change: RecordChange) -> RecordChange:
    """Return the change without the fields whose value it only repeats from ``mine`` and ``theirs`` renewed.

    Example: the person chose a colleague's value, which ``mine`` has. The colleague has changed it once
    more since, in ``theirs``. The newer value stays.
    """
    kind = type(change.record)
    read, newest = mine.get(kind, change.record.id), theirs.get(kind, change.record.id)
    if change.start is None or read is None or newest is None or read == newest:
        return change
    newer = {
        name: getattr(change.start, name)
        for name, value in change.fields().items()
        if getattr(read, name) == value != getattr(newest, name)
    }
    return RecordChange(change.record.model_copy(update=newer), change.start) if newer else change


def _is_valid_merged(theirs: RecordFile, change: RecordChange) -> bool:
    try:
        merged(theirs, change)
    except ValidationError:
        return False
    return True
