"""The step rail: every work area of the method in one line, with its key and how it stands."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from casetui.checklists.pack import AREAS
from casetui.checklists.standing import Standing, StepStanding

SIGNS = {"done": "✓", "at": "●", "open": "○", "when needed": "", "in use": "!"}

LESS, MORE = "‹", "›"
"""Signs that there are steps to the left and to the right that do not fit."""


class StepRail(Widget):
    """Key, letter and sign of each step; the one shown also with its title."""

    DEFAULT_CSS = """
    StepRail { height: 1; color: $foreground; background: $background; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._standing: Standing | None = None
        self._area = ""

    def show(self, standing: Standing, area: str) -> None:
        """Show how the steps stand; ``area`` is the one on the screen."""
        if (standing, area) != (self._standing, self._area):
            self._standing, self._area = standing, area
            self.refresh()

    def labels(self, width: int) -> list[tuple[str, bool]]:
        """Return each step's text and whether it is the one shown; all with titles where there is room.

        Where not even the short texts fit, those next to the one shown, and signs that there are more.
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
    """Return as many labels on both sides of the one shown as fit, with a sign where some are left out."""
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
    before, after = [(LESS, False)] * (first > 0), [(MORE, False)] * (last < len(labels) - 1)
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
