"""Check: each problem is named with its case, table and field, and with what to do."""

import errno
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, keep_cover, read_cover
from casetui.data.keys.group_keys import make_group_key
from casetui.data.keys.known_revisions import KnownRevision, KnownRevisions, Reach
from casetui.data.keys.person_keys import Keys
from casetui.data.keys.sealing import Readers, RevisionHead
from casetui.data.making import fill
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.record_file import RecordFile
from casetui.data.records import Contact
from casetui.data.vault import Vault, VaultError
from casetui.demo import make_demo
from casetui.keeping.checking import check_vault, repair
from tests.keeping.keeping import check, keeper, keyring, spoil, vault_as

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def vault(tmp_path) -> Vault:
    return vault_as(make_demo(tmp_path / "vault", NOW, cases=3))


def first(table: dict) -> dict:
    return next(iter(table.values()))


def only(vault: Vault) -> str:
    """Return the only problem of a vault."""
    (problem,) = check(vault).problems
    return problem


def test_a_whole_vault_has_no_problem(vault):
    found = check(vault)
    assert found.problems == []
    assert found.cases == 3
    assert found.packs >= 10


def test_a_wrong_day_is_named_with_case_table_and_field(vault):
    number = spoil(vault, lambda tables: first(tables["contact"]).update(on="31 February"))
    problem = only(vault)
    assert problem.startswith(f"C-{number}, contact ")
    assert ", on:" in problem


def test_a_record_that_is_none_is_named(vault):
    spoil(vault, lambda tables: tables["contact"].update(x1="no record"))
    assert "contact x1" in only(vault)


def test_a_choice_that_does_not_exist_is_named(vault):
    spoil(vault, lambda tables: first(tables["contact"]).update(kind="telepathy"))
    assert "telepathy" in only(vault)


def test_a_struck_out_record_is_left_alone(vault):
    def change(tables):
        first(tables["contact"]).update(kind="telepathy", struck_at="2026-11-20T09:00:00Z", struck_by="mary")

    spoil(vault, change)
    assert check(vault).problems == []


def test_a_case_manager_whom_nobody_knows_is_named(vault):
    spoil(vault, lambda tables: first(tables["case"]).update(manager="ghost"))
    stale, problem = check(vault).problems
    assert "ghost" in problem and "cover sheet is stale" in stale


def test_a_renamed_file_is_named(vault):
    name = sorted(vault.names())[0]
    (Path(vault.place) / f"{name}.age").rename(Path(vault.place) / "cases" / "ZZZZZZ.age")
    assert only(vault).startswith(f"C-ZZZZZZ: it says it is C-{name[6:]}.")


COPIES = [
    "{} (conflicted copy 2026-11-21)", "{}~1", "{}.sync-conflict-20261121-101500-ABC", "{} (1)", "{} - Copy",
    "{}-DESKTOP-1",
]  # fmt: skip


@pytest.mark.parametrize("called", COPIES)
def test_a_copy_that_a_synchroniser_made_is_named_as_one_and_never_takes_the_cases_name(vault, called):
    name = sorted(vault.names())[0]
    whole = Path(vault.place) / f"{name}.age"
    shutil.copy(whole, whole.with_name(f"{called.format(name[6:])}.age"))
    problem = only(vault)
    assert f"a copy of C-{name[6:]}, which is here too" in problem
    assert "Move it out of the folder" in problem and "Give the file" not in problem


@pytest.mark.parametrize("called", COPIES[:5])
def test_a_copy_whose_case_is_missing_points_to_a_backup(vault, called):
    name = sorted(vault.names())[0]
    whole = Path(vault.place) / f"{name}.age"
    whole.rename(whole.with_name(f"{called.format(name[6:])}.age"))
    told = " ".join(check(vault).problems)
    assert f"a copy of C-{name[6:]}, which is missing" in told and "casetui restore" in told
    assert "Give the file" not in told


@pytest.mark.parametrize("number", [int("9" * 60), -1, 10**9 + 1])
def test_a_revision_with_a_number_that_cannot_be_is_refused_and_named(vault, number):
    case = spoil(vault, lambda tables: first(tables["_file"]).update(revision=number))
    assert only(vault).startswith(f"C-{case}: ") and "revision's number cannot be right" in only(vault)
    with pytest.raises(VaultError, match="number cannot be right"):
        CaseFile.load(vault, f"cases/{case}")


@pytest.mark.parametrize("number", [int("9" * 60), 0, -1, True])
def test_a_signed_head_with_a_number_that_cannot_be_is_refused(number):
    with pytest.raises((ValueError, TypeError)):
        RevisionHead("cases/AB2345", number, "", "mary", "2026-11-21T09:00:00+00:00", "0a").check()


def test_a_file_with_a_key_twice_is_refused_and_named(vault):
    name = sorted(vault.names())[0]
    kept = vault.read(name)
    readers = CaseFile.from_stored(name, kept).readers
    content = b'{"contact":{},' + kept.data[1:]
    at = CaseFile.from_stored(name, kept).saved_at
    fill(vault, [(name, keyring(vault).close(name, content, at, kept.revision, readers)[1])])
    assert '"contact" stands in it twice' in only(vault)
    with pytest.raises(VaultError, match="stands in it twice"):
        CaseFile.load(vault, name)


def test_a_torn_file_points_to_the_former_revision(vault):
    name = sorted(vault.names())[0]
    file = CaseFile.load(vault, name).copy()
    file.put(Contact(kind="phone", summary="Rang.", on=NOW.date()))
    file.save(vault, "mary", NOW)
    path = Path(vault.place) / f"{name}.age"
    path.write_bytes(path.read_bytes()[:100])
    problem = only(vault)
    assert "is whole: casetui check --repair brings it back" in problem
    (former,) = (Path(vault.place) / "former" / path.stem).iterdir()
    former.unlink()
    assert "backup" in only(vault)


def test_a_missing_head_is_named(vault):
    spoil(vault, lambda tables: tables.pop("case"))
    assert "the head of the case is missing" in only(vault)


def test_a_newer_case_file_is_named(vault):
    spoil(vault, lambda tables: first(tables["_file"]).update(format=99))
    assert "newer version" in only(vault)


def test_a_damaged_agency_file_is_named_and_the_cases_are_still_read(vault):
    (Path(vault.place) / "agency.signed").write_text("{")
    found = check(vault)
    assert found.cases == 3
    assert "agency" in found.problems[0]


def test_settings_that_cannot_be_are_named(vault):
    spoil(vault, lambda tables: first(tables["agency"]).update(methods=["magic"]), AGENCY)
    assert "magic" in only(vault)
    spoil(
        vault,
        lambda tables: first(tables["agency"]).update(zone="Atlantis/Deep", methods=["guidebook"]),
        AGENCY,
    )
    assert "Atlantis/Deep" in only(vault)


def test_a_mistake_in_a_pack_is_named_with_file_and_line(vault):
    (Path(vault.place) / "methods" / "own.toml").write_text(
        'kind = "checklist"\nkey = "own"\ntitel = "Own"\n'
    )
    assert any(problem.startswith("methods/own.toml:3:") for problem in check(vault).problems)


def test_a_kept_pack_that_was_changed_or_lost_is_named(vault):
    folder = next((Path(vault.place) / "packs").iterdir())
    pack = next(folder.glob("checklist-*.toml"))
    pack.write_text(pack.read_text() + "\n# changed\n")
    assert "changed a kept pack" in only(vault)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert all("method_version" in problem for problem in check(vault).problems)
    assert len(check(vault).problems) == 3


ODD_HEADS = [{"format": "1"}, {"format": 0}, {"format": True}, {"format": [1]}, {"revision": "x"},
             {"revision": None}, {"at": "soon"}, {"at": 5}, {"by": [1]}]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_HEADS, ids=str)
@pytest.mark.parametrize("name", ["", AGENCY])
def test_an_odd_head_is_named(vault, odd, name):
    spoil(vault, lambda tables: first(tables["_file"]).update(odd), name)
    assert check(vault).problems


def test_a_former_revision_with_an_odd_head_is_not_offered(vault):
    name = sorted(vault.names())[0]
    spoil(vault, lambda tables: first(tables["_file"]).update(at=5), at=NOW)
    vault.write(name, b"{}", vault.read(name), NOW, Readers("North"))
    (Path(vault.place) / f"{name}.age").write_text("{")
    assert len(vault.formers(name)) == 1 and "backup" in only(vault)


@pytest.mark.parametrize("left", ["nothing", "method-guidebook.toml", "checklist-gp.toml"])
def test_a_half_written_pack_folder_is_named_once(vault, left):
    folder = next((Path(vault.place) / "packs").iterdir())
    for path in folder.iterdir():
        if path.name != left:
            path.unlink()
    assert folder.name in only(vault)


def test_an_agency_file_that_cannot_be_read_is_named_once(vault):
    path = Path(vault.place) / "agency.signed"
    path.unlink()
    assert "agency.signed" in only(vault)
    path.mkdir(mode=0o700)
    assert "agency.signed" in only(vault)


@pytest.mark.parametrize("fails", ["listing", "file"])
def test_a_case_folder_that_cannot_be_read_is_named_once_and_nothing_beside_it_is_judged(
    vault, monkeypatch, fails
):
    cases, names = Path(vault.place) / "cases", vault.names()
    moved = cases.rename(Path(vault.place).with_name("cases"))
    cases.write_text("") if fails == "file" else cases.mkdir(mode=0o700)

    listing = os.scandir

    def refused(folder):
        if isinstance(folder, int) and Path(f"/proc/self/fd/{folder}").readlink() == cases:
            raise PermissionError(errno.EACCES, "Permission denied")
        return listing(folder)

    with monkeypatch.context() as patch:
        if fails == "listing":
            patch.setattr(os, "scandir", refused)
        checked = check(vault)
        (problem,) = checked.problems
        assert ("permission denied" if fails == "listing" else "a file in the place of") in problem
        repair(keeper(vault), checked)
    assert [problem[:8] for problem in check(vault).problems] == sorted(f"C-{name[6:]}" for name in names)
    assert len(list((Path(vault.place) / "covers").iterdir())) == 3
    cases.rmdir()
    moved.rename(cases)
    assert check(vault).problems == []


@pytest.mark.parametrize("kind", ["dangling", "looping", "folder", "pipe", "device"])
def test_what_is_no_case_file_is_named_and_stops_nothing_else(vault, kind):
    put_no_file(Path(vault.place) / "cases" / "ZZZZZZ.age", kind)
    assert len(vault.names()) == 3
    checked = check(vault)
    assert checked.problems[-1] == (
        "C-ZZZZZZ: this is no case file that can be read. Take it out of the folder cases/."
    )
    assert checked.cases == 3
    assert "C-ZZZZZZ" not in " ".join(repair(keeper(vault), checked)[0])
    assert len(list((Path(vault.place) / "covers").iterdir())) == 3


def test_a_case_with_no_file_in_its_place_that_only_its_cover_sheet_knows_is_to_be_restored(vault):
    name = sorted(vault.names())[0]
    (Path(vault.place) / f"{name}.age").unlink()
    put_no_file(Path(vault.place) / f"{name}.age", "pipe")
    pipe, problem = check(vault).problems
    assert pipe.startswith(f"{name}.age is no file: take it out of the folder")
    assert problem.startswith(
        f"C-{name[6:]}: this is no case file that can be read. Take it out of the folder"
    )
    (Path(vault.place) / f"{name}.age").unlink()


def put_no_file(path, kind) -> None:
    if kind == "folder":
        path.mkdir(mode=0o700)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to({"dangling": "/nowhere", "looping": path.name, "device": "/dev/zero"}[kind])


@pytest.mark.parametrize("kind", ["dangling", "looping", "folder", "pipe", "device"])
def test_a_case_with_no_file_in_its_place_comes_back_once_that_is_taken_out(vault, kind):
    name = sorted(vault.names())[0]
    file = CaseFile.load(vault, name).copy()
    file.put(Contact(kind="phone", summary="Rang.", on=NOW.date()))
    file.save(vault, "grainne", NOW)
    path = Path(vault.place) / f"{name}.age"
    path.unlink()
    put_no_file(path, kind)
    if kind != "folder":
        (done,) = {*repair(keeper(vault), check(vault))[0][:-1]} or {""}
        assert done == "" and path.lstat().st_size < 100, "no repair touches it"
        path.unlink()
    else:
        assert f"C-{name[6:]}: this is no case file that can be read. Its revision" in only(vault)
    repair(keeper(vault), check(vault))
    assert check(vault).problems == [] and path.is_file() and not path.is_symlink()


# -- what was removed ----------------------------------------------------------------------------

GONE = "is missing. No former revision of it is whole: bring it back from a backup with casetui restore."


def test_a_case_that_only_the_journal_still_knows_is_missing(vault):
    name = sorted(vault.names())[0]
    vault.journal.tell(name, "mary")
    (Path(vault.place) / f"{name}.age").unlink()
    assert only(vault) == f"C-{name[6:]}: its case file {GONE}"
    assert (Path(vault.place) / f"covers/{name[6:]}.age").exists()
    file = RecordFile(f"keys/{name[6:]}", {})
    file.put(make_group_key(f"C-{name[6:]}", 1, []))
    file.save(vault, "grainne", NOW)
    assert only(vault) == f"C-{name[6:]}: its case file {GONE}", "and its key is kept where it is"
    with (Path(vault.place) / "changes").open("a") as journal:
        journal.write("cases/../x mary\ncases/\x1b[2J mary\nagency mary\nkeys/AB2345 mary\ncases/AB2\n")
    assert len(check(vault).problems) == 1, "no other line of the journal names a case"


def test_a_case_that_only_the_persons_own_program_saw_is_missing(vault):
    who = keeper(vault)
    name = sorted(vault.names())[0]
    known_revisions = KnownRevisions(who.folder.known_revisions, who.keys)
    known_revisions.note(name[6:], KnownRevision(1, "x", Reach("North")), "")
    known_revisions.keep()
    (Path(vault.place) / f"{name}.age").unlink()
    assert only(vault) == f"C-{name[6:]}: its case file {GONE}"


def test_where_no_case_is_there_the_cover_sheets_say_which_there_were(vault):
    names = sorted(vault.names())
    for name in names:
        (Path(vault.place) / f"{name}.age").unlink()
    checked = check(vault)
    assert checked.problems == [f"C-{name[6:]}: its case file {GONE}" for name in names]
    assert repair(keeper(vault), checked) == ([], False)


def test_what_nobody_thought_of_is_a_problem_and_the_rest_is_read(vault, monkeypatch):
    real = CaseFile.load.__func__
    odd = sorted(vault.names())[0]

    def fails(kind, vault, name):
        if name == odd:
            raise ZeroDivisionError
        return real(kind, vault, name)

    monkeypatch.setattr(CaseFile, "load", classmethod(fails))
    assert f"C-{odd[6:]} cannot be checked (ZeroDivisionError)" in only(vault)
    assert check(vault).cases == 3


def test_own_targets_that_do_nothing_are_named(vault):
    targets = ["assesment 7 days", "minimum_stay 0 days"]
    spoil(vault, lambda tables: first(tables["agency"]).update(targets=targets), AGENCY)
    assert [problem.split('"')[1] for problem in check(vault).problems] == ["assesment", "minimum_stay"]


def test_progress_can_stop_it(tmp_path):
    vault = make_demo(tmp_path / "vault", NOW, cases=60)
    assert check(vault, lambda *_: False).cases == 50


# -- sealed, signed, and what lies beside --------------------------------------------------------


def test_what_is_sealed_to_others_is_counted_and_is_no_problem(tmp_path):
    vault = make_demo(tmp_path / "vault", NOW, cases=40)
    found = check_vault(keeper(vault, "mary"))
    assert found.problems == [] and found.cases == 40
    assert found.others == 40 - check_vault(keeper(vault, "ewa")).others > 0


def test_what_is_sealed_to_others_and_cut_short_is_named_and_left(tmp_path):
    vault = make_demo(tmp_path / "vault", NOW, cases=40)
    mine = vault_as(vault, "mary")
    other = next(name for name in vault.names() if read_cover(mine, name[6:]).team == "South")
    path = Path(vault.place) / f"{other}.age"
    path.write_bytes(path.read_bytes()[:150])
    checked = check_vault(keeper(vault, "mary"))
    (problem,) = checked.problems
    assert problem.startswith(f"C-{other[6:]}") and not checked.mends


def test_a_case_that_does_not_open_is_named_and_not_called_damaged_by_its_cover_sheet(vault):
    name = sorted(vault.names())[0]
    path = Path(vault.place) / f"{name}.age"
    path.write_bytes(path.read_bytes().replace(b"-> X25519", b"-> X25518", 1))  # the way in of the team
    assert "its cover sheet says that it is your team's, and your key does not open it" in only(vault)
    assert check(vault).mends == []


def test_a_forged_case_is_named_with_who_did_not_write_it(vault):
    name = sorted(vault.names())[0]
    file = CaseFile.load(vault, name)
    forger = AgencyFile.load(vault, AGENCY).keyring("sean", Keys.make())
    forger.recipients = keyring(vault).recipients
    fill(vault, [(name, forger.close(name, file.stored.data, NOW, file.stored.revision, file.readers)[1])])
    assert "Seán Keane did not sign this" in only(vault)


def test_a_stale_and_a_missing_cover_sheet_are_written_anew(vault):
    first_, second, _ = sorted(vault.names())
    (Path(vault.place) / "covers" / f"{first_[6:]}.age").unlink()
    stale = Cover(**{**vars(Cover.of(CaseFile.load(vault, second).case)), "manager": "ewa"})
    keep_cover(vault, stale, NOW)
    checked = check(vault)
    assert ["missing" in checked.problems[0], "stale" in checked.problems[1]] == [True, True]
    _, lost = repair(keeper(vault), checked)
    assert not lost and check(vault).problems == []
    assert read_cover(vault, second[6:]) == Cover.of(CaseFile.load(vault, second).case)


def test_a_cover_sheet_and_a_key_of_no_case_are_moved_aside(vault):
    keep_cover(vault, Cover("ZZ2345", "x", "guidebook", "open", "North", "mary", "2026-11-01", False), NOW)
    key = make_group_key("C-ZZ2345", 1, [])
    file = RecordFile("keys/ZZ2345", {})
    file.put(key)
    file.save(vault, "grainne", NOW)
    checked = check(vault)
    assert len(checked.problems) == 2
    repair(keeper(vault), checked)
    assert check(vault).problems == []
    assert not (Path(vault.place) / "covers" / "ZZ2345.age").exists()


def test_without_an_agency_file_the_rest_is_still_looked_at(vault):
    (Path(vault.place) / "agency.signed").unlink()
    (Path(vault.place) / "methods" / "own.toml").write_text("kind = 7\n")
    problems = check(vault).problems
    assert any("own.toml" in one for one in problems) and any("agency.signed" in one for one in problems)
