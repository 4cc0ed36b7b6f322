"""Opening a case, with a reason where it is a colleague's."""

from __future__ import annotations

from casetui.desk import lists
from casetui.desk.acts.cases import open_case, with_standing
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Choose, FlowOf, read_with_reason
from casetui.desk.forms.case_forms import load_words
from casetui.words import N_, say, say_n


def choose_list(desk: Desk) -> FlowOf[str]:
    """Ask whose cases are to be listed; return whose, as in ``lists.rows_of``; empty to go back."""
    waiting = say_n("{n} unassigned", "{n} unassigned", len(lists.unassigned(desk)))
    known = [
        *((load.worker.id, load_words(load)) for load in lists.loads(desk)),
        (lists.UNASSIGNED, waiting),
        (lists.TEAM, say(N_("All cases of the team"))),
    ]
    whose: str | None = yield Choose(say(N_("Whose clients?")), known)
    return whose or ""


def opening(desk: Desk, number: str, request: str = "") -> FlowOf[OpenCase | None]:
    """Open a case and make its standing; ask for a reason where one is needed.

    ``request`` is as in ``open_case``.

    Returns ``None`` where the person goes back. Raises what ``open_case`` raises, except ``ReasonNeeded``.
    """
    return read_with_reason(
        lambda why: with_standing(desk, open_case(desk, number, why, request=request)), number,
        slow=say(N_("Opening C-{number}"), number=number),
    )  # fmt: skip
