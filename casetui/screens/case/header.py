"""The head of a case: client, state, last contact and what is next. Pure; the case screen draws it."""

from __future__ import annotations

from casetui.checklists.standing import Standing
from casetui.data.records import Client
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.lists import manager_name
from casetui.desk.telling.case_head import how_it_stands, last_contact, next_thing, openness
from casetui.screens.base.naming import readable
from casetui.widgets.text import fit
from casetui.words import N_, say

NAME = 30
"""Greatest width of a name in the title, in cells: number and case manager must fit behind it."""


def title(desk: Desk, opened: OpenCase) -> str:
    """Return the client, the case number, the method and the case manager."""
    case, client = opened.case, opened.file.one(Client)
    name = readable((client.shown_name, *client.known_as)) if client else ""
    manager = manager_name(desk, case)
    method = opened.method.key.capitalize()
    return f"{fit(name, NAME).rstrip()}  C-{case.number}  {method}  {manager}".strip()


def state(desk: Desk, opened: OpenCase) -> str:
    """Return the state of the case, such as "intake Thu 12 Nov · day 3"; restricted or lent first."""
    stands, word = how_it_stands(desk, opened), openness(desk, opened)
    return " · ".join((*word, stands[-1]) if word else stands)


def where_i_was(desk: Desk, opened: OpenCase, standing: Standing) -> tuple[str, ...]:
    """Return the lines below the steps: the last contact, and what is next."""
    last = say(N_("Last  {contact}"), contact=last_contact(desk, opened))
    coming = next_thing(opened, standing)
    return (last, say(N_("Next  {thing}"), thing=coming)) if coming else (last,)
