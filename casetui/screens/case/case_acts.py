"""What is done with a case as a whole: give it out, let it rest, take it up, reopen it."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from casetui.desk.acts.cases import assign, resume
from casetui.desk.acts.closing import CHANGE_MANAGER, ask_override
from casetui.desk.errors import HeldBack
from casetui.desk.forms.case_acts import (
    case_acts,
    given_words,
    may_be_given,
    read_again,
    reopened,
    rest_asks,
    waits_to_pass,
)
from casetui.screens.base.going import with_standing
from casetui.screens.base.held_back import ASK, held_back
from casetui.screens.case.on_case import OnCase
from casetui.widgets.ask import Question
from casetui.widgets.pick import Pick
from casetui.words import N_, CaseTUIError, say

LETTERS = {
    "give": "g", "rest": "r", "rest on": "r", "take up": "u", "reopen": "o",
    "restrict": "n", "name others": "n", "lift": "f", "lend": "e", "take back": "k",
}  # fmt: skip
"""The letter of each act in the menu."""
Menu = dict[str, tuple[str, Callable[[], None]]]
"""By its letter what an act is called, and what does it."""


class CaseActs(OnCase):
    """The menu of acts on the case as a whole."""

    def _acts(self) -> Menu:
        """Return the acts on the case as a whole that can be done now."""
        screen = self._case_screen()
        acts: dict[str, Callable[[], None]] = {
            "give": self.give, "rest": self.rest, "rest on": self.rest,
            "take up": self.take_up, "reopen": self.reopen,
            "restrict": screen.restrict, "name others": screen.restrict, "lift": screen.lift,
            "lend": screen.lend, "take back": screen.take_back,
        }  # fmt: skip
        offered = case_acts(screen.desk, screen.opened)
        menu = {LETTERS[act.key]: (act.label, acts[act.key]) for act in offered}
        if screen.desk.who.has("line manager"):
            menu["h"] = (N_("Who changed and who opened this case"), self.audit)
        return menu

    def extra_commands(self) -> list[tuple[str, str, str]]:
        """Return these acts for the finder and the help: action, what it is called, and its keys."""
        return [(f"act('{letter}')", label, f"m {letter}") for letter, (label, _) in self._acts().items()]

    def action_act(self, letter: str) -> None:
        """Do an act of the menu, where it can be done, without showing the menu."""
        if act := self._acts().get(letter):
            act[1]()

    def action_more(self) -> None:
        """Show what else can be done with this case."""
        screen = self._case_screen()
        menu = self._acts()
        if screen.opened.case.state != "closed":
            menu["x"] = (N_("Strike out the selected record"), screen.action_strike)
        menu["l"] = (N_("Read the case again"), self.reload)
        screen.app.push_screen(
            Pick(
                say(N_("More")),
                [(letter, say(label)) for letter, (label, _) in menu.items()],
                letters={letter: letter for letter in menu},
            ),
            lambda letter: menu[letter][1]() if letter else None,
        )

    def audit(self) -> None:
        """Show who changed and who opened this case."""
        from casetui.screens.case.audit import AuditScreen

        screen = self._case_screen()
        screen.app.push_screen(AuditScreen(screen.desk, screen.opened.case.number))

    def give(self) -> None:
        """Choose a case manager and give the case to them."""
        screen = self._case_screen()
        people = may_be_given(screen.desk)
        screen.app.push_screen(
            Pick(say(N_("Give the case to")), people), lambda to: self._assign(to) if to else None
        )

    def _assign(self, to: str, reason: str = "") -> None:
        screen = self._case_screen()

        screen.do(
            lambda: assign(screen.desk, screen.opened, to, reason),
            given_words(screen.desk, to),
            again=lambda given: self._assign(to, given),
            passes=CHANGE_MANAGER,
            given=reason,
            about=f"give {to}",
        )

    def do(
        self,
        act: Callable[[], object],
        sentence: str,
        *,
        again: Callable[[str], None] | None = None,
        passes: str = "",
        given: str = "",
        about: str = "",
        first: str = "",
    ) -> None:
        """Do an act on the case off the thread, show the case as it then is, and say ``sentence``.

        ``first`` is a question that is to be answered with yes before. Where it needs a reason, that is asked
        for and ``again`` is called with it. ``passes`` is the act's name where it may be let pass.
        ``given`` is the reason that it is done with: where it is refused, that stands there when one is next
        asked for ``about`` the same.
        """
        screen = self._case_screen()
        if first:

            def sure(said: str | None) -> None:
                if said == "y":
                    self.do(act, sentence, again=again, passes=passes, given=given, about=about)

            answers = [("y", say(N_("Yes"))), ("n", say(N_("No")))]
            screen.app.push_screen(Question(first, "", answers), sure)
            return

        def refused(error: CaseTUIError) -> None:
            screen.keep_reason(about, given)
            if isinstance(error, HeldBack) and passes:
                waits = waits_to_pass(screen.opened, passes)
                screen.app.push_screen(
                    held_back(error, may_ask=not waits, asked=waits),
                    lambda answer: self._ask_to_pass(answer, passes),
                )
            else:
                screen.come_back()  # the act may have found a newer revision
                screen._ask_reason(error, again or (lambda _: None), about=about)

        screen.write(screen.in_turn(act), lambda _: self._after(sentence), refused)

    def _ask_to_pass(self, answer: str | None, passes: str) -> None:
        screen = self._case_screen()
        if answer == ASK:
            screen.ask_text(
                say(N_("Why should it pass?")),
                lambda why: ask_override(screen.desk, screen.opened, passes, why),
                say(N_("A line manager was asked to let it pass.")),
                about=passes,
            )

    def rest(self) -> None:
        """Let the case rest, with a reason and a day to look again."""
        screen = self._case_screen()
        screen.show_form(rest_asks(screen.desk, screen.opened))

    def take_up(self) -> None:
        """Take a resting case up again."""
        screen = self._case_screen()
        screen.do(lambda: resume(screen.desk, screen.opened), say(N_("The case is taken up again.")))

    def reopen(self) -> None:
        """Open a new episode of this closed case."""
        screen = self._case_screen()

        def go(reason: str = "") -> None:
            screen.write(
                lambda: reopened(screen.desk, screen.opened, reason),
                lambda new: screen.open_case(new),
                lambda error: screen._ask_reason(error, go, reason, "reopen"),
            )

        go()

    def reload(self, sentence: str = "") -> None:
        """Read the case anew from the vault."""
        screen = self._case_screen()

        def read() -> None:
            anew = copy(screen.opened)
            read_again(screen.desk, anew)
            screen.opened.file = with_standing(screen.desk, anew).file

        screen.off_thread(screen.in_turn(read), lambda _: self._after(sentence), group="reload")

    def _after(self, sentence: str) -> None:
        screen = self._case_screen()
        screen.tell(sentence)
        screen.fill()
