"""A list of lines that the desk describes: it draws them under their headings, and knows where each leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic

from casetui.desk.telling.lines import Leads, ListLine
from casetui.widgets.row_list import Column, Line, RowList


class LineList(RowList, Generic[Leads]):
    """A list of ``ListLine``; their cells stand in its columns."""

    def __init__(self, columns: Sequence[Column], *, empty: str = "", titles: bool = False) -> None:
        """``empty`` is shown where there are no lines; ``titles`` draws the columns' titles above."""
        self._described: dict[str, ListLine[Leads]] = {}
        super().__init__(columns, empty=empty, titles=titles)

    def show(self, lines: Iterable[ListLine[Leads]]) -> None:
        """Show these lines."""
        found = list(lines)
        self._described = {line.key: line for line in found}
        self.set_lines(drawn(found))

    @property
    def shown(self) -> list[ListLine[Leads]]:
        """The lines that are shown."""
        return list(self._described.values())

    def action_choose(self) -> None:
        """Open the selected line: the message says where the line leads, as it is now."""
        if self.cursor_key:
            self.post_message(self.Chosen(self, self.cursor_key, self.selected))

    @property
    def selected(self) -> Leads | None:
        """What the line with the cursor leads to; ``None`` where there is no line."""
        return self.leads(self.cursor_key)

    def go_to(self, fits: Callable[[Leads], bool]) -> None:
        """Put the cursor on the first line that leads where ``fits`` says; leave it where there is none."""
        key = next((key for key, line in self._described.items() if fits(line.leads)), "")
        if key:
            self.move_to(key)

    def leads(self, key: str) -> Leads | None:
        """Return what a line leads to; ``None`` where there is no line of that key."""
        line = self._described.get(key)
        return line.leads if line else None


def drawn(lines: Iterable[ListLine[Leads]]) -> list[Line]:
    """Return the lines as a list draws them: each heading above the first line that stands under it."""
    found: list[Line] = []
    heading = ""
    for line in lines:
        if line.heading not in ("", heading):
            found.append(Line(f"heading:{line.heading}:{len(found)}", (f" {line.heading}",), heading=True))
        heading = line.heading
        found.append(Line(line.key, line.cells, line.tone))
    return found
