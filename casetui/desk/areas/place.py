"""Places: the record, or new record, to which a line of a work area leads."""

from __future__ import annotations

from dataclasses import dataclass

from casetui.data.records import Record

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
