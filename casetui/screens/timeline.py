"""The timeline of a case, newest first: records by their day, and acts by their instant."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.data.days import short_day
from casetui.data.fields import form_fields, shown
from casetui.data.records import CASE_RECORDS, Case, Entry, Record, Tick
from casetui.desk.desk import Desk, OpenCase
from casetui.screens.base import BACK, DeskScreen
from casetui.screens.case_news import CaseNews
from casetui.screens.record import RecordScreen
from casetui.widgets.pick import Pick
from casetui.widgets.row_list import Column, Line, RowList
from casetui.words import N_, say

ACTS = "acts"
ACT_WORDS = {
    "save": N_("changed"),
    "add": N_("added"),
    "restrict": N_("restricted"),
    "lift the restriction": N_("restriction lifted"),
    "lend": N_("lent"),
    "take back": N_("taken back"),
}
KINDS = tuple(kind for kind in CASE_RECORDS.values() if kind not in (Case, Entry))
"""What the timeline shows as records: all but the head of the case, whose changes are acts."""


class TimelineScreen(CaseNews, DeskScreen[None]):
    """What happened in this case, newest first. f shows one kind only."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "filter", N_("Only one kind")),
        BACK,
    ]

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        super().__init__(desk)
        self.opened = opened
        self._only = ""
        self._list = RowList(
            (Column(15), Column(18), Column(None), Column(14, drop=1)), empty=N_("Nothing yet.")
        )
        self._texts: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show everything."""
        self.fill()
        self._list.focus()

    def fill(self) -> None:
        """Show the records by their day, and the acts by their instant."""
        kind = CASE_RECORDS.get(self._only)
        what = (
            self.opened.method.say(kind.title)
            if kind
            else say(N_("acts and changes"))
            if self._only
            else say(N_("all"))
        )
        self.set_title(say(N_("Timeline  C-{number}  {what}"), number=self.opened.case.number, what=what))
        self._texts.clear()
        self._list.set_lines(
            [line for _, line in sorted(self._lines(), key=lambda pair: pair[0], reverse=True)]
        )

    def come_back(self) -> None:
        """Take up what changed while another screen was on top, what colleagues saved too."""
        self.fill()
        self.look_anew()

    def _lines(self) -> list[tuple[tuple[date, str], Line]]:
        calendar = self.desk.agency_file.calendar
        found = []
        for kind in KINDS:
            if self._only and self._only != kind.table:
                continue
            for record in self.opened.file.every(kind):
                day = self._day(record)
                found.append(((day, str(record.made_at or "")), self._record_line(record, day)))
        if self._only in ("", ACTS):
            for made in self.opened.file.every(Entry):
                if made.act != "add" or self._only:  # what was added stands there itself
                    day = calendar.day_of(made.at)
                    found.append(((day, str(made.at)), self._entry_line(made, day)))
        return found

    def _day(self, record: Record) -> date:
        """Return the record's own day; one that has none was written on a day, at the latest at intake."""
        if day := record.day():
            return day
        made = record.made_at
        return self.desk.agency_file.calendar.day_of(made) if made else self.opened.case.opened_on

    def _record_line(self, record: Record, day: date) -> Line:
        kind = type(record)
        texts = self._column_texts(record)
        tone = ""
        if record.struck:
            tone = "quiet"
            texts.insert(0, say(N_("struck out: {reason}"), reason=record.struck_reason))
        by = self.desk.name(record.made_by) if record.made_by else ""
        cells = (
            f" {short_day(day)} {day.year % 100:02}",
            self.opened.method.say(kind.title),
            " · ".join(texts),
            by,
        )
        return self._line(f"{kind.table}:{record.id}", cells, tone)

    def _column_texts(self, record: Record) -> list[str]:
        """Return what says most about a record; of a kind without columns, its first field that is no day."""
        texts = []
        for field in form_fields(type(record)):
            value = getattr(record, field.name)
            told = field.name in record.columns or not record.columns
            if field.kind == "date":
                if field.name in record.columns and value not in (None, record.day()):
                    texts.append(f"{self.opened.method.say(field.ask.label).lower()} {short_day(value)}")
            elif told and value not in (None, "", []):
                choices = self.desk.choices(self.opened.file, self.opened.method, field)
                texts.append(shown(field, value, self.desk.reading(), choices))
        if isinstance(record, Tick):
            texts.insert(0, f"{record.checklist}: {record.item}")
        return texts if record.columns else texts[:1]

    def _entry_line(self, made: Entry, day: date) -> Line:
        act = say(ACT_WORDS.get(made.act, made.act))
        text = " · ".join(part for part in (made.reason, self._about(made)) if part)
        cells = (f" {short_day(day)} {day.year % 100:02}", act, text, self.desk.name(made.by))
        return self._line(f"entry:{made.id}", cells, "quiet")

    def _about(self, made: Entry) -> str:
        """Return which record an act was about, and the fields that it changed."""
        kind, method = CASE_RECORDS.get(made.about), self.opened.method
        if kind is None:
            return ""
        record = self.opened.file.get(kind, made.record)
        shown_fields = {field.name: field for field in form_fields(kind)}
        name = next((text for text in self._column_texts(record) if text), "") if record else ""
        which = f"{method.say(kind.title)} {name}".rstrip()
        changed = [method.say(f.ask.label) for key, f in shown_fields.items() if key in made.fields]
        return f"{which}: {', '.join(changed)}" if changed else which

    def _line(self, key: str, cells: tuple[str, ...], tone: str) -> Line:
        self._texts[key] = cells[2]
        return Line(key, cells, tone)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the whole line, where a part of it is not seen."""
        message.stop()
        self.explain(message.row_list.hidden)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Show the whole of a record, or the sentence of an act."""
        message.stop()
        table, _, record_id = message.key.partition(":")
        kind = CASE_RECORDS.get(table, Entry)
        record = self.opened.file.get(kind, record_id)
        if record is None or kind is Entry:
            self.tell(self._texts.get(message.key, ""))
        else:
            self.app.push_screen(RecordScreen(self.desk, self.opened, record))

    def action_filter(self) -> None:
        """Choose the kind that is shown."""
        file = self.opened.file
        kinds = [(kind.table, self.opened.method.say(kind.title)) for kind in KINDS if file.every(kind)]
        options = [("", say(N_("all"))), *kinds, (ACTS, say(N_("acts and changes")))]
        self.app.push_screen(Pick(say(N_("Show")), options), self._filtered)

    def _filtered(self, kind: str | None) -> None:
        if kind is not None:
            self._only = kind
            self.fill()
