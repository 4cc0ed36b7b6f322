"""How fast the line is, learnt from the terminal's own answers, so that no frame waits behind another.

Between this program and the terminal lie buffers (the kernel's, the SSH server's, the network's) that
take megabytes at once. What they hold cannot be asked for, but the terminal can: it answers a request
for the place of its cursor when it has read all that was sent before.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

ASK = "\x1b[6n"
"""Asks for the place of the cursor. Every terminal since the VT100 answers."""
QUEUE = 0.1
"""Seconds for which what lies before the line may keep it busy when a frame is sent."""
BLIND = 2048
"""Bytes that may lie before a line of which nothing is known."""
BLIND_RATE = 4000
"""Bytes a second that such a line is taken for."""
PATIENCE = 2.0
"""Seconds by which an answer may be late before nothing more is sent."""
GIVE_UP = 10.0
"""Seconds by which an answer may be late before one more frame is tried."""
MOST_ASKED = 8
TOGETHER = 0.02
"""Seconds within which bytes count as sent at once."""


@dataclass(frozen=True)
class _Question:
    """A request for an answer, and the bytes sent since the one before, itself included."""

    first: float
    asked: float
    count: int
    total: int
    """All bytes sent up to it."""
    alone: bool
    """Whether nothing else lay before the line."""


class Pace:
    """Keeps how much still lies before the line. All times are seconds of one monotonic clock."""

    def __init__(self) -> None:
        self.rate = 0.0
        """Bytes a second; 0 while nothing is known."""
        self._bases: deque[float] = deque(maxlen=8)
        self._backlog = 0.0
        self._now = 0.0
        self._total = 0
        self._since_ask = 0
        self._first = 0.0
        self._last_answer = 0.0
        self._asked: deque[_Question] = deque()
        self._answers = False

    @property
    def base(self) -> float:
        """The time an answer takes where nothing lies before the line."""
        return min(self._bases, default=0.0)

    @property
    def open_questions(self) -> int:
        """How often the terminal was asked and has not answered yet."""
        return len(self._asked)

    def usual_wait(self) -> float:
        """Return how long it makes sense to wait for the answers that are open, at most 2 seconds."""
        drained = self._backlog / self.rate if self.rate else 0.0
        return min(2.0, 0.2 + (2 * self.base + drained if self._answers else 0.0))

    def sent(self, count: int, now: float) -> None:
        """Note that ``count`` bytes were sent."""
        self._drain(now)
        if not self._since_ask:
            self._first = now
        self._backlog += count
        self._since_ask += count
        self._total += count

    def _drain(self, now: float) -> None:
        rate = self.rate or (0.0 if self._answers else BLIND_RATE)
        self._backlog = max(0.0, self._backlog - rate * (now - self._now))
        self._now = now

    def wants_answer(self) -> bool:
        """Whether to ask with the next frame: at first, and whenever enough was sent to learn from."""
        if len(self._asked) >= (MOST_ASKED if self._answers else 2):
            return False
        return self._since_ask >= (256 if self._answers else 1)

    def asked(self, now: float) -> None:
        """Note that the terminal was asked, after ``sent`` of the same bytes."""
        alone = not self._asked and now - self._first <= TOGETHER
        self._asked.append(_Question(self._first, now, self._since_ask, self._total, alone))
        self._since_ask = 0

    def answered(self, now: float) -> bool:
        """Learn from an answer; return whether one was expected."""
        if not self._asked:
            return False
        question = self._asked.popleft()
        self._answers = True
        took = now - question.asked
        if question.alone or took < self.base or not self._bases:
            self._bases.append(max(0.0, took - (question.count / self.rate if self.rate else 0.0)))
        self._learn(question, now)
        self._last_answer = now
        self._drain(now)
        self._backlog = min(self._backlog, float(self._total - question.total))
        return True

    def _learn(self, question: _Question, now: float) -> None:
        """Take the rate from how long the line was busy with the bytes of one question."""
        began = max(self._last_answer, question.first + self.base)
        rate = question.count / max(now - began, 0.005)
        at_once = question.asked - question.first <= TOGETHER
        busy = self._last_answer >= question.asked + self.base
        if question.count >= 64 and (at_once or busy or rate > self.rate):
            self.rate = rate if not self.rate or rate > 4 * self.rate else (self.rate + rate) / 2

    def wait(self, now: float) -> float:
        """Return for how many seconds to hold the next frame back; 0: send it."""
        self._drain(now)
        if not self._answers:
            return max(0.0, (self._backlog - BLIND) / BLIND_RATE)
        if not self._asked:
            return 0.0
        oldest = self._asked[0]
        late = now - oldest.asked - self.base - oldest.count / (self.rate or BLIND)
        if late > GIVE_UP:
            self.forget()
            return 0.0
        if late > PATIENCE:
            return GIVE_UP - late + 0.01
        if not self.rate:
            return 0.0 if self._backlog <= BLIND else PATIENCE
        over = self._backlog - self.rate * QUEUE
        return over / self.rate if over > 0 else 0.0

    def forget(self) -> None:
        """Wait for no answer any more, until the terminal answers again."""
        self._asked.clear()
        self._bases.clear()
        self._answers = False
        self.rate = self._backlog = 0.0
