"""An assignment over the caseload limit: a line manager of the team sees it (rule 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.data.records import Assignment
from casetui.desk.requests.to_see import ToSee
from casetui.desk.text import Text
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase


class OverLimitRequest(ToSee[Assignment]):
    """It asks on behalf of the case manager who was given one client too many."""

    key = "over limit"
    record = Assignment

    def listed(self, record: Assignment) -> str:
        """Return that it is over the limit."""
        return N_("Over the caseload limit")

    def waits(self, record: Assignment) -> bool:
        """Return whether the case manager had too many clients then, and nobody has seen it.

        It waits also once the assignment has ended: what is to be seen is that it was made.
        """
        return record.over_limit and not record.seen_by

    def asker(self, record: Assignment) -> str:
        """Return the worker id of the case manager."""
        return record.to

    def texts(self, desk: Desk, opened: OpenCase, record: Assignment | None) -> list[Text]:
        """Return how many clients the case manager had then."""
        if record is None or record.clients_then is None:
            return []
        return [Text(say(N_("Clients then")), str(record.clients_then))]


REQUEST = OverLimitRequest()
