"""Ends the app when the terminal hangs up or is gone, or when the system terminates the program."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
import threading
from collections.abc import Callable
from typing import Any

from textual.app import App

WATCHED = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
"""SIGINT too: Ctrl+C is an ordinary key here, so the signal comes from another program."""
HUNG_UP = 128 + signal.SIGHUP
"""The exit status after the terminal went away."""
PATIENCE = 5.0
"""Seconds after which a program that does not end by itself is ended by ``os._exit``."""


class Ending:
    """Ends the app on a signal or when the terminal is gone. The app's ``hang_up``, if any, runs first."""

    def __init__(self, app: App[Any], restore: Callable[[], None]) -> None:
        """``restore`` restores the terminal where the app does not end by itself."""
        self._app = app
        self._restore = restore
        self._loop: asyncio.AbstractEventLoop | None = None
        self.ended = False
        """Whether the end was asked for."""

    def watch(self) -> None:
        """End the app on the signals that are watched. Call it in the app's loop."""
        self._loop = asyncio.get_running_loop()
        if threading.current_thread() is not threading.main_thread():
            return
        for number in WATCHED:
            self._loop.add_signal_handler(number, self.end, 128 + number)

    def end_soon(self, status: int = HUNG_UP) -> None:
        """End the app with ``status``, from any thread."""
        if self._loop is not None and not self.ended:
            try:
                self._loop.call_soon_threadsafe(self.end, status)
            except RuntimeError:
                return  # the loop is closed: it is ending already

    def end(self, status: int) -> None:
        """End the app with ``status``. Call it in the app's loop; a second call does nothing."""
        if self.ended:
            return
        self.ended = True
        watchdog = threading.Timer(PATIENCE, self._end_hard, (status,))
        watchdog.daemon = True
        watchdog.start()
        try:
            getattr(self._app, "hang_up", _nothing)()
        finally:
            self._app.exit(status, return_code=status)

    def _end_hard(self, status: int) -> None:
        try:
            self._restore()
        finally:
            os._exit(status)


def _nothing() -> None:
    pass


def restore_modes(attributes: list[Any] | None) -> None:
    """Set the modes of the terminal on standard input, if it is still there; ``None`` changes nothing."""
    if attributes is not None and sys.__stdin__ is not None:
        try:
            termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, attributes)
        except (termios.error, OSError, ValueError):
            return
