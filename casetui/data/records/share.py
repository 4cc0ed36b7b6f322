"""Exceptions to who in the agency may open a case: it is lent until a day, or restricted.

Neither has to do with the client's consent to share with services, which is ``Consent``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, ClassVar, Self

from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.records.base import Record
from casetui.words import N_, say


class Share(Record):
    """A case lent to one colleague until a day: they open, read and write it as if it were their own."""

    table = "share"
    title = N_("Lent to")
    columns: ClassVar = ("worker", "reason", "until")

    worker: Annotated[str, Ask(N_("Colleague"), choices=ChoicesFrom("people"))]
    until: Annotated[date, Ask(N_("Until"), N_("the last day; at most a year ahead"))]
    reason: Annotated[str, Ask(N_("Why"))]
    given_by: Annotated[str, HIDDEN] = ""
    given_on: Annotated[date | None, HIDDEN] = None
    taken_back_on: Annotated[date | None, HIDDEN] = None
    taken_back_by: Annotated[str, HIDDEN] = ""
    taken_back_reason: Annotated[str, HIDDEN] = ""

    def day(self) -> date | None:
        """Return the day on which it was lent."""
        return self.given_on

    def live_on(self, day: date) -> bool:
        """Return whether the case is lent to the colleague on ``day``; the last day counts."""
        return not self.struck and self.taken_back_on is None and day <= self.until

    def locked_reason(self) -> str:
        """Return why the loan cannot be changed: it can only end or be taken back."""
        if self.taken_back_on is not None:
            return say(N_("Taken back: {reason}"), reason=self.taken_back_reason)
        return say(N_("It was lent as it stands; it can be taken back before its day (m)."))

    def act_words(self, was: Self | None, name: Callable[[str], str]) -> Iterator[str]:
        """Yield from whom the case was taken back, and why."""
        if was and self.taken_back_on and not was.taken_back_on:
            who, reason = name(self.worker), self.taken_back_reason
            yield say(N_("taken back from {name}: {reason}"), name=who, reason=reason)


class Restriction(Record):
    """The form for restricting a case; the people are kept in the head of the case."""

    table = "restriction"
    title = N_("Open to named people only")

    to: Annotated[
        list[str], Ask(N_("Open to"), N_("the case manager always stays in"), choices=ChoicesFrom("people"))
    ]
    reason: Annotated[str, Ask(N_("Why"))]
