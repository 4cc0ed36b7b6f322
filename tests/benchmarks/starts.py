"""From the command to the first screen, and the memory that it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tests.benchmarks.places import Places
from tests.benchmarks.session import Session, Start
from tests.benchmarks.table import Figure, Table, median

LIST = "My clients"


def measure(table: Table, places: Places, runs: int) -> None:
    """Start everything in turn, ``runs`` times."""
    begin = {
        "interpreter": places.interpreter,
        **places.floors,
        "few": lambda: places.ours(places.small),
        "many": lambda: places.ours(places.big),
    }
    for one in begin.values():
        one().end()  # what is read for the first time comes from the disk
    starts: dict[str, list[Start]] = defaultdict(list)
    peaks: dict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        for name, one in begin.items():
            with one() as session:
                starts[name].append(session.start)
                if name in ("few", "many"):
                    _open_a_case(session)
                if not session.ended:
                    peaks[name].append(session.peak)
    _times(table, starts, places.cases)
    ratios = [ours / bare for ours, bare in zip(peaks["many"], peaks["bare"], strict=True)]
    floors = {name: f"{median(peaks[name]):.0f} MiB" for name in places.floors}
    what = f"peak memory, {places.cases:,} cases, a case open"
    table.add(Figure(what, ratios, 1.8, "×", floors, digits=2))
    table.add(Figure("  the same in MiB", peaks["many"], None, "MiB", digits=0))


def _open_a_case(session: Session) -> None:
    assert LIST in session.text, f"no caseload in:\n{session.text}"
    session.press("enter", lambda: LIST not in session.text)


def _times(table: Table, starts: dict[str, list[Start]], cases: int) -> None:
    floors = {name: _ms([start.something for start in starts[name]]) for name in ("bare", "curses")}
    extra = [
        (ours.something - bare.something) * 1000
        for ours, bare in zip(starts["few"], starts["interpreter"], strict=True)
    ]
    table.add(Figure("command to something on screen, more than python", extra, 50, "ms", floors))
    floors = {name: _ms([start.settled for start in starts[name]]) for name in ("bare", "curses")}
    for name, count, bar in (("few", 40, 1.0), ("many", cases, 1.25)):
        ratios = [a.settled / b.settled for a, b in zip(starts[name], starts["bare"], strict=True)]
        what = f"command to first full screen, {count:,} cases"
        table.add(Figure(what, ratios, bar, "×", floors, digits=2))
        times = [start.settled * 1000 for start in starts[name]]
        table.add(Figure("  the same in ms", times, None, "ms"))
    sizes = [start.size for start in starts["few"]]
    floors = {name: f"{median([s.size for s in starts[name]]):,.0f}" for name in ("bare", "curses")}
    table.add(Figure("bytes: first full screen", sizes, 3000, "", floors))


def _ms(seconds: Sequence[float]) -> str:
    return f"{median(seconds) * 1000:,.0f} ms"
