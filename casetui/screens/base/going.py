"""Going from one screen to another: opening a case, writing a contact down, finding a client.

Screens are imported when they are first shown, which keeps the start short.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from casetui.words import N_, CaseTUIError, say

if TYPE_CHECKING:
    from casetui.data.drafts import Draft
    from casetui.desk.desk import Desk, OpenCase
    from casetui.screens.base.desk_screen import DeskScreen


class Going:
    """A part of every desk screen: the ways to the other screens."""

    _reasons: Mapping[str, str] = MappingProxyType({})
    """Reasons that were given and could not be used, by what they are about."""

    def _screen(self) -> DeskScreen[Any]:
        return cast("DeskScreen[Any]", self)

    def selected_case(self) -> str:
        """Return the number of the case that an act is about; empty if none is selected."""
        return ""

    def open_case(self, number: str, area: str = "", reason: str = "", draft: Draft | None = None) -> None:
        """Open a case at the step it is at, or in ``area``; a colleague's after asking for a reason.

        Over it, the form that ``draft`` was typed in.
        """
        from casetui.desk.acts.cases import open_case

        screen = self._screen()
        if not number:
            return
        screen.tell(say(N_("Opening C-{number}"), number=number))
        screen.off_thread(
            lambda: with_standing(screen.desk, open_case(screen.desk, number, reason)),
            lambda opened: self._show_case(opened, area, draft),
            lambda error: self._ask_reason(
                error, lambda given: self.open_case(number, area, given, draft), reason, number
            ),
            group="open",
        )

    def _show_case(self, opened: OpenCase, area: str, draft: Draft | None) -> None:
        from casetui.screens.case.case import CaseScreen
        from casetui.screens.sign_offs.sign_off import SignOffScreen

        screen = self._screen()
        screen.tell("")
        if opened.access == "sign":
            screen.app.push_screen(SignOffScreen(screen.desk, opened), lambda said: screen.tell(said or ""))
        else:
            case = CaseScreen(screen.desk, opened, area)
            screen.app.push_screen(case)
            if draft:
                case.call_later(case.open_form, draft)

    def _ask_reason(self, error: CaseTUIError, again: Any, given: str = "", about: str = "") -> None:
        """Ask for the reason that an act needs, and do it again with that; show any other error.

        ``given`` is the reason that it was refused with: it stands there when one is next asked for
        ``about`` the same.
        """
        from casetui.desk.acts.cases import ReasonNeeded
        from casetui.widgets.ask import AskText

        screen = self._screen()
        self.keep_reason(about, given)
        if not isinstance(error, ReasonNeeded):
            screen.show_error(error)
            return
        screen.tell("")
        asking = AskText(str(error), start=self.kept_reason(about))
        screen.app.push_screen(asking, lambda reason: again(reason) if reason else None)

    def keep_reason(self, about: str, given: str) -> None:
        """Keep a reason that was given and could not be used, until one is next asked for ``about`` it."""
        if given:
            self._reasons = {**self._reasons, about: given}

    def kept_reason(self, about: str) -> str:
        """Return the reason that was given before and could not be used; it is kept no longer."""
        kept = self._reasons.get(about, "")
        self._reasons = {key: given for key, given in self._reasons.items() if key != about}
        return kept

    def find_client(self) -> None:
        """Find a client by typing, and open the case."""
        from casetui.screens.base.finder import FinderScreen, go_to

        screen = self._screen()
        screen.app.push_screen(FinderScreen(screen.desk), go_to(screen))

    def action_write_down(self) -> None:
        """Write a contact down for the selected case; without one, ask for whom."""
        from casetui.screens.base.finder import FinderScreen

        number = self.selected_case()
        if number:
            self.write_down(number)
            return
        screen = self._screen()
        chosen = FinderScreen(screen.desk, title=say(N_("Write down for whom")))
        screen.app.push_screen(chosen, lambda found: self.write_down(found) if found else None)

    def write_down(self, number: str, reason: str = "") -> None:
        """Show the short form of a contact; saving leads back here."""
        from casetui.desk.forms.form_spec import contact_asks, listed_name
        from casetui.screens.forms.form import FormScreen

        screen = self._screen()
        try:
            form = FormScreen.of(contact_asks(screen.desk, number, reason))
        except CaseTUIError as error:
            self._ask_reason(error, lambda given: self.write_down(number, given), reason, number)
            return
        name = listed_name(screen.desk, number)
        screen.app.push_screen(form, lambda saved: self.written_down(name) if saved else None)

    def written_down(self, name: str) -> None:
        """Say that the contact was saved."""
        self._screen().tell(say(N_("Saved for {name}."), name=name))

    def action_new_client(self) -> None:
        """Register a new client."""
        from casetui.screens.new_client import NewClientScreen

        screen = self._screen()

        def done(case: OpenCase | str | None) -> None:
            if isinstance(case, str):
                self.open_case(case)
            elif case is not None:
                self._show_case(case, "", None)

        screen.app.push_screen(NewClientScreen(screen.desk), done)

    def action_agenda(self) -> None:
        """Show what is late and due, by day."""
        from casetui.screens.home.agenda import AgendaScreen

        self._screen().app.push_screen(AgendaScreen(self._screen().desk))

    def action_sign_offs(self) -> None:
        """Show what is to be signed and seen."""
        from casetui.screens.sign_offs.sign_offs import SignOffsScreen

        self._screen().app.push_screen(SignOffsScreen(self._screen().desk))

    def action_drafts(self) -> None:
        """Show what was typed and not saved."""
        from casetui.screens.forms.drafts import DraftsScreen

        self._screen().app.push_screen(DraftsScreen(self._screen().desk))

    def offer_drafts(self) -> None:
        """Show what was typed and not saved before this start, if anything was."""
        screen = self._screen()
        screen.off_thread(
            lambda: _left(screen), lambda found: self.action_drafts() if found else None, group="drafts"
        )

    def action_people(self) -> None:
        """Show workers, roles and limits."""
        from casetui.screens.people.people import PeopleScreen

        self._screen().app.push_screen(PeopleScreen(self._screen().desk))

    def action_change_passphrase(self) -> None:
        """Change the passphrase of who signed in."""
        from casetui.screens.way_in.passphrase import change_screen

        screen = self._screen()
        if screen.desk.own.demo:
            screen.tell(say(N_("In a demo nobody has a passphrase.")))
            return
        form = change_screen(screen.desk.own.key_file, screen.desk.reading())
        screen.app.push_screen(
            form, lambda done: screen.tell(say(N_("Your passphrase is changed.")) if done else "")
        )


def _left(screen: DeskScreen[Any]) -> list[Draft]:
    from casetui.desk.forms.drafts import left  # in the thread: it is not needed for the first paint

    return left(screen.desk)


def with_standing(desk: Desk, opened: OpenCase) -> OpenCase:
    """Return the case with all of it read, off the thread: what is damaged is told before it is shown."""
    from casetui.data.records import CASE_RECORDS

    for kind in CASE_RECORDS.values():
        opened.file.every(kind)
    desk.standing(opened.file)
    return opened
