"""A model of the terminal's screen: cells with text and style, drawn by reading what Textual writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len


class Style(NamedTuple):
    """How a cell is drawn. Two styles that look the same are equal."""

    attributes: int = 0
    """A bit for each attribute that is on, at the place of its SGR number: bold is ``1 << 1``."""
    foreground: str = ""
    """The SGR numbers of the colour of the text, such as ``31`` or ``38;5;12``; empty: the terminal's own."""
    background: str = ""
    """The SGR numbers of the colour behind it."""
    link: str = ""
    """The parameters and the address of a hyperlink, as they stand after ``OSC 8 ;``; empty: no link."""


PLAIN = Style()
SHOWN_ON_BLANK = sum(1 << code for code in (4, 5, 6, 7, 9, 21, 51, 52, 53))
"""The attributes that can be seen on a space: lines, blinking and reverse."""
OFF = {22: (1, 2), 23: (3,), 24: (4, 21), 25: (5, 6), 27: (7,), 28: (8,), 29: (9,), 54: (51, 52), 55: (53,)}
"""Which attributes each SGR number turns off."""
_ON = {code for codes in OFF.values() for code in codes}


@lru_cache(maxsize=1024)
def blank_style(style: Style) -> Style:
    """Return the part of ``style`` that can be seen on a space: the text's colour only with an attribute."""
    attributes = style.attributes & SHOWN_ON_BLANK
    return Style(attributes, style.foreground if attributes else "", style.background, style.link)


@lru_cache(maxsize=4096)
def styled(style: Style, parameters: str) -> Style:
    """Return ``style`` after the SGR ``parameters``, such as ``1;31``; unknown ones do nothing."""
    attributes, foreground, background = style.attributes, style.foreground, style.background
    numbers = (int(part or 0) for part in parameters.replace(":", ";").split(";"))
    for code in numbers:
        if code == 0:
            attributes, foreground, background = 0, "", ""
        elif code in _ON:
            attributes |= 1 << code
        elif code in OFF:
            attributes &= ~sum(1 << off for off in OFF[code])
        elif code in (38, 39) or 30 <= code <= 37 or 90 <= code <= 97:
            foreground = _colour(code, 38, 39, numbers)
        elif code in (48, 49) or 40 <= code <= 47 or 100 <= code <= 107:
            background = _colour(code, 48, 49, numbers)
    return Style(attributes, foreground, background, style.link)


def _colour(code: int, more: int, default: int, numbers: Iterator[int]) -> str:
    """Return the SGR numbers of one colour; the numbers after ``38`` or ``48`` are taken from ``numbers``."""
    if code == default:
        return ""
    if code != more:
        return str(code)
    kind = next(numbers, 0)
    rest = [next(numbers, 0) for _ in range({5: 1, 2: 3}.get(kind, 0))]
    return ";".join(map(str, (code, kind, *rest))) if rest else ""


class Painted(NamedTuple):
    """A text as cells. The second cell of a wide character is an empty text."""

    texts: tuple[str, ...]
    styles: tuple[Style, ...]
    mark: str = ""
    """Combining marks at the beginning of the text: they belong to the cell before it."""


Paint = Callable[[str, Style], Painted]


@lru_cache(maxsize=4096)
def painted(text: str, style: Style) -> Painted:
    """Return ``text`` as cells in ``style``."""
    mark, texts = ("", tuple(text)) if text.isascii() else _cells(text)
    blank = blank_style(style)
    if blank == style or " " not in texts:
        return Painted(texts, (style,) * len(texts), mark)
    return Painted(texts, tuple(blank if cell == " " else style for cell in texts), mark)


def graphemes(text: str) -> list[str]:
    """Return ``text`` in pieces of one cell or two: a character with the marks that belong to it."""
    pieces: list[str] = []
    joined = False
    for char in text:
        if pieces and (joined or char in "\u200d\ufe0f" or not cell_len(char)):
            pieces[-1] += char
        else:
            pieces.append(char)
        joined = char == "\u200d"
    return pieces


def _cells(text: str) -> tuple[str, tuple[str, ...]]:
    cells: list[str] = []
    mark = ""
    for piece in graphemes(text):
        width = min(2, cell_len(piece))
        if not width:
            mark = piece
            continue
        cells += (piece, "") if width == 2 else (piece,)
    return mark, tuple(cells)


_TOKEN = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|\x1b\[(?P<numbers>[0-9:;]*)(?P<final>[A-Za-z@`])"
    r"|\x1b\]8;(?P<link>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<other>\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~])"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
)


class Screen:
    """The cells of a terminal of ``width`` by ``height`` that does not wrap at the right edge.

    ``x`` and ``y`` are the cursor, counted from 0, and ``style`` is that of the next character. ``x`` is
    ``width`` after the last column was written, and -1 where it is not known.
    """

    def __init__(self, width: int, height: int, paint: Paint = painted) -> None:
        self.width, self.height = width, height
        self.paint = paint
        self.texts = [[" "] * width for _ in range(height)]
        self.styles = [[PLAIN] * width for _ in range(height)]
        self.x = self.y = 0
        self.style = PLAIN

    def copy(self) -> Screen:
        """Return a copy that can be changed by itself."""
        other = Screen(0, 0, self.paint)
        other.width, other.height = self.width, self.height
        other.texts = [row[:] for row in self.texts]
        other.styles = [row[:] for row in self.styles]
        other.x, other.y, other.style = self.x, self.y, self.style
        return other

    def resized(self, width: int, height: int) -> Screen:
        """Return a screen of another size that shows the part of this one that fits on it."""
        other = Screen(width, height, self.paint)
        for y in range(min(height, self.height)):
            texts, styles = self.texts[y][:width], self.styles[y][:width]
            if width < self.width and self.texts[y][width] == "":
                texts[-1:] = [" "]
            other.texts[y][: len(texts)] = texts
            other.styles[y][: len(styles)] = styles
        other.x, other.y = max(0, min(self.x, width - 1)), max(0, min(self.y, height - 1))
        return other

    def feed(self, data: str) -> list[str]:
        """Draw ``data``; return the sequences in it that do not change cells, such as a mode, in their order.

        Other control characters are dropped: they came into the frame with foreign text.
        """
        others: list[str] = []
        for found in _TOKEN.finditer(data):
            kind = found.lastgroup
            if kind == "text":
                self._put(found["text"])
            elif kind == "final":
                if not self._control(found["final"], found["numbers"]):
                    others.append(found[0])
            elif kind == "link":
                link = found["link"]
                self.style = self.style._replace(link=link if link.partition(";")[2] else "")
            elif kind == "other":
                others.append(found[0])
            else:
                self._single(found[0])
        return others

    def _single(self, char: str) -> None:
        if char == "\r":
            self.x = 0
        elif char == "\b":
            self.x = max(0, min(self.x, self.width - 1) - 1)
        elif char == "\n":
            self.x = 0
            self.y += 1
            if self.y == self.height:
                self.y -= 1
                self.texts = [*self.texts[1:], [" "] * self.width]
                self.styles = [*self.styles[1:], [PLAIN] * self.width]

    def _control(self, final: str, numbers: str) -> bool:
        """Do what a control sequence says; return ``False`` for a sequence that does not change cells."""
        if final == "m":
            self.style = styled(self.style, numbers)
            return True
        if final not in "HfABCDGdJKX":
            return False
        first, second, *_ = [*numbers.replace(":", ";").split(";"), ""]
        one = max(1, int(first or 1))
        if final in "JKX":
            self._erase(final, one if final == "X" else int(first or 0))
            return True
        x, y = min(self.x, self.width - 1), self.y
        match final:
            case "H" | "f":
                x, y = max(1, int(second or 1)) - 1, one - 1
            case "A" | "B":
                y += -one if final == "A" else one
            case "C" | "D":
                x += one if final == "C" else -one
            case "G":
                x = one - 1
            case _:
                y = one - 1
        self.x, self.y = max(0, min(x, self.width - 1)), max(0, min(y, self.height - 1))
        return True

    def _erase(self, final: str, how: int) -> None:
        x, y = min(self.x, self.width - 1), self.y
        if final == "X":
            self._wipe(y, x, min(self.width, x + how))
            return
        self._wipe(y, 0 if how else x, x + 1 if how == 1 else self.width)
        if final == "J":
            rows = {0: range(y + 1, self.height), 1: range(y)}.get(how, range(self.height))
            for row in rows:
                self._wipe(row, 0, self.width)

    def _wipe(self, y: int, start: int, end: int) -> None:
        self._mend(y, start, end)
        self.texts[y][start:end] = [" "] * (end - start)
        self.styles[y][start:end] = [Style(background=self.style.background)] * (end - start)

    def _mend(self, y: int, start: int, end: int) -> None:
        """Blank the half of a wide character that is left when ``start`` to ``end`` is overwritten."""
        texts, styles = self.texts[y], self.styles[y]
        if start and texts[start] == "":
            texts[start - 1], styles[start - 1] = " ", blank_style(styles[start - 1])
        if end < self.width and texts[end] == "":
            texts[end], styles[end] = " ", blank_style(styles[end])

    def _put(self, text: str) -> None:
        texts, styles, mark = self.paint(text, self.style)
        if mark:
            self._mark(mark)
        if not texts:
            return
        x = min(self.x, self.width - 1)
        room = self.width - x
        if len(texts) > room:
            texts, styles = _squeezed(texts, styles, room)
        end = x + len(texts)
        self._mend(self.y, x, end)
        self.texts[self.y][x:end] = texts
        self.styles[self.y][x:end] = styles
        self.x = end

    def _mark(self, mark: str) -> None:
        """Put a combining mark on the character before."""
        x = min(self.x, self.width) - 1
        row = self.texts[self.y]
        if x > 0 and row[x] == "":
            x -= 1
        if x >= 0 and row[x] != " ":
            row[x] += mark


def _squeezed(
    texts: tuple[str, ...], styles: tuple[Style, ...], room: int
) -> tuple[tuple[str, ...], tuple[Style, ...]]:
    """Return what ``room`` cells at the right edge show of a text that is longer.

    A terminal that does not wrap writes the rest into the last cell; half a wide character is a blank.
    """
    head, head_styles = texts[: room - 1], styles[: room - 1]
    last, style = texts[-1], styles[-1]
    if last == "":
        last, style = " ", blank_style(style)
    if head and texts[room - 1] == "":
        head = (*head[:-1], " ")
        head_styles = (*head_styles[:-1], blank_style(head_styles[-1]))
    return (*head, last), (*head_styles, style)
