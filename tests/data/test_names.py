"""Names sort by the alphabet, æ ø å last, whatever the locale of the system is."""

import pytest

from casetui.data.names import folded, in_ascii, sort_key


def test_danish_letters_come_last_and_accents_stand_with_their_letter():
    names = [
        "Åse",
        "Zoe",
        "Øjvind",
        "Ægir",
        "Áine",
        "tom",
        "Eva",
        "Émile",
        "Ann",
        "Łukasz",
        "Lena",
        "Mary",
        "Örn",
    ]
    assert sorted(names, key=sort_key) == [
        "Áine", "Ann", "Émile", "Eva", "Lena", "Łukasz", "Mary", "Örn", "tom", "Zoe", "Ægir", "Øjvind", "Åse",
    ]  # fmt: skip


def test_within_a_name_too_and_however_the_letter_is_composed():
    assert sorted(["Bøje", "Bzo", "Bo"], key=sort_key) == ["Bo", "Bzo", "Bøje"]
    assert sort_key("A\u030ase")[0] == sort_key("Åse")[0]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Ørjan Dahl", "orjan dahl"),
        ("Æ Ð Þ ß ı ħ", "ae d th ss i h"),
        ("Ελένη", "eleni"),
        ("Шевченко", "shevchenko"),
    ],
)
def test_letters_of_every_language_have_a_form_in_ascii(name, plain):
    assert in_ascii(name) == plain


def test_letters_of_other_scripts_stay_when_names_are_compared():
    assert folded("ЁЛКА") == "елка" and folded("日本") == "日本" and folded("Þórður") == "thordur"
