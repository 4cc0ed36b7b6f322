"""The forms of a case: a record to read, to change, or to add."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from casetui.data.drafts import Draft
from casetui.data.fields import form_fields
from casetui.data.records import Record
from casetui.desk.acts.locked_reason import why_fixed
from casetui.desk.areas import AREAS
from casetui.desk.areas.new_record import adding, likeliest, new_record_asks
from casetui.desk.areas.place import NEW, Place
from casetui.desk.areas.resume_draft import asks_again
from casetui.desk.errors import NotAllowed
from casetui.desk.forms.form_spec import Asks, change_asks
from casetui.screens.case.on_case import OnCase
from casetui.screens.case.record import CLOSED, RecordScreen
from casetui.screens.forms.form import FormScreen
from casetui.widgets.pick import Pick
from casetui.words import N_, say


class CaseForms(OnCase):
    """Writing and adding records."""

    def edit(self, place: Place) -> None:
        """Show the form of a record, or of a new one; one that cannot be changed is shown to be read."""
        screen = self._case_screen()
        if place.record == NEW:
            self.add_record(place.kind, place.slot)
            return
        record = screen.opened.file.get(place.kind, place.record)
        if record is None or not form_fields(place.kind):
            return
        if why_fixed(screen.opened.case, record):
            screen.app.push_screen(RecordScreen(screen.desk, screen.opened, record))
        else:
            self.show_form(change_asks(screen.desk, screen.opened, record, screen.area), start=place.field)

    def is_closed(self) -> bool:
        """Return whether the case is closed, and say so."""
        screen = self._case_screen()
        if screen.opened.case.state != "closed":
            return False
        screen.tell(say(CLOSED))
        return True

    def action_add(self) -> None:
        """Add a record to this work area; ask which kind where there are several."""
        screen = self._case_screen()
        if self.is_closed():
            return
        at = Place.of(screen.line_key)
        options = adding(AREAS[screen.area], screen.opened.file, at)
        if len(options) == 1:
            self.add_record(options[0].kind, options[0].slot)
            return
        labels = [(str(n), screen.opened.method.say(o.kind.title)) for n, o in enumerate(options)]
        letters = {str(n + 1): str(n) for n in range(len(options))}
        likely = likeliest(AREAS[screen.area], at)
        first = next((str(n) for n, option in enumerate(options) if option.kind is likely), "")

        def chosen(key: str | None) -> None:
            if key is not None:
                self.add_record(options[int(key)].kind, options[int(key)].slot)

        screen.app.push_screen(Pick(say(N_("What to add")), labels, letters=letters, chosen=first), chosen)

    def add_record(self, kind: type[Record], slot: str = "") -> None:
        """Show the form of a new record; ``slot`` is the choice, or the parent, that it is for."""
        screen = self._case_screen()
        if self.is_closed():
            return
        try:
            asks = new_record_asks(screen.desk, screen.opened, screen.area, kind, slot)
        except NotAllowed as error:
            screen.tell(str(error))
        else:  # what it is for is chosen already: a letter typed there would choose another
            self.show_form(asks, start=_first_empty(asks) if slot else "")

    def open_form(self, draft: Draft) -> None:
        """Show the form again that a draft was typed in; where it cannot be shown, say so."""
        screen = self._case_screen()
        if self.is_closed():
            return
        try:
            self.show_form(asks_again(screen.desk, screen.opened, draft))
        except NotAllowed as error:
            screen.tell(str(error))

    def show_form(self, asks: Asks, *, start: str = "", after: Callable[[], Sequence[str]] = tuple) -> None:
        """Show a form over the case, at the field ``start``; afterwards the case as it then is.

        ``after`` returns what is said besides once it is saved.
        """
        screen = self._case_screen()

        def save(values: dict[str, Any]) -> None:
            screen.in_turn(lambda: asks.save(values))()

        screen.app.push_screen(
            FormScreen.of(replace(asks, save=save), start=start),
            lambda saved: screen.tell(" ".join([say(N_("Saved.")), *after()]) if saved else ""),
        )


def _first_empty(asks: Asks) -> str:
    """Return the name of the first field of a form in which nothing stands."""
    return next((field.name for field in form_fields(asks.model) if not asks.entries[field.name]), "")
