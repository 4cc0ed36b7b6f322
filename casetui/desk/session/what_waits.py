"""What a person is told when they come in: cases that are damaged, who asks to join, and what waits for them.

No models are imported here before something is read: the first screen is drawn without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casetui.desk import lists
from casetui.desk.flows.commands import HOME_COMMANDS
from casetui.desk.lists import DueItem, ListSource
from casetui.words import N_, say, say_n

if TYPE_CHECKING:
    from casetui.desk.desk import Desk

COMMANDS = {command.name: command for command in HOME_COMMANDS}


@dataclass(frozen=True)
class Waiting:
    """How much waits for a person."""

    answers: int = 0
    """Answers to their requests that they have not seen."""
    drafts: int = 0
    """What they typed and did not save."""
    notices: int = 0
    """Changes of the agency that they are to see."""
    doubles: int = 0
    """Pairs of clients who may be one person, for a line manager to say."""


@dataclass(frozen=True)
class WaitingLine:
    """One kind of thing that waits."""

    drawn: str
    """The words on the first screen, with the key that leads there."""
    said: str
    """The sentence in ``--plain``, with the word that leads there."""


def read_waiting(desk: Desk) -> Waiting:
    """Count what waits for a person; raises ``VaultError`` where that cannot be read."""
    from casetui.desk.forms.drafts import unsaved_drafts
    from casetui.desk.people.notices import unseen_notices
    from casetui.desk.telling.answers import unseen

    desk.look_for_doubles()
    doubles = len(lists.doubles_to_decide(desk))
    return Waiting(len(unseen(desk)), len(unsaved_drafts(desk)), len(unseen_notices(desk)), doubles)


def not_whole(desk: ListSource) -> list[str]:
    """Return a sentence for each case that cannot be read, and for each in which something is not genuine."""
    return [
        *(row.problem for row in lists.problems(desk)),
        *(row.not_genuine for row in lists.forged(desk)),
    ]


def to_know(desk: Desk, go: str) -> list[str]:
    """Return sentences: how many people ask to be admitted, what nobody signs, which methods are not used.

    ``go`` says how to reach the list of people. Raises ``VaultError`` where the requests cannot be read.
    """
    from casetui.desk.people.joining import who_asks
    from casetui.desk.people.signing_gaps import signing_gaps

    asking, unused = who_asks(desk, go), [f"methods/{problem}" for problem in desk.methods.problems]
    return [*([asking] if asking else []), *signing_gaps(desk), *unused]


def due_now(desk: ListSource) -> list[DueItem]:
    """Return what is late or due today: in the person's own cases; for who is no worker, in the team's."""
    return lists.agenda(desk, days=0, everyone=not desk.who.has("worker"))


def due_line(due: int) -> WaitingLine:
    """Return the line with how much is late or due today."""
    key, word = _way("agenda")
    return WaitingLine(
        say_n("{n} late, today: {key}", "{n} late, today: {key}", due, key=key),
        say(N_("Today and late: {n}. Say {word} to hear it."), n=due, word=word),
    )


def waiting_lines(waiting: Waiting, requests: tuple[int, int]) -> list[WaitingLine]:
    """Return a line for each kind of thing that waits for the person, as both faces tell it.

    ``requests`` is how many the person is to sign and to see, as ``lists.to_sign_and_see`` counts them.
    """
    signs, sees = requests
    return [line for number, line in _every_line(waiting, signs, sees + waiting.notices) if number]


def _every_line(waiting: Waiting, signs: int, sees: int) -> list[tuple[int, WaitingLine]]:
    drafts, answers = waiting.drafts, waiting.answers
    key, word = _way("sign_offs")
    drafts_key, drafts_word = _way("drafts")
    return [
        (drafts, WaitingLine(
            say_n("{n} not saved: {key}", "{n} not saved: {key}", drafts, key=drafts_key),
            say(N_("Typed and not saved: {n}. Say {word} to hear it."), n=drafts, word=drafts_word),
        )),
        (signs, WaitingLine(
            say_n("{n} waits for your sign-off: {key}", "{n} wait for your sign-off: {key}", signs, key=key),
            say_n("{n} waits for your sign-off. Say {word} to hear it.",
                  "{n} wait for your sign-off. Say {word} to hear them.", signs, word=word),
        )),
        (sees, WaitingLine(
            say_n("{n} for you to see: {key}", "{n} for you to see: {key}", sees, key=key),
            say_n("{n} for you to see. Say {word} to hear it.",
                  "{n} for you to see. Say {word} to hear them.", sees, word=word),
        )),
        (waiting.doubles, WaitingLine(
            say_n("{n} may be here twice: {key}", "{n} may be here twice: {key}", waiting.doubles, key=key),
            say_n("{n} client may be here twice. Say {word} to hear who.",
                  "{n} clients may be here twice. Say {word} to hear who.", waiting.doubles, word=word),
        )),
        (answers, WaitingLine(
            say_n("{n} answer to you: {key}", "{n} answers to you: {key}", answers, key=key),
            say_n("{n} answer to you. Say {word} to hear it.",
                  "{n} answers to you. Say {word} to hear them.", answers, word=word),
        )),
    ]  # fmt: skip


def _way(command: str) -> tuple[str, str]:
    """Return the key and the word of a command."""
    return COMMANDS[command].letter, say(COMMANDS[command].word)
