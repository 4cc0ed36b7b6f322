"""How two people's changes to one case come together: by record, and by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from casetui.data.casefile import RecordFile
from casetui.data.fields import form_fields
from casetui.data.records import Record
from casetui.data.records.base import id_source

_BOOKS = frozenset(("id", "made_by", "made_at", "changed_by", "changed_at"))


_DOERS = frozenset(("by",))
"""Hidden fields that say who did it: the last one did."""
_EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Change:
    """A record as it should be, and as it was when the person began (``None`` for a new one)."""

    record: Record
    start: Record | None = None

    def fields(self) -> dict[str, Any]:
        """Return the fields that the person changed, with new values; of a new record, those filled in."""
        before = self.start.model_dump() if self.start else {}
        return {
            name: getattr(self.record, name)
            for name, value in self.record.model_dump().items()
            if name not in _BOOKS and (before.get(name) != value if self.start else value not in _EMPTY)
        }


def merged(file: RecordFile, change: Change) -> Record:
    """Return the record to write: what stands in ``file``, with only those fields that the person changed.

    What was struck out meanwhile is written anew; of a single kind the one that stands takes the change.
    Raises ``ValidationError`` where the two do not go together.
    """
    record, kind = change.record, type(change.record)
    present = standing_in(file, change)
    if present is None:
        return record
    if present.struck and not record.struck:
        return record.model_copy(update={"id": id_source.get()(), "made_at": None})
    return kind.model_validate({**present.model_dump(), **change.fields()})


def standing_in(file: RecordFile, change: Change) -> Record | None:
    """Return the record of ``file`` that the change is about, or ``None``."""
    kind = type(change.record)
    present = file.get(kind, change.record.id)
    if present is None and change.start is None and kind.single:
        return file.one(kind)
    return present


def clashes(mine: RecordFile, theirs: RecordFile, change: Change) -> bool:
    """Return whether somebody changed, since ``mine`` was read, what this change is about too."""
    return bool(both_changed(mine, theirs, change)) or parted(mine, theirs, change)


def parted(mine: RecordFile, theirs: RecordFile, change: Change) -> bool:
    """Return whether the two changes cannot come together field by field.

    So it is where one struck the record out, where both began the only one of its kind, and where the
    two would make a record that is wrong.
    """
    kind = type(change.record)
    seen, found = mine.get(kind, change.record.id), theirs.get(kind, change.record.id)
    if found is None:
        both_began = kind.single and theirs.one(kind) is not None and mine.one(kind) is None
        return change.start is None and seen is None and both_began
    if seen == found:
        return False
    if found.struck != (seen.struck if seen else False):
        return True
    return not _goes_together(theirs, change)


def both_changed(mine: RecordFile, theirs: RecordFile, change: Change) -> list[str]:
    """Return the names of the fields that this change and somebody since ``mine`` both changed."""
    kind = type(change.record)
    seen, found = mine.get(kind, change.record.id), theirs.get(kind, change.record.id)
    if found is None or seen == found or (seen is None and change.start is not None):
        return []
    hidden = _DOERS - {field.name for field in form_fields(kind)}
    return [
        name
        for name, value in change.fields().items()
        if name not in hidden and _differ(getattr(seen, name, None), getattr(found, name, None), value)
    ]


def _differ(seen: Any, found: Any, value: Any) -> bool:
    """Whether ``found`` is another value than was seen, and than is to be written, which is new as well."""
    return found not in (seen, value) and seen != value and not (seen in _EMPTY and found in _EMPTY)


def followed(mine: RecordFile, theirs: RecordFile, change: Change) -> Change:
    """Return the change without those fields in which it only repeats ``mine``, where theirs is newer.

    Whoever took a colleague's value takes the one that took its place, too.
    """
    kind = type(change.record)
    seen, found = mine.get(kind, change.record.id), theirs.get(kind, change.record.id)
    if change.start is None or seen is None or found is None or seen == found:
        return change
    newer = {
        name: getattr(change.start, name)
        for name, value in change.fields().items()
        if getattr(seen, name) == value != getattr(found, name)
    }
    return Change(change.record.model_copy(update=newer), change.start) if newer else change


def _goes_together(theirs: RecordFile, change: Change) -> bool:
    try:
        merged(theirs, change)
    except ValidationError:
        return False
    return True
