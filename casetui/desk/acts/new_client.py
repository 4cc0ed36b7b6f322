"""A new client: the possible case managers, and making the case."""

from __future__ import annotations

from dataclasses import dataclass

from casetui.data.names import sort_key
from casetui.data.records import NewClient
from casetui.data.rows import Row
from casetui.desk.acts.cases import new_case
from casetui.desk.acts.episodes import reopen, second_case
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


@dataclass(frozen=True)
class Identity:
    """Who a new client is, as far as somebody said it."""

    same_as: Row | None = None
    """A case of the same client: the new one is a new episode of it, or a second case where it is open."""
    other_than: tuple[Row, ...] = ()
    """Cases of somebody else, however much alike the two are."""


UNKNOWN = Identity()


def make_case(desk: Desk, client: NewClient, to: str, reason: str = "", identity: Identity = UNKNOWN) -> str:
    """Make the case of a new client, a new episode or a second case of one; return its number.

    Its deadlines count from the day of intake in the form, or else from today.
    Raises what ``new_case``, ``reopen`` and ``second_case`` raise.
    """
    written, references = client.split()
    day = client.intake_on or desk.today()
    row = identity.same_as
    if row is None:
        return new_case(
            desk, written, references=references, opened_on=day, manager=to, reason=reason,
            others=identity.other_than,
        )  # fmt: skip
    make, why = (second_case, N_("a second case")) if row.open else (reopen, N_("a new episode"))
    return make(
        desk, row.number, to, opened_on=day, why_open=say(why), reason=reason, typed=written,
        more=references,
    )  # fmt: skip


def is_saved(desk: Desk, client: NewClient, to: str) -> str:
    """Return a sentence that the new client is saved, with their case manager."""
    name = client.shown_name
    if to == NOBODY:
        return say(N_("Saved. {name} waits in the queue now."), name=name)
    if to == desk.who.id:
        return say(N_("Saved. {name} is a client of yours now."), name=name)
    return say(N_("Saved. {name} is a client of {worker} now."), name=name, worker=desk.name(to))
