"""Work over a slow and distant line: no key is lost or out of order, and nothing old is queued."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Agency, Intake, Worker
from casetui.desk.people.agency import set_up
from tests.cases import CaseBuilder
from tests.terminal.relay import Relay

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
TODAY = date(2026, 11, 21)
PEOPLE = (
    Worker(id="mary", name="Mary Byrne", team="north", roles=["worker", "line manager"]),
    Worker(id="nora", name="Nora Daly", team="north", roles=["worker"]),
    Worker(id="liam", name="Liam Roche", team="north", second_signatory=True),
)
FAST = 0.02
"""Seconds between two keys: faster than anybody types, slower than the line carries whole screens."""
CONCERNS = "Sleeps in his car since March. The GP's letter is lost."
INTAKE = (
    "today", "Day centre, Thomas Street", CONCERNS, "within 2", "\rHomeless \x15Wants \r", "today",
    "English", "Mary", "yes", "yesterday", "said", "A home", "six months", "goals met", "today",
    "today", "none", "Focus Ireland, 2024", "today", "today", "Mary", "nobody", "LINK 4711", "no",
    "Northside Outreach", "he knows us", "yes", "\r",
)  # fmt: skip
"""What is typed into each field of the form, in their order; the last opens "More"."""
SAVED = {
    "first_contact_on": TODAY, "first_contact_where": "Day centre, Thomas Street", "concerns": CONCERNS,
    "urgency": "24 hours", "steps_explained_on": TODAY, "agreed_on": date(2026, 11, 20),
    "agreed_how": "verbal", "asked_client_on": TODAY, "existing_manager": "none",
    "existing_assessment": "Focus Ireland, 2024", "register_checked_on": TODAY,
    "register_checked_by": "mary", "register_result": "none", "register_reference": "LINK 4711",
    "lead_agency": "Northside Outreach", "lead_reason": "he knows us", "serves_six_months": True,
    "explained_language": "English", "understood": True, "agreed_aims": "A home", "copy_given_on": TODAY,
}  # fmt: skip


@pytest.fixture
def vault(tmp_path):
    """A vault in which Mary and Nora read and write, by Mary's hand."""
    keys = {who: Keys.make() for who in ("mary", "nora")}
    agency = Agency(name="Northside Outreach", order="dmy")
    vault = set_up(tmp_path / "vault", agency, PEOPLE, NOW, keys, demo="relay").vault
    for who, own in keys.items():
        PersonFolder.of(vault, who, Path(vault.place)).key_file.keep(own, "")
    return vault.signed_in(AgencyFile.load(vault, AGENCY).keyring("mary", keys["mary"]))


@pytest.fixture
def terminal(vault, tmp_path):
    """Return a function that opens a person's terminal behind the relay."""

    @contextmanager
    def start(who):
        command = (sys.executable, "-m", "casetui", "--vault", vault.place, "--as", who)
        env = {"HOME": str(tmp_path), "CASETUI_NOW": NOW.isoformat()}
        places = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CACHE", "CONFIG", "STATE")}
        with Relay(*command, env=env | places) as relay:
            relay.until("No cases yet.", 60)
            yield relay

    return start


@pytest.fixture
def mary(terminal):
    """Mary's terminal."""
    with terminal("mary") as relay:
        yield relay


def typed(relay: Relay, text: str) -> None:
    """Type without looking: the echo of a key comes when many more are typed."""
    for key in text:
        relay.keys(key)
        due = time.monotonic() + FAST
        while time.monotonic() < due:
            relay.step(0.005)


def stand_on(relay: Relay, part: str) -> None:
    """Go down to the line with ``part`` in it, looking at each step."""
    relay.quiet(1.0)
    while part not in relay.screen.display[(before := relay.screen.cursor.y)]:
        typed(relay, "\x1b[B")
        end = time.monotonic() + 20
        while relay.screen.cursor.y == before:
            relay.step()
            assert time.monotonic() < end, f"no {part!r} below in:\n" + "\n".join(relay.screen.display)
        relay.quiet(0.6)


def test_a_whole_intake_typed_without_looking_is_saved_as_it_was_typed(mary, vault):
    typed(mary, "nPádraig Ó Sé\x13")
    mary.until("Whose case is it?", 30)
    typed(mary, "\r")
    mary.until("Lead agency and case manager", 30)
    typed(mary, "1")
    mary.until("First contact on", 30)
    stand_on(mary, "First contact on")
    typed(mary, "\r")
    mary.until("Pádraig Ó Sé: Intake", 30)
    mary.until("^S Save", 30)

    typed(mary, "\t".join(INTAKE) + "\x13")
    mary.until("Saved.", 30)

    (name,) = vault.names()
    record = CaseFile.load(vault, name).one(Intake)
    assert {field: getattr(record, field) for field in SAVED} == SAVED
    assert len(record.criteria_met) == 2
    assert mary.most_held <= 4096, "what nobody would see was queued"


def test_frames_that_nobody_would_see_are_skipped(mary):
    typed(mary, "\x10")
    mary.until("Find a client or a command", 30)
    mary.quiet(1.0)
    before = len(mary.log)
    typed(mary, "a\x7fe\x7f" * 15 + "write")
    mary.until(" write", 30)
    mary.quiet(1.0)
    assert any("Write down" in row for row in mary.screen.display)
    assert mary.most_held <= 4096
    assert len(mary.log) - before <= 35 * 250, "whole screens were sent for keys that others followed"


def test_what_is_typed_before_a_reason_is_asked_for_is_no_reason(terminal, vault):
    CaseBuilder(number="AB2345").case.save(vault, "mary", NOW)
    with terminal("nora") as nora:
        nora.quiet(1.0)
        typed(nora, "/aoife nolan")
        nora.until("C-AB2345", 30)
        typed(nora, "\r")
        asks = "Why do you open it?"
        while not any(asks in row for row in nora.screen.display):
            assert not any("intake" in row for row in nora.screen.display), "it opened without a reason"
            typed(nora, "zzz\r")
        nora.quiet(2.0)
        assert any(asks in row for row in nora.screen.display), "what was typed ahead answered"
        typed(nora, "Covering for Mary")
        nora.until("Covering for Mary", 30)
        assert not any("zCov" in row for row in nora.screen.display), "what was typed ahead is kept"
        typed(nora, "\r")
        nora.until("Lead agency and case manager", 30)
