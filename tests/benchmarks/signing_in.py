"""From Enter on the passphrase to the caseload, in a vault where somebody has one."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from casetui.data.person_folder import PersonFolder
from casetui.data.vault import Vault
from tests.benchmarks.places import FEW, PASSPHRASE, WHO, Places
from tests.benchmarks.session import Session
from tests.benchmarks.starts import LIST
from tests.benchmarks.table import Figure, Table, median

IMPORT = """
import time
begun = time.perf_counter()
import tests.benchmarks.floors.bare_app
print(time.perf_counter() - begun)
"""
"""Prints the seconds that the bare app's imports take."""


def measure(table: Table, places: Places, runs: int) -> None:
    """Sign in to the vault of few cases and to that of many; a key's derivation is not counted."""
    locked = Places(places.home / "passphrase", places.cases)
    for cases, folder in ((FEW, places.small), (places.cases, places.big)):
        vault = locked.locked(folder)
        _sign_in(locked, vault)  # the first time, all cases are read
        times, derived, imported = [], [], []
        for _ in range(runs):
            times.append(_sign_in(locked, vault))
            derived.append(_derivation(locked, vault))
            imported.append(_imports(locked))
        floors = {"bare": f"{median(imported) * 1000:.0f} ms"}
        ratios = [(took - kdf) / bare for took, kdf, bare in zip(times, derived, imported, strict=True)]
        what = f"passphrase to caseload, {cases:,} cases, but for the key"
        table.add(Figure(what, ratios, 1.0, "×", floors, digits=2))
        table.add(Figure("  all of it in ms", [took * 1000 for took in times], None, "ms"))
        table.add(Figure("  the key's derivation in ms", [took * 1000 for took in derived], None, "ms"))


def _sign_in(places: Places, vault: Path) -> float:
    """Type the passphrase and return the seconds from Enter to the last byte of the caseload."""
    places.forget_drafts(vault)
    with Session(places.command(vault), places.env) as ours:
        for char in PASSPHRASE:
            ours.press(char)
        return ours.settled("enter", lambda: LIST in ours.text and "Reading" not in ours.text)


def _derivation(places: Places, vault: Path) -> float:
    """Return the seconds in which the key is opened with the passphrase and nothing else is done."""
    own = PersonFolder.of(Vault.at(vault), WHO, places.home / "data" / "casetui")
    begun = time.perf_counter()
    own.key_file.unlock(PASSPHRASE)
    return time.perf_counter() - begun


def _imports(places: Places) -> float:
    """Return the seconds that the bare app's imports take, in an interpreter of their own."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT], env=places.env, capture_output=True, text=True, check=True
    )
    return float(done.stdout)
