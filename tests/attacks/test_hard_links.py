"""Files with several names, by hard links: they are read and named, and no repair touches them.

A kill in the middle of a save leaves such files too; all their names lie in the vault, and they are as good
as others.
"""

import os
from pathlib import Path

import pytest

from casetui.data.store.base import digest_of
from casetui.desk.acts.cases import open_case
from casetui.keeping.backup import back_up
from casetui.keeping.checking import repair
from casetui.keeping.restoring import restore
from casetui.words import CaseTUIError
from tests.attacks.places import NOW, assert_nothing_private, every_place, plant, repaired, wrote
from tests.keeping.keeping import check, keeper
from tests.keeping.test_backup import sign_in
from tests.keeping.test_repairing import save, summaries
from tests.screens.office import Office

FILES = (0, 1, 2, 3, 13, 14, 15, 18, 20, 21, 22, 24, 26)
"""The numbers of the places where files lie, in ``every_place``."""


@pytest.mark.parametrize("number", FILES)
def test_a_private_file_under_a_second_name_is_named_and_left(vault, home, tmp_path, number):
    folder = Path(vault.place)
    name = every_place(folder)[number]
    plant(folder / name, "hard link", home)
    said = []
    try:
        said = repaired(folder)
    except CaseTUIError:
        assert name == "vault.json"
    home.assert_untouched()
    assert (folder / name).samefile(home.secret)
    (folder / name).unlink()
    assert_nothing_private(folder)
    assert name == "vault.json" or any(f"{name} has another name outside" in one for one in said), said


@pytest.mark.parametrize("number", FILES)
def test_a_backup_copies_no_private_file_under_a_second_name(vault, home, tmp_path, number):
    folder = Path(vault.place)
    name = every_place(folder)[number]
    plant(folder / name, "hard link", home)
    problems = back_up(vault, tmp_path / "backup", NOW).problems
    home.assert_untouched()
    assert_nothing_private(tmp_path / "backup")
    assert name.startswith("locks/") or any(name in one and "other names" in one for one in problems), (
        problems
    )


def test_neither_a_save_nor_an_opening_adds_a_line_to_it(tmp_path, home):
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    for log in ("changes", "openings"):
        plant(office.folder / log, "hard link", home)
    wrote(office, "AB2345")
    with pytest.raises(CaseTUIError, match="openings cannot be written: the file has other names too"):
        open_case(office.desk("sean"), "AB2345", "to cover for Mary")
    home.assert_untouched()
    assert home.secret.stat().st_nlink == 3


def test_what_a_kill_in_a_save_left_is_saved_checked_repaired_and_backed_up(vault, tmp_path):
    """The case and its newest former revision are one file until the next save."""
    folder, name = Path(vault.place), sorted(vault.names())[0]
    path = folder / f"{name}.age"
    store_names = sorted((folder / "former" / name[6:]).iterdir())
    again = path.with_name("x")
    path.rename(again)
    path.hardlink_to(again)
    kept = store_names[0].name.replace("00000001", "00000002").rpartition("-")[0]
    again.rename(store_names[0].with_name(f"{kept}-{digest_of(path.read_bytes())}.age"))
    assert path.stat().st_nlink == 2
    path.chmod(0o644)
    (problem,) = check(vault).problems
    assert "rights are not as they should be: 2" in problem
    repair(keeper(vault), check(vault))
    assert path.stat().st_mode & 0o777 == 0o600 and check(vault).problems == []
    assert back_up(vault, tmp_path / "backup", NOW).problems == []
    save(vault, name, "sean", "Call 1")
    assert summaries(vault, name)[-1] == "Call 1" and path.stat().st_nlink == 1
    assert check(vault).problems == []


def test_a_vault_of_which_somebody_keeps_a_copy_by_hard_links_can_be_used_and_says_so(vault, tmp_path):
    folder, name = Path(vault.place), sorted(vault.names())[0]
    for path in [one for one in folder.rglob("*") if one.is_file()]:
        beside = tmp_path / "copy" / path.relative_to(folder)
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.hardlink_to(path)
    save(vault, name, "sean", "Call 1")
    assert summaries(vault, name)[-1] == "Call 1"
    assert any("changes has another name outside" in one for one in check(vault).problems)
    back_up(vault, tmp_path / "backup", NOW)
    copied = {one.name for one in (tmp_path / "backup" / "cases").iterdir()}
    assert copied == {f"{one[6:]}.age" for one in vault.names()}, "sealed files are copied all the same"


def test_a_log_that_a_restore_left_with_two_names_gets_one_again(vault):
    """An earlier version kept a damaged log in damaged/ by a hard link before it replaced the log."""
    folder, name = Path(vault.place), sorted(vault.names())[0]
    (folder / "damaged").mkdir(mode=0o700)
    os.link(folder / "changes", folder / "damaged" / "changes-20261121T090000.000000Z")
    found = check(vault)
    assert any("changes has a second name in the vault" in one for one in found.problems)
    repair(keeper(vault), found)
    before = len(vault.journal.lines())
    save(vault, name, "sean", "Call 1")
    assert len(vault.journal.lines()) == before + 1 and check(vault).problems == []


def test_a_restore_keeps_no_private_file_as_a_damaged_one(vault, home, tmp_path):
    folder = Path(vault.place)
    (folder / "methods").mkdir(exist_ok=True)
    (folder / "methods" / "ours.toml").write_text('kind = "method"\n')
    back_up(vault, tmp_path / "backup", NOW)
    plant(folder / "methods" / "ours.toml", "hard link", home)
    os.utime(folder / "methods" / "ours.toml", ns=(0, 0))
    done = restore(folder, tmp_path / "backup", sign_in)
    (folder / "methods" / "ours.toml").unlink()
    assert_nothing_private(folder)
    assert any("ours.toml cannot be used: the file has other names too" in one for one in done.problems)
