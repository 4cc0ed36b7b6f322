"""Finds the fewest bytes that turn the screen a terminal shows into the screen it should show."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from casetui.terminal.cells import OFF, PLAIN, Screen, Style, blank_style

MOST_REWRITTEN = 12
"""The most unchanged cells that are written again instead of moving the cursor over them."""
CHEAPER_AGAIN = 3
"""Up to so many unchanged cells in the pen's style take no more bytes than any move over them."""
LONGEST_BLANK = 8
"""The most empty cells that are written as spaces instead of being erased by one sequence."""


@dataclass(frozen=True)
class Dialect:
    """What a terminal understands besides moves of the cursor and the clearing of lines and screen."""

    erase_characters: bool = True
    """A number of cells can be erased (ECH)."""
    columns: bool = True
    """The cursor can be moved to a column by its number (CHA)."""
    attributes_off: bool = True
    """Attributes can be turned off one by one."""


FULL = Dialect()
VT100 = Dialect(erase_characters=False, columns=False, attributes_off=False)


def diff(old: Screen | None, new: Screen, dialect: Dialect = FULL) -> tuple[str, Style]:
    """Return what to write to a terminal that shows ``old`` so that it shows ``new``, cursor included.

    The second value is the style the terminal is left in. Where ``old`` is ``None`` or of another size, it is
    not known what is shown, and all is drawn anew. The result is never longer than drawing all anew.
    """
    if old is None or (old.width, old.height) != (new.width, new.height):
        return repaint(new, dialect)
    pen = Pen(new, dialect, old.x, old.y, old.style)
    _draw(pen, old, new)
    data = pen.data
    size = _size(data)
    if size > _least_repaint(new):
        other, style = repaint(new, dialect)
        other = change(PLAIN._replace(link=old.style.link), PLAIN) + other
        if _size(other) < size:
            return other, style
    return data, pen.style


def repaint(new: Screen, dialect: Dialect = FULL) -> tuple[str, Style]:
    """Return what to write so that a terminal shows ``new``, whatever it shows now."""
    pen = Pen(new, dialect, -1, -1, PLAIN)
    pen.out.append("\x1b[m\x1b[2J")
    _draw(pen, Screen(new.width, new.height), new)
    return pen.data, pen.style


def _least_repaint(new: Screen) -> int:
    """Return a lower bound of the bytes that drawing ``new`` anew takes: quicker than drawing it."""
    return 7 + sum(new.width - row.count(" ") - row.count("") for row in new.texts)


def _size(data: str) -> int:
    return len(data) if data.isascii() else len(data.encode())


def _draw(pen: Pen, old: Screen, new: Screen) -> None:
    for y in range(new.height):
        if old.texts[y] != new.texts[y] or old.styles[y] != new.styles[y]:
            _draw_row(pen, old, new, y)
    pen.move(max(0, min(new.x, new.width - 1)), new.y)


def _draw_row(pen: Pen, old: Screen, new: Screen, y: int) -> None:
    texts, styles = new.texts[y], new.styles[y]
    before, before_styles = old.texts[y], old.styles[y]
    ambiguous = min(_ambiguous_from(texts), _ambiguous_from(before))
    cells = zip(range(ambiguous), texts, before, styles, before_styles, strict=False)
    changed = [x for x, text, was, style, styled in cells if text != was or style != styled]
    if changed:
        _draw_changed(pen, texts, styles, y, changed)
    if ambiguous < new.width:
        _draw_tail(pen, texts, styles, ambiguous if texts[ambiguous] else ambiguous - 1, y)


def _draw_changed(pen: Pen, texts: list[str], styles: list[Style], y: int, changed: list[int]) -> None:
    tail = _blank_from(texts, styles)
    last = changed[-1]
    done = -1
    for number, x in enumerate(changed):
        if x <= done or texts[x] == "":
            continue
        if x >= tail and last - x >= 3:
            pen.reach(x, y, PLAIN)
            pen.erase("\x1b[K")
            return
        end = _blank_run(texts, styles, x, changed) if texts[x] == " " else x
        if end - x > LONGEST_BLANK and pen.dialect.erase_characters:
            pen.reach(x, y, PLAIN)
            pen.erase(f"\x1b[{end - x}X")
            done = end - 1
            continue
        if (x, y) != (pen.x, pen.y):
            pen.reach(x, y, styles[x])
        if _is_simple(texts[x]):
            end = _end_of_run(texts, styles, changed, number)
            pen.put_run("".join(texts[x:end]), styles[x])
            done = end - 1
        else:
            pen.put(texts[x], styles[x])
            done = x


def _end_of_run(texts: list[str], styles: list[Style], changed: list[int], number: int) -> int:
    """Return the column after the simple characters in one style that begin at ``changed[number]``.

    The run ends with a changed character. It takes along the blanks between words, and up to
    ``CHEAPER_AGAIN`` unchanged cells in a row: no move over them is shorter.
    """
    x, count = changed[number], len(changed)
    style, blank = styles[x], blank_style(styles[x])
    end = x + 1
    blanks = unchanged = 0
    number += 1
    for place in range(end, len(texts)):
        text = texts[place]
        if text == " " and styles[place] == blank:
            blanks += 1
        elif " " < text <= "\uffff" and len(text) == 1 and styles[place] == style:  # is simple
            blanks = 0
        else:
            break
        if number < count and changed[number] == place:
            number += 1
            unchanged = 0
            if not blanks:
                end = place + 1
        else:
            unchanged += 1
        if number == count or unchanged > CHEAPER_AGAIN or blanks > LONGEST_BLANK:
            break
    return end


def _is_simple(text: str) -> bool:
    """Return whether a cell's text is one character other than a space, of a width that is known."""
    return " " < text <= "\uffff" and len(text) == 1


def _draw_tail(pen: Pen, texts: list[str], styles: list[Style], x: int, y: int) -> None:
    """Draw a row anew from ``x`` on; a text whose width differs between terminals is sent in one piece.

    A move into such a text would go to another letter on some terminals, and cut vowel signs and spaces off.
    """
    pen.reach(x, y, PLAIN)
    pen.erase("\x1b[K")
    while x < len(texts):
        end = x + 1
        if texts[x] not in ("", " ") or styles[x] != PLAIN:
            end = _end_of_piece(texts, styles, x)
            pen.reach(x, y, styles[x])
            for place in range(x, end):
                if texts[place]:
                    pen.put(texts[place], styles[place])
        x = end


def _end_of_piece(texts: list[str], styles: list[Style], x: int) -> int:
    """Return the column after the text from ``x`` on and after the cells that it may need on some terminals.

    A text ends before two blanks. Where it could go beyond the edge, each cell is drawn in its place.
    """
    width, extra, end, joins = len(texts), 0, x, False
    while end < width and not joins and texts[end : end + 2] != [" ", " "]:
        extra += _extra(texts[end])
        joins = texts[end].endswith("\u200d")  # a joiner at the end would join the next cell too
        end += 1
    if end + extra > width:
        return x + 1
    while not joins and end < width - extra and texts[end] == " " and styles[end] != PLAIN:
        end += 1
    return max(end, x + 1)


@lru_cache(maxsize=4096)
def _extra(text: str) -> int:
    """Return how many more cells a text takes on terminals that give each vowel sign a cell of its own."""
    return sum(category(char) == "Mc" for char in text[1:])


def _ambiguous_from(texts: list[str]) -> int:
    """Return the column of the first text whose width differs between terminals; the row's width if none."""
    if len("".join(texts)) + texts.count("") == len(texts):
        return len(texts)  # each text is one character: quicker than looking at each
    x = next((x for x, text in enumerate(texts) if len(text) > 1 and _extra(text)), len(texts))
    while 0 < x < len(texts) and texts[max(0, x - 2) : x] != [" ", " "]:
        x -= 1
    return x


def _blank_from(texts: list[str], styles: list[Style]) -> int:
    """Return the column from which the row is empty to its end."""
    x = len(texts)
    while x and texts[x - 1] == " " and styles[x - 1] == PLAIN:
        x -= 1
    return x


def _blank_run(texts: list[str], styles: list[Style], x: int, changed: list[int]) -> int:
    """Return the column after the last changed cell among the empty cells from ``x`` on."""
    end = x
    while end < len(texts) and texts[end] == " " and styles[end] == PLAIN:
        end += 1
    return changed[bisect_left(changed, end) - 1] + 1 if end > x else x


class Pen:
    """Writes to the terminal, and knows in which place and which style that leaves it."""

    def __init__(self, screen: Screen, dialect: Dialect, x: int, y: int, style: Style) -> None:
        self.screen = screen
        self.dialect = dialect
        self.x = x if 0 <= x < screen.width else -1
        self.y = y
        self.style = style
        self.out: list[str] = []

    @property
    def data(self) -> str:
        """All that is written so far."""
        return "".join(self.out)

    def put(self, text: str, style: Style) -> None:
        """Write one character where the pen is."""
        if text != " " or blank_style(self.style) != style:
            self.restyle(style)
        self.out.append(text)
        if self.x >= 0:
            self.x += 2 if self._is_wide() else 1
            if self.x >= self.screen.width or _differs(text):
                self.x = -1  # the cursor's column now differs between terminals

    def put_run(self, text: str, style: Style) -> None:
        """Write several characters in one style. Only the last one may take two cells."""
        self.restyle(style)
        self.out.append(text)
        if self.x >= 0:
            self.x += len(text) - 1
            self.x += 2 if self._is_wide() else 1
            if self.x >= self.screen.width:
                self.x = -1

    def _is_wide(self) -> bool:
        after = self.x + 1
        return after < self.screen.width and self.screen.texts[self.y][after] == ""

    def restyle(self, style: Style) -> None:
        """Change the style of what is written next."""
        if style != self.style:
            self.out.append(change(self.style, style, self.dialect.attributes_off))
            self.style = style

    def erase(self, sequence: str) -> None:
        """Write a sequence that erases, without a background colour: some terminals would fill with it."""
        if blank_style(self.style) != PLAIN:
            self.restyle(PLAIN)
        self.out.append(sequence)

    def reach(self, x: int, y: int, style: Style) -> None:
        """Go to a cell with the fewest bytes: by a move, or by writing the cells up to it again."""
        if (x, y) != (self.x, self.y):
            move = self._path(x, y)
            again = self._again(x, len(move), style) if y == self.y and 0 <= self.x < x else None
            if again is not None:
                self.out += again.out
                self.style = again.style
            else:
                self.out.append(move)
            self.x, self.y = x, y

    def _again(self, x: int, most: int, style: Style) -> Pen | None:
        """Return a pen that wrote the cells up to ``x`` again; ``None`` if that takes over ``most`` bytes."""
        texts, styles = self.screen.texts[self.y], self.screen.styles[self.y]
        if x - self.x > MOST_REWRITTEN or texts[self.x] == "":
            return None
        pen = Pen(self.screen, self.dialect, self.x, self.y, self.style)
        for place in range(self.x, x):
            if texts[place] == "":
                continue
            if _differs(texts[place]):
                return None
            pen.put(texts[place], styles[place])
        direct = len(change(self.style, style, self.dialect.attributes_off))
        through = len(change(pen.style, style, self.dialect.attributes_off))
        return pen if _size(pen.data) + through <= most + direct else None

    def move(self, x: int, y: int) -> None:
        """Put the cursor on a cell."""
        if (x, y) != (self.x, self.y):
            self.out.append(self._path(x, y))
            self.x, self.y = x, y

    def _path(self, x: int, y: int) -> str:
        """Return the shortest move from where the pen is."""
        row, column = str(y + 1) if y else "", f";{x + 1}" if x else ""
        ways = [f"\x1b[{row}{column}H"]
        if self.y >= 0:
            down = _steps(y - self.y, "B", "A")
            ways += [down + way for way in self._along(x)]
        return min(ways, key=len)

    def _along(self, x: int) -> list[str]:
        """Return the sequences that move to another column of the row."""
        if x == self.x:
            return [""]
        ways = ["\r"] if not x else []
        if self.dialect.columns:
            ways.append(f"\x1b[{x + 1}G")
        if self.x >= 0:
            ways.append(_steps(x - self.x, "C", "D"))
            if self.x > x:
                ways.append("\b" * (self.x - x))
        return ways


def _differs(text: str) -> bool:
    """Return whether the width of a cell's text differs between terminals: joined characters, an emoji."""
    return len(text) > 1 or text > "\uffff"


def _steps(count: int, forward: str, back: str) -> str:
    if not count:
        return ""
    number = "" if abs(count) == 1 else str(abs(count))
    return f"\x1b[{number}{forward if count > 0 else back}"


@lru_cache(maxsize=4096)
def change(old: Style, new: Style, attributes_off: bool = True) -> str:
    """Return the shortest sequence that turns the style ``old`` into ``new``."""
    link = "" if old.link == new.link else f"\x1b]8;{new.link or ';'}\x1b\\"
    if old._replace(link=new.link) == new:
        return link
    afresh = [0, *_numbers(new.attributes)]
    codes = [str(code) for code in afresh] + [colour for colour in new[1:3] if colour]
    ways = [f"\x1b[{';'.join(codes)}m" if len(codes) > 1 else "\x1b[m"]
    lost = old.attributes & ~new.attributes
    if attributes_off or not lost:
        off, kept = _turned_off(lost, old.attributes)
        on = _numbers(new.attributes & ~kept)
        colours = _recoloured(old.foreground, new.foreground, "39") + _recoloured(
            old.background, new.background, "49"
        )
        ways.append(f"\x1b[{';'.join([*map(str, (*off, *on)), *colours])}m")
    return min(ways, key=len) + link


def _turned_off(lost: int, attributes: int) -> tuple[list[int], int]:
    """Return the SGR numbers that turn the attributes ``lost`` off, and the attributes that then are on."""
    off = [number for number, codes in OFF.items() if any(lost >> code & 1 for code in codes)]
    for number in off:
        attributes &= ~sum(1 << code for code in OFF[number])
    return off, attributes


def _numbers(attributes: int) -> list[int]:
    return [code for code in range(1, 54) if attributes >> code & 1]


def _recoloured(old: str, new: str, default: str) -> list[str]:
    return [] if old == new else [new or default]
