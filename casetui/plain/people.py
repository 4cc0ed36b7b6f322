"""People: everyone who signs in, who asks to be admitted, and what is done about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.days import long_day
from casetui.data.records import Worker
from casetui.desk import lists
from casetui.desk.desk import Desk
from casetui.desk.forms.form_spec import Asks, agency_asks, person_asks
from casetui.desk.people.agency import check_right
from casetui.desk.people.joining import Asking, admit, agency_fingerprint, key_line, refuse, requests
from casetui.desk.people.retiring import left_by_moving, retire
from casetui.desk.telling.list_words import everyone_sorted, roles_of, signs_in_as
from casetui.plain.form import filled_in
from casetui.plain.room import Command, Line, Room
from casetui.plain.talk import Option, Talk
from casetui.plain.way_in import spelled
from casetui.plain.wording import joined
from casetui.words import N_, say

SAME, OTHER = "same", "other"


class PeopleRoom(Room):
    """Everyone who signs in, who asks to be admitted first."""

    def __init__(self, talk: Talk, desk: Desk, changed: Callable[[], None]) -> None:
        """``changed`` is called after somebody was admitted or retired: keys may have changed."""
        super().__init__(talk)
        self._desk = desk
        self._changed = changed

    def title(self) -> str:
        """Return what the list is called."""
        return say(N_("People"))

    def lines(self) -> list[Line]:
        """Return the agency's fingerprint, then each person with roles, team and clients."""
        asking = requests(self._desk)
        shown = spelled(agency_fingerprint(self._desk.agency_file))
        known = {load.worker.id: load for load in lists.loads(self._desk)}
        people = sorted(everyone_sorted(self._desk), key=lambda one: one.id not in asking.workers)
        return [
            Line(say(N_("Agency's fingerprint, for who joins: {fingerprint}"), fingerprint=shown)),
            *(self._line(worker, known.get(worker.id), asking) for worker in people),
            *(Line(sentence, self._removing(file)) for file, sentence in asking.wrong.items()),
        ]

    def _line(self, worker: Worker, load: lists.Load | None, asking: Asking) -> Line:
        clients = ""
        if load:
            clients = say(N_("{clients} of {limit} clients"), clients=load.clients, limit=load.limit)
        asks = say(N_("asks to be admitted")) if asking.of(worker.id) else ""
        word = say(load.word) if load else ""
        text = joined(worker.name, asks, roles_of(worker), worker.team, clients, word)
        return Line(text, self._reading(worker.id), worker.id)

    def _reading(self, worker: str) -> Callable[[], None]:
        return lambda: PersonRoom(self.talk, self._desk, worker, self._changed).stay()

    def _removing(self, file: str) -> Callable[[], None]:
        def remove() -> None:
            check_right(self._desk)
            if self.talk.yes(say(N_("Remove it?"))):
                refuse(self._desk, file)
                self.talk.tell(say(N_("The request is removed.")))

        return remove

    def commands(self) -> Sequence[Command]:
        """Return how to add a person and change the settings."""
        return [
            Command(
                N_("add"), N_("add a person"), lambda _: self._fill(lambda desk: person_asks(desk, None))
            ),
            Command(N_("settings"), N_("change the agency's settings"), lambda _: self._fill(agency_asks)),
        ]

    def _fill(self, asks: Callable[[Desk], Asks]) -> None:
        check_right(self._desk)
        filled_in(self.talk, asks(self._desk))


class PersonRoom(Room):
    """One person: how they sign in, their key, and what is done about them."""

    def __init__(self, talk: Talk, desk: Desk, worker: str, changed: Callable[[], None]) -> None:
        super().__init__(talk)
        self._desk = desk
        self._id = worker
        self._changed = changed

    @property
    def _worker(self) -> Worker:
        return self._desk.people[self._id]

    def title(self) -> str:
        """Return their name."""
        return self._worker.name

    def lines(self) -> list[Line]:
        """Return their roles, how they sign in, and what is to be said of their key."""
        worker = self._worker
        key = key_line(self._desk, worker, requests(self._desk), spelled)
        texts = (joined(roles_of(worker), worker.team), signs_in_as(worker), key)
        return [Line(text) for text in texts if text]

    def commands(self) -> Sequence[Command]:
        """Return what can be done about them."""
        found = [
            Command(
                N_("change"), N_("change what is written of them"), lambda _: self._change(), (N_("edit"),)
            )
        ]
        if requests(self._desk).of(self._id):
            found.append(Command(N_("admit"), N_("compare and admit their key"), lambda _: self._admit()))
        if self._worker.left_on is None:
            found.append(Command(N_("retire"), N_("let today be their last day"), lambda _: self._retire()))
        return found

    def _change(self) -> None:
        check_right(self._desk)
        before = self._worker
        saved = filled_in(self.talk, person_asks(self._desk, before))
        if saved and (behind := left_by_moving(self._desk, before)):
            self.talk.tell(behind)

    def _admit(self) -> None:
        """Have each key that they ask with compared, until one is the same."""
        desk, talk, name = self._desk, self.talk, self._worker.name
        check_right(desk)
        for asked in requests(desk).of(self._id):
            shown = asked.public.fingerprint
            talk.tell(
                say(
                    N_("{name} asks with the fingerprint {fingerprint}"),
                    name=name,
                    fingerprint=spelled(shown),
                ),
                say(N_("Have them read theirs to you, by telephone or in person.")),
            )
            if desk.agency_file.key_of(self._id):
                talk.tell(say(N_("The key that they have now ends.")))
            answers = [
                Option(SAME, say(N_("yes, it is the same: admit"))),
                Option(OTHER, say(N_("no, it is another one: remove the request"))),
            ]
            answer = talk.choose(say(N_("Is it the same? back admits nothing.")), answers)
            if answer == SAME:
                admit(desk, self._id, shown)
                talk.tell(say(N_("{name} is admitted."), name=name))
                self._changed()
                return
            if answer == OTHER:
                refuse(desk, asked.file)
                talk.tell(say(N_("The request is removed.")))

    def _retire(self) -> None:
        desk, talk = self._desk, self.talk
        check_right(desk)
        talk.tell(
            say(
                N_("Today, {day}, is then their last day. Their key ends, and they can read nothing that is "
                   "written from then on. What they wrote stays. Their clients are given to others by hand."),
                day=long_day(desk.today()),
            )
        )  # fmt: skip
        if talk.yes(say(N_("Retire {name}?"), name=self._worker.name)):
            talk.tell(retire(desk, self._id))
            self._changed()
