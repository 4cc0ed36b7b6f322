"""Screens that are opened often are made before somebody asks for them again.

A key then only fills a screen and shows it. Each screen is shown once and thrown away, as any other: nothing
of an earlier visit can be on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.app import App
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import AwaitMount

from casetui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from casetui.desk.desk import Desk

ScreenKind = TypeVar("ScreenKind", bound=Screen[Any])
ScreenMaker = Callable[["Desk"], ScreenKind]
"""The class of a screen, which makes one for a desk."""

QUIET_TIME = 0.15
"""Seconds without a key or another screen after which the next spare screen is made."""


class SpareScreens:
    """One screen of each kind that was opened before, mounted and laid out, and never seen yet.

    Before a kind is opened for the first time none is made: it would take memory for what many never use.
    """

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._kinds: list[ScreenMaker[Any]] = []
        """What was opened so far."""
        self._ready: dict[ScreenMaker[Any], Screen[Any]] = {}
        self._made_for: object = None
        self._timer: Timer | None = None
        self._making = False
        self._busy_at = 0.0
        """When a key came last, or another screen."""
        app.screen_change_signal.subscribe(app, lambda _: self._make_soon())

    @property
    def made(self) -> frozenset[ScreenMaker[Any]]:
        """The kinds of which a screen is ready, made for this day and the agency as it is."""
        return frozenset(self._ready) if self._made_for == self._now() else frozenset()

    def wait(self) -> None:
        """Make nothing for a moment: a key came."""
        self._busy_at = time.monotonic()

    def _make_soon(self) -> None:
        self.wait()
        if self._kinds and self._timer is None and not self._making:
            self._timer = self._app.set_timer(QUIET_TIME, self._begin)

    def take(self, kind: ScreenMaker[ScreenKind]) -> ScreenKind:
        """Return the spare screen of this kind, or a new one where there is none; it is shown at once."""
        if kind not in self._kinds:
            self._kinds.append(kind)
        spare = self._ready.pop(kind) if kind in self.made else None
        if spare:
            spare.call_later(_wake, spare)
        return cast("ScreenKind", spare or kind(self._desk))

    def _now(self) -> object:
        """Return what a spare screen was made for: the day, and the agency as it is."""
        return self._desk.today(), self._desk.agency_file.stamp

    def _begin(self) -> None:
        seconds = self._busy_at + QUIET_TIME - time.monotonic()
        self._timer = self._app.set_timer(seconds, self._begin) if seconds > 0.01 else None
        if self._timer is None:
            self._making = True
            self._app.run_worker(self._make(), group="spare")

    async def _make(self) -> None:
        """Make one screen; the next one after another rest."""
        missing = self._missing()
        if missing:
            screen = missing[0](self._desk)
            # Textual mounts a screen when it is pushed, and has no public way to do it before
            await AwaitMount(screen, self._app._register(self._app, screen))
            screen.call_later(screen._refresh_layout, self._app.size)
            self._ready[missing[0]] = screen
        self._making = False
        if len(missing) > 1:
            self._make_soon()

    def _missing(self) -> list[ScreenMaker[Any]]:
        """Return the kinds that are missing; what was made for another day or agency is thrown away."""
        if self._made_for != self._now():
            for screen in self._ready.values():
                screen.remove()
            self._ready, self._made_for = {}, self._now()
        return [kind for kind in self._kinds if kind not in self._ready]


def _wake(screen: Screen[Any]) -> None:
    """Show the keys, as a screen that is mounted on top of the others does by itself."""
    for bar in screen.query(KeyBar):
        bar.follow()
