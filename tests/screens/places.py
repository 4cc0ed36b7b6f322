"""Every screen of the program, and the keys that lead there, for the walk through all screens."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from textual.screen import Screen

import casetui.screens
import casetui.widgets
from casetui.app import CaseApp
from casetui.data.keys import person_keys as keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import (
    Action,
    Alert,
    Closure,
    Contact,
    GapOrBlock,
    Goal,
    Override,
    Plan,
)
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import build, save_record
from casetui.desk.errors import HasLeft
from casetui.desk.people.founding import RecoveryKey
from casetui.screens.base.messages import DeskRefused
from casetui.screens.way_in.recovery import RecoveryScreen
from tests.screens.office import KEYS, TODAY, Seat

NUMBER = "AB2345"
LATE = date(2026, 10, 1)


def busy(office):
    """Fill an office so that every screen shows lines: late and due items, requests, a resting case."""

    def build_case(b):
        b.assigned().intake().assessed().planned().met(TODAY)
        b.put(Alert(kind="worker", text="A dog in the hall, and a brother who is often there"))
        b.put(Plan(id="draft", vision="More"), Goal(id="two", wording="A course"))
        b.put(
            Action(goal="two", what="Ring", who="Mary", due_on=TODAY),
            Contact(id="note", kind="visit", summary="x", on=TODAY),
        )

    def sean(b):
        b.assigned("sean").put(
            Closure(id="c", reason="needs met", state="asked", asked_by="sean", asked_on=TODAY),
            Override(rule=18, act="ask for closure", why="She moves away", asked_by="sean", asked_on=TODAY),
            GapOrBlock(kind="gap", need="A detox bed", on=TODAY, told_on=TODAY),
        )

    office.case(NUMBER, "Aoife Nolan", build_case, opened_on=LATE)
    office.case("CD2345", "Bert Late", lambda b: b.assigned(), opened_on=date(2026, 9, 1))
    office.case("EF2345", "Una Tall", sean)
    office.case("GH2345", "Joe Rest", lambda b: b.assigned(), state="paused", paused_reason="Hospital",
                look_again_on=TODAY + timedelta(days=5))  # fmt: skip
    return office


async def colleague_saves(office, seat):
    """Have Seán change the goal that is open in a form."""
    desk = office.desk("tom")
    opened = open_case(desk, NUMBER)
    goal = opened.file.get(Goal, "two")
    save_record(desk, opened, build(Goal, goal, {"wording": "A long course " * 12}), goal)


def on(part):
    """Return a step that selects the line with ``part`` in it."""
    return lambda office, seat: seat.stand_on(part)


def in_field(name):
    """Return a step that goes to the field ``name``."""
    return lambda office, seat: seat._go_to(name)


def a_passphrase(office, seat):
    """Type a new passphrase twice."""
    return seat.fill(passphrase="correct horse", again="correct horse")


async def recovery(office, seat):
    """Show a recovery key."""
    await seat.app.push_screen(RecoveryScreen(RecoveryKey("AGE-SECRET-KEY-1" + "Q" * 58)))


async def leave_the_agency(office, seat):
    """Have the session notice that its person has left the agency."""
    seat.app.post_message(DeskRefused(HasLeft("You left the agency today."), at_work=True))


@dataclass(frozen=True)
class Place:
    """How to come to a screen: the person, and the keys to press. A function is called, not pressed."""

    screen: str
    keys: tuple[str | Callable, ...] = ()
    who: str = "tom"
    case: str = ""
    """The case that is open at first."""
    signed_out: bool = False
    """Whether the person has yet to sign in."""
    locked: bool = False
    """Whether their key lies at their computer, locked with a passphrase."""
    before: tuple[str | Callable, ...] = ()
    """The keys pressed in that case in an earlier session, up to a dropped line."""


def in_case(screen, *keys):
    return Place(screen, keys, "mary", NUMBER)


INTAKE = ("1", on("First contact"), "enter")
TYPED = ("3", on("A course"), "enter", "x", in_field("measure"), "y")
PLACES = {
    "caseload": Place("CaseloadScreen"),
    "a worker's caseload": Place("CaseloadScreen", who="mary"),
    "agenda": Place("AgendaScreen", ("a",)),
    "people": Place("PeopleScreen", ("p",)),
    "person": Place("FormScreen", ("p", "enter")),
    "agency": Place("FormScreen", ("p", "g")),
    "sign-offs": Place("SignOffsScreen", ("s",)),
    "sign-off": Place("SignOffScreen", ("s", "enter")),
    "send back": Place("AskReason", ("s", "enter", "b")),
    "finder": Place("FinderScreen", ("slash",)),
    "finder of commands": Place("FinderScreen", ("ctrl+p", "a")),
    "find in a list": Place("Pick", ("a", "slash")),
    "help": Place("HelpScreen", ("question_mark",)),
    "quit": Place("Question", ("q",)),
    "new client": Place("NewClientScreen", ("n",)),
    "new client, likely": Place("NewClientScreen", ("n", *"Aoife Nolan", "ctrl+n")),
    "whose": Place("Pick", ("n", *"Nora", "ctrl+s")),
    **{f"step {key}": in_case("CaseScreen", key) for key in "12345678"},
    "client": in_case("CaseScreen", "c"),
    "consent": in_case("CaseScreen", "o"),
    "checklist": in_case("CaseScreen", "4", "tab"),
    "contact": in_case("FormScreen", "w"),
    "contact with errors": in_case("FormScreen", "w", "ctrl+s"),
    "leave a form": in_case("Question", "w", "tab", "x", "ctrl+x"),
    "client's form": in_case("FormScreen", "c", "enter"),
    "intake": in_case("FormScreen", *INTAKE),
    "choices": in_case("Pick", "w", "enter"),
    "several choices": in_case("Several", *INTAKE, in_field("criteria_met"), "enter"),
    "timeline": in_case("TimelineScreen", "t"),
    "one kind": in_case("Pick", "t", "f"),
    "record": in_case("RecordScreen", "t", "end", "enter"),
    "more": in_case("Pick", "m"),
    "give": Place("Pick", ("m", "g"), "tom", NUMBER),
    "rest": in_case("FormScreen", "m", "r"),
    "audit": Place("AuditScreen", ("m", "h"), "tom", NUMBER),
    "add": in_case("Pick", "3", "a"),
    "strike out": in_case("AskReason", "6", on("home visit"), "x"),
    "held back": in_case("Question", "8", "end", "enter"),
    "two values": in_case("ChooseScreen", "3", on("A course"), "enter", "x", colleague_saves, "ctrl+s"),
    "drafts": Place("DraftsScreen", (), "mary", before=TYPED),
    "draft": Place("OfferDraft", ("enter",), "mary", before=TYPED),
    "field of a draft": Place("OfferField", ("enter", "f"), "mary", before=TYPED),
    "a new key": Place("PassphraseScreen", (), "mary", signed_out=True),
    "join": Place("JoinScreen", (a_passphrase, "ctrl+s"), "mary", signed_out=True),
    "sign in": Place("SignInScreen", (), "mary", signed_out=True, locked=True),
    "left": in_case("LeftScreen", leave_the_agency),
    "recovery key": Place("RecoveryScreen", (recovery,)),
    "set-up": Place("SetUpScreen"),
}  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """A place that the walk has come to; each check of the walk is given one."""

    name: str
    """The place, as ``PLACES`` calls it."""
    seat: Seat
    frames: tuple[str, ...] = ()
    """The frames that Textual drew on the way there."""

    @property
    def screen(self) -> str:
        """The screen that the place is on."""
        return PLACES[self.name].screen


@asynccontextmanager
async def at(office, name, size=(80, 24)):
    """Sit at the place ``name``."""
    place = PLACES[name]
    if name == "set-up" or place.signed_out:
        with pytest.MonkeyPatch.context() as patch:
            async with start_signed_out(office, place, size, patch) as seat:
                yield seat
        return
    if place.before:
        async with office.seat(place.who, open_case=NUMBER) as seat:
            await go(office, seat, place.before)
            seat.app.hang_up()
    async with office.seat(place.who, size=size, open_case=place.case) as seat:
        await go(office, seat, place.keys)
        assert seat.screen == place.screen, seat.text
        yield seat


@asynccontextmanager
async def start_signed_out(office, place, size, patch):
    """Start the program without being signed in; key derivation is made cheap."""
    patch.setenv("XDG_DATA_HOME", str(office.folder.parent / "data"))
    patch.setattr(keys, "ARGON2", keys.UNLOCKED)
    if place.locked:
        own = PersonFolder.of(office.locked, place.who, office.folder.parent / "data" / "casetui")
        own.key_file.keep(KEYS[place.who], "correct horse")
        own.pin(office.locked, AgencyFile.load(office.locked, AGENCY))
    folder = office.folder if place.signed_out else office.folder.parent / "new"
    app = CaseApp(folder, None, office.clock, who=place.who if place.signed_out else "")
    async with app.run_test(size=size) as pilot:
        seat = Seat(pilot)
        await seat.settle()
        await go(office, seat, place.keys)
        assert seat.screen == place.screen, seat.text
        yield seat


async def go(office, seat, steps):
    """Press these keys, and call the functions among them."""
    for key in steps:
        if callable(key):
            await key(office, seat)
            await seat.settle()
        else:
            await seat.press("space" if key == " " else key)


def everything_in(*packages):
    """Return every class of ours in these packages."""
    found = {}
    for package in packages:
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            for name, thing in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if thing.__module__.startswith("casetui."):
                    found[name] = thing
    return list(found.values())


BASE_CLASSES = {
    *("WorkingScreen", "DeskScreen"),
    *("Dialog", "AskText", "OptionDialog"),
}


def screens():
    """Return every class of screen that can be shown: all but the base classes."""
    classes = [c for c in everything_in(casetui.screens, casetui.widgets) if issubclass(c, Screen)]
    return [c for c in classes if c.__name__ not in BASE_CLASSES]
