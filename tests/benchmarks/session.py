"""A program in a pseudo-terminal of 80×24, measured from outside as a person would feel it."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from dataclasses import dataclass

import psutil

QUIET = 0.4
"""Seconds without output after which a screen counts as settled; the floor's cursor blinks every half."""
FULL = 800
"""Bytes below which no first screen is full."""
KEYS = {"tab": b"\t", "enter": b"\r", "down": b"\x1b[B", "^X": b"\x18", "^P": b"\x10", "f3": b"\x1bOR"}


@dataclass
class Answer:
    """What a key brought: bytes, and seconds to the first and the last of them."""

    size: int
    first: float
    last: float


class Session:
    """Starts ``command`` and answers its questions for the cursor, as a terminal does."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self.pid, self.line = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, {**os.environ, **env, "TERM": "xterm-256color", "COLUMNS": ""})
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.peak = 0
        self.start = self._until_quiet(QUIET, patience=3.0)

    def _until_quiet(self, quiet: float, patience: float = 0.0) -> Answer:
        """Read until nothing came for ``quiet`` seconds, or ``patience`` before the first full screen."""
        begun, size, first, last = time.perf_counter(), 0, 0.0, 0.0
        while True:
            waits = max(quiet, patience) if size < FULL else quiet
            ready, _, _ = select.select([self.line], [], [], waits)
            now = time.perf_counter() - begun
            if not ready:
                self._weigh()
                return Answer(size, first, last)
            try:
                data = os.read(self.line, 65536)
            except OSError:
                return Answer(size, first, last)
            first = first or now
            last = now
            asked = data.count(b"\x1b[6n")
            if asked:
                os.write(self.line, b"\x1b[1;1R" * asked)
            size += len(data) - 4 * asked

    def _weigh(self) -> None:
        try:
            self.peak = max(self.peak, psutil.Process(self.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            self.peak = max(self.peak, 0)

    def press(self, key: str) -> Answer:
        """Press a key by name, or type a character, and wait until the screen is quiet."""
        os.write(self.line, KEYS.get(key, key.encode()))
        return self._until_quiet(QUIET)

    def idle(self, seconds: float) -> int:
        """Wait, and return how many bytes came."""
        until, size = time.perf_counter() + seconds, 0
        while (left := until - time.perf_counter()) > 0:
            if select.select([self.line], [], [], left)[0]:
                size += len(os.read(self.line, 65536))
        return size

    def processor(self) -> float:
        """Return the seconds of processor time so far."""
        times = psutil.Process(self.pid).cpu_times()
        return times.user + times.system

    def end(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGTERM)
        try:
            while os.read(self.line, 65536):
                pass
        except OSError:
            pass
        os.close(self.line)
        os.waitpid(self.pid, 0)
