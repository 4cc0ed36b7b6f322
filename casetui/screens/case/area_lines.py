"""The lines of a work area: its notes, records and acts. Pure; the case screen draws them."""

from __future__ import annotations

from collections.abc import Iterable

from casetui.data.fields import form_fields
from casetui.data.records import Record
from casetui.desk.acts.restricting import open_to
from casetui.desk.areas.base import Area
from casetui.desk.areas.place import NEW, Place
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.telling.sections import Section
from casetui.desk.telling.texts import RecordWords
from casetui.widgets.row_list import Line
from casetui.words import N_, say

ACT = "act:"
"""Begins the key of an act's line, such as ``act:closure:0``."""


class AreaLines:
    """Makes the lines of a work area for one open case."""

    def __init__(self, desk: Desk, opened: OpenCase, warned: frozenset[str]) -> None:
        """``warned`` holds the ids of the records that a rule warns of."""
        self._desk = desk
        self._opened = opened
        self._warned = warned
        self._words = RecordWords(desk, opened)

    def of(self, area: Area) -> list[Line]:
        """Return every line of the area: notes, sections with their records, acts."""
        method = self._opened.method
        lines = self._open_to() if area.key == "client" else []
        lines += [
            Line(f"note{n}", ("", note), "due")  # the notice shows a selected long note in full
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

    def _open_to(self) -> list[Line]:
        """Return a line for each restriction or share that changes who may open the case."""
        sentences = open_to(self._desk, self._opened.file)
        return [Line(f"open{n}", ("", sentence), "due") for n, sentence in enumerate(sentences)]

    def _section(self, section: Section) -> list[Line]:
        records = self._words.records(section)
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
                lines += [self._line(child, indent=True) for child in self._words.children(section, record)]
        return lines

    def _line(self, record: Record, *, indent: bool = False) -> Line:
        warned = record.id in self._warned
        text = " · ".join(cell for cell in self._words.cells(record) if cell)
        tone = "late" if warned else ""
        if record.struck:
            tone, text = "quiet", f"{say(N_('struck out'))} · {text} · {record.struck_reason}"
        elif getattr(record, "state", "") in ("done", "met", "signed", "dropped", "superseded"):
            tone = tone or "quiet"
        mark = " !" if warned else "  "
        return Line(Place(type(record), record.id).key, (mark, f"  - {text}" if indent else text), tone)

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
                lines.append(Line(key, ("", f"{label}: {self._words.shown(field, value)}")))
        return lines or [
            Line(Place(kind, record.id).key, ("", say(N_("nothing written yet: Enter"))), "quiet")
        ]

    def _slots(self, section: Section, records: list[Record]) -> list[Line]:
        lines = []
        for slot, label in self._words.slots(section).items():
            written = [r for r in records if getattr(r, section.slots) == slot and not r.struck]
            if not written:
                lines.append(Line(Place(section.kind, NEW, slot).key, ("", label, "–"), "quiet"))
            for record in written:
                warned = record.id in self._warned
                text = " · ".join(cell for cell in self._words.cells(record, section.slots) if cell)
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
