"""The timeline of an open case: what happened, newest first, by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.days import long_day
from casetui.data.records import Entry
from casetui.desk.telling.texts import answer_of, books_of, texts_of
from casetui.desk.telling.timeline import Happened, happened, kinds_there
from casetui.plain.area import told
from casetui.plain.case_session import CaseHands
from casetui.plain.room import Command, Line, Room
from casetui.plain.talk import Option
from casetui.plain.wording import joined, short
from casetui.words import N_, say


class TimelineRoom(Room):
    """What happened in a case, newest first. Its lines are records, to be read whole, and acts."""

    def __init__(self, hands: CaseHands) -> None:
        super().__init__(hands.talk)
        self._hands = hands
        self._only = ""

    def title(self) -> str:
        """Return what the list is called, and what it shows."""
        what = dict(kinds_there(self._hands.opened)).get(self._only, "")
        return f"{self.name()}, {what}"

    def name(self) -> str:
        """Return what the list is called."""
        return say(N_("Timeline"))

    def empty(self) -> str:
        """Return that nothing happened."""
        return say(N_("Nothing yet."))

    def lines(self) -> list[Line]:
        """Return what happened, a line each."""
        found = happened(self._hands.desk, self._hands.opened, self._only)
        return [
            Line(
                joined(f"{long_day(one.day)}: {one.title}", *map(short, one.texts), one.by),
                self._reading(one),
            )
            for one in found
        ]

    def commands(self) -> Sequence[Command]:
        """Return what can be said here."""
        return [Command(N_("only"), N_("say only one kind of record, or all again"), self._filter)]

    def _reading(self, one: Happened) -> Callable[[], None]:
        return lambda: self._read(one)

    def _read(self, one: Happened) -> None:
        """Say a record, or an act, whole."""
        desk, record = self._hands.desk, one.record
        self.talk.tell("", f"{one.title}, {long_day(one.day)}")
        if isinstance(record, Entry):
            self.talk.tell(joined(*one.texts, one.by))
        else:
            texts = texts_of(desk, self._hands.opened, record)
            self.talk.tell(*told([*texts, *answer_of(desk, record), *books_of(desk, record)]))

    def _filter(self, said: str) -> None:
        options = [Option(key, what) for key, what in kinds_there(self._hands.opened)]
        if said:
            chosen = self.talk.one_of(options, said)
            key = chosen.key if chosen else None
        else:
            key = self.talk.choose(say(N_("Show")), options)
        if key is not None and key != self._only:
            self._only = key
            self.show()
