"""Holds a new screen back until Textual has finished laying it out.

Textual lays a screen out, draws it, tells each widget its size, and lays out and draws again what the widgets
change. On a slow line each of these frames would be seen for a second. A line that carries a whole screen in
less than the time it takes to wait gets each frame at once.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Callable

from casetui.terminal.output import Output

TICK = 0.01
"""Seconds between two looks whether anything was drawn meanwhile."""
STILL = 3
"""After this many looks in a row with nothing drawn, the screen is sent."""
MOST = 12
"""After this many looks the screen is sent, whatever is still drawn."""
SCREENFUL = 2500
"""Bytes that another screen takes."""


class Settling:
    """Holds frames back from the instant another screen is on top until nothing of it is drawn any more.

    Each look is a turn of the app's loop: none passes while the app is busy with the screen, however slow the
    computer.
    """

    def __init__(self, output: Output, wake: Callable[[], None]) -> None:
        """``wake`` is called when frames that were held back are not all sent at once."""
        self._output = output
        self._wake = wake
        self._screen: object = None
        self._still = self._looks = 0

    def drawn(self, screen: object, loop: AbstractEventLoop) -> None:
        """Note that something of ``screen`` is drawn. The very first screen is never held back."""
        self._still = 0
        if screen is self._screen:
            return
        first, self._screen = self._screen is None, screen
        self._looks = 0
        if not (first or self._output.held or self._output.carries(SCREENFUL, STILL * TICK)):
            self._output.held = True
            loop.call_soon_threadsafe(loop.call_later, TICK, self._look, loop)

    def _look(self, loop: AbstractEventLoop) -> None:
        self._still += 1
        self._looks += 1
        if self._still < STILL and self._looks < MOST:
            loop.call_later(TICK, self._look, loop)
            return
        self._output.held = False
        if self._output.pump() is not None:
            self._wake()
