"""Requests that a line manager sees and does not sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.data.records import Worker
from casetui.desk.requests.base import Given, R, RequestAnswer, RequestKind
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk, OpenCase


def seen(by: str = "seen_by", on: str = "seen_on") -> tuple[RequestAnswer, ...]:
    """Return the one answer: it was seen. ``by`` and ``on`` are the fields that say by whom and when."""

    def sets(given: Given) -> dict[str, object]:
        return {by: given.by, on: given.on}

    return (
        RequestAnswer(
            name="seen", key="s", label=N_("Seen"), word=N_("seen"), what=N_("keep that you saw it"),
            act="see", done=N_("Kept as seen."), sets=sets,
        ),
    )  # fmt: skip


class ToSee(RequestKind[R]):
    """A request that is for the line managers of the case's own team to see."""

    to_sign = False
    whole_agency = False
    answers = seen()
    answered = N_("This was seen already.")

    def is_for(self, who: Worker, record: R) -> bool:
        """Return whether ``who`` is a line manager."""
        return who.has("line manager")

    def refusal(self, desk: Desk, opened: OpenCase, record: R) -> str:
        """Return that only a line manager of the case's own team sees it."""
        if opened.access != "own":
            return say(N_("A line manager of that team sees this."))
        if not self.may_answer(desk.who, record, desk.people.values(), desk.today()):
            return say(N_("This is for a line manager."))
        return ""
