"""Who signs and who sees, from today on: what a retirement, a move or a change of roles leaves to nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from casetui.data.colleague import signs_off
from casetui.data.days import long_day
from casetui.data.records import Worker
from casetui.desk.acts.case_keys import newest_keys
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
    return [*_nobody_signs(desk), *_nobody_sees(desk), *_nobody_signs_restricted(desk)]


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


def _nobody_signs_restricted(desk: Desk) -> list[str]:
    """Return a sentence for each restricted case of which the last who could sign in it leaves, or left.

    It names the case by its number, and whom to ask. Nothing is said of a case that was restricted to people
    of whom nobody signs: who did that was told so then.
    """
    told = []
    for row in desk.register.rows.values():
        if not (row.restricted and row.open):
            continue
        keys = [key for key in newest_keys(desk, f"cases/{row.number}") if key.only]
        once = _signers(desk, (holder for key in keys for holder in key.sealed), row.manager)
        now = _signers(desk, keys[-1].sealed if keys else (), row.manager)
        for day in _days(desk):
            if any(one.here_on(day) and desk.agency_file.key_of(one.id) for one in now):
                continue
            if any(not one.here_on(day) for one in once):
                told.append(_unsigned(desk, row.number, row.manager, day))
                break
    return told


def _signers(desk: Desk, key_ids: Iterable[str], manager: str) -> list[Worker]:
    """Return the people who sign off and have or had one of these keys, without the case manager.

    The case manager asks for what is to be signed in the case, and nobody signs what they asked for.
    """
    ids = set(key_ids)
    holders = {key.worker for key in desk.agency_file.person_keys if key.id in ids}
    return [one for one in desk.people.values() if one.id in holders - {manager} and signs_off(one)]


def _unsigned(desk: Desk, number: str, manager: str, day: date) -> str:
    sentence = N_("{from_when}nobody to whom the restricted case C-{number} is open can sign anything in it.")
    said = say(sentence, from_when=_from(desk, day), number=number)
    do = N_("Name a line manager to it: Change who may open it (m).")
    if manager != desk.who.id:
        do = N_("Ask {name} to name a line manager to it: Change who may open it (m).")
    return f"{said[:1].upper()}{said[1:]} {say(do, name=desk.name(manager))}"


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
