"""The menu of a case: acts on the whole case, and commands without a key on the case screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from casetui.desk.audit.looking import offers_audit
from casetui.desk.flows.case import CaseAct, case_acts
from casetui.desk.flows.commands import AUDIT, READ_AGAIN, STRIKE, TAKE_STRIKE_BACK
from casetui.widgets.pick import Pick
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.screens.case.case import CaseScreen

Menu = dict[str, tuple[str, Callable[[], None]]]
"""For each letter, the label of an act and the function that does it."""


class CaseMenu:
    """The acts on the case of one case screen, by letter."""

    def __init__(self, screen: CaseScreen) -> None:
        self._screen = screen

    def commands(self) -> list[tuple[str, str, str]]:
        """Return the acts for the finder and the help: action, label and keys."""
        return [(f"act('{letter}')", label, f"m {letter}") for letter, (label, _) in self._acts().items()]

    def do(self, letter: str) -> None:
        """Do the act with this letter, if it can be done now, without showing the menu."""
        if act := self._acts().get(letter):
            act[1]()

    def show(self) -> None:
        """Show the menu, and do the act that is chosen."""
        screen, menu = self._screen, self._acts()
        if screen.opened.case.state != "closed":
            record = screen.selected_record
            of_record = TAKE_STRIKE_BACK if record and record.struck else STRIKE
            menu[of_record.letter] = (of_record.label, screen.action_strike)
        menu[READ_AGAIN.letter] = (READ_AGAIN.label, screen.reload)
        labels = [(letter, say(label)) for letter, (label, _) in menu.items()]
        pick = Pick(say(N_("More")), labels, letters={letter: letter for letter in menu})
        screen.app.push_screen(pick, lambda letter: menu[letter][1]() if letter else None)

    def _acts(self) -> Menu:
        """Return the acts on the whole case that can be done now."""
        screen = self._screen
        menu = {act.letter: (act.label, self._doing(act)) for act in case_acts(screen.desk, screen.opened)}
        if offers_audit(screen.desk):
            menu[AUDIT.letter] = (AUDIT.label, self._audit)
        return menu

    def _doing(self, act: CaseAct) -> Callable[[], None]:
        screen = self._screen
        return lambda: screen.flows.run(act.flow(screen.desk, screen.opened))

    def _audit(self) -> None:
        """Show who changed and who opened this case."""
        from casetui.screens.case.audit import AuditScreen

        self._screen.app.push_screen(AuditScreen(self._screen.desk, self._screen.opened.case.number))
