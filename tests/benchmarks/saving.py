"""Saving a case, against a durable write of the same bytes in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from casetui.data.casefile import CaseFile
from casetui.data.records import Contact
from casetui.data.store.files import Files
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import build, save_record
from casetui.desk.desk import Desk, OpenCase
from tests.benchmarks.places import WHO, Places
from tests.benchmarks.table import Figure, Table, median

SIZE = 20_000
"""Bytes of the case that is saved."""
SAVES, ACTS = 60, 10
"""How often a run saves to the vault, and how often by the whole act, which leaves an entry each time."""


def measure(table: Table, places: Places, runs: int) -> None:
    """Save a case of 20 KB among 10 cases and among many."""
    desks = {count: places.desk(folder) for count, folder in ((10, places.ten), (places.cases, places.big))}
    opened = {count: _grown(desk) for count, desk in desks.items()}
    ratios: dict[int, list[float]] = {count: [] for count in desks}
    acts: dict[int, list[float]] = {count: [] for count in desks}
    spent: dict[int, list[float]] = {count: [] for count in desks}
    for _ in range(runs):
        for count, desk in desks.items():
            floor, save, act = _one_run(desk, opened[count], places.home)
            ratios[count].append(save / floor)
            acts[count].append(act / floor)
            spent[count].append(save * 1000)
    for count in desks:
        what = f"save {SIZE // 1000} KB, sealed and signed, {count:,} cases"
        table.add(Figure(what, ratios[count], 3.0, "× write", digits=2))
        table.add(Figure("  the same in ms", spent[count], None, "ms", digits=1))
        table.add(Figure("  the whole act, with rules and row", acts[count], None, "× write", digits=1))
    few, many = desks
    apart = [there / here for here, there in zip(ratios[few], ratios[many], strict=True)]
    table.add(Figure(f"save among {many:,} against among {few:,}", apart, 1.2, "×", digits=2))


def _grown(desk: Desk) -> OpenCase:
    """Open the smallest of the person's cases and write contacts down until it has its size."""
    desk.refresh()
    mine = [row.number for row in desk.register if row.manager == WHO and row.open]
    opened = min((open_case(desk, number) for number in mine), key=lambda one: _size(desk, one))
    while (size := _size(desk, opened)) < SIZE:
        note = "Rang about the house. " * max(1, min(80, (SIZE - size) // 22))
        values = {"kind": "phone", "summary": note.strip(), "on": desk.today()}
        save_record(desk, opened, build(Contact, None, values))
    return opened


def _size(desk: Desk, opened: OpenCase) -> int:
    return len(opened.file.bytes(WHO, desk.now()))


def _one_run(desk: Desk, opened: OpenCase, home: Path) -> tuple[float, float, float]:
    """Return the median seconds of a durable write, of a vault's save, and of the whole act, in turn."""
    floor, save, act = [], [], []
    for number in range(SAVES):
        data = opened.file.bytes(WHO, desk.now())
        floor.append(_timed(lambda data=data: Files(home, own=True).write("floor", data)))
        copy = opened.file.copy()
        copy.put(_changed(opened, str(number)))
        save.append(_timed(lambda copy=copy: _keep(desk, opened, copy)))
    for number in range(ACTS):
        last = opened.file.all(Contact)[-1]
        record = _changed(opened, f"once more {number}")
        act.append(_timed(lambda record=record, last=last: save_record(desk, opened, record, last)))
    return median(floor), median(save), median(act)


def _changed(opened: OpenCase, more: str) -> Contact:
    last = opened.file.all(Contact)[-1]
    return last.model_copy(update={"summary": f"{last.summary[:200]} {more}"})


def _keep(desk: Desk, opened: OpenCase, copy: CaseFile) -> None:
    opened.file = copy.save(desk.vault, WHO, desk.now())


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
