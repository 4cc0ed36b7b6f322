"""One record to read: the whole of each field, and why the record is locked, if it is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from casetui.data.records import Record
from casetui.desk.acts.locked_reason import why_fixed
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.commands import TAKE_STRIKE_BACK
from casetui.desk.flows.records import can_stand_again, take_strike_back
from casetui.desk.telling.texts import answer_of, authors_of, texts_of
from casetui.screens.base.commands import bindings_of
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.record_lines import TextList
from casetui.screens.case.case_news import CaseNews
from casetui.screens.forms.flow_runner import FlowRunner
from casetui.words import N_

CLOSED = N_("The case is closed. It can be reopened (m).")


class RecordScreen(DeskScreen[None]):
    """One record to read. Where it is locked, the line above the keys says why."""

    ABOUT = N_(
        "One record, whole, to be read. Where it cannot be changed any more, the line above the keys says "
        "why, and x takes a strike-out back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of((TAKE_STRIKE_BACK,)), BACK]

    def __init__(self, desk: Desk, opened: OpenCase, record: Record) -> None:
        super().__init__(desk)
        self.opened = opened
        self._news = CaseNews(self)
        self._flows = FlowRunner(self)
        self._record = record
        self._list = TextList(N_("Nothing is written in it."))

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show the record, and why it is locked, if it is."""
        self._list.focus()
        self.tell(why_fixed(self.opened.case, self._record, CLOSED))

    def offers(self, action: str) -> bool:
        """Return whether an action is offered: taking a strike-out back only of a struck record."""
        takes_back = action == TAKE_STRIKE_BACK.name
        return not takes_back or can_stand_again(self.opened, self._record)

    def action_take_strike_back(self) -> None:
        """Have the record stand again, with a reason."""
        self._flows.run(take_strike_back(self.desk, self.opened, self._record), lambda _: self.fill())

    def selected_case(self) -> str:
        """Return this case's number."""
        return self.opened.case.number

    def come_back(self) -> None:
        """Show what changed while another screen was on top, also by colleagues."""
        self.fill()
        self.look_anew()

    def look_anew(self) -> None:
        """Show what a colleague saved in the case."""
        self._news.look(self.opened)

    def on_resize(self) -> None:
        """Break long texts to the new width."""
        self.fill()

    def fill(self) -> None:
        """Show each field, as the open revision has it."""
        file = self.opened.file
        record = self._record = file.get(type(self._record), self._record.id) or self._record
        self.set_title(f"{self.opened.method.say(record.title)}  C-{self.opened.case.number}")
        texts = texts_of(self.desk, self.opened, record)
        self._list.show([*texts, *answer_of(self.desk, record), *authors_of(self.desk, record)])
        self.refresh_bindings()  # a strike-out may have been taken back
