"""``casetui import``: add the cases of another system's export."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread

from casetui.commands.out import line, progress
from casetui.commands.places import desk_of
from casetui.data.register import Progress
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
    with _stopped_by_ctrl_c() as is_stopped:
        done = import_cases(
            desk, system_of(args.kind), folder, worker_map, args.dry_run,
            _until(is_stopped, progress(N_("Importing {done} of {all} stays; Ctrl+C stops"))), args.dates,
            _until(is_stopped, progress(N_("Reading {done} of {all} cases; Ctrl+C stops"))),
        )  # fmt: skip
    for told in report(done, args.dry_run):
        line(told)
    return 130 if done.stopped else 0


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Let Ctrl+C stop the work at the next step, cleanly; pressed again, it ends the program at once.

    Yields a function that says whether it was pressed.
    """
    pressed: list[int] = []

    def note(number: int, frame: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    if current_thread() is not main_thread():  # only that one gets signals
        yield lambda: False
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _until(is_stopped: Callable[[], bool], show: Progress | None) -> Progress:
    """Return a progress that shows the work and goes on until it is stopped."""

    def step(done: int, all_: int) -> bool:
        if show:
            show(done, all_)
        return not is_stopped()

    return step


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
