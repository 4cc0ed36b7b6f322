"""Why a record of a case can only be read: it was struck out, the case is closed, or the record says why."""

from __future__ import annotations

from casetui.data.records import Case, Record
from casetui.desk.errors import NotAllowed
from casetui.words import N_, say

CLOSED = N_("The case is closed. It can be reopened as a new episode.")


class CaseClosed(NotAllowed):
    """The case is closed, and nothing is written in it any more."""

    def __init__(self) -> None:
        super().__init__(say(CLOSED))


def check_open(case: Case) -> None:
    """Raise ``CaseClosed`` where the case is closed."""
    if case.state == "closed":
        raise CaseClosed


def why_fixed(case: Case, record: Record, closed: str = CLOSED) -> str:
    """Return why a record can only be read, as a sentence; empty where it can be changed.

    ``closed`` is the message for a record of a closed case.
    """
    if record.struck:
        return say(N_("Struck out: {reason}"), reason=record.struck_reason)
    return say(closed) if case.state == "closed" else record.locked_reason()
