"""The caseload snapshot: the caseload as the person last saw it, which a start shows first.

The models of the records take longer to load than all else in a start. Until the desk is there, the snapshot
takes its place in the lists: the people of the team, the rows of the caseload, the number of everybody's
clients. No act can be done with it. It is made from the person's register and sealed to the person, as the
register is. It is valid for the revision of the agency file that it was made with and for no other: a person
who has left, changed teams or got a new key since is shown no snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import casetui
from casetui.data.colleague import PlainColleague
from casetui.data.days import Calendar, Clock
from casetui.data.keys.person_keys import Keys, NotOurs
from casetui.data.rows import Row, Rows, packed, unpacked
from casetui.data.store.files import Files
from casetui.data.store.one_file import OneFile
from casetui.data.vault import Vault
from casetui.desk.access import Access, access_to
from casetui.desk.lists import in_deserted_team

if TYPE_CHECKING:
    from casetui.desk.desk import Desk

AGENCY = "agency"
"""The agency file's name in the vault. The constant in ``data.people`` would load the models."""


@dataclass
class CaseloadSnapshot:
    """What the caseload shows, without a desk."""

    agency_name: str
    caseload_limit: int
    who: PlainColleague
    people: dict[str, PlainColleague]
    """Everybody of the agency, by id."""
    register: Rows
    calendar: Calendar
    clock: Clock

    def today(self) -> date:
        """Return today in the agency's zone."""
        return self.calendar.day_of(self.clock())

    def name(self, worker: str) -> str:
        """Return a person's name by id; the id itself where there is no such person."""
        found = self.people.get(worker)
        return found.name if found else worker

    def access(self, row: Row) -> Access:
        """Return how the person may open a case today."""
        return access_to(self.who, row, self.today())


def snapshot_stamp(vault: Vault) -> list[object]:
    """Return what a snapshot is valid for: the program's version, the vault, and the agency file's digest.

    Raises ``VaultError``.
    """
    return [casetui.__version__, vault.id, vault.digest(AGENCY)]


def keep_caseload_snapshot(desk: Desk) -> None:
    """Keep the snapshot for the next start. An error of the disk is ignored: the next start does without."""
    rows = list(_shown(desk))
    content = {
        "made_with": snapshot_stamp(desk.vault),
        "agency_name": desk.agency_name,
        "caseload_limit": desk.caseload_limit,
        "zone": desk.agency.zone,
        "people": [asdict(PlainColleague.of(worker)) for worker in desk.people.values()],
        "rows": [packed(row) for row in rows],
    }
    file = _file(desk.cache, desk.vault, desk.who.id)
    with suppress(OSError):
        file.write(desk.keys.seal(json.dumps(content, default=date.isoformat).encode()))


def read_caseload_snapshot(
    cache: Path, vault: Vault, who: str, keys: Keys, clock: Clock
) -> CaseloadSnapshot | None:
    """Return the snapshot of the person ``who``, opened with their ``keys``.

    ``None`` where there is no snapshot, where the agency file was saved since, or the person has left.
    """
    try:
        kept: dict[str, Any] = json.loads(keys.unseal(_file(cache, vault, who).read()))
        if kept["made_with"] != snapshot_stamp(vault):
            return None
        people = {values["id"]: PlainColleague.read(values) for values in kept["people"]}
        rows = Rows(unpacked(values) for values in kept["rows"])
        snapshot = CaseloadSnapshot(
            kept["agency_name"], kept["caseload_limit"], people[who], people, rows,
            Calendar(kept["zone"]), clock,
        )  # fmt: skip
    except (OSError, NotOurs, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
    return snapshot if snapshot.who.here_on(snapshot.today()) else None


def _shown(desk: Desk) -> Iterator[Row]:
    """Yield the rows that the caseload shows or counts."""
    team = {worker.id for worker in desk.people.values() if worker.team == desk.who.team}
    for row in list(desk.register.rows.values()):
        listed = row.listed and (row.lent_until or row.team == desk.who.team)
        if row.open and (listed or row.manager in team or in_deserted_team(desk, row)):
            yield row


def _file(cache: Path, vault: Vault, who: str) -> OneFile:
    return OneFile(Files(cache, own=True), f"{vault.id[:12]}-{who}.sheet")
