"""Signing in: the passphrase, typed unseen; and changing it."""

import pytest

from casetui.app import CaseApp
from casetui.data.join_requests import requests_in
from casetui.data.keys.person_keys import Keys, WrongPassphrase
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.desk.people.agency import save_agency
from casetui.desk.people.retiring import retire
from casetui.desk.session import sign_in_snapshot
from casetui.screens.way_in.sign_in import SignInScreen
from tests import disk
from tests.screens.office import KEYS, TODAY, Seat

PASSPHRASE = "correct horse"


@pytest.fixture
def own(office, home):
    """What Mary has at her computer: her key, locked, and the agency that she joined."""
    own = PersonFolder.of(office.locked, "mary", home)
    own.key_file.keep(KEYS["mary"], PASSPHRASE)
    own.pin(office.locked, AgencyFile.load(office.locked, AGENCY))
    return own


class SignInSnapshot:
    """The program as it starts for somebody who is not signed in."""

    def __init__(self, office, who, snapshot=None, size=(80, 24)):
        self.app = CaseApp(office.folder, None, office.clock, who=who, snapshot=snapshot)
        self._size = size

    async def __aenter__(self):
        self._test = self.app.run_test(size=self._size)
        seat = Seat(await self._test.__aenter__())
        await seat.settle()
        return seat

    async def __aexit__(self, *error):
        return await self._test.__aexit__(*error)


async def typed(seat, passphrase):
    await seat.type(passphrase)
    await seat.press("enter")


async def test_the_passphrase_opens_the_caseload(office, own):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    async with SignInSnapshot(office, "mary") as seat:
        assert seat.screen == "SignInScreen"
        assert "Northside Outreach" in seat.lines[0] and "Mary Byrne" in seat.text
        await seat.type(PASSPHRASE)
        assert PASSPHRASE not in seat.text and "•" * len(PASSPHRASE) in seat.text
        await seat.press("enter")
        assert seat.screen == "CaseloadScreen" and "Aoife Nolan" in seat.text


async def test_a_wrong_one_is_said_in_a_sentence_and_cleared(office, own):
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, "correct house")
        assert "This passphrase does not open your key. Type it again, as often as you like." in seat.text
        assert "•" not in seat.text
        await typed(seat, PASSPHRASE)
        assert seat.screen == "CaseloadScreen"


async def test_none_at_all_is_not_tried(office, own):
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, "  ")
        assert "Type your passphrase, then Enter." in seat.text and seat.screen == "SignInScreen"


async def test_opening_is_said_while_the_key_is_opened(office, own):
    async with SignInSnapshot(office, "mary") as seat:
        await seat.type(PASSPHRASE)
        screen, said = seat.app.screen, []
        tell, screen.tell = screen.tell, lambda sentence: (said.append(sentence), tell(sentence))
        await seat.press("enter")
        assert said == ["Opening ..."]


async def test_one_can_leave_at_the_passphrase(office, own):
    door = SignInSnapshot(office, "mary")
    async with door as seat:
        await seat.type("corr")
        await seat.press("ctrl+q")
    assert door.app.return_code == 0


async def test_help_says_what_the_passphrase_is_for(office, own):
    async with SignInSnapshot(office, "mary") as seat:
        await seat.press("ctrl+g")
        assert "It is kept nowhere." in seat.words and "I have forgotten it" in seat.text


async def test_an_agency_file_that_is_not_to_be_trusted_opens_nothing(office, own):
    file = AgencyFile.load(office.locked, AGENCY).copy()
    file.save(office.seen_by("sean"), "sean", office.now)
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, PASSPHRASE)
        assert seat.screen == "SignInScreen"
        assert "The agency file was changed by sean, who may not do that." in seat.words


async def test_a_change_that_a_manager_made_is_trusted(office, own):
    tom = office.desk("tom")
    save_agency(tom, {"name": "Renamed"}, tom.agency)
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, PASSPHRASE)
        assert seat.screen == "CaseloadScreen" and "Renamed" in seat.lines[0]


async def test_a_damaged_key_file_is_said(office, own):
    own.key_file.path.write_bytes(b"{}")
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, PASSPHRASE)
        assert "Your key file is damaged." in seat.words and seat.screen == "SignInScreen"


# -- forgotten -----------------------------------------------------------------------------------


async def test_a_forgotten_passphrase_is_a_new_key_that_asks_to_be_admitted(office, own, home):
    async with SignInSnapshot(office, "mary") as seat:
        await seat.press("ctrl+f")
        assert "Nobody can find a passphrase out." in seat.words
        await seat.press("b")
        assert seat.screen == "SignInScreen" and requests_in(office.locked) == ([], [])
        await seat.press("ctrl+f", "n")
        await seat.fill(passphrase="battery staple", again="battery staple")
        await seat.save()
        assert seat.screen == "JoinScreen"
        (asked,), _ = requests_in(office.locked)
        assert asked.worker == "mary" and asked.public.fingerprint in seat.text
    assert own.key_file.unlock("battery staple").public == asked.public
    (aside,) = own.folder.glob("mary.key.*")
    assert Keys.unlock(aside.read_bytes(), PASSPHRASE).public == KEYS["mary"].public


@pytest.fixture
def unread(office, own):
    """A start with the sign-in snapshot, whose agency file cannot be read until ``back`` is called."""
    agency = office.folder / "agency.signed"
    aside = agency.rename(agency.with_name("aside"))
    shown = sign_in_snapshot.SignInSnapshot("mary", "Mary Byrne", "Northside Outreach", TODAY)
    door = SignInSnapshot(office, "mary", shown)
    door.back = lambda: aside.rename(agency)
    return door


async def test_why_no_new_key_can_be_made_is_said_where_the_agency_file_cannot_be_read(unread):
    async with unread as seat:
        await seat.press("ctrl+f", "n")
        assert seat.screen == "SignInScreen" and "cannot be read: no such file or directory" in seat.words
        unread.back()
        await seat.press("ctrl+f", "n")
        assert seat.screen == "PassphraseScreen"


async def test_keys_are_taken_while_the_agency_file_is_read_for_a_new_key(office, unread):
    async with unread as seat:
        unread.back()
        with disk.slow(office.folder) as go:
            await seat.pilot.press("ctrl+f", "n", "ctrl+g")
            await seat.pilot.pause()
            assert seat.screen == "HelpScreen"
            assert isinstance(seat.app.screen_stack[-2], SignInScreen), "the file is still being read"
            go.set()
            await seat.press("q")
        assert seat.screen == "PassphraseScreen"


async def test_leaving_the_new_key_leaves_the_old_one(office, own):
    door = SignInSnapshot(office, "mary")
    async with door as seat:
        await seat.press("ctrl+f", "n", "ctrl+x")
    assert door.app.return_code == 0
    assert own.key_file.unlock(PASSPHRASE).public == KEYS["mary"].public


async def test_who_retired_does_not_come_in(office, own):
    retire(office.desk("tom"), "mary")
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, PASSPHRASE)
        assert seat.screen == "SignInScreen" and "You left the agency on Sat 21 Nov 2026." in seat.words


@pytest.mark.parametrize("forgot", [True, False])
async def test_who_retired_is_offered_no_new_key_and_told_why(office, own, forgot):
    retire(office.desk("tom"), "mary")
    if not forgot:
        own.key_file.path.unlink()
    door = SignInSnapshot(office, "mary")
    async with door as seat:
        if forgot:
            await seat.press("ctrl+f", "n")
    assert str(door.app.refused) == "You left the agency on Sat 21 Nov 2026."
    assert requests_in(office.locked) == ([], [])


async def test_a_damaged_pin_is_said_and_opens_nothing(office, own):
    (own.folder / "mary.pin").write_bytes(b"{")
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, PASSPHRASE)
        assert seat.screen == "SignInScreen" and "mary.pin is damaged." in seat.words
        await seat.press("ctrl+f", "n")
        await seat.fill(passphrase="battery staple", again="battery staple")
        await seat.save()
        await seat.press("enter")
        assert seat.screen == "JoinScreen" and "mary.pin is damaged." in seat.words


# -- changing it ---------------------------------------------------------------------------------


async def test_the_passphrase_is_changed_from_the_finder(office, own):
    async with SignInSnapshot(office, "mary") as seat:
        await typed(seat, PASSPHRASE)
        await seat.press("ctrl+p")
        await seat.type("passphrase")
        await seat.press("enter")
        await seat.fill(old="wrong horse", passphrase="battery staple", again="battery staple")
        await seat.save()
        assert "This passphrase does not open your key." in seat.words
        await seat.fill(old=PASSPHRASE)
        await seat.save()
        assert seat.screen == "CaseloadScreen" and "Your passphrase is changed." in seat.text
    assert own.key_file.unlock("battery staple").public == KEYS["mary"].public
    with pytest.raises(WrongPassphrase):
        own.key_file.unlock(PASSPHRASE)


# -- who it is -----------------------------------------------------------------------------------


async def test_whose_login_nobody_has_says_who_they_are(office, own):
    async with SignInSnapshot(office, "") as seat:
        assert "Who are you?" in seat.text and "Seán Keane" in seat.text
        await seat.type("mary")
        await seat.press("enter")
        assert seat.screen == "SignInScreen" and "Mary Byrne" in seat.text
        await typed(seat, PASSPHRASE)
        assert seat.screen == "CaseloadScreen"


async def test_who_says_nothing_leaves(office, own):
    door = SignInSnapshot(office, "")
    async with door as seat:
        await seat.press("ctrl+x")
    assert door.app.return_code == 0
