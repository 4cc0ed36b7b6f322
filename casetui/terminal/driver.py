"""The Textual driver of this program: it sends only changed cells, and ends the app when the line ends."""

from __future__ import annotations

import os
import sys
from typing import Any

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from casetui.terminal.keys import Keyboard, Late, Wake, listen
from casetui.terminal.kind import Kind, kind_of
from casetui.terminal.order import KeyOrder
from casetui.terminal.output import Output
from casetui.terminal.settling import Settling
from casetui.terminal.signals import Ending, restore_modes
from casetui.terminal.small import GLOBAL_KEYS, cover, too_small

UNSENT = frozenset(
    ("\x1b[?25l", "\x1b[?1004h", "\x1b[?1004l", "\x1b[?1000h", "\x1b[?1003h", "\x1b[?1015h", "\x1b[?1006h")
)
"""Never sent: the cursor stays visible, and neither the mouse nor the window's focus is reported."""
MODERN = ("\x1b[?2026$p", "\x1b[?2048$p", "\x1b[>", "\x1b[<u", "\x1b]")
"""The beginnings of sequences that older terminals print instead of ignoring them."""
POINTER = "\x1b]22;"
"""The beginning of the sequence that sets the shape of the mouse pointer; there is no mouse."""
CLEAR = "\x1b[H\x1b[2J"
"""Clears the screen at the end: not every terminal goes back to the shell's own screen."""
SIGNAL_WAIT = 0.02
"""Seconds before a suspended program goes on: a signal to end that came meanwhile is handled first."""
LAST_SEND = 2.0
"""Seconds that the line may take for the last bytes, which restore the terminal."""


class LineDriver(LinuxDriver):
    """Textual's driver for Linux with a model of the screen: only the changed cells of a frame are sent."""

    kind: Kind | None = None
    """What the terminal can show; ``None``: as the environment says."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Take the arguments that every driver takes; ``mouse`` is ignored, as there is no mouse."""
        super().__init__(app, debug=debug, mouse=False, size=size)
        self._kind = self.kind or kind_of()
        self._wake = Wake()
        self._leaving = False
        self._active = False
        self._ending = Ending(app, self._restore_hard)
        self.output = Output(
            encoding=self._kind.encoding,
            dialect=self._kind.dialect,
            paint=self._kind.paint,
            on_lost=self._ending.end_soon,
            cover=cover,
        )
        self.order = KeyOrder(app, self.output)
        self._settling = Settling(self.output, self._wake.wake)

    # -- what Textual writes ---------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Draw a frame or queue a control sequence, and send as much as the line takes now."""
        if data in UNSENT or data.startswith(POINTER) or (not self._kind.queries and data.startswith(MODERN)):
            return
        if self._app.screen_stack:
            self._settling.drawn(self._app.screen_stack[-1], self._loop)
        if self.output.write(data, self.order.question()) is not None:
            self._wake.wake()

    def flush(self) -> None:
        """Do nothing: ``write`` has sent all that could be sent."""

    def repaint(self) -> None:
        """Draw the whole screen anew, whatever the terminal shows."""
        self.output.repaint()
        self._wake.wake()

    # -- coming and going ------------------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the terminal: at the start, and after a suspension."""
        if self._active:
            return
        self._ending.watch()
        self._leaving = False
        self.output.open(_terminal(), asks=self.input_tty)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is None:
            return  # in the background the process was stopped; this is called again when it goes on
        self._writer_thread.stop()
        self._writer_thread = None
        self._active = True
        if any(char != " " for row in self.output.wanted.texts for char in row):
            self.repaint()

    def stop_application_mode(self) -> None:
        """Send the rest, and give the terminal back as it was."""
        if not self._active:
            return  # it was given back already, and in the background it may not be touched
        self.output.end_frames()
        self.output.control(CLEAR)
        super().stop_application_mode()
        self._active = False
        self.output.drain(LAST_SEND)

    def close(self) -> None:
        """Close the line."""
        super().close()
        self.output.close()

    def disable_input(self) -> None:
        """Read no more keys, once the terminal has answered: the shell would take a late answer for keys."""
        if not self._active:
            return
        if not self._leaving:
            self.output.end_frames()
            self.output.await_answers()
        self._leaving = True
        self._wake.wake()
        super().disable_input()

    def _restore_hard(self) -> None:
        """Restore the terminal from another thread, where the app does not end by itself."""
        restore_modes(self.attrs_before)
        self.output.end_frames()
        for data in (CLEAR, "\x1b[?2004l", "\x1b[?7h", "\x1b[?1049l", "\x1b[?25h"):
            self.output.control(data)
        self.output.drain(0.5)

    # -- signals ---------------------------------------------------------------------------------

    def _sigtstp_application(self, *_: object) -> None:
        """Suspend in the loop's next turn: the signal may come in the middle of a frame."""
        self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.call_later, SIGNAL_WAIT, self._continue)

    def _continue(self) -> None:
        """Take the terminal again, also after SIGSTOP, which cannot be caught."""
        if not self._auto_restart or self._ending.ended:
            return
        if self._active:
            self.suspend_application_mode()
        self.resume_application_mode()

    # -- what the terminal sends -------------------------------------------------------------------

    def run_input_thread(self) -> None:
        """Read keys, send what waits, and sleep while there is neither."""
        keyboard = Keyboard(self._kind.encoding, self._debug, self.process_message, self.output.round_trip)
        try:
            while not (self._leaving or self.exit_event.is_set()):
                if not listen(self.fileno, self._wake, keyboard, self.output.pump, self._blocked_file):
                    self._ending.end_soon()
                    break
        finally:
            keyboard.close()

    def _blocked_file(self) -> int:
        return self.output.fileno() if self.output.blocked else -1

    def process_message(self, message: Message) -> None:
        """Pass a message on to the app, but for answers to the driver's own questions; note the size."""
        if isinstance(message, events.CursorPosition) and self.output.answered():
            return
        if isinstance(message, events.Resize):
            self.output.size = (message.size.width, message.size.height)
        super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Send a message to the app; a key or a paste waits until the one before it is done.

        In a window that is too small to show the screen, keys and pastes do nothing.
        """
        if too_small(*self.output.size) and _acts(message):
            return
        if isinstance(message, events.Key | events.Paste | Late):
            self._loop.call_soon_threadsafe(self.order.add, message)
        else:
            super().send_message(message)

    def _get_terminal_size(self) -> tuple[int, int]:
        """Return the terminal's own columns and lines, whatever ``COLUMNS`` and ``LINES`` say."""
        try:
            size = tuple(os.get_terminal_size(_terminal()))
        except OSError:
            size = (0, 0)
        width, height = size if all(size) else super()._get_terminal_size()
        self.output.size = (width, height)
        return self.output.size


def _acts(message: Message) -> bool:
    """Return whether a message would do something on a screen that cannot be seen."""
    return isinstance(message, events.Paste | Late) or (
        isinstance(message, events.Key) and message.key not in GLOBAL_KEYS
    )


def _terminal() -> int:
    """Return the file descriptor of the terminal: standard output, error or input."""
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        if stream is not None and os.isatty(stream.fileno()):
            return stream.fileno()
    return 2
