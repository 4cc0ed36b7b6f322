"""Places: the record, or new record, to which a line of a work area leads."""

from __future__ import annotations

from dataclasses import dataclass

from casetui.data.records import CASE_RECORDS, Record

NEW = "new"


@dataclass(frozen=True)
class Place:
    """A kind of record and the id of a record, or ``NEW`` for a record that is not written yet."""

    kind: type[Record]
    record: str
    slot: str = ""
    field: str = ""
    """The name of the field that the line shows; empty where it shows no single field."""

    @property
    def key(self) -> str:
        """The line's key: table, record, slot and perhaps field, such as ``domain:new:drugs``."""
        place = f"{self.kind.table}:{self.record}:{self.slot}"
        return f"{place}/{self.field}" if self.field else place

    @classmethod
    def of(cls, key: str) -> Place | None:
        """Return the place of the line with this key; ``None`` for the line of an act, or no line."""
        table, _, rest = key.partition(":")
        record, _, slot = rest.partition(":")
        kind = CASE_RECORDS.get(table)
        slot, _, field = slot.partition("/")
        return cls(kind, record, slot, field) if kind else None
