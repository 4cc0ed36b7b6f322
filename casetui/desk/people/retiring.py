"""Retiring a person: from their last day on they can read nothing that is newly written."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.data.people import AgencyFile
from casetui.data.records import Record, Worker
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import change_agency, check_person, check_right, ended
from casetui.desk.people.signing_gaps import new_gaps, signing_gaps
from casetui.words import N_, say, say_n

MOST_NAMED = 8
"""How many of the cases that a person leaves behind a sentence names by number."""


def retire(desk: Desk, worker_id: str) -> str:
    """Make today a person's last day: their key ends, and every team key that they held is replaced.

    Where an administrator retires the person, the keys are replaced when a line manager next starts the
    program. Returns the sentences that say so, and which cases are left behind.

    Raises ``NotAllowed`` where there is no such person, they have left already, or the change may not be made
    (``check_person``), and ``VaultError`` where the agency file cannot be written.
    """
    check_right(desk)
    desk.reread_agency()
    if worker_id == desk.who.id:
        raise NotAllowed(say(N_("Somebody else retires you.")))
    gaps = signing_gaps(desk)
    change_agency(desk, lambda file: _records(desk, file, worker_id))
    sentences = say(N_("{name} is retired."), name=desk.name(worker_id))
    if behind := _cases_left_behind(desk, worker_id):
        sentences += " " + behind
    if not desk.who.has("line manager"):
        sentences += " " + say(N_("The team keys are replaced when a line manager next starts casetui."))
    if unsigned := new_gaps(gaps, desk):
        sentences += " " + unsigned
    return sentences


def cases_left_by_moving(desk: Desk, before: Worker) -> str:
    """Return a sentence with the open cases of a person who moved to another team or is a worker no more.

    ``before`` is the person before the change. The cases stay with their former team, whose key is replaced,
    so the person can no longer write in them. The text is empty where the person stayed or has no such case.
    """
    now = desk.people.get(before.id, before)
    if (now.team, now.has("worker")) == (before.team, before.has("worker")):
        return ""
    numbers = _cases_of(desk, now.id, outside=now.team if now.has("worker") else "")
    if not numbers:
        return ""
    return say_n(
        "{n} client is still theirs: {cases}. Give the case to a case manager anew.",
        "{n} clients are still theirs: {cases}. Give each case to a case manager anew.",
        len(numbers),
        cases=_shown(numbers),
    )


def _cases_left_behind(desk: Desk, worker_id: str) -> str:
    """Return a sentence with the open cases of a person who has left; empty where there are none."""
    numbers = _cases_of(desk, worker_id)
    if not numbers:
        return ""
    return say_n(
        "{n} client is still theirs, to be given to somebody else: {cases}.",
        "{n} clients are still theirs, to be given to somebody else: {cases}.",
        len(numbers),
        cases=_shown(numbers),
    )


def _cases_of(desk: Desk, worker_id: str, outside: str = "") -> list[str]:
    """Return the numbers of a case manager's open cases, without the cases of one team."""
    rows = list(desk.register.rows.values())  # of every team: a case's number and manager are no content
    theirs = (row for row in rows if row.manager == worker_id and row.open)
    return sorted(f"C-{row.number}" for row in theirs if not outside or row.team != outside)


def _shown(numbers: list[str]) -> str:
    return ", ".join(numbers[:MOST_NAMED]) + (" ..." if len(numbers) > MOST_NAMED else "")


def _records(desk: Desk, file: AgencyFile, worker_id: str) -> Iterator[Record]:
    """Yield the changed records of the person who leaves: the person first, then their keys.

    The caller puts each into ``file`` before it asks for the next, so no new key is sealed to the person.
    """
    worker = file.people.get(worker_id)
    if worker is None:
        raise NotAllowed(say(N_('Nobody here has the id "{id}".'), id=worker_id))
    if worker.left_on and file.key_of(worker_id) is None:
        raise NotAllowed(say(N_("{name} has left already."), name=worker.name))
    today = desk.today()
    gone = worker.model_copy(update={"left_on": min(worker.left_on or today, today), "retired_on": today})
    check_person(desk, gone)
    yield gone
    yield from ended(file, worker_id, desk.now())
