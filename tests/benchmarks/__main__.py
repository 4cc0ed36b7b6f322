"""Measures the program against its bars: ``python -m tests.benchmarks``.

Everything runs in turn with the floors, several times: a figure is the median of the runs, and the
spread is from the least run to the most. ``×`` is against the bare Textual app of the same run.
Exits with 1 where a figure is above its bar. A measurement that does not happen is an error.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from tests.benchmarks import (
    finding,
    going,
    idle,
    importing,
    keys,
    saving,
    signing_in,
    sizing,
    slow_line,
    starts,
)
from tests.benchmarks.places import Places
from tests.benchmarks.table import Table

PARTS = ("starts", "signing", "keys", "going", "idle", "finding", "saving", "importing", "slow", "sizing")


def main() -> int:
    """Measure what was asked for, and return the exit status."""
    args = _arguments()
    held = nullcontext(args.vaults) if args.vaults else tempfile.TemporaryDirectory()
    with held as folder:
        places = Places(Path(folder).absolute(), args.cases)
        places.home.mkdir(parents=True, exist_ok=True)
        print(f"80x24, {args.runs} runs, {args.cases:,} cases, {args.idle:.0f} s idle", flush=True)
        table = Table()
        for part in args.only or PARTS:
            _measure(part, table, places, args)
        return 1 if table.end() else 0


def _measure(part: str, table: Table, places: Places, args: argparse.Namespace) -> None:
    match part:
        case "starts":
            starts.measure(table, places, args.runs)
        case "signing":
            signing_in.measure(table, places, args.runs)
        case "keys":
            keys.measure(table, places, args.runs)
        case "going":
            going.measure(table, places, args.runs)
        case "idle":
            idle.measure(table, places, args.idle)
        case "finding":
            finding.measure(table, places, args.runs)
        case "saving":
            saving.measure(table, places, args.runs)
        case "importing":
            importing.measure(table, places, args.stays)
        case "slow":
            slow_line.measure(table, places, args.runs)
        case _:
            if args.sessions:
                sizing.measure(table, places, args.sessions)


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("--runs", type=int, help="how often each is measured (5)")
    asked.add_argument("--cases", type=int, help="how many cases the big vault has (10000)")
    asked.add_argument("--idle", type=float, help="seconds to wait while nobody types (60)")
    asked.add_argument("--stays", type=int, help="how many stays are imported (4000)")
    asked.add_argument("--sessions", type=int, help="how many people at once; 0: leave it out (30)")
    asked.add_argument(
        "--quick", action="store_true", help="2 runs, 500 cases and stays, 10 s idle, 4 people"
    )
    asked.add_argument("--vaults", metavar="FOLDER", help="keep the vaults here, for the next time")
    asked.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    args = asked.parse_args()
    usual = (2, 500, 10.0, 4, 500) if args.quick else (5, 10_000, 60.0, 30, 4000)
    for name, value in zip(("runs", "cases", "idle", "sessions", "stays"), usual, strict=True):
        if getattr(args, name) is None:
            setattr(args, name, value)
    return args


if __name__ == "__main__":
    sys.exit(main())
