"""Setting an agency up: its first people, the first key, and the recovery key that is shown once."""

import pyrage
import pytest

from casetui.app import CaseApp
from casetui.data.making import make_vault
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.vault import Vault
from tests.screens.office import NOW, Seat

PASSPHRASE = "correct horse"
ANSWERS = {
    "agency": "Northside", "team": "north", "manager": "Tom Walsh", "manager_login": "tom",
    "passphrase": PASSPHRASE, "again": PASSPHRASE, "signatory": "Liam Roche",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "new"


@pytest.fixture
def setting_up(folder, home):
    return CaseApp(folder, None, lambda: NOW)


async def seated(pilot):
    seat = Seat(pilot)
    await seat.settle()
    return seat


def shown_key(seat):
    return next(line.strip() for line in seat.lines if "AGE-SECRET-KEY-1" in line)


async def test_with_no_vault_there_an_agency_is_set_up_and_the_caseload_opens(setting_up, folder, home):
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        assert "set up an agency" in seat.lines[0]
        await seat.fill(**ANSWERS)
        assert PASSPHRASE not in seat.text and "•" * len(PASSPHRASE) in seat.text
        await seat.save()
        assert seat.screen == "RecoveryScreen" and "age -d -i FILE cases/N.age" in seat.text
        secret = shown_key(seat)
        await seat.type(secret[-4:].lower())
        await seat.press("enter")
        assert seat.screen == "CaseloadScreen"
        assert "Northside" in seat.lines[0] and "Tom Walsh" in seat.lines[0]
    vault = Vault.at(folder)
    file = AgencyFile.load(vault, AGENCY)
    assert file.agency.methods == ["guidebook"]
    assert file.people["tom.walsh"].roles == ["line manager", "administrator"]
    assert file.people["liam.roche"].second_signatory
    assert str(pyrage.x25519.Identity.from_str(secret).to_public()) == file.agency.recovery
    own = PersonFolder.of(vault, "tom.walsh", home)
    assert own.key_file.unlock(PASSPHRASE).public.sign == file.agency.root == own.pinned().root
    assert secret.encode() not in b"".join(path.read_bytes() for path in everything(folder, home))
    assert not own.recovery.exists()


def everything(*folders):
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


async def test_every_refused_field_is_said_at_once(setting_up, folder):
    wrong = {"zone": "Dublin", "team": "*", "manager": "Tom Walsh", "passphrase": "password",
             "again": "passwort", "signatory": "tom walsh"}  # fmt: skip
    async with setting_up.run_test(size=(80, 50)) as pilot:
        seat = await seated(pilot)
        await seat.fill(**wrong)
        await seat.save()
        assert seat.text.count("! ") - seat.text.count("! Not saved") == 5, seat.text
        for said in ("Please fill this in.", "is no time zone", "stands for people", "This is the line man"):
            assert said in seat.words
    assert not folder.exists()


async def test_the_recovery_key_is_left_only_with_its_end_typed_back(setting_up):
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat.fill(**ANSWERS)
        await seat.save()
        end = shown_key(seat)[-4:]
        for keys, said in (
            (("enter",), "You will not see this key again"),
            (("ctrl+q",), "You will not see this key again"),
            ((*("ZZZ1" if end != "ZZZ1" else "ZZZ2"), "enter"), "These are not its last 4 signs"),
            (("escape",), "AGE-SECRET-KEY-1"),
        ):
            await seat.press(*keys)
            assert seat.screen == "RecoveryScreen" and said in seat.words
        await seat.type(end)
        await seat.press("enter")
        assert seat.screen == "CaseloadScreen"


async def test_killed_before_the_recovery_key_is_on_paper_it_is_shown_at_the_next_start(
    setting_up, folder, home
):
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat.fill(**ANSWERS)
        await seat.save()
        secret = shown_key(seat)
    own = PersonFolder.of(Vault.at(folder), "tom.walsh", home)
    assert secret.encode() not in own.recovery.read(), "it lies there sealed"
    async with CaseApp(folder, None, lambda: NOW, who="tom.walsh").run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat.type(PASSPHRASE)
        await seat.press("enter")
        assert seat.screen == "RecoveryScreen" and shown_key(seat) == secret
        await seat.type(secret[-4:])
        await seat.press("enter")
        assert seat.screen == "CaseloadScreen" and not own.recovery.exists()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"passphrase": "short", "again": "short"}, "Write at least 8 characters"),
        ({"again": "correct house"}, "The two are not the same."),
        ({"passphrase": "   a   ", "again": "   a   "}, "Write at least 8 characters"),
    ],
)
async def test_a_passphrase_is_long_enough_and_typed_twice(setting_up, folder, home, answers, said):
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat.fill(**{**ANSWERS, **answers})
        await seat.save()
        assert seat.screen == "SetUpScreen" and said in seat.words
    assert not folder.exists() and not list(home.rglob("*.key"))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"signatory": "tom  walsh "}, "This is the line manager. Name somebody else"),
        ({"signatory_login": "tom"}, "This is the line manager's login."),
    ],
)
async def test_the_second_signatory_is_somebody_else(setting_up, folder, answers, said):
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat.fill(**{**ANSWERS, **answers})
        await seat.save()
        assert seat.screen == "SetUpScreen" and said in seat.words
        assert not folder.exists()
        await seat.fill(signatory="Liam Roche", signatory_login="liam")
        await seat.save()
        assert seat.screen == "RecoveryScreen"


async def test_what_is_missing_is_said_and_nothing_is_made(setting_up, folder):
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat.fill(agency="Northside", zone="Mars/Olympus")
        await seat.save()
        assert seat.text.count("Please fill this in.") >= 2
        await seat.fill(manager="Tom", passphrase=PASSPHRASE, again=PASSPHRASE, signatory="Liam")
        await seat.save()
        assert '"Mars/Olympus" is no time zone' in seat.words and "Northside" in seat.text
    assert not (folder / "vault.json").exists()


async def test_where_no_vault_can_be_made_no_key_is_left_over(setting_up, folder, home):
    folder.write_text("a file")
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat.fill(**ANSWERS)
        await seat.save()
        assert seat.screen == "SetUpScreen" and "cannot be written" in seat.words
    assert not list(home.rglob("*.key"))


async def test_who_is_second_to_set_up_in_a_folder_is_told_so_and_the_first_ones_agency_stays(
    setting_up, folder, home
):
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat.fill(**ANSWERS)
        first = make_vault(folder, {"agency": b"the first one's"})
        await seat.save()
        assert seat.screen == "SetUpScreen"
        assert "There is a vault at" in seat.words and "Start casetui again to open it." in seat.words
    assert Vault.at(folder).id == first.id and first.read_raw("agency").data == b"the first one's"
    assert not list(home.rglob("*.key"))


async def test_setting_up_can_be_left(setting_up):
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat.fill(agency="North")
        await seat.press("ctrl+x")
        assert "Leave without saving?" in seat.text
        await seat.press("end", "enter")
    assert setting_up.return_code == 0


async def test_a_suggested_login_gives_way_to_what_is_typed_first_and_what_was_typed_does_not(
    setting_up, monkeypatch
):
    monkeypatch.setenv("LOGNAME", "root")
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        login = lambda: seat.app.screen.form.entries()["manager_login"]  # noqa: E731
        await seat._go_to("manager_login")
        assert login() == "root"
        await seat.type("tom")
        assert login() == "tom"
        await seat.press("shift+tab", "tab")
        await seat.type("w")
        assert login() == "tomw"


async def test_a_suggested_login_stays_where_nothing_is_typed(setting_up, monkeypatch):
    monkeypatch.setenv("LOGNAME", "root")
    async with setting_up.run_test(size=(80, 24)) as pilot:
        seat = await seated(pilot)
        await seat._go_to("manager_login")
        await seat.press("tab")
        assert seat.app.screen.form.entries()["manager_login"] == "root"


async def test_at_40_columns_all_of_what_set_up_is_for_can_be_read(home, tmp_path):
    folder = tmp_path / "/".join(["a-folder-with-a-long-name"] * 8) / "end"
    async with CaseApp(folder, None, lambda: NOW).run_test(size=(40, 24)) as pilot:
        seat = await seated(pilot)
        assert "There is no vault" in seat.text and seat.field == "agency"
        await seat.press("shift+tab", "end")
        assert "This makes one." in seat.words
