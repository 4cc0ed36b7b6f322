"""Makes a made-up agency to try the program with: cases in every step and state, on days around today."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path

from casetui.checklists.loader import load_methods
from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, cover_name
from casetui.data.days import Calendar
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.person_keys import Keys
from casetui.data.keys.sealing import Readers
from casetui.data.making import fill
from casetui.data.people import AGENCY as AGENCY_FILE
from casetui.data.people import AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Agency, Worker
from casetui.data.records.base import id_source
from casetui.data.vault import Vault
from casetui.demo import endings, situations, starts  # noqa: F401 - importing them registers their situations
from casetui.demo.cast import MARY, Seat, people_and_seats
from casetui.demo.steps import AGENCY
from casetui.demo.story import SITUATIONS, Stage, Story
from casetui.desk.acts.cases import LETTERS, number_source
from casetui.desk.people.agency import set_up

__all__ = ["MARY", "SITUATIONS", "about_demo", "make_demo"]

Progress = Callable[[int, int], bool]
"""Called with the number of cases written and of all cases; returns whether to go on."""
ZONE = "Europe/Dublin"
METHOD = "guidebook"
RETURNING = 4
"""How many closed cases are remembered, for clients who come back."""


def about_demo(now: datetime, cases: int, seed: int) -> dict[str, object]:
    """Return how a demo vault is marked: its seed, its number of cases and its day."""
    return {"seed": seed, "cases": cases, "day": Calendar(ZONE).day_of(now).isoformat()}


def make_demo(
    folder: Path, now: datetime, cases: int = 40, seed: int = 1, progress: Progress | None = None
) -> Vault:
    """Make a demo vault in ``folder``; the same seed, number of cases and day make the same cases.

    ``progress`` may stop the making: the vault then stays marked as unfinished. Raises ``VaultError`` where
    there is a vault already or the folder cannot be written.
    """
    about = about_demo(now, cases, seed)
    rng = random.Random(f"casetui demo {seed}")  # noqa: S311 - a demo that repeats itself is the point
    ids, numbers = id_source.set(_ids(rng)), number_source.set(_numbers(rng))
    try:
        people, seats = people_and_seats(cases, rng)
        day = Calendar(ZONE).day_of(now)
        vault = _agency(folder, day, people, {**about, "unfinished": True}, rng)
        sealer = _Sealer(vault)
        if _fill(vault, sealer, _stage(vault, day, people, sealer), seats, rng, progress):
            vault.mark_demo(about)
        return vault
    finally:
        id_source.reset(ids)
        number_source.reset(numbers)


def _ids(rng: random.Random) -> Callable[[], str]:
    return lambda: f"{rng.getrandbits(128):032x}"


def _numbers(rng: random.Random) -> Callable[[], str]:
    used: set[str] = set()

    def number() -> str:
        while (found := "".join(rng.choices(LETTERS, k=6))) in used:
            pass
        used.add(found)
        return found

    return number


def _agency(folder: Path, day: date, people: list[Worker], about: object, rng: random.Random) -> Vault:
    """Make the vault with its agency, as set up 900 days ago."""
    agency = Agency(
        name=AGENCY, zone=ZONE, methods=[METHOD], targets=["assessment 7 days"],
        sector="homeless", country="Ireland", register_name="LINK", reports_to="the Homeless Agency",
        tracking_services=["City Street Tracking"], holidays=_holidays(day.year),
    )  # fmt: skip
    started = datetime.combine(day - timedelta(days=900), time(9), Calendar(ZONE).zone_info).astimezone(UTC)
    keys = {worker.id: Keys.make() for worker in people}
    vault = set_up(folder, agency, people, started, keys, demo=about, vault_id=_ids(rng)()).vault
    for who, own_keys in keys.items():
        PersonFolder.of(vault, who, folder).key_file.keep(own_keys, "")
    return vault


def _holidays(year: int) -> list[date]:
    """Return the fixed holidays of last year, this one and the next."""
    fixed = ((1, 1), (3, 17), (12, 25), (12, 26))
    return [date(y, month, day) for y in (year - 1, year, year + 1) for month, day in fixed]


def _stage(vault: Vault, day: date, people: list[Worker], sealer: _Sealer) -> Stage:
    method = load_methods(vault.packs.own()).methods[METHOD]
    vault.packs.keep(method.version, method.texts)
    calendar = Calendar(ZONE, frozenset(_holidays(day.year)))
    return Stage(day, calendar, method, sealer.sign, {worker.id: worker.name for worker in people})


def _fill(
    vault: Vault, sealer: _Sealer, stage: Stage, seats: list[Seat], rng: random.Random,
    progress: Progress | None,
) -> bool:  # fmt: skip
    """Write every case; return whether all were written."""
    written = 0

    def files() -> Iterator[tuple[str, bytes]]:
        nonlocal written
        for story in _stories(stage, seats, rng):
            yield from sealer.files(*story.saved_last())
            written += 1
            if progress and written % 50 == 0 and not progress(written, len(seats)):
                return

    fill(vault, files())
    return written == len(seats)


class _Sealer:
    """Signs and seals the files: a case file in its last author's name, a sign-off in its signatory's."""

    def __init__(self, vault: Vault) -> None:
        self._file = AgencyFile.load(vault, AGENCY_FILE)
        self._vault = vault
        self._keyrings: dict[str, Keyring] = {}

    def _keyring(self, who: str) -> Keyring:
        if who not in self._keyrings:
            keys = PersonFolder.of(self._vault, who, Path(self._vault.place)).key_file.unlock("")
            self._keyrings[who] = self._file.keyring(who, keys)
        return self._keyrings[who]

    def sign(self, who: str, words: Sequence[str]) -> str:
        """Return a person's signature over the words of a statement."""
        return self._keyring(who).signature(words)

    def files(self, file: CaseFile, by: str, at: datetime) -> Iterator[tuple[str, bytes]]:
        """Yield the sealed bytes of a case file and of its cover sheet, each with its name in the vault."""
        keyring, cover = self._keyring(by), Cover.of(file.case)
        yield file.name, keyring.close(file.name, file.bytes(by, at), at, None, file.readers)[1]
        name = cover_name(cover.number)
        yield name, keyring.close(name, cover.content(), at, None, Readers())[1]


def _stories(stage: Stage, seats: list[Seat], rng: random.Random) -> Iterator[Story]:
    """Yield the case of each seat, told by the situations of the seat's kind in turn."""
    turns = {kind: cycle(known) for kind, known in SITUATIONS.items()}
    for seat in seats:
        story = Story(stage, seat, number_source.get()(), rng)
        next(turns[seat.kind])(story)
        yield story
        if seat.kind == "open":
            stage.first.setdefault(seat.team, story)
        if seat.kind == "closed" and len(stage.closed) < RETURNING:
            stage.closed.append(story)
