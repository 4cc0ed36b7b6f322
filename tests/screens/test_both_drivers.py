"""A screen in the very bytes that Textual writes: our driver shows each cell alike, on every terminal."""

import os
from codecs import getincrementaldecoder
from contextlib import suppress
from itertools import count

from casetui.terminal.ascii import translation
from casetui.terminal.kind import kind_of
from casetui.terminal.output import Output
from tests.terminal.emulator import stock

SIZE = (80, 24)
TERMINALS = {
    **{term: {"TERM": term} for term in ("linux", "screen", "tmux", "tmux-256color", "vt100", "xterm")},
    **{term: {"TERM": term} for term in ("putty", "putty-256color")},
    "a locale without UTF-8": {"TERM": "xterm", "LANG": "C"},
    "a Western locale": {"TERM": "xterm", "LANG": "en_IE"},
    "one colour": {"TERM": "xterm-256color", "NO_COLOR": "1"},
}


class Ours:
    """A terminal behind our driver's output."""

    def __init__(self, environ):
        self.kind, self.screen = kind_of(environ), stock(*SIZE)
        self._decode = getincrementaldecoder(self.kind.encoding)().decode
        self._far, near = os.pipe()
        os.set_blocking(self._far, False)
        self._ends = (self._far, near)
        self.output = Output(
            encoding=self.kind.encoding,
            dialect=self.kind.dialect,
            paint=self.kind.paint,
            clock=count(0, 10).__next__,
        )  # fmt: skip - each look at the clock is ten seconds later: no frame waits for the line
        self.output.size = SIZE
        self.output.open(near, asks=False)

    def feed(self, frame):
        """Write a frame, and let the terminal show all that comes of it."""
        waits = self.output.write(frame)
        while waits is not None:
            self._read()
            waits = self.output.pump()
        self._read()
        return self.screen

    def _read(self):
        with suppress(BlockingIOError):
            while True:
                self.screen.feed(self._decode(os.read(self._far, 1 << 16)))

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for end in self._ends:
            os.close(end)


def texts(shown, translate=lambda text: text):
    return [[translate(cell[0]) for cell in row] for row in shown]


def both_drivers_show_the_same_after_every_frame(visit):
    """Check of the walk."""
    plain = stock(*SIZE)
    with Ours({"TERM": "xterm-256color", "COLORTERM": "truecolor"}) as ours:
        for frame in visit.frames:
            assert ours.feed(frame).shown() == plain.feed(frame).shown()
    assert any(cell.strip() for row in texts(plain.shown()) for cell in row)


ON_EVERY_TERMINAL = ("caseload", "step 4", "contact with errors", "two values", "checklist")


def every_terminal_shows_a_whole_screen_with_the_letters_it_has(visit):
    """Check of the walk, at five places that have something of everything."""
    if visit.name not in ON_EVERY_TERMINAL:
        return
    wanted = stock(*SIZE)
    for frame in visit.frames:
        wanted.feed(frame)
    for terminal, environ in TERMINALS.items():
        with Ours(environ) as ours:
            for frame in visit.frames:
                ours.feed(frame)
        kind, shown = ours.kind, ours.screen.shown()
        translate = translation(kind.encoding, kind.ascii_only, kind.name.startswith("linux"))
        assert texts(shown) == texts(wanted.shown(), translate), terminal
        if not kind.colours:
            assert {(cell[1], cell[2]) for row in shown for cell in row} == {("default", "default")}, terminal
