"""A session of the plain face, from signing in to the end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from casetui.data.days import long_day
from casetui.desk import lists
from casetui.desk.desk import Desk
from casetui.desk.forms.drafts import unsaved_drafts
from casetui.desk.people.founding import recovery_is_written_down, recovery_to_write_down
from casetui.desk.people.joining import share_due_keys, who_asks
from casetui.desk.people.notices import unseen_notices
from casetui.desk.people.signing_gaps import signing_gaps
from casetui.desk.telling.answers import unseen
from casetui.plain.lists import HomeRoom
from casetui.plain.set_up import tell_recovery
from casetui.plain.talk import EndOfInput, QuitProgram, Talk
from casetui.plain.upkeep import Resealer
from casetui.words import N_, CaseTUIError, say, say_n

MANY_CASES = 200
"""The least number of cases to read that is announced."""


def talk_at(sit_down: Callable[[Talk], Desk], talk: Talk) -> int:
    """Run a session until the person leaves or the input ends; return the exit status.

    ``sit_down`` signs the person in and returns their desk; it raises ``QuitProgram`` where they go back.
    """
    try:
        desk = sit_down(talk)
        if secret := recovery_to_write_down(desk):
            tell_recovery(talk, secret)
            recovery_is_written_down(desk)
        _begin(desk, talk)
        upkeep = Resealer(desk)
        upkeep.begin()
        talk.ignores_ctrl_c = True
        try:
            HomeRoom(talk, desk, upkeep.begin).stay()
        finally:
            done = upkeep.end()
            talk.tell(*([done] if done else []))
    except QuitProgram:
        talk.tell(say(N_("Goodbye.")))
    except EndOfInput:
        talk.tell("")
    return 0


def _begin(desk: Desk, talk: Talk) -> None:
    talk.tell(f"CaseTUI. {desk.agency.name}. {long_day(desk.today())}. {desk.who.name}.")
    talk.tell(say(N_("Say a number or a word and press Enter. ? says what can be said.")))
    desk.register.load()
    desk.refresh(_reading(talk))
    with suppress(CaseTUIError):  # the next session of a person who may share the keys tries again
        share_due_keys(desk)
    for row in lists.problems(desk):
        talk.tell(row.problem)
    for row in lists.forged(desk):
        talk.tell(row.not_genuine)
    if asking := who_asks(desk, say(N_("say people"))):
        talk.tell(asking)
    for gap in signing_gaps(desk):
        talk.tell(gap)
    for problem in desk.methods.problems:
        talk.tell(f"methods/{problem}")
    if notices := len(unseen_notices(desk)):
        talk.tell(
            say_n(
                "{n} change of the agency for you to see. Say sign-offs to hear it.",
                "{n} changes of the agency for you to see. Say sign-offs to hear them.",
                notices,
            )
        )
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
    """Return a progress function that says once that many cases are being read."""
    announced: list[int] = []

    def read(done: int, of: int) -> bool:
        if of >= MANY_CASES and not announced:
            announced.append(of)
            talk.tell(say(N_("Reading {n} cases. This takes a moment."), n=f"{of:,}"))
        return True

    return read
