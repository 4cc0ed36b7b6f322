"""A screen that is open at midnight shows the new day."""

from datetime import timedelta

from casetui.data.records import (
    Contact,
)
from tests.screens.office import NOW, TODAY
from tests.screens.one_case import NUMBER, a_case


async def test_a_key_after_midnight_shows_the_new_day(office):
    a_case(office)
    async with office.seat() as seat:
        assert "Sat 21 Nov 2026" in seat.text
        office.now = NOW + timedelta(days=1)
        await seat.press("down")
        assert "Sun 22 Nov 2026" in seat.text


async def test_a_screen_that_is_come_back_to_shows_the_new_day(office):
    a_case(office)
    async with office.seat() as seat:
        await seat.press("a")
        assert "Sat 21 Nov 2026" in seat.text
        await seat.press("question_mark")
        office.now = NOW + timedelta(days=1)
        await seat.press("q")
        assert "Sun 22 Nov 2026" in seat.text
        await seat.press("q")
        assert "Sun 22 Nov 2026" in seat.text


async def test_today_in_a_form_that_was_opened_yesterday_is_the_day_that_it_is(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("w")
        office.now = NOW + timedelta(days=1)
        await seat.fill(kind="phone", summary="rang", on="today")
        await seat.save()
        assert office.read(NUMBER).one(Contact).on == TODAY + timedelta(days=1)
