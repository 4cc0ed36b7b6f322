"""Retiring: somebody leaves, and reads nothing of what is written from then on."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.data.people import AgencyFile
from casetui.data.records import Record, Worker
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import change_agency, check_person, check_right, ended
from casetui.words import N_, say, say_n

MOST_NAMED = 8
"""How many cases that somebody leaves behind are named by number."""


def retire(desk: Desk, worker_id: str) -> str:
    """Let today be a person's last day: their key ends, and every key that they held is replaced.

    Returns what is to be said of it: where an administrator does it, a line manager replaces the keys.

    Raises ``NotAllowed`` where they are not there, have left, or the agency could not do with it, and
    ``VaultError`` where it cannot be written.
    """
    check_right(desk)
    desk.reread_agency()
    if worker_id == desk.who.id:
        raise NotAllowed(say(N_("Somebody else retires you.")))
    change_agency(desk, lambda file: _records(desk, file, worker_id))
    said = say(N_("{name} is retired."), name=desk.name(worker_id))
    if behind := _cases_left_behind(desk, worker_id):
        said += " " + behind
    if not desk.who.has("line manager"):
        said += " " + say(N_("The team keys are replaced when a line manager next starts casetui."))
    return said


def cases_left_by_moving(desk: Desk, before: Worker) -> str:
    """Return which open cases are still theirs who has gone to another team, or is a worker no more.

    ``before`` is the person as they were. The keys to these cases are replaced, and so they no longer write
    in them. It is an empty text for who stayed, or has no cases there.
    """
    now = desk.people.get(before.id, before)
    if (now.team, now.has("worker")) == (before.team, before.has("worker")):
        return ""
    numbers = _cases_of(desk, now.id, but=now.team if now.has("worker") else "")
    if not numbers:
        return ""
    return say_n(
        "{n} client is still theirs: {cases}. Give the case to a case manager anew.",
        "{n} clients are still theirs: {cases}. Give each case to a case manager anew.",
        len(numbers),
        cases=_shown(numbers),
    )


def _cases_left_behind(desk: Desk, worker_id: str) -> str:
    """Return in a sentence which open cases are still somebody's; empty where there are none."""
    numbers = _cases_of(desk, worker_id)
    if not numbers:
        return ""
    return say_n(
        "{n} client is still theirs, to be given to somebody else: {cases}.",
        "{n} clients are still theirs, to be given to somebody else: {cases}.",
        len(numbers),
        cases=_shown(numbers),
    )


def _cases_of(desk: Desk, worker_id: str, but: str = "") -> list[str]:
    """Return the open cases of a case manager, but those of one team."""
    rows = list(desk.register.rows.values())  # of every team: a number and whose it is are no content
    theirs = (row for row in rows if row.manager == worker_id and row.open)
    return sorted(f"C-{row.number}" for row in theirs if not but or row.team != but)


def _shown(numbers: list[str]) -> str:
    return ", ".join(numbers[:MOST_NAMED]) + (" ..." if len(numbers) > MOST_NAMED else "")


def _records(desk: Desk, file: AgencyFile, worker_id: str) -> Iterator[Record]:
    """Yield what changes; each is in ``file`` before the next, so that nobody who left gets a new key."""
    worker = file.people.get(worker_id)
    if worker is None:
        raise NotAllowed(say(N_('Nobody here has the id "{id}".'), id=worker_id))
    if worker.left_on and file.key_of(worker_id) is None:
        raise NotAllowed(say(N_("{name} has left already."), name=worker.name))
    today = desk.today()
    gone = worker.model_copy(update={"left_on": min(worker.left_on or today, today)})
    check_person(desk, gone)
    yield gone
    yield from ended(file, worker_id, desk.now())
