"""The title at the top of a screen, and the notice above the key bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from casetui.widgets.text import fit, safe, wrap

MOST_LINES = 5
"""The most lines of a notice, on a screen of at least ``USUAL_HEIGHT`` lines."""
USUAL_HEIGHT = 24
LEFT_OF_TITLE = 20
"""The fewest cells of a title's left part; where there are fewer, its right part is left out."""
LEAST_TITLE = 8
"""The fewest cells in which a form's title stands beside something else."""


class TitleLine(Widget):
    """One line: the name of the screen on the left, the day and the person on the right."""

    DEFAULT_CSS = """
    TitleLine { height: 1; color: $foreground; background: $background; }
    """

    mark: ClassVar[str] = ""
    """What stands before the title in the first line of every screen: that this is a demo."""

    def __init__(self) -> None:
        super().__init__()
        self._left = ""
        self._right = ""
        self._left_whole = False

    @property
    def _marked(self) -> str:
        """The left part, with the mark before it in the first line of the screen."""
        return f"{self.mark}  {self._left}" if self.mark and self.region.y == 0 else self._left

    def show(self, left: str, right: str = "", *, left_whole: bool = False) -> None:
        """Show both parts; the right part is left out where there is no room for both.

        With ``left_whole`` it is left out already where the left part would be cut, such as a fingerprint
        that is read out.
        """
        if (left, right, left_whole) != (self._left, self._right, self._left_whole):
            self._left, self._right, self._left_whole = left, right, left_whole
            self.refresh()

    @property
    def whole(self) -> str:
        """All that the line says, whether there is room for it or not."""
        return " · ".join(part for part in (self._left.strip(), self._right.strip()) if part)

    def render_line(self, y: int) -> Strip:
        """Draw the line in bold."""
        width = self.size.width
        right = safe(self._right)
        room = width - cell_len(right) - 2
        if room < (cell_len(self._marked) + 1 if self._left_whole else LEFT_OF_TITLE):
            right, room = "", width - 1
        text = " " + (f"{fit(self._marked, room - 1)} {right} " if right else fit(self._marked, room))
        return Strip([Segment(fit(text, width), self.rich_style + Style(bold=True))], width)


class FixedLines(Widget):
    """A few lines that are cut at the window's edge and never wrapped."""

    DEFAULT_CSS = """
    FixedLines { height: auto; color: $foreground; background: $background; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()

    def show(self, lines: tuple[str, ...]) -> None:
        """Show these lines."""
        if lines != self._shown:
            changed = len(lines) != len(self._shown)
            self._shown = lines
            self.refresh(layout=changed)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return the number of lines."""
        return len(self._shown)

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        text = f" {self._shown[y]}" if y < len(self._shown) else ""
        return Strip([Segment(fit(text, self.size.width), self.rich_style)], self.size.width)


def fitting_parts(parts: Sequence[str], width: int) -> str:
    """Return the parts that fit into a title of ``width`` cells, with dots between; earlier parts first."""
    room = width - LEFT_OF_TITLE - 2
    said = ""
    for part in parts:
        longer = f"{said} · {part}" if said else part
        if cell_len(longer) <= room:
            said = longer
    return said


class FormTitle(TitleLine):
    """The title of a form; on its right, dim, what a colleague does meanwhile.

    Where there is no room for both, the title is left out.
    """

    def render_line(self, y: int) -> Strip:
        """Draw the title in bold, and the right part dim."""
        width, said, plain = self.size.width, safe(self._right), self.rich_style
        quiet, bold = plain + Style(dim=True), plain + Style(bold=True)
        room = width - cell_len(said) - 4 if said else width - 2
        if said and room < LEAST_TITLE:
            return Strip([Segment(fit(f" {said}", width), quiet)], width)
        title = fit(self._marked, room).rstrip()
        gap = " " * (width - cell_len(title) - 1 - (cell_len(said) + 1 if said else 0))
        parts = [Segment(" ", plain), Segment(title, bold), Segment(gap, plain)]
        return Strip([*parts, Segment(f"{said} ", quiet)] if said else parts, width)


class Notice(Widget):
    """A sentence on what happened last or what the selected line means; no line while there is none.

    It takes up to five lines on a screen of 24, up to three on a lower one, and ends with an ellipsis beyond.
    """

    DEFAULT_CSS = """
    Notice {
        dock: bottom;
        height: auto;
        max-height: 5;
        margin: 0 0 1 0;
        color: $accent;
        background: $background;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.sentence = ""
        self._wrapped: tuple[object, list[str]] = (None, [])
        """What the lines were made of, and the lines: Textual asks for them several times a frame."""

    def show(self, sentence: str) -> None:
        """Show a sentence; an empty one takes the notice away."""
        if sentence != self.sentence:
            self.sentence = sentence
            self.refresh(layout=True)

    def _lines(self, width: int) -> list[str]:
        most = MOST_LINES if self.app.size.height >= USUAL_HEIGHT else 3
        made_of = (self.sentence, width, most)
        if self._wrapped[0] != made_of:
            self._wrapped = (made_of, _notice_lines(self.sentence, max(1, width - 2), most))
        return self._wrapped[1]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return the number of lines that the sentence takes."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw one line of the sentence."""
        lines = self._lines(self.size.width)
        text = f" {lines[y]}" if y < len(lines) else ""
        return Strip([Segment(fit(text, self.size.width), self.rich_style)], self.size.width)


def _notice_lines(sentence: str, width: int, most: int) -> list[str]:
    """Return a sentence in at most ``most`` lines of ``width`` cells; a longer one ends with an ellipsis."""
    lines = wrap(sentence, width)
    return [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), width)] if len(lines) > most else lines
