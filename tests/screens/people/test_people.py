"""The People screen: who asks to be admitted, and who retires."""

import pytest

from casetui.data.join_requests import keep_request, requests_in
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.desk.people.agency import save_person
from casetui.desk.people.joining import admit, refuse
from casetui.desk.people.retiring import retire
from casetui.screens.home.watch import Watch
from tests import disk
from tests.screens.office import KEYS, TODAY


def asks(office, who):
    keys = Keys.make()
    keep_request(office.locked, who, keys)
    return keys.public


def agency(office):
    return AgencyFile.load(office.locked, AGENCY)


def nora(office):
    return save_person(office.desk("tom"), {"name": "Nora Quill", "team": "north"})


async def people(seat, on):
    """Go to People, and to somebody there."""
    await seat.press("p")
    await seat.stand_on(on)


async def test_each_person_is_shown_with_their_key(office):
    asks(office, nora(office))
    save_person(office.desk("tom"), {"name": "Ned Import", "team": "north"})
    async with office.seat("tom") as seat:
        await seat.press("p")
        names = ("Nora Quill", "Ned Import", "Mary Byrne")
        words = {name: seat.line(name).split()[-1] for name in names}
        assert words == {"Nora Quill": "asks", "Ned Import": "no", "Mary Byrne": "yes"}
        await seat.stand_on("Mary Byrne")
        assert f"Key: {KEYS['mary'].public.fingerprint}" in seat.words
        await seat.stand_on("Ned Import")
        assert "No key yet." in seat.words


async def test_a_key_is_admitted_after_its_fingerprint_was_compared(office):
    who = nora(office)
    public = asks(office, who)
    async with office.seat("tom") as seat:
        await people(seat, "Nora Quill")
        assert f"Asks to be admitted: {public.fingerprint}" in seat.words
        await seat.press("m")
        assert public.fingerprint in seat.words and "Is it the same?" in seat.text
        await seat.press("y")
        assert "Nora Quill is admitted." in seat.text
        assert seat.line(" Nora Quill   ").split()[-1] == "yes"
    assert agency(office).key_of(who).sign == public.sign


async def test_enter_at_once_admits_nobody(office):
    who = nora(office)
    asks(office, who)
    async with office.seat("tom") as seat:
        await people(seat, "Nora Quill")
        await seat.press("m", "enter")
        assert seat.screen == "PeopleScreen"
    assert agency(office).key_of(who) is None


async def test_another_fingerprint_removes_the_request(office):
    who = nora(office)
    asks(office, who)
    async with office.seat("tom") as seat:
        await people(seat, "Nora Quill")
        await seat.press("m", "r")
        assert "The request is removed." in seat.text
    assert requests_in(office.locked) == ([], []) and agency(office).key_of(who) is None


async def test_what_asks_by_mistake_is_removed_after_asking(office):
    asks(office, "mary"), asks(office, "mary")
    async with office.seat("tom") as seat:
        await people(seat, "Mary Byrne")
        await seat.press("d", "enter")
        assert len(requests_in(office.locked)[0]) == 2, "Enter alone removes nothing"
        await seat.press("d")
        assert "Drop what asks as Mary Byrne?" in seat.words
        await seat.press("d")
        assert "The request is removed." in seat.text and seat.line("Mary Byrne").split()[-1] == "yes"
        await seat.press("d")
        assert "Nothing asks to be admitted here." in seat.text
    assert requests_in(office.locked) == ([], []) and agency(office).key_of("mary")


async def test_a_request_that_is_left_over_can_be_removed_too(office):
    asks(office, "sean")
    retire(office.desk("tom"), "sean")
    (office.folder / "requests" / "mary-abcd.json").write_text('{"worker": "mary"}')
    async with office.seat("ada") as seat:
        await people(seat, "Seán Keane has left, and still asks")
        await seat.press("d", "d")
        await seat.stand_on("mary-abcd.json is no request")
        await seat.press("d", "d")
        assert "requests/" not in seat.text
    assert requests_in(office.locked) == ([], [])


@pytest.mark.parametrize("key", ["a", "d", "g", "m", "x", "enter"])
async def test_who_may_not_change_people_is_told_at_once_who_may(office, key):
    asks(office, "sean")
    async with office.seat("mary") as seat:
        await people(seat, "Seán Keane")
        await seat.press(key)
        assert seat.screen == "PeopleScreen"
        assert "Ask Ada Quinn, Tom Walsh, Una Daly." in seat.words


async def test_how_one_signs_in_is_said(office):
    async with office.seat("mary") as seat:
        await people(seat, "Mary Byrne")
        assert "Signs in by the login mbyrne, or --as mary." in seat.words
        await seat.stand_on("Seán Keane")
        assert "Signs in with --as sean: no login is written down." in seat.words


async def test_who_asks_while_people_is_open_is_shown_and_goes_when_admitted_elsewhere(office):
    who = nora(office)
    async with office.seat("tom") as seat:
        watch = Watch(seat.app, seat.app.screen.desk)
        await people(seat, "Mary Byrne")
        public = asks(office, who)
        watch.look()
        await seat.settle()
        assert "1 asks to be admitted" in seat.lines[0] and seat.line("Nora Quill").split()[-1] == "asks"
        assert seat.selected[0] == " Mary Byrne", "the cursor stays"
        admit(office.desk("una"), who, public.fingerprint)
        watch.look()
        await seat.settle()
        assert "to be admitted" not in seat.lines[0] and seat.line("Nora Quill").split()[-1] == "yes"


async def test_of_two_requests_one_chooses_what_is_read_out(office):
    who = nora(office)
    asks(office, who), asks(office, who)
    first, second = (one.public for one in requests_in(office.locked)[0])
    async with office.seat("tom") as seat:
        await people(seat, "Nora Quill")
        await seat.press("m")
        assert "Which one does Nora Quill read out?" in seat.words
        assert first.fingerprint in seat.text
        await seat.press("down", "enter")
        assert second.fingerprint in seat.words and first.fingerprint not in seat.words
        await seat.press("y")
    assert agency(office).key_of(who).sign == second.sign


async def test_who_asks_while_the_screen_is_open_can_be_admitted(office):
    who = nora(office)
    async with office.seat("tom") as seat:
        await people(seat, "Nora Quill")
        await seat.press("m")
        assert "Nora Quill does not ask to be admitted." in seat.text
        public = asks(office, who)
        await seat.press("m")
        assert public.fingerprint in seat.words


async def test_a_new_key_in_place_of_one_says_that_the_former_ends(office):
    public = asks(office, "mary")
    async with office.seat("ada") as seat:
        await people(seat, "Mary Byrne")
        await seat.press("m")
        assert "The key that they have now ends." in seat.words
        await seat.press("y")
    assert agency(office).key_of("mary").sign == public.sign


async def test_what_is_no_request_is_named_and_not_offered(office):
    (office.folder / "requests" / "mary-abcd.json").write_text('{"worker": "mary"}')
    async with office.seat("tom") as seat:
        await people(seat, "requests/mary-abcd.json")
        assert "Somebody else may have put it there." in seat.words
        await seat.press("enter", "m", "x")
        assert seat.screen == "PeopleScreen"


async def test_who_retires_is_asked_about_with_the_day(office):
    async with office.seat("tom") as seat:
        await people(seat, "Seán Keane")
        await seat.press("x")
        assert "Retire Seán Keane?" in seat.text and "Sat 21 Nov 2026" in seat.words
        await seat.press("enter")
        assert agency(office).people["sean"].left_on is None
        await seat.press("x", "x")
        assert "Seán Keane is retired." in seat.text
    assert (agency(office).people["sean"].left_on, agency(office).key_of("sean")) == (TODAY, None)


async def test_whoever_moves_somebody_to_another_team_is_told_which_cases_are_still_theirs(office):
    office.case("AB2345", manager="sean")
    async with office.seat("tom") as seat:
        await people(seat, "Seán Keane")
        await seat.press("enter")
        await seat.fill(team="south")
        await seat.save()
        assert (
            "Saved. 1 client is still theirs: C-AB2345. Give the case to a case manager anew." in seat.words
        )


async def test_ones_own_retiring_is_somebody_elses(office):
    async with office.seat("tom") as seat:
        await people(seat, "Tom Walsh")
        await seat.press("x", "x")
        assert "Somebody else retires you." in seat.text


async def test_who_asks_stands_first_and_under_the_cursor_and_the_title_says_how_many(office):
    asks(office, nora(office))
    asks(office, "sean")
    async with office.seat("tom") as seat:
        await seat.press("p")
        assert "2 ask to be admitted" in seat.lines[0]
        assert [line.split()[-1] for line in seat.lines[2:5]] == ["asks", "asks", "yes"]
        assert seat.selected[-1] == "asks" and seat.selected[0].strip() in seat.lines[2]


async def test_the_cursor_is_left_where_it_was_moved_to_before_it_is_known_who_asks(office):
    asks(office, nora(office))
    async with office.seat("tom") as seat:
        with disk.slow(office.folder / "requests") as go:
            seat.send("p")
            await seat.pilot.pause()
            seat.send("down")
            seat.send("down")
            await seat.pilot.pause()
            assert "asks to be admitted" not in seat.lines[0]
            before = seat.selected
            go.set()
            await seat.settle()
        assert seat.selected == before and "1 asks to be admitted" in seat.lines[0]


async def test_m_on_somebody_who_does_not_ask_goes_to_the_only_one_who_does(office):
    public = asks(office, nora(office))
    async with office.seat("tom") as seat:
        await people(seat, "Mary Byrne")
        await seat.press("m")
        assert "Nora Quill asks with this fingerprint" in seat.words and public.fingerprint in seat.words


async def test_m_on_somebody_who_does_not_ask_says_so_where_two_others_do(office):
    asks(office, nora(office))
    asks(office, "sean")
    async with office.seat("tom") as seat:
        await people(seat, "Mary Byrne")
        await seat.press("m")
        assert "Mary Byrne does not ask to be admitted." in seat.text


@pytest.mark.parametrize(("who", "told"), [("tom", True), ("ada", True), ("mary", False)])
async def test_the_caseload_says_that_somebody_asks_to_those_who_may_admit(office, who, told):
    asks(office, nora(office))
    async with office.seat(who) as seat:
        assert ("1 person asks to be admitted: People, p." in seat.text) == told


async def test_what_the_caseload_says_of_who_asks_comes_and_goes_while_it_is_open(office):
    async with office.seat("tom") as seat:
        watch = Watch(seat.app, seat.app.screen.desk)
        asks(office, nora(office))
        watch.look()
        await seat.settle()
        assert "1 person asks to be admitted: People, p." in seat.text
        asks(office, "sean")
        watch.look()
        await seat.settle()
        assert "2 people ask to be admitted: People, p." in seat.text
        refuse(office.desk("una"), *(one.file for one in requests_in(office.locked)[0]))
        watch.look()
        await seat.settle()
        assert "to be admitted" not in seat.text


async def test_what_the_caseload_says_of_who_asks_is_gone_once_it_was_dealt_with_on_people(office):
    asks(office, nora(office))
    async with office.seat("tom") as seat:
        assert "1 person asks to be admitted: People, p." in seat.text
        await seat.press("p", "d", "d")
        await seat.press("q")
        assert seat.screen == "CaseloadScreen" and "to be admitted" not in seat.text


async def test_only_what_the_person_may_do_is_offered_and_all_of_it_fits(office):
    async with office.seat("mary") as seat:
        await people(seat, "Seán Keane")
        for label in ("a Add", "m Admit", "x Retire", "t Methods"):
            assert label not in seat.lines[-1]
    async with office.seat("tom") as seat:
        await people(seat, "Seán Keane")
        for label in ("a Add", "x Retire", "g Agency", "t Methods", "q Back"):
            assert label in seat.lines[-1]
