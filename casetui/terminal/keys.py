"""Reads the keyboard in a thread that sleeps until there is something to do."""

from __future__ import annotations

import os
import select
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from typing import Final

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._parser import ParseError
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

ESC: Final = "\x1b"
ESCAPE_WAIT: Final = constants.ESCAPE_DELAY + 0.01
"""The fewest seconds after which an Esc that nothing followed is the key Esc."""
ESCAPE_WAIT_MOST: Final = 1.0
"""The most seconds after which it is, on a slow line."""
REST_WAIT: Final = 5.0
"""Seconds in which the rest of a key that begins with Esc and ``[`` may come after its Esc."""
NEVER: Final = float("-inf")
"""The time of what did not happen."""
LETTERS_AFTER_O: Final = "ABCDEFHPQRS"
"""The letters that end a key which begins with Esc and ``O``: arrows, Home, End and F1 to F4."""
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


class Late(Message):
    """The rest of a key whose Esc was taken for the key Esc: what the Esc did is to be taken back first."""

    def __init__(self, key: events.Key | None) -> None:
        """``key`` is the whole key; ``None`` where the bytes were no key but an answer of the terminal."""
        super().__init__()
        self.key = key


class Keyboard:
    """Turns bytes of the terminal into Textual's messages.

    An Esc is held until it is known whether it begins a key: the bytes of an arrow key can come apart. A
    character other than ``[`` and ``O`` decides at once, and is not held. Where nothing comes for a while, it
    is the key Esc. Where ``[`` comes after that, with the rest of a key, ``Late`` is sent; also where ``O``
    does, but only soon and together with the last letter of a key: people type names such as O'Brien.
    """

    def __init__(
        self,
        encoding: str,
        debug: bool,
        send: Callable[[Message], None],
        round_trip: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """``round_trip`` returns the seconds in which the terminal answers, as far as that was measured."""
        self._decode = getincrementaldecoder(encoding if encoding != "ascii" else "utf-8")("replace")
        self._debug = debug
        self._parser = XTermParser(debug)
        self._send = send
        self._round_trip = round_trip
        self._until: float | None = None
        """When to stop waiting for the rest of a sequence; ``None``: nothing is waited for."""
        self._held = ""
        """The characters of a key that is not whole yet, from its Esc on; empty outside of one."""
        self._late = False
        """Whether the Esc of the held characters was sent as a key already."""
        self._escaped = NEVER
        """When the Esc was sent as a key to which the rest of a key may still belong."""
        self._last = ""
        """The last characters that were read, as many as begin or end a paste."""
        self._paste: list[str] | None = None
        """The characters of a paste that has not ended; ``None`` outside of one."""

    @property
    def patience(self) -> float | None:
        """The seconds after which to call ``tick``; ``None``: not at all."""
        return None if self._until is None else max(0.0, self._until - time.monotonic())

    @property
    def _escape_wait(self) -> float:
        """The seconds after which an Esc that nothing followed is the key: more where the line is slow."""
        return max(ESCAPE_WAIT, min(ESCAPE_WAIT_MOST, 2 * self._round_trip()))

    def feed(self, data: bytes) -> None:
        """Send the messages that the bytes make up."""
        text = self._decode.decode(data)
        for place, character in enumerate(text):
            self._last = (self._last + character)[-len(BRACKETED_PASTE_START) :]
            if self._paste is None:
                self._take(character, follows=place > 0, then=text[place + 1 : place + 2])
                if self._last == BRACKETED_PASTE_START:
                    self._paste = []
            else:
                self._paste.append(character)
                if self._last == BRACKETED_PASTE_END:
                    self._end_paste("".join(self._paste))
        self._until = self._next_tick()

    def _next_tick(self) -> float | None:
        if self._paste is not None:
            return time.monotonic() + PASTE_WAIT
        if not self._held:
            return None
        wait = self._escape_wait if self._late or self._held == ESC else REST_WAIT
        return time.monotonic() + wait

    def _take(self, character: str, *, follows: bool, then: str) -> None:
        """Take a character outside of a paste.

        It ``follows`` another one that came with the same bytes; ``then`` is the one that came after it.
        """
        if self._held and self._held != ESC:
            self._go_on(character)
        elif self._held:
            if character in "[O" or (follows and _is_named(character)):
                self._go_on(character)
            else:
                self._press_escape()
                self._begin(character, then)
        else:
            self._begin(character, then)

    def _begin(self, character: str, then: str) -> None:
        """Take a character that no Esc waits for; ``then`` is as in ``_take``."""
        if character == ESC:
            self._held = ESC
        elif self._goes_on_late(character, then):
            self._held, self._late = ESC, True
            self._go_on(character)
        else:
            self._escaped = NEVER
            self._pass_on(self._parser.feed(character))

    def _goes_on_late(self, character: str, then: str) -> bool:
        """Return whether a character is the second one of a key whose Esc was sent as the key Esc."""
        since = time.monotonic() - self._escaped
        if character == "O":
            return since < self._escape_wait and then != "" and then in LETTERS_AFTER_O
        return character == "[" and since < REST_WAIT

    def _go_on(self, character: str) -> None:
        """Take a character that belongs to the held ones; send the key where it is whole."""
        if character == ESC:  # what was held is never finished: the rest of it was lost
            self._drop()
            self._held = ESC
            return
        if self._held == f"{ESC}O" and character not in LETTERS_AFTER_O:
            self._held += character
            self._drop()
            return
        new = self._held + character if self._held == ESC else character
        self._held += character
        found = self._read(self._parser.feed(new))
        if found is None:
            self._end()
        elif found or self._parser._timeout_time is None:
            for message in found:
                self._send(self._as_late(message) if self._late else message)
            is_key = any(isinstance(message, events.Key) for message in found)
            if self._late and not is_key:
                self._send(Late(None))
            # an answer of the terminal may come between the Esc of a key and its rest
            self._end(self._escaped if not (is_key or self._late) else NEVER)
        elif _is_whole(self._held):
            self._drop()

    @staticmethod
    def _as_late(message: Message) -> Message:
        return Late(message) if isinstance(message, events.Key) else message

    def _press_escape(self) -> None:
        self._end(time.monotonic())
        self._send(events.Key("escape", ESC))

    def _drop(self) -> None:
        """Give up the held characters: no key has them. Those after an Esc that was sent were typed."""
        typed = self._held[1:] if self._late or self._held.startswith(f"{ESC}O") else ""
        if typed and not self._late:
            self._send(events.Key("escape", ESC))
        self._parser = XTermParser(self._debug)
        self._end()
        self._pass_on(self._parser.feed(typed) if typed else ())

    def _end(self, escaped: float = NEVER) -> None:
        self._held, self._late, self._escaped = "", False, escaped

    def _end_paste(self, came: str) -> None:
        """Send a paste, without control characters: the parser would take an Esc in it for a key."""
        self._paste = None
        text = came.removesuffix(BRACKETED_PASTE_END).translate(_CONTROL)
        self._pass_on(self._parser.feed(text + BRACKETED_PASTE_END))

    def tick(self) -> None:
        """Act on the time passed: an Esc that nothing followed was the key, a paste without end is over."""
        if self._until is None or time.monotonic() < self._until:
            return
        self._until = None
        if self._paste is not None:
            self._last = ""
            self._end_paste("".join(self._paste))
        elif self._held == ESC:
            self._press_escape()
        elif self._held:
            self._drop()

    def _pass_on(self, messages: Iterable[Message]) -> None:
        """Send the parser's messages; a sequence on which the parser fails is dropped."""
        for message in self._read(messages) or ():
            self._send(message)

    def _read(self, messages: Iterable[Message]) -> list[Message] | None:
        """Return the parser's messages; ``None`` where it fails: the sequence is then dropped."""
        try:
            return list(messages)
        except (ArithmeticError, LookupError, ValueError):  # OverflowError, IndexError among them
            self._parser = XTermParser(self._debug)
            return None

    def close(self) -> None:
        """End the parser."""
        try:
            for _ in self._parser.feed(""):
                pass
        except (EOFError, ParseError):
            return


def _is_named(character: str) -> bool:
    """Return whether Esc and a character that came with it are a key by name, such as Ctrl+Left."""
    return isinstance(ANSI_SEQUENCES_KEYS.get(f"{ESC}{character}"), tuple)


def _is_whole(sequence: str) -> bool:
    """Return whether a sequence has its last character, by the rules for control sequences (ECMA-48)."""
    rest = sequence.removeprefix(f"{ESC}[").removeprefix(f"{ESC}O")
    return rest not in ("", "[") and "@" <= rest[-1] <= "~"


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
