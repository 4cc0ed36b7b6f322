"""The way in: from a person's name, by their passphrase or a new key, to their desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from casetui.data.days import Reading
from casetui.data.keys.person_keys import Keys
from casetui.desk.desk import Desk
from casetui.desk.errors import HasLeft
from casetui.desk.people.joining import WHY_NEW_KEY, check_may_join, new_keys
from casetui.desk.people.passphrase import names_of
from casetui.desk.people.signing_in import Entrance
from casetui.desk.session.sign_in_snapshot import SignInSnapshot
from casetui.screens.base.messages import DeskRefused
from casetui.screens.forms.passphrase import PassphraseScreen
from casetui.screens.way_in.join import JoinScreen
from casetui.screens.way_in.sign_in import FORGOTTEN, SignInScreen
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.screens.way_in.sign_in import SignInResult


class WayIn:
    """Signs one person in, screen by screen; ends the program where they leave."""

    def __init__(self, app: App[Any], entrance: Entrance, opened: Callable[[Desk], None]) -> None:
        """``opened`` is called with the desk."""
        self._app = app
        self._entrance = entrance
        self._opened = opened
        self._keys: Keys | None = None

    def begin(self) -> None:
        """Ask for the passphrase; where this computer has no key, make a new one."""
        own = self._entrance.person_folder
        if own.demo:
            self._join(own.key_file.unlock("") if own.key_file.exists() else new_keys(own, ""))
        elif own.key_file.exists():
            self._app.push_screen(SignInScreen(self._snapshot, lambda: self._entrance), self.go_on)
        else:
            self._new_key("none")

    @property
    def _snapshot(self) -> SignInSnapshot:
        entrance = self._entrance
        agency = entrance.agency_file
        today = agency.calendar.day_of(entrance.clock())
        return SignInSnapshot(entrance.person_folder.who, entrance.name, agency.agency.name, today)

    def go_on(self, result: SignInResult) -> None:
        """Go on after the sign-in screen."""
        match result:
            case Desk():
                self._opened(result)
            case Keys() if self._entrance.former(result):
                self._new_key("former")
            case Keys():
                self._join(result)
            case str():
                assert result == FORGOTTEN
                self._new_key(FORGOTTEN)
            case None:
                self._app.exit(0)

    def _new_key(self, why: str) -> None:
        entrance = self._entrance
        try:
            check_may_join(entrance)
        except HasLeft as left:
            self._app.post_message(DeskRefused(left))
            return
        title = say(N_("{name}: a new key"), name=entrance.name)
        screen = PassphraseScreen(
            title, Reading(self._snapshot.today), self._make, intro=say(WHY_NEW_KEY[why])
        )
        self._app.push_screen(screen, self._made)

    def _make(self, passphrase: str) -> None:
        own = self._entrance.person_folder
        self._keys = new_keys(own, passphrase, names_of(self._entrance.agency_file, own.who))

    def _made(self, made: bool | None) -> None:
        if made and self._keys is not None:
            self._join(self._keys)
        else:
            self._app.exit(0)

    def _join(self, keys: Keys) -> None:
        self._app.push_screen(JoinScreen(self._entrance, keys), self._joined)

    def _joined(self, desk: Desk | None) -> None:
        if desk is None:
            self._app.exit(0)
        else:
            self._opened(desk)
