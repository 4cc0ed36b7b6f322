"""The vaults that are measured, and how the program and the floors are started."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from casetui.data.days import utc_now
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import Own
from casetui.data.vault import Vault
from casetui.demo import make_demo
from casetui.desk.desk import Desk
from casetui.desk.people.signing_in import unlock
from tests.benchmarks.session import Session

FLOORS = Path(__file__).with_name("floors")
WHO = "mary"
FEW = 40


@dataclass
class Places:
    """Two demo vaults, one with few cases and one with many, and a home of our own beside them."""

    home: Path
    cases: int
    """How many cases the big vault has."""

    @property
    def small(self) -> Path:
        """A vault of 40 cases."""
        return self._vault("small", FEW)

    @property
    def ten(self) -> Path:
        """A vault of 10 cases."""
        return self._vault("ten", 10)

    @property
    def big(self) -> Path:
        """A vault of ``cases`` cases."""
        return self._vault(f"of-{self.cases}", self.cases)

    def _vault(self, name: str, cases: int) -> Path:
        """Return a demo vault that was opened before: the first reading of a vault is its own matter."""
        folder = self.home / name
        if not (folder / "vault.json").exists():
            print(f"(making a vault of {cases:,} cases)", file=sys.stderr, flush=True)
            make_demo(folder, utc_now(), cases=cases)
            self.desk(folder).refresh()
        return folder

    @property
    def env(self) -> dict[str, str]:
        """The environment in which everything is started: nothing of this computer's own settings."""
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        return {
            **kept, "HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_DATA_HOME": str(self.home / "data"), "TERM": "xterm-256color", "LANG": "C.UTF-8",
        }  # fmt: skip

    def desk(self, folder: Path, who: str = WHO) -> Desk:
        """Sit ``who`` down at a vault, in this process."""
        vault = Vault.at(folder)
        own = Own.of(vault, who, self.home / "data" / "casetui")
        return Desk(vault, own, unlock(own, ""), self.home / "cache" / "casetui")

    def people(self, folder: Path) -> list[str]:
        """Return the ids of everybody in a vault."""
        return list(AgencyFile.load(Vault.at(folder), AGENCY).people)

    # -- what is started -------------------------------------------------------------------------

    def command(self, folder: Path, who: str = WHO) -> list[str]:
        """Return the command that opens a vault."""
        return [sys.executable, "-m", "casetui", "--vault", str(folder), "--as", who]

    def forget_drafts(self, folder: Path, who: str = WHO) -> None:
        """Throw away what was being typed when a session was ended."""
        shutil.rmtree(Own.of(Vault.at(folder), who, self.home).drafts, ignore_errors=True)

    def ours(self, folder: Path, who: str = WHO) -> Session:
        """Start the program and wait for its first screen."""
        self.forget_drafts(folder, who)
        return Session(self.command(folder, who), self.env)

    def bare(self) -> Session:
        """Start the bare Textual app."""
        return Session([sys.executable, str(FLOORS / "bare_app.py")], self.env)

    def curses(self) -> Session:
        """Start the form in curses."""
        return Session([sys.executable, str(FLOORS / "curses_form.py")], self.env)

    def interpreter(self) -> Session:
        """Start an interpreter that prints a word."""
        return Session([sys.executable, "-c", "print('ready')"], self.env)

    @property
    def floors(self) -> dict[str, Callable[[], Session]]:
        """The floors, by their name in the table."""
        return {"bare": self.bare, "curses": self.curses}
