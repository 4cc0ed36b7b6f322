"""Who signs and who sees, from today on: what a retirement, a move or a change of roles leaves to nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from casetui.data.colleague import signs_off
from casetui.data.days import long_day
from casetui.data.records import Worker
from casetui.desk.desk import Desk
from casetui.words import N_, say

GO_TO_PEOPLE = N_("Name a second signatory, or make somebody line manager: People.")


def signing_gaps(desk: Desk) -> list[str]:
    """Return a sentence for each thing that nobody can sign, or see, today or from a known day on.

    It says so from the moment a last day is written down. Only people with a key sign. For a person who
    changes nobody's roles the list is empty.
    """
    if not (desk.who.has("line manager") or desk.who.has("administrator")):
        return []
    return [*_nobody_signs(desk), *_nobody_sees(desk)]


def _nobody_signs(desk: Desk) -> list[str]:
    """Return the sentence that nobody signs, or that nobody signs what the last signatory asks for."""
    for day in _days(desk):
        here = [one for one in _here(desk, day) if signs_off(one) and desk.agency_file.key_of(one.id)]
        if len(here) > 1:
            continue
        if here:
            sentence = N_("{from_when}nobody can sign what {name} asks for.")
            said = say(sentence, from_when=_from(desk, day), name=here[0].name)
        else:
            said = say(N_("{from_when}nobody can sign anything off."), from_when=_from(desk, day))
        return [f"{said[:1].upper()}{said[1:]} {say(GO_TO_PEOPLE)}"]
    return []


def _nobody_sees(desk: Desk) -> list[str]:
    """Return a sentence for each team with workers whose gaps and blocks no line manager sees."""
    told: dict[str, str] = {}
    for day in _days(desk):
        here = _here(desk, day)
        led = {one.team for one in here if one.has("line manager") and desk.agency_file.key_of(one.id)}
        for team in sorted({one.team for one in here if one.has("worker")} - led - told.keys()):
            sentence = N_("{from_when}no line manager is in the team {team} to see its gaps and blocks.")
            said = say(sentence, from_when=_from(desk, day), team=team or "–")
            told[team] = f"{said[:1].upper()}{said[1:]} {say(N_('Put one into it: People.'))}"
    return list(told.values())


def _days(desk: Desk) -> list[date]:
    """Return today, and each day on which somebody is no longer here."""
    today = desk.today()
    ends = (one.left_on + timedelta(days=1) for one in desk.people.values() if one.left_on)
    return [today, *sorted({day for day in ends if day > today})]


def _here(desk: Desk, day: date) -> list[Worker]:
    return [one for one in desk.people.values() if one.here_on(day)]


def _from(desk: Desk, day: date) -> str:
    """Return ``from Sat 5 Dec 2026 on `` for a day to come, with a space behind; nothing for today."""
    return "" if day == desk.today() else say(N_("from {day} on "), day=long_day(day))


def new_gaps(before: Iterable[str], desk: Desk) -> str:
    """Return the sentences that were not among those ``before`` a change of a person, as one text."""
    known = set(before)
    return " ".join(gap for gap in signing_gaps(desk) if gap not in known)
