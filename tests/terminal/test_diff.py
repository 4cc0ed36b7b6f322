"""Whatever Textual draws, the terminal shows the same through our driver, in no more bytes."""

from __future__ import annotations

import re
from unicodedata import category

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from casetui.terminal.cells import PLAIN, Screen, Style
from casetui.terminal.diff import FULL, VT100, change, diff, repaint
from tests.terminal.emulator import Emulator, stock
from tests.terminal.frames import films

some = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


any_style = st.builds(
    Style,
    st.sampled_from([0, 2, 4, 6, 8, 16, 1 << 21, 146]),
    st.sampled_from(["", "31", "38;5;9"]),
    st.sampled_from(["", "41", "48;2;1;2;3"]),
    st.sampled_from(["", ";http://a"]),
)


def cuts_wide(screen: Screen, frame: str) -> bool:
    """Whether a frame overwrites half of a wide character: pyte leaves the other half standing."""
    after = screen.copy()
    marks = [[cell == "" for cell in row] for row in screen.texts]
    after.feed(frame)
    for y, row in enumerate(after.texts):
        for x in range(1, screen.width):
            broken = marks[y][x] and row[x - 1] == " " and screen.texts[y][x - 1] != " "
            if broken or (marks[y][x] and row[x] == " "):
                return True
    return False


def play(film, dialect):
    """Play a film to both terminals; yield them after each frame, with what was sent and both screens."""
    width, height, frames = film
    plain, ours = stock(width, height), stock(width, height)
    wanted, shown = Screen(width, height), None
    for frame in frames:
        assume(not cuts_wide(wanted, frame))
        plain.feed(frame)
        wanted.feed(frame)
        before = shown
        data, style = diff(shown, wanted, dialect)
        ours.feed(data)
        shown = wanted.copy()
        shown.style = style
        shown.x = min(shown.x, width - 1)
        yield plain, ours, data, before, wanted


@pytest.mark.parametrize("dialect", [FULL, VT100])
@given(film=films())
@some
def test_both_terminals_show_the_same(film, dialect):
    for plain, ours, *_ in play(film, dialect):
        assert ours.shown() == plain.shown()
        assert (ours.cursor.x, ours.cursor.y) == (plain.cursor.x, plain.cursor.y)


@given(film=films())
@some
def test_our_own_reading_of_what_we_send_is_what_was_wanted(film):
    width, height, _ = film
    terminal = Screen(width, height)
    for _, _, data, _, wanted in play(film, FULL):
        assert terminal.feed(data) == []
        assert terminal.texts == wanted.texts
        for y in range(height):
            for x in range(width):
                ours, theirs = terminal.styles[y][x], wanted.styles[y][x]
                assert ours == theirs or (terminal.texts[y][x] == " " and same_blank(ours, theirs))


def same_blank(one: Style, other: Style) -> bool:
    from casetui.terminal.cells import blank_style

    return blank_style(one) == blank_style(other)


@pytest.mark.parametrize("dialect", [FULL, VT100])
@given(film=films())
@some
def test_no_frame_costs_more_than_drawing_all_anew(film, dialect):
    for _, _, data, before, wanted in play(film, dialect):
        anew, _ = repaint(wanted, dialect)
        assert before is None or len(data.encode()) <= len(anew.encode())


@given(film=films(most=1))
@some
def test_what_is_shown_already_costs_nothing(film):
    for *_, wanted in play(film, FULL):
        shown = wanted.copy()
        shown.x = min(shown.x, wanted.width - 1)
        wanted.x = shown.x
        assert diff(shown, wanted, FULL)[0] == ""


@given(
    any_style,
    any_style,
    st.booleans(),
)
def test_a_change_of_style_reads_as_the_new_style(old, new, off):
    terminal = Screen(5, 1)
    terminal.feed(change(PLAIN, old, off) + change(old, new, off))
    assert terminal.style == new
    assert len(change(old, new, True)) <= len(change(old, new, False))


def sent(old: str, new: str, width: int = 20, height: int = 3) -> str:
    before, after = Screen(width, height), Screen(width, height)
    before.feed(old)
    after.feed(new)
    before.x = min(before.x, width - 1)
    data, _ = diff(before, after)
    terminal = stock(width, height)
    terminal.feed(old)
    terminal.feed(data)
    assert terminal.shown() == stock(width, height).feed(new).shown()
    return data


def test_a_typed_character_is_one_byte():
    assert sent("\x1b[2;3Hab", "\x1b[2;3Habc") == "c"


def test_a_short_gap_is_written_again_and_a_long_one_jumped_over():
    assert sent("a.b", "x.y\x1b[H") == "x.y\r" or sent("a.b", "x.y\x1b[H") == "\rx.y\r"
    assert "...." not in sent("a" + "." * 17 + "b", "x" + "." * 17 + "y")


def test_a_row_that_becomes_empty_is_erased():
    assert "\x1b[K" in sent("\x1b[2;1H" + "x" * 20, "\x1b[H")


def test_erasing_never_fills_with_a_colour():
    data = sent("\x1b[41mred here\x1b[0m and more text", "\x1b[41mred here\x1b[0m")
    terminal = stock(20, 3).feed(data)
    assert terminal.buffer[0][19].bg == "default"


def test_a_wide_character_at_the_right_edge_stays_whole():
    frame = "\x1b[1;1H" + "a" * 18 + "漢" + "\x1b[2;1H" + "b" * 19 + "c\x1b[1;1H"
    sent("\x1b[1;1H" + "x" * 20, frame)
    sent(frame, "\x1b[1;1H" + "a" * 18 + "de" + "\x1b[2;1H" + "b" * 18 + "字")


def test_half_a_wide_character_is_never_sent():
    screen = Screen(4, 1)
    screen.feed("abc漢")
    assert screen.texts == [["a", "b", "c", " "]]


def test_what_is_left_of_half_a_wide_character_at_the_edge_is_a_blank_like_any_other():
    screen = Screen(3, 1)
    screen.feed("a\x1b[1m漢b")
    assert screen.texts == [["a", " ", "b"]] and screen.styles[0][1] == PLAIN


def test_overwriting_half_of_a_wide_character_blanks_the_other():
    screen = Screen(6, 1)
    screen.feed("漢字\x1b[1;2Hx")
    assert screen.texts == [[" ", "x", "字", "", " ", " "]]
    screen.feed("\x1b[1;3Hy")
    assert screen.texts == [[" ", "x", "y", " ", " ", " "]]


def test_combining_marks_joined_emoji_and_selectors_stay_in_their_cell():
    screen = Screen(8, 1)
    screen.feed("e\u0301\x1b[1m\u0308x👩\u200d👧|")
    assert screen.texts == [["e\u0301\u0308", "x", "👩\u200d👧", "", "|", " ", " ", " "]]
    screen.feed("\x1b[1;1H❤\ufe0f.")
    assert screen.texts[0][:3] == ["❤\ufe0f", "", "."]


@pytest.mark.parametrize("text", ["e\u0301e\u0301", "\U0001fae8"])
def test_after_what_some_terminals_draw_wider_or_narrower_the_column_is_named(text):
    assert "\x1b[3G" in sent("", text + "b")


def test_links_are_part_of_the_style():
    screen = Screen(6, 1)
    screen.feed("\x1b]8;id=1;http://x\x1b\\ab\x1b]8;;\x1b\\c")
    assert [style.link for style in screen.styles[0][:3]] == ["id=1;http://x", "id=1;http://x", ""]
    data, style = diff(Screen(6, 1), screen)
    assert data == "\x1b]8;id=1;http://x\x1b\\ab\x1b]8;;\x1b\\c" and style == PLAIN


def test_what_is_no_cell_is_handed_on_untouched():
    screen = Screen(6, 1)
    others = ["\x1b[?2004h", "\x1b]52;c;YWI=\x07", "\x1b[>13u", "\x1b]0;title\x1b\\", "\x1b7"]
    assert screen.feed("a" + "b".join(others)) == others
    assert screen.texts[0][:5] == ["a", "b", "b", "b", "b"]


def test_control_characters_of_foreign_text_do_nothing():
    screen = Screen(6, 1)
    assert screen.feed("a\x07\x0e\x9bb") == []
    assert screen.texts[0][:2] == ["a", "b"]


@given(film=films(most=2), width=st.integers(2, 40), height=st.integers(1, 6))
@some
def test_another_size_is_drawn_anew(film, width, height):
    for *_, wanted in play(film, FULL):
        other = wanted.resized(width, height)
        data, _ = diff(wanted, other)
        if (width, height) != (wanted.width, wanted.height):
            assert data.startswith("\x1b[m\x1b[2J")
        terminal = Emulator(width, height).feed("rubbish\r\n" * 3 + "\x1b[?7l\x1b[41m" + repaint(other)[0])
        assert [[cell[0] for cell in row] for row in terminal.shown()] == normal(other.texts)


def normal(rows: list[list[str]]) -> list[list[str]]:
    import unicodedata

    return [[unicodedata.normalize("NFC", cell) for cell in row] for row in rows]


class GivesVowelSignsTheirOwn:
    """A terminal of one row that gives every vowel sign a cell of its own, as many do."""

    def __init__(self, width):
        self.cells = [" "] * width
        self.x = 0

    def feed(self, data):
        for count, final, char in re.findall(r"\x1b\[(?:\d*;)?(\d*)([A-Za-z])|([^\x1b])", data):
            if final in ("H", "G", "C") or char == "\r":
                self.x = int(count or 1) + (self.x if final == "C" else -1)
            elif final in ("K", "X"):
                end = self.x + int(count) if final == "X" else len(self.cells)
                self.cells[self.x : end] = [" "] * (end - self.x)
            elif char and category(char) == "Mn":
                self.cells[self.x - 1] += char
            elif char:
                assert self.x < len(self.cells), "it would go on in the next row"
                self.cells[self.x] = char
                self.x += 1

    @property
    def text(self):
        return "".join(self.cells).rstrip()


NAME = "देवी शर्मा"


def row_sent(before, after, width=40):
    """Return what is sent where a row shows ``before`` and should show ``after``."""
    old, new = Screen(width, 1), Screen(width, 1)
    for screen, text in ((old, before), (new, after)):
        screen.feed(text)
        screen.x = screen.y = 0
    return diff(old, new)[0]


@pytest.mark.parametrize("style", ["", "\x1b[7m"])
def test_a_name_with_vowel_signs_is_sent_in_one_piece_whatever_its_style(style):
    row = f"{style} {NAME}{' ' * 12}B Plan{' ' * 10}"
    assert NAME in row_sent("", row) and NAME in row_sent(row, f"\x1b[1m{row}")


@pytest.mark.parametrize("style", ["", "\x1b[7m"])
def test_a_terminal_that_gives_vowel_signs_their_own_cells_shows_all_of_a_name_and_nothing_of_it_after(style):
    name, other = (f"{style} {text:<24}B Plan{' ' * 9}" for text in (NAME, "Joe"))
    terminal = GivesVowelSignsTheirOwn(40)
    terminal.feed(row_sent("", name))
    assert terminal.text.split("  ")[0] == f" {NAME}" and terminal.text.endswith("B Plan")
    terminal.feed(row_sent(name, other))
    assert terminal.text.split() == ["Joe", "B", "Plan"]


@pytest.mark.parametrize("gap", range(1, 5))
def test_a_name_at_the_edge_goes_beyond_it_on_no_terminal(gap):
    GivesVowelSignsTheirOwn(40).feed(row_sent("", f"\x1b[7m{' ' * (40 - 6 - gap)}{NAME}{' ' * gap}"))


def test_a_joiner_takes_no_blank_after_it_for_its_own():
    row = "\x1b[7mवीa\u200d\x1b[7m b"
    shown = Screen(40, 1)
    shown.feed(row_sent("", row))
    assert shown.texts[0][:4] == ["वी", "a\u200d", " ", "b"]


rows = st.lists(
    st.tuples(
        st.sampled_from(["", "\x1b[7m", "\x1b[m", "\x1b[1m"]),
        st.lists(st.sampled_from(["वी", "श", "र्", "मा", "漢", "a", " ", "   ", "a\u200d"]), max_size=8).map(
            "".join
        ),
    ),
    max_size=5,
).map(lambda parts: "".join(style + text for style, text in parts))


@given(before=rows, after=rows, dialect=st.sampled_from([FULL, VT100]))
@some
def test_our_own_reading_of_a_row_with_vowel_signs_is_what_was_wanted(before, after, dialect):
    old, new = Screen(24, 2), Screen(24, 2)
    old.feed(before)
    new.feed(after)
    for screen in (old, new):
        screen.style = PLAIN
        screen.x = min(screen.x, 23)
    read = old.copy()
    read.feed(diff(old, new, dialect)[0])
    assert (read.texts, read.styles) == (new.texts, new.styles)
    assert (read.x, read.y) == (new.x, new.y)
