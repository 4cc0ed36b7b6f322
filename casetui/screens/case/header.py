"""The title line of a case: the client and the state of the case. Pure; the case screen draws it."""

from __future__ import annotations

from datetime import date

from casetui.data.days import short_day
from casetui.data.records import Client
from casetui.desk.access import lent_until
from casetui.desk.acts.restricting import live_shares
from casetui.desk.desk import Desk, OpenCase
from casetui.screens.base.naming import readable
from casetui.widgets.text import fit
from casetui.words import N_, say

NAME = 30
"""Greatest width of a name in the title, in cells: number and case manager must fit behind it."""


def title(desk: Desk, opened: OpenCase) -> str:
    """Return the client, the case number, the method and the case manager."""
    case, client = opened.case, opened.file.one(Client)
    name = readable((client.shown_name, *client.known_as)) if client else ""
    manager = desk.name(case.manager) if case.manager else say(N_("unassigned"))
    method = opened.method.key.capitalize()
    return f"{fit(name, NAME).rstrip()}  C-{case.number}  {method}  {manager}".strip()


def state(desk: Desk, opened: OpenCase) -> str:
    """Return the state of the case, such as "intake Thu 12 Nov · day 3"; restricted or lent first."""
    case = opened.case
    day = (desk.today() - case.opened_on).days
    stands = {
        "open": say(N_("intake {day} · day {n}"), day=short_day(case.opened_on), n=day),
        "paused": say(N_("resting: {reason}"), reason=case.paused_reason),
        "closed": say(N_("closed {day}"), day=short_day(case.closed_on) if case.closed_on else ""),
    }[case.state]
    if word := _openness(desk, opened):
        rest = say(N_("day {n}"), n=day) if case.state == "open" else stands
        return f"{word} · {rest}"
    return stands


def _openness(desk: Desk, opened: OpenCase) -> str:
    """Return that the case is restricted or lent; to the person whom it is lent to, until when."""
    file = opened.file
    if desk.access(file) == "lent":
        day = date.fromisoformat(lent_until(desk.who, file, desk.today()))
        return say(N_("lent until {day}"), day=short_day(day))
    words = [say(N_("restricted"))] if file.case.restricted_to else []
    if live_shares(desk, file):
        words.append(say(N_("lent")))
    return " · ".join(words)
