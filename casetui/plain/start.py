"""A session of the plain face, from signing in to the end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from casetui.data.days import long_day
from casetui.desk import lists
from casetui.desk.desk import Desk
from casetui.desk.people.founding import recovery_is_written_down, recovery_to_write_down
from casetui.desk.people.joining import share_due_keys
from casetui.desk.session.what_waits import (
    due_line,
    due_now,
    not_whole,
    read_waiting,
    to_know,
    waiting_lines,
)
from casetui.plain.lists import HomeRoom
from casetui.plain.talk import EndOfInput, QuitProgram, Talk
from casetui.plain.upkeep import Resealer
from casetui.plain.way_in import tell_recovery
from casetui.words import N_, CaseTUIError, say

MANY_CASES = 200
"""The least number of cases to read that is announced."""


def talk_at(sit_down: Callable[[Talk], Desk], talk: Talk) -> int:
    """Run a session until the person leaves or the input ends; return the exit status.

    ``sit_down`` signs the person in and returns their desk; it raises ``QuitProgram`` where they go back.
    """
    try:
        desk = sit_down(talk)
        if key := recovery_to_write_down(desk):
            tell_recovery(talk, key)
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
    if desk.person_folder.demo:
        talk.tell(say(N_("This is a demo: every client and everybody who works here is made up.")))
    talk.tell(say(N_("Say a number or a word and press Enter. ? says what can be said.")))
    desk.register.load()
    desk.refresh(_reading(talk))
    with suppress(CaseTUIError):  # the next session of a person who may share the keys tries again
        share_due_keys(desk)
    talk.tell(*not_whole(desk), *to_know(desk, say(N_("say people"))))
    lines = [*waiting_lines(read_waiting(desk), lists.to_sign_and_see(desk)), due_line(len(due_now(desk)))]
    talk.tell(*(line.said for line in lines))


def _reading(talk: Talk) -> Callable[[int, int], bool]:
    """Return a progress function that says once that many cases are being read."""
    announced: list[int] = []

    def read(done: int, of: int) -> bool:
        if of >= MANY_CASES and not announced:
            announced.append(of)
            talk.tell(say(N_("Reading {n} cases. This takes a moment."), n=f"{of:,}"))
        return True

    return read
