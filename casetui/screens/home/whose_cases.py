"""Whose cases the caseload lists, and the message where there are none."""

from __future__ import annotations

from casetui.data.colleague import Colleague
from casetui.widgets.caseload_panel import UNASSIGNED
from casetui.words import N_

TEAM = "team"
"""Stands for all cases of the team, in place of a worker's id."""


def nobody_here(who: Colleague, shows: str) -> str:
    """Return the message for an empty list; ``shows`` is a worker id, ``UNASSIGNED`` or ``TEAM``."""
    if shows == UNASSIGNED:
        return N_("Every case has a case manager. Press v for the others.")
    if not (who.has("worker") or who.has("line manager")):
        return N_("You see no cases. Press p to add people and to admit their keys.")
    if shows == who.id:
        return N_("No cases yet. Press n for a new client. Press v for all of your team's.")
    if shows == TEAM:
        return N_("No cases yet. Press n for a new client. Press p to add the people of your team.")
    return N_("Nobody is given to them yet. Press q for your own.")
