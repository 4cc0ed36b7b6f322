"""Work over a slow line: how far behind the screen is, and how long an echo takes over a distant one."""

from __future__ import annotations

import time

from tests.benchmarks.places import Places
from tests.benchmarks.table import Figure, Table, median
from tests.terminal.relay import KBIT_20, ROUND_TRIP, Relay

SLOW = 4000.0
FAST = 0.03
"""Seconds between two fast keys."""
NAME = "deirdre mcdonagh of dubl"
TURNING = "a\x7fe\x7fo\x7fn\x7fr\x7fi\x7f" * 2
"""Each key brings another screenful: a letter, and its undoing."""
NOTE = "Rang at ten. She is at the hostel and asks for her papers."
TYPING = 0.15
"""Seconds between two keys of a good typist."""
STILL = 1.0


def measure(table: Table, places: Places, runs: int) -> None:
    """Type fast into the finder behind 4,000 bytes a second, and a note behind 20 kbit/s and 400 ms."""
    for what, keys in (("a name", NAME), ("another screenful each", TURNING)):
        late = [_behind(places, keys) for _ in range(runs)]
        table.add(Figure(f"24 fast keys in the finder, {what}: caught up", late, 1.0, "s", digits=2))
    echoes = [_echoes(places) for _ in range(runs)]
    bar = (ROUND_TRIP + 0.15) * 1000
    table.add(Figure("20 kbit/s, 400 ms away: echo, median", [median(one) for one in echoes], bar, "ms"))
    table.add(Figure("20 kbit/s, 400 ms away: echo, the slowest", [max(one) for one in echoes], bar, "ms"))


def _relay(places: Places, rate: float, round_trip: float) -> Relay:
    places.forget_drafts(places.small)
    relay = Relay(*places.command(places.small), rate=rate, round_trip=round_trip, env=places.env)
    relay.until("My clients", 60)
    relay.quiet(STILL)
    return relay


def _behind(places: Places, keys: str) -> float:
    """Return for how many seconds after the last of ``keys`` the screen still changes."""
    with _relay(places, SLOW, 0.0) as relay:
        relay.keys("\x10")
        relay.until("Find a client")
        relay.quiet(STILL)
        begun = len(relay.log)
        for key in keys:
            last = time.monotonic()
            relay.keys(key)
            _wait(relay, FAST)
        changed, size = time.monotonic(), len(relay.log)
        while time.monotonic() - changed < STILL or not relay.still:
            relay.step(0.005)
            if len(relay.log) != size:
                changed, size = time.monotonic(), len(relay.log)
        assert size > begun, "nothing was drawn"
        assert keys.endswith("\x7f") or keys in "\n".join(relay.screen.display), "what was typed is not there"
        return changed - last


def _echoes(places: Places) -> list[float]:
    """Return the milliseconds from each key of a note to its echo at the far end."""
    with _relay(places, KBIT_20, ROUND_TRIP) as relay:
        relay.keys("w")
        relay.until("Write down")
        relay.quiet(STILL)
        relay.keys("\t")
        relay.until(">What happened")
        relay.quiet(STILL)
        times: list[float] = []
        sent: list[float] = []
        while len(times) < len(NOTE):
            if len(sent) < len(NOTE) and (not sent or time.monotonic() - sent[-1] >= TYPING):
                sent.append(time.monotonic())
                relay.keys(NOTE[len(sent) - 1])
            relay.step(0.005)
            while len(times) < len(sent) and NOTE[: len(times) + 1].rstrip() in _field(relay):
                times.append((time.monotonic() - sent[len(times)]) * 1000)
            assert not sent or time.monotonic() - sent[-1] < 20, f"no echo of {NOTE[len(times)]!r}"
        return [took for took, char in zip(times, NOTE, strict=True) if char != " "]


def _field(relay: Relay) -> str:
    """Return what stands in the note, its broken lines put together."""
    return " ".join(row[28:].strip() for row in relay.screen.display[3:9]).strip()


def _wait(relay: Relay, seconds: float) -> None:
    due = time.monotonic() + seconds
    while time.monotonic() < due:
        relay.step(0.005)
