"""The agenda: what is late and due, by day or by week."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from casetui.desk import lists
from casetui.desk.desk import Desk
from casetui.desk.flows.commands import AGENDA_COMMANDS
from casetui.desk.flows.digest import turn_digest
from casetui.desk.telling.case_lines import NOTHING_DUE, agenda_lines, agenda_title
from casetui.desk.telling.lines import CasePlace
from casetui.screens.base.commands import bindings_of
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.naming import name_of
from casetui.widgets.line_list import LineList
from casetui.widgets.row_list import Column, RowList
from casetui.words import N_, say

SPANS = tuple(lists.SPANS.values())
"""How many days can be shown ahead."""


OWN_COLUMNS = (Column(2), Column(None), Column(20))
TEAM_COLUMNS = (*OWN_COLUMNS, Column(15, drop=1))
"""The case manager stands last; in a person's own agenda that would be the same name on each line."""


class AgendaScreen(DeskScreen[None]):
    """What is late, due today and due soon in the cases of one person, or of the team."""

    ABOUT = N_(
        "What is late, due today and due soon: yours, or the whole team's. Enter opens the case where that "
        "is done."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(AGENDA_COMMANDS),
        BACK,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._by_week = False
        self._span = 0
        self._everyone = not desk.who.has("worker")
        self._list: LineList[CasePlace] = LineList(OWN_COLUMNS, empty=NOTHING_DUE)

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Begin in the list."""
        self._list.focus()

    def begin(self) -> None:
        """Show the week."""
        self.fill()

    def fill(self) -> None:
        """Show the due items of the chosen span."""
        days = SPANS[self._span]
        by = say(N_("by week")) if self._by_week else say(N_("by day"))
        title = agenda_title(self.desk, days, everyone=self._everyone, grouped=by)
        self.set_title(title.drawn)
        items = lists.agenda(self.desk, days, everyone=self._everyone)
        self._list.set_columns(TEAM_COLUMNS if self._everyone else OWN_COLUMNS)
        self._list.show(
            agenda_lines(self.desk, items, everyone=self._everyone, by_week=self._by_week, name=name_of)
        )

    def look_anew(self) -> None:
        """Show what a colleague saved."""
        self.fill()

    def selected_case(self) -> str:
        """Return the number of the selected case; empty if none is."""
        return place.number if (place := self._list.selected) else ""

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open the case, at the work area of the chosen item."""
        message.stop()
        if isinstance(place := message.leads, CasePlace):
            self.open_case(place.number, place.area, place.record)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the whole line, where the window cuts it off."""
        message.stop()
        self.explain(message.row_list.hidden)

    def action_by(self) -> None:
        """Group by week, then by day again."""
        self._by_week = not self._by_week
        self.fill()

    def action_longer(self) -> None:
        """Look further ahead, then near again."""
        self._span = (self._span + 1) % len(SPANS)
        self.fill()

    def action_everyone(self) -> None:
        """Show the person's own cases, or all they may list."""
        self._everyone = not self._everyone
        self.fill()

    def action_digest(self) -> None:
        """Write the digest that ``casetui agenda`` prints without a passphrase, or remove it."""
        from casetui.screens.forms.flow_runner import FlowRunner

        FlowRunner(self).run(turn_digest(self.desk))
