"""The newest screen goes out when the line takes it; nothing is sent twice, nothing else is lost."""

from __future__ import annotations

import os
import pty
import select
import tty

import pytest

from casetui.terminal.output import SYNC_END, SYNC_START, Output
from tests.terminal.emulator import stock


class Far:
    """The far end of a pseudo-terminal, read only when a test says so."""

    def __init__(self) -> None:
        self.fd, self.near = pty.openpty()
        tty.setraw(self.near)
        self.log = b""

    def read(self) -> bytes:
        """Read all there is: what was written may take a moment to come through."""
        data = b""
        while select.select([self.fd], [], [], 0.02)[0]:
            data += os.read(self.fd, 1 << 16)
        self.log += data
        return data

    def cut(self) -> None:
        os.close(self.fd)
        self.fd = -1

    def close(self) -> None:
        for fd in (self.fd, self.near):
            if fd >= 0:
                os.close(fd)


@pytest.fixture
def far():
    made = Far()
    yield made
    made.close()


def opened(far: Far, **more) -> Output:
    output = Output(**more)
    output.size = (40, 10)
    output.open(far.near, asks=False)
    return output


def page(char: str) -> str:
    return "".join(f"\x1b[{row};1H" + char * 40 for row in range(1, 11)) + "\x1b[1;1H"


def test_a_frame_is_sent_at_once_and_only_once(far):
    output = opened(far)
    assert output.write("\x1b[1;1Hhello\x1b[1;1H") is None
    assert b"hello" in far.read()
    output.write("\x1b[1;1Hhello\x1b[1;1H")
    assert output.pump() is None
    assert far.read() == b""


def test_frames_that_the_line_cannot_take_are_skipped_and_the_last_arrives(far):
    output = opened(far, clock=iter(range(0, 10**9, 10)).__next__)
    turns = 2000
    for turn in range(turns):
        output.write(page(chr(ord("a") + turn % 26)) + f"\x1b[1;1Hturn {turn:06}")
    assert output.blocked and output.pump() is not None
    while output.pump() is not None or far.read():
        far.read()
    assert len(far.log) < turns * 100
    screen = stock(40, 10).feed(far.log.decode())
    assert (
        screen.shown()
        == stock(40, 10)
        .feed(page(chr(ord("a") + (turns - 1) % 26)))
        .feed(f"\x1b[1;1Hturn {turns - 1:06}")
        .shown()
    )


def test_control_sequences_are_never_skipped_and_keep_their_order(far):
    output = opened(far)
    for turn in range(500):
        output.write(page("ab"[turn % 2]))
        output.write(f"\x1b]52;c;{turn:06}\x07")
    while output.pump() is not None or far.read():
        far.read()
    found = [part[:6] for part in far.log.split(b"\x1b]52;c;")[1:]]
    assert found == [f"{turn:06}".encode() for turn in range(500)]


def test_synchronised_output_brackets_only_what_is_long(far):
    output = opened(far)
    for part in (SYNC_START, "\x1b[1;1Hhello", SYNC_END):
        output.write(part)
    assert b"2026" not in far.read()
    row = "".join(f"\x1b[3{n % 7 + 1}m{n % 10}" for n in range(40))
    for part in (SYNC_START, "".join(f"\x1b[{y};1H{row}" for y in range(1, 11)), SYNC_END):
        output.write(part)
    sent = far.read()
    assert sent.startswith(SYNC_START.encode()) and sent.endswith(SYNC_END.encode())


@pytest.fixture
def asking(far):
    """Return an output that asks the terminal, with a greeting sent, and the clock it goes by."""
    now = [100.0]
    output = Output(clock=lambda: now[0])
    output.size = (40, 10)
    output.open(far.near)
    output.write("\x1b[1;1Hhello")
    return output, now


def test_a_question_is_seen_from_the_answer_to_the_frame_that_draws_it(far, asking):
    output, now = asking
    question = object()
    output.write("\x1b[2;1HWhy?", question)
    assert far.read().count(b"\x1b[6n") == 2
    now[0] += 0.3
    assert output.answered() and not output.seen(question, now[0]), "that was the greeting's answer"
    now[0] += 0.1
    assert output.answered() and output.seen(question, now[0])
    assert not output.seen(question, now[0] - 0.01), "a key that came before"
    output.write("\x1b[2;1HWhy? ", question)
    assert output.seen(question, now[0]), "it was seen before it changed"
    assert not output.seen(object(), now[0]), "another question"


def test_where_nobody_answers_a_question_counts_as_seen_after_a_moment(far, asking):
    output, now = asking
    question = object()
    output.write("\x1b[2;1HWhy?", question)
    assert not output.seen(question, now[0] + 1.0)
    assert output.seen(question, now[0] + 1.5)


def test_a_terminal_that_is_gone_is_told_once_and_nothing_raises(far):
    told: list[int] = []
    output = opened(far, on_lost=lambda: told.append(1))
    far.cut()
    for _ in range(3):
        output.write(page("x"))
        output.write("\x1b[?2004l")
    output.drain(1)
    assert output.lost and told == [1]


def test_after_the_last_frame_only_control_sequences_are_sent(far):
    output = opened(far)
    output.write("\x1b[1;1H\x1b[31mred\x1b[0m")
    far.read()
    output.end_frames()
    output.write("\x1b[1;1Hsecret")
    output.write("\x1b[?1049l")
    output.drain(1)
    assert far.read() == b"\x1b[m\x1b[?1049l"


def test_a_bell_rings(far):
    output = opened(far)
    output.write("\a")
    assert far.read() == b"\a"


def test_repaint_sends_all_again(far):
    output = opened(far)
    output.write("\x1b[1;1Hhello")
    far.read()
    output.repaint()
    output.pump()
    assert b"hello" in far.read()


def test_what_a_terminal_cannot_encode_becomes_a_question_mark(far):
    output = opened(far, encoding="latin-1")
    output.write("\x1b[1;1HÆ漢")
    assert b"\xc6?" in far.read()


def test_a_frame_that_is_held_goes_out_as_the_last_one_was_when_it_is_let_go(far):
    output = opened(far)
    output.held = True
    output.write(page("a"))
    output.write(page("b"))
    assert far.read() == b""
    output.held = False
    assert output.pump() is None
    data = far.read()
    assert b"b" * 40 in data and b"a" not in data
