"""Sealing case files anew in a thread, after a key changed."""

from __future__ import annotations

from threading import Event, Thread

from casetui.desk.desk import Desk
from casetui.desk.session.upkeep import run_upkeep, upkeep_words
from casetui.words import CaseTUIError


class Resealer:
    """Seals in a thread the case files that a changed key concerns. The next start finishes the rest."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stop = Event()
        self._thread: Thread | None = None
        self._result = ""

    def begin(self) -> None:
        """Start the thread, unless it is running."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = Thread(target=self._work, daemon=True)
            self._thread.start()

    def end(self) -> str:
        """Stop the thread, and return a sentence about its result; empty where there was nothing to do."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        return self._result

    def _work(self) -> None:
        try:
            self._result = (
                upkeep_words(run_upkeep(self._desk, lambda *_: not self._stop.is_set())) or self._result
            )
        except CaseTUIError as error:
            self._result = str(error)
