"""A flipped bit in any file of a vault, and the repair that is run after it by three people.

Nobody's rights grow, no save is dropped but one that lay in the flipped bytes, and what could not be mended
is named.
"""

import os
import random

import pytest

from casetui.keeping.checking import check_vault, repair
from casetui.words import CaseTUIError
from tests.desk.people.test_own_methods import house, taken
from tests.torture.acts import LISTED, ONE, SOUTH, TWO, Scene, keeper, saves

pytestmark = [pytest.mark.torture, pytest.mark.timeout(7200)]
HELPERS = ("una", "mary", "tom")
UNNOTICED = ("changes", "vault.json", "reseal/")
"""What is not signed: a line of the journal, the number of days, who is still to seal what anew."""
NAMES = {"agency.signed": "agency", "former/agency": "agency", "openings": "access log"}


@pytest.fixture
def scene(tmp_path):
    """A vault of every kind of file, which everybody has read."""
    scene = Scene(tmp_path, "backup")
    house(scene.office)
    taken(scene.office)
    saves(scene.office, "mary", TWO, "Later")
    scene.office.locked.to_reseal.add(SOUTH, ["south"])
    for who in HELPERS:
        scene.office.desk(who).known_revisions.keep()
    scene.keep_as_before()
    return scene


def files(scene) -> list[str]:
    """Return the names of the vault's files, but for lock files."""
    folder = scene.office.folder
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock")
    return [str(path.relative_to(folder)) for path in paths]


def flip(path, chance) -> None:
    """Flip a bit, without a new time, as a failing disk does."""
    data, about = bytearray(path.read_bytes()), path.stat()
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    again = path.with_name(f".{path.name}.flipped")
    again.write_bytes(data)
    again.chmod(about.st_mode)
    os.utime(again, ns=(about.st_atime_ns, about.st_mtime_ns))
    again.replace(path)  # the file's other name, by a hard link, is on the same place of a disk no more


def check_and_repair(scene, who) -> list[str]:
    """Let a person run check --repair; return all that is said."""
    try:
        checked = check_vault(sat_down := keeper(scene.office, who))
        return [*checked.problems, *repair(sat_down, checked)[0]]
    except CaseTUIError as error:
        return [str(error)]


def words_of(name) -> str:
    """Return what a sentence about a file has in it: a case's number, or the name of the file."""
    top, _, rest = name.partition("/")
    if top == "former" and rest.startswith("agency"):
        return "agency"
    number = next((one for one in (ONE, TWO, SOUTH) if one in name), "")
    return NAMES.get(name) or number or rest.partition("/")[0] or name


def test_a_flipped_bit_in_any_file_lets_nobody_in_and_drops_no_save_when_repaired(scene, full):
    chance, counts = random.Random(13), {"flips": 0, "noticed": 0, "mended": 0, "left": 0}
    due = [name for name in files(scene) for _ in range(8 if full else 1)]
    for name in due if full else chance.sample(due, 4):
        scene.put_back()
        flip(scene.office.folder / name, chance)
        said = [sentence for who in HELPERS for sentence in check_and_repair(scene, who)]
        noticed = [sentence for sentence in said if LISTED not in sentence]
        assert scene.opened() <= scene.opened_before, name
        told = scene.told()
        for what, before in scene.before.items():
            if f"cases/{what}.age" == name and told[what] != before:
                assert any("Lost are the later saves by" in one for one in said), said
                assert told[what] is not None
            elif what in told or not name.startswith("agency"):
                assert told.get(what) == before, (name, what, said)
        left = [one for one in check_and_repair(scene, "tom") if LISTED not in one]
        assert noticed or name.startswith(UNNOTICED), name
        assert not left or any(words_of(name) in one for one in left), (name, left)
        counts["flips"] += 1
        counts["noticed"] += bool(noticed)
        counts["left" if left else "mended"] += bool(noticed)
    print(len(files(scene)), "files", counts)
