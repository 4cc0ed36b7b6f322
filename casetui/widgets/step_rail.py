"""The step rail: every step of the method in one line, with its key and its state."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from casetui.checklists.pack import AREAS
from casetui.checklists.standing import Standing, StepStanding

SIGNS = {"done": "✓", "at": "●", "open": "○", "when needed": "", "in use": "!"}

LEFT, RIGHT = "‹", "›"
"""Signs for steps on the left and on the right that do not fit."""


class StepRail(Widget):
    """Key, letter and sign of each step, such as ``2 B●``; the step on the screen also with its title."""

    DEFAULT_CSS = """
    StepRail { height: 1; color: $foreground; background: $background; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._standing: Standing | None = None
        self._area = ""

    def show(self, standing: Standing, area: str) -> None:
        """Show the states of the steps; ``area`` is the work area on the screen."""
        if (standing, area) != (self._standing, self._area):
            self._standing, self._area = standing, area
            self.refresh()

    def labels(self, width: int) -> list[tuple[str, bool]]:
        """Return each step's text and whether it is on the screen; all have titles where there is room.

        Where not even the short texts fit, only the steps next to it, with a sign for those left out.
        """
        steps = self._standing.steps if self._standing else ()
        full = [(_label(step, titled=True), step.area == self._area) for step in steps]
        if sum(cell_len(text) + 2 for text, _ in full) <= width:
            return full
        short = [(_label(step, titled=step.area == self._area), step.area == self._area) for step in steps]
        return _around(short, width)

    def render_line(self, y: int) -> Strip:
        """Draw the rail."""
        style = self.rich_style
        segments = [Segment(" ", style)]
        for text, here in self.labels(self.size.width - 1):
            segments += [Segment(text, style + Style(reverse=here, bold=here)), Segment(" ", style)]
        return Strip(segments).adjust_cell_length(self.size.width, style)


def _around(labels: list[tuple[str, bool]], width: int) -> list[tuple[str, bool]]:
    """Return the labels on both sides of the step on the screen that fit, with signs for those left out."""
    here = next((number for number, (_, shown) in enumerate(labels) if shown), 0)
    first = last = here
    grown = True
    while grown:
        grown = False
        for low, high in ((first, last + 1), (first - 1, last)):
            if low >= 0 and high < len(labels) and _cells(_marked(labels, low, high)) <= width:
                first, last, grown = low, high, True
    return _marked(labels, first, last)


def _marked(labels: list[tuple[str, bool]], first: int, last: int) -> list[tuple[str, bool]]:
    before, after = [(LEFT, False)] * (first > 0), [(RIGHT, False)] * (last < len(labels) - 1)
    return [*before, *labels[first : last + 1], *after]


def _cells(labels: list[tuple[str, bool]]) -> int:
    return sum(cell_len(text) + 1 for text, _ in labels)


def _label(step: StepStanding, *, titled: bool) -> str:
    number = AREAS.index(step.area) + 1
    title = f" {step.short}" if titled else ""
    return (
        f" {number} {step.letter}{title} {SIGNS[step.state]} "
        if titled
        else f"{number} {step.letter}{SIGNS[step.state]}"
    )
