"""A record as lines to read: every field with its label, long texts broken over as many as they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType

from casetui.desk.telling.texts import Text
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import wrap

LABELS = 24
"""Cells of the column of labels."""


class TextList(RowList):
    """A list that is only read: arrows go through it, and Enter opens nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", show=False),
    ]

    def __init__(self, empty: str, labels: int = LABELS) -> None:
        super().__init__((Column(labels), Column(None)), empty=empty)
        self._beside = labels + 3

    def show(self, texts: Iterable[Text]) -> None:
        """Show the texts, broken to the width there is."""
        self.set_lines(wrapped(texts, self.app.size.width - self._beside))


def wrapped(texts: Iterable[Text], width: int) -> list[Line]:
    """Return the texts as lines of two cells, the second at most ``width`` wide; each can be gone to.

    A line's key names its text by the label, so that a cursor stays on a text when others come before it.
    """
    lines: list[Line] = []
    known: Counter[str] = Counter()
    for text in texts:
        known[text.label] += 1
        name = f"{text.label}:{known[text.label]}"
        if text.heading:
            lines.append(Line(f"{name}:heading", (" " + text.label,), heading=True))
            continue
        rows = [
            row for part in text.text.splitlines() or [""] for row in (wrap(part, max(10, width)) or [""])
        ]
        for n, row in enumerate(rows):
            lines.append(Line(f"{name}:{n}", (" " + text.label if n == 0 else "", row), text.tone))
    return lines
