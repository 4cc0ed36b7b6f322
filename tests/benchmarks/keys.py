"""What a key costs on the wire, and how long its echo takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tests.benchmarks.places import Places
from tests.benchmarks.session import Session
from tests.benchmarks.starts import LIST
from tests.benchmarks.table import Figure, Table, at_99, median

SENTENCE = "Met her at the hostel, all is well"
LINES = (0, 1, 3, 1, 1)
"""Tabs to each next line of text on the form for a new client: over the dates and the numbers."""
IN_A_LINE = 30


def measure(table: Table, places: Places, runs: int) -> None:
    """Walk through the program ``runs`` times, and type into it and the floors in turn."""
    sizes: dict[str, list[float]] = defaultdict(list)
    floors: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in places.floors}
    times: dict[str, list[list[float]]] = defaultdict(list)
    for run in range(runs):
        with places.ours(places.small) as ours:
            _lists(ours, sizes, run)
            _note(ours, sizes)
        for name, begin in places.floors.items():
            with begin() as floor:
                _floor_bytes(floor, floors[name])
        for name, found in _echoes(places).items():
            times[name].append(found)
    _bytes(table, sizes, floors)
    _echo(table, times)


# -- bytes ---------------------------------------------------------------------------------------


def _lists(ours: Session, sizes: dict[str, list[float]], run: int) -> None:
    """Go down, into a case and back, and open the finder; another case each run."""
    sizes["down"].append(median([ours.press("down").size for _ in range(4)]))
    for _ in range(run % 3):
        ours.press("down")
    sizes["case"].append(ours.press("enter", lambda: LIST not in ours.text).size)
    sizes["back"].append(ours.press("q", lambda: LIST in ours.text).size)
    sizes["finder"].append(ours.press("^P", lambda: "Find a client" in ours.text).size)
    ours.press("^X", lambda: LIST in ours.text)


def _note(ours: Session, sizes: dict[str, list[float]]) -> None:
    """Type into the text of a contact, and go through the fields for a new client."""
    ours.press("w", lambda: "Write down" in ours.text)
    ours.press("tab", lambda: ">What happened" in ours.text)
    sizes["note"].append(median(_typed(ours, SENTENCE)))
    ours.press("^X", lambda: "Leave without saving?" in ours.text)
    ours.press("d", lambda: LIST in ours.text)
    ours.press("n", lambda: "New client" in ours.text)
    sizes["line"].append(median(_typed(ours, SENTENCE)))
    sizes["tab"].append(median([ours.press("tab").size for _ in range(8)]))


def _typed(session: Session, text: str) -> list[float]:
    """Type ``text`` and return the bytes of each character's echo, once it is to be seen."""
    found = []
    for count in range(1, len(text) + 1):
        found.append(session.press(text[count - 1], lambda count=count: text[:count].strip() in session.text))
    return [float(answer.size) for answer in found]


def _floor_bytes(floor: Session, sizes: dict[str, list[float]]) -> None:
    sizes["line"].append(median(_typed(floor, SENTENCE[:12])))
    sizes["tab"].append(median([floor.press("tab").size for _ in range(3)]))
    floor.press("f3")
    sizes["down"].append(median([floor.press("down").size for _ in range(4)]))


def _bytes(table: Table, sizes: dict[str, list[float]], floors: dict[str, dict[str, list[float]]]) -> None:
    for key, what, bar in (
        ("line", "a character typed in a line (median)", 80),
        ("note", "a character typed in a note (median)", 80),
        ("tab", "next field", 250),
        ("down", "one row down", 200),
        ("case", "caseload to a case", 2500),
        ("back", "and back", 2500),
        ("finder", "finder opened", 2000),
    ):
        beside = {name: f"{median(found[key]):,.0f}" for name, found in floors.items() if key in found}
        table.add(Figure(f"bytes: {what}", sizes[key], bar, "", beside))


# -- times ---------------------------------------------------------------------------------------


def _echoes(places: Places) -> dict[str, list[float]]:
    """Type the same into the program and the floors, a character each in turn; return the milliseconds."""
    sessions = {"ours": places.ours(places.small), **{name: new() for name, new in places.floors.items()}}
    sessions["ours"].press("n", lambda: "New client" in sessions["ours"].text)
    times: dict[str, list[float]] = defaultdict(list)
    for number, tabs in enumerate(LINES):
        for name, session in sessions.items():
            for _ in range(tabs if name == "ours" else min(tabs, 1)):
                session.press("tab")
        opening = f"={number}="  # nothing else on the screen looks like it
        for session in sessions.values():
            for char in opening:
                session.press(char)
        text = opening + "".join(chr(ord("a") + (number * 7 + n * 5) % 26) for n in range(IN_A_LINE))
        for count in range(len(opening) + 1, len(text) + 1):
            for name, session in sessions.items():
                times[name].append(session.echo(text[count - 1], text[:count]) * 1000)
    for session in sessions.values():
        session.end()
    return times


def _echo(table: Table, times: dict[str, list[list[float]]]) -> None:
    for what, take in (("median", median), ("99th percentile", at_99)):
        ratios = [take(ours) / take(bare) for ours, bare in zip(times["ours"], times["bare"], strict=True)]
        floors = {name: f"{take(_all(times[name])):.1f} ms" for name in ("bare", "curses")}
        table.add(Figure(f"key to echo while typing, {what}", ratios, 1.2, "×", floors, digits=2))
        ours = [take(one) for one in times["ours"]]
        table.add(Figure("  the same in ms", ours, None, "ms", digits=1))


def _all(runs: Sequence[Sequence[float]]) -> list[float]:
    return [value for run in runs for value in run]
