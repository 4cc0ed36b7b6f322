"""What plain rests upon: no screen, no terminal, and lines that hold nothing a terminal obeys."""

import os
import subprocess
import sys

import pytest

from tests.test_house import loaded


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A small demo vault, and a home of its own."""
    home = tmp_path_factory.mktemp("home")
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_DATA_HOME": str(home)}
    vault = home / "demo"
    argv = [sys.executable, "-m", "casetui", "demo", "--vault", vault, "--cases", "4", "--no-open"]
    subprocess.run(argv, env=environment, check=True, capture_output=True)
    return vault, environment


def run(demo, answers, *argv, **environment):
    """Run ``casetui`` at the demo with answers through a pipe."""
    vault, around = demo
    return subprocess.run(
        [sys.executable, "-m", "casetui", *argv, "--vault", vault, "--as", "mary"],
        input=answers, env={**around, **environment}, capture_output=True, timeout=60,
    )  # fmt: skip


def piped(demo, answers, *argv, **environment):
    """Run ``casetui --plain`` with answers through a pipe."""
    return run(demo, answers, "--plain", *argv, **environment)


def test_it_runs_through_a_pipe_on_a_dumb_terminal_and_ends_with_its_input(demo):
    done = piped(demo, b"agenda\nback\npeople\nback\n", TERM="dumb")
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode()
    assert "Mary Byrne" in said
    assert "Agenda" in said
    assert said.endswith("\n")


def test_nothing_that_moves_a_cursor_is_ever_sent(demo):
    done = piped(demo, b"1\n\x1b[2J\xff\n?\n1\nread\nback\nback\nquit\n")
    assert done.returncode == 0
    assert b"Goodbye." in done.stdout
    assert not [byte for byte in done.stdout if byte < 32 and byte != 10]


def test_in_ascii_only_ascii_is_sent(demo):
    assert piped(demo, b"1\nread\nteam\nback\nteam\n", "--ascii").stdout.isascii()


def test_no_screen_is_imported(tmp_path):
    modules = loaded("import casetui.plain.start, casetui.plain.lists")
    assert not modules & {"textual", "rich"}


def test_where_no_screen_can_be_drawn_it_is_named(demo):
    done = run(demo, b"", TERM="dumb")
    assert done.returncode == 2
    assert b"casetui --plain" in done.stderr


def test_the_demo_opens_so_too(demo):
    done = run(demo, b"quit\n", "demo", "--plain", "--cases", "4")
    assert done.returncode == 0, done.stderr
    assert b"Goodbye." in done.stdout
