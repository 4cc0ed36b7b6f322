"""Flipped bytes and files cut short are noticed, and repaired from the former revision."""

import os
import random
from pathlib import Path

import pytest

from casetui.keeping.checking import repair
from tests.keeping.keeping import check, keeper, vault_as
from tests.torture.office import add, made, texts

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]


@pytest.fixture
def worked(tmp_path):
    """A vault, a case of it that was saved twice, and the path and the bytes of its file."""
    vault = made(tmp_path / "vault")
    name = vault.names()[0]
    add(vault_as(vault, "mary"), name, "first", "mary")
    add(vault_as(vault, "sean"), name, "second", "sean")
    path = Path(vault.place) / f"{name}.age"
    return vault, name, path, path.read_bytes()


def spoil(path, data, rot):
    """Put ``data`` into a file; with ``rot`` without a new time, as a failing disk does."""
    about = path.stat()
    path.write_bytes(data)
    if rot:
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def put_back(vault, name, path, data, stamp):
    """Put the case back as it was."""
    path.write_bytes(data)
    os.utime(path, ns=stamp)
    for aside in (Path(vault.place) / "damaged").glob("*"):
        aside.unlink()


def flips(data, number):
    """Yield so many copies of ``data``, each with one byte changed by chance."""
    chance = random.Random(11)
    for _ in range(number):
        place = chance.randrange(len(data))
        yield data[:place] + bytes([data[place] ^ chance.randrange(1, 256)]) + data[place + 1 :]


def noticed(vault, name, path, data, spoiled, rot) -> bool:
    """Spoil the case, repair it, restore it, and return whether the damage was noticed."""
    about = path.stat()
    spoil(path, spoiled, rot)
    found = check(vault)
    if found.mends:
        said, lost = repair(keeper(vault), found)
        assert lost and "Seán Keane" in said[0], said
        assert texts(vault, name)[-1] == "first", "the former revision is not back"
        assert check(vault).problems == []
    journal = (Path(vault.place) / "changes").read_text().splitlines()[:2]
    (Path(vault.place) / "changes").write_text("\n".join(journal) + "\n")
    put_back(vault, name, path, data, (about.st_atime_ns, about.st_mtime_ns))
    return bool(found.problems)


def test_a_disk_that_rots_is_always_noticed_and_repaired(worked, full):
    vault, name, path, data = worked
    for spoiled in flips(data, 1000 if full else 20):
        assert noticed(vault, name, path, data, spoiled, rot=True)


def test_a_file_cut_short_is_always_noticed_and_repaired(worked, full):
    vault, name, path, data = worked
    chance = random.Random(5)
    for length in [0, *(chance.randrange(len(data)) for _ in range(199 if full else 3))]:
        assert noticed(vault, name, path, data, data[:length], rot=False)


def test_who_writes_into_a_file_is_always_noticed(worked, full):
    """With a new time, only the seal and the signature tell the damage from a save."""
    vault, name, path, data = worked
    number = 1000 if full else 20
    found = sum(noticed(vault, name, path, data, spoiled, rot=False) for spoiled in flips(data, number))
    print(f"written into: {found} of {number} noticed and repaired")
    assert found == number
