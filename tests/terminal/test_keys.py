"""Keys and pastes are read from what the terminal sends, also where a sequence is broken."""

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from casetui.terminal.keys import PASTE_WAIT, REST_WAIT, Keyboard, Late, Wake, listen

PARTS = [
    b"\x1b", b"[", b"<", b":", b";", b"?", b"1", b"99999999999", b"~", b"u", b"R", b"M", b"m", b"t", b"48;",
    b"200~", b"201~", b"x", b"\xff",
]  # fmt: skip
MOUSE = b"\x1b[<0;11;11M"


def keyboard():
    """Return a keyboard and the list of what it sends."""
    sent = []
    return Keyboard("utf-8", False, sent.append), sent


def keys(sent):
    return [message.key for message in sent if isinstance(message, events.Key)]


@pytest.mark.parametrize("broken", [b"\x1b[:~", b"\x1b[1:R", b"\x1b[9999999999127R", b"\x1b[9999999999127u"])
def test_a_broken_sequence_is_dropped_and_the_keys_around_it_count(broken):
    board, sent = keyboard()
    board.feed(b"a" + broken + b"b")
    board.feed(b"\x1b[A")
    assert keys(sent)[0] == "a" and keys(sent)[-2:] == ["b", "up"]


def test_a_window_said_to_have_no_size_breaks_no_mouse():
    board, sent = keyboard()
    board.feed(b"\x1b[48;0;0;0;0t" + MOUSE + b"a")
    assert keys(sent) == ["a"]


def pasted(sent):
    return [message.text for message in sent if isinstance(message, events.Paste)]


@pytest.mark.parametrize(
    ("came", "text"),
    [
        (b"one\r\ttwo\n", "one\r\ttwo\n"),
        (b"", ""),
        (
            b"\x1b[31mred, for as long as a sequence\x1b[0m can be",
            "[31mred, for as long as a sequence[0m can be",
        ),
        (b"q\x1bq\x13q\x1b[200~q\x1b[A\xc2\x9bq\x00", "qqq[200~q[Aq"),
    ],
)
@pytest.mark.parametrize("size", [1, 5, 4096])
def test_no_part_of_a_paste_is_a_key(came, text, size):
    board, sent = keyboard()
    data = b"a\x1b[200~" + came + b"\x1b[201~\x1b[A"
    for start in range(0, len(data), size):
        board.feed(data[start : start + size])
    assert pasted(sent) == [text]
    assert keys(sent) == ["a", "up"]


def test_a_paste_that_comes_bit_by_bit_is_one(monkeypatch):
    board, sent = keyboard()
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr("textual._parser.get_time", lambda: now)
    board.feed(b"\x1b[200~")
    for part in (b"one \x1b", b"[ two \x1b[20", b"1~"):
        now += 1.0
        board.tick()
        board.feed(part)
    assert pasted(sent) == ["one [ two "] and keys(sent) == []


def test_a_paste_whose_end_is_lost_is_over_after_a_silence_and_keys_are_keys_again(monkeypatch):
    board, sent = keyboard()
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr("textual._parser.get_time", lambda: now)
    board.feed(b"\x1b[200~half a pas")
    assert board.patience == PASTE_WAIT
    now += PASTE_WAIT
    board.tick()
    board.feed(b"q")
    assert pasted(sent) == ["half a pas"] and keys(sent) == ["q"]


@given(st.lists(st.sampled_from(PARTS)))
def test_no_bytes_break_the_keyboard(parts):
    board, _ = keyboard()
    for part in parts:
        board.feed(part)
    board.close()


# -- a key whose bytes come apart -----------------------------------------------------------------


class Line:
    """A keyboard behind a line whose clock is set by hand; ``told`` are its keys, late ones marked."""

    def __init__(self, monkeypatch, round_trip=0.0):
        self.now = 100.0
        self.sent = []
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr("textual._parser.get_time", lambda: self.now)
        self.board = Keyboard("utf-8", False, self.sent.append, lambda: round_trip)

    def comes(self, data, after=0.0):
        self.passes(after)
        self.board.feed(data)
        return self

    def passes(self, seconds):
        self.now += seconds
        self.board.tick()
        return self

    @property
    def told(self):
        named = []
        for message in self.sent:
            if isinstance(message, Late):
                named.append(f"late {message.key.key if message.key else 'nothing'}")
            elif isinstance(message, events.Key):
                named.append(message.key)
        return named


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((b"\x1b", b"[D"), ["escape", "late left"]),
        ((b"\x1b", b"[", b"D"), ["escape", "left_square_bracket", "D"]),
        ((b"\x1b[", b"D"), ["left"]),
        ((b"\x1b", b"OP"), ["escape", "late f1"]),
        ((b"\x1bO", b"P"), ["f1"]),
        ((b"\x1b", b"[1;1R"), ["escape", "late nothing"]),
        ((b"\x1b", b"\x1b[1;1R", b"[D"), ["escape", "late left"]),
    ],
)
def test_the_bytes_of_one_key_belong_together_however_late_they_come(monkeypatch, parts, told):
    line = Line(monkeypatch)
    for part in parts:
        line.comes(part, after=0.3)
    assert line.told == told


def test_on_a_line_that_answers_late_an_escape_waits_for_its_rest(monkeypatch):
    assert Line(monkeypatch, 0.25).comes(b"\x1b").comes(b"[D", after=0.4).told == ["left"]
    assert Line(monkeypatch, 0.25).comes(b"\x1b").passes(0.5).told == ["escape"]
    assert Line(monkeypatch, 9.0).comes(b"\x1b").passes(1.0).told == ["escape"]


@pytest.mark.parametrize("letter", ["x", "1", "o", "é"])
def test_a_letter_after_a_real_escape_is_not_delayed(monkeypatch, letter):
    assert len(Line(monkeypatch, 0.5).comes(b"\x1b").comes(letter.encode(), after=0.05).told) == 2
    assert len(Line(monkeypatch).comes(b"\x1b").comes(letter.encode(), after=0.3).told) == 2
    assert len(Line(monkeypatch, 0.5).comes(b"\x1b" + letter.encode()).told) == 2


def test_what_is_typed_after_an_escape_is_not_lost_where_it_only_begins_like_a_key(monkeypatch):
    line = Line(monkeypatch).comes(b"\x1b").comes(b"O", after=0.4).comes(b"s").comes(b"l")
    assert line.told == ["escape", "O", "s", "l"]
    line = Line(monkeypatch).comes(b"\x1b").comes(b"[", after=0.4).passes(0.2)
    assert line.told == ["escape", "left_square_bracket"]


def test_long_after_an_escape_its_beginning_is_typed(monkeypatch):
    assert Line(monkeypatch).comes(b"\x1b").passes(0.2).comes(b"OA", after=REST_WAIT).told[0] == "escape"
    assert "late up" not in Line(monkeypatch).comes(b"\x1b").passes(0.2).comes(b"OA", after=REST_WAIT).told


@pytest.mark.parametrize("name", ["OBrien", "OHara", "OConnor", "ODea", "ORourke"])
@pytest.mark.parametrize("gap", [0.05, 0.08, 0.2, 1.5])
@pytest.mark.parametrize("round_trip", [0.0, 0.3])
def test_a_name_typed_after_a_real_escape_keeps_its_first_letters(monkeypatch, name, gap, round_trip):
    line = Line(monkeypatch, round_trip).comes(b"\x1b").passes(0.7)
    for letter in name:
        line.comes(letter.encode(), after=gap)
    assert line.told == ["escape", *name]
    in_one = Line(monkeypatch, round_trip).comes(b"\x1b").passes(0.7).comes(name.encode(), after=1.5)
    assert in_one.told == ["escape", *name]


def test_a_key_that_begins_with_o_may_come_just_after_its_escape(monkeypatch):
    assert Line(monkeypatch).comes(b"\x1b").passes(0.12).comes(b"OB", after=0.05).told == [
        "escape",
        "late down",
    ]
    slow = Line(monkeypatch, 0.3).comes(b"\x1b").passes(0.62)
    assert slow.comes(b"OB", after=0.5).told == ["escape", "late down"]


def test_a_line_that_frees_itself_meanwhile_is_not_waited_for():
    wake, (read_end, write_end) = Wake(), os.pipe()
    board, sent = keyboard()
    answers = iter([write_end])
    os.write(write_end, b"a")
    try:
        assert listen(read_end, wake, board, lambda: None, lambda: next(answers, -1))
    finally:
        os.close(read_end)
        os.close(write_end)
    assert keys(sent) == ["a"]
