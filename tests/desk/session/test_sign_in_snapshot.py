"""What is shown to who signs in before the agency file is read."""

from datetime import timedelta

import pytest

from casetui.desk.people.agency import save_agency, save_person
from casetui.desk.session import caseload_snapshot as sheet
from casetui.desk.session.sign_in_snapshot import SignInSnapshot, keep_sign_in_snapshot, read_sign_in_snapshot
from tests.screens.office import TODAY

MARY = SignInSnapshot("mary", "Mary Byrne", "Northside Outreach", TODAY)


def snapshot(office, who="mary", login=""):
    return read_sign_in_snapshot(office.cache, office.locked, who, login, office.clock())


@pytest.fixture
def known(office):
    """Mary was here before, and Seán."""
    for who in ("mary", "sean"):
        keep_sign_in_snapshot(office.desk(who))
    return office


def test_who_was_here_before_is_known_by_id_or_by_login(known):
    assert snapshot(known) == MARY
    assert snapshot(known, who=None, login="mbyrne") == MARY
    assert snapshot(known, who="mbyrne") == MARY, "--as takes either"


def test_nobody_else_is_known(known):
    assert snapshot(known, "tom") is None
    assert snapshot(known, who=None, login="nobody") is None
    assert snapshot(known, who=None, login="") is None, "though Seán has no login"
    for who in ("*", "**x", "[a"):
        assert snapshot(known, who, "mbyrne") is None


def test_once_the_agency_file_was_saved_it_is_good_no_more(known):
    tom = known.desk("tom")
    save_agency(tom, {"name": "Southside"}, tom.agency)
    assert snapshot(known) is None


def test_who_has_left_by_today_is_not_let_in_by_it(office):
    tom = office.desk("tom")
    save_person(tom, {"left_on": TODAY + timedelta(days=1)}, tom.people["mary"])
    keep_sign_in_snapshot(office.desk("mary"))
    assert snapshot(office) == MARY
    office.now += timedelta(days=2)
    assert snapshot(office) is None


def test_it_says_nothing_of_any_client(office):
    office.case("AB2345", "Aoife Nolan")
    keep_sign_in_snapshot(office.desk("mary"))
    (path,) = office.cache.glob("*.door")
    assert b"Aoife" not in path.read_bytes() and path.stat().st_mode & 0o077 == 0


def test_another_version_and_a_damaged_one_are_no_door(known, monkeypatch):
    for damage in (b"{", b"[" * 100_000):
        for path in known.cache.glob("*-sean.door"):
            path.write_bytes(damage)
        assert snapshot(known, "sean") is None and snapshot(known) == MARY
    monkeypatch.setattr(sheet.casetui, "__version__", "0.0.1")
    assert snapshot(known) is None
