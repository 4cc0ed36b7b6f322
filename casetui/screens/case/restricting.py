"""Saying who may open a case: restricting it to named people, lending it, taking it back."""

from __future__ import annotations

from datetime import date

from casetui.data.days import short_day
from casetui.desk.access import lent_until
from casetui.desk.acts.restricting import lift_restriction, live_shares, open_to, take_back
from casetui.desk.forms.case_acts import lend_asks, restrict_asks
from casetui.screens.case.on_case import OnCase
from casetui.widgets.pick import Pick
from casetui.widgets.row_list import Line
from casetui.words import N_, say


class RestrictingActs(OnCase):
    """The acts that say who may open the case, and what the screen shows of it."""

    def restrict(self) -> None:
        """Ask who the case stays open to, and why."""
        screen = self._case_screen()
        screen.show_form(restrict_asks(screen.desk, screen.opened), after=self._open_to)

    def lift(self) -> None:
        """Ask why the restriction is lifted, and lift it."""
        screen = self._case_screen()
        screen.ask_text(
            say(N_("Why is the restriction lifted?")),
            lambda why: lift_restriction(screen.desk, screen.opened, why),
            say(N_("The case is open to the team again.")),
            about="lift",
        )

    def lend(self) -> None:
        """Ask whom the case is lent to, until when, and why."""
        screen = self._case_screen()
        screen.show_form(lend_asks(screen.desk, screen.opened), after=self._open_to)

    def _open_to(self) -> list[str]:
        screen = self._case_screen()
        return open_to(screen.desk, screen.opened.file)

    def take_back(self) -> None:
        """Ask from whom the case is taken back, where there are several, and why."""
        screen = self._case_screen()
        lent = {one.id: screen.desk.name(one.worker) for one in live_shares(screen.desk, screen.opened.file)}
        if len(lent) == 1:
            self._take_back(*next(iter(lent.items())))
            return
        screen.app.push_screen(
            Pick(say(N_("Take back from")), list(lent.items())),
            lambda chosen: self._take_back(chosen, lent[chosen]) if chosen else None,
        )

    def _take_back(self, lent: str, name: str) -> None:
        screen = self._case_screen()
        screen.ask_text(
            say(N_("Why is it taken back from {name}?"), name=name),
            lambda why: take_back(screen.desk, screen.opened, lent, why),
            say(N_("Taken back from {name}."), name=name),
            about=lent,
        )

    # -- what is shown of it ---------------------------------------------------------------------

    def openness(self) -> str:
        """Return in a word or two that the case is restricted or lent; to whom it is lent, until when."""
        screen = self._case_screen()
        desk, file = screen.desk, screen.opened.file
        if desk.access(file) == "lent":
            day = date.fromisoformat(lent_until(desk.who, file, desk.today()))
            return say(N_("lent until {day}"), day=short_day(day))
        words = [say(N_("restricted"))] if file.case.restricted_to else []
        if live_shares(desk, file):
            words.append(say(N_("lent")))
        return " · ".join(words)

    def open_to_lines(self) -> list[Line]:
        """Return who may open the case besides what is usual, a line each."""
        screen = self._case_screen()
        sentences = open_to(screen.desk, screen.opened.file)
        return [Line(f"open{n}", ("", sentence), "due") for n, sentence in enumerate(sentences)]

    def shut_out(self) -> bool:
        """Leave the case where whoever restricted it left themselves out; return whether that is so."""
        screen = self._case_screen()
        if screen.desk.access(screen.opened.file) != "cover":
            return False
        screen.call_later(screen.leave)
        return True
