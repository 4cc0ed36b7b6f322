"""An emergency disclosure, which a line manager reviews (rule 28)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from casetui.data.records import Disclosure, Worker
from casetui.desk.requests.to_see import ToSee, seen
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase


class DisclosureRequest(ToSee[Disclosure]):
    """Another line manager than the person who disclosed reviews it.

    The second signatory stands in where the only line manager disclosed something.
    """

    key = "disclosure"
    record = Disclosure
    whole_agency = True
    line_managers_first = True
    prefix = "reviewed"
    answers = seen("reviewed")

    def listed(self, record: Disclosure) -> str:
        """Return that it is an emergency disclosure."""
        return N_("Emergency disclosure")

    def waits(self, record: Disclosure) -> bool:
        """Return whether nobody has reviewed it."""
        return not record.reviewed_by

    def is_for(self, who: Worker, record: Disclosure) -> bool:
        """Return whether ``who`` may review it."""
        return record.may_be_answered_by(who)

    def elsewhere(
        self, who: Worker, record: Disclosure, team: str, leads: Iterable[Worker], day: date
    ) -> bool:
        """Return whether the case's own team has no other line manager than the person who disclosed it.

        Otherwise nobody could review it, and the case could never be closed.
        """
        leads = list(leads)
        its_own = any(worker.team == team and worker.id != self.asker(record) for worker in leads)
        return not its_own and self.may_answer(who, record, leads, day)

    def refusal(self, desk: Desk, opened: OpenCase, record: Disclosure) -> str:
        """Return that a line manager reviews it, or another one than the person who disclosed it."""
        if not self.may_answer(desk.who, record, desk.people.values(), desk.today()):
            return say(N_("This is for a line manager."))
        if self.asker(record) == desk.who.id:
            return say(N_("Another line manager reviews what you disclosed yourself."))
        return ""


REQUEST = DisclosureRequest()
