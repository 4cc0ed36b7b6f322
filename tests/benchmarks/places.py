"""The vaults that are measured, and how the program and the floors are started."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from casetui.data.days import utc_now
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Contact
from casetui.data.vault import Vault
from casetui.demo import make_demo
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.desk import Desk
from casetui.desk.people.signing_in import unlock
from tests.benchmarks.session import Session

FLOORS = Path(__file__).with_name("floors")
WHO = "mary"
NOTE = "Rang her at the hostel. She asks for her papers and will come by on Thursday."
PASSPHRASE = "seven small stones"
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

    def locked(self, folder: Path) -> Path:
        """Return a copy of a demo vault that is none: ``WHO`` signs in to it with ``PASSPHRASE``.

        The demo must be of another home: here nobody may have a key for it that asks for no passphrase.
        """
        locked = self.home / f"{folder.name}-locked"
        if not (locked / "vault.json").exists():
            copying = self.home / "copying"
            shutil.rmtree(copying, ignore_errors=True)
            shutil.copytree(folder, copying)
            about = json.loads((copying / "vault.json").read_text())
            del about["demo"]
            (copying / "vault.json").write_text(json.dumps(about))
            copying.rename(locked)
        vault, data = Vault.at(locked), self.home / "data" / "casetui"
        own = PersonFolder.of(vault, WHO, data)
        if not own.key_file.exists():
            own.key_file.keep(PersonFolder.of(Vault.at(folder), WHO, data).key_file.unlock(""), PASSPHRASE)
            own.pin(vault, AgencyFile.load(vault, AGENCY))
            print(f"(reading {locked.name} for the first time)", file=sys.stderr, flush=True)
            self.desk(locked, passphrase=PASSPHRASE).refresh()
        return locked

    def with_contacts(self, *counts: int) -> tuple[Path, list[str]]:
        """Return a vault in which cases of ``WHO`` have at least so many contacts, and their numbers."""
        vault = self._vault("contacts", 12)
        desk = self.desk(vault)
        desk.refresh()
        own = sorted(row.number for row in desk.register if row.open and row.manager == WHO)
        for number, count in zip(own, counts, strict=False):
            opened = open_case(desk, number)
            missing = count - len(opened.file.every(Contact))
            note = {"kind": "phone", "summary": NOTE, "on": desk.today(), "by": WHO}
            if missing > 0:
                commit(
                    desk, opened, "add", [RecordChange(Contact.model_validate(note)) for _ in range(missing)]
                )
        return vault, own[: len(counts)]

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

    def desk(self, folder: Path, who: str = WHO, passphrase: str = "") -> Desk:
        """Sit ``who`` down at a vault, in this process."""
        vault = Vault.at(folder)
        own = PersonFolder.of(vault, who, self.home / "data" / "casetui")
        return Desk(vault, own, unlock(own, passphrase), self.home / "cache" / "casetui")

    def people(self, folder: Path) -> list[str]:
        """Return the ids of everybody in a vault."""
        return list(AgencyFile.load(Vault.at(folder), AGENCY).people)

    # -- what is started -------------------------------------------------------------------------

    def command(self, folder: Path, who: str = WHO) -> list[str]:
        """Return the command that opens a vault."""
        return [sys.executable, "-m", "casetui", "--vault", str(folder), "--as", who]

    def forget_drafts(self, folder: Path, who: str = WHO) -> None:
        """Throw away what was being typed when a session was ended."""
        shutil.rmtree(PersonFolder.of(Vault.at(folder), who, self.home).drafts.path(), ignore_errors=True)

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
