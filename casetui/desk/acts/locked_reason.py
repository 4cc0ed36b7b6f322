"""What cannot be changed any more: agreed, asked for, signed, answered or reviewed as it stands."""

from __future__ import annotations

from casetui.data.records import Case, Closure, Disclosure, Override, Plan, Record, Share
from casetui.words import N_, say

CLOSED = N_("The case is closed. It can be reopened as a new episode.")


def why_fixed(case: Case, record: Record, closed: str = CLOSED) -> str:
    """Return why a record can only be read, as a sentence; empty where it can be changed.

    ``closed`` is the message for a record of a closed case.
    """
    if record.struck:
        return say(N_("Struck out: {reason}"), reason=record.struck_reason)
    return say(closed) if case.state == "closed" else settled(record)


def why_kept(record: Record) -> str:
    """Return why a record cannot be struck out, as a sentence; empty where it can.

    Struck out, an emergency disclosure would never be reviewed, and what was shared stays shared (rule 28).
    """
    if isinstance(record, Disclosure) and not record.reviewed_by:
        return say(
            N_("An emergency disclosure stays: what was shared cannot be taken back, and a line manager "
               "reviews it first. What is wrong in it can be changed.")
        )  # fmt: skip
    return settled(record)


def settled(record: Record) -> str:
    """Return why a record cannot be changed any more, as a sentence; empty where it can."""
    match record:
        case Plan() if record.state != "draft":
            return say(N_("This plan was agreed as it stands. Add a new version."))
        case Closure() if record.state == "asked":
            return say(N_("Closure was asked for as it stands. The line manager can send it back first."))
        case Closure() if record.state == "signed":
            return say(N_("This was signed off as it stands."))
        case Override() if record.answer:
            return say(N_("This was answered as it stands."))
        case Disclosure() if record.reviewed_by:
            return say(N_("This was reviewed as it stands."))
        case Share() if record.taken_back_on is not None:
            return say(N_("Taken back: {reason}"), reason=record.taken_back_reason)
        case Share():
            return say(N_("It was lent as it stands; it can be taken back before its day (m)."))
    return ""
