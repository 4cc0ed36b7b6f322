"""Saying who may open a case: restricting it to named people, lending it, taking it back."""

from __future__ import annotations

from collections.abc import Callable

from casetui.desk.acts.restricting import lift_restriction, live_shares, open_to, take_back
from casetui.desk.forms.case_acts import lend_asks, restrict_asks
from casetui.desk.forms.form_spec import Asks
from casetui.plain.case_session import CaseHands
from casetui.plain.talk import Option
from casetui.words import N_, say


class Restricting:
    """Does with one open case what says who may open it."""

    def __init__(self, hands: CaseHands, leave: Callable[[], None]) -> None:
        """``leave`` leaves the case, where whoever restricted it left themselves out."""
        self._hands = hands
        self._leave = leave

    def restrict(self, _: str) -> None:
        """Ask who the case stays open to, and why."""
        hands = self._hands
        self._ask(restrict_asks(hands.desk, hands.opened))
        if hands.desk.access(hands.opened.file) == "cover":
            self._leave()

    def lift(self, _: str) -> None:
        """Ask why the restriction is lifted, and lift it."""
        hands = self._hands
        if why := hands.talk.text(say(N_("Why is the restriction lifted?"))):
            hands.do(
                lambda: lift_restriction(hands.desk, hands.opened, why),
                say(N_("The case is open to the team again.")),
            )

    def lend(self, _: str) -> None:
        """Ask whom the case is lent to, until when, and why."""
        hands = self._hands
        self._ask(lend_asks(hands.desk, hands.opened))

    def _ask(self, asks: Asks) -> None:
        """Fill in a form, and say who may open the case by now."""
        hands = self._hands
        hands.show_form(asks)
        hands.talk.tell(*open_to(hands.desk, hands.opened.file))

    def take_back(self, _: str) -> None:
        """Ask from whom the case is taken back, where there are several, and why."""
        hands = self._hands
        names = {one.id: hands.desk.name(one.worker) for one in live_shares(hands.desk, hands.opened.file)}
        options = [Option(key, name) for key, name in names.items()]
        chosen: str | None = options[0].key
        if len(options) > 1:
            chosen = hands.talk.choose(say(N_("Take back from")), options)
        if not chosen:
            return
        if why := hands.talk.text(say(N_("Why is it taken back from {name}?"), name=names[chosen])):
            hands.do(
                lambda: take_back(hands.desk, hands.opened, chosen, why),
                say(N_("Taken back from {name}."), name=names[chosen]),
            )
