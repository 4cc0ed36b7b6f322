"""How two people's changes to one case come together: by record, and by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from casetui.data.casefile import RecordFile
from casetui.data.records import Record
from casetui.data.records.base import id_source

_BOOKS = frozenset(("id", "made_by", "made_at", "changed_by", "changed_at"))


@dataclass(frozen=True)
class Change:
    """A record as it should be, and as it was when the person began (``None`` for a new one)."""

    record: Record
    start: Record | None = None

    def fields(self) -> dict[str, Any]:
        """Return the fields that the person changed, with their new values."""
        before = self.start.model_dump() if self.start else {}
        return {
            name: getattr(self.record, name)
            for name, value in self.record.model_dump().items()
            if name not in _BOOKS and before.get(name) != value
        }


def merged(file: RecordFile, change: Change) -> Record:
    """Return the record to write: what stands in ``file``, with only those fields that the person changed.

    What was struck out meanwhile is written anew; of a single kind the one that stands takes the change.
    Raises ``ValidationError`` where the two do not go together.
    """
    record, kind = change.record, type(change.record)
    present = file.get(kind, record.id)
    if present is None and change.start is None and kind.single:
        present = file.one(kind)
    if present is None:
        return record
    if present.struck and not record.struck:
        return record.model_copy(update={"id": id_source.get()(), "made_at": None})
    return kind.model_validate({**present.model_dump(), **change.fields()})


def clashes(mine: RecordFile, theirs: RecordFile, change: Change) -> bool:
    """Return whether somebody changed, since ``mine`` was read, what this change is about too."""
    kind = type(change.record)
    if change.start is None and mine.get(kind, change.record.id) is None:
        return kind.single and theirs.one(kind) is not None and mine.one(kind) is None
    seen, found = mine.get(kind, change.record.id), theirs.get(kind, change.record.id)
    if seen is None or found is None or seen == found:
        return False
    if found.struck != seen.struck:
        return True
    both = any(
        getattr(seen, name, None) != getattr(found, name, None) and getattr(found, name, None) != value
        for name, value in change.fields().items()
    )
    return both or not _goes_together(theirs, change)


def _goes_together(theirs: RecordFile, change: Change) -> bool:
    try:
        merged(theirs, change)
    except ValidationError:
        return False
    return True
