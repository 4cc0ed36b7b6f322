"""A list of lines with a cursor, which draws only the visible lines and only the changed ones anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from casetui.widgets.text import fit, safe, wrap
from casetui.words import N_, say

LEAST = 10
"""The fewest cells of the flexible column; with less room, other columns are left out."""
TONES = ("late", "due", "quiet", "done")
"""How a line is coloured: red, yellow, dim, green. A word or a sign in the line says the same."""


@dataclass(frozen=True)
class Column:
    """One column: ``width`` in cells, ``None`` for the flexible column, which takes the room that is left."""

    width: int | None
    title: str = ""
    right: bool = False
    drop: int = 0
    """On a narrow screen the column with the highest ``drop`` is left out first, of equals the rightmost."""


@dataclass(frozen=True)
class Line:
    """One line. ``key`` names it in the list; ``tone`` is one of ``TONES`` or empty.

    With fewer cells than there are columns, the last cell takes the rest of the line.
    """

    key: str
    cells: tuple[str, ...]
    tone: str = ""
    heading: bool = False
    """A heading is drawn over the whole width and never selected, unless it ``stops``."""
    goes_on: bool = False
    """Whether the line continues the line above it: drawn like it, never selected."""
    stops: bool = False
    """Whether a heading can be selected, because it explains itself."""

    @property
    def fixed(self) -> bool:
        """Whether the cursor skips the line."""
        return (self.heading and not self.stops) or self.goes_on


class RowList(ScrollView, can_focus=True):
    """A list of lines with a cursor. It keeps the cursor on the same key when the lines change."""

    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        background: $background;
        color: $foreground;
        scrollbar-size: 0 0;
        overflow-x: hidden;
        & > .row-list--titles { text-style: dim; }
        & > .row-list--heading { text-style: bold; color: $accent; }
        & > .row-list--cursor { text-style: reverse; }
        & > .row-list--cursor-away { text-style: underline; }
        & > .row-list--late { color: $error; text-style: bold; }
        & > .row-list--due { color: $warning; text-style: bold; }
        & > .row-list--quiet { text-style: dim; }
        & > .row-list--done { color: $success; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"row-list--{name}" for name in ("titles", "heading", "cursor", "cursor-away", *TONES)
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", N_("Up"), show=False),
        Binding("down,j", "move(1)", N_("Down"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("home", "end(-1)", N_("First"), show=False),
        Binding("end", "end(1)", N_("Last"), show=False),
        Binding("enter", "choose", N_("Open")),
    ]

    @dataclass
    class Chosen(Message):
        """Enter was pressed on a line, or the selected line was clicked."""

        row_list: RowList
        key: str
        leads: object = None
        """What the line leads to. The list may show other lines by the time that this is handled."""

        @property
        def control(self) -> RowList:
            """The list it comes from."""
            return self.row_list

    @dataclass
    class Moved(Message):
        """The cursor moved to another line; ``key`` is empty where no line is selected."""

        row_list: RowList
        key: str

        @property
        def control(self) -> RowList:
            """The list it comes from."""
            return self.row_list

    def __init__(
        self,
        columns: Sequence[Column] = (Column(None),),
        lines: Sequence[Line] = (),
        *,
        empty: str = "",
        titles: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """``empty`` is the sentence for a list without lines; ``titles`` draws the columns' titles on top."""
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.empty = empty
        self._head = 1 if titles else 0
        self._lines: tuple[Line, ...] = ()
        self._shown: object = None
        self._cursor = -1
        self._plain = Style()
        """How a line without a tone is drawn."""
        self._styles: dict[str, Style] = {}
        """How the other lines are drawn, by component; for the frame that is being drawn."""
        self._widths: tuple[int, dict[int, int]] = (-1, {})
        self.set_lines(lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines, headings included."""
        return self._lines

    @property
    def cursor_key(self) -> str:
        """The key of the selected line; empty where no line is selected."""
        return self._lines[self._cursor].key if self._cursor >= 0 else ""

    @property
    def hidden(self) -> str:
        """The cells of the selected line that are cut off, whole, with dots between; empty where none is."""
        if self._cursor < 0 or not self.size.width:
            return ""
        cells = self._lines[self._cursor].cells
        drawn = self._row(cells)
        return " · ".join(whole for cell in cells if (whole := safe(cell).strip()) not in drawn)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show ``lines``; the cursor stays on its key, or goes to the nearest line.

        In a scrolled list the selected line keeps its row on the screen. The same lines again draw nothing.
        """
        if (tuple(lines), self.empty) == self._shown:
            return
        self._shown = tuple(lines), self.empty
        key, place = self.cursor_key, max(0, self._cursor)
        self._lines = tuple(lines)
        same = next((n for n, line in enumerate(self._lines) if line.key == key and not line.fixed), -1)
        self._cursor = same if key and same >= 0 else self._nearest(place)
        self.virtual_size = Size(0, len(self._lines) + self._head)
        if same >= 0 and same != place and (top := self.scroll_offset.y):
            self.scroll_to(y=top + same - place, animate=False, force=True, immediate=True)
        self._show_cursor()
        self.refresh()
        if self.cursor_key != key:
            self.post_message(self.Moved(self, self.cursor_key))

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Set the columns for the next ``set_lines``."""
        self.columns = tuple(columns)
        self._widths = (-1, {})

    def move_to(self, key: str) -> bool:
        """Put the cursor on the line ``key``; return whether the list has it."""
        for number, line in enumerate(self._lines):
            if line.key == key and not line.fixed:
                self._go(number)
                return True
        return False

    def _nearest(self, place: int) -> int:
        """Return the number of the selectable line nearest to ``place``; -1 if there is none."""
        count = len(self._lines)
        place = min(place, count - 1)
        for step in range(count):
            for number in (place + step, place - step):
                if 0 <= number < count and not self._lines[number].fixed:
                    return number
        return -1

    def _go(self, number: int) -> None:
        if number == self._cursor or number < 0:
            return
        before, self._cursor = self._cursor, number
        for place in (before, number):
            self.refresh(self._row_region(place))
        self._show_cursor()
        self.post_message(self.Moved(self, self.cursor_key))

    def _row_region(self, number: int) -> Region:
        return Region(0, number + self._head - self.scroll_offset.y, self.size.width, 1)

    def action_move(self, step: int) -> None:
        """Move the cursor to the next selectable line up (-1) or down (1)."""
        number = self._cursor + step
        while 0 <= number < len(self._lines) and self._lines[number].fixed:
            number += step
        if 0 <= number < len(self._lines):
            self._go(number)
        elif step < 0:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def action_page(self, step: int) -> None:
        """Move the cursor by a screenful."""
        place = self._cursor + step * max(1, self._rows - 1)
        self._go(self._nearest(min(max(0, place), len(self._lines) - 1)))

    def action_end(self, step: int) -> None:
        """Move the cursor to the first (-1) or the last line."""
        self._go(self._nearest(0 if step < 0 else len(self._lines) - 1))
        if step < 0:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def action_choose(self) -> None:
        """Open the selected line."""
        if self._cursor >= 0:
            self.post_message(self.Chosen(self, self.cursor_key))

    @property
    def _rows(self) -> int:
        """The number of lines that are seen at once."""
        return max(1, self.size.height - self._head)

    def _show_cursor(self) -> None:
        """Scroll so that the cursor is seen, with a heading directly above it."""
        if not self.is_attached or self._cursor < 0 or not self.size.height:
            return
        top, first = self.scroll_offset.y, self._cursor
        if self._rows > 1 and first and self._lines[first - 1].heading:
            first -= 1
        if first < top:
            top = first
        elif self._cursor >= top + self._rows:
            top = self._cursor - self._rows + 1
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self.place_terminal_cursor()

    def place_terminal_cursor(self) -> None:
        """Put the terminal's own cursor on the selected row: braille lines and magnifiers follow it."""
        # has_focus is set after on_focus, and cleared after the other list's on_focus
        if self.app.focused is self and self._cursor >= 0:
            self.app.cursor_position = self.cursor_screen_offset

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: on the selected row."""
        x, y, *_ = self.content_region
        return Offset(x, y + self._head + max(0, self._cursor) - self.scroll_offset.y)

    def on_mount(self) -> None:
        """Show the cursor once the size is known."""
        self.call_after_refresh(self._show_cursor)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._show_cursor()

    def on_focus(self) -> None:
        """Draw the cursor in reverse."""
        self.place_terminal_cursor()
        self.refresh(self._row_region(self._cursor))

    def on_blur(self) -> None:
        """Draw the cursor underlined."""
        self.refresh(self._row_region(self._cursor))

    def on_click(self, event: events.Click) -> None:
        """Select the line that was clicked on; open it if it is selected already."""
        number = event.y - self._head + self.scroll_offset.y
        if event.y < self._head or not 0 <= number < len(self._lines) or self._lines[number].fixed:
            return
        if number == self._cursor:
            self.action_choose()
        else:
            self._go(number)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some rows. Textual makes the styles of a widget anew whenever it is asked for them."""
        self._plain = self.rich_style
        self._styles.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the screen."""
        width = self.size.width
        if self._head and y == 0:
            return self._strip(self._titles(), "titles")
        number = y - self._head + self.scroll_offset.y
        if not self._lines and self.empty:
            said = wrap(say(self.empty), width - 2)
            return self._strip(f" {said[number]}" if number < len(said) else "", "quiet")
        if number >= len(self._lines):
            return Strip.blank(width, self._plain)
        return self._draw(number, y)

    def _draw(self, number: int, y: int) -> Strip:
        line = self._lines[number]
        tone = "heading" if line.heading else line.tone if line.tone in TONES else ""
        style = self._style_of(tone) if tone else self._plain
        if number == self._cursor:
            name = "row-list--cursor" if self.has_focus else "row-list--cursor-away"
            style += self.get_component_rich_style(name, partial=True)
        text = " ".join(line.cells) if line.heading else self._row(line.cells)
        return self._styled(fit(text, self.size.width - 1) + self._mark(y), style)

    def _style_of(self, name: str) -> Style:
        """Return how a component is drawn."""
        style = self._styles.get(name)
        if style is None:
            component = self.get_component_rich_style(f"row-list--{name}", partial=True)
            style = self._styles[name] = self._plain + component
        return style

    def _mark(self, y: int) -> str:
        """Return an arrow for the row's last cell where there are more lines above or below, else a space."""
        top = self.scroll_offset.y
        if y == self._head and top > 0:
            return "↑"
        more = top + self._rows < len(self._lines)
        return "↓" if more and y == self.size.height - 1 else " "

    def _strip(self, text: str, component: str) -> Strip:
        return self._styled(fit(text, self.size.width), self._style_of(component))

    def _styled(self, text: str, style: Style) -> Strip:
        return Strip([Segment(text, style)], self.size.width)

    def _titles(self) -> str:
        return self._row(tuple(say(column.title) for column in self.columns))

    def _row(self, cells: Sequence[str]) -> str:
        more = len(self._lines) > self._rows
        # a right-aligned last column keeps a space before the arrow
        room = self.size.width - (2 if more and self.columns[-1].right else 1)
        widths = self._column_widths(room)
        wide = len(cells) < len(self.columns)
        texts = [
            fit(cells[number], width, right=self.columns[number].right)
            for number, width in widths.items()
            if number < len(cells) - wide
        ]
        if wide and cells:
            texts.append(fit(cells[-1], room - sum(cell_len(text) + 1 for text in texts)))
        return " ".join(texts)

    def _column_widths(self, room: int) -> dict[int, int]:
        """Return the width of each column that is drawn, by its number."""
        if self._widths[0] != room:
            self._widths = (room, column_widths(self.columns, room))
        return self._widths[1]


def column_widths(columns: Sequence[Column], room: int) -> dict[int, int]:
    """Return the width of each column that fits in ``room`` cells, with one cell between columns."""
    kept = dict(enumerate(columns))

    def left() -> int:
        return room - sum(column.width or 0 for column in kept.values()) - (len(kept) - 1)

    flexible = next((number for number, column in kept.items() if column.width is None), None)
    least = 0 if flexible is None else LEAST
    while left() < least and len(kept) > 1:
        del kept[max((n for n in kept if n != flexible), key=lambda n: (kept[n].drop, n))]
    rest = left()
    return {number: rest if column.width is None else column.width for number, column in kept.items()}
