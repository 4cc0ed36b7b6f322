"""What a line of a work area stands for."""

from __future__ import annotations

from dataclasses import dataclass

from casetui.data.records import CASE_RECORDS, Record

NEW = "new"


@dataclass(frozen=True)
class Place:
    """What a line stands for: a kind of record, and which one (``NEW`` for one not yet written)."""

    kind: type[Record]
    record: str
    slot: str = ""
    field: str = ""
    """The field that the line shows, where it shows one."""

    @property
    def key(self) -> str:
        """The line's key."""
        place = f"{self.kind.table}:{self.record}:{self.slot}"
        return f"{place}/{self.field}" if self.field else place

    @classmethod
    def of(cls, key: str) -> Place | None:
        """Return what the line with this key stands for; ``None`` for an act or no line."""
        table, _, rest = key.partition(":")
        record, _, slot = rest.partition(":")
        kind = CASE_RECORDS.get(table)
        slot, _, field = slot.partition("/")
        return cls(kind, record, slot, field) if kind else None
