"""What a work area shows: its records as lines. Pure; the case screen draws them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casetui.data.days import short_day
from casetui.data.fields import FormField, form_fields, shown
from casetui.data.records import CASE_RECORDS, Record
from casetui.desk.desk import Desk, OpenCase
from casetui.screens.areas.base import Area, Section
from casetui.widgets.row_list import Line
from casetui.words import N_, say

ACT = "act:"
NEW = "new"


@dataclass(frozen=True)
class Place:
    """What a line stands for: a kind of record, and which one (``NEW`` for one not yet written)."""

    kind: type[Record]
    record: str
    slot: str = ""
    field: str = ""
    """The field that the line shows, where it shows one."""

    @property
    def key(self) -> str:
        """The line's key."""
        place = f"{self.kind.table}:{self.record}:{self.slot}"
        return f"{place}/{self.field}" if self.field else place

    @classmethod
    def of(cls, key: str) -> Place | None:
        """Return what the line with this key stands for; ``None`` for an act or no line."""
        table, _, rest = key.partition(":")
        record, _, slot = rest.partition(":")
        kind = CASE_RECORDS.get(table)
        slot, _, field = slot.partition("/")
        return cls(kind, record, slot, field) if kind else None


class AreaLines:
    """Makes the lines of a work area for one open case."""

    def __init__(self, desk: Desk, opened: OpenCase, warned: frozenset[str]) -> None:
        """``warned`` holds the ids of records that a rule warns of."""
        self._desk = desk
        self._opened = opened
        self._warned = warned
        self._reading = desk.reading()

    def of(self, area: Area) -> list[Line]:
        """Return every line of the area: notes, sections with their records, acts."""
        method = self._opened.method
        lines = [
            Line(f"note{n}", ("", note), "due")  # selected, a long one is shown whole
            for n, note in enumerate(area.notes(self._opened.file))
        ]
        for section in area.sections:
            if not section.only_written or self._opened.file.every(section.kind):
                lines += self._section(section)
        acts = [act for act in area.acts if act.offered(self._opened.file)]
        if acts and self._opened.case.state != "closed":
            lines.append(Line("acts", (" " + say(N_("Next")),), heading=True))
            lines += [
                Line(f"{ACT}{area.key}:{area.acts.index(act)}", (" →", method.say(act.label))) for act in acts
            ]
        return lines

    def _section(self, section: Section) -> list[Line]:
        records = self._records(section)
        title = self._opened.method.say(section.kind.title)
        if section.slots:
            return [_heading(section.kind, title), *self._slots(section, records)]
        if section.kind.single or (len(records) == 1 and not section.kind.columns):
            return [_heading(section.kind, title), *self._single(section.kind, records)]
        heading = _heading(section.kind, f"{title} ({len(records)})" if records else title)
        if not records:
            return [
                heading,
                Line(Place(section.kind, NEW).key, ("", say(N_("nothing written yet"))), "quiet"),
            ]
        lines = [heading]
        for record in records:
            lines.append(self._line(record))
            if section.child:
                lines += [
                    self._line(child, indent=True)
                    for child in self._opened.file.every(section.child)
                    if getattr(child, section.parent) == record.id
                ]
        return lines

    def _records(self, section: Section) -> list[Record]:
        records: list[Record] = self._opened.file.every(section.kind)
        if section.belongs_to:
            owner = self._opened.file.one(section.belongs_to)
            records = [r for r in records if owner and getattr(r, section.owner, "") in ("", owner.id)]
        if section.newest_first:
            records.sort(key=lambda r: str(r.day() or ""), reverse=True)
        return records

    def _line(self, record: Record, *, indent: bool = False) -> Line:
        warned = record.id in self._warned
        text = " · ".join(cell for cell in self._cells(record) if cell)
        tone = "late" if warned else ""
        if record.struck:
            tone, text = "quiet", f"{say(N_('struck out'))} · {text} · {record.struck_reason}"
        elif getattr(record, "state", "") in ("done", "met", "signed", "dropped", "superseded"):
            tone = tone or "quiet"
        mark = " !" if warned else "  "
        return Line(Place(type(record), record.id).key, (mark, f"  - {text}" if indent else text), tone)

    def _cells(self, record: Record) -> list[str]:
        known = {field.name: field for field in form_fields(type(record))}
        cells: list[str] = []
        for name in type(record).columns:
            value = getattr(record, name)
            field = known.get(name)
            if field and field.kind == "date" and cells and value:
                label = self._opened.method.say(field.ask.label).lower()
                cells.append(f"{label} {short_day(value)}")
            elif field:
                cells.append(self._shown(field, value))
            elif isinstance(value, date):
                cells.append(short_day(value))
            else:
                cells.append(say(str(value)) if value is not None else "")
        return cells or [self._opened.method.say(type(record).title)]

    def _shown(self, field: FormField, value: object) -> str:
        choices = self._desk.choices(self._opened.file, self._opened.method, field)
        return shown(field, value, self._reading, choices)

    def _single(self, kind: type[Record], records: Iterable[Record]) -> list[Line]:
        record = next((r for r in records if not r.struck), None)
        if record is None:
            return [Line(Place(kind, NEW).key, ("", say(N_("not written yet: Enter"))), "quiet")]
        lines = []
        for field in form_fields(kind):
            value = getattr(record, field.name)
            if value not in (None, "", []):
                label = self._opened.method.say(field.ask.label)
                key = Place(kind, record.id, field=field.name).key
                lines.append(Line(key, ("", f"{label}: {self._shown(field, value)}")))
        return lines or [
            Line(Place(kind, record.id).key, ("", say(N_("nothing written yet: Enter"))), "quiet")
        ]

    def _slots(self, section: Section, records: list[Record]) -> list[Line]:
        field = next(f for f in form_fields(section.kind) if f.name == section.slots)
        lines = []
        for slot, label in self._desk.choices(self._opened.file, self._opened.method, field).items():
            there = [r for r in records if getattr(r, section.slots) == slot and not r.struck]
            if not there:
                lines.append(Line(Place(section.kind, NEW, slot).key, ("", label, "–"), "quiet"))
            for record in there:
                cells = [
                    c
                    for c, n in zip(self._cells(record), section.kind.columns, strict=True)
                    if n != section.slots
                ]
                warned = record.id in self._warned
                text = " · ".join(cell for cell in cells if cell)
                lines.append(
                    Line(
                        Place(section.kind, record.id, slot).key,
                        (" !" if warned else "", label, text),
                        "late" if warned else "",
                    )
                )
        return lines


def _heading(kind: type[Record], title: str) -> Line:
    return Line(f"heading:{kind.table}", (" " + title,), heading=True)
