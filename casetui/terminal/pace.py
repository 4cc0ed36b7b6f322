"""Learns from the terminal's answers how fast the line is, so that no frame waits behind another.

Between this program and the terminal lie buffers (the kernel's, the SSH server's, the network's) that
take megabytes at once. How much they hold cannot be asked. But the terminal answers a request for the place
of its cursor when it has read all that was sent before the request.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

ASK = "\x1b[6n"
"""Asks for the place of the cursor. Every terminal since the VT100 answers."""
QUEUE = 0.1
"""Seconds for which the bytes in the buffers may keep the line busy, besides those under way."""
LEAST = 512
"""Bytes that may lie in the buffers of any line, however slow."""
BLIND = 2048
"""Bytes that may lie in the buffers of a line whose speed is not known."""
BLIND_RATE = 4000
"""Bytes a second that a line of unknown speed is assumed to carry."""
PATIENCE = 2.0
"""Seconds by which an answer may be late before nothing more is sent."""
GIVE_UP = 10.0
"""Seconds by which an answer may be late before one more frame is tried."""
MOST_ASKED = 8
"""The most requests that may wait for an answer at once."""
MORE = 1.25
"""The factor by which the rate is raised to try whether the line carries more."""
ENOUGH = 256
"""Bytes after which the terminal is asked again."""


@dataclass(frozen=True)
class _Question:
    """A request that the terminal has not answered yet."""

    asked: float
    count: int
    """Bytes sent since the request before, this request included."""
    total: int
    """Bytes sent in all, up to and with this request."""
    answered: int
    """Bytes that were known to be read when the request was sent."""
    alone: bool
    """Whether no other request waited for an answer."""


class Pace:
    """Knows how much was sent and not read yet. All times are seconds of one monotonic clock.

    It errs on the side of a slow line: the rate is what the terminal was seen to read, and the time there and
    back comes from requests that waited behind no other. So one wrong guess never makes the next one worse.
    """

    def __init__(self) -> None:
        self.rate = 0.0
        """Bytes a second that the line was seen to carry; 0 while not known."""
        self._bases: deque[float] = deque(maxlen=8)
        self._blind = 0.0
        """Bytes assumed to lie in the buffers of a line that has not answered yet."""
        self._now = 0.0
        self._held = 0.0
        """When a frame was last held back."""
        self._total = 0
        self._answered = 0
        self._since_ask = 0
        self._asked: deque[_Question] = deque()
        self._answers = False

    @property
    def base(self) -> float:
        """Seconds that an answer takes where the buffers are empty."""
        return min(self._bases, default=0.0)

    @property
    def open_questions(self) -> int:
        """How many requests the terminal has not answered yet."""
        return len(self._asked)

    @property
    def read(self) -> int:
        """How many bytes the terminal was known to have read when it last answered."""
        return self._answered

    @property
    def total(self) -> int:
        """How many bytes were sent in all."""
        return self._total

    @property
    def unread(self) -> int:
        """How many bytes the terminal has not read yet, by its last answer; 0 where no request is open."""
        return self._total - self._answered if self._asked else 0

    def carries(self, count: int, seconds: float) -> bool:
        """Return whether the line is known to bring ``count`` bytes to the terminal within ``seconds``."""
        return bool(self._answers and self.rate) and self.base + count / self.rate <= seconds

    def usual_wait(self) -> float:
        """Return how many seconds to wait for the open answers, from 0.2 to 2."""
        drained = self.unread / self.rate if self.rate else 0.0
        return min(2.0, 0.2 + (2 * self.base + drained if self._answers else 0.0))

    def sent(self, count: int, now: float) -> None:
        """Note that ``count`` bytes were sent."""
        self._drain(now)
        self._blind += count
        self._since_ask += count
        self._total += count

    def _drain(self, now: float) -> None:
        self._blind = max(0.0, self._blind - BLIND_RATE * (now - self._now))
        self._now = now

    def wants_answer(self) -> bool:
        """Return whether to ask with the next frame: at first, and whenever enough was sent to learn from."""
        if len(self._asked) >= (MOST_ASKED if self._answers else 2):
            return False
        return self._since_ask >= (ENOUGH if self._answers else 1)

    def asked(self, now: float) -> None:
        """Note that the terminal was asked, after ``sent`` of the same bytes."""
        alone = not self._asked
        self._asked.append(_Question(now, self._since_ask, self._total, self._answered, alone))
        self._since_ask = 0

    def answered(self, now: float) -> bool:
        """Learn from an answer; return whether one was expected."""
        if not self._asked:
            return False
        question = self._asked.popleft()
        self._answers = True
        self._answered = question.total
        took = now - question.asked
        if question.alone or took < self.base or not self._bases:
            self._bases.append(took)
        self._learn(question, took)
        return True

    def _learn(self, question: _Question, took: float) -> None:
        """Take the rate from the bytes that were read while one request was open.

        The line carries at least that many bytes a second, and more where there was little to send. So the
        rate is lowered only where a frame had to wait meanwhile. Where a frame waited and the answer was not
        late, the line may carry more, and a higher rate is tried.
        """
        seen = (question.total - question.answered) / max(took, 0.005)
        held = self._held >= question.asked
        if held and took <= self.base + QUEUE / 2:
            self.rate = MORE * max(self.rate, seen)
        elif seen >= self.rate:
            self.rate = seen
        elif held:
            self.rate = (self.rate + seen) / 2

    def wait(self, now: float) -> float:
        """Return for how many seconds to hold the next frame back; 0: send it.

        An answer ends the wait sooner.
        """
        self._drain(now)
        if not self._answers:
            return max(0.0, (self._blind - BLIND) / BLIND_RATE)
        if not self._asked:
            return 0.0
        oldest = self._asked[0]
        late = now - oldest.asked - self.base - oldest.count / (self.rate or BLIND)
        if late > GIVE_UP:
            self.forget()
            return 0.0
        if late > PATIENCE:
            return GIVE_UP - late + 0.01
        over = self.unread - self.rate * self.base - max(LEAST, self.rate * QUEUE)
        if over <= 0:
            return 0.0
        self._held = now
        return max(0.02, over / self.rate) if self.rate else PATIENCE

    def forget(self) -> None:
        """Give up the open requests, and wait for none until the terminal answers again."""
        self._asked.clear()
        self._bases.clear()
        self._answers = False
        self._answered = self._total
        self.rate = self._blind = 0.0
