"""Reads the keyboard in a thread that sleeps until there is something to do."""

from __future__ import annotations

import os
import select
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from typing import Final

from textual import constants
from textual._parser import ParseError
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

ESCAPE_WAIT: Final = constants.ESCAPE_DELAY + 0.01
"""Seconds after which an Esc that nothing followed is the key Esc."""
PASTE_WAIT: Final = 5.0
"""Seconds of silence after which a paste whose end was lost is over: else no key would be one again."""
_CONTROL: Final = dict.fromkeys(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r")
"""The control characters that are left out of a pasted text."""


class Wake:
    """A pipe that wakes the thread up that reads the keyboard."""

    def __init__(self) -> None:
        self.read_end, self._write_end = os.pipe()
        os.set_blocking(self.read_end, False)
        os.set_blocking(self._write_end, False)

    def wake(self) -> None:
        """Wake the thread up, from anywhere."""
        try:
            os.write(self._write_end, b"\0")
        except OSError:
            return  # full: it wakes up anyhow; closed: there is nobody to wake

    def clear(self) -> None:
        """Empty the pipe, so that the thread can sleep again."""
        try:
            while os.read(self.read_end, 512):
                pass
        except OSError:
            return


class Keyboard:
    """Turns bytes of the terminal into Textual's messages."""

    def __init__(self, encoding: str, debug: bool, send: Callable[[Message], None]) -> None:
        self._decode = getincrementaldecoder(encoding if encoding != "ascii" else "utf-8")("replace")
        self._debug = debug
        self._parser = XTermParser(debug)
        self._send = send
        self._until: float | None = None
        """When the parser stops waiting for the rest of a sequence; ``None``: it does not wait."""
        self._last = ""
        """The last characters that were read, as many as begin or end a paste."""
        self._paste: list[str] | None = None
        """The characters of a paste that has not ended; ``None`` outside of one."""

    @property
    def patience(self) -> float | None:
        """The seconds after which to call ``tick``; ``None``: not at all."""
        return None if self._until is None else max(0.0, self._until - time.monotonic())

    def feed(self, data: bytes) -> None:
        """Send the messages that the bytes make up."""
        for character in self._decode.decode(data):
            self._last = (self._last + character)[-len(BRACKETED_PASTE_START) :]
            if self._paste is None:
                self._pass_on(self._parser.feed(character))
                if self._last == BRACKETED_PASTE_START:
                    self._paste = []
            else:
                self._paste.append(character)
                if self._last == BRACKETED_PASTE_END:
                    self._end_paste("".join(self._paste))
        self._until = time.monotonic() + (ESCAPE_WAIT if self._paste is None else PASTE_WAIT)

    def _end_paste(self, came: str) -> None:
        """Send a paste, without control characters: the parser would take an Esc in it for a key."""
        self._paste = None
        text = came.removesuffix(BRACKETED_PASTE_END).translate(_CONTROL)
        self._pass_on(self._parser.feed(text + BRACKETED_PASTE_END))

    def tick(self) -> None:
        """Act on the time passed: an Esc that nothing followed was the key, a paste without end is over."""
        if self._until is not None and time.monotonic() >= self._until:
            self._until = None
            self._last = ""  # what began like a paste was typed
            if self._paste is not None:
                self._end_paste("".join(self._paste))
            self._pass_on(self._parser.tick())

    def _pass_on(self, messages: Iterable[Message]) -> None:
        """Send the parser's messages; a sequence on which the parser fails is dropped."""
        try:
            made = list(messages)
        except (ArithmeticError, LookupError, ValueError):  # OverflowError, IndexError among them
            self._parser = XTermParser(self._debug)
            return
        for message in made:
            self._send(message)

    def close(self) -> None:
        """End the parser."""
        try:
            for _ in self._parser.feed(""):
                pass
        except (EOFError, ParseError):
            return


def listen(
    fd: int, wake: Wake, keyboard: Keyboard, pump: Callable[[], float | None], line: Callable[[], int]
) -> bool:
    """Send what the line takes, and wait once: for a key, for ``wake``, for the line or for a time to pass.

    ``pump`` sends and returns the seconds after which it is to be called again; ``None``: no more. ``line``
    returns the file that refused bytes and is waited for; -1: none. Returns ``False`` at the end of input.
    """
    again = pump()
    waits = [wait for wait in (again, keyboard.patience) if wait is not None]
    refused = line()  # called once: another thread may unblock the line meanwhile
    blocked = [refused] if refused >= 0 else []
    ready, _, _ = select.select([fd, wake.read_end], blocked, [], min(waits) if waits else None)
    if fd in ready:
        try:
            data = os.read(fd, 4096)
        except OSError:
            return False
        if not data:
            return False
        keyboard.feed(data)
    keyboard.tick()
    if wake.read_end in ready:
        wake.clear()
    return True
