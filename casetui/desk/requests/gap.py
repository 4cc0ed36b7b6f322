"""A gap or block, of which the line manager is told as it arises (Guidebook, D and protocol 5)."""

from __future__ import annotations

from datetime import date

from casetui.data.records import GapOrBlock
from casetui.desk.requests.to_see import ToSee
from casetui.words import N_


class GapRequest(ToSee[GapOrBlock]):
    """A line manager of the team sees it from the day on which they are told."""

    key = "gap"
    record = GapOrBlock

    @property
    def area(self) -> str:
        """The work area in which the answer is read."""
        return "difficulties"

    def listed(self, record: GapOrBlock) -> str:
        """Return that it is a gap or block."""
        return N_("Gap or block")

    def waits(self, record: GapOrBlock) -> bool:
        """Return whether the line manager was told of it and has not seen it."""
        return bool(record.told_on) and not record.seen_by

    def asked_on(self, record: GapOrBlock) -> date | None:
        """Return the day on which the line manager was told."""
        return record.told_on


REQUEST = GapRequest()
