"""A new client: the possible case managers, and making the case."""

from __future__ import annotations

from casetui.data.names import sort_key
from casetui.data.records import NewClient
from casetui.desk.acts.cases import new_case, reopen
from casetui.desk.desk import Desk
from casetui.words import N_, say

NOBODY = ""


def manager_choices(desk: Desk) -> list[tuple[str, str]]:
    """Return the choices of a case manager, the likeliest first: worker id or ``NOBODY``, and label."""
    options = [(NOBODY, say(N_("Nobody yet: it waits in the queue")))]
    if desk.who.has("line manager"):
        workers = [
            w
            for w in desk.people.values()
            if w.has("worker") and w.left_on is None and w.team == desk.who.team
        ]
        workers.sort(key=lambda one: sort_key(one.name))
        return [*((w.id, w.name) for w in workers), *options]
    if desk.who.has("worker"):
        return [(desk.who.id, say(N_("Mine"))), *options]
    return options


def make_case(desk: Desk, client: NewClient, to: str, reason: str = "", former: str = "") -> str:
    """Make the case of a new client, or a new episode after the closed case ``former``; return its number.

    Its deadlines count from the day of intake in the form, or else from today.
    Raises what ``new_case`` and ``reopen`` raise.
    """
    written, references = client.split()
    day = client.intake_on or desk.today()
    if former:
        episode = say(N_("a new episode"))
        return reopen(
            desk, former, to, opened_on=day, why_open=episode, reason=reason, typed=written, more=references
        )
    return new_case(desk, written, references=references, opened_on=day, manager=to, reason=reason)


def is_saved(desk: Desk, client: NewClient, to: str) -> str:
    """Return a sentence that the new client is saved, with their case manager."""
    name = client.shown_name
    if to == NOBODY:
        return say(N_("Saved. {name} waits in the queue now."), name=name)
    if to == desk.who.id:
        return say(N_("Saved. {name} is a client of yours now."), name=name)
    return say(N_("Saved. {name} is a client of {worker} now."), name=name, worker=desk.name(to))
