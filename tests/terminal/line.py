"""A program in a pseudo-terminal: a line that can be slow, with an emulator at its other end."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from codecs import getincrementaldecoder
from pathlib import Path

import psutil

from tests.terminal.emulator import Emulator

ROOT = Path(__file__).parents[2]
SAMPLE = (sys.executable, "-m", "tests.terminal.sample_app")


class Line:
    """Runs ``command`` behind a line of ``rate`` bytes a second, and ``delay`` seconds each way."""

    def __init__(
        self, *command: str, size=(80, 24), rate: float | None = None, delay: float = 0.0,
        answers: bool = True, env: dict[str, str] | None = None, encoding: str = "utf-8",
    ) -> None:  # fmt: skip
        self.size = size
        self.screen = Emulator(*size)
        self.log = bytearray()
        self.rate, self.delay, self.answers = rate, delay, answers
        self._decode = getincrementaldecoder(encoding)("replace").decode
        self._coming: list[tuple[float, bytes]] = []
        self._going: list[tuple[float, bytes]] = []
        self._free_at = 0.0
        self._tail = b""
        self.status: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            for name in ("NO_COLOR", "LC_ALL", "LC_CTYPE", "COLORTERM", "COLUMNS", "LINES"):
                os.environ.pop(name, None)
            os.environ |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", **(env or {})}
            self._resize(0)
            os.execv(command[0], command)
        self._resize(self.fd)
        self.process = psutil.Process(self.pid)

    def _resize(self, fd: int) -> None:
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", self.size[1], self.size[0], 0, 0))

    def resize(self, width: int, height: int) -> None:
        self.size = (width, height)
        self.screen.resize(height, width)
        self._resize(self.fd)

    def keys(self, data: str | bytes) -> None:
        payload = data.encode() if isinstance(data, str) else data
        self._going.append((time.monotonic() + self.delay, payload))
        self._deliver()

    def _deliver(self) -> None:
        now = time.monotonic()
        while self._going and self._going[0][0] <= now:
            os.write(self.fd, self._going.pop(0)[1])
        while self._coming and self._coming[0][0] <= now:
            self._show(self._coming.pop(0)[1])

    def _show(self, data: bytes) -> None:
        text = self._decode(data)
        self.screen.feed(text)
        seen = self._tail + data  # a question may come in pieces
        self._tail = seen[-3:]
        if self.answers:
            for _ in range(seen.count(b"\x1b[6n")):
                self.keys(b"\x1b[1;1R")

    def step(self, seconds: float = 0.01) -> bool:
        """Let the line work for a moment; return False when its other end is closed."""
        self._deliver()
        now = time.monotonic()
        if self.rate and now < self._free_at:
            time.sleep(min(seconds, self._free_at - now))
            return True
        try:
            if not select.select([self.fd], [], [], seconds)[0]:
                return True
            data = os.read(self.fd, max(1, int(self.rate / 50)) if self.rate else 65536)
        except OSError as error:
            assert error.errno == errno.EIO
            return False
        if not data:
            return False
        self.log += data
        if self.rate:
            self._free_at = max(now, self._free_at) + len(data) / self.rate
        self._coming.append((time.monotonic() + self.delay, data))
        self._deliver()
        return True

    def until(self, text: str, seconds: float = 20.0) -> float:
        """Wait until the screen shows ``text``; return how long it took."""
        start = time.monotonic()
        while not any(text in row for row in self.screen.display):
            took = time.monotonic() - start
            assert took < seconds, f"no {text!r} in:\n" + "\n".join(self.screen.display)
            self.step()
        return time.monotonic() - start

    def quiet(self, seconds: float = 0.3) -> int:
        """Wait until nothing came for ``seconds``; return how many bytes came before."""
        start, size, since = len(self.log), len(self.log), time.monotonic()
        while time.monotonic() - since < seconds or self._coming:
            self.step()
            if len(self.log) != size:
                size, since = len(self.log), time.monotonic()
        return size - start

    def gone(self, seconds: float = 10.0, *, read: bool = True) -> float:
        """Wait until the program has ended; return how long it took. Sets ``status``."""
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            if read and self.fd >= 0:
                self.step(0.005)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return time.monotonic() - start
            time.sleep(0.005)
        raise AssertionError("the program goes on running")

    def modes(self) -> list:
        return termios.tcgetattr(self.fd)

    def cut(self) -> None:
        """Close the terminal, as a dropped connection does."""
        os.close(self.fd)
        self.fd = -1

    def close(self) -> None:
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        if self.fd >= 0:
            os.close(self.fd)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
