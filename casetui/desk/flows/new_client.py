"""A new client: their form, and making and opening their case after the form is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casetui.data.drafts import Where
from casetui.data.records import NewClient
from casetui.data.rows import Row
from casetui.desk.acts.cases import limit_warning, open_case, with_standing
from casetui.desk.acts.new_client import UNKNOWN, Identity, is_saved, make_case, manager_choices
from casetui.desk.acts.records import build
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.find import Likeness, duplicates
from casetui.desk.flows.steps import Answer, AskLetter, AskLine, Choose, FlowOf, Tell, with_reason
from casetui.desk.forms.drafts import NEW_CLIENT
from casetui.desk.forms.form_spec import FormSpec, Save, entries_of, spec_of
from casetui.desk.telling.likely_lines import likely_lines, likely_title
from casetui.words import N_, CaseTUIError, say

ABOUT = "new client"
OPEN_IT, FURTHER, ANOTHER = "o", "e", "n"
"""What a likely duplicate is: the client, whose case is opened; the client, who gets a further case; somebody
else."""
NOT_SURE = "?"
"""Nobody can say yet whether a likely duplicate is the client."""


def new_client_form(desk: Desk, save: Save) -> FormSpec:
    """Return the form of a new client; ``save`` is called with the checked values."""
    entries = entries_of(NewClient, desk.reading())
    return spec_of(desk, Where(NEW_CLIENT), NewClient, say(N_("New client")), entries, save)


def new_client(values: dict[str, Any]) -> NewClient:
    """Return the client of a filled form; raises pydantic's ``ValidationError``, which names wrong fields."""
    return build(NewClient, None, values)


def likely_ones(desk: Desk, client: NewClient) -> list[Likeness]:
    """Return the cases that may be about a new client. It may take a while: call it off the thread."""
    return duplicates(desk, client.name, client.birth_date, [client.reference], client.phone)


def which_person(row: Row) -> FlowOf[str]:
    """Ask what a likely duplicate is; return ``OPEN_IT``, ``FURTHER`` or ``ANOTHER``; empty to go back."""
    if row.open:
        further = N_("It is: one more case of theirs, with what I typed")
        heard = N_("begin one more case of theirs, with what I typed")
    else:
        further = N_("It is: a new episode, with what I typed")
        heard = N_("begin a new episode, with what I typed")
    answers = [
        Answer(OPEN_IT, say(N_("It is: open C-{number}, without what I typed"), number=row.number),
               say(N_("open C-{number}, without what I typed"), number=row.number)),
        Answer(FURTHER, say(further), say(heard)),
        Answer(ANOTHER, say(N_("It is somebody else"))),
    ]  # fmt: skip
    letter: str = yield AskLetter(say(N_("The same person?")), "", answers, back_last=True)
    return letter


def register_anew(
    desk: Desk, client: NewClient, likely: Sequence[Likeness], others: Sequence[Row] = ()
) -> FlowOf[OpenCase | str | None]:
    """Ask which of the likely duplicates the client is, if any; then go on as ``register`` does.

    ``others`` are cases of which the person said already that they are somebody else's. Who cannot say it
    leaves it open: a line manager then finds the two among the sign-offs. Returns the number of the client's
    case where the person opens it instead.
    """
    likely, others = list(likely), list(others)
    while likely:
        number = yield Choose(likely_title(len(likely)), _likely_options(desk, likely))
        if number is None:
            return None
        if number == NOT_SURE:
            break
        if number == ANOTHER:
            others += [like.row for like in likely if like.alike.likely]
            break
        row = next(like.row for like in likely if like.row.number == number)
        answer = yield from which_person(row)
        if answer == OPEN_IT:
            return row.number
        if answer == FURTHER:
            return (yield from register(desk, client, Identity(same_as=row)))
        if answer == ANOTHER:
            likely = [like for like in likely if like.row is not row]
            others.append(row)
    return (yield from register(desk, client, Identity(other_than=tuple(others))))


def _likely_options(desk: Desk, likely: Sequence[Likeness]) -> list[tuple[str, str]]:
    return [
        *((line.key, line.said) for line in likely_lines(desk, likely)),
        (ANOTHER, say(N_("none of these: it is somebody else"))),
        (NOT_SURE, say(N_("I cannot say yet: a line manager finds it under Sign-offs"))),
    ]


def register(desk: Desk, client: NewClient, identity: Identity = UNKNOWN) -> FlowOf[OpenCase | str | None]:
    """Ask whose case it is, and for a reason where the worker is at their caseload limit; make the case.

    Returns the new case, whose news (``told``) begins with the sentence that it is saved; its number where it
    could not be opened, after saying the sentence; ``None`` where the person goes back and no case is made.
    """
    to = yield Choose(say(N_("Whose case is it?")), manager_choices(desk))
    if to is None:
        return None
    same = identity.same_as.client_id if identity.same_as else ""
    warning = limit_warning(desk, desk.default_method, to, same) if to else ""
    given = ""
    if warning:
        given = yield AskLine(warning, ABOUT)
        if not given:
            return None
    made = yield from with_reason(
        lambda why: _made(desk, client, to, why, identity),
        given=given, about=ABOUT, meanwhile=say(N_("Saving ...")),
    )  # fmt: skip
    if isinstance(made, str):
        yield Tell(is_saved(desk, client, to))
    return made


def _made(desk: Desk, client: NewClient, to: str, reason: str, identity: Identity) -> OpenCase | str:
    """Make the case and open it; return its number where it cannot be opened: opening it again says why."""
    number = make_case(desk, client, to, reason, identity)
    desk.look_for_doubles()
    try:
        opened = with_standing(desk, open_case(desk, number))
    except CaseTUIError:
        return number
    opened.unsaid.insert(0, is_saved(desk, client, to))
    return opened
