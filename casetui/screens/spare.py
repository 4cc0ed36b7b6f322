"""Screens that are opened often are made before somebody asks for them.

A key then only fills a screen and shows it. Each screen is shown once and thrown away, as any other: nothing
of an earlier visit can be on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.app import App
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import AwaitMount

if TYPE_CHECKING:
    from casetui.desk.desk import Desk

Kind = TypeVar("Kind", bound=Screen[Any])
Make = Callable[["Desk"], Kind]
"""The class of a screen, which makes one for a desk."""

REST = 0.15
"""Seconds after another screen came on top, or after a key, until the next spare screen is made."""


class Spares:
    """One screen of each kind that is opened often, mounted and laid out, and never seen yet."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._ready: dict[Make[Any], Screen[Any]] = {}
        self._made_for: object = None
        self._timer: Timer | None = None
        app.screen_change_signal.subscribe(app, lambda _: self.make_soon())
        self.make_soon()

    def make_soon(self) -> None:
        """Make what is missing when nothing was done for a moment; call it at each key."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._app.set_timer(REST, self._begin)

    def take(self, kind: Make[Kind]) -> Kind:
        """Return the spare screen of this kind, or a new one where there is none."""
        found = self._ready.pop(kind, None) if self._made_for == self._now() else None
        return cast("Kind", found or kind(self._desk))

    def _now(self) -> object:
        """Return what a spare screen was made for: the day, and the agency as it is."""
        return self._desk.today(), self._desk.agency_file.stamp

    def _begin(self) -> None:
        self._timer = None
        if self._missing():
            self._app.run_worker(self._make(), group="spare", exclusive=True)

    def _missing(self) -> list[Make[Any]]:
        """Return the kinds that are missing; what was made for another day or agency is thrown away."""
        if self._made_for != self._now():
            for screen in self._ready.values():
                screen.remove()
            self._ready, self._made_for = {}, self._now()
        return [kind for kind in _kinds() if kind not in self._ready]

    async def _make(self) -> None:
        """Make one screen; the next one after another rest."""
        for kind in self._missing()[:1]:
            screen = kind(self._desk)
            # Textual mounts a screen when it is pushed, and has no public way to do it before
            await AwaitMount(screen, self._app._register(self._app, screen))
            screen.call_later(screen._refresh_layout, self._app.size)
            self._ready[kind] = screen
            self.make_soon()


def ready(app: App[Any], desk: Desk, kind: Make[Kind]) -> Kind:
    """Return a screen of a kind that is opened often: one that was made before, or a new one."""
    spares: Spares | None = getattr(app, "spares", None)
    return spares.take(kind) if spares else kind(desk)


def _kinds() -> tuple[Make[Any], ...]:
    """Return the kinds that are opened often, the likeliest first."""
    from casetui.screens.agenda import AgendaScreen
    from casetui.screens.case import CaseScreen
    from casetui.screens.finder import FinderScreen
    from casetui.screens.new_client import NewClientScreen

    return CaseScreen, FinderScreen, AgendaScreen, NewClientScreen
