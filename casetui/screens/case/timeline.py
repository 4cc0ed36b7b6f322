"""The timeline of a case, newest first: records by day, and acts by time."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.desk.desk import Desk, OpenCase
from casetui.desk.telling.timeline import TimelineEntry, kinds_in_case, timeline_lines
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.case.case_news import CaseNews
from casetui.screens.case.record import RecordScreen
from casetui.widgets.line_list import LineList
from casetui.widgets.pick import Pick
from casetui.widgets.row_list import Column, RowList
from casetui.words import N_, say


class TimelineScreen(DeskScreen[None]):
    """The records and acts of one case, the newest first."""

    ABOUT = N_("What happened in this case, the newest first. Enter shows the whole of it.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "filter", N_("Only one kind")),
        BACK,
    ]

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        super().__init__(desk)
        self.opened = opened
        self._news = CaseNews(self)
        self._only = ""
        self._list: LineList[TimelineEntry] = LineList(
            (Column(15), Column(18), Column(None), Column(14, drop=1)), empty=N_("Nothing yet.")
        )

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show everything."""
        self.fill()
        self._list.focus()

    def fill(self) -> None:
        """Show the records by day, and the acts by time."""
        what = dict(kinds_in_case(self.opened)).get(self._only, "")
        self.set_title(say(N_("Timeline  C-{number}  {what}"), number=self.opened.case.number, what=what))
        self._list.show(timeline_lines(self.desk, self.opened, self._only))

    def come_back(self) -> None:
        """Show what changed while another screen was on top, also by colleagues."""
        self.fill()
        self.look_anew()

    def look_anew(self) -> None:
        """Show what a colleague saved in the case."""
        self._news.look(self.opened)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the whole line, where the window cuts it off."""
        message.stop()
        self.explain(message.row_list.hidden)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Show the whole of a record, also of that which an act was about; else the sentence of the act."""
        message.stop()
        event = message.leads
        record = event.about(self.opened.file) if isinstance(event, TimelineEntry) else None
        if record is not None:
            self.app.push_screen(RecordScreen(self.desk, self.opened, record))
        else:
            self.tell(event.text if isinstance(event, TimelineEntry) else "")

    def action_filter(self) -> None:
        """Choose the kind of record to show."""
        self.app.push_screen(Pick(say(N_("Show")), kinds_in_case(self.opened)), self._filtered)

    def _filtered(self, kind: str | None) -> None:
        if kind is not None:
            self._only = kind
            self.fill()
