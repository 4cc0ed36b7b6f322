"""The lines of a work area: its notes, its sections with their records, and its acts."""

from __future__ import annotations

from dataclasses import replace

from casetui.checklists.base import Finding
from casetui.checklists.standing import Standing
from casetui.data.fields import form_fields
from casetui.data.records import Record
from casetui.desk.acts.restricting import open_to
from casetui.desk.areas.base import Area, AreaAct
from casetui.desk.areas.place import NEW, Place
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.telling.lines import ListLine
from casetui.desk.telling.marks import gravest_mark
from casetui.desk.telling.sections import Section
from casetui.desk.telling.texts import RecordWords
from casetui.desk.telling.wording import joined, short
from casetui.words import N_, say

AreaLeads = Place | AreaAct | None
"""What a line leads to: a record, written or not, an act, or nothing where the line is a note."""
AreaLine = ListLine[AreaLeads]

SETTLED = ("done", "met", "signed", "dropped", "superseded")
"""The states of a record that nobody needs to look at any more."""


def area_lines(desk: Desk, opened: OpenCase, area: Area, standing: Standing) -> list[AreaLine]:
    """Return the lines of a work area. Records that ``standing`` warns of are marked.

    Cells are the mark and the text; of a record in a slot, such as a domain: mark, slot, and text.
    """
    return _AreaLines(desk, opened, area, standing).lines()


class _AreaLines:
    """Describes the lines of one work area of one open case."""

    def __init__(self, desk: Desk, opened: OpenCase, area: Area, standing: Standing) -> None:
        self._desk = desk
        self._opened = opened
        self._area = area
        self._day = standing.day
        self._warnings: dict[str, list[Finding]] = {}
        for finding in standing.warnings():
            self._warnings.setdefault(finding.record, []).append(finding)
        self._words = RecordWords(desk, opened)

    def lines(self) -> list[AreaLine]:
        """Return every line of the area."""
        lines = self._notes()
        for section in self._area.sections:
            written = not section.only_written or self._opened.file.every(section.kind)
            if written and section.shown(self._opened.file, self._day):
                lines += self._section(section)
        return lines + self._acts()

    def _notes(self) -> list[AreaLine]:
        """Return the notes of the area; beside the client also who may open the case.

        ``--plain`` says who may open the case at the head of the case.
        """
        file = self._opened.file
        access = open_to(self._desk, file) if self._area.key == "client" else []
        return [
            *(_note(f"open{n}", sentence, said="") for n, sentence in enumerate(access)),
            *(
                _note(f"note{n}", note, said=note)
                for n, note in enumerate(self._area.notes(self._desk, file))
            ),
        ]

    def _acts(self) -> list[AreaLine]:
        """Return the acts that are offered, in a case that is open."""
        if self._opened.case.state == "closed":
            return []
        lines: list[AreaLine] = []
        for number, act in enumerate(self._area.acts):
            if act.offered(self._opened.file):
                label = self._opened.method.say(act.label)
                key = f"act:{self._area.key}:{number}"
                lines.append(ListLine(key, (" →", label), label, act, heading=say(N_("Next"))))
        return lines

    def _section(self, section: Section) -> list[AreaLine]:
        title = self._opened.method.say(section.title or section.kind.title)
        records = self._words.records(section)
        if section.slots:
            lines, heading = self._slots(section, records), title
        elif section.kind.single:
            lines, heading = self._single(section.kind), title
        elif records:
            lines, heading = (
                self._records(section, records),
                f"{title} ({sum(not one.struck for one in records)})",
            )
        else:
            lines, heading = [self._unwritten(section.kind, say(N_("nothing written yet")))], title
        return [replace(line, heading=heading) for line in lines]

    def _records(self, section: Section, records: list[Record]) -> list[AreaLine]:
        """Return a line a record, with the records that stand below it, such as a goal's actions."""
        lines = []
        for record in records:
            lines.append(self._record(record))
            lines += [self._record(child, below=True) for child in self._words.children(section, record)]
        return lines

    def _record(self, record: Record, *, below: bool = False) -> AreaLine:
        mark, tone = self._mark(record)
        text = _drawn(self._words.cells(record))
        if record.struck:
            tone, text = "quiet", _struck(text, record)
        elif getattr(record, "state", "") in SETTLED:
            tone = tone or "quiet"
        place = Place(type(record), record.id)
        cells = (mark or "  ", f"  - {text}" if below else text)
        return ListLine(place.key, cells, self._said(record), place, tone)

    def _single(self, kind: type[Record]) -> list[AreaLine]:
        """Return a line a field of the only record of its kind; the first line says the whole record."""
        record = self._opened.file.one(kind)
        if record is None:
            return [self._unwritten(kind, say(N_("not written yet: Enter")))]
        lines: list[AreaLine] = []
        for field in form_fields(kind):
            value = getattr(record, field.name)
            if value not in (None, "", []):
                text = f"{self._opened.method.say(field.ask.label)}: {self._words.shown(field, value)}"
                place = Place(kind, record.id, field=field.name)
                lines.append(ListLine(place.key, ("", text), "" if lines else self._said(record), place))
        if not lines:
            place, text = Place(kind, record.id), say(N_("nothing written yet: Enter"))
            lines.append(ListLine(place.key, ("", text), self._said(record), place, "quiet"))
        return lines

    def _slots(self, section: Section, records: list[Record]) -> list[AreaLine]:
        """Return the lines of each slot: its records, or that nothing is written in it yet."""
        lines = []
        for slot, label in self._words.slots(section).items():
            there = [one for one in records if getattr(one, section.slots) == slot]
            standing = [one for one in there if not one.struck]
            lines += [self._in_slot(section, record, slot, label) for record in standing]
            if not standing and section.asked(self._opened.file):
                lines.append(self._empty_slot(section, slot, label))
            lines += [self._in_slot(section, record, slot, label) for record in there if record.struck]
        return lines

    def _in_slot(self, section: Section, record: Record, slot: str, label: str) -> AreaLine:
        mark, tone = self._mark(record)
        cells = self._words.cells(record, section.slots)
        text, struck = _drawn(cells), _struck_for(record)
        if record.struck:
            tone, text = "quiet", _struck(text, record)
        said = f"{label}: {joined(struck, *map(short, cells))}"
        place = Place(section.kind, record.id, slot)
        return ListLine(place.key, (mark, label, text), said, place, tone)

    def _empty_slot(self, section: Section, slot: str, label: str) -> AreaLine:
        kind, text, tone = section.kind, "–", "quiet"
        said = say(N_("{title} {label}: nothing written yet"), title=self._title(kind), label=label)
        if section.unwritten:
            text, tone = section.unwritten(self._desk, self._opened, slot)
            said = f"{label}: {text}" if text != "–" else said
        place = Place(kind, NEW, slot)
        return ListLine(place.key, ("", label, text), said, place, tone)

    def _unwritten(self, kind: type[Record], text: str) -> AreaLine:
        said = say(N_("{title}: nothing written yet"), title=self._title(kind))
        place = Place(kind, NEW)
        return ListLine(place.key, ("", text), said, place, "quiet")

    def _mark(self, record: Record) -> tuple[str, str]:
        """Return the mark and the tone of a record: both are empty where nothing warns of it."""
        mark, tone = gravest_mark(self._warnings.get(record.id, ()), self._day)
        return (f" {mark}" if mark else ""), tone

    def _said(self, record: Record) -> str:
        title = self._title(type(record))
        cells = [short(cell) for cell in self._words.cells(record) if cell != title]
        return f"{title}: {joined(_struck_for(record), *cells)}".removesuffix(": ")

    def _title(self, kind: type[Record]) -> str:
        return self._opened.method.say(kind.title)


def _note(key: str, sentence: str, *, said: str) -> AreaLine:
    return ListLine(key, ("", sentence), said, None, "due")  # selected, a long one is shown whole


def _drawn(cells: list[str]) -> str:
    return " · ".join(cell for cell in cells if cell)


def _struck(text: str, record: Record) -> str:
    """Return the text of a record that was struck out: that it was, the text, and the reason."""
    return _drawn([say(N_("struck out")), text, record.struck_reason])


def _struck_for(record: Record) -> str:
    """Return for which reason a record was struck out; empty where it stands."""
    return say(N_("struck out: {reason}"), reason=record.struck_reason) if record.struck else ""
