"""Known revisions: an older case file that was put back is reported at the next start."""

import json
from base64 import b64encode

import pytest

from casetui.data.keys.known_revisions import IN_A_LINE, MOST_LINES, KnownRevision, KnownRevisions, Reach
from casetui.data.keys.person_keys import Keys
from casetui.data.records import Goal
from casetui.data.store.one_file import OneFile
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from tests.screens.office import KEYS, Office

pytestmark = pytest.mark.torture

ONE = "AB2345"
SAID = "was put back: you have seen revision 2, this is revision 1"


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case(ONE, "Aoife Nolan", lambda b: b.assigned())
    return office


def put_back(office, then):
    """Put a case, its journal and its former revisions back to their state before ``then``."""
    places = (office.folder / "cases" / f"{ONE}.age", office.folder / "changes")
    before = [place.read_bytes() for place in places]
    then()
    for place, data in zip(places, before, strict=True):
        place.write_bytes(data)
    for former in (office.folder / "former" / ONE).iterdir():
        former.unlink()


def saves(desk):
    save_record(desk, open_case(desk, ONE), Goal(wording="A tenancy", domain="accommodation"))


def warnings_at_the_next_start(office):
    desk = office.new_desk("mary")
    desk.register.load()
    desk.refresh()
    return " ".join(open_case(desk, ONE).unsaid)


def test_ones_own_save_is_remembered_at_the_next_start(office):
    desk = office.desk("mary")
    put_back(office, lambda: saves(desk))
    assert SAID in warnings_at_the_next_start(office)


def test_what_a_colleague_saved_meanwhile_is_remembered_at_the_next_start(office):
    desk = office.desk("mary")

    def colleague():
        saves(office.desk("tom"))
        desk.catch_up()

    put_back(office, colleague)
    assert SAID in warnings_at_the_next_start(office)


def test_it_is_remembered_though_the_cache_is_gone(office):
    desk = office.desk("mary")
    put_back(office, lambda: saves(desk))
    for place in office.cache.glob("*.rows"):
        place.unlink()
    assert SAID in warnings_at_the_next_start(office)


# -- the file ------------------------------------------------------------------------------------


def known(revision):
    return KnownRevision(revision, f"{revision:032d}", Reach("north", named=("mary",)))


def test_a_save_adds_a_line_and_many_become_one(tmp_path):
    path = tmp_path / "mary.seen"
    known_revisions = KnownRevisions(OneFile.at(path), KEYS["mary"])
    for revision in range(1, MOST_LINES + 1):
        known_revisions.note(ONE, known(revision), "")
        known_revisions.keep()
        assert len(path.read_bytes().splitlines()) == revision
    known_revisions.note(ONE, known(MOST_LINES + 1), "")
    known_revisions.keep()
    assert len(path.read_bytes().splitlines()) == 1
    assert KnownRevisions(OneFile.at(path), KEYS["mary"]).of(ONE) == known(MOST_LINES + 1)
    assert path.stat().st_mode & 0o777 == 0o600


def test_many_cases_are_kept_in_several_lines_and_read_again(tmp_path):
    path = tmp_path / "mary.seen"
    known_revisions = KnownRevisions(OneFile.at(path), KEYS["mary"])
    for number in range(2 * IN_A_LINE + 1):
        known_revisions.note(f"{number:06d}", known(1), "")
    known_revisions.keep()
    assert len(path.read_bytes().splitlines()) == 3
    again = KnownRevisions(OneFile.at(path), KEYS["mary"])
    assert all(again.of(f"{number:06d}") == known(1) for number in range(2 * IN_A_LINE + 1))


def test_what_was_remembered_in_the_former_way_is_remembered(tmp_path):
    path = tmp_path / "mary.seen"
    content = {"cases": {ONE: known(3).packed()}, "late": {ONE: known(3).digest}, "up_to": "2026-11-20"}
    path.write_bytes(b64encode(KEYS["mary"].seal(json.dumps(content).encode())) + b"\n")
    known_revisions = KnownRevisions(OneFile.at(path), KEYS["mary"])
    assert known_revisions.of(ONE) == known(3) and known_revisions.late(ONE, known(3).digest)


def test_two_sessions_of_one_person_lose_nothing_of_each_other(tmp_path):
    path = tmp_path / "mary.seen"
    one, two = KnownRevisions(OneFile.at(path), KEYS["mary"]), KnownRevisions(OneFile.at(path), KEYS["mary"])
    assert one.of(ONE) is two.of(ONE) is None
    two.note("CD2345", known(7), "")
    two.keep()
    for number in range(MOST_LINES):
        one.note(f"{number:06d}", known(1), "")
    one.keep()
    again = KnownRevisions(OneFile.at(path), KEYS["mary"])
    assert (again.of("CD2345"), again.of("000007")) == (known(7), known(1))


@pytest.mark.parametrize(
    "line", [b"garbage", b"////", Keys.make().seal(b"{}")], ids=["garbage", "slashes", "another key"]
)
def test_a_line_that_is_damaged_says_nothing_and_hides_nothing(tmp_path, line):
    path = tmp_path / "mary.seen"
    known_revisions = KnownRevisions(OneFile.at(path), KEYS["mary"])
    known_revisions.note(ONE, known(3), "")
    known_revisions.keep()
    path.write_bytes(line.replace(b"\n", b"") + b"\n" + path.read_bytes())
    assert KnownRevisions(OneFile.at(path), KEYS["mary"]).of(ONE) == known(3)
