"""Measures the program against its bars, in one run with the floor: ``python -m tests.benchmarks``.

Each figure is a median; what is a ratio is against the floor (Textual as it comes, or a durable write of
the same bytes) in the same run, the two in turn.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.benchmarks.session import Session

FLOOR = [sys.executable, str(Path(__file__).with_name("floor.py"))]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--cases", type=int, default=10_000)
    asked.add_argument("--idle", type=float, default=60.0)
    args = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        small, big = _vault(home / "small", 40), _vault(home / "big", args.cases)
        print(f"{'what':44}{'measured':>12}{'bar':>10}")
        _starts(small, big, home, args.runs)
        _wire(small, home, args.idle)
        _find(args.cases)
        for vault in (small, big):
            _saves(vault, home)


def _row(what: str, measured: str, bar: str, met: bool) -> None:
    print(f"{what:44}{measured:>12}{bar:>10}  {'' if met else 'above'}", flush=True)


def _vault(folder: Path, cases: int) -> Path:
    from casetui.data.days import utc_now
    from casetui.desk.demo import make_demo

    make_demo(folder, utc_now(), cases=cases)
    return folder


def _ours(vault: Path, home: Path) -> Session:
    command = [sys.executable, "-m", "casetui", "--vault", str(vault), "--as", "mary"]
    return Session(command, {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")})


def _starts(small: Path, big: Path, home: Path, runs: int) -> None:
    for vault in (small, big):
        _ours(vault, home).end()  # the first reading of a vault is its own matter
    times: dict[str, list[float]] = {"floor": [], "small": [], "big": []}
    peaks: dict[str, list[int]] = {"floor": [], "big": []}
    for _ in range(runs):
        for name, begin in (
            ("floor", lambda: Session(FLOOR, {})),
            ("small", lambda: _ours(small, home)),
            ("big", lambda: _ours(big, home)),
        ):
            session = begin()
            times[name].append(session.start.last)
            if name == "big":
                session.press("enter")
            if name in peaks:
                peaks[name].append(session.peak)
            session.end()
    floor = statistics.median(times["floor"])
    for name, what, bar in (("small", "40 cases", 1.0), ("big", "many cases", 1.25)):
        ratio = statistics.median(times[name]) / floor
        _row(f"start to first full screen, {what} (ratio)", f"{ratio:.2f}", f"{bar}", ratio <= bar)
    ratio = statistics.median(peaks["big"]) / statistics.median(peaks["floor"])
    _row("memory, many cases, a case open (ratio)", f"{ratio:.2f}", "1.8", ratio <= 1.8)


def _wire(vault: Path, home: Path, idle: float) -> None:
    session = _ours(vault, home)

    def size(what: str, bar: int, press: Callable[[], int]) -> None:
        found = press()
        _row(f"bytes: {what}", str(found), str(bar), found <= bar)

    def median(key: str, times: int) -> int:
        return round(statistics.median(session.press(key).size for _ in range(times)))

    _row("bytes: first full screen", str(session.start.size), "3000", session.start.size <= 3000)
    size("one row down", 200, lambda: median("down", 5))
    size("from caseload to a case", 2500, lambda: session.press("enter").size)
    size("and back", 2500, lambda: session.press("q").size)
    size("finder opened", 2000, lambda: session.press("^P").size)
    size("finder, a key", 2000, lambda: session.press("n").size)
    session.press("^X")
    session.press("w")
    size("next field", 250, lambda: median("tab", 3))
    size("a character typed", 80, lambda: median("x", 20))
    before, quiet = session.processor(), session.idle(idle)
    spent = (session.processor() - before) * 3600 / idle
    _row(f"bytes: idle for {idle:.0f} s", str(quiet), "0", quiet == 0)
    _row("processor seconds in an hour idle", f"{spent:.1f}", "2", spent <= 2)
    _echo(session)
    session.end()


def _echo(session: Session) -> None:
    floor = Session(FLOOR, {})
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    for _ in range(60):
        for name, one in (("ours", session), ("floor", floor)):
            times[name].append(one.press("y").first)
    floor.end()
    for what, take in (
        ("median", statistics.median),
        ("99th percentile", lambda t: sorted(t)[int(len(t) * 0.99)]),
    ):
        ratio = take(times["ours"]) / take(times["floor"])
        _row(f"key to first byte, {what} (ratio)", f"{ratio:.2f}", "1.2", ratio <= 1.2)


def _find(cases: int) -> None:
    from casetui.data.register import Row
    from casetui.desk.find import Finder

    rows = [Row(f"{n:06}", name=f"Aoife{n % 997} Nolan{n}", phones=[f"087 {n:07}"]) for n in range(cases)]
    finder = Finder(rows)
    times = []
    for length in range(1, 13):
        begun = time.perf_counter()
        finder.find("aoyfe 12 nolan"[:length])
        times.append((time.perf_counter() - begun) * 1000)
    worst = statistics.median(times)
    _row(f"find as you type among {cases}, ms a key", f"{worst:.1f}", "16", worst <= 16)


def _saves(vault: Path, home: Path) -> None:
    from casetui.data.durable import write_whole
    from casetui.data.records import Contact
    from casetui.data.vault import Vault
    from casetui.desk.cases import open_case
    from casetui.desk.desk import Desk
    from casetui.desk.records import build, save_record

    desk = Desk(Vault(vault), "mary", home / "saving")
    desk.refresh()
    opened = open_case(desk, next(row.number for row in desk.register if row.manager == "mary" and row.open))
    floor, act = [], []
    for _ in range(40):
        data = desk.vault.read(opened.file.name).data
        begun = time.perf_counter()
        write_whole(home / "floor", data, 0o600)
        floor.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        record = build(Contact, None, {"kind": "phone", "summary": "Rang.", "on": date.today()})
        save_record(desk, opened, record)
        act.append(time.perf_counter() - begun)
    ratio = statistics.median(act) / statistics.median(floor)
    print(f"{'a change, rules and row and all (ratio to its write)':54}{ratio:>2.1f}", flush=True)


if __name__ == "__main__":
    main()
