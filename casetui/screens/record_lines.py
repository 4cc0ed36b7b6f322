"""A record as lines to read: every field with its label, long texts broken over as many as they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from casetui.data.days import short_day
from casetui.data.fields import form_fields, shown
from casetui.data.records import Plan, Record
from casetui.desk.desk import Desk, OpenCase
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import wrap
from casetui.words import N_, say

LABELS = 24
"""Cells of the column of labels."""


@dataclass(frozen=True)
class Text:
    """A label and what stands beside it."""

    label: str
    text: str
    tone: str = ""
    heading: bool = False


class TextList(RowList):
    """A list that is only read: arrows go through it, and Enter opens nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("Open"), show=False),
    ]

    def __init__(self, empty: str) -> None:
        super().__init__((Column(LABELS), Column(None)), empty=empty)

    def show(self, texts: Iterable[Text]) -> None:
        """Show the texts, broken to the width there is."""
        self.set_lines(wrapped(texts, self.app.size.width - LABELS - 3))


def texts_of(desk: Desk, opened: OpenCase, record: Record) -> list[Text]:
    """Return every field of a record in which something stands."""
    texts = []
    for field in form_fields(type(record)):
        value = getattr(record, field.name)
        if value not in (None, "", []):
            choices = desk.choices(opened.file, opened.method, field)
            texts.append(
                Text(opened.method.say(field.ask.label), shown(field, value, desk.reading(), choices))
            )
    if isinstance(record, Plan) and record.agreed_text:
        texts.append(Text(say(N_("As it was agreed")), record.agreed_text))
    return texts


def books_of(desk: Desk, record: Record) -> list[Text]:
    """Return who wrote a record, and who changed it last."""
    calendar = desk.agency_file.calendar
    made = (N_("Written by"), record.made_by, record.made_at)
    changed = (N_("Last changed by"), record.changed_by, record.changed_at)
    return [
        Text(say(label), f"{desk.name(by)}, {short_day(calendar.day_of(at))}")
        for label, by, at in (made, changed)
        if by and at
    ]


def wrapped(texts: Iterable[Text], width: int) -> list[Line]:
    """Return the texts as lines of two cells, the second at most ``width`` wide; each can be gone to."""
    lines: list[Line] = []
    for number, text in enumerate(texts):
        if text.heading:
            lines.append(Line(f"heading{number}", (" " + text.label,), heading=True))
            continue
        rows = [
            row for part in text.text.splitlines() or [""] for row in (wrap(part, max(10, width)) or [""])
        ]
        for n, row in enumerate(rows):
            lines.append(Line(f"{number}:{n}", (" " + text.label if n == 0 else "", row), text.tone))
    return lines
