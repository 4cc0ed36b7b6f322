"""A new client: their form, and making and opening their case after the form is filled in."""

from __future__ import annotations

from typing import Any

from casetui.data.drafts import Where
from casetui.data.records import NewClient
from casetui.data.rows import Row
from casetui.desk.acts.cases import limit_warning, open_case, with_standing
from casetui.desk.acts.new_client import is_saved, make_case, manager_choices
from casetui.desk.acts.records import build
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import AskLine, Choose, FlowOf, Tell, with_reason
from casetui.desk.forms.drafts import NEW_CLIENT
from casetui.desk.forms.form_spec import FormSpec, Save, entries_of, spec_of
from casetui.words import N_, CaseTUIError, say

ABOUT = "new client"


def new_client_form(desk: Desk, save: Save) -> FormSpec:
    """Return the form of a new client; ``save`` is called with the checked values."""
    entries = entries_of(NewClient, desk.reading())
    return spec_of(desk, Where(NEW_CLIENT), NewClient, say(N_("New client")), entries, save)


def new_client(values: dict[str, Any]) -> NewClient:
    """Return the client of a filled form; raises pydantic's ``ValidationError``, which names wrong fields."""
    return build(NewClient, None, values)


def register(desk: Desk, client: NewClient, former: Row | None = None) -> FlowOf[OpenCase | str | None]:
    """Ask whose case it is, and for a reason where the worker is at their caseload limit; make the case.

    ``former`` is the client's closed case where the new case is a new episode. Returns the new case, whose
    news (``told``) begins with the sentence that it is saved; its number where it could not be opened, after
    saying the sentence; ``None`` where the person goes back and no case is made.
    """
    to = yield Choose(say(N_("Whose case is it?")), manager_choices(desk))
    if to is None:
        return None
    same, after = (former.client_id, former.number) if former else ("", "")
    warning = limit_warning(desk, desk.default_method, to, same) if to else ""
    given = ""
    if warning:
        given = yield AskLine(warning, ABOUT)
        if not given:
            return None
    made = yield from with_reason(
        lambda why: _made(desk, client, to, why, after),
        given=given, about=ABOUT, meanwhile=say(N_("Saving ...")),
    )  # fmt: skip
    if isinstance(made, str):
        yield Tell(is_saved(desk, client, to))
    return made


def _made(desk: Desk, client: NewClient, to: str, reason: str, former: str) -> OpenCase | str:
    """Make the case and open it; return its number where it cannot be opened: opening it again says why."""
    number = make_case(desk, client, to, reason, former)
    try:
        opened = with_standing(desk, open_case(desk, number))
    except CaseTUIError:
        return number
    opened.unsaid.insert(0, is_saved(desk, client, to))
    return opened
