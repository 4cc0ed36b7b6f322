"""The forms of a case: to read, to change and to add records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.data.drafts import Draft
from casetui.data.fields import form_fields
from casetui.data.records import Record
from casetui.desk.acts.locked_reason import why_fixed
from casetui.desk.areas import AREAS
from casetui.desk.areas.new_record import adding, likeliest, new_record_form
from casetui.desk.areas.place import NEW, Place
from casetui.desk.areas.resume_draft import resumed_form
from casetui.desk.errors import NotAllowed
from casetui.desk.forms.case_forms import tick_form_spec
from casetui.desk.forms.form_spec import FormSpec, change_form
from casetui.screens.case.record import CLOSED, RecordScreen
from casetui.widgets.pick import Pick
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.screens.case.case import CaseScreen


class CaseForms:
    """Shows the forms of one case screen; where the case is closed, says so instead."""

    def __init__(self, screen: CaseScreen) -> None:
        self._screen = screen

    def edit(self, place: Place) -> None:
        """Show the form of a record or of a new record; a locked record is shown to be read."""
        screen = self._screen
        if place.record == NEW:
            self.add(place.kind, place.slot)
            return
        record = screen.opened.file.get(place.kind, place.record)
        if record is None or not form_fields(place.kind):
            return
        if why_fixed(screen.opened.case, record):
            screen.app.push_screen(RecordScreen(screen.desk, screen.opened, record))
        else:
            spec = change_form(screen.desk, screen.opened, record, screen.area)
            screen.flows.fill_in(spec, start=place.field)

    def is_closed(self) -> bool:
        """Return whether the case is closed; say so if it is."""
        screen = self._screen
        if screen.opened.case.state != "closed":
            return False
        screen.tell(say(CLOSED))
        return True

    def choose_and_add(self) -> None:
        """Add a record to this work area; ask for its kind where there are several."""
        screen = self._screen
        if self.is_closed():
            return
        at = screen.place
        options = adding(AREAS[screen.area], screen.opened.file, at)
        if len(options) == 1:
            self.add(options[0].kind, options[0].slot)
            return
        labels = [(str(n), screen.opened.method.say(o.kind.title)) for n, o in enumerate(options)]
        letters = {str(n + 1): str(n) for n in range(len(options))}
        likely = likeliest(AREAS[screen.area], at)
        first = next((str(n) for n, option in enumerate(options) if option.kind is likely), "")

        def chosen(key: str | None) -> None:
            if key is not None:
                self.add(options[int(key)].kind, options[int(key)].slot)

        screen.app.push_screen(Pick(say(N_("What to add")), labels, letters=letters, chosen=first), chosen)

    def add(self, kind: type[Record], slot: str = "") -> None:
        """Show the form of a new record; ``slot`` is the choice or the parent record that it belongs to."""
        screen = self._screen
        if self.is_closed():
            return
        try:
            spec = new_record_form(screen.desk, screen.opened, screen.area, kind, slot)
        except NotAllowed as error:
            screen.tell(str(error))
        else:  # the slot is chosen already: in its field, a typed letter would choose another
            screen.flows.fill_in(spec, start=_first_empty(spec) if slot else "")

    def resume(self, draft: Draft) -> None:
        """Show the form in which a draft was typed; where it cannot be shown, say so."""
        screen = self._screen
        if self.is_closed():
            return
        try:
            screen.flows.fill_in(resumed_form(screen.desk, screen.opened, draft))
        except NotAllowed as error:
            screen.tell(str(error))

    def tick(self, checklist: str, item: str, text: str) -> None:
        """Show the form in which an item is ticked; ``text`` is the item's title."""
        screen = self._screen
        if not self.is_closed():
            spec = tick_form_spec(screen.desk, screen.opened, checklist, item, text, screen.area)
            screen.flows.fill_in(spec)


def _first_empty(spec: FormSpec) -> str:
    """Return the name of the first empty field of a form."""
    return next((field.name for field in form_fields(spec.model) if not spec.entries[field.name]), "")
