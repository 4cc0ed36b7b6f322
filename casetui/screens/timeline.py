"""The timeline of a case, newest first: records by their day, and acts by their instant."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.data.days import short_day
from casetui.data.fields import form_fields, shown
from casetui.data.records import CASE_RECORDS, Entry, Record, Tick
from casetui.desk.desk import Desk, OpenCase
from casetui.screens.base import DeskScreen
from casetui.widgets.pick import Pick
from casetui.widgets.row_list import Column, Line, RowList
from casetui.words import N_, say

ACTS = "acts"


class TimelineScreen(DeskScreen[None]):
    """What happened in this case, newest first. f shows one kind only."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "filter", N_("Only one kind")),
        Binding("q,escape", "leave", N_("Back"), key_display="q"),
    ]

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        super().__init__(desk)
        self._opened = opened
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
        self._fill()
        self._list.focus()

    def _fill(self) -> None:
        kind = CASE_RECORDS.get(self._only)
        what = (
            self._opened.method.say(kind.title) if kind else say(N_("acts")) if self._only else say(N_("all"))
        )
        self.set_title(say(N_("Timeline  C-{number}  {what}"), number=self._opened.case.number, what=what))
        self._list.set_lines(
            [line for _, line in sorted(self._lines(), key=lambda pair: pair[0], reverse=True)]
        )

    def _lines(self) -> list[tuple[tuple[date, str], Line]]:
        calendar = self.desk.agency_file.calendar
        found = []
        for table, kind in CASE_RECORDS.items():
            if kind is Entry or (self._only and self._only != table):
                continue
            for record in self._opened.file.every(kind):
                day = record.day()
                if day:
                    found.append(((day, str(record.made_at)), self._record_line(record, day)))
        if self._only in ("", ACTS):
            for made in self._opened.file.every(Entry):
                if made.act not in ("save", "add"):
                    day = calendar.day_of(made.at)
                    found.append(((day, str(made.at)), self._entry_line(made, day)))
        return found

    def _record_line(self, record: Record, day: date) -> Line:
        kind = type(record)
        texts = []
        for field in form_fields(kind):
            value = getattr(record, field.name)
            if field.name in kind.columns and field.kind != "date" and value not in (None, "", []):
                choices = self.desk.choices(self._opened.file, self._opened.method, field)
                texts.append(shown(field, value, self.desk.reading(), choices))
        if isinstance(record, Tick):
            texts.insert(0, f"{record.checklist}: {record.item}")
        tone = ""
        if record.struck:
            tone = "quiet"
            texts.insert(0, say(N_("struck out: {reason}"), reason=record.struck_reason))
        by = self.desk.name(record.made_by) if record.made_by else ""
        cells = (
            f" {short_day(day)} {day.year % 100:02}",
            self._opened.method.say(kind.title),
            " · ".join(texts),
            by,
        )
        return self._line(f"{kind.table}:{record.id}", cells, tone)

    def _entry_line(self, made: Entry, day: date) -> Line:
        kind = CASE_RECORDS.get(made.about)
        text = made.reason or (self._opened.method.say(kind.title) if kind else "")
        cells = (f" {short_day(day)} {day.year % 100:02}", say(made.act), text, self.desk.name(made.by))
        return self._line(f"entry:{made.id}", cells, "quiet")

    def _line(self, key: str, cells: tuple[str, ...], tone: str) -> Line:
        self._texts[key] = cells[2]
        return Line(key, cells, tone)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the whole text of the selected line."""
        message.stop()
        text = self._texts.get(message.key, "")
        self.tell(text if len(text) > 25 else "")

    def action_filter(self) -> None:
        """Choose the kind that is shown."""
        file = self._opened.file
        kinds = [
            (table, self._opened.method.say(kind.title))
            for table, kind in CASE_RECORDS.items()
            if kind is not Entry and any(record.day() for record in file.every(kind))
        ]
        options = [("", say(N_("all"))), *kinds, (ACTS, say(N_("acts")))]
        self.app.push_screen(Pick(say(N_("Show")), options), self._filtered)

    def _filtered(self, kind: str | None) -> None:
        if kind is not None:
            self._only = kind
            self._fill()

    def action_leave(self) -> None:
        """Go back to the case."""
        self.dismiss(None)
