"""A case that several people work on at once, and the acts of a colleague on it meanwhile."""

import asyncio
import time
from datetime import timedelta

from casetui.data.records import (
    Contact,
    Entry,
    Goal,
)
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import build, save_record
from casetui.screens.home import watch
from tests.screens.office import TODAY

NUMBER = "AB2345"
SOON = timedelta(minutes=5)


def a_shared_case(office, monkeypatch):
    """Keep a case with two goals and a note, and look at the journal often, so that tests need not wait."""
    monkeypatch.setattr(watch, "INTERVAL", 0.05)
    office.case(
        NUMBER, "Aoife Nolan",
        lambda b: b.assigned().intake().put(
            Goal(id="g", wording="A tenancy", measure="keys"),
            Goal(id="h", wording="A course"),
            Contact(id="note", kind="visit", on=TODAY, summary="At home."),
        ),
    )  # fmt: skip
    return office


def saved(office, who, kind, record, **fields):
    """Have a colleague save fields of a record of the case, five minutes after the save before."""
    office.now += SOON
    desk = office.desk(who)
    opened = open_case(desk, NUMBER, "covering")
    start = opened.file.get(kind, record)
    save_record(desk, opened, build(kind, start, fields), start)


def head_saved(office, who, **fields):
    """Have ``who`` change the head of the case."""
    desk = office.desk(who)
    opened = open_case(desk, NUMBER)
    file = opened.file.copy()
    file.put(file.case.model_copy(update=fields))
    file.put(Entry(at=office.now, by=who, act="assign", about="case", record="case"))
    file.save(office.vault, who, office.now)
    office.vault.journal.tell(file.name, who)


async def until(seat, true, seconds=5.0):
    """Wait until ``true`` returns true; else fail with the text of the screen."""
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, seat.text
        await asyncio.sleep(0.02)
        await seat.pilot.pause()


async def looked(seat, times=6):
    """Wait until the program has looked at the journal and shown any changes."""
    for _ in range(times):
        await asyncio.sleep(0.06)
        await seat.settle()


def drawn(app, monkeypatch):
    """Return a list that grows with each frame that is sent to the terminal."""
    sent, display = [], app._display
    monkeypatch.setattr(app, "_display", lambda screen, what: (sent.append(what), display(screen, what)))
    return sent


def goal(office, record="g"):
    return office.read(NUMBER).get(Goal, record)


async def at_goal(seat, part="A tenancy"):
    await seat.press("3")
    await seat.stand_on(part)


async def in_goal(seat):
    await at_goal(seat)
    await seat.press("enter")
    assert seat.screen == "FormScreen"
