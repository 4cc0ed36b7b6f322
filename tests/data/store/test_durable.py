"""Files that are written whole: of two writers at once, the file of the later one stays, whole."""

import errno
import itertools
import os
import threading

import pytest

from casetui.data.errors import VaultError
from casetui.data.store import plain
from casetui.data.store.base import Change
from casetui.data.store.files import Files
from casetui.data.store.folder import FolderStore
from casetui.data.store.former import JournalLine
from casetui.data.store.plain import half_written

TURNS = 60


@pytest.mark.parametrize("writers", [2, 3])
def test_writers_of_one_file_at_once_hinder_nobody_and_tear_nothing(tmp_path, writers):
    """Two sessions of a person write one pin, without a lock."""
    files, wrong, done = Files(tmp_path, own=True), [], threading.Event()
    files.write("mary.pin", b"0" * 20_000)

    def writes(sign):
        try:
            for _ in range(TURNS):
                files.write("mary.pin", sign * 20_000)
        except OSError as error:
            wrong.append(repr(error))

    def reads():
        while not done.is_set():
            data, _ = files.read("mary.pin")
            if len(data) != 20_000 or len(set(data)) != 1:
                wrong.append("torn")

    reader = threading.Thread(target=reads)
    threads = [threading.Thread(target=writes, args=(b"%d" % one,)) for one in range(1, writers + 1)]
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    assert wrong == [] and files.names() == ["mary.pin"]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [(".x.age.12-0a1b2c3d.new", True), (".x.age.new", True), ("x.age.new", False), (".x.age", False)],
)
def test_a_half_written_file_is_known_by_its_name(name, is_one):
    assert half_written(name) is is_one


@pytest.mark.parametrize("least", [0, 1, 8, 14, 40])
def test_a_line_that_a_full_disk_cut_short_is_told_and_no_other_is_glued_to_it(tmp_path, monkeypatch, least):
    path, told = tmp_path / "changes", [f"cases/{name} mary d1" for name in ("AAAAAA", "BBBBBB", "CCCCCC")]
    Files(tmp_path).append("changes", told[0])
    with monkeypatch.context() as patch:
        patch.setattr(plain.os, "write", lambda handle, data, write=os.write: write(handle, data[:least]))
        if least < len(told[1]):
            with pytest.raises(OSError) as full:
                Files(tmp_path).append("changes", told[1])
            assert full.value.errno == errno.ENOSPC
    Files(tmp_path).append("changes", told[2])
    lines = path.read_text().split("\n")
    assert lines[0] == told[0] and lines[-2:] == [told[2], ""]
    read, size = FolderStore(tmp_path).journal(0)
    names = {one.name for one in map(JournalLine.of, read) if one}
    ours = {line.split(" ")[0] for line in told}
    assert {"cases/AAAAAA", "cases/CCCCCC"} <= names <= ours and size == path.stat().st_size


def test_a_journal_that_is_no_file_is_refused_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "changes")
    with pytest.raises(VaultError, match="it is no file"):
        FolderStore(tmp_path).journal(0)


@pytest.mark.parametrize("put", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path, put):
    put(tmp_path / "x")
    with pytest.raises(OSError, match="it is no file") as refused:
        Files(tmp_path).read("x")
    assert refused.value.errno == errno.EINVAL


class Mary:
    """A signer; a store does not check signatures."""

    who = "mary"

    def signature(self, words):
        return "signed"


@pytest.mark.parametrize("fails_at", range(1, 7))
def test_of_many_new_cases_none_is_there_after_a_full_disk(tmp_path, monkeypatch, fails_at):
    store, count = FolderStore(tmp_path), itertools.count(1)
    for folder in ("cases", "covers", "locks"):
        store.files.make_folders(folder)
    groups = [[Change(f"{kind}/{name}.age", b"new") for kind in ("cases", "covers")] for name in ("A2", "B2")]

    def full(*args, real=plain.write_half):
        if next(count) == fails_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(plain, "write_half", full)
        with pytest.raises(VaultError, match="no space left"):
            store.write_new(groups, {}, Mary())
    assert [name for name in store.files.names("locks") if not name.endswith(".lock")] == []
    assert store.files.names("cases") == store.files.names("covers") == []
    assert len(store.write_new(groups, {}, Mary())) == 4
