"""The help says of every screen, in a caseworker's words, what one wants there."""

import ast
import gettext
from functools import cache
from pathlib import Path

import pytest
from textual.screen import ModalScreen

import casetui
from casetui import words
from casetui.desk.telling.marks import FOLLOWS, MARKS
from casetui.screens.base.help_screen import GENERAL, HelpScreen, topics_of
from casetui.terminal.ascii import translation
from casetui.widgets import step_rail
from tests.screens.places import at, busy, screens

EXPLAINED = {s.__name__: s for s in screens() if not issubclass(s, (ModalScreen, HelpScreen))}
"""Every screen that the help can be opened on: what asks over a screen says itself what it asks."""
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
    return " ".join(" ".join(line.cells[0].strip() for line in seat.list.lines).split())


async def the_help_opens_and_says_what_the_screen_is_for(visit):
    """Check of the walk; the help is left when it is done."""
    seat, screen = visit.seat, visit.screen
    if screen == "HelpScreen":
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_translation", Marked())
        for key in ("question_mark", "ctrl+g"):
            if seat.screen == screen:
                await seat.press(key)
        if screen in EXPLAINED:
            assert seat.screen == "HelpScreen"
            assert f"[{EXPLAINED[screen].ABOUT}]" in whole(seat)
    if screen in EXPLAINED:
        await seat.press("q")
    assert seat.screen == screen, "what asks over a screen says itself what it asks"


def test_what_the_help_says_is_marked_to_be_translated():
    assert {screen.ABOUT for screen in EXPLAINED.values()} <= messages()


@pytest.mark.parametrize("screen", EXPLAINED)
def test_every_screen_says_shortly_what_it_is_for_in_no_words_of_programmers(screen):
    about = EXPLAINED[screen].__dict__["ABOUT"]
    assert not [word for word in FOR_PROGRAMMERS if word in about]
    assert 1 <= about.count(".") <= 3 and about.endswith(".")


def the_help_calls_every_key_by_a_message_of_ours(visit):
    """Check of the walk."""
    if visit.screen in EXPLAINED:
        keys = topics_of(visit.seat.app.screen).keys
        assert all(key for key, _ in keys)
        of_the_method = {*getattr(visit.seat.app.screen, "titles", dict)().values()}  # names of its steps
        assert {what for _, what in keys} <= messages() | of_the_method, "none is called as Textual calls it"


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
    marks = {*MARKS.values(), FOLLOWS, *step_rail.SIGNS.values()} - {""}
    explained = next(sentence for sentence in GENERAL if sentence.startswith("Marks:"))
    for mark in marks:
        assert f" {shown_as(mark)} " in shown_as(explained)
    assert len({shown_as(mark) for mark in marks}) == len(marks)
