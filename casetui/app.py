"""The Textual app: screens, keys, theme. It composes and does nothing else."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.reactive import Reactive

from casetui.data.days import Clock, utc_now
from casetui.data.folders import data_folder
from casetui.data.vault import NoVault, Vault
from casetui.data.vault_json import is_vault
from casetui.desk.people.entrance import entrance_for
from casetui.desk.session.sign_in_snapshot import SignInSnapshot
from casetui.screens.base.desk_screen import DeskScreen
from casetui.screens.base.messages import DeskReady, DeskRefused, FindAnything, Go
from casetui.screens.home import caseload
from casetui.start import DemoStart, demo_start_of, joined_demo_desk, known_person, sign_in_snapshot_of
from casetui.terminal.driver import LineDriver
from casetui.terminal.kind import kind_of
from casetui.ways import Ways
from casetui.widgets.lines import TitleLine
from casetui.words import N_, CaseTUIError, say

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

    from casetui.desk.desk import Desk
    from casetui.desk.people.signing_in import Entrance
    from casetui.screens.forms.form import FormScreen
    from casetui.screens.way_in.sign_in import SignInResult

MOVE_KEYS = ("up", "down", "j", "k", "pageup", "pagedown", "home", "end", "tab", "shift+tab")
KEYS_WITHOUT_DESK = frozenset((*MOVE_KEYS, "ctrl+q", "ctrl+l", "ctrl+z"))
"""Keys that need no desk: the keys that move in a list, and the program's own."""
EXIT_MISTAKE = 3
"""The exit status after a mistake of the program, as on the command line."""


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
    """The terminal's own sixteen colours. Set later, with ``NO_COLOR``, it would show black on black."""

    def __init__(
        self, folder: Path, desk: Desk | None, clock: Clock, *, who: str = "",
        demo_start: DemoStart | None = None, snapshot: SignInSnapshot | None = None,
    ) -> None:  # fmt: skip
        """Without a ``desk``, the person with the id ``who`` signs in first; if empty, the app asks for it.

        With ``demo_start`` the caseload is shown while the desk is still being made; with ``snapshot`` the
        passphrase is asked for while the program gets ready.
        """
        super().__init__(driver_class=LineDriver)
        self._folder = folder
        self._desk = desk
        self._demo_start = demo_start
        self._snapshot = snapshot
        self.refused: CaseTUIError | None = None
        """Why no desk could be made for the person, or their desk was taken away."""
        self._clock = clock
        self._who = who
        self.ways = Ways(self)
        """The ways from one screen to another."""
        self.animation_level = "none"

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a copied or cut text for Ctrl+V within the program, and send nothing of it to the terminal.

        A form, a text and whatever the mouse has selected come through here. The terminal's clipboard
        outlives the session, and every other program reads it.
        """
        self._clipboard = text

    def copy_to_terminal(self, text: str) -> None:
        """Send a text to the terminal's clipboard: only where the person asked for this one number."""
        super().copy_to_clipboard(text)
        self._clipboard = text

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor belongs: in the focused widget, as that is drawn."""
        focused = self.focused if self._screen_stack else None
        place: Offset = getattr(focused, "cursor_screen_offset", self._cursor_position)
        return place

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        self._cursor_position = place

    def on_mount(self) -> None:
        """Show the caseload or the sign-in; the set-up where there is no vault yet."""
        if self._desk is not None:
            self._open(self._desk)
        elif self._demo_start is not None:
            self._open_at_once(self._demo_start)
        elif self._snapshot is not None:
            self._ask_passphrase(self._snapshot)
        elif not is_vault(self._folder):
            self._set_up()
        elif self._who:
            self._sign_in(self._who)
        else:
            self._ask_who()

    def on_ready(self) -> None:
        """Collect garbage again, without the objects of the start, which live as long as the program."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def _open(self, desk: Desk) -> None:
        """Show the caseload; before it, after a set-up, the recovery key until it is on paper."""
        from casetui.desk.people.founding import recovery_is_written_down, recovery_to_write_down

        def go_on(_: bool | None = None) -> None:
            recovery_is_written_down(desk)
            self.push_screen(caseload.CaseloadScreen(desk))

        if key := recovery_to_write_down(desk):
            from casetui.screens.way_in.recovery import RecoveryScreen

            self.push_screen(RecoveryScreen(key), go_on)
        else:
            self.push_screen(caseload.CaseloadScreen(desk))

    def _open_at_once(self, demo_start: DemoStart) -> None:
        """Show the caseload from its snapshot. Keys that need the desk wait for it, in their order."""
        if isinstance(self._driver, LineDriver):
            self._driver.order.hold_all_but(KEYS_WITHOUT_DESK)
        self.push_screen(caseload.CaseloadScreen(demo_start.snapshot, demo_start.desk))

    @on(Go)
    def _go(self, message: Go) -> None:
        """Lead from one screen to another."""
        self.ways.go(message)

    def on_desk_ready(self, message: DeskReady) -> None:
        """Let the waiting keys go; in a thread, share the team keys that a colleague does not have yet."""
        if isinstance(self._driver, LineDriver):
            self._driver.order.let_go()
        gc.freeze()  # else looking through all rows of a large caseload stops the keys for a moment
        self.ways.make_ready(message.desk)
        self.run_worker(lambda: _share(message.desk), thread=True, group="keys")

    def on_desk_refused(self, message: DeskRefused) -> None:
        """End with the sentence of the error; a person who is at work reads it on a screen first."""
        self.hang_up()
        if message.at_work and self.refused is None:
            from casetui.screens.way_in.has_left import LeftScreen

            self.push_screen(LeftScreen(message.error), lambda _: self.exit(2))
        elif not message.at_work:
            self.exit(2)
        self.refused = message.error

    def _ask_passphrase(self, snapshot: SignInSnapshot) -> None:
        """Ask for the passphrase at once; then go on to the desk."""
        from casetui.screens.way_in.sign_in import SignInScreen

        @cache
        def fetch() -> Entrance:
            """Read the agency file and import the next screens; called in a thread while a person types."""
            entrance = entrance_for(Vault.at(self._folder), snapshot.who, self._clock)
            from casetui.screens.way_in import way_in  # noqa: F401

            return entrance

        def lead_on(result: SignInResult) -> None:
            """Go on; the screen has called ``fetch``, and its result was kept."""
            from casetui.screens.way_in.way_in import WayIn

            WayIn(self, fetch(), self._open).go_on(result)

        self.push_screen(SignInScreen(snapshot, fetch), lead_on)

    def _ask_who(self) -> None:
        """Ask who the person is, where their login is unknown here."""
        from casetui.screens.way_in.who import who_screen

        screen = who_screen(Vault.at(self._folder), self._clock)
        self.push_screen(screen, lambda who: self._sign_in(who) if who else self.exit(0))

    def _sign_in(self, who: str) -> None:
        """Sign a person in, and show their caseload."""
        from casetui.screens.way_in.way_in import WayIn

        entrance = entrance_for(Vault.at(self._folder), who, self._clock)
        WayIn(self, entrance, self._open).begin()

    def _set_up(self) -> None:
        """Set an agency up; go on as its first line manager."""
        from casetui.screens.way_in.set_up import SetUpScreen

        screen = SetUpScreen(self._folder, data_folder(), self._clock)

        def done(_: bool | None) -> None:
            if made := screen.made:
                self._open(entrance_for(made.vault, made.manager, self._clock).sit_down(made.keys))
            else:
                self.exit(0)

        self.push_screen(screen, done)

    async def on_event(self, event: events.Event) -> None:
        """Before a key, show a new day's dates; an idle program sends the terminal nothing."""
        if isinstance(event, events.Key) and not event.is_forwarded and isinstance(self.screen, DeskScreen):
            self.screen.before_key()
            self.ways.wait()
        await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; a notice of the act before ends with it."""
        if isinstance(self.screen, DeskScreen) and isinstance(action, str):
            self.screen.before_act(action)
        return await super().run_action(action, default_namespace, namespaces)

    async def action_quit(self) -> None:
        """End the program; not before a running save is done, and after asking about unsaved typing."""
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
        """Keep all drafts at once: the line dropped, or the program is to end or to be suspended."""
        for screen in self.screen_stack:
            if keep := getattr(screen, "keep_now", None):
                with suppress(CaseTUIError):
                    keep()

    def action_suspend_process(self) -> None:
        """Suspend the program until ``fg``, after keeping all drafts."""
        self.hang_up()
        super().action_suspend_process()

    def _fatal_error(self) -> None:
        """End with a sentence. Textual's own report shows variables, which could name a client."""
        try:
            self.hang_up()
        finally:
            from casetui.mistake import about_mistake

            self.panic(Text(about_mistake(sys.exc_info()[1])))  # rich wraps a Text, and cuts a Content off

    def action_repaint(self) -> None:
        """Draw everything anew, whatever the terminal is showing."""
        if isinstance(self._driver, LineDriver):
            self._driver.repaint()

    def action_help(self) -> None:
        """Explain the screen and its keys."""
        from casetui.screens.base import help_screen

        if not isinstance(self.screen, help_screen.HelpScreen):
            self.push_screen(help_screen.HelpScreen(help_screen.topics_of(self.screen)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow the finder on desk screens and over their forms only."""
        if action == "finder":
            return self._desk_screen() is not None
        return super().check_action(action, parameters)

    def _desk_screen(self) -> DeskScreen[Any] | None:
        """Return the desk screen on top, or the one below the form on top; ``None`` elsewhere."""
        below = [screen for screen in self.screen_stack[-2:] if isinstance(screen, DeskScreen)]
        on_form = hasattr(self.screen, "action_keep_draft")
        return below[-1] if below and (on_form or below[-1] is self.screen) else None

    def action_finder(self) -> None:
        """Find any client or command; over a form, also its own commands."""
        if screen := self._desk_screen():
            form = None if screen is self.screen else cast("FormScreen", self.screen)
            self.ways.go(FindAnything(screen, form))


def run(
    folder: Path, who: str | None, clock: Clock = utc_now, login: str = "", *, ascii_only: bool = False
) -> int:
    """Open the vault in ``folder`` on this terminal; with no vault there, set one up.

    With ``ascii_only`` nothing but plain ASCII is drawn. Returns the exit status. Raises ``CaseTUIError``
    where the person may not sign in, or the vault cannot be read.
    """
    desk, demo_start, snapshot, known = None, None, None, ""
    with suppress(NoVault):
        vault = Vault.at(folder)
        TitleLine.mark = say(N_("DEMO")) if vault.demo else ""
        demo_start = demo_start_of(vault, who, clock) if vault.demo and who else None
        snapshot = sign_in_snapshot_of(vault, who, login, clock) if not vault.demo else None
        if demo_start is None and snapshot is None:
            known = known_person(vault, who, login, clock)
            desk = joined_demo_desk(vault, known, clock) if vault.demo and known else None
    LineDriver.kind = kind_of(ascii_only=ascii_only)
    app = CaseApp(folder, desk, clock, who=known, demo_start=demo_start, snapshot=snapshot)
    ended = app.run(mouse=False)
    if app.refused:
        raise app.refused
    return (EXIT_MISTAKE if app.return_code else 0) if ended is None else ended


def _share(desk: Desk) -> None:
    """Share the keys that are due. After an error, the next start of a person who may share tries again."""
    from casetui.desk.people.joining import share_due_keys

    with suppress(CaseTUIError):
        share_due_keys(desk)
