"""What happened in a case, newest first: records by their day, and acts by their instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casetui.data.days import long_day, short_day
from casetui.data.fields import form_fields, shown
from casetui.data.records import CASE_RECORDS, Case, Entry, Record, Tick
from casetui.desk.acts.item_words import item_words
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.telling.lines import ListLine
from casetui.desk.telling.wording import joined, short
from casetui.words import N_, say

ACTS = "acts"
"""Asks for the acts and changes only, where else a record's table is named."""
ACT_WORDS = {
    "save": N_("changed"),
    "add": N_("added"),
    "restrict": N_("restricted"),
    "lift the restriction": N_("restriction lifted"),
    "lend": N_("lent"),
    "take back": N_("taken back"),
}


def record_kinds() -> list[type[Record]]:
    """Return what the timeline shows as records: all but the head of the case, whose changes are acts."""
    return [kind for kind in CASE_RECORDS.values() if kind not in (Case, Entry)]


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened: a record, or an act."""

    record: Record
    """The record; of an act its entry."""
    day: date
    title: str
    """What kind of record, or which act."""
    texts: tuple[str, ...]
    """What says most about it."""
    by: str
    """The name of who wrote or did it; empty where nobody is known."""

    @property
    def text(self) -> str:
        """What says most about it, in one line."""
        return " · ".join(self.texts)

    @property
    def order(self) -> tuple[date, str]:
        """Where it stands among others: its day, and on that day its instant."""
        at = self.record.at if isinstance(self.record, Entry) else self.record.made_at
        return self.day, str(at or "")

    @property
    def quiet(self) -> bool:
        """Whether it is in the background: an act, or a record that was struck out."""
        return isinstance(self.record, Entry) or self.record.struck


def happened(desk: Desk, opened: OpenCase, only: str = "") -> list[TimelineEntry]:
    """Return what happened in a case, newest first; only records of the table ``only``, or only ``ACTS``."""
    told = _EntryMaker(desk, opened)
    found = []
    for kind in record_kinds():
        if only in ("", kind.table):
            found += [told.record(record) for record in opened.file.every(kind)]
    if only in ("", ACTS):
        # what was added stands there itself
        entries = [made for made in opened.file.every(Entry) if made.act != "add" or only]
        found += [told.act(made) for made in entries]
    return sorted(found, key=lambda one: one.order, reverse=True)


def timeline_lines(desk: Desk, opened: OpenCase, only: str = "") -> list[ListLine[TimelineEntry]]:
    """Return a line for each thing that ``happened``: the day, what it was, its texts, and by whom."""
    return [
        ListLine(
            f"{one.record.table}:{one.record.id}",
            (f" {short_day(one.day)} {one.day.year % 100:02}", one.title, one.text, one.by),
            joined(f"{long_day(one.day)}: {one.title}", *map(short, one.texts), one.by),
            one,
            "quiet" if one.quiet else "",
        )
        for one in happened(desk, opened, only)
    ]


def kinds_in_case(opened: OpenCase) -> list[tuple[str, str]]:
    """Return what ``only`` can ask for in a case, and how it is called: everything first, acts last."""
    kinds = [
        (kind.table, opened.method.say(kind.title)) for kind in record_kinds() if opened.file.every(kind)
    ]
    return [("", say(N_("all"))), *kinds, (ACTS, say(N_("acts and changes")))]


class _EntryMaker:
    """Says in words what happened in one case."""

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        self._desk = desk
        self._opened = opened
        self._calendar = desk.agency_file.calendar

    def record(self, record: Record) -> TimelineEntry:
        """Return a record as it happened."""
        texts = self._column_texts(record)
        if record.struck:
            texts.insert(0, say(N_("struck out: {reason}"), reason=record.struck_reason))
        by = self._desk.name(record.made_by) if record.made_by else ""
        title = self._opened.method.say(record.title)
        return TimelineEntry(record, self._day(record), title, tuple(texts), by)

    def act(self, made: Entry) -> TimelineEntry:
        """Return an act by its entry."""
        texts = tuple(part for part in (made.reason, self._named(made), self._about(made)) if part)
        act = say(ACT_WORDS.get(made.act, made.act))
        return TimelineEntry(made, self._calendar.day_of(made.at), act, texts, self._desk.name(made.by))

    def _day(self, record: Record) -> date:
        """Return the record's own day; one that has none was written on a day, at the latest at intake."""
        if day := record.day():
            return day
        made = record.made_at
        return self._calendar.day_of(made) if made else self._opened.case.opened_on

    def _column_texts(self, record: Record) -> list[str]:
        """Return what says most about a record; of a kind without columns, its first field that is no day."""
        texts = []
        for field in form_fields(type(record)):
            value = getattr(record, field.name)
            told = field.name in record.columns or not record.columns
            if field.kind == "date":
                if field.name in record.columns and value not in (None, record.day()):
                    texts.append(f"{self._opened.method.say(field.ask.label).lower()} {short_day(value)}")
            elif told and value not in (None, "", []):
                choices = self._desk.choices(self._opened.file, self._opened.method, field)
                texts.append(shown(field, value, self._desk.reading(), choices))
        if isinstance(record, Tick):
            texts.insert(0, item_words(self._opened.method, record))
        return texts if record.columns else texts[:1]

    def _named(self, made: Entry) -> str:
        """Return who a case was then open to, where it was restricted."""
        names = ", ".join(self._desk.name(worker) for worker in made.named)
        return say(N_("open to {names} only"), names=names) if names else ""

    def _about(self, made: Entry) -> str:
        """Return which record an act was about, and the fields that it changed."""
        kind, method = CASE_RECORDS.get(made.about), self._opened.method
        if kind is None:
            return ""
        record = self._opened.file.get(kind, made.record)
        shown_fields = {field.name: field for field in form_fields(kind)}
        name = next((text for text in self._column_texts(record) if text), "") if record else ""
        which = f"{method.say(kind.title)} {name}".rstrip()
        changed = [method.say(f.ask.label) for key, f in shown_fields.items() if key in made.fields]
        return f"{which}: {', '.join(changed)}" if changed else which
