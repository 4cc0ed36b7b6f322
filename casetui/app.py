"""The Textual app: screens, keys, theme. It composes and does nothing else."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from platformdirs import user_cache_path, user_data_path
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import Reactive

from casetui.data.days import Clock, utc_now
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.vault import NoVault, Vault
from casetui.desk.desk import Desk
from casetui.desk.signing_in import own_of, unlock, who_signs_in
from casetui.mistake import about_mistake
from casetui.screens import caseload, finder, help_screen, set_up
from casetui.screens.base import DeskScreen
from casetui.terminal.driver import LineDriver
from casetui.terminal.kind import kind_of
from casetui.words import N_, CaseTUIError, say


class CaseApp(App[int]):
    """CaseTUI on a terminal: the caseload of one person, or setting an agency up."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "CaseTUI"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", N_("Help"), key_display="?"),
        Binding("ctrl+p", "finder", N_("Any client or command"), show=False, priority=True),
        Binding("ctrl+q", "quit", N_("Quit"), show=False),
        Binding("ctrl+l", "repaint", N_("Draw the screen anew"), show=False, priority=True),
        Binding("ctrl+z", "suspend_process", N_("Rest the program; fg goes on"), show=False, priority=True),
    ]

    theme: Reactive[str] = Reactive("ansi-dark")
    """The terminal's own sixteen colours; set later, ``NO_COLOR`` would turn black on black."""

    def __init__(self, folder: Path, desk: Desk | None, clock: Clock) -> None:
        super().__init__(driver_class=LineDriver)
        self._folder = folder
        self._desk = desk
        self._clock = clock
        self.animation_level = "none"

    def on_mount(self) -> None:
        """Show the caseload, or the set-up where there is no vault yet."""
        if self._desk is not None:
            self.push_screen(caseload.CaseloadScreen(self._desk))
        else:
            self._set_up()

    def _set_up(self) -> None:
        """Set an agency up, then go on to the caseload of its first line manager."""
        asks = set_up.SetUpScreen(self._folder, self._clock)

        def done(made: bool | None) -> None:
            if not made:
                self.exit(0)
                return
            vault, cache = Vault(self._folder), user_cache_path("casetui")
            desk = Desk(
                vault, own_of(vault, asks.manager, user_data_path("casetui")), asks.keys, cache, self._clock
            )
            self.push_screen(caseload.CaseloadScreen(desk))

        self.push_screen(asks, done)

    async def on_event(self, event: events.Event) -> None:
        """At a key, first show what midnight changed; idle, nothing is sent."""
        if isinstance(event, events.Key) and not event.is_forwarded and isinstance(self.screen, DeskScreen):
            self.screen.before_key()
        await super().on_event(event)

    async def action_quit(self) -> None:
        """End; where something typed is not saved yet, ask first; wait for what is being written."""
        unsaved = [screen for screen in self.screen_stack if getattr(screen, "changed", False)]
        busy = any(screen.busy for screen in self.screen_stack if isinstance(screen, DeskScreen))
        top = self.screen
        if busy and isinstance(top, DeskScreen):
            top.tell_busy()
        elif unsaved and unsaved[-1] is top:
            await top.run_action("leave")
        elif unsaved and isinstance(top, DeskScreen):
            top.tell(
                say(N_("What you typed on a screen below this one is not saved yet. Go back to it first."))
            )
        elif not unsaved and not busy:
            self.exit(0)

    def hang_up(self) -> None:
        """Keep what is being typed at once: the line is gone, or the program is told to end."""
        for screen in self.screen_stack:
            if keep := getattr(screen, "keep_now", None):
                with suppress(CaseTUIError):
                    keep()

    def _fatal_error(self) -> None:
        """End with a sentence. Textual's own report shows variables, and those could name a client."""
        try:
            self.hang_up()
        finally:
            self.panic(Content(about_mistake(sys.exc_info()[1])))

    def action_repaint(self) -> None:
        """Draw everything anew, whatever the terminal is showing."""
        if isinstance(self._driver, LineDriver):
            self._driver.repaint()

    def action_help(self) -> None:
        """Explain the screen and its keys."""
        if not isinstance(self.screen, help_screen.HelpScreen):
            self.push_screen(help_screen.HelpScreen(help_screen.topics_of(self.screen)))

    def action_finder(self) -> None:
        """Find any client or command."""
        screen = self.screen
        if isinstance(screen, DeskScreen):
            self.push_screen(finder.FinderScreen(screen.desk, screen), finder.go_to(screen))


def run(
    folder: Path, who: str | None, clock: Clock = utc_now, login: str = "", *, ascii_only: bool = False
) -> int:
    """Open the vault in ``folder`` on this terminal; with no vault there, set one up.

    With ``ascii_only`` nothing but plain ASCII is drawn. Returns the exit status. Raises ``CaseTUIError``
    where the person may not sign in, or the vault cannot be read.
    """
    try:
        vault = Vault(folder)
    except NoVault:
        desk = None
    else:
        known = who_signs_in(AgencyFile.load(vault, AGENCY), who, login, clock())
        own = own_of(vault, known, user_data_path("casetui"))
        desk = Desk(vault, own, unlock(own, ""), user_cache_path("casetui"), clock)
    LineDriver.kind = kind_of(ascii_only=ascii_only)
    app = CaseApp(folder, desk, clock)
    ended = app.run(mouse=False)
    return app.return_code or 0 if ended is None else ended
