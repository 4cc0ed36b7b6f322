"""Spare screens: a screen that was opened once is made again before the next time.

A key then only fills the screen and shows it. A spare screen is shown once and thrown away, as any other:
nothing of an earlier visit can be on it.
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
from casetui.words import CaseTUIError

if TYPE_CHECKING:
    from casetui.desk.desk import Desk

ScreenKind = TypeVar("ScreenKind", bound=Screen[Any])
ScreenMaker = Callable[["Desk"], ScreenKind]
"""The class of a screen; called with a desk, it makes the screen."""

QUIET_TIME = 0.15
"""Seconds without a key or a new screen before the next spare screen is made."""


class SpareScreens:
    """One spare screen of each kind that was opened before, mounted and laid out.

    A kind that was never opened gets none: many people never use it, and it takes memory.
    """

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._kinds: list[ScreenMaker[Any]] = []
        """The kinds of screen opened so far."""
        self._ready: dict[ScreenMaker[Any], Screen[Any]] = {}
        self._made_for: object = None
        self._timer: Timer | None = None
        self._making = False
        self._busy_at = 0.0
        """Monotonic time of the last key or new screen, in seconds."""
        app.screen_change_signal.subscribe(app, lambda _: self._make_soon())

    @property
    def made(self) -> frozenset[ScreenMaker[Any]]:
        """The kinds of which a spare is ready, made for the present day and agency file."""
        return frozenset(self._ready) if self._made_for == self._now() else frozenset()

    def wait(self) -> None:
        """Make no spare for a moment: a key came."""
        self._busy_at = time.monotonic()

    def _make_soon(self) -> None:
        self.wait()
        if self._kinds and self._timer is None and not self._making:
            self._timer = self._app.set_timer(QUIET_TIME, self._begin)

    def take(self, kind: ScreenMaker[ScreenKind]) -> ScreenKind:
        """Return the spare of this kind, else a new screen. The caller shows it at once."""
        if kind not in self._kinds:
            self._kinds.append(kind)
        spare = self._ready.pop(kind) if kind in self.made else None
        if spare:
            spare.call_later(_wake, spare)
        return cast("ScreenKind", spare or kind(self._desk))

    def _now(self) -> object:
        """Return the present day and the digest of the agency file; a spare is good only for these."""
        return self._desk.today(), self._desk.agency_file.digest

    def _begin(self) -> None:
        seconds = self._busy_at + QUIET_TIME - time.monotonic()
        self._timer = self._app.set_timer(seconds, self._begin) if seconds > 0.01 else None
        if self._timer is None:
            self._making = True
            self._app.run_worker(self._make(), group="spare")

    async def _make(self) -> None:
        """Make one spare; the next one after another quiet time.

        A kind whose screen cannot be made gets no spare before it is opened again, which then says why.
        """
        missing = self._missing()
        try:
            if missing:
                await self._make_spare(missing[0])
        except CaseTUIError:
            self._kinds.remove(missing[0])
        finally:
            self._making = False
        if len(missing) > 1:
            self._make_soon()

    async def _make_spare(self, kind: ScreenMaker[Any]) -> None:
        screen = kind(self._desk)
        # Textual mounts a screen when it is pushed, and has no public way to do it before
        await AwaitMount(screen, self._app._register(self._app, screen))
        screen.call_later(screen._refresh_layout, self._app.size)
        # Textual's timer of a screen's frames waits for one tick before the first frame: let that pass now
        screen.call_later(screen._update_timer.resume)
        self._ready[kind] = screen

    def _missing(self) -> list[ScreenMaker[Any]]:
        """Return the kinds without a spare; throw spares for another day or agency file away."""
        if self._made_for != self._now():
            for screen in self._ready.values():
                screen.remove()
            self._ready, self._made_for = {}, self._now()
        return [kind for kind in self._kinds if kind not in self._ready]


def _wake(screen: Screen[Any]) -> None:
    """Have the key bar follow the screen, as it does by itself where the screen is mounted on top."""
    for bar in screen.query(KeyBar):
        bar.follow()
