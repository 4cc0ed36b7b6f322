"""Screens end once, and write one thing at a time."""

from datetime import date

from casetui.data.records import Contact, Entry
from casetui.screens.forms.form import FormScreen
from casetui.widgets.checklist import ChecklistPanel
from tests import disk
from tests.screens.forms.test_form import Desk as FormDesk
from tests.screens.forms.test_form import opened as form_of
from tests.screens.forms.test_form import settled
from tests.screens.one_case import NUMBER, Slow, a_case

# -- ending once ----------------------------------------------------------------------------------


async def test_a_save_that_ends_below_the_help_closes_the_form_and_not_the_help():
    slow, desk = Slow(), FormDesk()
    desk.save = slow
    app, screen = form_of(desk, Contact, kind="visit", summary="met", on="today")
    helped = []

    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("tab", "x", "ctrl+s")
        over = FormScreen.__mro__[1]()  # any screen on top, such as the help
        app.push_screen(over, helped.append)
        await pilot.pause()
        slow.go.set()
        await settled(pilot)
        assert app.screen is over and not helped
        screen.action_save()
        over.dismiss(None)
        await settled(pilot)
        assert app.answer is True and slow.calls == 1
        assert not isinstance(app.screen, FormScreen)


async def test_a_sign_off_that_ends_below_the_help_tells_what_came_of_it(office):
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned().intake().closing(), opened_on=date(2026, 1, 10))
    async with office.seat("tom") as seat:
        await seat.press("s", "enter")
        assert seat.screen == "SignOffScreen"
        with disk.slow(office.folder) as go:
            await seat.press("s")
            await seat.pilot.press("s", "question_mark")
            await seat.pilot.pause()
            assert seat.screen == "HelpScreen"
            go.set()
            await seat.settle()
        assert seat.screen == "HelpScreen"
        await seat.press("q")
        signed = [entry.about for entry in office.read(NUMBER).all(Entry) if entry.act == "sign off"]
        assert seat.screen == "SignOffsScreen" and signed.count("closure") == 1
        assert "Signed off." in seat.text


# -- writing is one at a time ---------------------------------------------------------------------


async def test_a_new_client_saved_twice_in_haste_is_one_case(office):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.type("Joe Hand")
        with disk.slow(office.folder / "cases") as go:
            await seat.pilot.press("ctrl+s", "enter")
            await seat.pilot.pause()
            await seat.pilot.press("ctrl+s", "ctrl+x")
            await seat.pilot.pause()
            assert seat.screen == "NewClientScreen" and "Still saving" in seat.text
            go.set()
            await seat.settle()
        assert len(office.cases()) == 1 and seat.screen == "CaseScreen"


async def test_a_tick_in_haste_is_one_tick_and_its_error_comes_back(office):
    a_case(office)
    cases = office.folder / "cases"
    async with office.seat(open_case=NUMBER) as seat:
        panel = seat.app.screen.query_one(ChecklistPanel)
        await seat.press("3", "tab")
        by_hand = next(key for key, item in panel.items.items() if not item.computed and not item.asks)
        panel.move_to(by_hand)
        with disk.full(cases) as refused, disk.slow(cases) as go:
            await seat.pilot.press("space", "space")
            await seat.pilot.pause()
            assert "Still saving" in seat.text
            go.set()
            await seat.settle()
        assert len(refused) == 1 and "no space left on device" in seat.words


async def test_a_screen_is_not_left_while_it_saves(office):
    slow = Slow()
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.write(slow, lambda _: None)
        await seat.pilot.press("q", "ctrl+q")
        assert seat.screen == "CaseScreen" and "Still saving" in seat.text
        slow.go.set()
        await seat.settle()
        await seat.press("q")
        assert seat.screen == "CaseloadScreen"
