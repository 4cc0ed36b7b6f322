"""Signing in: asks for the passphrase that opens a person's key, while the program gets ready."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from casetui.data.days import long_day
from casetui.data.keys.person_keys import WrongPassphrase
from casetui.desk.session.sign_in_snapshot import SignInSnapshot
from casetui.screens.base.off_thread import WorkingScreen
from casetui.widgets.key_bar import KeyBar
from casetui.widgets.lines import Notice, TitleLine
from casetui.widgets.plain_input import PlainInput
from casetui.widgets.text import safe
from casetui.words import N_, CaseTUIError, say

if TYPE_CHECKING:
    from casetui.data.keys.person_keys import Keys
    from casetui.desk.desk import Desk
    from casetui.desk.people.signing_in import Entrance

    SignInResult = Desk | Keys | Literal["forgotten"] | None
    """The desk; or keys that are not admitted; or ``FORGOTTEN``; or ``None`` where the person leaves."""

FORGOTTEN: Literal["forgotten"] = "forgotten"

QUIT = Binding("ctrl+q", "app.quit", N_("Quit"), priority=True)
"""For the screens before the caseload: there is no screen to go back to."""


class SignInScreen(WorkingScreen["SignInResult"]):
    """Asks for the passphrase; dismisses with a ``SignInResult``.

    Unless the result is ``None``, the person's entrance was read before.
    """

    DEFAULT_CSS = """
    SignInScreen {
        background: $background;
        color: $foreground;
        & > .who { height: auto; padding: 1 1 0 1; }
        & > Horizontal { height: 1; padding: 0 1; }
        & > Horizontal > Static { width: auto; padding: 0 2 0 0; }
        & > Horizontal > PlainInput { width: 1fr; max-width: 50; }
    }
    """
    ABOUT = N_(
        "Type your passphrase: it opens your key, and with that the case files. It is kept nowhere. Without "
        "it you can only make a new key, which somebody then has to admit."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Open"), priority=True),
        Binding("ctrl+f", "forgotten", N_("I have forgotten it"), priority=True),
        QUIT,
        Binding("ctrl+g,f1", "app.help", N_("Help"), priority=True),
    ]

    def __init__(self, snapshot: SignInSnapshot, fetch: Callable[[], Entrance]) -> None:
        """``fetch`` reads the person's entrance; it is called in a thread."""
        super().__init__()
        self._snapshot = snapshot
        self._fetch = fetch
        self._line = PlainInput(secret=True)
        self._notice = Notice()
        self._title = TitleLine()

    def compose(self) -> ComposeResult:
        """The person's name, and one line to type in."""
        yield self._title
        yield Static(Content(safe(self._snapshot.name)), classes="who", markup=False)
        with Horizontal():
            yield Static(say(N_("Passphrase")), markup=False)
            yield self._line
        yield KeyBar()
        yield self._notice

    def on_mount(self) -> None:
        """Show the title, focus the line, and load the rest in a thread."""
        self._title.show(f"CaseTUI  {self._snapshot.agency_name}", long_day(self._snapshot.today))
        self._line.focus()
        self.call_after_refresh(self.run_worker, self._get_ready, thread=True, group="ready")

    def _get_ready(self) -> None:
        """Load the next screens in a thread while the person types; ``action_open`` shows any error."""
        with suppress(CaseTUIError, OSError):
            self._fetch()

    def tell(self, sentence: str) -> None:
        """Show a sentence above the key bar."""
        self._notice.show(sentence)

    def action_open(self) -> None:
        """Open the key with the typed passphrase, off the screen's thread."""
        passphrase, self._line.value = self._line.value, ""
        if self.busy or self.finished:
            return
        if not passphrase.strip():
            self.tell(say(N_("Type your passphrase, then Enter.")))
            return
        self.tell(say(N_("Opening ...")))
        self.write(lambda: self._fetch().unlock(passphrase), self.finish)

    def show_error(self, error: CaseTUIError) -> None:
        """Show an error's sentence; after a wrong passphrase, that it can be typed again."""
        again = say(N_("Type it again, as often as you like.")) if isinstance(error, WrongPassphrase) else ""
        self.tell(f"{error} {again}".rstrip())

    def action_forgotten(self) -> None:
        """Ask whether to make a new key."""
        if self.busy:
            return
        from casetui.desk.flows.way_in import about_forgotten
        from casetui.screens.forms.flow_runner import BACK, question_of

        self.app.push_screen(
            question_of(about_forgotten()),
            lambda letter: self._make_new_key() if letter not in (None, BACK) else None,
        )

    def _make_new_key(self) -> None:
        """Go on to the new key once the entrance is read; an error in reading it is shown here."""
        if not self.finished:
            self.tell(say(N_("Opening ...")))
            self.write(self._fetch, lambda _: self.finish(FORGOTTEN))
