"""What an attack leads to, and where in a vault it can be put."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from datetime import UTC, datetime
from pathlib import Path

from casetui.data.records import Goal
from casetui.data.vault import Vault
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.keeping.checking import repair
from tests.keeping.keeping import check, keeper

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PLANTED = ("link to a file", "link to a folder", "link to nowhere", "pipe", "socket")
"""What may be put in the place of a file or a folder; besides, a hard link in the place of a file."""


class Home:
    """A private folder of the person who runs the program, which no command may read or change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / ".ssh").mkdir(parents=True, mode=0o700)
        self.secret = folder / ".ssh" / "id_ed25519"
        for path, text in {
            self.secret: "PRIVATE KEY",
            folder / "notes.txt": "PRIVATE NOTES",
            folder / "guidebook.toml": "PRIVATE PACK",
            folder / "AB2345.age": "PRIVATE CASE",
            folder / "mary-ab2c.json": "PRIVATE REQUEST",
            folder / ".bashrc": "PRIVATE SHELL",
        }.items():
            path.write_text(text + "\n")
            path.chmod(0o600)
        self._before = self._now()

    def _now(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for path in [self.folder, *sorted(self.folder.rglob("*"))]:
            about = path.lstat()
            data = path.read_bytes() if stat.S_ISREG(about.st_mode) else b""
            times = about.st_mtime_ns if stat.S_ISREG(about.st_mode) else 0
            found[str(path)] = (oct(about.st_mode), times, data)
        return found

    def assert_untouched(self) -> None:
        """Check that nothing here was changed, added or removed."""
        assert self._now() == self._before


def assert_nothing_private(folder: Path) -> None:
    """Check that no file below a folder has a word of what lies in the private folder; links are not read."""
    for path in folder.rglob("*"):
        if stat.S_ISREG(path.lstat().st_mode):
            assert b"PRIVATE" not in path.read_bytes(), path


def plant(place: Path, kind: str, home: Home) -> None:
    """Put something that is no plain file of ours in a place, instead of what is there."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    if kind == "link to a file":
        place.symlink_to(home.secret)
    elif kind == "link to a folder":
        place.symlink_to(home.folder)
    elif kind == "link to nowhere":
        place.symlink_to(home.folder / "nowhere" / "at all")
    elif kind == "hard link":
        place.hardlink_to(home.secret)
    elif kind == "link to zeros":
        place.symlink_to("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        here = Path.cwd()
        os.chdir(place.parent)  # the path of a socket has 107 bytes at most
        try:
            with socket.socket(socket.AF_UNIX) as bound:
                bound.bind(place.name)
        finally:
            os.chdir(here)
    else:
        raise ValueError(kind)


def every_place(folder: Path) -> list[str]:
    """Return a file and a folder of each kind that a vault has, by their names in it."""
    case = sorted(path.stem for path in (folder / "former").iterdir() if path.name != "agency")[0]
    version = sorted((folder / "packs").iterdir())[0]
    former = sorted((folder / "former" / case).iterdir())[0]
    return [
        "agency.signed", "changes", "openings", "vault.json",
        "cases", "covers", "former", "keys", "locks", "packs", "methods", "requests", "damaged",
        f"cases/{case}.age", f"covers/{case}.age", f"keys/{case}.signed", f"former/{case}", "former/agency",
        f"former/{case}/{former.name}", f"packs/{version.name}",
        f"packs/{version.name}/{sorted(version.iterdir())[0].name}",
        "methods/ours.toml", "requests/mary-ab2c.json", f"locks/cases-{case}.lock", f"locks/{case}.intent",
        "packs/0123456789abcdef", "notes",
    ]  # fmt: skip


def repaired(folder: Path) -> list[str]:
    """Run the check with its repair, as the line manager of a demo; return all that it says."""
    found = check(Vault.at(folder))
    return [*found.problems, *repair(keeper(Vault.at(folder)), found)[0]]


def wrote(office, number: str, who: str = "mary", wording: str = "A tenancy") -> None:
    """Save a goal in a case of an office, through the program."""
    desk = office.desk(who)
    save_record(desk, open_case(desk, number, "to help"), Goal(wording=wording, domain="accommodation"))
