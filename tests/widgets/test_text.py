import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from casetui.widgets.text import fit, safe, safe_lines, wrap


def test_control_characters_and_reordering_marks_are_dropped():
    assert safe("\x1b[31mred\x07\u202eexe\u2066") == "[31mredexe"


def test_line_breaks_become_spaces_on_one_line():
    assert safe("a\nb\r\nc\td\u2028e") == "a b c d e"


def test_line_breaks_stay_in_a_text():
    assert safe_lines("a\x1b\r\nb\n") == "a\nb\n"


def test_joiners_stay():
    assert safe("می\u200cخواهم") == "می\u200cخواهم"


TEXTS = ["plain", "日本語テスト", "e\u0301" * 12, "مرحبا بالعالم", "👩‍👩‍👧 fam", "[b]"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [1, 2, 5, 8, 30])
def test_fit_has_exactly_its_cells(text, width):
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit(text, width, right=True)) == width


def test_what_is_cut_ends_with_an_ellipsis():
    assert fit("Accommodation", 6) == "Accom…"
    assert fit("ab", 4, right=True) == "  ab"


def test_an_accent_is_not_cut_from_its_letter():
    assert fit("e\u0301" * 5, 3) == "e\u0301e\u0301…"


@given(st.text(max_size=60), st.integers(1, 30))
def test_no_text_breaks_its_column(text, width):
    fitted = fit(text, width)
    assert cell_len(fitted) == width
    assert "\n" not in fitted and "\x1b" not in fitted


@given(st.text(max_size=80), st.integers(4, 30))
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(safe(text).split())
