"""However small the window becomes: nothing breaks, and when it grows everything is there as before."""

import pytest

from casetui.data.records import Contact
from casetui.widgets.key_bar import KeyBar, key_hints
from tests.screens.places import NUMBER, at, busy

SMALLER = [(20, 5), (1, 1), (200, 3), (40, 10)]


async def made_small_the_screen_says_the_way_back_and_is_as_before_when_it_grows(visit):
    """Check of the walk; the window is as before when it is done."""
    seat = visit.seat
    before, focused = seat.lines, seat.app.screen.focused
    try:
        for size in SMALLER:
            await seat.pilot.resize_terminal(*size)
            await seat.settle()
            assert len(seat.lines) == size[1]
            *_, wanted = key_hints(seat.app.screen)
            for key, what in wanted[:1]:  # the way back; a question is answered, and has none
                assert size[0] != 40 or visit.name == "caseload" or f" {key} {what}" in seat.lines[-1]
        assert seat.app.screen.query_one(KeyBar).text.rstrip() == seat.lines[-1].rstrip() != ""
        assert seat.app.screen.focused is focused
    finally:
        await seat.pilot.resize_terminal(80, 24)
        await seat.settle()
    assert seat.lines == before and seat.app.screen.focused is focused


async def test_what_was_typed_is_kept_however_the_window_changes(office):
    text = "She came with her sister. " * 20
    async with at(busy(office), "contact") as seat:
        await seat.fill(summary=text)
        for size in [*SMALLER, (80, 24)]:
            await seat.pilot.resize_terminal(*size)
            await seat.settle()
            assert seat.app.screen.form.entries()["summary"] == text and seat.field == "summary"
        await seat.pilot.resize_terminal(40, 10)
        await seat.type("And more.")
        assert "And more." in seat.text, "the place where one types is in sight"
        await seat.save()
        await seat.fill(kind="phone")
        await seat.save()
        assert seat.screen == "CaseScreen"
    assert (text + "And more.") in [one.summary for one in office.read(NUMBER).every(Contact)]


WANTED_MOST = {
    "caseload": " Enter Open  w Write down  n New  ? Help",
    "contact": " ^S Save  ^X Leave  ^G Help",
}


def at_40_columns_what_is_wanted_most_stands_in_the_key_bar(visit):
    """Check of the walk in a small window."""
    bar = visit.seat.lines[-1].rstrip()
    assert bar == WANTED_MOST.get(visit.name, bar)


async def test_in_a_low_window_the_caseload_says_where_to_see_what_is_late(office):
    async with at(busy(office), "caseload", (40, 10)) as seat:
        assert " late, today: a" in seat.lines[1]
        await seat.press("a")
        assert seat.screen == "AgendaScreen"


@pytest.mark.parametrize("key", "12345678")
async def test_at_40_columns_the_step_at_hand_is_whole_in_the_rail_with_signs_that_there_are_more(
    office, key
):
    async with at(busy(office), "step 1", (40, 24)) as seat:
        await seat.press(key)
        screen = seat.app.screen
        step = screen.desk.standing(screen.opened.file).step_of(screen.area)
        rail = seat.lines[1]
        assert f" {key} {step.short}" in rail
        assert ("‹" in rail) == ("1 Lead" not in rail) and ("›" in rail) == ("8 " not in rail)
        assert "‹" in rail or "›" in rail
