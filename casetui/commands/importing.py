"""``casetui import``: add the cases of another system's export."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from casetui.commands.out import line, progress
from casetui.commands.places import desk_of
from casetui.exchange import system_of
from casetui.exchange.importing import ImportResult, import_cases
from casetui.words import N_, say


def run(args: argparse.Namespace) -> int:
    """Import, and write a line for each unreadable row and each thing left to do; then the counts."""
    desk = desk_of(args)
    desk.register.load()
    desk.register.refresh(progress(N_("Reading {done} of {all} cases")))
    folder = Path(args.folder).expanduser()
    worker_map = Path(args.worker_map).expanduser() if args.worker_map else None
    stays = progress(N_("Importing {done} of {all} stays"))
    done = import_cases(desk, system_of(args.kind), folder, worker_map, args.dry_run, stays, args.dates)
    for told in report(done, args.dry_run):
        line(told)
    return 0


def report(done: ImportResult, dry_run: bool) -> Iterator[str]:
    """Yield a line for each row that could not be read and each thing left to do; the last has the counts."""
    yield from (str(bad) for bad in done.bad)
    for worker in done.made_workers:
        yield say(N_("person added: {id}, {name}"), id=worker.id, name=worker.name)
    for number in done.ended:
        yield say(
            N_("C-{number}: the stay has ended, but the case was worked on here; close it here"),
            number=number,
        )
    yield from done.differs
    if done.closed:
        yield say(N_("closed now: {n}"), n=done.closed)
    if done.unread:
        sentence = N_("Cases that are not open to you, and may be stays of this export: {n}. "
                      "Such a stay comes twice; ask who can open them.")  # fmt: skip
        yield say(sentence, n=done.unread)
    if done.stopped:
        yield say(N_("Stopped. Run the same import again to add the rest."))
    if dry_run:
        yield say(N_("Nothing was written; an import would come to this:"))
    yield counts(done)


def counts(done: ImportResult) -> str:
    """Return the line with the counts. ``skipped`` are the stays for which no case was made."""
    return say(
        N_("clients: {clients}, cases: {cases}, open: {open}, added now: {added}, skipped: {skipped}"),
        clients=done.clients, cases=done.cases, open=done.open, added=done.added, skipped=done.skipped,
    )  # fmt: skip
