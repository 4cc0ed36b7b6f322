"""Who works at the demo's agency, and which seats on their caseloads there are to fill."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from casetui.data.records import Worker
from casetui.demo.words import FIRST_NAMES, LAST_NAMES
from casetui.desk.people.agency import worker_id

MARY = "mary"
"""Whose desk a demo opens at."""
MANAGERS = {"North": "grainne", "South": "declan"}
"""Line manager of each of the first two teams."""
LIMIT = 8
TEAM_WORKERS = 8
CLOSED_PER_WORKER = 32
"""In the teams that are added for more cases: everybody full, and with the closed cases of some years."""


@dataclass(frozen=True)
class Seat:
    """A place for one case: in whose hands, in which team, and what kind of situation fits it."""

    kind: str
    """``open``, ``over`` (one client too many), ``unassigned`` or ``closed``."""
    team: str
    manager: str = ""
    line_manager: str = ""


def first_people() -> list[Worker]:
    """Return the two teams, their line managers and the administrator."""
    rows = (
        (MARY, "Mary Byrne", "North", ["worker"]), ("sean", "Seán Keane", "North", ["worker"]),
        ("priya", "Priya Das", "North", ["worker"]), ("tom", "Tom Walsh", "North", ["worker"]),
        ("ewa", "Ewa Kowalska", "South", ["worker"]), ("liam", "Liam Murphy", "South", ["worker"]),
        ("fatou", "Fatou Diallo", "South", ["worker"]),
        ("grainne", "Gráinne Doyle", "North", ["line manager"]),
        ("declan", "Declan Hughes", "South", ["line manager"]),
        ("ruth", "Ruth Adeyemi", "", ["administrator"]),
    )  # fmt: skip
    return [
        Worker(id=key, name=name, login=key, team=team, roles=roles, second_signatory=key == "liam" or None)
        for key, name, team, roles in rows
    ]


FIRST_SEATS = (
    *[("open", "North", MARY)] * 7, *[("open", "North", "sean")] * 8, ("over", "North", "sean"),
    ("unassigned", "North", ""), *[("open", "North", "tom")] * 8, ("closed", "North", MARY),
    ("closed", "North", "tom"), *[("open", "North", "priya")] * 4, ("again", "North", "priya"),
    ("unassigned", "North", ""),
    ("closed", "South", "ewa"), *[("open", "South", "ewa")] * 3, *[("open", "South", "liam")] * 2,
    ("unassigned", "South", ""), ("open", "South", "fatou"),
)  # fmt: skip
"""Forty: Mary 7 of 8, Seán one over, Tom full."""


def seats(cases: int, rng: random.Random) -> tuple[list[Worker], list[Seat]]:
    """Return the people, and as many seats as there are cases.

    Beyond the first forty, whole teams are added: a line manager and eight workers, each of them full.
    """
    people = first_people()
    found = [Seat(kind, team, who, MANAGERS[team]) for kind, team, who in FIRST_SEATS[:cases]]
    number = len(MANAGERS)
    while len(found) < cases:
        number += 1
        team = f"Team {number}"
        manager, *workers = _new_team(team, people, rng)
        people += [manager, *workers]
        found += list(_team_seats(team, manager, workers))[: cases - len(found)]
    return people, found


def _new_team(team: str, people: list[Worker], rng: random.Random) -> list[Worker]:
    taken = {worker.id for worker in people}
    names = {worker.name for worker in people}
    made = []
    for place in range(TEAM_WORKERS + 1):
        name = _new_name(names, rng)
        names.add(name)
        identity = worker_id(name, list(taken))
        taken.add(identity)
        roles = ["worker"] if place else ["line manager"]
        made.append(Worker(id=identity, name=name, login=identity, team=team, roles=roles))
    return made


def _new_name(taken: set[str], rng: random.Random) -> str:
    while True:
        first, middle, last = (
            rng.choice(FIRST_NAMES),
            rng.choice("ABCDEFGHJKLMNOPRSTVW"),
            rng.choice(LAST_NAMES),
        )
        name = f"{first} {middle}. {last}"
        if name not in taken:
            return name


def _team_seats(team: str, manager: Worker, workers: list[Worker]) -> Iterator[Seat]:
    for worker in workers:
        for _ in range(LIMIT):
            yield Seat("open", team, worker.id, manager.id)
        for _ in range(CLOSED_PER_WORKER):
            yield Seat("closed", team, worker.id, manager.id)
    yield Seat("unassigned", team, "", manager.id)
