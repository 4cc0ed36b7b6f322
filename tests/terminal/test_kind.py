"""The environment tells the kind of terminal, and the terminal gets only what it can show."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from casetui.encoding import encoding_of
from casetui.terminal.ascii import ascii_as_wide, translation
from casetui.terminal.cells import PLAIN, Style, graphemes
from casetui.terminal.kind import MANY, in_colours, kind_of
from casetui.terminal.refusal import refusal


@pytest.mark.parametrize(
    ("environ", "encoding"),
    [
        ({}, "utf-8"),
        ({"LANG": "C"}, "ascii"),
        ({"LC_ALL": "POSIX", "LANG": "da_DK.UTF-8"}, "ascii"),
        ({"LANG": "da_DK.UTF-8"}, "utf-8"),
        ({"LANG": "C.utf8"}, "utf-8"),
        ({"LANG": "en_IE"}, "iso8859-1"),
        ({"LC_CTYPE": "de_DE.ISO-8859-15@euro"}, "iso8859-15"),
        ({"LANG": "ja_JP.ISO-2022-JP"}, "ascii"),
        ({"LANG": "xx.NONSENSE"}, "ascii"),
    ],
)
def test_the_locale_tells_the_encoding(environ, encoding):
    assert encoding_of(environ) == encoding


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm"}, 16),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, MANY),
        ({"TERM": "linux"}, 8),
        ({"TERM": "screen"}, 8),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "putty"}, 16),
        ({"TERM": "vt100"}, 0),
        ({"TERM": "vt220"}, 0),
        ({"TERM": "xterm-mono"}, 0),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, 0),
    ],
)
def test_the_terminal_tells_its_colours(environ, colours):
    assert kind_of(environ).colours == colours


def test_an_old_terminal_is_asked_nothing_it_would_print():
    for name in ("linux", "screen", "vt100", "vt220", "putty"):
        assert not kind_of({"TERM": name}).queries
    assert kind_of({"TERM": "xterm"}).queries


def test_a_terminal_with_few_colours_gets_the_nearest():
    assert in_colours(Style(0, "38;5;9", "48;2;0;0;0"), 16) == Style(0, "91", "40")
    assert in_colours(Style(0, "91", "102"), 8) == Style(1 << 1, "31", "42")
    assert in_colours(Style(0, "31", ""), 16) == Style(0, "31", "")
    assert in_colours(Style(4, "38;5;200", "41"), MANY) == Style(4, "38;5;200", "41")


def test_without_colours_a_coloured_ground_is_reversed():
    assert in_colours(Style(2, "31", "44"), 0) == Style(2 | 1 << 7)
    assert in_colours(Style(0, "31", "40"), 0) == PLAIN


@pytest.mark.parametrize("term", ["dumb", "unknown", "DUMB"])
def test_a_dumb_terminal_is_refused_with_what_needs_none(term):
    for why in (refusal({"TERM": term}, True), refusal({"TERM": "xterm"}, False)):
        assert [word for word in why.split() if word.startswith("--")] == ["--plain", "--help"]
    assert refusal({"TERM": "xterm"}, True) == ""
    assert refusal({}, True) == ""


def test_signs_of_the_screens_have_their_ascii():
    signs = "✓○●·…→←↑↓─│┌┐└┘├┤┬┴┼═║█▌░–’"
    assert "".join(map(ascii_as_wide, signs)) == "v_*.~><^v-|+++++++++-|##.-'"
    assert translation("ascii", True, False)("Seán 漢  Ærø") == "Sean Han Aro"


def test_a_charset_keeps_what_it_has():
    assert translation("iso8859-1", False, False)("Seán ✓ │") == "Seán v |"
    assert translation("utf-8", False, True)("Seán ✓ │█ ●") == "Seán v │█ *"


@given(st.text())
def test_ascii_takes_as_many_cells(text):
    for piece in graphemes("".join(char for char in text if unicodedata.category(char)[0] != "C")):
        plain = ascii_as_wide(piece)
        assert plain.isascii() and (plain == "" or plain.isprintable())
        assert cell_len(plain) == cell_len(piece)


def test_ascii_stays_as_it_is():
    assert translation("ascii", True, False)(string.printable) == string.printable
