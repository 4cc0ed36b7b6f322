"""Enter and Space on a line of the checklist beside a work area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.checklists.base import Finding
from casetui.checklists.standing import ItemStanding
from casetui.desk.acts.locked_reason import CaseClosed
from casetui.desk.areas.checklist import OtherArea, not_ticked, settled_at
from casetui.desk.areas.place import Place
from casetui.desk.flows.records import tick_item
from casetui.widgets.checklist import ChecklistPanel
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.screens.case.case import CaseScreen


class ChecklistKeys:
    """Ticks the items of a case screen's checklist, and goes to where a line of it is settled."""

    def __init__(self, screen: CaseScreen, panel: ChecklistPanel) -> None:
        self._screen = screen
        self._panel = panel

    def choose(self, key: str) -> None:
        """Go to where a line is settled: a work area, a record or an item's form; else explain the line."""
        screen, leads = self._screen, self._panel.leads(key)
        match leads and settled_at(screen.opened, screen.area, leads):
            case OtherArea(area):
                screen.action_area(area)
            case Place() as place:
                screen.forms.edit(place)
            case ItemStanding() as item:
                screen.forms.tick(item.list_key, item.key, item.text)
            case None:
                if isinstance(leads, Finding):
                    screen.action_other_side()
                screen.tell(self._panel.explain(key))

    def tick(self) -> None:
        """Tick the item as done today, or untick it; an item that needs more shows its form."""
        screen, leads = self._screen, self._panel.leads(self._panel.cursor_key)
        if screen.opened.case.state == "closed":
            screen.show_error(CaseClosed())
        elif not self._panel.has_focus:
            screen.tell(say(N_("Tab goes to the checklist; Space ticks there.")))
        elif isinstance(leads, ItemStanding) and not leads.computed:
            screen.flows.run(tick_item(screen.desk, screen.opened, leads, screen.area))
        else:
            opens = isinstance(leads, Finding) and bool(settled_at(screen.opened, screen.area, leads))
            screen.tell(not_ticked(leads, opens=opens))
