"""Saying whether the clients of two cases that are much alike are one person, told once for both faces."""

from __future__ import annotations

from datetime import date

from casetui.data.days import long_day
from casetui.data.rows import Row
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.doubles import one_person, two_people
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.doubles import Double
from casetui.desk.flows.steps import Answer, AskLetter, Choose, Do, Flow, FlowOf, Heard
from casetui.desk.lists import manager_name
from casetui.desk.telling.wording import joined
from casetui.words import N_, say

ONE, TWO = "s", "n"
"""The two are one person; they are two people."""


def decide(desk: Desk, double: Double) -> FlowOf[bool]:
    """Show two cases side by side and ask whether their clients are one; return whether it was said."""
    case, other = double.case, double.other
    answer = yield from _ask(desk, double)
    if answer == ONE:
        sentence = say(
            N_("They are one now: C-{number} and C-{other}."), number=case.number, other=other.number
        )
        yield Do(lambda: one_person(desk, case, other), sentence)
    elif answer == TWO:
        sentence = say(N_("Kept: they are two people."))
        yield Do(lambda: two_people(desk, open_case(desk, case.number), other), sentence)
    return bool(answer)


def of_case(desk: Desk, opened: OpenCase) -> Flow:
    """Ask which likely double of an open case is meant, where there are several, and decide about it."""
    number = opened.case.number
    found = {
        (double.other if double.case.number == number else double.case).number: double
        for double in desk.doubles.found if number in (double.case.number, double.other.number)
    }  # fmt: skip
    options = [(key, joined(f"C-{key}", *double.reasons)) for key, double in found.items()]
    chosen = yield Choose(say(N_("May be the same person")), options, takes_only=True)
    if not chosen:
        return
    other = desk.register.rows[chosen]
    here = desk.register.rows[number]
    double = Double(here, other, found[chosen].reasons)
    answer = yield from _ask(desk, double)
    if answer == ONE:
        yield Do(lambda: one_person(desk, here, other, opened), say(N_("They are one client now.")))
    elif answer == TWO:
        yield Do(lambda: two_people(desk, opened, other), say(N_("Kept: they are two people.")))


def _ask(desk: Desk, double: Double) -> FlowOf[str]:
    sides = [_side(desk, double.case), _side(desk, double.other)]
    why = say(N_("Alike in: {reasons}."), reasons=", ".join(double.reasons))
    question = say(N_("One person, or two?"))
    answers = [
        Answer(ONE, say(N_("One person: both are cases of one client"))),
        Answer(TWO, say(N_("Two people: keep that, and ask no more"))),
    ]
    text = "\n".join([*sides, why])
    answer: str = yield AskLetter(question, text, answers, heard=Heard(question, [*sides, why]))
    return answer


def _side(desk: Desk, row: Row) -> str:
    """Return what tells the client of a case from others, as far as the person may see it."""
    known = [row.name, *row.known_as, *_numbers(row)] if row.name else []
    opened = say(N_("opened {day}"), day=long_day(date.fromisoformat(row.opened_on))) if row.opened_on else ""
    where = manager_name(desk, row) if row.open else say(N_("closed"))
    return joined(f"C-{row.number}", *known, opened, where)


def _numbers(row: Row) -> list[str]:
    born = say(N_("born {day}"), day=long_day(date.fromisoformat(row.birth))) if row.birth else ""
    return [born, *row.phones, *row.references]
