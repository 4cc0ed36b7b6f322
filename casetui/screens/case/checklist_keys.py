"""Enter and Space on a line of the checklist beside a work area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.checklists.base import Finding
from casetui.checklists.standing import ItemStanding
from casetui.desk.acts.locked_reason import CaseClosed
from casetui.desk.areas.checklist import (
    Folded,
    OtherArea,
    SettledIn,
    explained,
    item_key,
    not_ticked,
    settled_at,
)
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
        """Go to where a line is settled, and say so: a work area, a record, or an item's form."""
        screen, leads = self._screen, self._panel.leads(key)
        match leads and settled_at(screen.opened, screen.area, leads):
            case Folded() as fold:
                self._unfold(fold)
            case OtherArea(area, record):
                screen.action_area(area)
                screen.go_to_record(record)
                screen.tell(explained(leads) if isinstance(leads, Finding) else "")
            case Place() as place:
                screen.forms.edit(place)
            case SettledIn() as where:
                self._settle(where, leads.text if isinstance(leads, ItemStanding) else "")
            case ItemStanding() as item if item is not leads:
                self._panel.move_to(item_key(item))
                screen.tell(self._panel.explain(key))
            case ItemStanding() as item:
                screen.forms.tick(item.list_key, item.key, item.text)
            case None:
                if isinstance(leads, Finding):
                    screen.action_other_side()
                screen.tell(self._panel.explain(key))

    def _unfold(self, fold: Folded) -> None:
        """Show the settled items, with the cursor on the first of them."""
        screen, panel = self._screen, self._panel
        before = set(panel.items)
        screen.unfold(fold.list_key)
        panel.move_to(next((key for key in panel.items if key not in before), ""))

    def _settle(self, where: SettledIn, text: str) -> None:
        """Go to the line of a work area on which what an item asks for is written down, and say so."""
        screen = self._screen
        if where.area != screen.area:
            screen.action_area(where.area)
        screen.go_to_kind(where.kind)
        screen.tell(say(N_('"{text}" is settled here.'), text=text))

    def tick(self) -> None:
        """Tick the item as done today, or untick it; an item that needs more shows its form."""
        screen, leads = self._screen, self._panel.leads(self._panel.cursor_key)
        if screen.opened.case.state == "closed":
            screen.show_error(CaseClosed())
        elif not self._panel.has_focus:
            screen.tell(say(N_("Tab goes to the checklist; Space ticks there.")))
        elif isinstance(leads, Folded):
            self._unfold(leads)
        elif isinstance(leads, ItemStanding) and not leads.computed:
            screen.flows.run(tick_item(screen.desk, screen.opened, leads, screen.area))
        else:
            opens = isinstance(leads, Finding) and bool(settled_at(screen.opened, screen.area, leads))
            screen.tell(not_ticked(leads, opens=opens))
