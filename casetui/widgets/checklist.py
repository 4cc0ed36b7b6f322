"""The checklist beside a work area: the step's items, its checklists, and the warnings of the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from rich.cells import cell_len

from casetui.checklists.base import Finding
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
from casetui.desk.telling.marks import MARKS, finding_mark, gravest_mark, item_mark
from casetui.widgets.row_list import Column, Line, RowList
from casetui.widgets.text import wrap
from casetui.words import N_, say, say_n

DETAIL = 6
"""The fewest cells of the last column, which holds a number such as ``7/12`` or a day."""
TEXT = 20
"""The fewest cells of a text beside a day in words; with less room days are short: ``-2 d``."""


class ChecklistPanel(RowList):
    """The standing of one step. ``explain`` says what a line means."""

    def __init__(self) -> None:
        super().__init__(_columns(DETAIL))
        self.items: dict[str, ItemStanding] = {}
        """The items that are lines, by the key of the line."""
        self._findings: dict[str, Finding] = {}
        self._elsewhere: dict[str, str] = {}
        self._lists: dict[str, ListStanding] = {}
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

    def show(self, standing: Standing, step: StepStanding | None, area: str, method: Method) -> None:
        """Show the area's warnings, the step's items and checklists, and other areas with warnings."""
        self.items, self._findings, self._elsewhere, self._lists, self._short_days = {}, {}, {}, {}, {}
        lines: list[Line] = []
        lines += self._warning_lines(standing, area)
        if step:
            lines += [self._item_line(item) for item in step.items]
            for checklist in step.lists:
                lines += self._list_lines(checklist, standing)
        lines += self._elsewhere_lines(standing, area, method)
        self._unwrapped = lines
        self.set_lines(self._wrapped())

    def item(self, key: str) -> ItemStanding | None:
        """Return the item that a line shows, or ``None`` where it shows something else."""
        return self.items.get(key)

    def first_open(self, key: str) -> str:
        """Return the line of the first open item of a checklist's line; of any other line the line itself."""
        checklist = self._lists.get(key)
        items = checklist.items if checklist else ()
        return next((_item_key(item) for item in items if not item.settled), key)

    def area_of(self, key: str) -> str:
        """Return the work area that a line of other areas leads to; empty for any other line."""
        return self._elsewhere.get(key, "")

    def finding(self, key: str) -> Finding | None:
        """Return the finding of a rule that a line shows, or ``None``."""
        return self._findings.get(key)

    def record_of(self, key: str) -> str:
        """Return the id of the record that a line's finding is about; empty if none."""
        finding = self._findings.get(key)
        return finding.record if finding else ""

    def explain(self, key: str) -> str:
        """Return what a line means: what is wrong, since when, what to do, and which source asks for it."""
        if finding := self._findings.get(key):
            return finding_explained(finding)
        if checklist := self._lists.get(key):
            return list_explained(checklist)
        if item := self.items.get(key):
            return item_explained(item)
        return ""

    def not_ticked(self, key: str, *, opens: bool) -> str:
        """Return why a line cannot be ticked; ``opens`` says whether Enter opens a record for it."""
        if finding := self._findings.get(key):
            return finding_not_ticked(finding, opens=opens)
        if checklist := self._lists.get(key):
            return list_not_ticked(checklist)
        if item := self.items.get(key):
            return item_not_ticked(item)
        if self.area_of(key):
            return say(N_("Enter goes to that step; what it asks for is ticked there."))
        return say(N_("There is nothing to tick here."))

    def _item_line(self, item: ItemStanding) -> Line:
        key = _item_key(item)
        self.items[key] = item
        detail = item.detail if len(item.detail) <= 6 else ""
        mark, tone = item_mark(item)
        return Line(key, (f" {mark}", item.text, detail), tone)

    def _list_lines(self, checklist: ListStanding, standing: Standing) -> list[Line]:
        self._lists[f"list:{checklist.key}"] = checklist
        when = (
            away(checklist.due, standing.day)
            if checklist.due and checklist.state not in ("done", "not applicable")
            else ""
        )
        title = f" {MARKS[checklist.state]} {checklist.title}  {checklist.detail}  {when}".rstrip()
        return [
            Line(f"list:{checklist.key}", (title,), heading=True, stops=True),
            *(self._item_line(item) for item in checklist.items),
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
                self._short_days[key] = _short_day(finding.due, standing.day)
            mark, tone = finding_mark(finding, standing.day)
            lines.append(Line(key, (f" {mark}", finding.what, when), tone))
        return lines

    def _elsewhere_lines(self, standing: Standing, area: str, method: Method) -> list[Line]:
        warnings: dict[str, list[Finding]] = {}
        for finding in standing.warnings():
            if finding.area != area:
                warnings.setdefault(finding.area, []).append(finding)
        if not warnings:
            return []
        lines = [Line("elsewhere", (" " + say(N_("Elsewhere in this case")),), heading=True)]
        for other, found in warnings.items():
            step = method.step_of(other)
            title = method.say(step.title) if step else say(other.capitalize())
            key = f"area:{other}"
            self._elsewhere[key] = other
            mark, tone = gravest_mark(found, standing.day)
            text = say_n("{title}: {n} warning", "{title}: {n} warnings", len(found), title=title)
            lines.append(Line(key, (f" {mark}", text, ""), tone))
        return lines


def _item_key(item: ItemStanding) -> str:
    return f"item:{item.list_key}:{item.key}"


def _short_day(day: date, today: date) -> str:
    """Return how far ``day`` is from ``today``: ``-2 d`` late, ``+5 d`` ahead, "today"."""
    days = (day - today).days
    return say(N_("{n} d"), n=f"{days:+d}") if days else away(day, today)


def _columns(last: int) -> tuple[Column, ...]:
    return Column(2), Column(None), Column(last, right=True)


def _last_width(lines: Iterable[Line]) -> int:
    """Return the cells of the widest text in the last column, at least ``DETAIL``."""
    return max([DETAIL, *(cell_len(line.cells[2]) for line in lines if not line.heading)])
