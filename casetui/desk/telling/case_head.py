"""The head of an open case: how it stands, what happened last and what is next, and to whom it is open."""

from __future__ import annotations

from datetime import date

from casetui.checklists.standing import Standing
from casetui.data.days import short_day
from casetui.data.records import Contact
from casetui.desk.access import lent_until
from casetui.desk.acts.restricting import live_shares
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.telling.texts import contact_line
from casetui.desk.telling.wording import in_words, when
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


def last_contact(desk: Desk, opened: OpenCase) -> str:
    """Return the newest contact in a line, or that there is none."""
    contacts = opened.file.all(Contact)
    if not contacts:
        return say(N_("no contact is written down yet"))
    newest = max(contacts, key=lambda contact: (contact.on, str(contact.made_at or "")))
    return contact_line(desk, newest)


def next_thing(opened: OpenCase, standing: Standing) -> str:
    """Return what is to be done next, in a line: what is due first, else the first open item of the step.

    Example: ``late, 2 days: Assessment complete``. It is empty in a closed case, and where nothing is open.
    """
    if opened.case.state == "closed":
        return ""
    dated = [finding for finding in standing.findings if finding.due]
    if dated:
        first = min(dated, key=lambda finding: finding.due or date.max)
        return f"{when(first.due or standing.day, standing.day)}: {in_words(first.what)}"
    items = [*standing.step.items, *(item for one in standing.step.lists for item in one.items)]
    return next((item.text for item in items if not item.settled), "")


def openness(desk: Desk, opened: OpenCase) -> tuple[str, ...]:
    """Return that a case is restricted, and that it is lent; to the person whom it is lent to, until when."""
    file = opened.file
    if desk.access(file) == "lent":
        day = date.fromisoformat(lent_until(desk.who, file, desk.today()))
        return (say(N_("lent until {day}"), day=short_day(day)),)
    restricted = (say(N_("restricted")),) if file.case.restricted_to else ()
    return (*restricted, say(N_("lent"))) if live_shares(desk, file) else restricted
