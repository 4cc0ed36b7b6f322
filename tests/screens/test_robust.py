"""Whatever stands in a name, however small the window, whichever keys are pressed: nothing breaks."""

import random
from datetime import date

import pytest
from rich.cells import cell_len

from casetui.data.records import Alert, Closure, Goal, Reference
from casetui.keeping.checking import check_vault
from casetui.keeping.keeper import Keeper
from tests.screens.office import KEYS, TODAY
from tests.screens.one_case import NUMBER, damaged
from tests.screens.places import busy

HOSTILE = {
    "markup": ("[bold]x[/bold]", "[bold]x[/bold]"),
    "half a markup": ("[/] [red [@click=app.quit]q[/]", "[/] [red [@click=app.quit]q[/]"),
    "escapes": ("\x1b[31mRed\x07\x9b2J\x00", "[31mRed2J"),
    "braces": ("{client} {0} %s \\N{DASH}", "{client} {0} %s \\N{DASH}"),
    "Arabic": ("مريم حداد", "مريم حداد"),
    "turned round": ("\u202egnp.exe\u2066", "gnp.exe"),
    "combining": ("Zo\u0308e\u0301\u0323\u0323\u0323", ""),
    "wide": ("日本太郎", "日本太郎"),
    "emoji": ("👩‍👩‍👧 O'Neil", "O'Neil"),
    "200 characters": ("Anna" * 50, "AnnaAnna"),
    "one word too wide": ("日" * 120, "日日日"),
    "lines": ("Two\nlines\tand a tab", "Two lines and a tab"),
}


def hostile(b, text):
    b.assigned().intake(lead_agency=text).assessed().planned(vision=text).met(TODAY, summary=text)
    b.put(Alert(kind="worker", text=text), Reference(label=text, number="1"), Goal(wording=text))
    b.put(Closure(id="c", reason="needs met", aftercare=text, state="asked", asked_by="mary", asked_on=TODAY))


AROUND = ("enter", *"13468c", "tab", "t", "q", "ctrl+p", "ctrl+x", "w")
"""Keys that lead through the case, its work areas, timeline, finder and a form."""


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_is_shown_as_text_on_every_screen(office, name):
    typed, shown = HOSTILE[name]
    office.case("AB2345", typed, lambda b: hostile(b, typed), opened_on=date(2026, 10, 1))
    async with office.seat() as seat:
        assert shown[:14] in seat.text
        for key in AROUND:
            await seat.press(key)
            assert "\x1b" not in seat.text and "\u202e" not in seat.text
            assert all(cell_len(line) == 80 for line in seat.lines)
        assert seat.screen == "FormScreen" and shown[:14] in seat.lines[0]
    async with office.seat("tom") as seat:
        await seat.press("s", "enter")
        assert seat.screen == "SignOffScreen" and shown[:14] in seat.text


async def test_a_hostile_name_can_be_typed_found_and_read_back(office):
    text = "[b]Ó[/b] 日本 مريم {0}"
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name=text)
        await seat.save()
        await seat.press("enter")
        assert text in seat.lines[0]
        await seat.press("q", "slash")
        await seat.type("[b]ó[")
        assert text[:20] in seat.lines[2]


# -- small windows -------------------------------------------------------------------------------


async def test_in_a_narrow_window_the_checklist_is_reached_with_tab(office):
    async with busy(office).seat(size=(40, 12), open_case="AB2345") as seat:
        await seat.press("3")
        assert "Next steps for bringing in" not in seat.text
        await seat.press("tab")
        await seat.stand_on("Next steps for bringing in")
        assert "Next steps for bringing in" in seat.text
        await seat.press("tab")
        assert "Next steps for bringing in" not in seat.text


# -- any keys ------------------------------------------------------------------------------------

ANY_KEYS = (
    *"abcdefghijklmnoprstuvwxyz0123456789/?+-., é日",
    *("enter", "enter", "enter", "escape", "escape", "tab", "tab", "shift+tab", "backspace", "delete", "f1"),
    *("up", "down", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *("ctrl+s", "ctrl+s", "ctrl+p", "ctrl+n", "ctrl+g", "ctrl+x", "ctrl+u"),
)
SIZES = [(80, 24), (40, 10), (20, 5), (1, 1), (200, 60), (71, 15), (80, 24)]


@pytest.mark.parametrize(("who", "case"), [("mary", ""), ("mary", "AB2345"), ("tom", "AB2345"), ("ada", "")])
async def test_no_keys_break_it(office, who, case):
    """Three hundred keys and a few resizes, each time others; the case files stay whole."""
    chance = random.Random(who + case)
    async with busy(office).seat(who, open_case=case) as seat:
        for n in range(300):
            if not seat.app.is_running or seat.app._exit:
                break
            seat.send(chance.choice(ANY_KEYS))
            if n % 6 == 5:
                await seat.settle()
            if n % 40 == 39:
                await seat.pilot.resize_terminal(*chance.choice(SIZES))
        await seat.settle()
    keeper = Keeper.sit_down(office.locked, office.own("tom"), KEYS["tom"])
    assert not check_vault(keeper).problems


async def test_a_record_that_was_spoilt_meanwhile_is_named_when_the_case_is_read_again(office):
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned().met())
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("6")
        damaged(office)
        await seat.press("m", "l")
        assert "One record cannot be read and is left out: Contact" in seat.words
        assert seat.screen == "CaseScreen" and "home visit" not in seat.text
