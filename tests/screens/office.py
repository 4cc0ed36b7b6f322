"""A small agency on disk, and a seat at the program: the base of the tests of the screens."""

from __future__ import annotations

import itertools
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from pyrage.x25519 import Identity
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input
from textual.worker import WorkerCancelled

from casetui.app import CaseApp
from casetui.data.casefile import CaseFile
from casetui.data.fields import FormField
from casetui.data.keys.group_keys import shared
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import CASE_RECORDS, Agency, Client, Worker
from casetui.data.records.keys import GroupKey
from casetui.desk.access_log import openings
from casetui.desk.desk import Desk
from casetui.desk.keys.keyring_of import keyring_of
from casetui.desk.keys.signatures import signed_request
from casetui.desk.people.agency import set_up
from casetui.widgets.field_row import MoreLine
from casetui.widgets.fields import ChoiceField, SeveralField
from casetui.widgets.row_list import RowList
from tests.cases import CaseBuilder
from tests.widgets.harness import screen_text

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
"""A Saturday morning; the agency is in Dublin."""
TODAY = NOW.date()
PEOPLE = (
    Worker(id="mary", name="Mary Byrne", login="mbyrne", team="north"),
    Worker(id="sean", name="Seán Keane", team="north"),
    Worker(id="tom", name="Tom Walsh", team="north", roles=["line manager"]),
    Worker(id="una", name="Una Daly", team="south", roles=["line manager"]),
    Worker(id="priya", name="Priya Das", team="south"),
    Worker(id="liam", name="Liam Roche", team="north", second_signatory=True),
    Worker(id="ada", name="Ada Quinn", team="north", roles=["administrator"]),
)


KEYS = {worker.id: Keys.make() for worker in PEOPLE}


class Office:
    """An agency with two teams. ``now`` is its clock, and can be set."""

    def __init__(self, folder, cache):
        self.folder = folder
        self.cache = cache
        self.now = NOW
        founded = set_up(folder, Agency(name="Northside Outreach"), PEOPLE, NOW, KEYS)
        self.recovery = founded.recovery
        self.locked = founded.vault
        self.vault = self.seen_by("tom", self.recovery)
        """The vault as a line manager with the recovery key reads and writes it."""

    def clock(self):
        return self.now

    def seen_by(self, who, recovery=""):
        """Return the vault as ``who`` reads and writes it, also with the recovery key if given."""
        file = AgencyFile.load(self.locked, AGENCY)
        if recovery:
            file = file.copy()
            public = str(Identity.from_str(recovery).to_public())
            held = GroupKey(group="recovery", generation=1, public=public, sealed={})
            file.put(shared(held, recovery, [file.key_of(who)]))
        return self.locked.signed_in(keyring_of(self.locked, file, who, KEYS[who]))

    def keyring(self, who):
        """Return the keys of ``who``, as their program has them after they signed in."""
        return keyring_of(self.locked, AgencyFile.load(self.locked, AGENCY), who, KEYS[who])

    def own(self, who="mary"):
        """Return the folder beside the vault of a person who joined when it was set up."""
        own = PersonFolder.of(self.locked, who, self.cache)
        if own.pinned() is None:
            own.pin(self.locked, AgencyFile.load(self.locked, AGENCY))
        return own

    def new_desk(self, who="mary"):
        """Return the desk of ``who``, with an empty register."""
        return Desk(self.locked, self.own(who), KEYS[who], self.cache, self.clock)

    def desk(self, who="mary"):
        """Return the desk of ``who``, with every case in the register."""
        desk = self.new_desk(who)
        desk.register.refresh()
        return desk

    def case(self, number, name="Aoife Nolan", build=None, **head):
        """Keep a case of Mary's, built by ``build``, under ``number``; ``head`` are its head's fields."""
        builder = CaseBuilder(**{"number": number, "client_id": number, **head})
        builder.put(builder.case.one(Client).model_copy(update={"name": name}))
        if build:
            build(builder)
        for record in [record for kind in CASE_RECORDS.values() for record in builder.case.every(kind)]:
            if getattr(record, "asked_by", ""):
                record = signed_request(self.new_desk(record.asked_by).keyring, number, record)
            made = {"made_by": record.made_by or "mary", "made_at": record.made_at or NOW}
            builder.put(record.model_copy(update=made))
        by = "una" if builder.case.case.team == "south" else "mary"
        builder.case.save(self.seen_by(by), by, NOW)
        return number

    def read(self, number):
        """Read a case from the disk."""
        return CaseFile.load(self.vault, f"cases/{number}")

    def cases(self):
        """Read every case from the disk."""
        return [CaseFile.load(self.vault, name) for name in self.vault.names()]

    def openings(self):
        """Return the openings of colleagues' cases, a line each, that a line manager can read."""
        found = openings(self.new_desk("tom"))
        return "".join(f"{one.at}\t{one.by}\t{one.number}\t{one.reason}\n" for one in found if one.reason)

    @asynccontextmanager
    async def seat(self, who="mary", size=(80, 24), open_case=""):
        """Open the program for ``who``, with the case ``open_case`` open if given."""
        app = CaseApp(self.folder, self.desk(who), self.clock)
        async with app.run_test(size=size) as pilot:
            seat = Seat(pilot)
            await seat.settle()
            if open_case:
                app.screen.open_case(open_case)
                await seat.settle()
            yield seat


class Seat:
    """One person at the program: presses keys, and reads what the terminal shows."""

    def __init__(self, pilot):
        self.pilot = pilot
        self.app = pilot.app

    async def settle(self):
        """Wait for work off the thread, and until its results are shown."""
        for turn in range(10):
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            if turn and not len(self.app.workers):
                break

    async def press(self, *keys):
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text):
        """Type as fast as a terminal sends it."""
        for char in text:
            self.send(char)
        await self.settle()

    def send(self, key):
        """Send a key as a terminal does, without waiting for its effect."""
        event = events.Key(_character_to_key(key), key) if len(key) == 1 else events.Key(key, None)
        event.set_sender(self.app)
        self.app._driver.send_message(event)

    @property
    def lines(self):
        return screen_text(self.app)

    @property
    def below_head(self):
        """The lines of a case screen below the last contact and what is next: the work area's title first."""
        return [line for line in self.lines[2:] if not line.startswith((" Last  ", " Next  "))]

    @property
    def list(self):
        """The list of a screen that has one list, with all its lines: also those outside the window."""
        return self.app.screen.query_one(RowList)

    @property
    def text(self):
        return "\n".join(self.lines)

    @property
    def words(self):
        """The shown text without line breaks, of the box if there is one: for wrapped sentences."""
        boxed = [line.split("│")[1] for line in self.lines if line.count("│") == 2]
        return " ".join(" ".join(boxed or self.lines).split())

    @property
    def screen(self):
        return type(self.app.screen).__name__

    def line(self, part):
        """Return the first line on the screen with ``part`` in it."""
        return next((line for line in self.lines if part in line), "")

    def place(self, part):
        """Return the number of the first line on the screen with ``part`` in it."""
        return next(number for number, line in enumerate(self.lines) if part in line)

    @property
    def selected(self):
        """The cells of the focused list's selected line, with the lines that continue it.

        Where letters are typed to filter the only list, that is the list.
        """
        focused = self.app.screen.focused
        row_list = focused if isinstance(focused, RowList) else self.list
        keys = [line.key for line in row_list.lines]
        if row_list.cursor_key not in keys:
            return ()
        first, *after = row_list.lines[keys.index(row_list.cursor_key) :]
        cells = list(first.cells)
        for line in itertools.takewhile(lambda line: line.goes_on, after):
            cells[1] += f" {line.cells[1]}"
        return tuple(cells)

    async def stand_on(self, part):
        """Go down the focused list to the line with ``part`` in it; show what is folded on the way."""
        await self.press("home")
        for _ in range(60):
            if any(part in cell for cell in self.selected):
                return
            before = self.selected
            focused = self.app.screen.focused
            if isinstance(focused, RowList) and focused.cursor_key.startswith("folded:"):
                await self.press("enter")
                continue
            await self.pilot.press("down")
            if self.selected == before:
                break
        raise AssertionError(f"no line with {part!r} in:\n{self.text}")

    @property
    def field(self):
        """The name of the focused field; empty where none is focused."""
        for node in self.app.screen.focused.ancestors_with_self if self.app.screen.focused else ():
            if isinstance(getattr(node, "field", None), FormField):
                return node.field.name
        return ""

    async def fill(self, **entries):
        """Fill in fields by keys; a choice by its key, several by their keys."""
        for name, value in entries.items():
            await self._go_to(name)
            widget = self.app.screen.focused
            if isinstance(widget, ChoiceField):
                for _ in range(30):
                    if widget.entry == value:
                        break
                    await self.pilot.press("right")
                assert widget.entry == value, f"{name} has no choice {value}"
            elif isinstance(widget, SeveralField):
                await self._tick_several(widget, value)
            else:
                if widget.value if isinstance(widget, Input) else widget.text:
                    await self.pilot.press("end", "ctrl+u")
                await self.type(value)

    async def _go_to(self, name):
        for _ in range(60):
            if self.field == name:
                return
            if isinstance(self.app.screen.focused, MoreLine) and not self.app.screen.focused.open:
                await self.pilot.press("enter")
            await self.pilot.press("tab")
        raise AssertionError(f"no field {name} in:\n{self.text}")

    async def _tick_several(self, widget, keys):
        await self.press("enter")
        row_list = self.app.screen.query_one(RowList)
        for line in row_list.lines:
            if line.key in keys:
                await self.press("space")
            await self.press("down")
        await self.press("enter")
        assert widget.entry == list(keys)

    async def save(self):
        await self.press("ctrl+s")
