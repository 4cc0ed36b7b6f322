"""Lines about people: everyone who signs in, and files among the join requests that are no requests."""

from __future__ import annotations

from dataclasses import dataclass

from casetui.data.records import Worker
from casetui.desk.desk import Desk
from casetui.desk.lists import Load, loads
from casetui.desk.people.joining import Asking, key_state
from casetui.desk.telling.lines import ListLine
from casetui.desk.telling.list_words import everyone_sorted, roles_of
from casetui.desk.telling.wording import joined
from casetui.words import N_, say

KEY_WORDS = {"has": N_("yes"), "asks": N_("asks"), "none": N_("no"), "left": ""}
"""The cell that says whether a person has a key."""


@dataclass(frozen=True)
class WrongRequest:
    """A file among the requests to be admitted that is no request."""

    file: str
    """The name of the file, as ``joining.refuse`` takes it."""
    sentence: str
    """What is wrong with it."""


PersonLine = ListLine[str | WrongRequest]
"""A line that leads to a person, named by id, or to a file that is no request."""


def people_lines(desk: Desk, asking: Asking) -> list[PersonLine]:
    """Return a line for each person and for each file that is no request.

    People who ask to be admitted come first. Cells are name, roles, team, clients of the limit (``7/8``),
    whether that is full or over, and the key.
    """
    known = {load.worker.id: load for load in loads(desk)}
    people = sorted(everyone_sorted(desk), key=lambda one: one.id not in asking.workers)
    return [
        *(_person(desk, worker, known.get(worker.id), asking) for worker in people),
        *(_wrong(WrongRequest(file, sentence)) for file, sentence in asking.wrong.items()),
    ]


def _person(desk: Desk, worker: Worker, load: Load | None, asking: Asking) -> PersonLine:
    roles, word, full, clients = roles_of(worker), "", "", ""
    if load:
        word = say(load.word)
        full = f"{load.clients}/{load.limit}"
        clients = say(N_("{clients} of {limit} clients"), clients=load.clients, limit=load.limit)
    asks = say(N_("asks to be admitted")) if asking.of(worker.id) else ""
    key = say(KEY_WORDS[key_state(desk, worker, asking)])
    usual = "quiet" if worker.left_on else ""
    tone = {"over": "late", "full": "due"}.get(load.word, usual) if load else usual
    return ListLine(
        worker.id,
        (f" {worker.name}", roles, worker.team, full, word, key),
        joined(worker.name, asks, roles, worker.team, clients, word),
        worker.id,
        tone,
    )


def _wrong(wrong: WrongRequest) -> PersonLine:
    cells = (f" ! {wrong.sentence}", "", "", "", "", "")
    return ListLine(f"wrong:{wrong.file}", cells, wrong.sentence, wrong, "late")
