"""Importing a made-up export: the time that it takes, against the processor's time in the same run."""

from __future__ import annotations

import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from casetui.data.keys.person_keys import Keys
from casetui.data.person_folder import PersonFolder
from casetui.data.records.agency import Agency, Worker
from casetui.data.vault import Vault
from casetui.desk.desk import Desk
from casetui.desk.people.agency import set_up
from casetui.exchange.hmis import SYSTEM
from casetui.exchange.importing import import_cases
from tests.benchmarks.places import Places
from tests.benchmarks.table import Figure, Table
from tests.hmis_exports import client, left, stay, write_export

USERS = 40


def measure(table: Table, places: Places, stays: int) -> None:
    """Import so many stays, a third of them open, and once more what is there already."""
    with tempfile.TemporaryDirectory(dir=places.home) as folder:
        desk, export = _desk(Path(folder)), _export(Path(folder) / "export", stays)
        wall, processor = _timed(lambda: import_cases(desk, SYSTEM, export))
        table.add(Figure(f"import of {stays:,} stays", [wall / processor], 2.0, "× its own work", digits=2))
        table.add(Figure("  the same, a stay", [wall / stays * 1000], None, "ms", digits=2))
        again, _ = _timed(lambda: import_cases(desk, SYSTEM, export))
        table.add(Figure("  again, nothing new, a stay", [again / stays * 1000], None, "ms", digits=2))


def _desk(folder: Path) -> Desk:
    """Return the desk of the line manager of a new agency."""
    now, keys = datetime(2026, 11, 21, 10, tzinfo=UTC), {"tom": Keys.make(), "una": Keys.make()}
    people = [Worker(id=one, name=one, roles=["line manager"], team="north") for one in keys]
    set_up(folder / "vault", Agency(name="Northside"), people, now, keys)
    vault = Vault.at(folder / "vault")
    return Desk(vault, PersonFolder.of(vault, "tom", folder), keys["tom"], folder / "cache", lambda: now)


def _export(folder: Path, stays: int) -> Path:
    people = [client(f"P{n}", f"Nora{n}", f"Quill{n % 977}") for n in range(max(1, stays * 2 // 3))]
    days = [f"2024-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(stays)]
    begun = [stay(f"E{n}", f"P{n % len(people)}", day, UserID=str(n % USERS)) for n, day in enumerate(days)]
    over = [left(f"E{n}", "2025-02-01") for n in range(stays) if n % 3]
    users = ["UserID,UserFirstName,UserLastName", *(f"{n},Una{n},Walsh" for n in range(USERS))]
    return write_export(folder, people, begun, over, User=users)


def _timed(work) -> tuple[float, float]:
    """Return the seconds that passed and those of the processor, of all threads.

    On a busy computer the wait for a processor counts too: measure on a quiet one.
    """
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work()
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
