"""The vault: no save over a later one, whole files after every failure, rights, later formats."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from casetui.data.making import fill, make_vault
from casetui.data.store import folder as folder_store
from casetui.data.store import plain
from casetui.data.store.folder import FolderStore
from casetui.data.vault import JournalLine, NoVault, OutOfDate, Vault, VaultError
from tests.data.sealed import create, keyring, make, write


@pytest.fixture
def made(tmp_path):
    return make(tmp_path / "vault")


def test_what_is_created_is_read_back(made):
    kept = create(made, "cases/AB2345", b"one")
    assert made.read("cases/AB2345") == kept
    assert made.names() == ["cases/AB2345"]


def test_a_taken_name_is_refused(made):
    create(made, "cases/AB2345", b"one")
    with pytest.raises(FileExistsError):
        create(made, "cases/AB2345", b"two")
    assert made.read("cases/AB2345").data == b"one"


def test_a_write_names_the_revision_it_was_made_from(made):
    first = create(made, "cases/AB2345", b"one")
    second = write(made, "cases/AB2345", b"two", first)
    with pytest.raises(OutOfDate):
        write(made, "cases/AB2345", b"three", first)
    assert made.read("cases/AB2345") == second


def test_of_many_writers_from_one_revision_exactly_one_wins(made):
    seen = create(made, "cases/AB2345", b"one")
    outcomes = []

    def save(data):
        try:
            write(made, "cases/AB2345", data, seen)
            outcomes.append(data)
        except OutOfDate:
            outcomes.append(None)

    threads = [threading.Thread(target=save, args=(bytes([65 + n]),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [data for data in outcomes if data]
    assert made.read("cases/AB2345").data == winner


def test_the_former_revision_is_kept(made):
    first = create(made, "cases/AB2345", b"one")
    write(made, "cases/AB2345", b"two", first)
    (former,) = made.formers("cases/AB2345")
    assert made.read_former("cases/AB2345", former).data == b"one"
    assert former.digest == first.digest


def test_the_stamp_changes_with_every_save(made):
    kept = create(made, "cases/AB2345", b"one")
    stamps = [made.stamp("cases/AB2345")]
    for n in range(5):
        kept = write(made, "cases/AB2345", b"%d--" % n, kept)
        stamps.append(made.stamp("cases/AB2345"))
    assert len(set(stamps)) == len(stamps)
    assert list(made.stamps()) == [("cases/AB2345", stamps[-1])]
    assert made.stamp("cases/NONE22") == (0, 0)


def test_a_lock_that_is_held_is_waited_for_and_then_said(made, monkeypatch):
    monkeypatch.setattr(folder_store, "LOCK_SECONDS", 0.05)
    kept = create(made, "cases/AB2345", b"one")
    with FolderStore(Path(made.place)).locked("cases/AB2345.age"):
        answers = []

        def save():
            try:
                write(made, "cases/AB2345", b"two", kept)
            except VaultError as error:
                answers.append(str(error))

        other = threading.Thread(target=save)
        other.start()
        other.join()
    assert answers == ["Somebody is saving this just now. Try again in a moment."]


# -- crashes and full disks ----------------------------------------------------------------------

SAVER = """
import sys
from pathlib import Path
from casetui.data.vault import Vault
made = Vault.at(Path(sys.argv[1]))
kept = made.read_raw("cases/AB2345")
print("ready", flush=True)
n = int(sys.argv[2])
while True:
    n += 1
    kept = made.write_raw("cases/AB2345", bytes([65 + n % 26]) * 50_000, kept.digest)
"""


def test_killed_in_the_middle_of_saving_the_file_is_the_old_or_the_new_one_whole(made):
    fill(made, [("cases/AB2345", b"A" * 50_000)])
    seen = set()
    for n in range(12):
        saver = subprocess.Popen(
            [sys.executable, "-c", SAVER, made.place, str(n)], stdout=subprocess.PIPE, text=True
        )
        assert saver.stdout.readline() == "ready\n"
        before = made.stamp("cases/AB2345")
        while made.stamp("cases/AB2345") == before:  # it is writing now
            time.sleep(0)
        time.sleep(n * 0.0007)  # at another point of a save each time; nothing waits on this
        saver.send_signal(signal.SIGKILL)
        saver.communicate()
        for path in (
            Path(made.place) / "cases" / "AB2345.age",
            *(Path(made.place) / "former" / "AB2345").iterdir(),
        ):
            data = path.read_bytes()
            assert len(data) == 50_000 and len(set(data)) == 1, f"{path} is torn"
        kept = made.read_raw("cases/AB2345")
        seen.add(kept.data[:1])
        assert made.names() == ["cases/AB2345"], "what was left half written is no case"
        made.write_raw("cases/AB2345", kept.data, kept.digest)  # and no lock outlives its holder
    assert len(seen) > 1, "the saver never saved: nothing was tested"


@pytest.mark.parametrize("fails", ["fsync", "rename", "open"])
def test_a_full_disk_leaves_the_old_file_and_says_so(made, monkeypatch, fails):
    kept = create(made, "cases/AB2345", b"one")

    def full(*args, **kwargs):
        if fails == "open" and not str(args[0]).startswith(".AB2345.age."):
            return real_open(*args, **kwargs)
        raise OSError(errno.ENOSPC, "No space left on device")

    real_open = os.open
    monkeypatch.setattr(os, fails, full)
    with pytest.raises(VaultError, match="no space left on device"):
        write(made, "cases/AB2345", b"two", kept)
    monkeypatch.undo()
    assert made.read("cases/AB2345") == kept
    assert list((Path(made.place) / "cases").iterdir()) == [Path(made.place) / "cases" / "AB2345.age"]
    assert write(made, "cases/AB2345", b"two", kept).data == b"two"


def test_a_disk_that_is_really_full(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        made = make(disk / "vault")
        kept = create(made, "cases/AB2345", b"one")
        with pytest.raises(VaultError, match="could not be saved"):
            write(made, "cases/AB2345", b"x" * 300_000, kept)
        assert made.read("cases/AB2345") == kept
        write(made, "cases/AB2345", b"two", kept)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_once_the_new_file_is_in_place_nobody_is_told_that_it_is_not(made, monkeypatch):
    kept = create(made, "cases/AB2345", b"one")

    def fails(folder):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(plain, "sync_folder", fails)
    assert write(made, "cases/AB2345", b"two", kept).data == b"two"


# -- rights --------------------------------------------------------------------------------------


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_vault_is_its_makers_alone_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        made = make(tmp_path / "vault")
        create(made, "cases/AB2345", b"one")
        made.access_log.add("x")
        made.journal.tell("cases/AB2345", "mary")
    finally:
        os.umask(before)
    assert rights(Path(made.place)) == 0o700
    for name in ("cases/AB2345.age", "vault.json", "openings", "changes"):
        assert rights(Path(made.place) / name) == 0o600, name


def test_a_folder_that_a_group_writes_in_makes_a_vault_for_the_group(tmp_path):
    folder = tmp_path / "vault"
    folder.mkdir()
    folder.chmod(0o2770)
    before = os.umask(0o077)
    try:
        made = make(folder)
        create(made, "cases/AB2345", b"one")
    finally:
        os.umask(before)
    assert rights(Path(made.place) / "cases" / "AB2345.age") == 0o660
    assert rights(Path(made.place) / "cases") == 0o2770
    assert Vault.at(folder).upkeep.files.shared


# -- what is no vault, and one from the future ---------------------------------------------------


def test_where_there_is_none_that_is_said(tmp_path):
    with pytest.raises(NoVault, match="There is no vault at"):
        Vault.at(tmp_path)


def test_a_vault_is_never_made_over_another(made):
    with pytest.raises(VaultError, match="There is a vault"):
        make_vault(Path(made.place), {})


@pytest.mark.parametrize("text", ["", "[]", '{"format": "x", "id": 1}', "\x00\x01"])
def test_a_damaged_vault_is_said_in_a_sentence(made, text):
    (Path(made.place) / "vault.json").write_text(text)
    with pytest.raises(VaultError, match="is damaged"):
        Vault.at(Path(made.place))


@pytest.mark.parametrize("format", [1, 0, -3])
def test_a_vault_of_the_format_that_was_not_sealed_is_refused_in_a_sentence(made, format):
    about = json.loads((Path(made.place) / "vault.json").read_text())
    (Path(made.place) / "vault.json").write_text(json.dumps({**about, "format": format}))
    with pytest.raises(VaultError, match=r"vault\.json names a format that no version .* makes"):
        Vault.at(Path(made.place))


def test_a_vault_of_a_newer_version_can_be_read_and_not_written(made):
    kept = create(made, "cases/AB2345", b"one")
    about = json.loads((Path(made.place) / "vault.json").read_text())
    (Path(made.place) / "vault.json").write_text(json.dumps({**about, "format": 99, "new": "thing"}))
    newer = Vault.at(Path(made.place)).signed_in(keyring())
    assert newer.read_only and newer.read("cases/AB2345").data == b"one"
    for act in (
        lambda: write(newer, "cases/AB2345", b"two", kept),
        lambda: create(newer, "cases/CD2345", b"two"),
    ):
        with pytest.raises(VaultError, match="A newer version"):
            act()
    assert newer.names() == ["cases/AB2345"]


# -- the journal and the packs -------------------------------------------------------------------


def test_the_journal_tells_what_was_saved_since(made):
    made.journal.tell("cases/AB2345", "mary")
    offset = made.journal.size()
    assert made.journal.since(offset) == ([], offset)
    made.journal.tell("cases/CD2345", "sean")
    assert made.journal.since(offset) == ([JournalLine("cases/CD2345", "sean")], made.journal.size())


def test_half_a_line_of_the_journal_is_read_when_it_is_whole(made):
    with (Path(made.place) / "changes").open("w") as journal:
        journal.write("cases/AB2345 mary\ncases/CD23")
        journal.flush()
        lines, offset = made.journal.since(0)
        assert lines == [JournalLine("cases/AB2345", "mary")]
        journal.write("45 sean\n")
    assert made.journal.since(offset)[0] == [JournalLine("cases/CD2345", "sean")]


def test_a_journal_that_was_begun_anew_is_read_from_its_start(made):
    made.journal.tell("cases/AB2345", "mary")
    made.journal.tell("cases/AB2345", "mary")
    offset = made.journal.size()
    (Path(made.place) / "changes").write_text("cases/CD2345 sean\n")
    assert made.journal.since(offset)[0] == [JournalLine("cases/CD2345", "sean")]


def test_every_version_of_a_pack_is_kept_and_never_written_over(made):
    made.packs.keep("v1", {"guidebook.toml": "one"})
    made.packs.keep("v1", {"guidebook.toml": "two"})
    assert made.packs.kept("v1") == {"guidebook.toml": b"one"}
