"""People: everyone who signs in, everyone who asks to be admitted, and the acts on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.records import Worker
from casetui.desk.desk import Desk
from casetui.desk.flows.commands import PEOPLE_COMMANDS
from casetui.desk.flows.people import (
    admit_one_of,
    change_settings,
    drop_join_requests,
    own_methods,
    retire_today,
    write_person,
)
from casetui.desk.flows.steps import Flow
from casetui.desk.people.joining import agency_fingerprint, key_line, requests
from casetui.desk.telling.list_words import roles_of, signs_in_as
from casetui.desk.telling.people_lines import WrongRequest, people_lines
from casetui.desk.telling.wording import joined, spelled
from casetui.plain.driver import Driver
from casetui.plain.room import MenuLine, Room, SaidCommand, menu_lines
from casetui.plain.talk import Talk
from casetui.words import N_, say


class PeopleRoom(Room):
    """Everyone who signs in; people who ask to be admitted stand first."""

    def __init__(self, talk: Talk, desk: Desk, changed: Callable[[], None]) -> None:
        """``changed`` is called after a person was admitted or retired: keys may have changed."""
        super().__init__(talk)
        self._desk = desk
        self._changed = changed

    def title(self) -> str:
        """Return what the list is called."""
        return say(N_("People"))

    def lines(self) -> list[MenuLine]:
        """Return the agency's fingerprint, then each person with roles, team and clients."""
        shown = spelled(agency_fingerprint(self._desk.agency_file))
        lines = people_lines(self._desk, requests(self._desk))
        return [
            MenuLine(say(N_("Agency's fingerprint, for who joins: {fingerprint}"), fingerprint=shown)),
            *menu_lines(lines, self._choosing, keep_numbers=True),
        ]

    def _choosing(self, leads: str | WrongRequest) -> Callable[[], None]:
        return self._reading(leads) if isinstance(leads, str) else self._removing(leads)

    def _reading(self, worker: str) -> Callable[[], None]:
        return lambda: PersonRoom(self.talk, self._desk, worker, self._changed).stay()

    def _removing(self, wrong: WrongRequest) -> Callable[[], None]:
        return lambda: self._run(drop_join_requests(self._desk, {wrong.file: wrong.sentence}))

    def commands(self) -> Sequence[SaidCommand]:
        """Return the commands that add a person, change the settings, and take methods into use."""
        do: dict[str, Callable[[str], object]] = {
            "add": lambda _: self._run(write_person(self._desk)),
            "agency": lambda _: self._run(change_settings(self._desk)),
            "methods": lambda _: self._run(own_methods(self._desk)),
        }
        return [SaidCommand.of(one, do[one.name]) for one in PEOPLE_COMMANDS if not one.of_one]

    def _run(self, flow: Flow) -> None:
        Driver(self.talk, self._desk).run(flow)


class PersonRoom(Room):
    """One person: their roles, how they sign in, their key, and the acts on them."""

    def __init__(self, talk: Talk, desk: Desk, worker: str, changed: Callable[[], None]) -> None:
        super().__init__(talk)
        self._desk = desk
        self._id = worker
        self._changed = changed

    @property
    def _worker(self) -> Worker:
        return self._desk.people[self._id]

    def title(self) -> str:
        """Return the person's name."""
        return self._worker.name

    def lines(self) -> list[MenuLine]:
        """Return their roles, how they sign in, and the state of their key."""
        worker = self._worker
        key = key_line(self._desk, worker, requests(self._desk), spelled)
        texts = (joined(roles_of(worker), worker.team), signs_in_as(worker), key)
        return [MenuLine(text) for text in texts if text]

    def commands(self) -> Sequence[SaidCommand]:
        """Return the acts on the person that can be done now."""
        do: dict[str, Callable[[str], object]] = {"change": lambda _: self._change()}
        if requests(self._desk).of(self._id):
            do |= {"admit": lambda _: self._admit(), "drop": lambda _: self._drop()}
        if self._worker.left_on is None:
            do["retire"] = lambda _: self._retire()
        return [SaidCommand.of(one, do[one.name]) for one in PEOPLE_COMMANDS if one.of_one and one.name in do]

    def _change(self) -> None:
        Driver(self.talk, self._desk).run(write_person(self._desk, self._worker))

    def _admit(self) -> None:
        """Have the key in a join request compared."""
        asked = requests(self._desk).of(self._id)
        if Driver(self.talk, self._desk).run(admit_one_of(self._desk, self._worker, asked)):
            self._changed()

    def _drop(self) -> None:
        """Ask whether to remove the join requests in their name."""
        asked = {one.file: one.public.fingerprint for one in requests(self._desk).of(self._id)}
        Driver(self.talk, self._desk).run(drop_join_requests(self._desk, asked, self._worker))

    def _retire(self) -> None:
        if Driver(self.talk, self._desk).run(retire_today(self._desk, self._worker)):
            self._changed()
