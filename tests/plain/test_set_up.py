"""Setting an agency up by questions and answers: its first key, and the recovery key that is said once."""

from io import StringIO

import pyrage
import pytest

from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.vault import Vault
from casetui.desk.people.founding import SetUp
from casetui.plain.start import talk_at
from casetui.plain.talk import Talk
from casetui.plain.way_in import set_up
from tests.plain.lines import Lines, after, form
from tests.screens.office import NOW

PASSPHRASE = "correct horse"
ANSWERS = {"agency": "Northside", "team": "north", "manager": "Tom Walsh", "signatory": "Liam Roche"}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "new"


@pytest.fixture
def found(folder, home, tmp_path):
    """Return what sets an agency up with these answers, and returns all that was said."""

    def found(*answers):
        out, lines = StringIO(), Lines(answers)
        talk = Talk(lines, out, read_hidden=lines.getpass_to(out))
        keep = lambda talk: set_up(talk, folder, lambda: NOW, home, tmp_path / "cache")  # noqa: E731
        found.out = out
        assert talk_at(keep, talk) == 0
        return out.getvalue()

    return found


def key_in(text):
    return next(line for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-1"))


def test_an_agency_is_set_up_and_the_caseload_opens(found, folder, home):
    last = lambda: key_in(found.out.getvalue())[-4:].lower()  # noqa: E731
    text = found(PASSPHRASE, PASSPHRASE, *form(SetUp, **ANSWERS), "", "zzz1", "?", last, "quit")
    assert "This makes one." in text
    assert text.count("age -d -i FILE cases/N.age") == 2
    assert "You will not see this key again." in text
    assert "These are not its last 4 signs." in text
    assert "Northside. Sat 21 Nov 2026. Tom Walsh." in after(text, "These are not")
    assert PASSPHRASE not in text
    vault = Vault.at(folder)
    file = AgencyFile.load(vault, AGENCY)
    assert file.people["tom.walsh"].roles == ["line manager", "administrator"]
    assert file.people["liam.roche"].second_signatory
    assert str(pyrage.x25519.Identity.from_str(key_in(text)).to_public()) == file.agency.recovery
    own = PersonFolder.of(vault, "tom.walsh", home)
    assert own.key_file.unlock(PASSPHRASE).public.sign == file.agency.root == own.pinned().root


def test_what_is_wrong_is_asked_again_and_nothing_is_made_before(found, folder):
    answers = form(SetUp, **ANSWERS, zone="Mars/Olympus")
    text = found(PASSPHRASE, PASSPHRASE, *answers, "Europe/Paris", ":stop", "yes")
    assert '"Mars/Olympus" is no time zone' in text
    assert "Goodbye." in text
    assert not (folder / "vault.json").exists()


def test_the_second_signatory_is_somebody_else(found, folder):
    answers = form(
        SetUp, **{**ANSWERS, "signatory": "Tom Walsh", "manager_login": "tom", "signatory_login": "tom"}
    )
    last = lambda: key_in(found.out.getvalue())[-4:]  # noqa: E731
    text = found(PASSPHRASE, PASSPHRASE, *answers, "Liam Roche", "liam", "yes", last, "quit")
    assert "Second signatory: This is the line manager. Name somebody else" in text
    assert "Login of the second: This is the line manager's login." in text
    people = AgencyFile.load(Vault.at(folder), AGENCY).people
    assert [one.login for one in people.values()] == ["tom", "liam"]


@pytest.mark.parametrize("answers", [[":stop"], [PASSPHRASE, PASSPHRASE, "North", ":stop", "yes"]])
def test_setting_up_can_be_given_up(found, folder, home, answers):
    assert "Goodbye." in found(*answers)
    assert not (folder / "vault.json").exists()
    assert not list(home.rglob("*.key"))
