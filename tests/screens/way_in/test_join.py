"""Joining: a new key at a new computer, and both fingerprints compared."""

import pytest

from casetui.data.join_requests import drop_request, keep_request, requests_in
from casetui.data.keys.person_keys import Keys
from casetui.desk.people.agency import save_person
from casetui.desk.people.joining import admit
from tests.screens.joining import agency, asked, own_of
from tests.screens.office import KEYS
from tests.screens.way_in.test_sign_in import PASSPHRASE, SignInSnapshot, typed


@pytest.fixture
def nora(office, home):
    """Somebody who was added, at a computer of their own."""
    return save_person(office.desk("tom"), {"name": "Nora Quill", "team": "north"})


async def make_key(seat):
    await seat.fill(passphrase=PASSPHRASE, again=PASSPHRASE)
    await seat.save()
    assert seat.screen == "JoinScreen"


async def test_a_new_person_makes_a_key_is_admitted_and_goes_on_without_a_restart(office, nora, home):
    async with SignInSnapshot(office, nora) as seat:
        assert "Nora Quill: a new key" in seat.lines[0] and "You have no key for this vault" in seat.words
        await make_key(seat)
        shown = asked(office).public.fingerprint
        assert shown in seat.text
        await seat.press("enter")
        assert "You are not admitted yet." in seat.words
        admit(office.desk("tom"), nora, shown)
        await seat.press("enter")
        assert seat.screen == "CaseloadScreen" and "Nora Quill" in seat.lines[0]
    own = own_of(office, nora, home)
    assert own.pinned().root == agency(office).agency.root
    assert own.key_file.unlock(PASSPHRASE).public.sign == agency(office).key_of(nora).sign


async def test_the_agencys_fingerprint_is_the_one_that_the_manager_sees(office, nora):
    async with office.seat("tom") as tom:
        await tom.press("p")
        title = tom.lines[0]
    async with SignInSnapshot(office, nora) as seat:
        await make_key(seat)
        (fingerprint,) = (line.strip() for line in seat.lines if line.strip() and line.strip() in title)
        assert len(fingerprint) == 19


async def test_nothing_is_trusted_before_the_fingerprints_were_compared(office, nora, home):
    async with SignInSnapshot(office, nora) as seat:
        await make_key(seat)
        assert own_of(office, nora, home).pinned() is None
        await seat.press("ctrl+q")
    async with SignInSnapshot(office, nora) as seat:
        await typed(seat, PASSPHRASE)
        assert seat.screen == "JoinScreen" and asked(office).public.fingerprint in seat.text


async def test_an_admitted_key_whose_agency_was_not_compared_here_compares_it_first(office, home):
    own = own_of(office, "mary", home)
    own.key_file.keep(KEYS["mary"], PASSPHRASE)
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, PASSPHRASE)
        assert seat.screen == "JoinScreen"
        await seat.press("enter")
        assert seat.screen == "CaseloadScreen" and own.pinned() is not None


async def test_who_waits_goes_on_asking_at_the_next_start(office, nora):
    async with SignInSnapshot(office, nora) as seat:
        await make_key(seat)
    first = asked(office)
    drop_request(office.locked, first.file)
    async with SignInSnapshot(office, nora) as seat:
        await typed(seat, PASSPHRASE)
        assert seat.screen == "JoinScreen" and asked(office) == first


async def test_a_request_that_cannot_be_written_is_said(office, nora):
    (office.folder / "requests").rmdir()
    (office.folder / "requests").write_text("")
    async with SignInSnapshot(office, nora) as seat:
        await make_key(seat)
        assert "cannot be written" in seat.words


async def test_a_file_slipped_in_while_one_compared_is_not_trusted(office, nora, home):
    async with SignInSnapshot(office, nora) as seat:
        await make_key(seat)
        await seat.press("enter")
        slipped_in = agency(office).copy()
        slipped_in.save(office.seen_by("sean"), "sean", office.now)
        await seat.press("enter")
        assert seat.screen == "JoinScreen"
        assert "changed by sean, who may not do that" in seat.words


async def test_one_can_leave_before_there_is_a_key(office, nora, home):
    door = SignInSnapshot(office, nora)
    async with door as seat:
        await seat.press("ctrl+x")
    assert door.app.return_code == 0
    assert not own_of(office, nora, home).key_file.exists() and requests_in(office.locked) == ([], [])


async def test_a_former_key_makes_a_new_one(office, home):
    own = own_of(office, "mary", home)
    own.key_file.keep(KEYS["mary"], PASSPHRASE)
    newer = Keys.make()
    keep_request(office.locked, "mary", newer)
    admit(office.desk("tom"), "mary", newer.public.fingerprint)
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, PASSPHRASE)
        assert "Your key here is not good any more." in seat.words
        await make_key(seat)
        assert asked(office).worker == "mary"
