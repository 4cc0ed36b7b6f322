"""Retiring: somebody leaves, and reads nothing of what is written from then on."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.data.people import AgencyFile
from casetui.data.records import Record
from casetui.desk.agency import change_agency, check_person, check_right, ended
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
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
    if behind := _left_behind(desk, worker_id):
        said += " " + behind
    if not desk.who.has("line manager"):
        said += " " + say(N_("The team keys are replaced when a line manager next starts casetui."))
    return said


def _left_behind(desk: Desk, worker_id: str) -> str:
    """Return in a sentence which open cases are still somebody's; empty where there are none."""
    rows = list(desk.register.rows.values())  # of every team: a number and whose it is are no content
    numbers = [f"C-{row.number}" for row in rows if row.manager == worker_id and row.open]
    if not numbers:
        return ""
    shown = ", ".join(numbers[:MOST_NAMED]) + (" ..." if len(numbers) > MOST_NAMED else "")
    return say_n(
        "{n} client is still theirs, to be given to somebody else: {cases}.",
        "{n} clients are still theirs, to be given to somebody else: {cases}.",
        len(numbers),
        cases=shown,
    )


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
