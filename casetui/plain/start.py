"""Where the questions and answers begin and end."""

from __future__ import annotations

from casetui.data.days import long_day
from casetui.desk import lists
from casetui.desk.desk import Desk
from casetui.plain.lists import HomeRoom
from casetui.plain.talk import EndOfInput, Leaving, Talk
from casetui.words import N_, say


def talk_at(desk: Desk, talk: Talk) -> int:
    """Ask and answer until the person leaves or the input ends; return the exit status."""
    try:
        _begin(desk, talk)
        HomeRoom(talk, desk).stay()
    except Leaving:
        talk.tell(say(N_("Goodbye.")))
    except EndOfInput:
        talk.tell("")
    return 0


def _begin(desk: Desk, talk: Talk) -> None:
    talk.tell(f"CaseTUI. {desk.agency.name}. {long_day(desk.today())}. {desk.who.name}.")
    talk.tell(say(N_("Say a number or a word and press Enter. ? says what can be said.")))
    desk.register.load()
    desk.refresh()
    for row in lists.problems(desk):
        talk.tell(row.problem)
    late = len(lists.agenda(desk, days=0, everyone=not desk.who.has("worker")))
    talk.tell(say(N_("Today and late: {n}. Say agenda to hear it."), n=late))
