"""Enter and Space on a line of the checklist beside a work area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.checklists.standing import ItemStanding
from casetui.data.records import Record
from casetui.desk.acts.locked_reason import CaseClosed
from casetui.desk.areas.lines import AreaLeads
from casetui.desk.areas.place import Place
from casetui.desk.areas.settling import area_of, line_of
from casetui.desk.flows.records import tick_at_once
from casetui.desk.forms.case_forms import ticked_at_once
from casetui.widgets.checklist import ChecklistPanel
from casetui.widgets.line_list import LineList
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.screens.case.case import CaseScreen


class ChecklistKeys:
    """Ticks the items of a case screen's checklist, and goes to where a line of it is settled."""

    def __init__(self, screen: CaseScreen, panel: ChecklistPanel, lines: LineList[AreaLeads]) -> None:
        """``lines`` is the list of the work area beside the checklist."""
        self._screen = screen
        self._panel = panel
        self._lines = lines

    def choose(self, key: str) -> None:
        """Go to where a line is settled, and say so: a work area, a record, an item's form or its list."""
        screen, panel = self._screen, self._panel
        if area := panel.area_of(key):
            screen.action_area(area)
        elif panel.record_of(key):
            if place := self._place_of(key):
                screen.forms.edit(place)
        elif (item := panel.item(key)) and not item.computed:
            self._form(item)
        elif item and item.kind and (area := area_of(item.kind)):
            self._settle(area, item.kind)
            screen.tell(say(N_('"{text}" is settled here.'), text=item.text))
        else:
            if panel.finding(key):
                screen.action_other_side()
            else:
                panel.move_to(panel.first_open(key))
            screen.tell(panel.explain(key))

    def _settle(self, area: str, kind: type[Record]) -> None:
        """Go to the line of a work area on which records of a kind are written down."""
        screen = self._screen
        if area != screen.area:
            screen.action_area(area)
        screen.remove_class("-beside")
        self._lines.focus()
        self._lines.move_to(line_of(kind, self._lines.shown))

    def tick(self) -> None:
        """Tick the item as done today, or untick it; an item that needs more shows its form."""
        screen, panel = self._screen, self._panel
        key = panel.cursor_key
        item = panel.item(key)
        if screen.opened.case.state == "closed":
            screen.show_error(CaseClosed())
        elif not panel.has_focus:
            screen.tell(say(N_("Tab goes to the checklist; Space ticks there.")))
        elif item is None or item.computed:
            screen.tell(panel.not_ticked(key, opens=self._place_of(key) is not None))
        elif state := ticked_at_once(screen.opened, item, screen.desk.today()):
            screen.flows.run(tick_at_once(screen.desk, screen.opened, item, state))
        else:
            self._form(item)

    def _form(self, item: ItemStanding) -> None:
        self._screen.forms.tick(item.list_key, item.key, item.text)

    def _place_of(self, key: str) -> Place | None:
        """Return the place in the work area of the record that a line of the checklist warns of."""
        record = self._panel.record_of(key)
        leads = [self._lines.leads(line.key) for line in self._lines.lines] if record else []
        return next((one for one in leads if isinstance(one, Place) and one.record == record), None)
