"""The digest that a person may leave unsealed: days and case numbers, no names."""

import json
from datetime import timedelta

import pytest

from casetui.desk.people.digest import (
    digest_file,
    has_digest,
    leave_digest,
    read_digest,
    renew_digest,
    withdraw_digest,
)
from casetui.desk.session.upkeep import run_upkeep
from casetui.words import CaseTUIError
from tests import disk
from tests.screens.office import NOW, Office


@pytest.fixture
def office(tmp_path):
    found = Office(tmp_path / "vault", tmp_path / "cache")
    found.case("AB2345", "Aoife Nolan", lambda b: b.intake().assigned().agreed())
    return found


def test_it_holds_days_and_case_numbers_and_no_name(office):
    desk = office.desk()
    leave_digest(desk)
    text = digest_file(desk.person_folder).path.read_text()
    assert "AB2345" in text
    assert "Aoife" not in text and "Mary" not in text and "Assessment" not in text
    assert set(json.loads(text)) == {"at", "zone", "dues"}
    assert digest_file(desk.person_folder).path.stat().st_mode & 0o777 == 0o600


def test_who_leaves_none_has_none(office):
    desk = office.desk()
    renew_digest(desk)
    assert not has_digest(desk.person_folder) and read_digest(desk.person_folder) is None


def test_it_is_left_anew_after_each_reading(office):
    desk = office.desk()
    leave_digest(desk)
    office.case("CD2345", "Brian Orr", lambda b: b.intake().assigned().agreed())
    desk.refresh()
    run_upkeep(desk)
    assert {number for _, number in read_digest(desk.person_folder).dues} == {"AB2345", "CD2345"}


def test_it_is_withdrawn(office):
    desk = office.desk()
    leave_digest(desk)
    withdraw_digest(desk.person_folder)
    assert not has_digest(desk.person_folder)


def test_its_day_is_the_agencys(office):
    desk = office.desk()
    leave_digest(desk)
    found = read_digest(desk.person_folder)
    assert found.written_on() == NOW.date()
    assert found.today(NOW + timedelta(hours=14, minutes=30)) == NOW.date() + timedelta(days=1)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"at": "x", "zone": "y", "dues": []}', b"\xff"])
def test_one_that_cannot_be_read_is_none(office, content):
    own = office.own()
    own.folder.mkdir(parents=True, exist_ok=True)
    digest_file(own).path.write_bytes(content)
    assert read_digest(own) is None


def test_a_disk_that_is_full_is_said(office):
    desk = office.desk()
    with disk.full(desk.person_folder.folder), pytest.raises(CaseTUIError, match="no space left"):
        leave_digest(desk)
