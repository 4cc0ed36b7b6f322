"""Disengagement: the signs, the five rungs in their order, and tracking."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day
from casetui.data.records import Consent, Disengagement, Rung, Tracking
from casetui.desk.areas.base import Area
from casetui.desk.desk import Desk
from casetui.desk.telling.sections import Section
from casetui.words import N_, say, say_n


def _signs(desk: Desk, case: CaseFile) -> list[str]:
    """Return the signs that the program counts itself, for whoever writes down what was noticed.

    They are missed contacts in a row, and consents that were refused or withdrawn.
    """
    missed = facts.missed_in_a_row(case)
    refused = sum(consent.refused for consent in case.all(Consent))
    withdrawn = sum(consent.withdrawn_on is not None for consent in case.all(Consent))
    counted = [
        say_n("{n} contact missed since the last", "{n} contacts missed in a row", len(missed))
        if missed
        else "",
        say_n("{n} consent refused", "{n} consents refused", refused) if refused else "",
        say_n("{n} consent withdrawn", "{n} consents withdrawn", withdrawn) if withdrawn else "",
    ]
    found = ", ".join(part for part in counted if part)
    since = say(N_(" (the first on {day})"), day=short_day(missed[0].on)) if missed else ""
    return [say(N_("Counted: {signs}{since}"), signs=found, since=since)] if found else []


AREA = Area(
    "disengagement",
    N_("Disengagement"),
    (
        Section(Disengagement),
        Section(Rung, slots="rung", belongs_to=Disengagement, owner="disengagement"),
        Section(Tracking, newest_first=True),
    ),
    notes=_signs,
)
