"""Damage of what nobody opens from day to day: former revisions and the access log."""

import random
import shutil

import pytest

from casetui.data.people import AGENCY
from casetui.data.records import Goal
from casetui.desk.access_log import openings, reseal_openings
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.people.retiring import retire
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.backup import back_up
from casetui.keeping.checking import check_vault, repair
from tests.keeping.test_signed_files import (
    KEY_FILE,
    ONE,
    as_by_an_earlier_version,
    flip,
    former_folder,
    keeper,
    problems,
    repaired,
    restored,
    restricted,
    worked,
)
from tests.screens.office import NOW

__all__ = ["worked"]


def saved(office, *texts):
    for text in texts:
        desk = office.desk("mary")
        save_record(desk, open_case(desk, ONE), Goal(wording=text, domain="accommodation"))


def spoilings(data, number, seed=3):
    """Yield so many copies of ``data``: one bit flipped, or cut short."""
    chance = random.Random(seed)
    for turn in range(number):
        place = chance.randrange(1, len(data))
        yield data[:place] if turn % 2 else data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def all_noticed(office, path, word, number=20):
    """Spoil a file many times; each time check names it. The file is whole afterwards."""
    data = path.read_bytes()
    for spoiled in spoilings(data, number):
        path.write_bytes(spoiled)
        assert word in problems(office)
    path.write_bytes(data)
    assert problems(office) == ""


def test_a_spoiled_former_revision_of_a_case_is_noticed_and_named(worked):
    saved(worked, "A tenancy", "A job")
    (_, path) = sorted(former_folder(worked, ONE).iterdir())
    all_noticed(worked, path, "C-AB2345: its former revision of")
    flip(path)
    assert "There is no second file of it here: casetui restore" in problems(worked)
    assert repaired(worked)[0] == "", "nothing is done about it"


def test_restoring_brings_a_spoiled_former_revision_back_and_no_other(worked, tmp_path):
    saved(worked, "A tenancy", "A job", "A doctor")
    assert back_up(worked.locked, tmp_path / "backup", NOW).problems == []
    first, second, _ = sorted(former_folder(worked, ONE).iterdir())
    whole = first.read_bytes()
    flip(first)
    second.unlink()
    assert any(
        "damaged in the vault" in one for one in back_up(worked.locked, tmp_path / "backup", NOW).problems
    )
    restored(worked, tmp_path / "backup")
    assert first.read_bytes() == whole and not second.exists()
    assert problems(worked) == ""


@pytest.mark.parametrize("name", [AGENCY, KEY_FILE])
def test_a_spoiled_former_revision_that_is_kept_twice_is_mended(worked, name):
    restricted(worked)
    retire(worked.desk("tom"), "sean")
    for who in ("mary", "tom"):
        run_upkeep(worked.desk(who))
    for path in former_folder(worked, name).iterdir():
        data = path.read_bytes()
        all_noticed(worked, path, "its former revision of", 4)
        flip(path)
        said, lost = repaired(worked)
        assert "is whole again" in said and not lost
        assert path.read_bytes() == data
        assert problems(worked) == ""


def test_a_spoiled_former_agency_file_locks_nobody_out(worked):
    una = worked.own("una")
    retire(worked.desk("tom"), "sean")
    retire(worked.desk("tom"), "priya")
    as_by_an_earlier_version(worked, AGENCY)
    newest = max(former_folder(worked, AGENCY).iterdir())
    flip(newest)
    assert una.agency(worked.locked).key_of("priya") is None
    said = problems(worked)
    assert "agency: its former revision of" in said and "no second file" in said
    newest.unlink()
    assert "agency: the revision before revision 3 is not kept here whole" in problems(worked)


# -- the access log ------------------------------------------------------------------------------


def test_a_spoiled_access_log_is_noticed(worked):
    saved(worked, "A tenancy", "A job")
    restricted(worked)
    open_case(worked.desk("mary"), ONE)
    path = worked.folder / "openings"
    data = path.read_bytes()
    ends = {place for place in range(len(data)) if data[place - 1 : place + 1][:1] == b"\n"}
    for spoiled in spoilings(data, 40):
        if len(spoiled) in ends | {len(data) - 1}:
            continue  # cut between two lines: that is not damage, but a line taken away
        path.write_bytes(spoiled)
        said, cut = problems(worked, "una"), data.startswith(spoiled)
        # where no line has a digest, a line that was cut after whole groups of four seems whole without a key
        begun = "The access log: a program ended while it wrote a line" in said
        assert (cut and begun) or "The access log: damaged lines" in said
    path.write_bytes(data)
    assert problems(worked) == ""


@pytest.mark.parametrize("left", [3, 90, -70, -20, -2])
def test_a_line_of_the_access_log_that_was_not_ended_is_mended_and_no_other(worked, left):
    """A program that is killed while it writes leaves the beginning of a line; the next line follows it."""
    path = worked.folder / "openings"
    before = openings(worked.desk("tom"))
    saved(worked, "A tenancy")
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1][:left], ""]))
    saved(worked, "A job")
    assert "The access log: a program ended while it wrote a line" in problems(worked)
    after = openings(worked.desk("tom"))
    assert "the lines that were begun and not ended were completed or taken out." in str(repaired(worked)[0])
    assert problems(worked) == ""
    assert openings(worked.desk("tom")) == after and len(after) > len(before)


def test_a_repair_takes_out_no_line_that_the_disk_spoiled(worked):
    saved(worked, "A tenancy")
    path = worked.folder / "openings"
    spoiled = path.read_bytes().replace(b" ", b"0", 1)  # the blank before the digest
    path.write_bytes(spoiled)
    assert "damaged lines: 1" in problems(worked)
    repaired(worked)
    assert path.read_bytes() == spoiled


def without_digests(office):
    """Write the access log as earlier versions did."""
    path = office.folder / "openings"
    lines = [line.split(" ")[0] for line in path.read_text().splitlines()]
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def test_an_access_log_of_an_earlier_version_is_read_and_its_damage_noticed(worked):
    saved(worked, "A tenancy", "A job")
    path = without_digests(worked)
    number = len(openings(worked.desk("tom")))
    assert number == 2 and problems(worked) == ""
    data = path.read_bytes()
    noticed = 0
    for spoiled in spoilings(data[:-1], 20):
        path.write_bytes(spoiled)
        noticed += "The access log: damaged lines" in problems(worked)
    assert noticed > 10, "but for damage in the names of the keys that open a line"
    path.write_bytes(data)
    saved(worked, "A doctor")
    assert len(openings(worked.desk("tom"))) == 3 and problems(worked) == ""


def test_a_log_that_is_sealed_anew_stays_whole(worked):
    saved(worked, "A tenancy", "A job")
    retire(worked.desk("tom"), "sean")
    assert reseal_openings(worked.desk("tom")) == 2
    run_upkeep(worked.desk("tom"))
    assert len(openings(worked.desk("tom"))) == 2 and problems(worked) == ""


def test_restoring_brings_spoiled_lines_of_the_access_log_back(worked, tmp_path):
    saved(worked, "A tenancy", "A job")
    assert back_up(worked.locked, tmp_path / "backup", NOW).problems == []
    saved(worked, "A doctor")
    path = worked.folder / "openings"
    data = path.read_bytes()
    flip(path, 40)
    assert "damaged lines: 1. The first are 1." in problems(worked)
    back_up(worked.locked, tmp_path / "backup", NOW)
    assert (tmp_path / "backup" / "openings").read_bytes() == data, "the backup takes up no damage"
    restored(worked, tmp_path / "backup")
    assert path.read_bytes() == data


def test_check_and_repair_go_on_where_former_holds_strange_things(worked):
    saved(worked, "A tenancy")
    (worked.folder / "former" / "junk").write_bytes(b"x")
    (worked.folder / "former" / ONE / "notes").write_bytes(b"x")
    kept = keeper(worked)
    repair(kept, check_vault(kept))


# -- a second file that is missing ---------------------------------------------------------------


@pytest.mark.parametrize("name", [AGENCY, "keys/AB2345"])
def test_each_second_file_that_is_missing_is_named_and_written_anew(worked, name):
    restricted(worked)
    retire(worked.desk("tom"), "sean")
    for who in ("mary", "tom"):
        run_upkeep(worked.desk(who))
    before = {path.read_bytes() for path in former_folder(worked, name).iterdir()}
    for path in sorted(former_folder(worked, name).iterdir()):
        path.unlink()
        assert problems(worked).startswith(f"{name}: revisions that are kept only once: 1. casetui check")
        said, lost = repaired(worked)
        assert f"{name}: each of its revisions is kept twice again." in said and not lost
        assert problems(worked) == ""
        assert {path.read_bytes() for path in former_folder(worked, name).iterdir()} == before


def test_two_names_of_one_file_are_no_second_file(worked):
    second = max(former_folder(worked, AGENCY).iterdir())
    second.unlink()
    second.hardlink_to(worked.folder / "agency.signed")
    assert problems(worked).startswith("agency: revisions that are kept only once: 1.")
    repaired(worked)
    assert problems(worked) == ""
    flip(worked.folder / "agency.signed")
    assert "kept a second time" in problems(worked) and not repaired(worked)[1]
    assert problems(worked) == ""


def test_a_vault_of_an_earlier_version_gets_its_second_files(worked):
    restricted(worked)
    for name in (AGENCY, "keys/AB2345"):
        as_by_an_earlier_version(worked, name)
    shutil.rmtree(former_folder(worked, "keys/AB2345"), ignore_errors=True)
    said = problems(worked)
    assert "agency: revisions that are kept only once" in said
    assert "keys/AB2345: revisions that are kept only once: 1." in said
    repaired(worked)
    assert "only once" not in problems(worked)
