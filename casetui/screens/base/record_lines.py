"""A record as lines to read: each field with its label, long texts broken into several lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType

from casetui.desk.text import Text
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import wrap

LABELS = 24
"""Width of the column of labels, in cells."""


class TextList(RowList):
    """A list to read: the arrows move in it, and Enter opens nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", show=False),
    ]

    def __init__(self, empty: str, labels: int = LABELS) -> None:
        super().__init__((Column(labels), Column(None)), empty=empty)
        self._beside = labels + 3

    def show(self, texts: Iterable[Text]) -> None:
        """Show the texts, broken to the width of the window; the cursor stays on its text."""
        name, _, row = self.cursor_key.rpartition(":")
        lines = wrapped(texts, self.app.size.width - self._beside)
        self.set_lines(lines)
        if name and self.cursor_key != f"{name}:{row}":  # the text has fewer rows now
            rows = [line.key for line in lines if line.key.rpartition(":")[0] == name]
            self.move_to(rows[-1] if rows else "")


def wrapped(texts: Iterable[Text], width: int) -> list[Line]:
    """Return the texts as lines of two cells: the label, and the text, at most ``width`` wide.

    A line's key holds the label, so that the cursor stays on a text when others are added before it.
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
            label, tone = (
                (" " + text.label, text.tone) if n == 0 else ("", "")
            )  # the sign is in the first row
            lines.append(Line(f"{name}:{n}", (label, row), tone))
    return lines
