"""``casetui import hmis``: add the cases of a HUD HMIS export."""

from __future__ import annotations

import argparse
from pathlib import Path

from casetui.commands.out import line, progress
from casetui.commands.places import desk_of
from casetui.desk.importing import run_import
from casetui.words import N_


def run(args: argparse.Namespace) -> int:
    """Import, and write a line for whatever could not be read; the last line counts."""
    desk = desk_of(args)
    desk.register.load()
    reading = progress(N_("Reading {done} of {all} cases"))
    desk.refresh(reading)
    worker_map = Path(args.worker_map).expanduser() if args.worker_map else None
    stays = progress(N_("Importing {done} of {all} stays"))
    return run_import(desk, Path(args.folder).expanduser(), worker_map, args.dry_run, line, stays)
