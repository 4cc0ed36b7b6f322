"""A window too small to work in says so; when it grows, everything is there as it was."""

from __future__ import annotations

import pytest

from casetui.terminal.cells import Screen
from casetui.terminal.small import LEAST, cover, too_small
from tests.terminal.line import SAMPLE, Line

SENTENCE = "This window is too small. Make it at least 40 by 10. Only what was typed before is kept."


def words(line: Line) -> str:
    return " ".join(" ".join(line.screen.display).split())


def resized(line: Line, width: int, height: int) -> None:
    line.resize(width, height)
    line.quiet()


@pytest.mark.parametrize("size", [LEAST, (80, 24), (0, 0)])
def test_a_window_that_is_large_enough_shows_what_is_wanted(size):
    assert not too_small(*size) and cover(Screen(*size)) is None


@pytest.mark.parametrize("size", [(39, 10), (40, 9), (20, 5), (1, 1), (200, 3), (3, 200)])
def test_a_smaller_one_says_so_within_its_cells(size):
    shown = cover(Screen(*size))
    assert shown is not None and (shown.width, shown.height) == size
    text = " ".join("".join(row).strip() for row in shown.texts).strip()
    assert text and SENTENCE.replace(" ", "").startswith(text.replace(" ", ""))


def test_in_twenty_by_five_the_sentence_is_whole():
    shown = cover(Screen(20, 5))
    assert shown is not None
    assert " ".join("".join(row).strip() for row in shown.texts).strip() == SENTENCE


def test_what_was_typed_is_there_again_when_the_window_grows():
    with Line(*SAMPLE) as line:
        line.until("ready ✓ │ Æ")
        line.keys("a sentence")
        line.until("a sentence")
        line.quiet()
        before = line.screen.shown()
        resized(line, 20, 5)
        assert words(line) == SENTENCE
        line.keys("unseen\t\r\x1b[200~pasted\x1b[201~")
        line.quiet()
        assert words(line) == SENTENCE
        resized(line, 80, 24)
        assert line.screen.shown() == before
        line.keys(" goes on")
        line.until("a sentence goes on")


def test_a_program_started_in_a_small_window_works_when_it_grows():
    with Line(*SAMPLE, size=(20, 5)) as line:
        line.until("40 by 10")
        assert words(line) == SENTENCE
        resized(line, 40, 10)
        line.until("ready ✓ │ Æ")


def test_a_program_can_be_ended_in_a_small_window():
    with Line(*SAMPLE, size=(20, 5)) as line:
        line.until("40 by 10")
        line.keys("\x11")
        line.gone()
        assert line.status == 7


@pytest.mark.parametrize("env", [{"TERM": "vt100"}, {"LC_ALL": "C"}, {"TERM": "linux"}], ids=str)
def test_a_poor_terminal_is_told_too(env):
    with Line(*SAMPLE, size=(20, 5), env=env) as line:
        line.until("40 by 10")
        assert words(line) == SENTENCE
