"""Watches for colleagues' saves, join requests and midnight, and shows them on the uppermost screen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from casetui.data.join_requests import requests_stamp
from casetui.desk.errors import HasLeft
from casetui.screens.base.desk_screen import DeskScreen
from casetui.screens.base.messages import DeskRefused
from casetui.words import CaseTUIError

if TYPE_CHECKING:
    from casetui.desk.desk import Desk

INTERVAL = 2.0
"""Seconds between two looks at the journal: a save is to be on the screen within three seconds."""


class Watch:
    """Looks at the vault's journal and join requests, for the whole program, and has changes shown.

    A look is two ``stat`` calls. Cases are read only where the journal grew, off the screen's thread. There
    are no looks while the program is suspended.
    """

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._journal_size = self._read_journal_size()
        self._requests_stamp = requests_stamp(desk.vault)
        self._day = desk.today()
        self._reading = False

    def start(self, screen: Screen[Any]) -> None:
        """Begin to look. ``screen`` is the bottom screen, which exists as long as the program."""
        timer = self._app.set_interval(INTERVAL, self.look, name="watch")
        self._app.app_suspend_signal.subscribe(screen, lambda _: timer.pause(), immediate=True)
        self._app.app_resume_signal.subscribe(screen, lambda _: timer.resume(), immediate=True)

    def _read_journal_size(self) -> int:
        with suppress(OSError):
            return self._desk.vault.journal_size()
        return -1

    def look(self) -> None:
        """Show a new day; read and show what colleagues saved."""
        screens = self._app.screen_stack
        if not screens:
            return  # the program is ending
        if screen := _desk_screen(screens[-1]):
            screen.notice_day()
        now = self._read_journal_size()
        if self._day != (today := self._desk.today()):
            self._journal_size, self._day = -2, today  # read again: a case lent until yesterday must go
        if self._requests_stamp != (stamp := requests_stamp(self._desk.vault)):
            self._requests_stamp = stamp
            self._look_anew()
        if now in (self._journal_size, -1) or self._reading:
            return
        self._journal_size, self._reading = now, True
        self._app.run_worker(self._read, thread=True, group="watch")

    def _read(self) -> None:
        """Read the changes, in the worker's thread."""
        from casetui.desk.session.digest import renew_digest

        error = None
        try:
            self._desk.catch_up()
            renew_digest(self._desk)
        except CaseTUIError as found:
            error = found
        except OSError:
            self._journal_size = -1  # the next look tries again
        self._app.call_later(self._show, error)

    def _show(self, error: CaseTUIError | None) -> None:
        """Have the uppermost desk screen show the changes, or show the error on top."""
        self._reading = False
        screens = self._app.screen_stack
        if isinstance(error, HasLeft):
            self._end_session(error)
            return
        if error is not None and screens and (top := _desk_screen(screens[-1])):
            top.show_error(error)
            return
        self._look_anew()

    def _look_anew(self) -> None:
        for screen in reversed(self._app.screen_stack):
            if below := _desk_screen(screen):
                below.look_anew()
                return

    def _end_session(self, error: HasLeft) -> None:
        """End the session: a person who has left may not see the screen."""
        self._app.post_message(DeskRefused(error, at_work=True))


def _desk_screen(screen: Screen[Any]) -> DeskScreen[Any] | None:
    return screen if isinstance(screen, DeskScreen) else None
