"""How a person may open a case, by the roles in ARCHITECTURE.md. It needs a person, a case or row, a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from casetui.data.colleague import Colleague, signs_off
from casetui.data.rows import Row

if TYPE_CHECKING:
    from casetui.data.casefile import CaseFile

Access = Literal["own", "lent", "ask", "sign", "cover"]
"""``own``: the case opens at once. ``lent``: the same, up to a day. ``ask``: it opens with a reason, logged.
``sign``: it opens only where a request in it is for the person; the people who sign off hold the keys of all
teams. ``cover``: only case manager and status show."""

OPEN = ("own", "lent")
"""The kinds of access that open a case without a question, to read and to write."""


def access_to(who: Colleague, of: CaseFile | Row, day: date) -> Access:
    """Return how ``who`` may open a case on ``day``.

    A person to whom the case is lent reads and writes like its case manager, in any team and also where the
    case is restricted, up to the last day or until it is taken back.
    """
    found = _access_without_loan(who, of)
    return "lent" if found != "own" and lent_until(who, of, day) else found


def lent_until(who: Colleague, of: CaseFile | Row, day: date) -> str:
    """Return the last day on which a case is lent to ``who``; empty where on ``day`` it is not."""
    if isinstance(of, Row):
        return of.lent_until if of.lent_until >= day.isoformat() else ""
    from casetui.data.records import Share

    ends = (share.until for share in of.all(Share) if share.worker == who.id and share.live_on(day))
    return max((end.isoformat() for end in ends), default="")


def with_access_marks(row: Row, who: Colleague, file: CaseFile, day: date) -> Row:
    """Fill in the row of a case what ``access_to`` needs to know about ``who``, and return the row."""
    row.named = who.id in file.case.restricted_to
    row.lent_until = lent_until(who, file, day)
    return row


def _access_without_loan(who: Colleague, of: CaseFile | Row) -> Access:
    if isinstance(of, Row):
        manager, team, restricted, named = of.manager, of.team, of.restricted, of.named
    else:
        case = of.case
        manager, team, restricted = case.manager, case.team, bool(case.restricted_to)
        named = who.id in case.restricted_to
    if manager == who.id or (restricted and named):
        return "own"
    if restricted:
        return "cover"
    if team != who.team or not (who.has("worker") or who.has("line manager")):
        return "sign" if signs_off(who) else "cover"
    if who.has("line manager") or not manager:
        return "own"
    return "ask"
