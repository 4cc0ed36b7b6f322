"""Repair: damaged files come back from former revisions, lost saves are named, the rest is mended."""

import os
import shutil
import stat
import time
from datetime import timedelta
from pathlib import Path

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.keys.sealing import Readers
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Contact
from casetui.data.vault import Vault
from casetui.demo import make_demo
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from tests.keeping.keeping import check, keeper, keyring, spoil, vault_as
from tests.keeping.test_checking import NOW
from tests.screens.office import KEYS


@pytest.fixture
def vault(tmp_path) -> Vault:
    return vault_as(make_demo(tmp_path / "vault", NOW, cases=3))


def save(vault: Vault, name: str, by: str, summary: str, after: int = 0) -> None:
    vault = vault_as(vault, by)
    file = CaseFile.load(vault, name).copy()
    file.put(Contact(kind="phone", summary=summary, on=NOW.date()))
    file.save(vault, by, NOW + timedelta(minutes=after))


@pytest.fixture
def name(vault) -> str:
    """A case that Mary saved and then Seán twice."""
    name = sorted(vault.names())[0]
    for n, by in enumerate(("mary", "sean", "sean")):
        save(vault, name, by, f"Call {n}", n)
    return name


def mended(vault: Vault) -> str:
    """Repair all problems, and return the sentences; no problem may be left."""
    lines, _ = repair(keeper(vault), check(vault))
    assert check(vault).problems == []
    return "\n".join(lines)


def summaries(vault: Vault, name: str) -> list[str]:
    found = [contact.summary for contact in CaseFile.load(vault, name).all(Contact)]
    return [text for text in found if text.startswith("Call ")]


# -- a damaged case ------------------------------------------------------------------------------


def test_a_torn_case_comes_back_and_what_is_lost_is_named(vault, name):
    path = Path(vault.place) / f"{name}.age"
    torn = path.read_bytes()[:200]
    path.write_bytes(torn)
    said = mended(vault)
    assert f"C-{name[6:]}: revision 3 of 2026-11-21 09:01 UTC is back." in said
    assert "Lost are the later saves by Seán Keane, " in said
    assert said.count("Seán Keane") == 1, "his first save is not lost"
    assert summaries(vault, name) == ["Call 0", "Call 1"]
    (kept,) = (Path(vault.place) / "damaged").iterdir()
    assert kept.read_bytes() == torn
    assert f"damaged/{kept.name}" in said


def test_a_case_that_is_worked_on_without_a_wrong_record_loses_no_later_save(vault, name):
    def wrong_day(tables):
        next(iter(tables["contact"].values()))["on"] = "some day"

    spoil(vault, wrong_day, name)
    save(vault, name, "mary", "Call 3", 10)
    save(vault, name, "sean", "Call 4", 11)
    before = summaries(vault, name)
    (problem,) = check(vault).problems
    assert "contact" in problem and "--repair" not in problem
    assert repair(keeper(vault), check(vault)) == ([], False)
    assert summaries(vault, name) == before and before[-2:] == ["Call 3", "Call 4"]


def test_a_torn_case_comes_back_with_the_last_saves_and_the_wrong_record(vault, name):
    spoil(vault, lambda tables: next(iter(tables["contact"].values())).update(on="some day"), name)
    save(vault, name, "mary", "Call 3", 10)
    save(vault, name, "sean", "Call 4", 11)
    (Path(vault.place) / f"{name}.age").write_bytes(b"{")
    repair(keeper(vault), check(vault))
    assert summaries(vault, name)[-1] == "Call 3"
    assert len(CaseFile.load(vault, name).unreadable(Contact)) == 1


def test_without_repair_nothing_is_touched(vault, name):
    path = Path(vault.place) / f"{name}.age"
    path.write_bytes(b"{")
    (problem,) = check(vault).problems
    assert (
        "Its revision 3 of 2026-11-21 09:01 UTC is whole: casetui check --repair brings it back." in problem
    )
    assert path.read_bytes() == b"{" and not (Path(vault.place) / "damaged").exists()


def test_a_damaged_former_revision_is_passed_over_for_an_older_one(vault, name):
    newest = vault.formers(name)[0]
    (Path(vault.place) / "former" / name[6:] / newest.name).write_bytes(b"not what it was")
    (Path(vault.place) / f"{name}.age").write_bytes(b"")
    said = "\n".join(repair(keeper(vault), check(vault))[0])
    (left,) = check(vault).problems
    assert "its former revision of" in left and "no second file" in left
    assert "revision 2 of" in said
    assert said.count("Seán Keane") == 2, "both his saves are lost"
    assert summaries(vault, name) == ["Call 0"]


def test_with_no_whole_former_revision_a_backup_is_asked_for(vault):
    name = sorted(vault.names())[0]
    (Path(vault.place) / f"{name}.age").write_bytes(b"")
    checked = check(vault)
    assert "casetui restore" in checked.problems[0]
    assert repair(keeper(vault), checked) == ([], False)


def test_a_lost_case_file_comes_back(vault, name):
    (Path(vault.place) / f"{name}.age").unlink()
    assert f"C-{name[6:]}: its case file is missing." in check(vault).problems[0]
    assert "revision 3" in mended(vault)
    assert len(vault.names()) == 3


def test_a_case_file_that_was_renamed_is_not_brought_back_beside_itself(vault, name):
    (Path(vault.place) / f"{name}.age").rename(Path(vault.place) / "cases" / "ZZZZZZ.age")
    checked = check(vault)
    assert len(checked.problems) == 1 and not checked.mends


def test_bytes_that_changed_on_the_disk_are_found(vault, name):
    path = Path(vault.place) / f"{name}.age"
    about, data = path.stat(), path.read_bytes()
    path.write_bytes(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:])
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))  # as a failing disk does it
    assert "revision 3" in mended(vault)


def test_a_file_that_was_sealed_anew_when_the_power_failed_is_told_of(vault, name):
    raw, file = vault.read_raw(name), CaseFile.load(vault, name)
    again = keyring(vault).resealed(name, raw.data, file.readers)
    (Path(vault.place) / f"{name}.age").write_bytes(again)
    os.utime(Path(vault.place) / f"{name}.age", ns=(raw.stamp[0], raw.stamp[0]))
    assert "is not what the journal tells" in check(vault).problems[0]
    mended(vault)
    assert summaries(vault, name)[-1] == "Call 2"


def test_a_case_saved_by_a_program_that_told_nobody_is_left_alone(vault, name):
    spoil(vault, lambda tables: tables["_file"]["head"].update(revision=5))
    assert check(vault).problems == []


def test_a_loan_that_the_program_cannot_read_is_damage(vault, name):
    spoil(vault, lambda tables: tables.update(share={"s": {"worker": "tom", "until": "31 February"}}))
    assert "revision 3" in mended(vault)


def test_a_choice_that_does_not_exist_is_not_undone(vault, name):
    spoil(vault, lambda tables: next(iter(tables["contact"].values())).update(kind="telepathy"))
    checked = check(vault)
    assert len(checked.problems) == 1 and not checked.mends


def test_who_saved_after_it_was_found_damaged_is_not_overwritten(vault, name):
    path = Path(vault.place) / f"{name}.age"
    good = path.read_bytes()
    path.write_bytes(b"{")
    checked = check(vault)
    path.write_bytes(good)
    assert repair(keeper(vault), checked)[0][0] == "Somebody saved this meanwhile."
    assert path.read_bytes() == good


def test_the_agency_file_comes_back_too(vault):
    vault.write(AGENCY, (kept := vault.read(AGENCY)).data, kept, NOW, Readers())
    (Path(vault.place) / "agency.signed").write_bytes(b"")
    said = mended(vault)
    assert said.startswith("agency: revision 2 of"), "its second file is whole"


@pytest.mark.parametrize("left", [b"", b"{", b"x" * 500])
def test_where_nothing_here_brings_it_back_nobody_is_sent_in_a_circle(vault, left):
    shutil.rmtree(Path(vault.place) / "former" / "agency")
    (Path(vault.place) / "agency.signed").write_bytes(left)
    name = sorted(vault.names())[0]
    (Path(vault.place) / f"{name}.age").write_bytes(left)
    backup = (
        "is damaged. No former revision of it is whole: bring it back from a backup with casetui restore."
    )
    assert f"agency {backup}" in check(vault).problems
    assert not [problem for problem in check(vault).problems if "--repair" in problem]


def test_what_comes_back_is_a_new_revision_above_all_that_are_known(vault, name):
    seen = vault.read(name).revision.about.revision
    assert seen == 4
    (Path(vault.place) / f"{name}.age").write_bytes(b"")
    mended(vault)
    file = CaseFile.load(vault, name)
    about = file.stored.revision.about
    assert (about.revision, about.by, file.revision, file.saved_by) == (5, "grainne", 5, "grainne")
    assert about.former == vault.read_former(name, vault.formers(name)[0]).revision.digest
    save(vault, name, "mary", "Call 3")
    assert CaseFile.load(vault, name).stored.revision.about.revision == 6


def test_its_cover_sheet_comes_back_with_it(vault, name):
    (Path(vault.place) / f"{name}.age").write_bytes(b"")
    (Path(vault.place) / "covers" / f"{name[6:]}.age").write_bytes(b"")
    mended(vault)


def test_the_agency_file_comes_back_by_who_may_change_it_and_everybody_goes_on(office):
    file = AgencyFile.load(office.vault, AGENCY).copy()
    file.save(office.vault, "tom", NOW)
    mary, toms = office.desk("mary"), office.own("tom")
    assert mary.person_folder.pinned().revision == 2
    (office.folder / "agency.signed").write_bytes(b"{")
    by_mary = Keeper.sit_down(office.locked, mary.person_folder, KEYS["mary"])
    assert "A line manager brings it back" in check_vault(by_mary).problems[0]
    by_tom = Keeper.sit_down(office.locked, toms, KEYS["tom"])
    said, lost = repair(by_tom, check_vault(by_tom))
    assert said[0].startswith("agency: revision 2 of") and not lost
    assert AgencyFile.load(office.vault, AGENCY).stored.revision.about.revision == 2
    mary.reread_agency()
    assert check_vault(by_tom.again()).problems == []


def test_an_agency_file_that_somebody_slipped_in_is_taken_back(office):
    AgencyFile.load(office.vault, AGENCY).copy().save(office.vault, "tom", NOW)
    office.own("tom").agency(office.locked)
    slipped = AgencyFile.load(office.seen_by("mary"), AGENCY).copy()
    slipped.save(office.seen_by("mary"), "mary", NOW)
    kept = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"])
    checked = check_vault(kept)
    assert "changed by mary, who may not do that" in checked.problems[0]
    repair(kept, checked)
    assert office.own("tom").agency(office.locked).saved_by == "tom"


def test_an_old_journal_names_who_it_can(vault, name):
    (Path(vault.place) / "changes").write_text(f"{name} mary\n{name} sean\n")
    (Path(vault.place) / f"{name}.age").write_bytes(b"")
    assert "The journal tells of no later save; if there was one, it is lost." in mended(vault)


# -- folders, packs, rights, leftovers -----------------------------------------------------------


@pytest.mark.parametrize("folder", ["former", "locks", "methods"])
def test_a_missing_folder_is_made(vault, folder):
    shutil.rmtree(Path(vault.place) / folder)
    assert f"The folder {folder}/ is missing" in check(vault).problems[0]
    mended(vault)
    assert stat.S_IMODE((Path(vault.place) / folder).stat().st_mode) == 0o700


@pytest.mark.parametrize("folder", ["former", "locks", "covers"])
def test_a_file_in_the_place_of_a_folder_is_moved_aside(vault, folder):
    shutil.rmtree(Path(vault.place) / folder)
    (Path(vault.place) / folder).write_bytes(b"what it says")
    assert f"There is a file in the place of the folder {folder}/" in check(vault).problems[0]
    mended(vault)
    assert stat.S_IMODE((Path(vault.place) / folder).stat().st_mode) == 0o700
    (kept,) = (Path(vault.place) / "damaged").iterdir()
    assert kept.read_bytes() == b"what it says"
    save(vault, sorted(vault.names())[0], "mary", "Call 0")


@pytest.mark.parametrize("left", ["nothing", "method-guidebook.toml"])
def test_a_half_pack_folder_is_written_anew(vault, left):
    folder = next((Path(vault.place) / "packs").iterdir())
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        if path.name != left:
            path.unlink()
    assert "casetui check --repair writes it anew" in check(vault).problems[0]
    mended(vault)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_changed_and_a_lost_pack_are_written_anew(vault):
    folder = next((Path(vault.place) / "packs").iterdir())
    pack = next(folder.glob("checklist-*.toml"))
    pack.write_text(pack.read_text() + "\n# changed\n")
    assert "was written anew" in mended(vault)
    (kept,) = (Path(vault.place) / "damaged").iterdir()
    assert kept.read_text().endswith("# changed\n")
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert "was written anew" in mended(vault)


def test_what_a_cut_save_left_is_removed_and_a_save_in_progress_is_not(vault):
    old, new = (
        Path(vault.place) / "cases" / ".AB2345.json.new",
        Path(vault.place) / "cases" / ".CD2345.json.new",
    )
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 3600, time.time() - 3600))
    assert "Half-written files" in check(vault).problems[0]
    mended(vault)
    assert new.exists() and not old.exists()


def test_rights_that_let_others_in_are_named_and_set(vault):
    path = Path(vault.place) / "agency.signed"
    path.chmod(0o644)
    (Path(vault.place) / "cases").chmod(0o755)
    (problem,) = check(vault).problems
    assert "2, the first is agency.signed" in problem
    mended(vault)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((Path(vault.place) / "cases").stat().st_mode) == 0o700


def test_a_vault_of_a_newer_version_is_not_mended(vault, name):
    vault.format = 99
    (Path(vault.place) / f"{name}.age").write_bytes(b"")
    assert "newer version" in repair(keeper(vault), check(vault))[0][0]
    assert (Path(vault.place) / f"{name}.age").read_bytes() == b""
