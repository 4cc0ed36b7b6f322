"""Every screen of the program, in the very bytes that Textual writes: our driver shows each cell alike."""

import os
from codecs import getincrementaldecoder
from contextlib import suppress
from itertools import count

import pytest
from rich.control import Control
from textual._compositor import CompositorUpdate

from casetui.app import CaseApp
from casetui.terminal.ascii import translation
from casetui.terminal.kind import kind_of
from casetui.terminal.output import Output
from tests.screens.places import PLACES, at, busy
from tests.terminal.emulator import stock

SIZE = (80, 24)
TERMINALS = {
    **{term: {"TERM": term} for term in ("linux", "screen", "tmux", "tmux-256color", "vt100", "xterm")},
    **{term: {"TERM": term} for term in ("putty", "putty-256color")},
    "a locale without UTF-8": {"TERM": "xterm", "LANG": "C"},
    "a Western locale": {"TERM": "xterm", "LANG": "en_IE"},
    "one colour": {"TERM": "xterm-256color", "NO_COLOR": "1"},
}


@pytest.fixture
def frames(monkeypatch):
    """Return a list that grows by every frame that Textual draws."""
    drawn, display = [], CaseApp._display

    def record(app, screen, what):
        if isinstance(what, CompositorUpdate) and not app._batch_count:
            place = app.screen.outer_size.clamp_offset(app.cursor_position)
            drawn.append(what.render_segments(app.console) + Control.move_to(*place).segment.text)
        display(app, screen, what)

    monkeypatch.setattr(CaseApp, "_display", record)
    return drawn


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


@pytest.mark.parametrize("name", PLACES)
async def test_both_drivers_show_the_same_after_every_frame(office, frames, name):
    async with at(busy(office), name):
        pass
    plain = stock(*SIZE)
    with Ours({"TERM": "xterm-256color", "COLORTERM": "truecolor"}) as ours:
        for frame in frames:
            assert ours.feed(frame).shown() == plain.feed(frame).shown()
    assert any(cell.strip() for row in texts(plain.shown()) for cell in row)


@pytest.mark.parametrize("name", ["caseload", "step 4", "contact with errors", "two values", "checklist"])
async def test_every_terminal_shows_a_whole_screen_with_the_letters_it_has(office, frames, name):
    async with at(busy(office), name):
        pass
    wanted = stock(*SIZE)
    for frame in frames:
        wanted.feed(frame)
    for terminal, environ in TERMINALS.items():
        with Ours(environ) as ours:
            for frame in frames:
                ours.feed(frame)
        kind, shown = ours.kind, ours.screen.shown()
        translate = translation(kind.encoding, kind.ascii_only, kind.name.startswith("linux"))
        assert texts(shown) == texts(wanted.shown(), translate), terminal
        if not kind.colours:
            assert {(cell[1], cell[2]) for row in shown for cell in row} == {("default", "default")}, terminal
