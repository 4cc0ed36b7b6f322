"""Watches for colleagues' saves, join requests and midnight, and shows them on the uppermost screen."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from casetui.data.errors import VaultError
from casetui.data.join_requests import requests_stamp
from casetui.desk.errors import HasLeft
from casetui.screens.base.desk_screen import DeskScreen
from casetui.screens.base.messages import DeskRefused
from casetui.screens.base.off_thread import WorkingScreen
from casetui.words import N_, CaseTUIError, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk

INTERVAL = 2.0
"""Seconds between two looks at the journal: a save is to be on the screen within three seconds."""
NOT_READ = -1
"""The length of a journal that has yet to be read."""


class Watch:
    """Looks at the vault's journal and join requests, for the whole program, and has changes shown.

    A look is two ``stat`` calls; cases are read only where the journal grew. Both happen off the screen's
    thread: a vault on a share that hangs would hold up the keys. A look waits for the one before it. There
    are no looks while the program is suspended. Where the vault cannot be read, each look tries again; what
    is shown stays, and a sentence says so.
    """

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._journal_size, self._requests_stamp = NOT_READ, 0
        with suppress(VaultError):
            self._journal_size, self._requests_stamp = self._state()
        self._day = desk.today()
        self._looking = self._reading = False
        self._trouble = ""
        """Why the vault could not be read at the last look, as a sentence; empty where it could."""

    def start(self, screen: Screen[Any]) -> None:
        """Begin to look. ``screen`` is the bottom screen, which exists as long as the program."""
        timer = self._app.set_interval(INTERVAL, self.look, name="watch")
        self._app.app_suspend_signal.subscribe(screen, lambda _: timer.pause(), immediate=True)
        self._app.app_resume_signal.subscribe(screen, lambda _: timer.resume(), immediate=True)

    def _state(self) -> tuple[int, int]:
        """Return how long the journal is, and a number for the join requests; raise ``VaultError``."""
        return self._desk.vault.journal.size(), requests_stamp(self._desk.vault)

    def look(self) -> None:
        """Show a new day; read and show what colleagues saved."""
        screens = self._app.screen_stack
        if not screens:
            return  # the program is ending
        if screen := _desk_screen(screens[-1]):
            screen.notice_day()
        if self._day != (today := self._desk.today()):
            self._journal_size, self._day = NOT_READ, today  # read again: a case lent until yesterday must go
        if not self._looking:
            self._looking = True
            self._app.run_worker(self._look_at_vault, thread=True, group="look")

    def _look_at_vault(self) -> None:
        """Look at the journal and the join requests, in the worker's thread."""
        try:
            now, asking = self._state()
        except VaultError as error:
            self._app.call_later(self._not_looked, error)
            return
        self._app.call_later(self._looked, now, asking)

    def _not_looked(self, error: CaseTUIError) -> None:
        self._looking = False
        self._say_trouble(error)

    def _looked(self, now: int, asking: int) -> None:
        """Read and show what changed since the last look."""
        self._looking = False
        if self._requests_stamp != asking:
            self._requests_stamp = asking
            self._look_anew()
        same = now == self._journal_size
        if self._reading or (same and not self._trouble and not self._desk.register.unreached):
            return
        self._journal_size, self._reading = now, True
        self._app.run_worker(partial(self._read, quiet=same), thread=True, group="watch")

    def _read(self, *, quiet: bool) -> None:
        """Read the changes, in the worker's thread. With ``quiet`` they are shown only if a row changed."""
        from casetui.desk.people.digest import renew_digest

        try:
            if not self._desk.catch_up() and quiet:
                self._app.call_later(self._all_read)
                return
        except CaseTUIError as error:
            self._app.call_later(self._not_read, error)
            return
        self._app.call_later(self._all_read, shows=True)
        try:
            renew_digest(self._desk)
        except CaseTUIError as error:
            self._app.call_later(self._say, str(error).removesuffix("."))

    def _all_read(self, *, shows: bool = False) -> None:
        """Say that a trouble is over; with ``shows`` have the uppermost desk screen show the changes."""
        self._reading = False
        if self._trouble:
            self._trouble = ""
            self._say(say(N_("The vault can be read again")))
        if shows:
            self._look_anew()

    def _not_read(self, error: CaseTUIError) -> None:
        """Say why the vault could not be read, or end the session of a person who has left."""
        self._reading = False
        if isinstance(error, HasLeft):
            self._end_session(error)
        else:
            self._say_trouble(error)

    def _say_trouble(self, error: CaseTUIError) -> None:
        """Say once why the vault cannot be read; the next look tries again."""
        self._journal_size = NOT_READ
        if self._trouble != str(error):
            self._trouble = str(error)
            again = say(N_("{why} It is tried again every few seconds."), why=error)
            self._say(say(N_("The vault cannot be read just now")), again)

    def _say(self, said: str, more: str = "") -> None:
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, WorkingScreen):
                screen.say_meanwhile(said, more)
                return

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
