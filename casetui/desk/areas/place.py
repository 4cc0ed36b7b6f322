"""What a line of a work area stands for."""

from __future__ import annotations

from dataclasses import dataclass

from casetui.data.records import Record

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
