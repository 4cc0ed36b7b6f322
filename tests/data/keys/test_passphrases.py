"""A new passphrase is neither short, nor among the most used ones, nor a name that others know."""

import pkgutil
import subprocess
import sys

import pytest

from casetui.data.keys.passphrases import check_passphrase
from casetui.words import CaseTUIError

NAMES = ("Northside Outreach", "Mary Byrne", "mary", "North", "Søren Ågård")


@pytest.mark.parametrize(
    "typed",
    ["password", "Password", " password1 ", "12345678", "qwertyuiop", "pass word", "football1"],
)
def test_the_most_used_ones_are_refused(typed):
    with pytest.raises(CaseTUIError, match="tried first"):
        check_passphrase(typed)


@pytest.mark.parametrize(
    "typed",
    ["Mary Byrne", "marybyrne", "MaryByrne1984", "byrne.mary!", "Northside2026", "north outreach", "maryMARY",
     "soren agard", "__North__"],
)  # fmt: skip
def test_the_agencys_and_the_persons_own_names_are_refused(typed):
    with pytest.raises(CaseTUIError, match="a name that others know"):
        check_passphrase(typed, NAMES)


@pytest.mark.parametrize(
    "typed",
    ["ababababab", "zzzzzzzzzzz", "no no no no no", "12341234123",
     "asdfghjkl zxcvbnm", "qwer4321asdf", "7890qazwsx",
     "lkjhgfdsa", "abcdefghijkl", "!?!?!?!?!?"],
)  # fmt: skip
def test_keys_side_by_side_and_a_few_signs_again_and_again_are_refused(typed):
    with pytest.raises(CaseTUIError, match=r"again and again|tried first"):
        check_passphrase(typed, NAMES)


@pytest.mark.parametrize(
    "typed",
    [
        "correct horse",
        "poor treaty",
        "correct horse correct horse",
        "mary had a lamb",
        "northern lights 7",
        "Grüße aus Cork 7",
        "29481 57302 88",
    ],
)
def test_words_of_ones_own_are_taken(typed):
    check_passphrase(typed, NAMES)
    check_passphrase(typed, ["", "!?"])


def test_short_ones_are_refused_and_every_word_of_the_list_is_long_enough():
    with pytest.raises(CaseTUIError, match="at least 8"):
        check_passphrase("seven c")
    content = pkgutil.get_data("casetui.data.keys", "common_passphrases.txt").decode()
    words = [line for line in content.splitlines() if not line.startswith("#")]
    assert len(words) > 7000 and all(len(word) >= 8 and word == word.casefold() for word in words)
    assert "MIT License" in content


def test_the_list_is_read_only_when_a_passphrase_is_made():
    code = "import pkgutil; pkgutil.get_data = None; import casetui.desk.people.passphrase"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
