"""A program killed in the middle of a sentence, in a real terminal: the next start offers the sentence."""

from __future__ import annotations

import signal
from datetime import UTC, datetime

import pytest

from casetui.data.drafts import Drafts
from casetui.data.keys.person_keys import Keys
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Agency, Worker
from casetui.desk.people.agency import set_up
from tests.terminal_session import Terminal

NOW = "2026-11-21T10:00:00Z"
NAME = "Gráinne Moran [bold]"
PHONE = "087 555 1234"
PEOPLE = (
    Worker(id="mary", name="Mary Byrne", team="north"),
    Worker(id="sean", name="Seán Keane", team="north"),
    Worker(id="anna", name="Anna Ólafsdóttir", team="north", roles=["line manager"]),
    Worker(id="liam", name="Liam Roche", team="north", second_signatory=True),
)


EXIT_MISTAKE = """
import sys
from casetui import app, cli

app.CaseApp.action_repaint = lambda self: {}["Gráinne Moran"]
sys.exit(cli.main(sys.argv[1:]))
"""
"""The program, which makes a mistake at Ctrl+L."""
KEYS = {worker.id: Keys.make() for worker in PEOPLE}


@pytest.fixture
def vault(tmp_path):
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    agency = Agency(name="Northside Outreach", order="dmy")
    made = set_up(tmp_path / "vault", agency, PEOPLE, at, KEYS, demo="cut off").vault
    for who, key in KEYS.items():
        PersonFolder.of(made, who, tmp_path).key_file.keep(key, "")
    return made


@pytest.fixture
def opened_by(vault, tmp_path):
    """Return what starts the program for somebody, at a terminal of their own."""
    places = {
        f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CACHE", "CONFIG", "STATE")
    }
    env = {**places, "HOME": str(tmp_path), "CASETUI_NOW": NOW}

    def start(who, *program):
        return Terminal(*(program or ("-m", "casetui")), "--vault", vault.place, "--as", who, env=env)

    return start


@pytest.fixture
def on_the_disk(vault, tmp_path):
    """Return what reads Mary's drafts, field by field, with her keys."""
    kept = Drafts(PersonFolder.of(vault, "mary", tmp_path).drafts, KEYS["mary"], "mary")
    return lambda: [draft.typed for draft in kept.not_open_here()]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_what_was_typed_survives_sealed_and_is_its_authors_alone(opened_by, on_the_disk, tmp_path, end):
    with opened_by("mary") as mary:
        mary.wait_for("My clients")
        mary.press("n")
        mary.wait_for("New client", "^S Save")
        mary.fill({"Name": NAME, "Phone": PHONE})
        if end == signal.SIGKILL:
            mary.until(
                lambda: [typed.get("phone") for typed in on_the_disk()] == [PHONE], "draft on the disk"
            )
        mary.end(end)

    whole = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    names = "".join(path.name for path in tmp_path.rglob("*"))
    assert [typed["name"] for typed in on_the_disk()] == [NAME]
    for part in ("Moran", "087 555", "555 1234"):
        assert part.encode() not in whole and part not in names

    with opened_by("sean") as sean:
        sean.wait_for("My clients", "No cases yet.")
        assert "Moran" not in sean.screen()

    with opened_by("mary") as mary:
        mary.wait_for("Typed and not saved: 1", "New client", NAME, PHONE)
        mary.press("enter")
        mary.wait_for("Typed Sat 21 Nov 10:00, and not saved", f"Typed: {NAME}")
        mary.press("t")
        mary.wait_for("New client", NAME, "^S Save")
        mary.press("ctrl+s")
        mary.wait_for("Whose case is it?")
        mary.press("enter")
        mary.wait_for(f"{NAME}  C-")
        mary.until(lambda: not on_the_disk(), "draft gone")


@pytest.mark.parametrize("wait", [0.05, 0.12, 0.3])
def test_an_arrow_key_whose_bytes_come_apart_moves_the_cursor_and_loses_nothing(opened_by, wait):
    with opened_by("mary") as mary:
        mary.wait_for("My clients")
        mary.press("n")
        mary.wait_for("New client", "^S Save")
        mary.type("Joe Hand")
        mary.wait_for("Joe Hand")
        mary.type("\x1b")
        mary.pause(wait)
        mary.type("[D")
        mary.type("x")
        mary.wait_for("Joe Hanxd", "^S Save")


def test_what_was_typed_is_kept_before_the_program_rests(opened_by, on_the_disk):
    with opened_by("mary") as mary:
        mary.wait_for("My clients")
        mary.press("n")
        mary.wait_for("New client", "^S Save")
        mary.fill({"Name": NAME})
        mary.press("ctrl+z")
        mary.until(lambda: not mary.last_set(1049), "shell's screen")
        assert [typed["name"] for typed in on_the_disk()] == [NAME]
        mary.end(signal.SIGKILL)


def test_a_mistake_of_the_program_ends_it_with_a_whole_sentence_and_keeps_what_was_typed(
    opened_by, on_the_disk
):
    with opened_by("mary", "-c", EXIT_MISTAKE) as mary:
        mary.wait_for("My clients")
        mary.press("n")
        mary.wait_for("New client", "^S Save")
        mary.fill({"Name": NAME})
        mary.press("ctrl+l")
        assert mary.ended() == 3
    said = " ".join(mary.log.rpartition(b"\x1b[?1049l")[2].decode().split())
    assert "The program made a mistake and ended (KeyError: " in said and "What was saved is safe." in said
    assert "Gráinne" not in said
    assert [typed["name"] for typed in on_the_disk()] == [NAME]
