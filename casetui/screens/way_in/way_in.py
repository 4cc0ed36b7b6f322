"""The way in: from a person's name, by their passphrase or a new key, to their desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from casetui.data.days import Reading
from casetui.data.keys.person_keys import Keys
from casetui.desk.desk import Desk
from casetui.desk.flows.way_in import AwaitAdmission, MakeKey, TypePassphrase, WayInStep, coming_in
from casetui.desk.people.signing_in import Entrance
from casetui.desk.session.sign_in_snapshot import SignInSnapshot
from casetui.screens.base.messages import DeskRefused
from casetui.screens.forms.passphrase import PassphraseScreen
from casetui.screens.way_in.join import JoinScreen
from casetui.screens.way_in.sign_in import SignInScreen
from casetui.words import CaseTUIError

if TYPE_CHECKING:
    from casetui.screens.way_in.sign_in import SignInResult


class WayIn:
    """Signs one person in, screen by screen; ends the program where they leave."""

    def __init__(self, app: App[Any], entrance: Entrance, opened: Callable[[Desk], None]) -> None:
        """``opened`` is called with the desk."""
        self._app = app
        self._entrance = entrance
        self._opened = opened
        self._flow = coming_in(entrance)

    def begin(self) -> None:
        """Take the first step."""
        self._next_step(lambda: next(self._flow))

    def go_on(self, result: SignInResult) -> None:
        """Go on after a sign-in screen that was shown before there was an entrance.

        It asked the first step, unless the person's key has gone meanwhile.
        """

        def second_step() -> WayInStep:
            first = next(self._flow)
            return self._flow.send(result) if isinstance(first, TypePassphrase) else first

        self._next_step(second_step)

    def _answer(self, answer: object) -> None:
        self._next_step(lambda: self._flow.send(answer))

    def _next_step(self, go_on: Callable[[], WayInStep]) -> None:
        try:
            step = go_on()
        except StopIteration as end:
            if end.value is None:
                self._app.exit(0)
            else:
                self._opened(end.value)
        except CaseTUIError as error:
            self._app.post_message(DeskRefused(error))
        else:
            self._show(step)

    def _show(self, step: WayInStep) -> None:
        match step:
            case TypePassphrase():
                self._app.push_screen(SignInScreen(self._snapshot, lambda: self._entrance), self._answer)
            case MakeKey(title, why, make):
                made: list[Keys] = []
                reading = Reading(self._snapshot.today)
                screen = PassphraseScreen(
                    title, reading, lambda passphrase: made.append(make(passphrase)), intro=why
                )
                self._app.push_screen(screen, lambda saved: self._answer(made[-1] if saved else None))
            case AwaitAdmission():
                self._app.push_screen(JoinScreen(step), self._answer)

    @property
    def _snapshot(self) -> SignInSnapshot:
        entrance = self._entrance
        agency = entrance.agency_file
        today = agency.calendar.day_of(entrance.clock())
        return SignInSnapshot(entrance.person_folder.who, entrance.name, agency.agency.name, today)
