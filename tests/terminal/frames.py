"""Random frames, in the very bytes that Textual writes."""

from __future__ import annotations

from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from rich.color import Color
from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

CONSOLE = Console(color_system="truecolor", force_terminal=True, width=80)
LETTERS = ("a", "b", "x", "─", "│", "✓", "é", "ß", "漢", "字", "한", "e\u0301", "o\u0308", "e\u0301")
COLOURS = (None, "default", "red", "bright_blue", "color(12)", "color(200)", "#102030")

colours = st.sampled_from(COLOURS).map(lambda name: Color.parse(name) if name else None)
flags = st.sampled_from((None, None, None, True, False))
styles = st.one_of(
    st.just(Style()),
    st.builds(
        Style,
        color=colours, bgcolor=colours, bold=flags, dim=flags, italic=flags, underline=flags,
        blink=flags, reverse=flags, strike=flags, conceal=flags, overline=flags, underline2=flags,
    ),
)  # fmt: skip
texts = st.one_of(
    st.integers(1, 30).map(lambda count: " " * count),
    st.lists(st.sampled_from(LETTERS), min_size=1, max_size=12).map("".join),
    st.text("abc ", min_size=1, max_size=20),
)
pieces = st.tuples(texts, styles)


@st.composite
def sizes(draw, least: int = 2) -> tuple[int, int]:
    return draw(st.integers(least, 40)), draw(st.integers(1, 6))


def line(parts: list[tuple[str, Style]], width: int) -> Strip:
    """The parts as a strip of exactly ``width`` cells; half a wide character becomes a space."""
    segments = []
    for text, style in [*parts, (" " * width, Style())]:
        text = set_cell_size(text, min(width, cell_len(text)))
        width -= cell_len(text)
        segments.append(Segment(text, style))
    return Strip(segments)


@st.composite
def frames(draw, width: int, height: int) -> str:
    """A frame: some rows of the screen, or all, and the place of the cursor."""
    x = draw(st.integers(0, width - 1)) if draw(st.booleans()) else 0
    room = width - x
    y = draw(st.integers(0, height - 1))
    rows = draw(st.integers(1, height - y))
    strips = [[line(draw(st.lists(pieces, max_size=5)), room)] for _ in range(rows)]
    assert all(strip.cell_length == cell_len(strip.text) == room for (strip,) in strips)
    update = LayoutUpdate(strips, Region(x, y, room, rows))
    cursor = Control.move_to(draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1)))
    return update.render_segments(CONSOLE) + cursor.segment.text


@st.composite
def films(draw, most: int = 5) -> tuple[int, int, list[str]]:
    """A size and some frames of it; the first fills the screen."""
    width, height = draw(sizes())
    rows = [[line(draw(st.lists(pieces, max_size=4)), width)] for _ in range(height)]
    first = LayoutUpdate(rows, Region(0, 0, width, height)).render_segments(CONSOLE)
    rest = draw(st.lists(frames(width, height), max_size=most))
    return width, height, [first + "\x1b[1;1H", *rest]
