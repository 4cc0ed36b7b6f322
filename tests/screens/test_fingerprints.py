"""A fingerprint that is to be read out stands whole on one line, also in a window of 60 by 20."""

import pytest

from casetui.data.join_requests import keep_request
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.desk.people.agency import save_person
from casetui.desk.people.joining import agency_fingerprint
from casetui.widgets.lines import TitleLine
from tests.screens.joining import asked
from tests.screens.office import KEYS
from tests.screens.way_in.test_join import make_key
from tests.screens.way_in.test_sign_in import SignInSnapshot

SMALL = (60, 20)
LONG = "Sir Bartholomew Featherstonehaugh-Cholmondeley of Ballaghaderreen"


def asks(office, who):
    keys = Keys.make()
    keep_request(office.locked, who, keys)
    return keys.public.fingerprint


def somebody(office):
    """Return the id of somebody with a long name and every role."""
    roles = ["worker", "line manager", "administrator"]
    return save_person(office.desk("tom"), {"name": LONG, "team": "north", "login": "barty", "roles": roles})


def of_agency(office):
    return agency_fingerprint(AgencyFile.load(office.locked, AGENCY))


@pytest.mark.parametrize("mark", ["", "DEMO"])
async def test_the_agencys_stands_whole_at_the_top_of_people(office, monkeypatch, mark):
    monkeypatch.setattr(TitleLine, "mark", mark)
    asks(office, "mary")
    async with office.seat("tom", SMALL) as seat:
        await seat.press("p")
        assert of_agency(office) in seat.lines[0]


async def test_that_of_the_selected_person_stands_whole_in_the_notice(office):
    shown = asks(office, somebody(office))
    async with office.seat("tom", SMALL) as seat:
        await seat.press("p")
        await seat.stand_on("Sir Barth")
        assert seat.line("Asks to be admitted") and seat.line(shown)
        for who in ("Mary Byrne", "Tom Walsh"):
            await seat.stand_on(who)
            assert seat.line(KEYS[who.split()[0].lower()].public.fingerprint)


async def test_it_stands_whole_where_it_is_compared_chosen_and_dropped(office):
    who = somebody(office)
    first, second = asks(office, who), asks(office, who)
    async with office.seat("tom", SMALL) as seat:
        await seat.press("p")
        await seat.stand_on("Sir Barth")
        assert seat.line(first) and seat.line(second)
        await seat.press("d")
        assert seat.line(first) and seat.line(second)
        await seat.press("b", "m")
        assert seat.line(first) and seat.line(second)
        await seat.press("enter")
        assert "asks with this fingerprint" in seat.words
        assert sum(f"      {shown}" in seat.text for shown in (first, second)) == 1


async def test_both_stand_whole_where_somebody_joins(office, home):
    who = somebody(office)
    async with SignInSnapshot(office, who, size=SMALL) as seat:
        await make_key(seat)
        assert seat.line(asked(office).public.fingerprint) and seat.line(of_agency(office))
        await seat.press("enter")
        assert "You are not admitted yet." in seat.words
        assert seat.line(asked(office).public.fingerprint) and seat.line(of_agency(office))
