"""A terminal emulator (pyte) as the tests need it, and what it shows as plain values.

pyte's own faults that are made good here: it knows neither faint, conceal, the second underline nor
overline, so they ride along in its field for blinking; it takes private sequences for public ones.
"""

from __future__ import annotations

from functools import lru_cache

import pyte

EXTRA_ON = {
    2: "faint",
    5: "blink",
    6: "blink fast",
    8: "conceal",
    21: "double",
    53: "over",
    51: "frame",
    52: "ring",
}
EXTRA_OFF = {
    22: ("faint",), 24: ("double",), 25: ("blink", "blink fast"), 28: ("conceal",), 55: ("over",),
    54: ("frame", "ring"),
}  # fmt: skip
ON_BLANK = {"blink", "blink fast", "double", "over", "frame", "ring"}


class Emulator(pyte.Screen):
    """A screen that keeps every attribute."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.stream = pyte.Stream(self)

    def select_graphic_rendition(self, *attrs: int, private: bool = False) -> None:
        if private:
            return
        extras = frozenset(self.cursor.attrs.blink or ())
        super().select_graphic_rendition(*attrs)
        codes = iter(attrs or (0,))
        for code in codes:
            if code in (38, 48):
                for _ in range(1 if next(codes, 0) == 5 else 3):
                    next(codes, 0)
            elif code == 0:
                extras = frozenset()
            elif code in EXTRA_ON:
                extras |= {EXTRA_ON[code]}
            elif code in EXTRA_OFF:
                extras -= set(EXTRA_OFF[code])
        self.cursor.attrs = self.cursor.attrs._replace(blink=extras)

    def set_margins(self, *args, private: bool = False, **more) -> None:
        if not private:
            super().set_margins(*args, **more)

    def report_device_status(self, *args, **more) -> None:
        pass

    def feed(self, data: str) -> Emulator:
        self.stream.feed(data)
        return self

    def shown(self) -> list[list[tuple]]:
        """What can be seen: each cell's text and style; of a space, only what shows on a space."""
        return [[seen(self.buffer[y][x]) for x in range(self.columns)] for y in range(self.lines)]


@lru_cache(maxsize=1024)
def seen(char) -> tuple:
    extras = frozenset(char.blink or ())
    char = char._replace(blink=extras)
    if char.data != " ":
        return tuple(char)
    extras &= ON_BLANK
    lines = char.reverse or char.underscore or char.strikethrough or extras
    return tuple(char._replace(bold=False, italics=False, blink=extras, fg=char.fg if lines else "default"))


def stock(width: int, height: int) -> Emulator:
    """A terminal as Textual's own driver sets it up: a blank screen that does not wrap."""
    return Emulator(width, height).feed("\x1b[?7l")
