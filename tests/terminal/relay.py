"""A relay between a program and its terminal: slow, far away, and with room for what is under way.

As behind SSH on a poor radio link, the program is never held up by the line itself: the relay takes
what it is given, up to ``holds`` bytes, and passes it on at its own pace.
"""

from __future__ import annotations

import errno
import os
import select
import time

from tests.terminal.line import Line

KBIT_20 = 2500.0
"""Bytes a second of 20 kbit/s."""
ROUND_TRIP = 0.4
"""Seconds there and back."""
HOLDS = 1_000_000


class Relay(Line):
    """Runs ``command`` behind ``rate`` bytes a second, and ``round_trip`` seconds there and back."""

    def __init__(
        self,
        *command: str,
        rate: float = KBIT_20,
        round_trip: float = ROUND_TRIP,
        holds: int = HOLDS,
        env: dict[str, str] | None = None,
    ) -> None:
        super().__init__(*command, rate=rate, delay=round_trip / 2, env=env)
        self.holds = holds
        self.most_held = 0
        """The most bytes that ever waited in the relay."""
        self._held = bytearray()
        self._pass_at = 0.0

    def step(self, seconds: float = 0.01) -> bool:
        """Take what the program sends and pass on what is due; return False when its end is closed."""
        self._pass_on()
        self._deliver()
        wanted = [self.fd] if len(self._held) < self.holds else []
        if not select.select(wanted, [], [], min(seconds, 0.005 if self._held else seconds))[0]:
            return True
        try:
            data = os.read(self.fd, min(65536, self.holds - len(self._held)))
        except OSError as error:
            assert error.errno == errno.EIO
            return False
        if not self._held:
            self._pass_at = max(self._pass_at, time.monotonic())
        self._held += data
        self.most_held = max(self.most_held, len(self._held))
        self._pass_on()
        return bool(data)

    def _pass_on(self) -> None:
        now = time.monotonic()
        while self._held and self._pass_at <= now:
            piece = bytes(self._held[:16])
            del self._held[:16]
            self._pass_at += len(piece) / self.rate
            self.log += piece
            self._coming.append((self._pass_at + self.delay, piece))

    @property
    def still(self) -> bool:
        """Whether nothing is under way from the program to the terminal."""
        return not (self._held or self._coming)
