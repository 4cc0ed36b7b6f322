"""From a key to the last byte of the screen that it leads to: what can be read and acted on."""

from __future__ import annotations

from collections import defaultdict

from tests.benchmarks.places import FEW, Places
from tests.benchmarks.session import Session
from tests.benchmarks.starts import LIST
from tests.benchmarks.table import Figure, Table, median

BAR = 4.0
"""The most that another screen may take, of the time in which the bare app moves down by a row."""
FEW_CONTACTS, MANY_CONTACTS = 4, 400
TIMES = 4
"""How often each screen is gone to in one session, after the first time."""
WAYS = {
    "finder": ("^P", "^X", "Find a client"),
    "case": ("enter", "q", "This step"),
    "agenda": ("a", "q", "by day"),
    "new client": ("n", "^X", "New client"),
}
"""By the screen: the key that leads to it, the one that leads back, and what stands on it alone."""


def measure(table: Table, places: Places, runs: int) -> None:
    """Go to each screen and back, in the vault of few cases and in that of many, beside the bare app."""
    times: dict[tuple[int, str], list[list[float]]] = defaultdict(list)
    rows: list[float] = []
    for _ in range(runs):
        with places.bare() as bare:
            bare.press("f3")
            rows.append(median([bare.settled("down") for _ in range(12)]))
        for cases, vault in ((FEW, places.small), (places.cases, places.big)):
            with places.ours(vault) as ours:
                ours.quiet(1.0)
                for name, found in _ways(ours).items():
                    times[cases, name].append(found)
    _contacts(table, places, runs)
    for (cases, name), runs_of_it in times.items():
        floors = {"bare": f"{median(rows) * 1000:.1f} ms"}
        again = [median(one[1:]) / row for one, row in zip(runs_of_it, rows, strict=True)]
        table.add(Figure(f"key to {name}, {cases:,} cases", again, BAR, "×", floors, digits=2))
        first = [one[0] * 1000 for one in runs_of_it]
        table.add(Figure("  the first time, in ms", first, None, "ms", digits=1))
        every = [median(one[1:]) * 1000 for one in runs_of_it]
        table.add(Figure("  later, in ms", every, None, "ms", digits=1))


def _contacts(table: Table, places: Places, runs: int) -> None:
    """Open a case with many contacts and one with few, by their numbers, in turn."""
    vault, numbers = places.with_contacts(FEW_CONTACTS, MANY_CONTACTS)
    ratios, times = [], []
    for _ in range(runs):
        found: dict[str, list[float]] = defaultdict(list)
        with places.ours(vault) as ours:
            for _ in range(1 + TIMES):
                for number in numbers:
                    ours.press("^P", lambda: "Find a client" in ours.text)
                    for char in number.lower():
                        ours.press(char)
                    found[number].append(ours.settled("enter", lambda: "This step" in ours.text))
                    ours.press("q", lambda: LIST in ours.text)
        few, many = (median(found[number][1:]) for number in numbers)
        ratios.append(many / few)
        times.append(many * 1000)
    what = f"to a case of {MANY_CONTACTS} contacts, beside one of {FEW_CONTACTS}"
    table.add(Figure(what, ratios, 2.0, "×", digits=2))
    table.add(Figure("  the same in ms", times, None, "ms", digits=1))


def _ways(ours: Session) -> dict[str, list[float]]:
    """Return the seconds that each screen took, the first time and then again."""
    times: dict[str, list[float]] = defaultdict(list)
    for name, (key, back, shows) in WAYS.items():
        for _ in range(1 + TIMES):
            times[name].append(ours.settled(key, lambda shows=shows: shows in ours.text))
            times[f"back from {name}"].append(ours.settled(back, lambda: LIST in ours.text))
    return times
