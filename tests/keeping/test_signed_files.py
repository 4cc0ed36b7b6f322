"""The agency file and files of keys: repaired without loss, and never brought back too old."""

import os
import random

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.record_file import RecordFile
from casetui.data.records import Goal
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import restrict
from casetui.desk.errors import NotAdmitted, NotAllowed
from casetui.desk.people.agency import save_person
from casetui.desk.people.retiring import retire
from casetui.desk.session.resealing import reseal
from casetui.desk.session.upkeep import run_upkeep
from casetui.keeping.backup import back_up
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.keeper import Keeper
from casetui.keeping.restoring import restore
from tests.screens.office import KEYS, NOW

ONE = "AB2345"
KEY_FILE = f"keys/{ONE}"
RESTORE = "bring it back from a backup with casetui restore"


@pytest.fixture
def worked(office):
    """An office with a case of Mary's, which everybody of its team has read."""
    office.case(ONE, "Aoife Nolan", lambda b: b.assigned())
    for who in ("mary", "sean", "tom"):
        office.desk(who)
    return office


def retired(office):
    """Retire Seán, and seal everything to the new keys."""
    retire(office.desk("tom"), "sean")
    reseal(office.desk("tom"))
    return office


def restricted(office, who=("tom",)):
    """Mary restricts the case; the next start seals anew what others could read."""
    desk = office.desk("mary")
    restrict(desk, open_case(desk, ONE), [*who], "known to the team")
    run_upkeep(office.desk("mary"))
    return office


def flip(path, place=-200):
    """Change one bit of a file in its place, as a failing disk does."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    with path.open("r+b") as file:
        file.write(data)


def signed_path(office, name):
    return office.folder / f"{name}.signed"


def former_folder(office, name):
    return office.folder / "former" / name.replace("/", "-")


def twice(office, name):
    """Return the paths of all files whose bytes are those of the present revision."""
    data = signed_path(office, name).read_bytes()
    return [path for path in former_folder(office, name).iterdir() if path.read_bytes() == data]


def as_by_an_earlier_version(office, name):
    """Take the second files away: earlier versions kept every revision once."""
    for path in twice(office, name):
        path.unlink()
    seen = set()
    for path in sorted(former_folder(office, name).iterdir(), reverse=True):
        if path.read_bytes() in seen:
            path.unlink()
        seen.add(path.read_bytes() if path.exists() else b"")


def keeper(office, who="tom"):
    return Keeper.sit_down(office.locked, office.own(who), KEYS[who], office.clock)


def problems(office, who="tom"):
    return "\n".join(check_vault(keeper(office, who)).problems)


def repaired(office, who="tom"):
    kept = keeper(office, who)
    said, lost = repair(kept, check_vault(kept))
    return "\n".join(said), lost


def reads(office, who):
    return CaseFile.load(office.desk(who).vault, f"cases/{ONE}").case.number


def digest(office, name=AGENCY):
    return RecordFile.load(office.locked, name).stored.revision.digest


def restored(office, dest, who="tom"):
    def sign_in(vault, spare):
        return Keeper.sit_down(vault, office.own(who), KEYS[who], office.clock, spare)

    return restore(office.folder, dest, sign_in)


# -- kept twice ----------------------------------------------------------------------------------


def test_the_first_agency_file_and_each_later_one_are_kept_twice_at_once(worked):
    for _ in range(2):
        (again,) = twice(worked, AGENCY)
        assert not again.samefile(signed_path(worked, AGENCY)), "a second name is no second file"
        retire(worked.desk("tom"), "sean" if "sean" in worked.desk("tom").agency_file.keys_now() else "priya")
    formers = [former.digest for former in worked.locked.formers(AGENCY)]
    assert [formers.count(one) for one in dict.fromkeys(formers)] == [1, 2, 2]


def test_the_keys_of_a_restricted_case_are_kept_twice_at_once(worked):
    restricted(worked)
    (again,) = twice(worked, KEY_FILE)
    assert not again.samefile(signed_path(worked, KEY_FILE))


@pytest.mark.parametrize("harm", [flip, lambda path: path.write_bytes(path.read_bytes()[:300]), os.unlink])
def test_a_spoiled_agency_file_comes_back_without_loss(worked, harm):
    retired(worked)
    before = digest(worked)
    harm(signed_path(worked, AGENCY))
    with pytest.raises(VaultError):
        worked.desk("mary")
    said, lost = repaired(worked)
    assert not lost and said.startswith("agency: revision 2 of")
    assert digest(worked) == before
    assert reads(worked, "mary") == reads(worked, "tom") == ONE
    with pytest.raises((NotAdmitted, NotAllowed)):
        worked.desk("sean")
    assert problems(worked) == ""


@pytest.mark.parametrize("harm", [flip, lambda path: path.write_bytes(path.read_bytes()[:300]), os.unlink])
def test_a_spoiled_file_of_keys_comes_back_without_loss(worked, harm):
    restricted(worked)
    before = digest(worked, KEY_FILE)
    harm(signed_path(worked, KEY_FILE))
    assert reads(worked, "mary") == ONE, "the second file opens the case meanwhile"
    said, lost = repaired(worked)
    assert not lost and said.startswith("keys/AB2345: revision 1 of")
    assert digest(worked, KEY_FILE) == before
    assert reads(worked, "mary") == reads(worked, "tom") == ONE
    assert problems(worked) == ""


# -- never too old -------------------------------------------------------------------------------


def test_an_agency_file_older_than_who_repairs_has_seen_is_not_brought_back(worked):
    retired(worked)
    as_by_an_earlier_version(worked, AGENCY)
    flip(signed_path(worked, AGENCY))
    spoiled = signed_path(worked, AGENCY).read_bytes()
    assert RESTORE in problems(worked) and "you have seen revision 2" in problems(worked)
    assert "agency" not in repaired(worked)[0]
    assert signed_path(worked, AGENCY).read_bytes() == spoiled


def without(office, *words):
    """Take the lines with one of these words out of the journal, as anybody can."""
    journal = office.folder / "changes"
    lines = [line for line in journal.read_text().splitlines() if not line.startswith(words)]
    journal.write_text("".join(f"{line}\n" for line in lines))


def test_an_agency_file_whose_successor_the_journal_names_is_not_brought_back(worked):
    una = worked.own("una")
    pinned = una.pinned()
    retire(worked.desk("tom"), "sean")
    as_by_an_earlier_version(worked, AGENCY)
    flip(signed_path(worked, AGENCY))
    assert una.pinned() == pinned
    said = problems(worked, "una")
    assert RESTORE in said and "later save by Tom Walsh" in said
    assert "agency" not in repaired(worked, "una")[0]


@pytest.mark.parametrize("resealed", [True, False])
def test_an_agency_file_that_lacks_a_key_in_use_is_not_brought_back(worked, resealed):
    """Una has not seen that Seán was retired, and somebody wrote over the journal."""
    worked.own("una")
    retire(worked.desk("tom"), "sean")
    if resealed:
        reseal(worked.desk("tom"))
    else:
        desk = worked.desk("mary")
        save_person(worked.desk("tom"), {"name": "Nora", "team": "north"})
        restrict(desk, open_case(desk, ONE), ["tom"], "known to the team")
        reseal(worked.desk("tom"))
    for path in sorted(former_folder(worked, AGENCY).iterdir())[1:]:
        path.unlink()
    without(worked, "agency ")
    flip(signed_path(worked, AGENCY))
    said = problems(worked, "una")
    assert RESTORE in said and "lacks a key" in said
    assert "agency" not in repaired(worked, "una")[0]


def test_keys_that_lack_the_key_of_the_case_are_not_brought_back(worked):
    restricted(worked)
    desk = worked.desk("tom")
    restrict(desk, open_case(desk, ONE), ["una"], "no longer Tom")
    as_by_an_earlier_version(worked, KEY_FILE)
    flip(signed_path(worked, KEY_FILE))
    without(worked, KEY_FILE)
    for who in ("tom", "una", "mary", "sean"):
        assert RESTORE in problems(worked, who), who
        assert "keys/" not in repaired(worked, who)[0], who


def test_an_older_agency_file_put_in_place_is_taken_back(worked):
    older = signed_path(worked, AGENCY).read_bytes()
    retired(worked)
    before = digest(worked)
    worked.own("una").agency(worked.locked)
    signed_path(worked, AGENCY).write_bytes(older)
    assert "put back to revision 1" in problems(worked)
    assert not repaired(worked)[1]
    assert digest(worked) == before


def test_older_keys_put_in_place_count_for_nothing_and_are_taken_back(worked):
    restricted(worked)
    older = signed_path(worked, KEY_FILE).read_bytes()
    restricted(worked, ["una"])
    before = digest(worked, KEY_FILE)
    signed_path(worked, KEY_FILE).write_bytes(older)
    assert reads(worked, "mary") == reads(worked, "una") == ONE
    assert KEY_FILE in problems(worked)
    repaired(worked)
    assert digest(worked, KEY_FILE) == before
    assert problems(worked) == ""


# -- restore -------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["restore", "repair and restore"])
@pytest.mark.parametrize("who", ["tom", "una"])
def test_restoring_heals_before_and_after_a_repair(worked, tmp_path, first, who):
    worked.own("una")
    retired(worked)
    restricted(worked)
    before = {name: digest(worked, name) for name in (AGENCY, KEY_FILE)}
    assert back_up(worked.locked, tmp_path / "backup", NOW).problems == []
    for name in before:
        as_by_an_earlier_version(worked, name)
        flip(signed_path(worked, name))
    if first != "restore":
        repaired(worked, who)
    restored(worked, tmp_path / "backup", who)
    assert {name: digest(worked, name) for name in before} == before
    assert reads(worked, "mary") == ONE
    with pytest.raises((NotAdmitted, NotAllowed)):
        worked.desk("sean")


def test_restoring_heals_what_a_repair_of_an_earlier_version_brought_back(worked, tmp_path):
    """That repair signed the revision from before Seán was retired anew, above all known numbers."""
    retired(worked)
    assert back_up(worked.locked, tmp_path / "backup", NOW).problems == []
    old = worked.locked.formers(AGENCY)[-1]
    file = AgencyFile.from_stored(AGENCY, worked.locked.read_former(AGENCY, old))
    data = keeper(worked).sealed(file, 3)
    as_by_an_earlier_version(worked, AGENCY)
    worked.locked.write_raw(AGENCY, data, worked.locked.read_raw(AGENCY).digest, "check")
    former = former_folder(worked, AGENCY)
    for path in sorted(former.iterdir())[1:]:
        path.unlink()
    worked.own("tom").agency(worked.locked)
    assert "sean" in AgencyFile.load(worked.locked, AGENCY).keys_now()
    done = restored(worked, tmp_path / "backup")
    assert "agency: revision 2" in "\n".join(done.brought_back), done
    with pytest.raises((NotAdmitted, NotAllowed)):
        worked.desk("sean")
    assert reads(worked, "mary") == reads(worked, "tom") == ONE
    assert restored(worked, tmp_path / "backup").brought_back == [], "it is not restored again and again"


def test_a_backup_wins_over_a_case_that_a_repair_brought_back(worked, tmp_path):
    desk = worked.desk("mary")
    restrict(desk, open_case(desk, ONE), ["tom"], "known to the team")
    desk = worked.desk("mary")
    restrict(desk, open_case(desk, ONE), ["tom", "una"], "and Una")
    assert back_up(worked.locked, tmp_path / "backup", NOW).problems == []
    flip(worked.folder / "cases" / f"{ONE}.age")
    assert repaired(worked)[1]
    assert worked.read(ONE).case.restricted_to == ["mary", "tom"]
    restored(worked, tmp_path / "backup")
    assert worked.read(ONE).case.restricted_to == ["mary", "tom", "una"]
    assert restored(worked, tmp_path / "backup").brought_back == []
    desk = worked.desk("mary")
    assert open_case(desk, ONE).unsaid == []


def test_a_backup_that_is_older_than_what_is_kept_here_is_not_restored(worked, tmp_path):
    assert back_up(worked.locked, tmp_path / "backup", NOW).problems == []
    retired(worked)
    before = digest(worked)
    flip(signed_path(worked, AGENCY))
    done = restored(worked, tmp_path / "backup")
    assert any("run casetui check --repair" in one for one in done.problems), done
    assert not repaired(worked)[1] and digest(worked) == before


def test_where_only_an_old_backup_is_left_it_says_which_key_it_lacks(worked, tmp_path):
    assert back_up(worked.locked, tmp_path / "backup", NOW).problems == []
    retired(worked)
    as_by_an_earlier_version(worked, AGENCY)
    flip(signed_path(worked, AGENCY))
    done = restored(worked, tmp_path / "backup")
    assert any("the backup is too old, it lacks a key" in one for one in done.problems), done
    assert worked.desk("tom").agency_file.stored.revision.about.revision == 3


@pytest.mark.parametrize("name", [AGENCY, KEY_FILE])
def test_whatever_bit_flips_the_file_comes_back_as_it_was(worked, name):
    restricted(worked)
    retired(worked)
    path, chance = signed_path(worked, name), random.Random(4)
    data = path.read_bytes()
    for _ in range(12):
        flip(path, chance.randrange(len(data)))
        assert not repaired(worked)[1]
        assert path.read_bytes() == data
    assert problems(worked) == ""


def test_a_copy_of_an_older_case_under_a_newer_name_is_not_brought_back(worked):
    for text in ("A tenancy", "A job"):
        desk = worked.desk("mary")
        save_record(desk, open_case(desk, ONE), Goal(wording=text, domain="accommodation"))
    folder = former_folder(worked, ONE)
    oldest, newest = sorted(folder.iterdir())
    (folder / f"00000099{oldest.name[8:]}").write_bytes(oldest.read_bytes())
    flip(worked.folder / "cases" / f"{ONE}.age")
    assert "Its revision 2 of" in problems(worked)
    repaired(worked)
    assert [goal.wording for goal in worked.read(ONE).all(Goal)][-1] == "A tenancy"
    assert newest.exists()


def test_a_later_save_by_a_person_is_still_left_alone(worked, tmp_path):
    assert back_up(worked.locked, tmp_path / "backup", NOW).problems == []
    restricted(worked)
    done = restored(worked, tmp_path / "backup")
    assert any("was saved later" in one for one in done.left_alone)
    assert worked.read(ONE).case.restricted_to
