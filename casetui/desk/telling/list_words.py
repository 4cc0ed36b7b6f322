"""Words of lists: headings, the state of a case, a person's roles and login."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from casetui.data.days import short_day
from casetui.data.names import sort_key
from casetui.data.rows import Row
from casetui.desk.lists import ListedRequest, is_for_person, request_kind
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.records import Worker
    from casetui.desk.desk import Desk


def due_heading(day: date, today: date, *, by_week: bool) -> str:
    """Return the heading of a day in an agenda: late, today, the day, or its week."""
    if by_week:
        if day < today:
            return say(N_("Late"))
        return say(N_("Week of {day}"), day=short_day(day - timedelta(days=day.weekday())))
    if day < today:
        return say(N_("Late, since {day}"), day=short_day(day))
    return say(N_("Today")) if day == today else short_day(day)


def where_it_is(row: Row) -> str:
    """Return the state of an open case: its step, or that it rests, is ready to close, or asked to close."""
    if row.state == "paused":
        return say(N_("resting"))
    if any(request.kind == "closure" for request in row.requests):
        return say(N_("closure asked"))
    return say(N_("ready to close")) if row.ready_to_close else row.step


def roles_of(worker: Worker) -> str:
    """Return a person's roles in words, or that they have left."""
    from casetui.data.records.agency import ROLES

    if worker.left_on is not None:
        return say(N_("left"))
    roles = [say(ROLES.get(role, role)) for role in worker.roles]
    return ", ".join([*roles, say(N_("second signatory"))] if worker.second_signatory else roles)


def signs_in_as(worker: Worker) -> str:
    """Return how a person signs in, as a sentence; empty where they have left."""
    if worker.left_on is not None:
        return ""
    if worker.login:
        return say(N_("Signs in by the login {login}, or --as {id}."), login=worker.login, id=worker.id)
    return say(N_("Signs in with --as {id}: no login is written down."), id=worker.id)


def everyone_sorted(desk: Desk) -> list[Worker]:
    """Return all people by team and name, with the people who have left at the end."""
    return sorted(
        desk.people.values(), key=lambda w: (w.left_on is not None, sort_key(w.team), sort_key(w.name))
    )


def asked_heading(desk: Desk, listed: ListedRequest) -> str:
    """Return the heading of a request in the list of sign-offs."""
    kind = request_kind(listed)
    if not is_for_person(desk, listed):
        return say(kind.waits_for)
    return say(N_("To sign")) if kind.to_sign else say(N_("To see"))
