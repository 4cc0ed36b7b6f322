"""The head of an open case: how it stands, and to whom else it is open."""

from __future__ import annotations

from datetime import date

from casetui.data.days import short_day
from casetui.desk.access import lent_until
from casetui.desk.acts.restricting import live_shares
from casetui.desk.desk import Desk, OpenCase
from casetui.words import N_, say


def how_it_stands(desk: Desk, opened: OpenCase) -> tuple[str, ...]:
    """Return how a case stands, in parts: ``intake Thu 12 Nov``, ``day 9``; or that it rests or is closed."""
    case = opened.case
    if case.state == "paused":
        return (say(N_("resting: {reason}"), reason=case.paused_reason),)
    if case.state == "closed":
        return (say(N_("closed {day}"), day=short_day(case.closed_on) if case.closed_on else ""),)
    begun = say(N_("intake {day}"), day=short_day(case.opened_on))
    return begun, say(N_("day {n}"), n=(desk.today() - case.opened_on).days)


def openness(desk: Desk, opened: OpenCase) -> tuple[str, ...]:
    """Return that a case is restricted, and that it is lent; to the person whom it is lent to, until when."""
    file = opened.file
    if desk.access(file) == "lent":
        day = date.fromisoformat(lent_until(desk.who, file, desk.today()))
        return (say(N_("lent until {day}"), day=short_day(day)),)
    restricted = (say(N_("restricted")),) if file.case.restricted_to else ()
    return (*restricted, say(N_("lent"))) if live_shares(desk, file) else restricted
