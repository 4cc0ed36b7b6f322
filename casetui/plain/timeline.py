"""The timeline of an open case: what happened, newest first, by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.days import long_day
from casetui.data.records import Entry
from casetui.desk.telling.texts import answer_of, authors_of, texts_of
from casetui.desk.telling.timeline import TimelineEntry, kinds_in_case, timeline_lines
from casetui.desk.telling.wording import joined
from casetui.plain.area import told
from casetui.plain.case_session import CaseSession
from casetui.plain.room import Command, MenuLine, Room, read_out
from casetui.plain.talk import Option
from casetui.words import N_, say


class TimelineRoom(Room):
    """What happened in a case, newest first. Its lines are records, to be read whole, and acts."""

    def __init__(self, session: CaseSession) -> None:
        super().__init__(session.talk)
        self._session = session
        self._only = ""

    def title(self) -> str:
        """Return what the list is called, and what it shows."""
        what = dict(kinds_in_case(self._session.opened)).get(self._only, "")
        return f"{self.name()}, {what}"

    def name(self) -> str:
        """Return what the list is called."""
        return say(N_("Timeline"))

    def empty(self) -> str:
        """Return that nothing happened."""
        return say(N_("Nothing yet."))

    def lines(self) -> list[MenuLine]:
        """Return what happened, a line each."""
        lines = timeline_lines(self._session.desk, self._session.opened, self._only)
        return read_out(lines, self._reading)

    def commands(self) -> Sequence[Command]:
        """Return what can be said here."""
        return [Command(N_("only"), N_("say only one kind of record, or all again"), self._filter)]

    def _reading(self, one: TimelineEntry) -> Callable[[], None]:
        return lambda: self._read(one)

    def _read(self, one: TimelineEntry) -> None:
        """Say a record, or an act, whole."""
        desk, record = self._session.desk, one.record
        self.talk.tell("", f"{one.title}, {long_day(one.day)}")
        if isinstance(record, Entry):
            self.talk.tell(joined(*one.texts, one.by))
        else:
            texts = texts_of(desk, self._session.opened, record)
            self.talk.tell(*told([*texts, *answer_of(desk, record), *authors_of(desk, record)]))

    def _filter(self, said: str) -> None:
        options = [Option(key, what) for key, what in kinds_in_case(self._session.opened)]
        if said:
            chosen = self.talk.one_of(options, said)
            key = chosen.key if chosen else None
        else:
            key = self.talk.choose(say(N_("Show")), options)
        if key is not None and key != self._only:
            self._only = key
            self.show()
