"""The protocol of a store: the same tests for the folder store and for the store in memory."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from casetui.data.errors import Busy, Changed, VaultError
from casetui.data.keep import EVERY, Keep
from casetui.data.store.base import JOURNAL, NOTHING, Change, digest_of
from casetui.data.store.folder import FolderStore
from casetui.data.store.memory import MemoryStore

KEYS, CASE, COVER = "keys/AB2345.signed", "cases/AB2345.age", "covers/AB2345.age"


class Mary:
    """A signer; a store does not check signatures."""

    who = "mary"

    def signature(self, words):
        return "signed: " + digest_of(" ".join(words).encode())


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path):
    if request.param == "memory":
        return MemoryStore()
    made = FolderStore(tmp_path)
    for folder in ("cases", "covers", "keys", "former", "locks"):
        made.files.make_folders(folder)
    return made


def put(store, name, data, **more):
    """Write one name in place of its present bytes; return the stored bytes."""
    seen = store.read([name]).get(name)
    return store.write([Change(name, data, seen.digest if seen else "", **more)])[name]


def test_what_was_written_is_read(store):
    stored = put(store, CASE, b"one")
    assert store.read([CASE, COVER]) == {CASE: stored}
    assert (stored.data, stored.digest) == (b"one", digest_of(b"one"))
    assert stored.stamp == store.stamp(CASE) and stored.stamp[1] == 3
    assert abs(stored.stamp[0] / 1e9 - time.time()) < 60
    assert store.stamp(COVER) == NOTHING


def test_the_digest_is_that_of_the_present_bytes(store):
    assert store.digest(CASE) == ""
    for data in (b"one", b"two", b"six"):  # of one size, within a moment
        put(store, CASE, data)
        assert store.digest(CASE) == digest_of(data) == store.digest(CASE)
    store.write([Change(CASE, None, digest_of(b"six"))])
    assert store.digest(CASE) == ""


HOUR = 3600 * 10**9


class Disk:
    """A folder store on a disk whose clock can be set, and which counts what is read."""

    def __init__(self, folder, monkeypatch):
        self.store, self.reads, self._set = FolderStore(folder), [], monkeypatch
        for name in ("cases", "covers", "locks"):
            self.store.files.make_folders(name)
        put(self.store, CASE, b"one")
        self.path, self.times = folder / CASE, (folder / CASE).stat()
        read = self.store.files.read
        monkeypatch.setattr(self.store.files, "read", lambda name: self.reads.append(name) or read(name))

    def written_at(self, instant):
        """Write another file, to which the disk gives this instant."""
        write = self.store.files.write
        with self._set.context() as patch:
            patch.setattr(self.store.files, "write", lambda *given: (instant, write(*given)[1]))
            put(self.store, COVER, b"cover")
        self.reads.clear()

    def keeps_no_times(self):
        """Let the disk give every file the time that the case had at first."""
        about, times = self.store.files.about, (self.times.st_mtime_ns, self.times.st_ctime_ns)

        def coarse(name=""):
            found = about(name)
            kept = {"st_dev": found.st_dev, "st_ino": found.st_ino, "st_size": found.st_size}
            return SimpleNamespace(**kept, st_mtime_ns=times[0], st_ctime_ns=times[1], st_mode=found.st_mode)

        self._set.setattr(self.store.files, "about", coarse)

    def changed_in_place(self):
        self.path.write_bytes(b"two")
        os.utime(self.path, ns=(self.times.st_atime_ns, self.times.st_mtime_ns))


@pytest.mark.parametrize("in_place", [True, False])
def test_what_takes_the_place_of_a_file_of_long_ago_has_another_digest(tmp_path, monkeypatch, in_place):
    disk = Disk(tmp_path, monkeypatch)
    disk.written_at(time.time_ns() + HOUR)
    assert disk.store.digest(CASE) == disk.store.digest(CASE) == digest_of(b"one") and disk.reads == [CASE]
    if not in_place:
        disk.path.rename(tmp_path / "former")
    disk.changed_in_place()
    assert disk.store.digest(CASE) == digest_of(b"two")


@pytest.mark.parametrize("ahead", [HOUR, -HOUR, 0])
def test_a_clock_that_is_not_the_disks_makes_no_old_digest_trusted(tmp_path, monkeypatch, ahead):
    """On a disk that keeps times coarsely, what was changed just now may be changed again unnoticed."""
    disk = Disk(tmp_path, monkeypatch)
    disk.written_at(time.time_ns())
    disk.keeps_no_times()
    monkeypatch.setattr(time, "time_ns", lambda now=time.time_ns: now() + ahead)
    monkeypatch.setattr(time, "time", lambda now=time.time: now() + ahead / 10**9)
    assert disk.store.digest(CASE) == digest_of(b"one")
    disk.changed_in_place()
    assert disk.store.digest(CASE) == digest_of(b"two")


def test_a_file_that_is_old_by_the_disks_clock_is_read_once_though_the_computers_clock_is_slow(
    tmp_path, monkeypatch
):
    disk = Disk(tmp_path, monkeypatch)
    disk.written_at(time.time_ns() + HOUR)
    monkeypatch.setattr(time, "time_ns", lambda now=time.time_ns: now() - HOUR)
    assert {disk.store.digest(CASE) for _ in range(3)} == {digest_of(b"one")} and disk.reads == [CASE]


def test_several_are_read_at_once(store):
    for name in (KEYS, CASE, COVER):
        put(store, name, name.encode())
    assert {name: one.data for name, one in store.read([KEYS, CASE, COVER, "agency.signed"]).items()} == {
        name: name.encode() for name in (KEYS, CASE, COVER)
    }


def test_names_are_listed_with_their_stamps(store):
    put(store, CASE, b"one")
    put(store, "cases/CD2345.age", b"two")
    put(store, COVER, b"cover")
    assert sorted(store.stamps("cases/")) == sorted(
        (name, store.stamp(name)) for name in (CASE, "cases/CD2345.age")
    )
    assert list(store.stamps("packs/")) == []


def test_names_of_more_parts_are_listed_too(store):
    put(store, "packs/0a1b/guidebook.toml", b"x")
    assert [name for name, _ in store.stamps("packs/")] == ["packs/0a1b/guidebook.toml"]
    assert [name for name, _ in store.stamps("packs/0a1b/")] == ["packs/0a1b/guidebook.toml"]


def test_the_stamp_differs_after_every_write(store):
    stamps = [put(store, CASE, b"%d" % n).stamp for n in range(5)]
    assert len(set(stamps)) == 5 and stamps == sorted(stamps)


# -- compare and set -----------------------------------------------------------------------------


def test_a_write_compares_what_was_seen(store):
    first = put(store, CASE, b"one")
    put(store, CASE, b"two")
    with pytest.raises(Changed) as refused:
        store.write([Change(CASE, b"three", first.digest)])
    assert refused.value.name == CASE
    assert store.read([CASE])[CASE].data == b"two"


def test_a_new_name_must_hold_nothing(store):
    put(store, CASE, b"one")
    with pytest.raises(Changed):
        store.write([Change(CASE, b"two")])
    assert store.read([CASE])[CASE].data == b"one"


def test_a_name_that_was_removed_since_it_was_seen_is_changed(store):
    seen = put(store, CASE, b"one").digest
    store.write([Change(CASE, None, seen)])
    for data in (b"two", None):
        with pytest.raises(Changed) as refused:
            store.write([Change(CASE, data, seen)])
        assert refused.value.name == CASE
    assert store.read([CASE]) == {}


@pytest.mark.parametrize(
    "changes",
    [
        (Change(CASE, b"two"), Change("cases/CD2345.age", b"two")),
        (Change(KEYS, b"two"), Change("covers/CD2345.age", b"two")),
        (Change(CASE, b"two"), Change("agency.signed", b"two")),
        (Change(CASE, b"two"), Change(CASE, b"three")),
        (Change(CASE, b"two"), Change(COVER, None, None)),
    ],
)
def test_a_signed_write_is_of_the_new_files_of_one_case(store, changes):
    with pytest.raises(ValueError, match="2345"):
        store.write(changes, signer=Mary())
    assert store.read([change.name for change in changes]) == {}
    assert store.wait() == 0


def test_whatever_is_there_can_be_written_over_or_taken_away(store):
    for data in (b"one", b"two", None, b"three", None, None):
        store.write([Change("requests/x.json", data, None)])
        found = store.read(["requests/x.json"])
        assert [one.data for one in found.values()] == ([] if data is None else [data])


def test_several_are_written_together(store):
    put(store, CASE, b"one")
    changes = [
        Change(KEYS, b"keys"), Change(CASE, b"two", digest_of(b"one"), keep=EVERY), Change(COVER, b"cover"),
    ]  # fmt: skip
    done = store.write(changes, signer=Mary())
    assert store.read([KEYS, CASE, COVER]) == done
    assert [one.data for one in done.values()] == [b"keys", b"two", b"cover"]
    assert [former.digest for former in store.revisions(CASE)] == [digest_of(b"one")]


@pytest.mark.parametrize("other", [KEYS, CASE, COVER])
def test_of_several_all_are_written_or_none(store, other):
    before = {name: put(store, name, b"0") for name in (KEYS, CASE, COVER)}
    put(store, other, b"somebody else's")
    changes = [Change(name, b"1", stored.digest) for name, stored in before.items()]
    with pytest.raises(Changed) as refused:
        store.write(changes, signer=Mary())
    assert refused.value.name == other
    assert [one.data for name, one in store.read(list(before)).items() if name != other] == [b"0", b"0"]


def test_a_write_stands_on_names_that_it_does_not_write(store):
    agency = put(store, "agency.signed", b"people").digest
    store.write([Change(CASE, b"one")], {"agency.signed": agency})
    put(store, "agency.signed", b"others")
    with pytest.raises(Changed) as refused:
        store.write([Change(CASE, b"two", digest_of(b"one"))], {"agency.signed": agency})
    assert refused.value.name == "agency.signed"
    assert store.read([CASE])[CASE].data == b"one"


def test_of_many_writers_from_one_revision_exactly_one_wins(store):
    names = (CASE, COVER)
    seen = [put(store, name, b"0").digest for name in names]
    won, together = [], threading.Barrier(6)

    def writes(sign):
        together.wait()
        try:
            store.write([Change(*one) for one in zip(names, (sign, sign), seen, strict=True)], {}, Mary())
            won.append(sign)
        except Changed:
            pass

    threads = [threading.Thread(target=writes, args=(b"%d" % one,)) for one in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.data for one in store.read(names).values()] == won * 2


# -- former revisions ----------------------------------------------------------------------------


def test_former_revisions_are_kept_newest_first(store):
    for data in (b"one", b"two", b"three"):
        put(store, CASE, data, keep=EVERY)
    formers = store.revisions(CASE)
    assert [store.read_revision(CASE, former).data for former in formers] == [b"two", b"one"]
    assert [former.digest for former in formers] == [digest_of(b"two"), digest_of(b"one")]
    assert all(abs(former.until - datetime.now(UTC)) < timedelta(minutes=1) for former in formers)
    assert formers[0].name > formers[1].name and formers[0].at >= formers[1].at
    assert store.revisions(KEYS) == []


def test_without_being_asked_to_a_write_keeps_none(store):
    for data in (b"one", b"two"):
        put(store, COVER, data)
    assert store.revisions(COVER) == []


def test_the_former_revisions_of_case_and_keys_are_two_things(store):
    for name in (CASE, KEYS):
        put(store, name, name.encode(), keep=Keep())
        put(store, name, b"new", keep=Keep())
    for name in (CASE, KEYS):
        (former,) = store.revisions(name)
        assert store.read_revision(name, former).data == name.encode()


def test_a_revision_that_is_sealed_anew_keeps_its_place_and_time(store):
    for data in (b"one", b"two", b"three"):
        stored = put(store, CASE, data, keep=EVERY)
    newest, oldest = store.revisions(CASE)
    store.replace_revision(CASE, oldest, b"ONE")
    assert store.revisions(CASE)[0] == newest
    anew = store.revisions(CASE)[1]
    assert (anew.at, anew.until, anew.digest) == (oldest.at, oldest.until, digest_of(b"ONE"))
    assert store.read_revision(CASE, anew).data == b"ONE"
    with pytest.raises(VaultError):
        store.read_revision(CASE, oldest)
    store.write([Change(CASE, b"THREE", stored.digest, "reseal", EVERY, stored.stamp)])
    assert store.stamp(CASE) == (stored.stamp[0], 5)
    assert len(store.revisions(CASE)) == 2


# -- the journal, logs, leases -------------------------------------------------------------------


def test_the_journal_tells_of_what_names_who_wrote(store):
    start = store.wait()
    changes = [Change(KEYS, b"keys", by="mary"), Change(CASE, b"one", by="mary"), Change(COVER, b"cover")]
    done = store.write(changes, signer=Mary())
    lines, end = store.journal(start)
    at = datetime.fromtimestamp(done[CASE].stamp[0] // 10**9, UTC).replace(
        microsecond=done[CASE].stamp[0] // 1000 % 10**6
    )
    assert [line.split(" ")[:3] for line in lines] == [
        ["keys/AB2345", "mary", digest_of(b"keys")], ["cases/AB2345", "mary", digest_of(b"one")],
    ]  # fmt: skip
    assert lines[1].split(" ")[3] == at.isoformat()
    assert (end, store.journal(end)) == (store.wait(), ([], end))


def test_a_removal_that_names_its_author_is_told(store):
    put(store, CASE, b"one")
    store.write([Change(CASE, None, digest_of(b"one"), by="mary")])
    ((name, by, digest, at),) = [line.split(" ") for line in store.journal(0)[0]]
    assert (name, by, digest) == ("cases/AB2345", "mary", digest_of(b""))
    assert abs(datetime.fromisoformat(at) - datetime.now(UTC)) < timedelta(minutes=1)
    assert store.read([CASE]) == {}


def test_a_write_that_was_refused_is_not_told(store):
    put(store, CASE, b"one", by="mary")
    end = store.wait()
    with pytest.raises(Changed):
        store.write([Change(CASE, b"two", by="sean")])
    assert store.wait() == end


def test_a_journal_that_was_begun_anew_is_read_from_its_beginning(store):
    for _ in range(3):
        store.append(JOURNAL, "cases/AB2345 mary")
    end = store.wait()
    store.write([Change(JOURNAL, b"cases/CD2345 sean\n", None)])
    assert store.journal(end) == (["cases/CD2345 sean"], store.wait())


def test_waiting_ends_when_somebody_writes_and_else_after_its_time(store):
    start = store.wait()
    begun = time.monotonic()
    assert store.wait(start, 0.05) == start and time.monotonic() - begun >= 0.05
    other = threading.Timer(0.05, lambda: store.append(JOURNAL, "cases/AB2345 mary"))
    other.start()
    assert store.wait(start, 20.0) > start and time.monotonic() - begun < 15
    other.join()


def test_lines_of_a_log_stay_whole_and_in_order(store):
    threads = [
        threading.Thread(target=lambda n=n: [store.append("openings", f"{n} {m}") for m in range(20)])
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = store.read(["openings"])["openings"].data.decode().splitlines()
    assert sorted(lines) == sorted(f"{n} {m}" for n in range(4) for m in range(20))
    assert [line for line in lines if line.startswith("1 ")] == [f"1 {m}" for m in range(20)]


def test_lines_that_are_added_while_others_are_replaced_are_not_lost(store):
    for n in range(20):
        store.append("openings", f"old {n}")
    adding = threading.Thread(target=lambda: [store.append("openings", f"new {n}") for n in range(300)])
    adding.start()
    for turn in range(20):
        store.replace_lines("openings", {f"old {turn}": f"anew {turn}", "none such": "nothing"})
    adding.join()
    lines = store.read(["openings"])["openings"].data.decode().splitlines()
    assert lines[:20] == [f"anew {n}" for n in range(20)]
    assert sorted(lines[20:]) == sorted(f"new {n}" for n in range(300))


def test_where_there_is_no_log_no_line_is_replaced(store):
    store.replace_lines("openings", {"old": "new"})
    assert store.read(["openings"]) == {}


def test_a_lease_is_one_holders_alone_and_hinders_no_write(store):
    with store.lease("import", 0.0):
        with pytest.raises(Busy), store.lease("import", 0.0):
            pass
        with store.lease("another", 0.0):
            put(store, CASE, b"one")
    with store.lease("import", 0.0):
        pass


def test_a_lease_that_is_held_is_waited_for(store):
    taken = threading.Event()

    def holds():
        with store.lease("import", 0.0):
            taken.set()
            time.sleep(0.1)

    other = threading.Thread(target=holds)
    other.start()
    taken.wait()
    with store.lease("import", 20.0):
        pass
    other.join()


def test_nothing_is_asked_about_a_write_that_was_not_cut_off(store):
    store.write([Change(CASE, b"one"), Change(COVER, b"cover")], signer=Mary())
    store.settle(CASE, lambda _: pytest.fail("it asked"))
    store.settle("cases/NONE22.age", lambda _: pytest.fail("it asked"))


# -- many new cases at once ------------------------------------------------------------------------


def of_case(number, data=b"new"):
    return [
        Change(f"cases/{number}.age", data, by="mary"),
        Change(f"covers/{number}.age", b"cover of " + data),
    ]


def test_new_names_are_made_together_and_the_journal_is_told(store):
    stored = store.write_new([of_case("AB2345"), of_case("CD2345", b"two")], {}, Mary())
    assert store.read(list(stored)) == stored
    assert stored["cases/CD2345.age"].data == b"two" and len(stored) == 4
    assert stored[CASE].stamp == store.stamp(CASE)
    told = [line.split()[:2] for line in store.journal(0)[0]]
    assert told == [["cases/AB2345", "mary"], ["cases/CD2345", "mary"]]
    put(store, CASE, b"next", keep=EVERY)
    assert [former.digest for former in store.revisions(CASE)] == [digest_of(b"new")]


@pytest.mark.parametrize("taken", ["cases/CD2345.age", "covers/CD2345.age", "people"])
def test_of_new_names_none_is_made_where_one_is_taken_or_people_changed(store, taken):
    unless = {"agency.signed": digest_of(b"another")} if taken == "people" else {}
    if taken != "people":
        put(store, taken, b"there")
    with pytest.raises(Changed):
        store.write_new([of_case("AB2345"), of_case("CD2345")], unless, Mary())
    assert store.read([CASE, COVER]) == {}
    assert len(store.journal(0)[0]) == 0


def test_new_names_are_new_and_each_once(store):
    with pytest.raises(ValueError, match="new"):
        store.write_new([of_case("AB2345"), of_case("AB2345")], {}, Mary())
    with pytest.raises(ValueError, match="new"):
        store.write_new([[Change(CASE, b"next", digest_of(b"one"))]], {}, Mary())
    assert store.read([CASE]) == {}
