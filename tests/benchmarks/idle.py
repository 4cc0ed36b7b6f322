"""What the program does while nobody types."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.places import Places
from tests.benchmarks.session import Session
from tests.benchmarks.table import Figure, Table

AN_HOUR = 3600.0


def measure(table: Table, places: Places, seconds: float) -> None:
    """Leave the caseload, a form and the floors alone for ``seconds``, all at once."""
    sessions = {
        "on the caseload": places.ours(places.big),
        "in a form": places.ours(places.small),
        **{name: begin() for name, begin in places.floors.items()},
    }
    form = sessions["in a form"]
    form.press("n", lambda: "New client" in form.text)
    form.press("x", lambda: "x" in form.text)
    for session in sessions.values():
        session.idle(3.0)  # what was typed is kept meanwhile
    with ThreadPoolExecutor(len(sessions)) as threads:
        found = dict(
            zip(sessions, threads.map(lambda one: _left(one, seconds), sessions.values()), strict=True)
        )
    for session in sessions.values():
        session.end()
    for where in ("on the caseload", "in a form"):
        floors = {name: f"{found[name][0]:,}" for name in places.floors}
        table.add(Figure(f"bytes: idle {where} for {seconds:.0f} s", [found[where][0]], 0, "", floors))
    for where in ("on the caseload", "in a form"):
        floors = {name: f"{_hourly(found[name][1], seconds):.1f} s" for name in places.floors}
        spent = _hourly(found[where][1], seconds)
        what = f"processor time for an hour idle {where}"
        table.add(Figure(what, [spent], 2.0, "s", floors, digits=1))


def _left(session: Session, seconds: float) -> tuple[int, float]:
    """Leave a session alone; return the bytes that came and the seconds of processor time it took."""
    before = session.processor
    size = session.idle(seconds)
    return size, session.processor - before


def _hourly(spent: float, seconds: float) -> float:
    return spent * AN_HOUR / seconds
