"""A program in a pseudo-terminal of 80×24, measured from outside as a person would feel it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.terminal.emulator import Emulator

ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT = 80, 24
SETTLED = 0.7
"""Seconds in which the text stays the same after which a first screen counts as settled."""
QUIET = 0.25
"""Seconds without output after which a key counts as answered; the floor's cursor blinks every half."""
FULL = 5
"""Rows with something in them from which on a screen may be full."""
PATIENCE = 30.0
"""Seconds after which what does not come is missing."""
KEYS = {
    "tab": "\t",
    "enter": "\r",
    "down": "\x1b[B",
    "^X": "\x18",
    "^P": "\x10",
    "^U": "\x15",
    "f3": "\x1bOR",
}


class NotShown(AssertionError):
    """What a key should have shown did not come; the text is the screen."""


@dataclass
class Start:
    """How a program began: seconds since the command, and bytes."""

    something: float
    """Until something could be read."""
    settled: float
    """Until the text of the first full screen stood."""
    size: int


@dataclass
class Answer:
    """What a key brought: bytes, and seconds until what was waited for was on the screen."""

    size: int
    took: float


class Session:
    """Starts ``command`` and answers its questions for the cursor, as a terminal does."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        """Begin, and wait for the first full screen or for the program's end."""
        self.screen = Emulator(WIDTH, HEIGHT)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._began = time.perf_counter()
        self.pid, self.line = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
            os.execvpe(command[0], command, env)
        self.ended = False
        self._last = self._began
        """When the last bytes came."""
        self._arrows = "\x1b["
        """How an arrow begins, as the program asked for."""
        self.start = self._first_screen()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self.screen.display)

    @property
    def _full(self) -> bool:
        return sum(bool(row.strip()) for row in self.screen.display) >= FULL

    def _read(self, seconds: float) -> tuple[float, int]:
        """Show what comes within ``seconds``; return when it came, and how many bytes (0: nothing)."""
        if self.ended or not select.select([self.line], [], [], max(0.0, seconds))[0]:
            return time.perf_counter(), 0
        try:
            data = os.read(self.line, 65536)
        except OSError:
            data = b""
        now = time.perf_counter()
        self.ended = not data
        self._last = now
        asked = data.count(b"\x1b[6n")
        if asked:
            os.write(self.line, b"\x1b[1;1R" * asked)
        for mode in re.findall(rb"\x1b\[\?1([hl])", data):
            self._arrows = "\x1bO" if mode == b"h" else "\x1b["
        self.screen.feed(self._decode(data))
        return now, len(data)

    def _first_screen(self) -> Start:
        text, something, settled, size = self.text, 0.0, self._began, 0
        while not self.ended:
            now, count = self._read(SETTLED if self._full else PATIENCE)
            size += count
            if self.text != text:
                text, settled = self.text, now
                something = something or now
            elif not count or (self._full and now - settled > SETTLED):
                break
        if not something:
            raise NotShown("nothing came on the screen")
        return Start(something - self._began, settled - self._began, size)

    def until(self, seen: Callable[[], bool], what: str) -> Answer:
        """Wait until ``seen``; raise ``NotShown`` where that does not come."""
        begun, size = time.perf_counter(), 0
        while not seen():
            now, count = self._read(0.5)
            size += count
            if self.ended or now - begun > PATIENCE:
                raise NotShown(f"no {what} in:\n{self.text}")
        else:
            now = time.perf_counter() if not size else now
        return Answer(size, now - begun)

    def quiet(self, seconds: float = QUIET) -> int:
        """Wait until nothing came for ``seconds``; return how many bytes came."""
        size = 0
        while count := self._read(seconds)[1]:
            size += count
        return size

    def send(self, key: str) -> None:
        """Press a key by name, or type a character, and look at nothing."""
        os.write(self.line, KEYS.get(key, key).replace("\x1b[", self._arrows).encode())

    def press(self, key: str, seen: Callable[[], bool] | None = None) -> Answer:
        """Press a key by name, or type a character; wait until ``seen``, and until the screen is quiet.

        Without ``seen`` something must change. Raises ``NotShown`` where it does not.
        """
        before = self._state()
        self.send(key)
        answer = self.until(seen or (lambda: self._state() != before), f"answer to {key!r}")
        return Answer(answer.size + self.quiet(), answer.took)

    def settled(self, key: str, seen: Callable[[], bool] | None = None) -> float:
        """Press a key; return the seconds until the last byte of what it brings, which must be ``seen``.

        Without ``seen`` something must change.
        """
        before = self._state()
        begun = time.perf_counter()
        self.send(key)
        self.until(seen or (lambda: self._state() != before), f"answer to {key!r}")
        last = self._last
        while self._read(QUIET)[1]:
            last = self._last
        return last - begun

    def echo(self, char: str, typed: str) -> float:
        """Type a character; return the seconds until ``typed``, which ends with it, is on the screen."""
        self.send(char)
        took = self.until(lambda: typed in self.text, f"echo {typed!r}").took
        self.quiet(0.03)
        return took

    def _state(self) -> tuple[object, ...]:
        """What a key may change: the text, its style, the cursor's place."""
        return (self.screen.shown(), self.screen.cursor.y, self.screen.cursor.x)

    def idle(self, seconds: float) -> int:
        """Wait, and return how many bytes came."""
        until, size = time.perf_counter() + seconds, 0
        while (left := until - time.perf_counter()) > 0 and not self.ended:
            size += self._read(left)[1]
        return size

    # -- what it takes of the computer -----------------------------------------------------------

    @property
    def peak(self) -> float:
        """The most memory it ever had, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    @property
    def processor(self) -> float:
        """The seconds of processor time of all its threads so far."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def end(self) -> None:
        """End the program."""
        try:
            os.kill(self.pid, signal.SIGTERM)
            while not self.ended:
                self._read(PATIENCE)
        except ProcessLookupError:
            pass
        os.close(self.line)
        os.waitpid(self.pid, 0)
