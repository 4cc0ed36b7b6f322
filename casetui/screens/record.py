"""One record to read: every field whole, and why it cannot be changed where it cannot."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from casetui.data.records import Case, Override, Record
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.settled import settled
from casetui.screens.base import BACK, DeskScreen
from casetui.screens.record_lines import Text, TextList, books_of, texts_of
from casetui.words import N_, say

CLOSED = N_("The case is closed. It can be reopened (m).")


def why_fixed(case: Case, record: Record) -> str:
    """Return why a record can only be read, as a sentence; empty where it can be changed."""
    if record.struck:
        return say(N_("Struck out: {reason}"), reason=record.struck_reason)
    return say(CLOSED) if case.state == "closed" else settled(record)


class RecordScreen(DeskScreen[None]):
    """Read a record. Where it cannot be changed any more, the line above the keys says why."""

    BINDINGS: ClassVar[list[BindingType]] = [BACK]

    def __init__(self, desk: Desk, opened: OpenCase, record: Record) -> None:
        super().__init__(desk)
        self._opened = opened
        self._record = record
        self._list = TextList(N_("Nothing is written in it."))

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show the record, and why it is only read."""
        self._list.focus()
        self.tell(why_fixed(self._opened.case, self._record))

    def on_resize(self) -> None:
        """Break long texts to the width there is."""
        self.fill()

    def fill(self) -> None:
        """Show every field."""
        record = self._record
        self.set_title(f"{self._opened.method.say(record.title)}  C-{self._opened.case.number}")
        texts = texts_of(self.desk, self._opened, record) + self._answer() + books_of(self.desk, record)
        self._list.show(texts)

    def _answer(self) -> list[Text]:
        record = self._record
        if not isinstance(record, Override) or not record.answer:
            return []
        return [
            Text(say(N_("Answer")), f"{say(record.answer)}, {self.desk.name(record.answered_by)}"),
            Text(say(N_("Why")), record.answer_reason),
        ]
