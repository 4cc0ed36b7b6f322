"""Files that are written whole: of two writers at once the last one's is there, and nothing half-written."""

import threading

import pytest

from casetui.data.durable import half_written, read_whole, write_whole

TURNS = 60


@pytest.mark.parametrize("writers", [2, 3])
def test_writers_of_one_file_at_once_hinder_nobody_and_tear_nothing(tmp_path, writers):
    """Two sessions of a person keep one pin; nobody holds a lock for that."""
    path, wrong, done = tmp_path / "mary.pin", [], threading.Event()
    write_whole(path, b"0" * 20_000, 0o600)

    def writes(sign):
        try:
            for _ in range(TURNS):
                write_whole(path, sign * 20_000, 0o600)
        except OSError as error:
            wrong.append(repr(error))

    def reads():
        while not done.is_set():
            data, _ = read_whole(path)
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
    assert wrong == [] and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [(".x.age.12-0a1b2c3d.new", True), (".x.age.new", True), ("x.age.new", False), (".x.age", False)],
)
def test_a_half_written_file_is_known_by_its_name(name, is_one):
    assert half_written(name) is is_one
