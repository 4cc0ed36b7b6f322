"""The timeline of a case, newest first: records by their day, and acts by their instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casetui.data.casefile import CaseFile
from casetui.data.days import long_day, short_day
from casetui.data.fields import form_fields, shown
from casetui.data.records import CASE_RECORDS, Case, Entry, Record, Tick
from casetui.desk.acts.item_words import item_words
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.telling.columns import labelled
from casetui.desk.telling.lines import ListLine
from casetui.desk.telling.wording import joined, short
from casetui.words import N_, say

ACTS = "acts"
"""The filter for acts and changes only. Other filters are the names of tables."""
ACT_WORDS = {
    "save": N_("changed"),
    "add": N_("added"),
    "restrict": N_("restricted"),
    "lift the restriction": N_("restriction lifted"),
    "lend": N_("lent"),
    "take back": N_("taken back"),
    "newer method": N_("judged by the newer version of the method"),
    "same person": N_("said to be the client of another case too"),
    "strike out": N_("struck out"),
    "take the strike-out back": N_("strike-out taken back"),
}


def record_kinds() -> list[type[Record]]:
    """Return the kinds of record in the timeline: all but the case itself, whose changes are acts."""
    return [kind for kind in CASE_RECORDS.values() if kind not in (Case, Entry)]


@dataclass(frozen=True)
class TimelineEntry:
    """A record or an act in the timeline."""

    record: Record
    """The record; for an act its entry."""
    day: date
    title: str
    """The kind of record, or the act."""
    texts: tuple[str, ...]
    """The columns of the record, or the act's reason, names and record."""
    by: str
    """The name of the person who wrote or did it; empty where it is not known."""

    @property
    def text(self) -> str:
        """The texts in one line."""
        return " · ".join(self.texts)

    @property
    def order(self) -> tuple[date, str]:
        """The key by which entries are sorted: the day, then the instant."""
        at = self.record.at if isinstance(self.record, Entry) else self.record.made_at
        return self.day, str(at or "")

    def about(self, file: CaseFile) -> Record | None:
        """Return the record that it leads to; of an act, the record that the act was about, if any."""
        if not isinstance(self.record, Entry):
            return self.record
        kind = CASE_RECORDS.get(self.record.about)
        return file.get(kind, self.record.record) if kind not in (None, Case, Entry) else None

    @property
    def quiet(self) -> bool:
        """Whether it is shown quietly: an act, or a record that was struck out."""
        return isinstance(self.record, Entry) or self.record.struck


def happened(desk: Desk, opened: OpenCase, only: str = "") -> list[TimelineEntry]:
    """Return the timeline of a case, newest first; with ``only`` the records of that table, or ``ACTS``."""
    maker = _EntryMaker(desk, opened)
    found = []
    for kind in record_kinds():
        if only in ("", kind.table):
            found += [maker.record(record) for record in opened.file.every(kind)]
    if only in ("", ACTS):
        # an added record is in the timeline itself
        entries = [entry for entry in opened.file.every(Entry) if entry.act != "add" or only]
        found += [maker.act(entry) for entry in entries]
    return sorted(found, key=lambda one: one.order, reverse=True)


def record_entry(desk: Desk, opened: OpenCase, record: Record) -> TimelineEntry:
    """Return the timeline entry of a record."""
    return _EntryMaker(desk, opened).record(record)


def act_entry(desk: Desk, opened: OpenCase, entry: Entry) -> TimelineEntry:
    """Return the timeline entry of an act."""
    return _EntryMaker(desk, opened).act(entry)


def timeline_lines(desk: Desk, opened: OpenCase, only: str = "") -> list[ListLine[TimelineEntry]]:
    """Return a line for each timeline entry: the day, the title, the texts, and the person."""
    return [
        ListLine(
            f"{event.record.table}:{event.record.id}",
            (f" {short_day(event.day)} {event.day.year % 100:02}", event.title, event.text, event.by),
            joined(f"{long_day(event.day)}: {event.title}", *map(short, event.texts), event.by),
            event,
            "quiet" if event.quiet else "",
        )
        for event in happened(desk, opened, only)
    ]


def kinds_in_case(opened: OpenCase) -> list[tuple[str, str]]:
    """Return the filters for ``only`` that a case has, key and label: everything first, acts last."""
    kinds = [
        (kind.table, opened.method.say(kind.title)) for kind in record_kinds() if opened.file.every(kind)
    ]
    return [("", say(N_("all"))), *kinds, (ACTS, say(N_("acts and changes")))]


class _EntryMaker:
    """Makes the timeline entries of one case."""

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        self._desk = desk
        self._opened = opened
        self._calendar = desk.agency_file.calendar

    def record(self, record: Record) -> TimelineEntry:
        """Return the entry of a record."""
        day = self._day(record)
        texts = self._column_texts(record, day)
        if record.struck:
            texts.insert(0, say(N_("struck out: {reason}"), reason=record.struck_reason))
        by = self._desk.name(record.made_by) if record.made_by else ""
        title = self._opened.method.say(record.title)
        return TimelineEntry(record, day, title, tuple(texts), by)

    def act(self, entry: Entry) -> TimelineEntry:
        """Return the entry of an act."""
        texts = tuple(part for part in (entry.reason, self._named(entry), self._about(entry)) if part)
        act = say(ACT_WORDS.get(entry.act, entry.act))
        return TimelineEntry(entry, self._calendar.day_of(entry.at), act, texts, self._desk.name(entry.by))

    def _day(self, record: Record) -> date:
        """Return the record's own day, if it has come; else the day on which it was written.

        What is still to come, such as an action that is due, stands in the agenda.
        """
        day = record.day()
        if day and day <= self._desk.today():
            return day
        made = record.made_at
        return self._calendar.day_of(made) if made else self._opened.case.opened_on

    def _column_texts(self, record: Record, day: date | None = None) -> list[str]:
        """Return how a record stands, and its columns in words; without columns its first field but a day.

        ``day`` is the day under which the line stands already.
        """
        texts = [self._opened.method.say(record.stands())] if record.stands() else []
        for field in form_fields(type(record)):
            value = getattr(record, field.name)
            is_column = (
                field.name in record.columns or not record.columns
            ) and field.name != record.stands_by
            if field.kind == "date":
                if field.name in record.columns and value not in (None, day):
                    texts.append(f"{self._opened.method.say(field.ask.label).lower()} {short_day(value)}")
            elif is_column and value not in (None, "", []):
                choices = self._desk.choices(self._opened.file, self._opened.method, field)
                text = shown(field, value, self._desk.reading(), choices)
                texts.append(labelled(self._opened.method, record, field, text))
        asked_for = {field.name for field in form_fields(type(record))}
        for name in record.columns:  # such as the answer to a request, which no form asks for
            value = getattr(record, name)
            if name not in asked_for and isinstance(value, str) and value:
                texts.append(say(value))
        if isinstance(record, Tick):
            texts.insert(1, item_words(self._opened.method, record))
        return texts if record.columns else texts[:1]

    def _name(self, record: Record) -> str:
        """Return the first text that names a record, after the word for how it stands."""
        texts = self._column_texts(record)
        return next(iter(texts[1:] if record.stands() else texts), "")

    def _named(self, entry: Entry) -> str:
        """Return the people to whom a case was open after a restriction; empty for another act."""
        names = ", ".join(self._desk.name(worker) for worker in entry.named)
        return say(N_("open to {names} only"), names=names) if names else ""

    def _about(self, entry: Entry) -> str:
        """Return which record an act was about, and the fields that it changed."""
        kind, method = CASE_RECORDS.get(entry.about), self._opened.method
        if kind is None:
            return ""
        record = self._opened.file.get(kind, entry.record)
        shown_fields = {field.name: field for field in form_fields(kind)}
        name = self._name(record) if record else ""
        which = f"{method.say(kind.title)} {name}".rstrip()
        changed = [method.say(f.ask.label) for key, f in shown_fields.items() if key in entry.fields]
        return f"{which}: {', '.join(changed)}" if changed else which
