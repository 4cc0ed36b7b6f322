"""The forms of a case: to read, to change and to add records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.data.drafts import Draft
from casetui.data.fields import form_fields
from casetui.desk.acts.locked_reason import why_fixed
from casetui.desk.areas.new_record import add_record, new_record
from casetui.desk.areas.place import NEW, Place
from casetui.desk.areas.resume_draft import resume_draft
from casetui.desk.flows.records import change_record, fill_in_item
from casetui.screens.case.record import RecordScreen

if TYPE_CHECKING:
    from casetui.screens.case.case import CaseScreen


class CaseForms:
    """Shows the forms of one case screen."""

    def __init__(self, screen: CaseScreen) -> None:
        self._screen = screen

    def edit(self, place: Place) -> None:
        """Show the form of a record or of a new record; a locked record is shown to be read."""
        screen, desk, opened = self._screen, self._screen.desk, self._screen.opened
        if place.record == NEW:
            screen.flows.run(new_record(desk, opened, screen.area, place.kind, place.slot))
            return
        record = opened.file.get(place.kind, place.record)
        if record is None or not form_fields(place.kind):
            return
        if why_fixed(opened.case, record):
            screen.app.push_screen(RecordScreen(desk, opened, record))
        else:
            screen.flows.run(change_record(desk, opened, record, screen.area, place.field))

    def add(self) -> None:
        """Add a record to this work area; ask for its kind where there are several."""
        screen = self._screen
        screen.flows.run(add_record(screen.desk, screen.opened, screen.area, screen.place))

    def resume(self, draft: Draft) -> None:
        """Show the form in which a draft was typed; where it cannot be shown, say so."""
        screen = self._screen
        screen.flows.run(resume_draft(screen.desk, screen.opened, draft))

    def tick(self, checklist: str, item: str, text: str) -> None:
        """Show the form in which an item is ticked; ``text`` is the item's title."""
        screen = self._screen
        screen.flows.run(fill_in_item(screen.desk, screen.opened, checklist, item, text, screen.area))
