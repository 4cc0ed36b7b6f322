"""Sends the screen to the terminal: the newest frame as soon as the line takes it, and no byte twice."""

from __future__ import annotations

import math
import os
import re
import select
import threading
import time
from collections.abc import Callable

from casetui.terminal import pace
from casetui.terminal.cells import PLAIN, Paint, Screen, painted
from casetui.terminal.diff import FULL, Dialect, diff

SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
SYNC_PAYS = 256
"""Bytes from which a frame is bracketed as one update, for terminals that know such brackets."""
UNANSWERED = 1.0
"""Seconds, besides the usual wait, after which a frame counts as seen though the terminal did not answer."""
BLOCKED = 0.05
"""Seconds after which a line that took nothing is tried again."""
_CLEARS = re.compile(r"\x1b\[\?(?:1049|1047|47)[hl]|\x1bc|\x1b\[!p")


class Output:
    """The line to the terminal. Threads may share it. Only ``drain`` and ``await_answers`` ever wait."""

    def __init__(
        self,
        *,
        encoding: str = "utf-8",
        dialect: Dialect = FULL,
        paint: Paint = painted,
        on_lost: Callable[[], None] = lambda: None,
        cover: Callable[[Screen], Screen | None] = lambda wanted: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``on_lost`` is called once, from any thread, when the terminal is gone.

        ``cover`` may return a screen of the same size to be shown in place of the one that is wanted.
        """
        self.wanted = Screen(0, 0, paint)
        self.shown: Screen | None = None
        self.size: tuple[int, int] = (0, 0)
        """Columns and lines for the next frame. Any thread sets it when the size of the terminal changes."""
        self.lost = False
        self.blocked = False
        """Whether the line refused bytes when last tried."""
        self.held = False
        """Whether frames are held back. After setting it to ``False``, call ``pump``."""
        self.pace = pace.Pace()
        self._fd = -1
        self._owned = False
        self._dialect = dialect
        self._encoding = encoding
        self._on_lost = on_lost
        self._cover = cover
        self._clock = clock
        self._lock = threading.RLock()
        self._pending = b""
        self._controls: list[str] = []
        self._dirty = False
        self._sync = False
        self._frames = False
        self._asks = False
        self._question: object = None
        """The question that the wanted screen asks the person, if any."""
        self._watched = False
        """Whether the terminal is asked, with the next frame, to answer when it has read it."""
        self._watched_to = 0
        """How many bytes were sent in all, up to the frame with the question."""
        self._seen_at = math.inf

    # -- the line --------------------------------------------------------------------------------

    def open(self, fd: int, *, asks: bool = True) -> None:
        """Send to the terminal of the file ``fd``; with ``asks`` it is asked how far it has read."""
        with self._lock:
            try:
                flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK
                self._fd = os.open(os.ttyname(fd), flags)
                self._owned = True
            except OSError:
                self._fd, self._owned = fd, False
            self._pending, self._controls = b"", []
            self.pace = pace.Pace()
            self._asks = asks
            self._frames = True
            self.shown = None

    def close(self) -> None:
        """Close the line; the wanted screen stays for the next ``open``."""
        with self._lock:
            if self._owned and self._fd >= 0:
                os.close(self._fd)
            self._fd, self._owned = -1, False

    def fileno(self) -> int:
        """Return the file descriptor that is written to; -1 while the line is closed."""
        return self._fd

    def end_frames(self) -> None:
        """Put the style back to plain, and send no more frames, only the sequences given to ``control``."""
        with self._lock:
            if self._frames:
                self._frames = False
                style = self.shown.style if self.shown else PLAIN
                self._controls += ["\x1b]8;;\x1b\\"] * bool(style.link) + ["\x1b[m"]

    def repaint(self) -> None:
        """Draw the whole screen anew with the next ``pump``."""
        with self._lock:
            self.shown = None
            self._dirty = True

    # -- what is wanted --------------------------------------------------------------------------

    def write(self, data: str, question: object = None) -> float | None:
        """Draw what Textual writes, and send what the line takes now. Returns what ``pump`` returns.

        ``question`` is the screen that asks the person something, if the frame shows one; see ``seen``.
        """
        with self._lock:
            if data in (SYNC_START, SYNC_END):
                self._sync = True
                return None
            if data == "\a":
                self._controls.append(data)
            else:
                self._take(data)
                self._watch(question)
            return self.pump()

    def seen(self, question: object, when: float) -> bool:
        """Return whether the person could see ``question`` at the instant ``when``, in seconds of the clock.

        The question counts as seen from the terminal's answer to the frame that draws it.
        """
        with self._lock:
            return question is self._question and when >= self._seen_at

    def _watch(self, question: object) -> None:
        """Where ``question`` is drawn for the first time, let the terminal answer when it has read that."""
        if question is not None and question is not self._question:
            self._watched = self._dirty = True
            self._seen_at = math.inf
        self._question = question

    def control(self, data: str) -> None:
        """Send a sequence as it is, after the sequences before it and before any frame."""
        with self._lock:
            self._controls.append(data)
            self.pump()

    def _take(self, data: str) -> None:
        if self.size != (self.wanted.width, self.wanted.height):
            self.wanted = self.wanted.resized(*self.size)
            self.shown = None
        others = self.wanted.feed(data)
        self._controls += others
        if "".join(others) != data:
            self._dirty = True
        if any(_CLEARS.fullmatch(other) for other in others):
            self.shown = None

    def carries(self, count: int, seconds: float) -> bool:
        """Return whether the line is known to bring ``count`` bytes to the terminal within ``seconds``."""
        with self._lock:
            return self.pace.carries(count, seconds)

    # -- sending ---------------------------------------------------------------------------------

    def pump(self) -> float | None:
        """Send what the line takes now.

        Returns ``None`` when all is sent, else the seconds after which to call again. Call sooner when
        the line was ``blocked`` and is ready, or when the terminal answers.
        """
        with self._lock:
            while not self.lost and self._fd >= 0:
                if self._pending:
                    self._send()
                    if self._pending:
                        return BLOCKED
                elif self._controls:
                    self._pending = "".join(self._controls).encode(self._encoding, "replace")
                    self._controls = []
                elif not (self._dirty and self._frames) or self.held:
                    return None
                elif wait := self.pace.wait(self._clock()):
                    return wait
                else:
                    self._pending = self._frame()
            return None

    def _frame(self) -> bytes:
        """Return the bytes that draw the wanted screen, which from now on counts as shown."""
        wanted = self._cover(self.wanted) or self.wanted
        data, style = diff(self.shown, wanted, self._dialect)
        self.shown = wanted.copy()
        self.shown.style = style
        self.shown.x = min(wanted.x, wanted.width - 1)
        self._dirty = False
        if self._sync and len(data) >= SYNC_PAYS:
            data = SYNC_START + data + SYNC_END
        return data.encode(self._encoding, "replace") + self._ask(len(data))

    def _ask(self, count: int) -> bytes:
        """Note that ``count`` bytes are sent; return a request that is answered when they are read."""
        now = self._clock()
        if not (count or self._watched):
            return b""
        self.pace.sent(count, now)
        asks = self._asks and (self._watched or self.pace.wants_answer())
        if asks:
            self.pace.sent(len(pace.ASK), now)
            self.pace.asked(now)
        if self._watched:
            self._watched = False
            self._watched_to = self.pace.total
            self._seen_at = now + (self.pace.usual_wait() + UNANSWERED if asks else 0.0)
        return pace.ASK.encode() if asks else b""

    def _send(self) -> None:
        self.blocked = False
        try:
            if not self._owned and not select.select([], [self._fd], [], 0)[1]:
                raise BlockingIOError
            count = os.write(self._fd, self._pending if self._owned else self._pending[:256])
        except (BlockingIOError, InterruptedError):
            self.blocked = True
            return
        except (OSError, ValueError):
            self._lose()
            return
        self._pending = self._pending[count:]

    def _lose(self) -> None:
        self._pending = b""
        if not self.lost:
            self.lost = True
            self._on_lost()

    def answered(self) -> bool:
        """Note that the terminal reported the place of its cursor; return whether it had been asked."""
        with self._lock:
            now = self._clock()
            expected = self.pace.answered(now)
            if not self._watched and self.pace.read >= self._watched_to:
                self._seen_at = min(self._seen_at, now)
            return expected

    def round_trip(self) -> float:
        """Return the seconds in which the terminal answers, as far as that was measured; else 0."""
        with self._lock:
            return self.pace.base

    def await_answers(self) -> None:
        """Wait until the terminal has answered all it was asked, at most as long as is usual on this line."""
        deadline = time.monotonic() + self.pace.usual_wait()
        while self.pace.open_questions and not self.lost and time.monotonic() < deadline:
            time.sleep(0.005)

    def drain(self, seconds: float) -> None:
        """Wait until the line has taken all there is to send, at most ``seconds``."""
        deadline = time.monotonic() + seconds
        while (again := self.pump()) is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                return
            try:
                select.select([], [self._fd] if self.blocked else [], [], min(left, again))
            except (OSError, ValueError):
                return
