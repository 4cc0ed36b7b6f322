"""Backups: only files that differ are copied, no newer file is overwritten, and no damage is copied."""

import errno
import json
import os
import shutil
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casetui.data.covers import read_cover
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.store.former import digest_of, parse_former
from casetui.data.vault import Vault, VaultError
from casetui.demo import make_demo
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.restricting import restrict
from casetui.desk.people.agency import save_agency
from casetui.keeping.backup import back_up
from casetui.keeping.keeper import Keeper
from casetui.keeping.manifest import BackupError, Copy, Manifest
from casetui.keeping.restoring import restore
from tests.keeping.keeping import check, keeper, vault_as
from tests.keeping.test_checking import NOW
from tests.keeping.test_repairing import save, summaries
from tests.screens.office import KEYS


@pytest.fixture
def vault(tmp_path) -> Vault:
    return vault_as(make_demo(tmp_path / "vault", NOW, cases=3))


@pytest.fixture
def name(vault) -> str:
    name = sorted(vault.names())[0]
    save(vault, name, "mary", "Call 0")
    return name


@pytest.fixture
def dest(vault, name, tmp_path):
    dest = tmp_path / "backup"
    assert back_up(vault, dest, NOW).problems == []
    return dest


def sign_in(vault, spare):
    """Sign in as the line manager of a demo."""
    own = PersonFolder.of(vault, "grainne", Path(vault.place))
    return Keeper.sit_down(vault, own, own.key_file.unlock(""), spare=spare)


def content(folder) -> dict[str, bytes]:
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: data for path, data in files.items() if not path.startswith(("locks/", "manifest."))}


# -- making one ----------------------------------------------------------------------------------


def test_a_backup_holds_every_file_and_is_its_makers_alone(vault, dest):
    assert content(dest) == content(Path(vault.place))
    for path in [dest, *dest.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_what_was_saved_within_the_same_second_is_copied_too(vault, dest, name):
    """Files of one length, on a disk that keeps times to a second or two: they have the same stamp."""
    path = Path(vault.place) / f"{name}.age"
    about = path.stat()
    save(vault, name, "sean", "Call 1")
    path.write_bytes(path.read_bytes()[: about.st_size].ljust(about.st_size, b"x"))
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert any(name[6:] in problem for problem in back_up(vault, dest, NOW).problems), "it is looked at"


def test_a_second_one_copies_only_what_differs(vault, dest, name):
    assert back_up(vault, dest, NOW).copied == 0
    save(vault, name, "sean", "Call 1")
    assert back_up(vault, dest, NOW).copied == 3, "the case, its former revision, the journal"
    assert content(dest) == content(Path(vault.place))


def formers(folder, name):
    return sorted((folder / "former" / name.removeprefix("cases/")).iterdir())


def test_a_former_revision_that_the_vault_thinned_is_dropped(vault, dest, name):
    for n in range(2):
        save(vault, name, "sean", f"Call {n + 1}")
    back_up(vault, dest, NOW)
    first, _second, newest = formers(Path(vault.place), name)
    day = datetime.now(UTC).date()
    if parse_former(first.name).until.date() != day or parse_former(newest.name).until.date() != day:
        pytest.skip("a midnight came in between")
    first.unlink()
    assert back_up(vault, dest, datetime.now(UTC)).dropped == 0, "all of the last day are kept"
    assert back_up(vault, dest, datetime.now(UTC) + timedelta(days=2)).dropped == 1, "then one a day"
    assert content(dest) == content(Path(vault.place))


def test_a_former_revision_that_somebody_removed_stays_in_the_backup_and_comes_back(vault, dest, name):
    save(vault, name, "sean", "Call 1")
    back_up(vault, dest, NOW)
    before = content(dest)
    shutil.rmtree(Path(vault.place) / "former" / name[6:])
    for days in (0, 20):  # the newest of each day
        done = back_up(vault, dest, datetime.now(UTC) + timedelta(days=days))
    assert done.dropped + done.removed == 2 and done.removed >= 1
    kept = formers(dest, name)
    assert kept and all(before[str(path.relative_to(dest))] == path.read_bytes() for path in kept)
    restore(Path(vault.place), dest, sign_in)
    assert [path.name for path in formers(Path(vault.place), name)] == [path.name for path in kept]


@pytest.mark.parametrize("kind", ["agency", "keys"])
def test_what_is_never_thinned_is_never_dropped(office, tmp_path, kind):
    office.case("AB2345", "Aoife", lambda built: built.assigned())
    tom, dest = office.desk("tom"), tmp_path / "backup"
    name = {"agency": AGENCY, "keys": "keys-AB2345"}[kind]
    for n in range(3):
        save_agency(tom, {"name": f"North {n}"}, tom.agency)
        named = ["mary", "tom", *["sean"][n % 2 :]]
        restrict(tom, open_case(tom, "AB2345"), named, "a colleague's sister")
    back_up(office.locked, dest, NOW)
    before = formers(dest, name)
    shutil.rmtree(office.folder / "former" / name)
    assert back_up(office.locked, dest, datetime.now(UTC) + timedelta(days=400)).dropped == 0
    assert formers(dest, name) == before

    def by_tom(found, spare):
        return Keeper.sit_down(found, office.own("tom"), KEYS["tom"], spare=spare)

    restore(office.folder, dest, by_tom)
    (office.folder / "former" / name / before[0].name).unlink()
    restore(office.folder, dest, by_tom)
    assert [path.name for path in formers(office.folder, name)] == [path.name for path in before]


def test_of_a_former_revision_that_was_sealed_anew_the_older_file_is_dropped(vault, dest, name):
    (path,) = formers(Path(vault.place), name)
    former = parse_former(path.name)
    for data in (b"sealed anew", b"and again", b"once more"):
        anew = path.with_name(former.name.replace(former.digest, digest_of(data)))
        anew.write_bytes(data)
        path.unlink()
        path = anew
        assert back_up(vault, dest, datetime.now(UTC) + timedelta(days=2)).dropped == 1
        assert content(dest) == content(Path(vault.place))


def test_a_case_that_is_gone_from_the_vault_is_kept_with_its_former_revisions(vault, dest, name):
    before = content(dest)
    (Path(vault.place) / f"{name}.age").unlink()
    shutil.rmtree(Path(vault.place) / "former" / name[6:])
    assert back_up(vault, dest, NOW).removed == 2
    assert content(dest) == before


def test_a_damaged_case_never_takes_the_place_of_its_good_copy(vault, dest, name):
    good = (dest / f"{name}.age").read_bytes()
    (Path(vault.place) / f"{name}.age").write_bytes(b"{")
    (problem,) = back_up(vault, dest, NOW).problems
    assert problem.startswith(f"C-{name[6:]} is damaged in the vault: run casetui check --repair.")
    assert (dest / f"{name}.age").read_bytes() == good
    assert restore(Path(vault.place), dest, sign_in).problems == []
    assert check(vault).problems == []


def flipped(path) -> None:
    """Change a byte near the end of a file; the file then has a new time."""
    data = path.read_bytes()
    path.write_bytes(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:])
    after = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(after, after))


@pytest.mark.parametrize("journal", ["tells", "never told", "missed the last save"])
def test_bytes_that_nobody_saved_never_take_the_place_of_the_good_copy(vault, dest, name, journal):
    """A byte that changed deep in a sealed file shows without keys only beside it."""
    changes, path = Path(vault.place) / "changes", Path(vault.place) / f"{name}.age"
    before = changes.read_bytes()
    save(vault, name, "sean", "Call 1", after=5)
    if journal != "tells":
        changes.write_bytes(before if journal == "missed the last save" else b"")
    assert back_up(vault, dest, NOW).problems == []
    good = path.read_bytes()
    flipped(path)
    for _ in range(2):
        assert back_up(vault, dest, NOW).problems == [
            f"C-{name[6:]} in the vault is not what was saved last: run casetui check --repair. "
            "The backup keeps its earlier copy."
        ]
        assert (dest / f"{name}.age").read_bytes() == good
    assert restore(Path(vault.place), dest, sign_in).problems == []
    assert summaries(vault, name) == ["Call 0", "Call 1"]
    assert back_up(vault, dest, NOW).problems == []


def test_bytes_that_nobody_saved_are_named_where_the_backup_has_no_copy(vault, name, tmp_path):
    flipped(Path(vault.place) / f"{name}.age")
    (problem,) = back_up(vault, tmp_path / "backup", NOW).problems
    assert problem == f"C-{name[6:]} in the vault is not what was saved last: run casetui check --repair."
    assert (tmp_path / "backup" / f"{name}.age").exists()


@pytest.mark.parametrize("saves", [1, 3])
@pytest.mark.parametrize("journal", ["as it was", "lost", "of an earlier version"])
def test_a_save_that_the_journal_does_not_tell_of_is_backed_up(vault, dest, name, saves, journal):
    changes, before = Path(vault.place) / "changes", (Path(vault.place) / "changes").read_bytes()
    for n in range(saves):
        save(vault, name, "sean", f"Call {n + 1}", after=5 + n)
    earlier = f"{name} mary\n".encode()
    changes.write_bytes({"as it was": before, "lost": b"", "of an earlier version": earlier}[journal])
    assert back_up(vault, dest, NOW).problems == []
    assert content(dest) == content(Path(vault.place))


def test_a_save_while_the_backup_runs_is_backed_up(vault, dest, name, monkeypatch):
    real = vault.journal.by_name

    def and_then_saves():
        told = real()
        save(vault, name, "sean", "Call 1", after=5)
        return told

    monkeypatch.setattr(vault.journal, "by_name", and_then_saves)
    assert back_up(vault, dest, NOW).problems == []
    assert (dest / f"{name}.age").read_bytes() == (Path(vault.place) / f"{name}.age").read_bytes()


@pytest.mark.parametrize(
    "put",
    [
        os.mkfifo, lambda path: path.mkdir(), lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to(path.name), lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to("../methods"),
    ],
    ids=["a pipe", "a folder", "a dead link", "a link to itself", "a device", "a link to a folder"],
)  # fmt: skip
def test_what_is_no_file_is_named_and_the_copy_of_it_stays(vault, dest, name, put):
    path = Path(vault.place) / f"{name}.age"
    path.unlink()
    put(path)
    before = content(dest)
    (problem,) = back_up(vault, dest, NOW).problems
    assert problem.startswith(f"{path} ")
    assert content(dest) == before


def test_a_link_that_leads_round_is_named(vault, name, tmp_path):
    for link in (Path(vault.place) / "methods" / "all", Path(vault.place) / "again"):
        link.symlink_to(Path(vault.place))
    assert len(back_up(vault, tmp_path / "backup", NOW).problems) == 2


def test_what_killed_backups_left_is_removed_once_it_is_old(vault, dest, name):
    left = [dest / f".{place}.12-0a1b2c3d.new" for place in ("a.age", "manifest.json")]
    left += [dest / "cases" / ".a.age.12-0a1b2c3d.new", dest / "former" / name[6:] / ".a.age.12-1.new"]
    young = dest / "cases" / ".b.age.12-0a1b2c3d.new"
    for path in (*left, young):
        path.write_text("x")
    for path in left:
        os.utime(path, (1e9, 1e9))
    back_up(vault, dest, NOW)
    assert list(dest.rglob(".*")) == [young]


def test_a_first_one_that_was_killed_at_once_is_made_again(vault, tmp_path):
    dest = tmp_path / "backup"
    dest.mkdir()
    (dest / ".manifest.json.12-0a1b2c3d.new").write_text("{")
    assert back_up(vault, dest, NOW).problems == []


OLDER = "is older in the vault than in the backup, which keeps the newer one: casetui restore brings it back."


@pytest.mark.parametrize("after", ["put back", "and its former revisions removed", "as a new file"])
def test_an_older_case_that_was_put_back_never_takes_the_place_of_the_newer_copy(vault, dest, name, after):
    path = Path(vault.place) / f"{name}.age"
    old, about = path.read_bytes(), path.stat()
    save(vault, name, "sean", "Call 1", after=5)
    newer = path.read_bytes()
    back_up(vault, dest, NOW)
    path.write_bytes(old)
    if after != "as a new file":
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    if after == "and its former revisions removed":
        shutil.rmtree(Path(vault.place) / "former" / name[6:])
    for _ in range(2):
        assert back_up(vault, dest, NOW).problems == [f"C-{name[6:]} {OLDER}"]
        assert (dest / f"{name}.age").read_bytes() == newer
    restore(Path(vault.place), dest, sign_in)
    assert summaries(vault, name) == ["Call 0", "Call 1"]
    save(vault, name, "sean", "Call 2", after=9)
    assert back_up(vault, dest, NOW).problems == []
    assert (dest / f"{name}.age").read_bytes() == path.read_bytes()


def test_of_an_older_case_that_is_kept_nowhere_the_journal_tells(vault, dest, name):
    path = Path(vault.place) / f"{name}.age"
    old = path.read_bytes()
    save(vault, name, "sean", "Call 1", after=5)
    back_up(vault, dest, NOW)
    for folder in (Path(vault.place), dest):
        shutil.rmtree(folder / "former" / name[6:])
    path.write_bytes(old)
    assert back_up(vault, dest, NOW).problems == [f"C-{name[6:]} {OLDER}"]


def test_a_clock_that_went_wrong_keeps_no_newer_case_from_the_backup(vault, dest, name):
    path = Path(vault.place) / f"{name}.age"
    os.utime(path, (4e9, 4e9))
    back_up(vault, dest, NOW)
    save(vault, name, "sean", "Call 1", after=5)
    assert back_up(vault, dest, NOW).problems == []
    assert (dest / f"{name}.age").read_bytes() == path.read_bytes()


def test_one_that_was_stopped_is_simply_made_again(vault, name, tmp_path):
    dest = tmp_path / "backup"
    for n in range(60):
        (Path(vault.place) / "methods" / f"note{n}.txt").write_text("x")
    assert back_up(vault, dest, NOW, lambda *_: False).stopped
    assert 0 < len(content(dest)) < len(content(Path(vault.place)))
    done = back_up(vault, dest, NOW)
    assert done.same == 49 and content(dest) == content(Path(vault.place))


@pytest.mark.parametrize("cut", range(1, 14))
def test_one_that_was_cut_off_can_still_be_restored_from(vault, dest, name, tmp_path, monkeypatch, cut):
    save(vault, name, "sean", "Call 1")
    save(vault, name, "sean", "Call 2")
    calls = 0

    def dies(*args):
        nonlocal calls
        calls += 1
        if calls == cut:
            raise KeyboardInterrupt
        return real(*args)

    real = os.fsync
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", dies)
        with suppress(KeyboardInterrupt):
            back_up(vault, dest, NOW)
    done = restore(tmp_path / "new", dest, sign_in)
    assert done.problems == []
    assert len(summaries(vault_as(Vault.at(tmp_path / "new")), name)) in (1, 3)


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_copied(vault, name, tmp_path, monkeypatch):
    real = os.open

    def fails(path, *args, **kwargs):
        above = Path(f"/proc/self/fd/{kwargs['dir_fd']}").readlink() if "dir_fd" in kwargs else Path()
        if above / path == Path(vault.place) / f"{name}.age":
            raise OSError(errno.EIO, "Input/output error")
        return real(path, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", fails)
        done = back_up(vault, tmp_path / "backup", NOW)
    assert "input/output error" in done.problems[0]
    assert len(content(tmp_path / "backup")) == len(content(Path(vault.place))) - 1


def test_a_full_disk_is_a_sentence(vault, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BackupError, match="no space left on device"):
        back_up(vault, tmp_path / "backup", NOW)


def test_it_goes_nowhere_where_other_things_are(vault, dest, tmp_path):
    other = make_demo(tmp_path / "other", NOW, cases=1, seed=2)
    for folder, said in [
        (Path(vault.place) / "backup", "does not lie in the vault"),
        (tmp_path, "nor round it"),
        (Path(other.place), "holds other files"),
        (dest / "vault.json", "holds other files"),
    ]:
        with pytest.raises(BackupError, match=said):
            back_up(vault, folder, NOW)
    with pytest.raises(BackupError, match="another vault"):
        back_up(other, dest, NOW)
    with pytest.raises(BackupError, match="another vault"):
        restore(Path(other.place), dest, sign_in)


# -- bringing back -------------------------------------------------------------------------------


def test_a_whole_vault_comes_back(vault, dest, tmp_path):
    done = restore(tmp_path / "new", dest, sign_in)
    assert done.problems == done.left_alone == [] and len(done.brought_back) == 4
    assert set(content(tmp_path / "new")) == set(content(Path(vault.place)))
    again = vault_as(Vault.at(tmp_path / "new"))
    assert check(again).problems == []
    assert {one.digest for one in map(again.read, again.names())} == {
        vault.read(x).digest for x in vault.names()
    }
    assert restore(tmp_path / "new", dest, sign_in).files == 0
    assert [told.by for told in again.journal.lines()] == ["mary"] + ["restore"] * 4, (
        "who saved what is still known"
    )


def test_a_lost_vault_file_comes_back_over_newer_work(vault, dest, name):
    save(vault, name, "sean", "Call 1", after=5)
    path = Path(vault.place) / "vault.json"
    not_sealed = json.dumps({**json.loads(path.read_bytes()), "format": 1}).encode()
    for spoiled in (b"", b"{", not_sealed, None):
        path.unlink() if spoiled is None else path.write_bytes(spoiled)
        assert len(restore(Path(vault.place), dest, sign_in).left_alone) == 1
        assert summaries(vault_as(Vault.at(Path(vault.place))), name) == ["Call 0", "Call 1"]


def test_newer_work_is_left_alone_and_named(vault, dest, name):
    save(vault, name, "sean", "Call 1", after=5)
    done = restore(Path(vault.place), dest, sign_in)
    assert done.left_alone == [f"C-{name[6:]} was left alone: it was saved later, on 2026-11-21 09:05 UTC."]
    assert done.files == 0 and summaries(vault, name) == ["Call 0", "Call 1"]


def test_an_older_case_is_replaced_and_kept_as_a_former_revision(vault, dest, name):
    save(vault, name, "sean", "Call 1", after=5)
    newer = vault.read(name)
    back_up(vault, dest, NOW)
    (former, *_) = vault.formers(name)
    vault.write_raw(name, vault.read_former_raw(name, former).data, newer.digest)  # somebody rolled it back
    present = vault.read(name).digest
    assert restore(Path(vault.place), dest, sign_in).brought_back == [
        f"C-{name[6:]}: revision 3 of 2026-11-21 09:05 UTC is back."
    ]
    assert vault.read(name).digest == newer.digest
    assert vault.formers(name)[0].digest == present
    assert vault.journal.lines()[-1].by == "restore"


def test_a_damaged_and_a_missing_case_come_back(vault, dest, name):
    lost = sorted(vault.names())[1]
    (Path(vault.place) / f"{lost}.age").unlink()
    (Path(vault.place) / f"{name}.age").write_bytes(b"{")
    done = restore(Path(vault.place), dest, sign_in)
    assert len(done.brought_back) == 2 and done.problems == done.left_alone == []
    assert check(vault).problems == []
    assert next((Path(vault.place) / "damaged").iterdir()).read_bytes() == b"{"


def test_one_case_alone(vault, dest, name):
    other = sorted(vault.names())[1]
    for one in (name, other):
        (Path(vault.place) / f"{one}.age").unlink()
    assert len(restore(Path(vault.place), dest, sign_in, case=name[6:]).brought_back) == 1
    assert not (Path(vault.place) / f"{other}.age").exists()
    with pytest.raises(BackupError, match="no case C-ZZZZZZ"):
        restore(Path(vault.place), dest, sign_in, case="ZZZZZZ")


def test_a_copy_that_was_damaged_is_not_brought_back(vault, dest, name):
    path = dest / f"{name}.age"
    path.write_bytes(path.read_bytes()[:-1])
    (Path(vault.place) / f"{name}.age").unlink()
    done = restore(Path(vault.place), dest, sign_in)
    assert done.problems[0] == f"{name}.age in the backup is damaged; it was not brought back."
    assert "check --repair" in done.problems[1]
    assert not (Path(vault.place) / f"{name}.age").exists()


def test_packs_methods_and_logs_come_back(vault, dest):
    own = Path(vault.place) / "methods" / "own.txt"
    own.write_text("ours")
    back_up(vault, dest, NOW)
    pack = next(next((Path(vault.place) / "packs").iterdir()).iterdir())
    pack.write_text("changed")
    own.unlink()
    (Path(vault.place) / "changes").unlink()
    assert restore(Path(vault.place), dest, sign_in).left_alone == []
    assert check(vault).problems == [] and own.read_text() == "ours"
    own.write_text("ours, newer")
    os.utime(own, (2e9, 2e9))
    assert restore(Path(vault.place), dest, sign_in).left_alone == [
        "methods/own.txt was left alone: it was changed later."
    ]


def test_the_second_manifest_serves_where_the_first_is_damaged(vault, dest, tmp_path):
    text = (dest / "manifest.json").read_text()
    (dest / "manifest.json").write_text(text.replace("a", "b", 40))
    assert restore(tmp_path / "new", dest, sign_in).problems == []
    (dest / "manifest.again.json").write_text("{")
    with pytest.raises(BackupError, match="is damaged"):
        restore(tmp_path / "new", dest, sign_in)


def test_a_manifest_that_leads_out_of_the_vault_is_refused(vault, dest, tmp_path):
    manifest = Manifest.read(dest)
    manifest.files["../../evil"] = Copy("0" * 32, (0, 0))
    manifest.write(dest)
    with pytest.raises(BackupError):
        restore(tmp_path / "new", dest, sign_in)
    about = json.loads((dest / "manifest.json").read_text())
    assert about["vault"] == vault.id


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("cases/a\0", Copy("0", (0, 0))), ("cases/\ud800", Copy("0", (0, 0))), ("", Copy("0", (0, 0))),
        ("a", Copy(5, (0, 0))), ("a", Copy("0", ("x", 0))), ("a", Copy("0", (2**70, 0))),
    ],
)  # fmt: skip
def test_a_manifest_of_what_cannot_be_is_damaged(dest, name, copy):
    manifest = Manifest.read(dest)
    manifest.files[name] = copy
    manifest.write(dest)
    with pytest.raises(BackupError, match="is damaged"):
        Manifest.read(dest)


def test_a_manifest_without_end_is_damaged_and_what_was_begun_without_end_is_passed_over(dest):
    (dest / "manifest.part").write_text("[" * 100_000)
    assert Manifest.read(dest).begun == {}
    for name in ("manifest.json", "manifest.again.json"):
        (dest / name).write_text("[" * 100_000)
    with pytest.raises(BackupError, match="is damaged"):
        Manifest.read(dest)


def test_no_backup_is_said(vault, tmp_path):
    with pytest.raises(BackupError, match="There is no backup at"):
        restore(Path(vault.place), tmp_path / "none", sign_in)
    with pytest.raises(VaultError):
        restore(tmp_path / "new", tmp_path / "none", sign_in)


def test_the_agency_file_comes_back(vault, dest):
    (Path(vault.place) / "agency.signed").write_bytes(b"")
    assert restore(Path(vault.place), dest, sign_in).brought_back[0].startswith("agency: revision")
    assert check(vault).problems == [] and vault.read(AGENCY)


# -- without a passphrase, and with one ----------------------------------------------------------


def nobody(vault, spare):
    raise AssertionError("a passphrase was asked for")


def test_a_backup_and_a_restore_to_an_empty_place_need_no_key(vault, dest, tmp_path):
    assert back_up(Vault.at(Path(vault.place)), dest, NOW).problems == []
    done = restore(tmp_path / "new", dest, nobody)
    assert done.problems == done.left_alone == []
    again = Vault.at(tmp_path / "new")
    assert {(tmp_path / "new" / part).is_dir() for part in ("covers", "keys", "requests")} == {True}
    assert check(again).problems == []
    with pytest.raises(AssertionError, match="passphrase"):
        restore(Path(vault.place), dest, nobody)


def test_bytes_that_rot_are_seen_without_a_key_where_the_journal_tells_of_the_save(vault, dest, name):
    path = Path(vault.place) / f"{name}.age"
    about, data = path.stat(), path.read_bytes()
    path.write_bytes(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:])
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    (dest / "manifest.json").unlink()
    (dest / "manifest.again.json").unlink()
    shutil.rmtree(dest)
    (problem,) = back_up(Vault.at(Path(vault.place)), dest, NOW).problems
    assert problem.startswith(f"C-{name[6:]} is damaged in the vault")


@pytest.mark.parametrize("part", ["agency.signed", "covers"])
def test_damage_that_shows_in_other_files_is_seen_too(vault, dest, name, part):
    path = Path(vault.place) / part
    path = path / f"{name[6:]}.age" if path.is_dir() else path
    path.write_bytes(path.read_bytes()[:60])
    (problem,) = back_up(Vault.at(Path(vault.place)), dest, NOW).problems
    assert part.split(".")[0] in problem


def test_what_is_sealed_to_others_and_differs_is_left_to_them(tmp_path):
    vault = make_demo(tmp_path / "vault", NOW, cases=40)
    mary = vault_as(vault, "mary")
    south = next(name for name in vault.names() if read_cover(mary, name[6:]).team == "South")
    back_up(vault, tmp_path / "backup", NOW)
    save(vault, south, "ewa", "Call 1", after=5)

    def by_mary(found, spare):
        return keeper(found, "mary")

    done = restore(Path(vault.place), tmp_path / "backup", by_mary)
    assert done.left_alone == [f"C-{south[6:]} was left alone: it is sealed to others, who restore it."]
    (Path(vault.place) / f"{south}.age").unlink()
    assert restore(Path(vault.place), tmp_path / "backup", by_mary).brought_back == [
        f"C-{south[6:]} is back."
    ]
    (told,) = check(vault).problems
    assert told.startswith(f"C-{south[6:]}: former revisions or lines of the access log may still"), (
        "Mary cannot tell to whom it should be sealed"
    )


def test_an_agency_file_that_is_older_than_what_people_saw_comes_back_as_a_new_revision(office, tmp_path):
    dest = tmp_path / "backup"
    back_up(office.locked, dest, NOW)
    AgencyFile.load(office.vault, AGENCY).copy().save(office.vault, "tom", NOW)
    office.case("AB2345")
    mary, owns = office.desk("mary"), {who: office.own(who) for who in ("mary", "tom")}
    shutil.rmtree(office.folder / "former" / "agency")
    (office.folder / "agency.signed").unlink()

    def by(who):
        return lambda vault, spare: Keeper.sit_down(vault, owns[who], KEYS[who], spare=spare)

    assert "line manager" in restore(office.folder, dest, by("mary")).problems[0]
    assert restore(office.folder, dest, by("tom")).brought_back[0].startswith("agency: revision 1 of")
    mary.reread_agency()
    assert mary.agency_file.stored.revision.about.revision == 3
