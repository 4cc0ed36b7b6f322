"""The step rail: every step of the method in one line, with its key and its state."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from casetui.checklists.pack import AREAS
from casetui.checklists.standing import Standing, StepStanding
from casetui.widgets.text import cut, safe

SIGNS = {"done": "✓", "at": "●", "open": "○", "when needed": "", "in use": "○"}

LEFT, RIGHT = "‹", "›"
"""Signs for steps on the left and on the right that do not fit."""


LEAST = 4
"""The fewest letters of a step's name; with less room, steps at the ends are left out."""


class StepRail(Widget):
    """Key, name and sign of each step, such as ``2 Assess●``; the step on the screen is reversed."""

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
        """Return each step's text and whether it is on the screen, in at most ``width`` cells.

        The names are as long as there is room for: the step's title in a word or two with its letter, its
        brief name, or the beginning of that. Where that is not enough, only the steps next to the one on the
        screen are returned, with a sign for those left out.
        """
        steps = self._standing.steps if self._standing else ()
        here = [step.area == self._area for step in steps]
        full = [safe(f"{step.letter} {step.short} ") for step in steps]
        names = [safe(step.brief) for step in steps]
        labels = _labels(steps, full, here)
        while _cells(labels) > width:
            labels = _labels(steps, names, here)
            longest = max(range(len(names)), key=lambda n: cell_len(names[n]))
            if cell_len(names[longest]) <= LEAST:
                names = [safe(step.short if at else step.brief) for step, at in zip(steps, here, strict=True)]
                return _around(_labels(steps, names, here), width)
            names[longest] = cut(names[longest], cell_len(names[longest]) - 1)
        return labels

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


def _labels(steps: Iterable[StepStanding], names: list[str], here: list[bool]) -> list[tuple[str, bool]]:
    """Return key, name and sign of each step, and whether it is on the screen."""
    return [
        (f"{AREAS.index(step.area) + 1} {name}{SIGNS[step.state]}", at)
        for step, name, at in zip(steps, names, here, strict=True)
    ]
