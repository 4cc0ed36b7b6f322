"""A start in a real terminal: the caseload stands before the models are loaded, and no key is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casetui.data.days import utc_now
from casetui.data.keys.person_keys import Keys
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Agency, Client, Worker
from casetui.data.vault import Vault
from casetui.desk.acts.cases import new_case
from casetui.desk.desk import Desk
from casetui.desk.people.agency import set_up
from casetui.desk.people.signing_in import Entrance
from tests.terminal_session import Terminal

NOW = "2026-11-21T10:00:00Z"
TODAY = date(2026, 11, 21)
PEOPLE = (
    Worker(id="mary", name="Mary Byrne", team="north"),
    Worker(id="anna", name="Anna Ólafsdóttir", team="north", roles=["line manager"]),
    Worker(id="liam", name="Liam Roche", team="north", second_signatory=True),
)
NOT_YET = ("pydantic", "pydantic_core", "tinydb", "rapidfuzz", "casetui.desk.desk")
"""What the first screen does without."""
LATE = """
import sys, time
from pathlib import Path
from casetui import app, cli, start
from casetui.terminal.output import Output

vault, gate, modules = sys.argv[1:]
write, entrance_of, demo_desk = Output.write, app.entrance_for, start.demo_desk

def told(self, data, *asked):
    if "Northside" in data and not Path(modules).exists():
        Path(modules).write_text(" ".join(sys.modules))
    return write(self, data, *asked)

def late(make):
    def made(*of):
        while not Path(gate).exists():
            time.sleep(0.01)
        if Path(gate).read_text():
            from casetui.desk.errors import NotAllowed
            raise NotAllowed(Path(gate).read_text())
        return make(*of)
    return made

Output.write, app.entrance_for, start.demo_desk = told, late(entrance_of), late(demo_desk)
sys.exit(cli.main(["--vault", vault, "--as", "mary"]))
"""
"""The program, which has its desk only when there is a file ``gate``; what is in it is why there is none."""


PASSPHRASE = "correct horse"


class Place:
    """A vault, and Mary's computer: in a demo, or with a key that a passphrase locks."""

    def __init__(self, folder, demo="start"):
        self.folder = folder
        self.gate, self.modules = folder / "gate", folder / "modules"
        keys = {worker.id: Keys.make() for worker in PEOPLE}
        now = datetime(2026, 11, 21, 9, tzinfo=UTC)
        agency = Agency(name="Northside Outreach")
        self.vault: Vault = set_up(folder / "vault", agency, PEOPLE, now, keys, demo=demo).vault
        self.data = folder / "data" / "casetui"
        for who, one in keys.items():
            PersonFolder.of(self.vault, who, self.data).key_file.keep(one, "" if demo else PASSPHRASE)
        self.keys = keys
        self.demo = demo
        places = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CACHE")}
        self.env = {**places, "HOME": str(folder)}
        if demo:
            self.env["CASETUI_NOW"] = NOW
        else:
            Entrance.of(self.vault, "mary", self.data, self.data, utc_now).pin()

    def desk(self, who="mary"):
        own = PersonFolder.of(self.vault, who, self.data)
        return Desk(
            self.vault, own, self.keys[who], self.folder / "unused", lambda: datetime.fromisoformat(NOW)
        )

    def client(self, name):
        new_case(self.desk(), Client(name=name), opened_on=TODAY, manager="mary")

    def once(self):
        """Open the program and leave it: the next start has something to show at once."""
        with Terminal("-m", "casetui", "--vault", self.vault.place, "--as", "mary", env=self.env) as one:
            if not self.demo:
                one.wait_for("Passphrase")
                one.type(PASSPHRASE)
                one.press("enter")
            kept = "*.sheet" if self.demo else "*.door"
            one.until(lambda: list((self.folder / "cache").rglob(kept)), kept)
            one.press("q")
            one.wait_for("Leave CaseTUI?")
            one.press("q")
            one.ended()

    def begun(self):
        """Begin, with the desk to come when ``gate`` is there."""
        files = (self.vault.place, self.gate, self.modules)
        return Terminal("-c", LATE, *(str(file) for file in files), env=self.env)


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    for name in ("Aoife Nolan", "Declan Power"):
        place.client(name)
    return place


def test_the_first_screen_needs_no_models(place):
    place.once()
    with place.begun() as mary:
        mary.wait_for("Aoife Nolan", "Declan Power", "My clients  2", "Northside Outreach", "? Help")
    modules = place.modules.read_text().split()
    assert "textual" in modules
    assert [name for name in NOT_YET if name in modules] == []


def test_one_moves_at_once_and_what_is_typed_waits_for_the_desk_in_its_order(place):
    place.once()
    with place.begun() as mary:
        mary.wait_for("Aoife Nolan", "Declan Power")
        first = mary.selected
        mary.press("down")
        mary.until(lambda: mary.selected not in ("", first), "second client")
        mary.type("/aoif")
        mary.press("enter")
        place.gate.touch()
        mary.wait_for("Aoife Nolan  C-")


def test_what_is_newer_in_the_vault_takes_the_place_of_what_was_kept(place):
    place.once()
    place.client("Fatima Zaid")
    with place.begun() as mary:
        mary.wait_for("Aoife Nolan", "My clients  2")
        assert not mary.shows("Fatima Zaid")
        place.gate.touch()
        mary.wait_for("Fatima Zaid", "My clients  3")


def test_who_gets_no_desk_is_told_why_and_sees_no_more(place):
    place.once()
    with place.begun() as mary:
        mary.wait_for("Aoife Nolan")
        place.gate.write_text("Mary Byrne has left and cannot sign in.")
        assert mary.ended() == 2
        assert b"\x1b[Kcasetui: Mary Byrne has left and cannot sign in." in mary.log, "on a line of its own"
        assert mary.last_set(1049) is False


def test_without_a_sheet_that_is_still_good_the_desk_is_waited_for(place):
    place.once()
    for sheet in (place.folder / "cache").rglob("*.sheet"):
        sheet.write_bytes(place.keys["mary"].seal(b"{}"))
    place.gate.touch()
    with place.begun() as mary:
        mary.wait_for("Aoife Nolan", "Declan Power")
    assert "casetui.desk.desk" in place.modules.read_text().split()


@pytest.fixture
def sealed(tmp_path):
    place = Place(tmp_path, demo=None)
    place.client("Aoife Nolan")
    return place


def test_the_passphrase_is_asked_for_before_the_models_are_loaded_and_may_be_typed_at_once(sealed):
    sealed.once()
    with sealed.begun() as mary:
        mary.wait_for("Northside Outreach", "Mary Byrne", "Passphrase")
        assert [name for name in NOT_YET if name in sealed.modules.read_text().split()] == []
        mary.type(PASSPHRASE)
        mary.press("enter")
        mary.wait_for("Opening ...")
        sealed.gate.touch()
        mary.wait_for("Aoife Nolan", "My clients  1")


def test_a_wrong_passphrase_is_said_and_the_right_one_then_opens(sealed):
    sealed.once()
    sealed.gate.touch()
    with sealed.begun() as mary:
        mary.wait_for("Passphrase")
        mary.type("battery staple")
        mary.press("enter")
        mary.wait_for("This passphrase does not open your key.")
        mary.type(PASSPHRASE)
        mary.press("enter")
        mary.wait_for("Aoife Nolan")
