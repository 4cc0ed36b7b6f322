"""Opening a case, with a reason where it is a colleague's."""

from __future__ import annotations

from casetui.desk.acts.cases import open_case, with_standing
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import FlowOf, read_with_reason
from casetui.words import N_, say


def opening(desk: Desk, number: str) -> FlowOf[OpenCase | None]:
    """Open a case and make its standing; ask for a reason where one is needed.

    Returns ``None`` where the person goes back. Raises what ``open_case`` raises, except ``ReasonNeeded``.
    """
    return read_with_reason(
        lambda why: with_standing(desk, open_case(desk, number, why)), number,
        slow=say(N_("Opening C-{number}"), number=number),
    )  # fmt: skip
