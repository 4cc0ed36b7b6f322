"""What answered each need of a case in words, for who closes it and who signs the closure."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.needs import need_answers
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import Calendar, short_day
from casetui.data.records import Goal, NeedNoLonger
from casetui.data.records.assessment import NEEDS
from casetui.words import N_, say


def needs_shown(case: CaseFile) -> list[str]:
    """Return the domains with a need, urgent ones first, and those of which it was said that it is gone."""
    found = facts.needs(case)
    needs = sorted(found, key=lambda key: found[key].need != "urgent")
    return [*needs, *(said.domain for said in case.all(NeedNoLonger) if said.domain not in found)]


def need_line(case: CaseFile, method: Method, calendar: Calendar, domain: str) -> tuple[str, str]:
    """Return how grave a need is and what answered it, in a line, and the line's tone.

    Example: ``urgent · goal met: A tenancy of her own, Fri 27 Nov``; for one that nothing answered
    ``urgent · nothing answered it yet`` with the tone ``due``.
    """
    need = facts.needs(case).get(domain)
    grave = method.say(NEEDS.get(need.need, need.need)) if need else ""
    answer = answer_words(need_answers(case, calendar).get(domain))
    parts = (grave, answer or say(N_("nothing answered it yet")))
    return " · ".join(part for part in parts if part), "quiet" if answer else "due"


def answer_words(answer: Goal | NeedNoLonger | None) -> str:
    """Return what answered a need, with the day; empty where nothing did."""
    match answer:
        case Goal() as goal:
            text, day = say(N_("goal met: {goal}"), goal=goal.wording), goal.met_on
        case NeedNoLonger() as said:
            text, day = say(N_("a need no longer: {why}"), why=said.why), said.on
        case _:
            return ""
    return f"{text}, {short_day(day)}" if day else text
