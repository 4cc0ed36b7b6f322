"""Where the questions and answers begin and end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from casetui.data.days import long_day
from casetui.desk import lists
from casetui.desk.desk import Desk
from casetui.desk.forms.drafts import unsaved_drafts
from casetui.desk.people.founding import recovery_is_written_down, recovery_to_write_down
from casetui.desk.people.joining import share_due_keys, who_asks
from casetui.desk.telling.answers import unseen
from casetui.plain.lists import HomeRoom
from casetui.plain.set_up import tell_recovery
from casetui.plain.talk import EndOfInput, Leaving, Talk
from casetui.plain.upkeep import Upkeep
from casetui.words import N_, CaseTUIError, say, say_n

MANY = 200
"""From so many cases on that are to be read, it is said that they are."""


def talk_at(sit_down: Callable[[Talk], Desk], talk: Talk) -> int:
    """Ask and answer until the person leaves or the input ends; return the exit status.

    ``sit_down`` asks who it is and returns their desk; it raises ``Leaving`` where they go back.
    """
    try:
        desk = sit_down(talk)
        if secret := recovery_to_write_down(desk):
            tell_recovery(talk, secret)
            recovery_is_written_down(desk)
        _begin(desk, talk)
        upkeep = Upkeep(desk)
        upkeep.begin()
        talk.patient = True
        try:
            HomeRoom(talk, desk, upkeep.begin).stay()
        finally:
            done = upkeep.end()
            talk.tell(*([done] if done else []))
    except Leaving:
        talk.tell(say(N_("Goodbye.")))
    except EndOfInput:
        talk.tell("")
    return 0


def _begin(desk: Desk, talk: Talk) -> None:
    talk.tell(f"CaseTUI. {desk.agency.name}. {long_day(desk.today())}. {desk.who.name}.")
    talk.tell(say(N_("Say a number or a word and press Enter. ? says what can be said.")))
    desk.register.load()
    desk.refresh(_reading(talk))
    with suppress(CaseTUIError):  # what cannot be shared now is at the next start of whoever may
        share_due_keys(desk)
    for row in lists.problems(desk):
        talk.tell(row.problem)
    if asking := who_asks(desk, say(N_("say people"))):
        talk.tell(asking)
    if typed := len(unsaved_drafts(desk)):
        talk.tell(say(N_("Typed and not saved: {n}. Say drafts to hear it."), n=typed))
    if answered := len(unseen(desk)):
        talk.tell(
            say_n(
                "{n} answer to you. Say sign-offs to hear it.",
                "{n} answers to you. Say sign-offs to hear them.",
                answered,
            )
        )
    if waiting := lists.to_sign(desk):
        talk.tell(
            say_n(
                "{n} waits for your sign-off. Say sign-offs to hear it.",
                "{n} wait for your sign-off. Say sign-offs to hear them.",
                waiting,
            )
        )
    late = len(lists.agenda(desk, days=0, everyone=not desk.who.has("worker")))
    talk.tell(say(N_("Today and late: {n}. Say agenda to hear it."), n=late))


def _reading(talk: Talk) -> Callable[[int, int], bool]:
    """Return what says once that many cases are being read: silence would sound like the end."""
    told: list[int] = []

    def read(done: int, of: int) -> bool:
        if of >= MANY and not told:
            told.append(of)
            talk.tell(say(N_("Reading {n} cases. This takes a moment."), n=f"{of:,}"))
        return True

    return read
