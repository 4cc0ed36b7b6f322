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
        """Return each step's text and whether it is the one shown; all with titles where there is room."""
        steps = self._standing.steps if self._standing else ()
        full = [(_label(step, titled=True), step.area == self._area) for step in steps]
        if sum(cell_len(text) + 2 for text, _ in full) <= width:
            return full
        return [(_label(step, titled=step.area == self._area), step.area == self._area) for step in steps]

    def render_line(self, y: int) -> Strip:
        """Draw the rail."""
        style = self.rich_style
        segments = [Segment(" ", style)]
        for text, here in self.labels(self.size.width - 1):
            segments += [Segment(text, style + Style(reverse=here, bold=here)), Segment(" ", style)]
        return Strip(segments).adjust_cell_length(self.size.width, style)


def _label(step: StepStanding, *, titled: bool) -> str:
    number = AREAS.index(step.area) + 1
    title = f" {step.short}" if titled else ""
    return (
        f" {number} {step.letter}{title} {SIGNS[step.state]} "
        if titled
        else f"{number} {step.letter}{SIGNS[step.state]}"
    )
