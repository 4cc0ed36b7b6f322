"""How much is sent to a line that is slow, and to one that is not."""

from __future__ import annotations

from collections import deque

import pytest

from casetui.terminal.pace import GIVE_UP, PATIENCE, Pace


class SlowLine:
    """A line of ``rate`` bytes a second and ``delay`` seconds there and back, that answers."""

    def __init__(self, rate: float, delay: float) -> None:
        self.rate, self.delay, self.now = rate, delay, 0.0
        self.pace = Pace()
        self.free_at = 0.0
        self.answers: deque[float] = deque()

    def send(self, count: int) -> float:
        """Send a frame and return for how many seconds the line is busy with what lies before it."""
        self.free_at = max(self.free_at, self.now) + count / self.rate
        self.pace.sent(count, self.now)
        if self.pace.wants_answer():
            self.pace.asked(self.now)
            self.answers.append(self.free_at + self.delay)
        return self.free_at - self.now

    def wait(self, seconds: float) -> None:
        until = self.now + seconds
        while self.answers and self.answers[0] <= until:
            self.now = max(self.now, self.answers.popleft())
            assert self.pace.answered(self.now)
        self.now = until


@pytest.mark.parametrize("rate", [2500, 4000, 20_000])
@pytest.mark.parametrize("delay", [0.0, 0.4, 0.8])
def test_no_frame_waits_long_behind_others(rate, delay):
    line = SlowLine(rate, delay)
    line.send(60)
    line.wait(1 + delay)
    line.send(1500)
    line.wait(1 + delay + 1500 / rate)
    busy, frames = [], 0
    for _ in range(400):
        line.wait(0.02)
        if line.pace.wait(line.now) == 0:
            busy.append(line.send(300) - 300 / rate)
            frames += 1
    assert max(busy[5:]) <= 0.35
    assert frames * 300 >= 0.6 * rate * 8


def test_a_fast_line_is_never_waited_for():
    line = SlowLine(1e7, 0.001)
    for _ in range(200):
        line.wait(0.01)
        assert line.pace.wait(line.now) == 0
        line.send(2000)


def test_a_terminal_that_never_answers_is_asked_twice_and_taken_for_slow():
    pace = Pace()
    asked = sent = 0
    for turn in range(200):
        now = turn * 0.02
        if pace.wait(now) == 0:
            pace.sent(1000, now)
            sent += 1000
            if pace.wants_answer():
                pace.asked(now)
                asked += 1
    assert asked == pace.open_questions == 2
    assert 12_000 <= sent <= 4 * 4000 + 4000


def test_a_line_that_stalls_gets_nothing_more_until_it_answers_or_is_given_up():
    line = SlowLine(1e6, 0.01)
    for _ in range(3):
        line.send(500)
        line.wait(0.1)
    line.send(500)
    stalled = line.now
    line.answers.clear()
    assert line.pace.wait(stalled + 0.1) == 0
    assert line.pace.wait(stalled + PATIENCE + 1) > 0
    assert line.pace.wait(stalled + GIVE_UP + 1) == 0


def test_an_answer_that_nobody_asked_for_is_not_ours():
    assert not Pace().answered(1.0)


@pytest.mark.parametrize("rate", [2500, 4000])
@pytest.mark.parametrize("delay", [0.0, 0.1, 0.2])
def test_a_first_answer_that_was_seen_late_never_makes_a_slow_line_look_fast(rate, delay):
    line = SlowLine(rate, delay)
    line.send(60)
    line.answers[0] += 0.3  # the program was busy with its first screen
    line.wait(1 + delay)
    waits = []
    for burst in range(6):
        for turn in range(200):
            line.wait(0.03)
            if line.pace.wait(line.now) == 0:
                size = (900, 1100, 700)[(burst + turn) % 3]
                waits.append(line.send(size) - size / rate)
        line.wait(3)
    assert max(waits) <= 1.0
    assert line.pace.rate <= 1.6 * rate


@pytest.mark.parametrize(
    "rate, delay, carries", [(1e6, 0.001, True), (1e6, 0.2, False), (20_000, 0.001, False)]
)
def test_only_a_fast_line_carries_a_screen_at_once(rate, delay, carries):
    line = SlowLine(rate, delay)
    assert not line.pace.carries(2500, 0.03)
    line.send(2500)
    line.wait(1 + delay)
    assert line.pace.carries(2500, 0.03) == carries
