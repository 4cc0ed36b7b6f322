"""The driver in a real pseudo-terminal: what is shown, what is sent, and how it comes and goes."""

from __future__ import annotations

import os
import signal
import time

import pytest
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from tests.terminal.emulator import Emulator
from tests.terminal.line import SAMPLE, Line


@pytest.fixture
def line():
    with Line(*SAMPLE) as made:
        made.until("ready ✓ │ Æ")
        made.quiet()
        yield made


def text(line: Line) -> str:
    return "\n".join(line.screen.display)


def test_a_character_typed_costs_few_bytes_and_the_next_field_few_more(line):
    before = len(line.log)
    line.keys("x")
    line.until("x")
    line.quiet()
    assert len(line.log) - before <= 80
    before = len(line.log)
    line.keys("\t")
    line.quiet()
    assert len(line.log) - before <= 250


def test_nothing_is_sent_while_nothing_changes(line):
    assert line.quiet(1.5) == 0


def test_the_cursor_is_shown_where_the_text_is_typed(line):
    line.keys("abcd\x1b[D")
    line.until("abcd")
    line.quiet()
    assert b"\x1b[?25l" not in line.log
    assert (line.screen.cursor.y, line.screen.cursor.x) == (0, 3)
    line.keys("\txy\x1b[H")
    line.until("xy")
    line.quiet()
    assert (line.screen.cursor.y, line.screen.cursor.x) == (1, 0)


def test_neither_mouse_nor_focus_is_reported_and_pastes_are_bracketed(line):
    for mode in (b"1000", b"1003", b"1006", b"1015", b"1004"):
        assert b"\x1b[?" + mode + b"h" not in line.log
    assert b"\x1b[?2004h" in line.log
    line.keys("\x1b[200~pasted text\x1b[201~")
    line.until("pasted text")


def test_escape_alone_is_a_key(line):
    line.keys("\x1b")
    line.until("escaped", 5)


def test_a_key_that_comes_in_pieces_is_still_one_key(line):
    line.keys("ab")
    line.until("ab")
    for byte in b"\x1b[D":
        line.keys(bytes([byte]))
    line.keys("c")
    line.until("acb")


def test_keys_that_come_at_once_are_done_in_their_order(line):
    line.keys("ab\x1b[Dc\x1b[D\x1b[Dd\tfield two\x1b[Hx\x1b[Zy")
    line.until("xfield two")
    line.until("dyacb")


def test_repaint_draws_all_anew(line):
    line.screen.reset()
    line.keys("\x0c")
    line.until("ready ✓ │ Æ")


def test_another_screen_is_drawn_once_with_its_parts_in_their_places(line):
    line.keys("\x02")
    line.until("boxed")
    first = text(line)
    line.quiet()
    assert text(line) == first


def test_another_size_is_drawn_anew(line):
    line.resize(40, 10)
    line.quiet()
    line.keys("x")
    line.until("x")
    line.until("ready ✓")


def test_the_terminal_is_given_back_as_it_was():
    with Line(*SAMPLE) as line:
        modes = line.modes()
        line.until("ready ✓ │ Æ")
        assert line.modes() != modes
        line.keys("\x11")
        line.gone()
        assert line.status == 7
        assert line.modes() == modes
        tail = bytes(line.log[-200:])
        assert tail.index(b"\x1b[m") < tail.index(b"\x1b[?1049l")
        for mode in (b"\x1b[?7h", b"\x1b[?2004l", b"\x1b[?25h"):
            assert mode in tail


@pytest.mark.parametrize("term", ["linux", "screen", "putty-256color"])
def test_without_a_second_screen_nothing_is_left_to_read(term):
    """GNU screen has none unless it is told to; nor has the emulator."""
    with Line(*SAMPLE, env={"TERM": term}) as line:
        line.until("ready")
        line.keys("\x11")
        line.gone()
        line.quiet(0.1)
        assert not text(line).strip()


def test_what_it_leans_on_is_there_in_the_pinned_driver():
    for name in ("_sigtstp_application", "_sigcont_application", "_get_terminal_size", "run_input_thread"):
        assert callable(getattr(LinuxDriver, name))
    assert {"_writer_thread", "_auto_restart", "exit_event", "attrs_before", "input_tty"} <= set(
        LinuxDriver.__init__.__code__.co_names + Driver.__init__.__code__.co_names
    )


def test_no_answer_of_the_terminal_is_left_for_the_shell():
    with Line(*SAMPLE, delay=0.2) as line:
        line.until("ready ✓ │ Æ")
        for _ in range(3):
            line.keys("\x0e")
            line.step(0.05)
        line.keys("\x11")
        line.gone()
        assert b"\x1b[6n" in line.log
        assert line.log.count(b"\x1b[6n") and not line._going


def test_suspended_and_resumed_it_shows_the_same_again(line):
    line.keys("hello")
    line.until("hello")
    line.quiet()
    before = line.screen.shown()
    line.keys("\x1a")
    deadline = time.monotonic() + 10
    while line.process.status() != "stopped":
        assert time.monotonic() < deadline
        line.step()
    line.quiet(0.1)
    assert line.log.rstrip().endswith(b"\x1b[?25h")
    line.screen = Emulator(*line.size).feed("$ fg\r\n")
    os.kill(line.pid, signal.SIGCONT)
    line.until("hello")
    line.quiet()
    assert line.screen.shown() == before
    line.keys("!")
    line.until("hello!")


def test_a_stop_that_cannot_be_caught_is_repaired_too(line):
    os.kill(line.pid, signal.SIGSTOP)
    while line.process.status() != "stopped":
        time.sleep(0.01)
    line.screen.reset()
    os.kill(line.pid, signal.SIGCONT)
    line.until("ready ✓ │ Æ")
    line.keys("x")
    line.until("x")


@pytest.mark.parametrize(
    ("env", "encoding", "shown"),
    [
        ({"LC_ALL": "C"}, "ascii", "ready v | A"),
        ({"LANG": "da_DK.ISO-8859-1"}, "latin-1", "ready v | Æ"),
        ({"TERM": "linux"}, "utf-8", "ready v │ Æ"),
        ({"TERM": "vt100"}, "ascii", "ready v | A"),
        *(({"TERM": term}, "utf-8", "ready ✓ │ Æ") for term in ("screen", "tmux", "tmux-256color")),
        *(({"TERM": term}, "utf-8", "ready ✓ │ Æ") for term in ("xterm", "putty", "putty-256color")),
        ({"NO_COLOR": "1"}, "utf-8", "ready ✓ │ Æ"),
    ],
)
def test_a_poor_terminal_gets_what_it_can_show(env, encoding, shown):
    with Line(*SAMPLE, env=env, encoding=encoding) as line:
        line.until(shown)
        line.keys("x\t")
        line.quiet()
        if env.get("TERM") in ("linux", "vt100", "screen", "putty", "putty-256color"):
            assert not any(odd in line.log for odd in (b"$p", b"\x1b[>", b"\x1b[<", b"\x1b]"))
        if "NO_COLOR" in env or env.get("TERM") == "vt100":
            cells = [cell for row in line.screen.buffer.values() for cell in row.values()]
            assert {cell.fg for cell in cells} | {cell.bg for cell in cells} == {"default"}


def test_a_terminal_that_answers_nothing_is_served_all_the_same():
    with Line(*SAMPLE, answers=False) as line:
        line.until("ready ✓ │ Æ")
        for turn in range(1, 4):
            line.keys("\x0e")
            line.until(f"turn {turn}", 5)
        assert line.log.count(b"\x1b[6n") <= 3


def fast_keys(line: Line, count: int = 24) -> float:
    """Press a key that changes the whole screen, ``count`` times; return when the last is shown."""
    line.until("ready ✓ │ Æ")
    line.quiet(0.5)
    for _ in range(count):
        line.keys("\x0e")
        until = time.monotonic() + 0.03
        while time.monotonic() < until:
            line.step(0.005)
    return line.until(f"turn {count}", 30)


def test_on_a_slow_line_frames_nobody_would_see_are_skipped():
    with Line(*SAMPLE, rate=4000) as line:
        fast_keys(line)
        assert len(line.log) < 24 * 1300 / 2


def test_on_a_slow_line_every_key_arrives_in_order():
    with Line(*SAMPLE, rate=2500, delay=0.2) as line:
        line.until("ready ✓ │ Æ")
        typed = "the quick brown fox jumps over the lazy dog"
        for char in typed:
            line.keys(char)
            line.step(0.01)
        line.until(typed, 10)


@pytest.mark.benchmark
def test_24_fast_keys_on_4000_bytes_a_second_are_caught_up_within_a_second():
    with Line(*SAMPLE, rate=4000) as line:
        assert fast_keys(line) <= 1.0


@pytest.mark.benchmark
def test_an_echo_on_a_slow_and_far_line_takes_a_round_trip_and_little_more():
    with Line(*SAMPLE, rate=2500, delay=0.2) as line:
        line.until("ready ✓ │ Æ")
        line.quiet(1.5)
        typed = ""
        for char in "Mary Byrne of the Northside Outreach":
            typed += char
            line.keys(char)
            assert line.until(typed, 10) <= 0.4 + 0.15


@pytest.mark.benchmark
def test_an_idle_program_sleeps(line):
    times = line.process.cpu_times()
    line.quiet(10)
    after = line.process.cpu_times()
    used = after.user + after.system - times.user - times.system
    assert used <= 10 * 2 / 3600 + 0.01
