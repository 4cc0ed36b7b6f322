"""Sealing anew beside the questions and answers, after a key changed."""

from __future__ import annotations

from threading import Event, Thread

from casetui.desk.desk import Desk
from casetui.desk.session.upkeep import run_upkeep, upkeep_words
from casetui.words import CaseTUIError


class Upkeep:
    """Does in a thread what a changed key asks for. What was not finished, the next start goes on with."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stop = Event()
        self._thread: Thread | None = None
        self._said = ""

    def begin(self) -> None:
        """Look what is to be done, and do it; where that is going on already, leave it."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = Thread(target=self._work, daemon=True)
            self._thread.start()

    def end(self) -> str:
        """Stop, and return in a sentence what came of it; empty where there was nothing to do."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        return self._said

    def _work(self) -> None:
        try:
            self._said = (
                upkeep_words(run_upkeep(self._desk, lambda *_: not self._stop.is_set())) or self._said
            )
        except CaseTUIError as error:
            self._said = str(error)
