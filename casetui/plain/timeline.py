"""The timeline of an open case, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.days import long_day
from casetui.data.records import Entry
from casetui.desk.telling.texts import answer_of, authors_of, texts_of
from casetui.desk.telling.timeline import TimelineEntry, kinds_in_case, timeline_lines
from casetui.desk.telling.wording import joined
from casetui.plain.area import text_lines
from casetui.plain.case_session import CaseSession
from casetui.plain.room import MenuLine, Room, SaidCommand, menu_lines
from casetui.plain.talk import Option
from casetui.words import N_, say


class TimelineRoom(Room):
    """The records and acts of a case, newest first. Choosing a line reads it out in full."""

    def __init__(self, session: CaseSession) -> None:
        super().__init__(session.talk)
        self._session = session
        self._only = ""

    def title(self) -> str:
        """Return the list's name, and which kind of record it shows."""
        what = dict(kinds_in_case(self._session.opened)).get(self._only, "")
        return f"{self.name()}, {what}"

    def name(self) -> str:
        """Return what the list is called."""
        return say(N_("Timeline"))

    def empty(self) -> str:
        """Return that nothing is listed."""
        return say(N_("Nothing yet."))

    def lines(self) -> list[MenuLine]:
        """Return a line for each record and act."""
        lines = timeline_lines(self._session.desk, self._session.opened, self._only)
        return menu_lines(lines, self._reading)

    def commands(self) -> Sequence[SaidCommand]:
        """Return the command that filters the list."""
        return [SaidCommand(N_("only"), N_("say only one kind of record, or all again"), self._filter)]

    def _reading(self, event: TimelineEntry) -> Callable[[], None]:
        return lambda: self._read(event)

    def _read(self, event: TimelineEntry) -> None:
        """Say the whole of a record, or an act and the record that it was about."""
        desk, record = self._session.desk, event.record
        self.talk.tell("", f"{event.title}, {long_day(event.day)}")
        if isinstance(record, Entry):
            self.talk.tell(joined(*event.texts, event.by))
        if about := event.about(self._session.opened.file):
            texts = texts_of(desk, self._session.opened, about)
            self.talk.tell(*text_lines([*texts, *answer_of(desk, about), *authors_of(desk, about)]))

    def _filter(self, said: str) -> None:
        options = [Option(key, what) for key, what in kinds_in_case(self._session.opened)]
        if said:
            chosen = self.talk.matching_option(options, said)
            key = chosen.key if chosen else None
        else:
            key = self.talk.choose(say(N_("Show")), options)
        if key is not None and key != self._only:
            self._only = key
            self.show()
