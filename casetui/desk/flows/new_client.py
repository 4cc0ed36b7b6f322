"""Making the case of a new client, after the form of the client is filled in."""

from __future__ import annotations

from collections.abc import Callable

from casetui.data.records import NewClient
from casetui.data.register import Row
from casetui.desk.acts.cases import limit_warning
from casetui.desk.acts.new_client import make_case, manager_choices
from casetui.desk.desk import Desk
from casetui.desk.flows.steps import AskLine, Choose, FlowOf, Result, with_reason
from casetui.words import N_, say

ABOUT = "new client"


def register(
    desk: Desk, client: NewClient, former: Row | None, made: Callable[[str, str], Result]
) -> FlowOf[Result | None]:
    """Ask whose case it is, and for a reason where the worker is at their caseload limit; make the case.

    ``former`` is the client's closed case where the new case is a new episode. ``made`` is called with the
    new case's number and the worker's id, in the thread that made the case. Returns what ``made`` returns;
    ``None`` where the person goes back and no case is made.
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
    return (
        yield from with_reason(
            lambda why: made(make_case(desk, client, to, why, after), to),
            given=given, about=ABOUT, meanwhile=say(N_("Saving ...")),
        )
    )  # fmt: skip
