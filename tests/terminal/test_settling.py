"""Another screen is held back until nothing of it is drawn any more, and never for long."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from casetui.terminal.settling import MOST, STILL, Settling


class Loop:
    """An event loop whose time a test lets pass."""

    def __init__(self) -> None:
        self.due: list = []

    def call_soon_threadsafe(self, act, *args) -> None:
        act(*args)

    def call_later(self, _: float, act, *args) -> None:
        self.due.append(lambda: act(*args))

    def tick(self) -> None:
        due, self.due = self.due, []
        for act in due:
            act()


@pytest.fixture
def loop():
    return Loop()


@pytest.fixture
def output():
    sent = SimpleNamespace(held=False, pumped=0, carries=lambda count, seconds: False)

    def pump() -> None:
        sent.pumped += 1

    sent.pump = pump
    return sent


@pytest.fixture
def settling(output, loop):
    made = Settling(output, lambda: None)
    made.drawn("first", loop)
    return made


def test_the_first_screen_and_what_changes_on_it_are_sent_at_once(settling, output, loop):
    settling.drawn("first", loop)
    assert not output.held and not loop.due


def test_on_a_line_that_carries_a_whole_screen_at_once_nothing_is_held(settling, output, loop):
    output.carries = lambda count, seconds: count / 200_000 <= seconds
    settling.drawn("second", loop)
    assert not output.held and not loop.due


def test_another_screen_goes_out_when_nothing_of_it_was_drawn_for_a_moment(settling, output, loop):
    settling.drawn("second", loop)
    for _ in range(STILL - 1):
        loop.tick()
    settling.drawn("second", loop)
    for _ in range(STILL - 1):
        loop.tick()
    assert output.held
    loop.tick()
    assert not output.held and output.pumped == 1 and not loop.due


def test_a_screen_that_is_drawn_again_and_again_goes_out_all_the_same(settling, output, loop):
    settling.drawn("second", loop)
    for _ in range(MOST):
        assert output.held
        settling.drawn("second", loop)
        loop.tick()
    assert not output.held


def test_two_screens_that_come_close_together_are_held_as_one(settling, output, loop):
    settling.drawn("second", loop)
    settling.drawn("third", loop)
    assert len(loop.due) == 1
    for _ in range(STILL):
        loop.tick()
    assert output.pumped == 1


def test_the_thread_that_sends_is_woken_where_the_line_does_not_take_all(output, loop):
    woken = []
    output.pump = lambda: 0.05
    settling = Settling(output, lambda: woken.append(True))
    for screen in ("first", "second"):
        settling.drawn(screen, loop)
    for _ in range(STILL):
        loop.tick()
    assert woken == [True]
