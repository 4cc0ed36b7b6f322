"""Moving one case, or all of a team, to the newer version of a method: the preview and the question."""

from __future__ import annotations

from collections.abc import Sequence

from casetui.desk.acts.cases import open_case
from casetui.desk.acts.newer_method import (
    Difference,
    cases_behind,
    difference,
    newer_method,
    take_newer,
)
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Answer, AskLetter, Do, Flow, Heard, Read, Tell
from casetui.words import N_, CaseTUIError, say, say_n

MOVE = "y"
MOST_LINES = 12
"""How many changes of a case the preview lists; the others are counted."""


def move_case(desk: Desk, opened: OpenCase) -> Flow:
    """Show what changes for a case by the newer version of its method, and move it there."""
    newer = newer_method(desk, opened)
    if newer is None:
        return
    lines = preview(difference(desk, opened, newer))
    question = say(N_("Judge this case by the newer version of its method?"))
    answers = [Answer(MOVE, say(N_("Judge it by the newer version")))]
    if (yield AskLetter(question, "\n".join(lines), answers, heard=Heard(question, lines))):
        yield Do(lambda: take_newer(desk, opened), say(N_("It is judged by the newer version now.")))


def preview(found: Difference) -> list[str]:
    """Return what changes, a line each: what is open again, what is new, and warnings that come and go."""
    if found.nothing:
        return [say(N_("Nothing changes for this case today."))]
    lines = [
        *(say(N_("open again: {text}"), text=text) for text in found.open_again),
        *(say(N_("new warning: {text}"), text=text) for text in found.warnings),
        *(say(N_("new, and open: {text}"), text=text) for text in found.new_items),
        *(say(N_("a warning less: {text}"), text=text) for text in found.ended),
    ]
    more = len(lines) - MOST_LINES
    if more > 0:
        lines = [*lines[:MOST_LINES], say_n("and {n} more", "and {n} more", more)]
    return lines


def move_team(desk: Desk) -> Flow:
    """Show what changes for all cases of the team that are judged by an older version, and move them."""
    numbers = [row.number for row in cases_behind(desk)]
    if not numbers:
        yield Tell(say(N_("Every open case of your team is judged by the newest version.")))
        return
    lines: list[str] = yield Read(lambda: _for_all(desk, numbers), slow=say(N_("Reading the cases ...")))
    question = say_n(
        "Judge {n} case of your team by the newer version?",
        "Judge {n} cases of your team by the newer version?", len(numbers),
    )  # fmt: skip
    answers = [Answer(MOVE, say(N_("Judge them by the newer version")))]
    if not (yield AskLetter(question, "\n".join(lines), answers, heard=Heard(question, lines))):
        return
    told: str = yield Do(lambda: _move_all(desk, numbers), meanwhile=say(N_("Moving the cases ...")))
    yield Tell(told)


def _for_all(desk: Desk, numbers: Sequence[str]) -> list[str]:
    """Return what changes for each of these cases, a line a case."""
    lines = []
    for number in numbers:
        opened = open_case(desk, number)
        if newer := newer_method(desk, opened):
            found = difference(desk, opened, newer)
            lines.append(
                say(N_("C-{number}: {again} open again, {items} new and open, {warnings} new warnings"),
                    number=number, again=len(found.open_again), items=len(found.new_items),
                    warnings=len(found.warnings))
            )  # fmt: skip
    more = len(lines) - MOST_LINES
    if more > 0:
        lines = [*lines[:MOST_LINES], say_n("and {n} more case", "and {n} more cases", more)]
    return lines


def _move_all(desk: Desk, numbers: Sequence[str]) -> str:
    """Move these cases; return how many were moved, and why the others were not."""
    wrong, moved = [], 0
    for number in numbers:
        try:
            opened = open_case(desk, number)
            if newer_method(desk, opened):
                take_newer(desk, opened)
                moved += 1
        except CaseTUIError as error:
            wrong.append(f"C-{number}: {error}")
    done = say_n("{n} case is judged anew.", "{n} cases are judged anew.", moved)
    return " ".join([done, *wrong])
