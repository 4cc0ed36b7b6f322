"""The help says of every screen, in a caseworker's words, what one wants there."""

import ast
import gettext
from functools import cache
from pathlib import Path

import pytest
from textual.screen import ModalScreen

import casetui
from casetui import words
from casetui.screens.base.help_screen import GENERAL, HelpScreen, topics_of
from casetui.terminal.ascii import translation
from casetui.widgets import checklist, step_rail
from tests.screens.places import PLACES, at, busy, screens

EXPLAINED = {s.__name__: s for s in screens() if not issubclass(s, (ModalScreen, HelpScreen))}
"""Every screen that the help can be opened on: what asks over a screen says itself what it asks."""
PLACE_OF = {place.screen: name for name, place in PLACES.items() if place.screen != "HelpScreen"}
FOR_PROGRAMMERS = ("dismiss", "class", "None", "`", "!")


class Marked(gettext.NullTranslations):
    """A language in which every message stands in brackets."""

    def gettext(self, message):
        return f"[{message}]"


@cache
def messages():
    """Return every message that is marked in the program, as a tool that collects them finds it."""
    return frozenset(_messages())


def _messages():
    for path in Path(casetui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
                yield ast.literal_eval(node.args[0])


def whole(seat):
    return " ".join(" ".join(line.cells[0].strip() for line in seat.app.screen._list.lines).split())


@pytest.mark.parametrize("screen", PLACE_OF)
async def test_the_help_opens_on_every_screen_and_says_its_message(office, monkeypatch, screen):
    async with at(busy(office), PLACE_OF[screen]) as seat:
        monkeypatch.setattr(words, "_translation", Marked())
        for key in ("question_mark", "ctrl+g"):
            if seat.screen == screen:
                await seat.press(key)
        if screen in EXPLAINED:
            assert seat.screen == "HelpScreen"
            assert f"[{EXPLAINED[screen].ABOUT}]" in whole(seat)
        else:
            assert seat.screen == screen, "it says itself what it asks"


def test_what_the_help_says_is_marked_to_be_translated():
    assert {screen.ABOUT for screen in EXPLAINED.values()} <= messages()


@pytest.mark.parametrize("screen", EXPLAINED)
def test_every_screen_says_shortly_what_it_is_for_in_no_words_of_programmers(screen):
    about = EXPLAINED[screen].__dict__["ABOUT"]
    assert not [word for word in FOR_PROGRAMMERS if word in about]
    assert 1 <= about.count(".") <= 3 and about.endswith(".")


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.screen in EXPLAINED])
async def test_every_key_of_the_help_is_called_by_a_message_of_ours(office, name):
    async with at(busy(office), name) as seat:
        keys = topics_of(seat.app.screen).keys
        assert all(key for key, _ in keys)
        assert {what for _, what in keys} <= messages(), "none is called as Textual calls it"


@pytest.mark.parametrize(("name", "opens"), [("caseload", True), ("contact", False)])
async def test_the_help_names_the_finder_only_where_it_opens(office, name, opens):
    async with at(busy(office), name) as seat:
        assert ("Any client or command" in {what for _, what in topics_of(seat.app.screen).keys}) == opens


def shown(seat):
    """Return the lines of the help that are seen, without the signs that there are more."""
    return [line[:-1].rstrip() for line in seat.lines[1:-1]]


async def test_the_arrows_scroll_the_help_a_line_and_the_page_keys_a_screenful(office):
    async with at(busy(office), "step 1") as seat:
        await seat.press("question_mark")
        lines = shown(seat)
        await seat.press("down")
        assert shown(seat)[:-1] == lines[1:]
        await seat.press("up", "pagedown", "pageup")
        assert shown(seat) == lines
        await seat.press("end")
        assert "Open" not in seat.lines[-1], "nothing is opened here"
        await seat.press("enter")
        assert seat.screen == "CaseScreen"


@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_help_explains_each_mark_of_a_case_as_the_terminal_shows_it(ascii_only):
    shown_as = translation("utf-8", ascii_only, False)
    marks = {*checklist.SIGNS.values(), *step_rail.SIGNS.values()} - {""}
    explained = next(sentence for sentence in GENERAL if sentence.startswith("Marks:"))
    for mark in marks:
        assert f" {shown_as(mark)} " in shown_as(explained)
    assert len({shown_as(mark) for mark in marks}) == len(marks)
