"""The table of what was measured: each figure beside its bar and the floors of the same run."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WIDTHS = (52, 10, 11, 17, 8, 12, 12)


class NothingMeasured(Exception):
    """A figure has no values: what it should have measured did not happen."""


@dataclass
class Figure:
    """What was measured, a value a run; the floors' values in their own unit."""

    what: str
    values: Sequence[float]
    bar: float | None
    """The most that is within; ``None`` where there is no bar."""
    unit: str = ""
    floors: Mapping[str, str] = field(default_factory=dict)
    """What the floors measured in the same runs, to be read: ``bare`` and ``curses``."""
    digits: int = 0

    @property
    def within(self) -> bool:
        """Whether the median is no more than the bar."""
        return self.bar is None or statistics.median(self.values) <= self.bar

    def number(self, value: float) -> str:
        """Return a value as it is shown."""
        return f"{value:,.{self.digits}f}" + (f" {self.unit}" if self.unit else "")


class Table:
    """Prints figures as they are measured, and knows which are above their bar."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self._line(("what", "bar", "measured", "spread", "verdict", "bare app", "curses"))
        print("-" * (sum(WIDTHS) + len(WIDTHS)), flush=True)

    def add(self, figure: Figure) -> None:
        """Print a figure; raise ``NothingMeasured`` where it has no values."""
        if not figure.values:
            raise NothingMeasured(figure.what)
        self.figures.append(figure)
        low, high = min(figure.values), max(figure.values)
        spread = f"{low:,.{figure.digits}f} to {high:,.{figure.digits}f}" if len(figure.values) > 1 else ""
        verdict = "" if figure.bar is None else "within" if figure.within else "ABOVE"
        bar = "" if figure.bar is None else figure.number(figure.bar)
        measured = figure.number(statistics.median(figure.values))
        floors = (figure.floors.get("bare", ""), figure.floors.get("curses", ""))
        self._line((figure.what, bar, measured, spread, verdict, *floors))

    def say(self, sentence: str) -> None:
        """Print a sentence that goes with the figures."""
        print(sentence, flush=True)

    def end(self) -> int:
        """Print how many figures are above their bar, and return that."""
        above = [figure.what for figure in self.figures if not figure.within]
        barred = sum(figure.bar is not None for figure in self.figures)
        print(f"\n{barred} figures have a bar; {len(above)} above it" + (":" if above else "."))
        for what in above:
            print(f"  {what}")
        return len(above)

    def _line(self, cells: Sequence[str]) -> None:
        first, *others = cells
        texts = [first.ljust(WIDTHS[0])]
        texts += [cell.rjust(width) for cell, width in zip(others, WIDTHS[1:], strict=True)]
        print(" ".join(texts), flush=True)


def median(values: Sequence[float]) -> float:
    """Return the median; raise ``NothingMeasured`` where there is none."""
    if not values:
        raise NothingMeasured("a median of nothing")
    return statistics.median(values)


def at_99(values: Sequence[float]) -> float:
    """Return the 99th percentile; raise ``NothingMeasured`` where there is none."""
    if not values:
        raise NothingMeasured("a percentile of nothing")
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]
