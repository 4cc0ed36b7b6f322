"""The checklist beside a work area: the step's items, its checklists, and the warnings of the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from casetui.checklists.base import Finding
from casetui.checklists.standing import ItemStanding, ListStanding
from casetui.data.days import away
from casetui.desk.areas.checklist import ChecklistLeads, ChecklistLine, explained
from casetui.widgets.line_list import drawn
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import wrap
from casetui.words import N_, say

DETAIL = 6
"""The fewest cells of the last column, which holds a number such as ``7/12`` or a day."""
TEXT = 20
"""The fewest cells of a text beside a day in words; with less room days are short: ``-2 d``."""


class ChecklistPanel(RowList):
    """The standing of one step. ``explain`` says what a line means."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,escape", "screen.other_side", N_("Work area"), key_display="Tab"),
    ]

    def __init__(self) -> None:
        super().__init__(_columns(DETAIL))
        self._leads: dict[str, ChecklistLeads] = {}
        self._unwrapped: list[Line] = []
        self._short_days: dict[str, str] = {}
        """For each line with a day in words, by its key, the day in short: ``-2 d`` for two days late."""

    def on_resize(self) -> None:
        """Wrap long texts to the new width."""
        self.set_lines(self._wrapped())
        super().on_resize()

    def _wrapped(self) -> list[Line]:
        """Return the lines, with a long text on two rows; the second row ends with an ellipsis if need be."""
        room = self.size.width - 6
        unwrapped = (
            self._unwrapped if room - _last_width(self._unwrapped) >= TEXT else self._with_short_days()
        )
        self.set_columns(_columns(_last_width(unwrapped)))
        width = room - _last_width(unwrapped)
        lines = []
        for line in unwrapped:
            parts = [line.cells[0]] if line.heading or width < 10 else wrap(line.cells[1], width)
            if line.heading or len(parts) < 2:
                lines.append(line)
                continue
            lines.append(Line(line.key, (line.cells[0], parts[0], line.cells[2]), line.tone))
            rest = " ".join(parts[1:])
            lines.append(Line(f"{line.key}+", ("", rest, ""), line.tone, goes_on=True))
        return lines

    def _with_short_days(self) -> list[Line]:
        """Return the lines with days in short, which leaves more room for the texts."""
        return [
            replace(line, cells=(*line.cells[:2], self._short_days.get(line.key, line.cells[2])))
            if not line.heading else line
            for line in self._unwrapped
        ]  # fmt: skip

    def show(self, lines: Iterable[ChecklistLine], today: date) -> None:
        """Show these lines, as they stand on the day ``today``."""
        found = list(lines)
        self._leads = {line.key: line.leads for line in found}
        self._short_days = {
            line.key: _short_day(line.leads.due, today)
            for line in found
            if isinstance(line.leads, Finding) and line.leads.due
        }
        self._unwrapped = [
            replace(line, heading=True, stops=True)
            if isinstance(self.leads(line.key), ListStanding)
            else line
            for line in drawn(found)
        ]
        self.set_lines(self._wrapped())

    @property
    def items(self) -> dict[str, ItemStanding]:
        """The items that are lines, by the key of the line."""
        return {key: leads for key, leads in self._leads.items() if isinstance(leads, ItemStanding)}

    def leads(self, key: str) -> ChecklistLeads | None:
        """Return what a line is about; ``None`` where there is no line of that key."""
        return self._leads.get(key)

    def explain(self, key: str) -> str:
        """Return what a line means: what is wrong, since when, what to do, and which source asks for it."""
        return explained(self.leads(key))


def _short_day(day: date, today: date) -> str:
    """Return how far ``day`` is from ``today``: ``-2 d`` late, ``+5 d`` ahead, "today"."""
    days = (day - today).days
    return say(N_("{n} d"), n=f"{days:+d}") if days else away(day, today)


def _columns(last: int) -> tuple[Column, ...]:
    return Column(2), Column(None), Column(last, right=True)


def _last_width(lines: Iterable[Line]) -> int:
    """Return the cells of the widest text in the last column, at least ``DETAIL``."""
    return max([DETAIL, *(cell_len(line.cells[2]) for line in lines if not line.heading)])
