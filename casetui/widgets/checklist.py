"""The checklist beside a work area: this step's items, its lists, and what the rules warn of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from rich.cells import cell_len

from casetui.checklists.base import Finding, State
from casetui.checklists.pack import Method
from casetui.checklists.standing import ItemStanding, ListStanding, Standing, StepStanding
from casetui.data.days import away
from casetui.desk.telling.explaining import (
    finding_explained,
    finding_not_ticked,
    item_explained,
    item_not_ticked,
    list_explained,
    list_not_ticked,
)
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import wrap
from casetui.words import N_, say, say_n

SIGNS: dict[State, str] = {"done": "✓", "open": "○", "due": "·", "late": "!", "not applicable": "–"}
TONES: dict[State, str] = {"done": "done", "late": "late", "due": "due", "not applicable": "quiet"}
DETAIL = 6
"""The fewest cells of the last column, which holds a number or when something is due."""
TEXT = 20
"""The fewest cells of a text beside a day that is said in words."""


class ChecklistPanel(RowList):
    """How the step stands. Each line explains itself through ``explain``."""

    def __init__(self) -> None:
        super().__init__(_columns(DETAIL))
        self._items: dict[str, ItemStanding] = {}
        self._findings: dict[str, Finding] = {}
        self._elsewhere: dict[str, str] = {}
        self._lists: dict[str, ListStanding] = {}
        self._made: list[Line] = []
        self._signed: dict[str, str] = {}
        """By the key of its line, a day that is said in words there, with a sign instead: ``-2 d``."""

    def on_resize(self) -> None:
        """Break long texts to the width there is."""
        self.set_lines(self._wrapped())
        super().on_resize()

    def _wrapped(self) -> list[Line]:
        """Return the lines with long texts going on below, two rows at most."""
        room = self.size.width - 6
        made = self._made if room - _longest(self._made) >= TEXT else self._with_signs()
        self.set_columns(_columns(_longest(made)))
        width = room - _longest(made)
        lines = []
        for line in made:
            parts = [line.cells[0]] if line.heading or width < 10 else wrap(line.cells[1], width)
            if line.heading or len(parts) < 2:
                lines.append(line)
                continue
            lines.append(Line(line.key, (line.cells[0], parts[0], line.cells[2]), line.tone))
            rest = " ".join(parts[1:])
            lines.append(Line(f"{line.key}+", ("", rest, ""), line.tone, goes_on=True))
        return lines

    def _with_signs(self) -> list[Line]:
        """Return the lines with days written with a sign, which leaves more room for the texts."""
        return [
            replace(line, cells=(*line.cells[:2], self._signed.get(line.key, line.cells[2])))
            if not line.heading else line
            for line in self._made
        ]  # fmt: skip

    def show(self, standing: Standing, step: StepStanding | None, area: str, method: Method) -> None:
        """Show the step's items and lists, the area's warnings, and where else there are some."""
        self._items, self._findings, self._elsewhere, self._lists, self._signed = {}, {}, {}, {}, {}
        lines: list[Line] = []
        lines += self._warning_lines(standing, area)
        if step:
            lines += [self._item_line(item) for item in step.items]
            for one in step.lists:
                lines += self._list_lines(one, standing)
        lines += self._elsewhere_lines(standing, area, method)
        self._made = lines
        self.set_lines(self._wrapped())

    def item(self, key: str) -> ItemStanding | None:
        """Return the item of a line, or ``None`` where the line is none."""
        return self._items.get(key)

    def area_of(self, key: str) -> str:
        """Return the work area that a line leads to; empty for one that leads nowhere else."""
        return self._elsewhere.get(key, "")

    def finding(self, key: str) -> Finding | None:
        """Return what a rule found, for a line that shows it."""
        return self._findings.get(key)

    def record_of(self, key: str) -> str:
        """Return the id of the record that a warning is about; empty if none."""
        finding = self._findings.get(key)
        return finding.record if finding else ""

    def explain(self, key: str) -> str:
        """Return what a line means: what is wrong, since when, what to do, and which source asks for it."""
        if finding := self._findings.get(key):
            return finding_explained(finding)
        if one := self._lists.get(key):
            return list_explained(one)
        if item := self._items.get(key):
            return item_explained(item)
        return ""

    def not_ticked(self, key: str, *, opens: bool) -> str:
        """Return why a line cannot be ticked; ``opens`` says whether Enter opens a record for it."""
        if finding := self._findings.get(key):
            return finding_not_ticked(finding, opens=opens)
        if one := self._lists.get(key):
            return list_not_ticked(one)
        if item := self._items.get(key):
            return item_not_ticked(item)
        if self.area_of(key):
            return say(N_("Enter goes to that step; what it asks for is ticked there."))
        return say(N_("There is nothing to tick here."))

    def _item_line(self, item: ItemStanding) -> Line:
        key = f"item:{item.list_key}:{item.key}"
        self._items[key] = item
        detail = item.detail if len(item.detail) <= 6 else ""
        return Line(key, (f" {SIGNS[item.state]}", item.text, detail), TONES.get(item.state, ""))

    def _list_lines(self, one: ListStanding, standing: Standing) -> list[Line]:
        self._lists[f"list:{one.key}"] = one
        when = away(one.due, standing.day) if one.due and one.state not in ("done", "not applicable") else ""
        title = f" {SIGNS[one.state]} {one.title}  {one.detail}  {when}".rstrip()
        return [
            Line(f"list:{one.key}", (title,), heading=True, stops=True),
            *(self._item_line(item) for item in one.items),
        ]

    def _warning_lines(self, standing: Standing, area: str) -> list[Line]:
        lines = []
        for number, finding in enumerate(standing.findings):
            state = finding.state(standing.day)
            if finding.area != area or (state == "open" and finding.weight != "due"):
                continue
            key = f"finding:{number}"
            self._findings[key] = finding
            when = away(finding.due, standing.day) if finding.due else ""
            if finding.due:
                self._signed[key] = _signed(finding.due, standing.day)
            lines.append(Line(key, (f" {SIGNS[state]}", finding.what, when), TONES.get(state, "")))
        return lines

    def _elsewhere_lines(self, standing: Standing, area: str, method: Method) -> list[Line]:
        counts: dict[str, int] = {}
        for finding in standing.warnings():
            if finding.area != area:
                counts[finding.area] = counts.get(finding.area, 0) + 1
        if not counts:
            return []
        lines = [Line("elsewhere", (" " + say(N_("Elsewhere in this case")),), heading=True)]
        for other, count in counts.items():
            step = method.step_of(other)
            title = method.say(step.title) if step else say(other.capitalize())
            key = f"area:{other}"
            self._elsewhere[key] = other
            lines.append(
                Line(
                    key,
                    (" !", say_n("{title}: {n} warning", "{title}: {n} warnings", count, title=title), ""),
                    "late",
                )
            )
        return lines


def _signed(day: date, today: date) -> str:
    days = (day - today).days
    return say(N_("{n} d"), n=f"{days:+d}") if days else away(day, today)


def _columns(last: int) -> tuple[Column, ...]:
    return Column(2), Column(None), Column(last, right=True)


def _longest(lines: Iterable[Line]) -> int:
    """Return the cells that the last column takes."""
    return max([DETAIL, *(cell_len(line.cells[2]) for line in lines if not line.heading)])
