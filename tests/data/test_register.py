"""The register: rows in a cache that can always be rebuilt from the case files."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import Unreachable, VaultError
from casetui.data.keys.known_revisions import KnownRevisions
from casetui.data.records import Client
from casetui.data.register import Register
from casetui.data.rows import Due, Row, SignOffRequest, clients
from casetui.data.store.one_file import OneFile
from tests.away import Away
from tests.cases import case_file
from tests.data.sealed import KEYS, make
from tests.disk import coarse

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


class Shelf:
    """A vault with cases, and a register that lists the cases that it reads."""

    def __init__(self, folder):
        self.vault = make(folder / "vault")
        self.cache = folder / "cache" / "mary.rows"
        self.reads = []

    def read_row(self, name):
        self.reads.append(name)
        file = CaseFile.load(self.vault, name)
        client = file.one(Client)
        return Row(
            number=file.case.number, client_id=file.case.client_id, name=client.name, manager="mary",
            revision=file.revision,
            known_as=("Blackie",), dues=(Due("2026-11-26", "Checklists", "coordination", "r", "k"),),
            requests=(SignOffRequest("gap", "r", "mary", "2026-11-20", "Gap", True),),
        )  # fmt: skip

    def register(self, version="1"):
        self.reads.clear()
        known_revisions = KnownRevisions(OneFile.at(self.cache.with_suffix(".seen")), KEYS["mary"])
        register = Register(
            self.vault, OneFile.at(self.cache), version, self.read_row, KEYS["mary"], known_revisions
        )
        register.load()
        return register

    def case(self, number, name="Aoife Nolan"):
        path = f"cases/{number}"
        if path in self.vault.names():
            file = CaseFile.load(self.vault, path).copy()
            file.put(file.one(Client).model_copy(update={"name": name}))
        else:
            file = case_file(Client(name=name), number=number)
        return file.save(self.vault, "mary", NOW)


@pytest.fixture
def shelf(tmp_path):
    shelf = Shelf(tmp_path)
    for number in ("AB2345", "CD2345", "EF2345"):
        shelf.case(number)
    return shelf


def test_the_first_reading_makes_a_row_of_every_case(shelf):
    register = shelf.register()
    assert register.rows == {}
    assert register.refresh() is True
    assert sorted(register.rows) == ["AB2345", "CD2345", "EF2345"]


def test_rows_come_back_from_the_cache_as_they_were_and_nothing_is_read_again(shelf):
    first = shelf.register()
    first.refresh()
    second = shelf.register()
    assert second.rows == first.rows
    assert second.refresh() is False
    assert shelf.reads == []


def test_only_what_changed_is_read_again(shelf):
    shelf.register().refresh()
    shelf.case("CD2345", "Declan Power")
    register = shelf.register()
    assert register.refresh() is True
    assert shelf.reads == ["cases/CD2345"]
    assert register.rows["CD2345"].name == "Declan Power"


def test_a_case_that_is_gone_has_no_row(shelf):
    shelf.register().refresh()
    (Path(shelf.vault.place) / "cases" / "CD2345.age").unlink()
    register = shelf.register()
    assert "CD2345" in register.rows
    assert register.refresh() is True
    assert sorted(register.rows) == ["AB2345", "EF2345"]


def test_what_others_save_is_caught_up_from_the_journal(shelf):
    register = shelf.register()
    register.refresh()
    shelf.reads.clear()
    assert register.catch_up() is False
    shelf.case("EF2345", "Joe Hand")
    shelf.case("GH2345", "Nora New")
    assert register.catch_up() is True
    assert sorted(shelf.reads) == ["cases/EF2345", "cases/GH2345"]
    assert (register.rows["EF2345"].name, register.rows["GH2345"].name) == ("Joe Hand", "Nora New")


def test_what_was_saved_here_is_not_read_again(shelf):
    register = shelf.register()
    register.refresh()
    shelf.reads.clear()
    saved = shelf.case("EF2345", "Joe Hand")
    register.put(Row(number="EF2345", name="Joe Hand"), saved.stamp, saved.digest)
    assert register.catch_up() is False and register.refresh() is False
    assert shelf.reads == []


@pytest.mark.parametrize("version", ["2", ""])
def test_a_cache_of_another_program_pack_or_setting_is_made_anew(shelf, version):
    shelf.register("1").refresh()
    register = shelf.register(version)
    assert register.rows == {}
    register.refresh()
    assert len(shelf.reads) == 3


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"version": "1"}', "\x00"])
def test_a_cache_that_cannot_be_read_is_made_anew(shelf, text):
    shelf.register().refresh()
    shelf.cache.write_text(text)
    register = shelf.register()
    register.refresh()
    assert len(register.rows) == 3


def test_a_cache_whose_rows_do_not_fit_is_made_anew(shelf):
    shelf.register().refresh()
    head, first, *others = KEYS["mary"].unseal(shelf.cache.read_bytes()).splitlines()
    line = json.loads(first)
    line[3].append("one field more")
    lines = [head, json.dumps(line).encode(), *others]
    shelf.cache.write_bytes(KEYS["mary"].seal(b"\n".join(lines)))
    register = shelf.register()
    assert register.rows == {}
    register.refresh()
    assert len(register.rows) == 3


def test_a_cache_that_cannot_be_written_is_no_failure(shelf):
    shelf.cache.parent.write_text("a file where the folder should be")
    register = shelf.register()
    assert register.refresh() is True and len(register.rows) == 3


def test_of_two_that_write_the_cache_at_once_one_is_there_whole(shelf):
    register = shelf.register()
    register.refresh()
    together = threading.Barrier(2)

    def write():
        together.wait()
        for _ in range(50):
            register.keep()
            assert len(shelf.register().rows) == 3

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(write) for _ in range(2)]:
            done.result()


def test_the_cache_is_the_persons_alone(shelf):
    shelf.register().refresh()
    assert shelf.cache.stat().st_mode & 0o777 == 0o600


def test_a_case_that_cannot_be_read_has_a_row_that_says_why(shelf):
    (Path(shelf.vault.place) / "cases" / "CD2345.age").write_text("no")
    register = shelf.register()
    register.refresh()
    assert "is damaged" in register.rows["CD2345"].problem
    assert not register.rows["CD2345"].open
    assert register.rows["AB2345"].name == "Aoife Nolan"


def test_a_reading_that_is_stopped_keeps_what_it_read_and_goes_on_from_there(shelf):
    for n in range(45):
        shelf.case(f"ZZ{n:04}")
    register = shelf.register()
    register.refresh(lambda done, of: done < 20)
    assert len(register.rows) == 20
    again = shelf.register()
    assert len(again.rows) == 20
    again.refresh()
    assert len(again.rows) == 48 and len(shelf.reads) == 28


def test_rows_that_are_only_counted_are_not_gone_through(shelf):
    register = shelf.register()
    register.refresh()
    register.rows["CD2345"].listed = False
    assert sorted(row.number for row in register) == ["AB2345", "EF2345"]
    register.keep()
    again = shelf.register()
    assert sorted(row.number for row in again) == ["AB2345", "EF2345"]
    assert again.rows["CD2345"].manager == "mary" and again.rows["CD2345"].name == ""


def test_a_closed_case_that_the_person_may_not_list_has_no_row_and_is_not_read_again(shelf):
    register = shelf.register()
    register.refresh()
    register.put(
        Row("CD2345", manager="sean", state="closed", listed=False),
        register.vault.stamp("cases/CD2345"), register.vault.digest("cases/CD2345"),
    )  # fmt: skip
    assert sorted(register.rows) == ["AB2345", "EF2345"]
    register.keep()
    shelf.reads.clear()
    again = shelf.register()
    again.refresh()
    assert sorted(again.rows) == ["AB2345", "EF2345"] and shelf.reads == []


def test_rows_that_are_to_be_read_again_are_kept_until_then(shelf):
    register = shelf.register()
    register.refresh()
    register.begin_anew(register.version)
    register.keep()
    again = shelf.register()
    assert sorted(again.rows) == ["AB2345", "CD2345", "EF2345"]
    shelf.reads.clear()
    again.refresh()
    assert len(shelf.reads) == 3


def test_a_case_that_is_gone_has_no_row_either_where_all_are_to_be_read_again(shelf):
    register = shelf.register()
    register.refresh()
    register.begin_anew("2")
    (Path(shelf.vault.place) / "cases" / "CD2345.age").unlink()
    register.refresh()
    assert sorted(register.rows) == ["AB2345", "EF2345"]


def test_what_is_saved_here_while_the_case_is_being_read_stays(shelf):
    read = shelf.read_row

    def slow(name):
        row = read(name)
        if name == "cases/CD2345":
            saved = shelf.case("CD2345", "Declan Power")
            register.put(Row(number="CD2345", name="Declan Power"), saved.stamp, saved.digest)
        return row

    shelf.read_row = slow
    register = shelf.register()
    register.refresh()
    register.catch_up()
    assert register.rows["CD2345"].name == "Declan Power"


def test_what_a_colleague_saved_right_after_stays_where_it_was_read_first(shelf):
    register = shelf.register()
    register.refresh()
    mine = shelf.case("EF2345", "Joe Hand")
    shelf.case("EF2345", "Joseph Hand")
    register.catch_up()
    register.put(Row(number="EF2345", name="Joe Hand"), mine.stamp, mine.digest)
    register.catch_up()
    assert register.rows["EF2345"].name == "Joseph Hand"


def test_on_a_disk_with_coarse_times_no_save_by_others_is_missed(shelf, monkeypatch):
    coarse(monkeypatch)
    register = shelf.register()
    register.refresh()
    mine = shelf.case("EF2345", "Joe Hand")
    register.put(Row("EF2345", name="Joe Hand", revision=2), mine.stamp, mine.digest)
    shelf.reads.clear()
    assert register.catch_up() is False and shelf.reads == []
    shelf.case("EF2345", "Joseph Hand")
    assert register.catch_up() is True
    register.put(Row("EF2345", name="Joe Hand", revision=2), mine.stamp, mine.digest)
    assert register.rows["EF2345"].name == "Joseph Hand"
    shelf.case("EF2345", "Josephine Hand")
    again = shelf.register()
    assert again.refresh() is True
    assert again.rows["EF2345"].name == "Josephine Hand" and shelf.reads == ["cases/EF2345"]


def test_strange_files_among_the_cases_are_no_cases(shelf):
    for name in ("note.txt", "AB2345.age.bak", "copy of AB2345.age", "ab2345.age", "more/AB2345.age"):
        path = Path(shelf.vault.place) / "cases" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"strange")
    register = shelf.register()
    register.refresh()
    assert sorted(register.rows) == ["AB2345", "CD2345", "EF2345"]


# -- a vault that the system cannot reach for a while ---------------------------------------------


def test_a_reading_that_was_cut_off_is_begun_anew(shelf):
    register = shelf.register()
    away = Away(Path(shelf.vault.place), "cases")
    away.go()
    with pytest.raises(VaultError):
        register.refresh()
    with pytest.raises(VaultError):
        register.catch_up()
    away.back()
    assert register.catch_up() is True
    assert sorted(register.rows) == ["AB2345", "CD2345", "EF2345"]


def test_what_the_journal_tells_while_the_cases_cannot_be_reached_is_read_later(shelf, monkeypatch):
    register = shelf.register()
    register.refresh()
    shelf.case("EF2345", "Joe Hand")
    away = Away(Path(shelf.vault.place), "cases")
    away.go()
    with pytest.raises(VaultError):
        register.catch_up()
    assert register.rows["EF2345"].name == "Aoife Nolan", "it is shown as it was read"
    away.back()
    register.catch_up()
    assert register.rows["EF2345"].name == "Joe Hand"


def test_a_case_that_could_not_be_reached_is_tried_again_without_a_new_save(shelf):
    register = shelf.register()
    broken = []

    def refused(name):
        if name == "cases/EF2345" and not broken:
            broken.append(name)
            raise Unreachable("EF2345 cannot be read: input/output error.")
        return shelf.read_row(name)

    register._read_row = refused
    register.refresh()
    assert register.rows["EF2345"].problem and register.unreached == ["EF2345"]
    assert register.catch_up() is True
    assert register.rows["EF2345"].name == "Aoife Nolan" and register.unreached == []
    assert register.catch_up() is False


def test_a_client_is_counted_once_and_by_open_cases_only():
    rows = [
        Row("A", "one", manager="mary"),
        Row("B", "one", manager="mary"),
        Row("C", "two", manager="mary", state="paused"),
        Row("D", "three", manager="mary", state="closed"),
        Row("E", "four", manager="mary", problem="damaged"),
    ]
    assert clients(row for row in rows if row.open) == 2


def test_the_next_due_is_the_earliest():
    row = Row("A", dues=[Due("2026-12-01", "b", ""), Due("2026-11-30", "a", "")])
    assert row.next_due().what == "a"
    assert Row("A").next_due() is None
