"""A hang-up, a termination, a closed terminal: the program ends at once, cleanly, and spins nowhere."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import time

import pytest

from tests.terminal.line import SAMPLE, Line

ENDS = 5.0


@pytest.fixture
def line(tmp_path):
    with Line(*SAMPLE, env={"SAMPLE_DRAFT": str(tmp_path / "draft")}) as made:
        made.until("ready ✓ │ Æ")
        made.quiet()
        made.keys("a sentence")
        made.until("a sentence")
        yield made


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_the_draft_kept_and_the_terminal_restored(line, number, tmp_path):
    os.kill(line.pid, number)
    line.gone(ENDS)
    assert line.status == 128 + number
    assert (tmp_path / "draft").read_text() == "a sentence"
    assert b"\x1b[?1049l" in line.log


def test_a_closed_terminal_ends_it(line, tmp_path):
    line.cut()
    line.gone(ENDS)
    assert line.status == 128 + signal.SIGHUP
    assert (tmp_path / "draft").read_text() == "a sentence"


def test_a_closed_terminal_ends_it_even_where_hang_ups_are_ignored(tmp_path):
    ignoring = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
        "os.execv(sys.executable, [sys.executable, '-m', 'tests.terminal.sample_app'])"
    )
    with Line(sys.executable, "-c", ignoring, env={"SAMPLE_DRAFT": str(tmp_path / "draft")}) as line:
        line.until("ready ✓ │ Æ")
        line.quiet()
        line.cut()
        line.gone(ENDS)
        assert (tmp_path / "draft").exists()


def test_a_closed_terminal_ends_it_while_it_cannot_write(tmp_path):
    with Line(*SAMPLE) as line:
        line.until("ready ✓ │ Æ")
        for _ in range(30):
            line.keys("\x0e")
            time.sleep(0.02)
        line.cut()
        line.gone(ENDS)


def test_signals_while_the_line_is_stuck_end_it():
    with Line(*SAMPLE, answers=False) as line:
        line.until("ready ✓ │ Æ")
        for _ in range(40):
            line.keys("\x0e")
            time.sleep(0.02)
        os.kill(line.pid, signal.SIGTERM)
        line.gone(ENDS, read=False)


def test_a_program_that_rests_ends_when_it_is_told_to(tmp_path):
    env = {"SAMPLE_DRAFT": str(tmp_path / "draft"), "PS1": "$ "}
    with Line("/bin/bash", "--norc", "-i", env=env) as line:
        line.keys(shlex.join(SAMPLE) + "\r")
        line.until("ready ✓ │ Æ")
        line.keys("a sentence")
        line.until("a sentence")
        line.keys("\x1a")
        line.until("Stopped")
        (program,) = line.process.children()
        line.keys("kill %1\r")
        deadline = time.monotonic() + ENDS
        while program.is_running():
            assert time.monotonic() < deadline, program.status()
            line.step()
        line.keys("\r")
        line.until("Exit 143")
    assert (tmp_path / "draft").read_text() == "a sentence"


@pytest.mark.benchmark
@pytest.mark.parametrize("end", ["hang up", "terminate", "close"])
def test_it_is_gone_within_a_second(line, end):
    if end == "close":
        line.cut()
    else:
        os.kill(line.pid, signal.SIGHUP if end == "hang up" else signal.SIGTERM)
    assert line.gone(ENDS) <= 1.0
