"""Many people at once on one host: what each takes of its memory and its processor."""

from __future__ import annotations

import time
from collections.abc import Callable

import psutil

from tests.benchmarks.places import Places
from tests.benchmarks.session import Session
from tests.benchmarks.table import Figure, Table, median

MIB = 1 << 20
IDLE = 20.0
WORDS = "Met her at the hostel and all is well with her now. "
A_SECOND = 5
"""Characters that a good typist types a second."""
TYPED = 20.0


def measure(table: Table, places: Places, sessions: int) -> None:
    """Open ``sessions`` at once, of many people, leave them alone, then type in all of them."""
    people = places.people(places.small)
    seats: list[Session] = []
    try:
        for number in range(sessions):
            seats.append(places.ours(places.small, people[number % len(people)]))
        for seat in seats:
            seat.press("n", lambda seat=seat: "New client" in seat.text)
        memory = [psutil.Process(seat.pid).memory_full_info() for seat in seats]
        private = [about.uss / MIB for about in memory]
        share = [about.pss / MIB for about in memory]
        resting = _spent(seats, lambda: time.sleep(IDLE)) / IDLE / sessions * 100
        typing = _spent(seats, lambda: _type(seats)) / TYPED / sessions * 100
    finally:
        for seat in seats:
            seat.end()
    table.add(Figure(f"{sessions} sessions: memory of its own, each (USS)", private, None, "MiB", digits=1))
    table.add(Figure(f"{sessions} sessions: with its share of the rest (PSS)", share, None, "MiB", digits=1))
    table.add(Figure(f"{sessions} sessions: processor each, idle", [resting], None, "%", digits=2))
    what = f"{sessions} sessions: processor each, {A_SECOND} keys a second"
    table.add(Figure(what, [typing], None, "%", digits=1))
    table.say(
        f"Sizing: {sessions} people at once take {sum(share):,.0f} MiB of memory, {median(private):.0f} MiB "
        f"for each more; one processor serves {100 / typing:.0f} who all type at the same moment, and "
        f"{100 / max(resting, 0.001):,.0f} who do not."
    )


def _spent(seats: list[Session], act: Callable[[], None]) -> float:
    """Return the seconds of processor time that all sessions took while ``act`` ran."""
    before = sum(seat.processor for seat in seats)
    act()
    return sum(seat.processor for seat in seats) - before


def _type(seats: list[Session]) -> None:
    """Type in all sessions, key by key, as fast as a good typist; each must show what was typed."""
    begun, count = time.perf_counter(), 0
    while time.perf_counter() - begun < TYPED:
        for seat in seats:
            seat.send(WORDS[count % len(WORDS)])
        count += 1
        due = begun + count / A_SECOND
        for seat in seats:
            seat.idle(max(0.0, due - time.perf_counter()) / len(seats))
    for seat in seats:
        seat.until(lambda seat=seat: WORDS[:5] in seat.text or "her now" in seat.text, "what was typed")
