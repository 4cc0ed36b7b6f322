"""What stands for a sign or a letter where only ASCII can be shown."""

from __future__ import annotations

import pytest

from casetui.ascii import in_ascii


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Seán Ó Súilleabháin", "Sean O Suilleabhain"),
        ("Łódź, Ærø, straße", "Lodz, Aro, strase"),
        ("✓ done · 12 – 14 Nov …", "v done . 12 - 14 Nov ~"),
        ("e\u0301 and a joiner\u200d", "e and a joiner"),
        ("┌─┐", "+-+"),
        ("山 🏠", "? ?"),
    ],
)
def test_letters_lose_their_accents_and_signs_have_others_in_their_place(text, plain):
    assert in_ascii(text) == plain
