"""Finding a client as one types, among many cases."""

from __future__ import annotations

import time
from collections import defaultdict

from casetui.data.rows import Row
from casetui.desk.find import Finder
from tests.benchmarks.places import Places
from tests.benchmarks.table import Figure, Table, at_99, median

MOST = 40
"""How many the finder shows."""
FIRST = ("Aoife", "Sean", "Fatima", "Declan", "Grainne", "Marek", "Bernard", "Una", "Joe", "Priya", "Niamh")
LAST = ("Nolan", "Keane", "Abdi", "Power", "Byrne", "Hughes", "Daly", "O'Reilly", "Kowalska", "McDonagh")
TYPED = ("aoife nolan", "grainne o'reilly", "fatma abdy", "0871234", "kowalska", "nobody here")
"""Names as they are typed, one misspelt, one a phone number, one that nobody has."""


def measure(table: Table, places: Places, runs: int) -> None:
    """Type names among as many cases as the big vault has, in this process and at a terminal."""
    finder = Finder(_rows(places.cases))
    times: list[list[float]] = []
    for _ in range(runs):
        spent = []
        for name in TYPED:
            for length in range(1, len(name) + 1):
                begun = time.perf_counter()
                finder.find(name[:length], MOST)
                spent.append((time.perf_counter() - begun) * 1000)
        times.append(spent)
    what = f"find among {places.cases:,} cases, a key"
    table.add(Figure(f"{what}, median", [median(one) for one in times], 16, "ms", digits=1))
    table.add(Figure(f"{what}, 99th percentile", [at_99(one) for one in times], 16, "ms", digits=1))
    _at_a_terminal(table, places, runs)


def _rows(cases: int) -> list[Row]:
    """Return rows that one person may all list, each with two names, a phone and a reference.

    Of three in four the name is not shown, as they are colleagues' cases.
    """
    return [
        _row(n, f"{FIRST[n % len(FIRST)]} {LAST[n // 7 % len(LAST)]}{n // 97 or ''}") for n in range(cases)
    ]


def _row(n: int, name: str) -> Row:
    hidden = n % 4 != 0
    return Row(
        f"{n:06}",
        name="" if hidden else name,
        known_as=(FIRST[n * 3 % len(FIRST)], *([name] if hidden else [])),
        phones=(f"087 {n * 7919 % 10_000_000:07}",),
        references=(f"medical card {n * 6101 % 10_000_000:07}A",),
        state="closed" if n % 5 else "active",
    )


def _at_a_terminal(table: Table, places: Places, runs: int) -> None:
    """Type names into the finder itself, and see what each key sends."""
    sizes: dict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        with places.ours(places.big) as ours:
            ours.press("^P", lambda: "Find a client" in ours.text)
            found = []
            for name in ("niamh", "seán ke"):
                for length in range(1, len(name) + 1):
                    typed = f" {name[:length]}"
                    found.append(
                        ours.press(name[length - 1], lambda typed=typed: typed.rstrip() in ours.text)
                    )
                ours.press("^U")
            sizes["median"].append(median([answer.size for answer in found]))
            sizes["most"].append(max(answer.size for answer in found))
    table.add(Figure("bytes: a key in the finder, median", sizes["median"], 2000))
    table.add(Figure("bytes: a key in the finder, the most", sizes["most"], 2000))
