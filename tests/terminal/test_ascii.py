"""In plain ASCII a name of another script is romanised, and what stands beside it keeps its place."""

import pytest

from casetui.terminal.ascii import translation


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("देवी शर्मा", "devi ~"),
        ("देवी शर्मा            B Plan", "devi srma         B Plan"),
        (" देवी शर्मा  C-49S5DQ   late", " devi srma C-49S5DQ late"),
        ("王小明        │ B", "WangXiaoMing  | B"),
        ("Ａｎｎ  B", "Ann     B"),
        ("Seán ✓ … 🏠  |", "Sean v ~ ?   |"),
        ("محمد   x", "mhmd   x"),
    ],
)
def test_a_name_of_another_script_takes_the_blanks_after_it(text, shown):
    assert translation("utf-8", ascii_only=True, console=False)(text) == shown


def test_what_the_terminal_can_show_is_left_as_it_is():
    assert translation("utf-8", ascii_only=False, console=False)("देवी") == "देवी"
