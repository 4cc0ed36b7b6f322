"""The first day: an agency is set up and a colleague joins it, each at a computer of their own."""

from __future__ import annotations

import re

import pytest

from casetui.data.people import AGENCY, AgencyFile
from casetui.data.vault import Vault
from tests.terminal_session import Terminal

HIS, HERS = "correct horse", "battery staple"


@pytest.fixture
def opened_by(tmp_path):
    """Return what opens the vault for somebody at a computer of their own."""

    def open_(home, *argv):
        names = ("DATA", "CACHE", "CONFIG", "STATE")
        places = {f"XDG_{name}_HOME": str(tmp_path / home / name.lower()) for name in names}
        vault = str(tmp_path / "vault")
        return Terminal(
            "-m", "casetui", "--vault", vault, *argv, env={**places, "HOME": str(tmp_path / home)}
        )

    return open_


def test_an_agency_is_set_up_and_a_colleague_joins(opened_by, tmp_path):
    with opened_by("his") as tom:
        the_agency_is_set_up(tom)
        a_colleague_is_added(tom)
        with opened_by("hers", "--as", "nora.quill") as nora:
            she_makes_a_key(nora)
            the_fingerprints_are_compared(tom, nora)
            nora.press("enter")
            nora.wait_for("Nora Quill", "My clients", "No cases yet.")
            leave(nora)
        leave(tom)
    she_comes_again(opened_by)
    file = AgencyFile.load(Vault.at(tmp_path / "vault"), AGENCY)
    assert file.key_of("nora.quill").admitted_by == "tom.walsh"
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert HIS.encode() not in everything and HERS.encode() not in everything


def the_agency_is_set_up(tom):
    tom.wait_for("CaseTUI: set up an agency")
    tom.fill({"Agency": "Northside", "Team": "north", "First line manager": "Tom Walsh"})
    unseen(tom, "Passphrase", HIS)
    unseen(tom, "The same again", HIS)
    tom.fill({"Second signatory": "Liam Roche"})
    tom.press("ctrl+s")
    tom.wait_for("The recovery key", "age -d -i FILE cases/N.age")
    secret = re.search(r"AGE-SECRET-KEY-1[A-Z0-9]{58}", tom.screen())[0]
    tom.type(secret[-4:])
    tom.press("enter")
    tom.wait_for("Northside", "Tom Walsh", "No cases yet.")


def unseen(terminal, label, passphrase):
    """Type a passphrase into a field; nothing but dots is seen of it."""
    terminal.go_to_field(label)
    terminal.type(passphrase)
    terminal.wait_for("•" * len(passphrase))


def a_colleague_is_added(tom):
    tom.press("p")
    tom.wait_for("People  agency:", "Liam Roche")
    tom.press("a")
    tom.wait_for("New person", "^S Save")
    tom.fill({"Name": "Nora Quill"})
    tom.press("ctrl+s")
    tom.wait_for("Saved.", "Nora Quill")


def she_makes_a_key(nora):
    nora.wait_for("Nora Quill: a new key")
    unseen(nora, "Passphrase", HERS)
    unseen(nora, "The same again", HERS)
    nora.press("ctrl+s")
    nora.wait_for("waiting to be admitted", "Both are the same: open")


def the_fingerprints_are_compared(tom, nora):
    hers, agencys = re.findall(r"^ +((?:[a-z2-7]{4} ){3}[a-z2-7]{4}) *$", nora.screen(), re.MULTILINE)
    tom.stand_on("Nora Quill")
    tom.press("m")
    tom.wait_for("Is it the same?", hers)
    tom.press("y")
    tom.wait_for("Nora Quill is admitted.", f"agency: {agencys}")
    tom.press("q")
    tom.wait_for("Quit")


def she_comes_again(opened_by):
    with opened_by("hers", "--as", "nora.quill") as nora:
        nora.wait_for("Nora Quill", "Passphrase", "I have forgotten it")
        nora.type("battery maple")
        nora.press("enter")
        nora.wait_for("This passphrase does not open your key. Type it again")
        nora.type(HERS)
        nora.press("enter")
        nora.wait_for("My clients", "No cases yet.")
        leave(nora)


def leave(terminal):
    terminal.press("q")
    terminal.wait_for("Leave CaseTUI?")
    terminal.press("q")
    assert terminal.ended() == 0
