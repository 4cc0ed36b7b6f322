"""The case: header, step rail, one work area, and beside it this step's checklist."""

from __future__ import annotations

from copy import copy
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.checklists.pack import AREAS as STEPS
from casetui.checklists.standing import Standing
from casetui.data.drafts import Draft
from casetui.data.records import Record
from casetui.desk.acts.cases import with_standing
from casetui.desk.acts.locked_reason import CaseClosed
from casetui.desk.areas import AREAS
from casetui.desk.areas.base import AreaAct
from casetui.desk.areas.checklist import ChecklistLine, checklist_lines, folded_at_first
from casetui.desk.areas.lines import AreaLeads, area_lines
from casetui.desk.areas.place import Place
from casetui.desk.areas.record_place import record_place
from casetui.desk.areas.settling import line_of
from casetui.desk.areas.to_do import settle
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.commands import ADD_RECORD, SETTLE, TIMELINE, WRITE_DOWN
from casetui.desk.flows.records import strike_out, take_strike_back
from casetui.desk.forms.case_forms import read_again
from casetui.desk.telling.texts import alert_sentences, unreadable_sentence
from casetui.screens.base.commands import bindings_of
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.case import header
from casetui.screens.case.case_forms import CaseForms
from casetui.screens.case.case_news import CaseNews
from casetui.screens.case.checklist_keys import ChecklistKeys
from casetui.screens.case.menu import CaseMenu
from casetui.screens.case.record import CLOSED
from casetui.screens.forms.flow_runner import FlowRunner
from casetui.widgets.checklist import ChecklistPanel
from casetui.widgets.line_list import LineList
from casetui.widgets.lines import USUAL_HEIGHT, FixedLines, Notice, TitleLine
from casetui.widgets.panes import Beside, Stack
from casetui.widgets.row_list import Column, RowList
from casetui.widgets.step_rail import StepRail
from casetui.words import N_, CaseTUIError, say

LOWEST = 16
"""Below this many lines the last contact and what is next are left out; the lists need the room."""


CHANGES = ("write_down", "settle", "add", "tick", "strike")
"""The actions that change the case; a closed one says so."""


class CaseScreen(DeskScreen[None]):
    """One case: its work areas, each with its checklist."""

    DEFAULT_CSS = """
    CaseScreen {
        #work { height: 1fr; }
        #area { width: 1fr; }
        #beside { width: 38; margin: 0 0 0 1; }
        & > Notice { min-height: 2; }
        & > .alerts { min-height: 0; color: $error; text-style: bold; margin: 0; dock: none; }
        &.-low > Notice { min-height: 0; }
        &.-lowest > FixedLines { display: none; }
        &.-narrow #beside { width: 0; display: none; }
        &.-narrow.-beside #beside { width: 1fr; display: block; margin: 0; }
        &.-narrow.-beside #area { display: none; }
    }
    """
    ABOUT = N_(
        "Everything about one case. On the left stands what is written down, on the right what this step "
        "still asks for. Enter opens the line that you stand on."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"area('{key}')", AREAS[key].title, show=False) for n, key in enumerate(STEPS, 1)),
        *bindings_of((WRITE_DOWN, SETTLE, ADD_RECORD)),
        Binding("tab", "other_side", N_("Checklist")),
        Binding("space", "tick", N_("Tick"), show=False),
        Binding("c", "area('client')", N_("Client")),
        Binding("o", "area('consent')", N_("Consent")),
        *bindings_of((TIMELINE,)),
        Binding("m", "more", N_("More")),
        BACK,
        Binding("x", "strike", N_("Strike out"), show=False),
    ]

    opened: OpenCase
    _standing: Standing
    _area: str
    _begins_on: Place | None

    def __init__(self, desk: Desk) -> None:
        """Make a screen without a case: ``show_case`` sets the case before the screen is shown."""
        super().__init__(desk)
        self._rail = StepRail()
        self._where_i_was = FixedLines()
        self._alerts = Notice()
        self._alerts.add_class("alerts")
        self._lines: LineList[AreaLeads] = LineList((Column(2), Column(20), Column(None)))
        self._checklist = ChecklistPanel()
        self._area_title, self._list_title = TitleLine(), TitleLine()
        self.flows = FlowRunner(self)
        self.forms = CaseForms(self)
        self._menu = CaseMenu(self)
        self._news = CaseNews(self)
        self._checklist_keys = ChecklistKeys(self, self._checklist)
        self._filled_with: object = None
        self._folded: set[str] = set()
        """The keys of the items that were settled when the work area was entered: one line a list."""

    def compose_body(self) -> ComposeResult:
        """Rail, alerts, the work area and its checklist."""
        yield self._rail
        yield self._alerts
        yield self._where_i_was
        with Beside(id="work"):
            with Stack(id="area"):
                yield self._area_title
                yield self._lines
            with Stack(id="beside"):
                yield self._list_title
                yield self._checklist

    def show_case(self, opened: OpenCase, area: str = "", record: str = "") -> None:
        """Set the case, and the work area: ``area``, else the area of the step that the case is at.

        The cursor begins on the record with the id ``record``, if given, in the area that shows it.
        """
        self.opened = opened
        self._standing = self.desk.standing(opened.file)
        area, self._begins_on = record_place(opened.file, record, area)
        self._area = area or (self._standing.step.area if opened.case.state != "closed" else "closure")
        self._folded = folded_at_first(self._standing, self._area)

    def on_mount(self) -> None:
        """Begin in the work area."""
        self._lines.focus()

    def begin(self) -> None:
        """Show the case, and explain the line that the cursor stands on."""
        self.fill()
        if place := self._begins_on:
            self._lines.go_to(lambda leads: isinstance(leads, Place) and leads.record == place.record)
        self._explain_line(self._lines)

    def on_resize(self) -> None:
        """Hide the checklist below 72 columns; Tab then shows it in place of the work area.

        From the usual height on, two lines are kept for the notice, so that the lists do not move.
        """
        self.set_class(self.app.size.width < 72, "-narrow")
        self.set_class(self.app.size.height < USUAL_HEIGHT, "-low")
        self.set_class(self.app.size.height < LOWEST, "-lowest")

    def selected_case(self) -> str:
        """Return this case's number."""
        return self.opened.case.number

    def open_here(self, number: str) -> OpenCase | None:
        """Return this case, where the number is its own."""
        return self.opened if number == self.opened.case.number else None

    # -- what is shown ---------------------------------------------------------------------------

    def fill(self) -> None:
        """Show the case as it is now."""
        file, method = self.opened.file, self.opened.method
        self._filled_with = (file, self.desk.today())
        self._standing = self.desk.standing(file)
        step = self._standing.step_of(self._area)
        self.set_title(header.title(self.desk, self.opened), header.state(self.desk, self.opened))
        alerts = [*alert_sentences(self.desk, self.opened), unreadable_sentence(self.opened)]
        alerts = list(filter(None, alerts))
        self._alerts.show("! " + " | ".join(alerts) if alerts else "")
        self._where_i_was.show(header.where_i_was(self.desk, self.opened, self._standing))
        self._rail.show(self._standing, self._area)
        area = AREAS[self._area]
        self._area_title.show(step.title if step else method.say(area.title), " ")
        self._lines.show(area_lines(self.desk, self.opened, area, self._standing))
        done, number = step.done_of if step else (0, 0)
        of = f"  {done}/{number}" if number else ""
        self._list_title.show(say(N_("This step")) + of if step else say(N_("To mind")), " ")
        self._checklist.show(self._checklist_lines(), self._standing.day)
        if self.opened.unsaid:
            self.tell(" ".join(self.opened.unsaid))
            self.opened.unsaid.clear()

    def _checklist_lines(self) -> list[ChecklistLine]:
        return checklist_lines(self._standing, self._area, self.opened.method, self._folded)

    def come_back(self) -> None:
        """Fill the screen again where the case's file or the day has changed.

        Close it where the person restricted the case to others and may not read it any longer.
        """
        if self.desk.access(self.opened.file) == "cover":
            self.call_later(self.leave)
            return
        if self._filled_with != (self.opened.file, self.desk.today()):
            self.fill()
        self.look_anew()

    def look_anew(self) -> None:
        """Show what a colleague saved in the case."""
        self._news.look(self.opened)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Explain the line that the cursor came to."""
        message.stop()
        self._explain_line(message.row_list)

    def _explain_line(self, row_list: RowList) -> None:
        """Explain the selected line of the checklist; show a cut line of the work area in full.

        Nothing is said of a line of the list that has no focus.
        """
        if row_list is self._checklist and self._checklist.has_focus:
            self.explain(self._checklist.explain(self._checklist.cursor_key))
        elif row_list is self._lines and self._lines.has_focus:
            self.explain(self._lines.hidden)

    def titles(self) -> dict[str, str]:
        """Return what the method calls its steps, by the action that shows the step's work area."""
        method = self.opened.method
        return {f"area('{step.area}')": method.say(step.title) for step in method.step}

    def offers(self, action: str) -> bool:
        """Return whether an action is offered: no change of a closed case, no step that the method lacks."""
        if action.startswith("area('"):
            area = action.split("'")[1]
            return area not in STEPS or self.opened.method.step_of(area) is not None
        return action not in CHANGES or self.opened.case.state != "closed"

    @property
    def area(self) -> str:
        """The work area that is shown."""
        return self._area

    @property
    def place(self) -> Place | None:
        """The record, written or not, that the cursor stands on in the work area; ``None`` elsewhere."""
        leads = self._lines.selected
        return leads if isinstance(leads, Place) else None

    @property
    def selected_record(self) -> Record | None:
        """The written record that the cursor stands on in the work area; ``None`` elsewhere."""
        place = self.place
        found: Record | None = self.opened.file.get(place.kind, place.record) if place else None
        return found

    def show_error(self, error: CaseTUIError) -> None:
        """Show an error's sentence; of a closed case also the key that reopens it."""
        if isinstance(error, CaseClosed):
            self.tell(say(CLOSED))
        else:
            super().show_error(error)

    # -- keys ------------------------------------------------------------------------------------

    def action_area(self, area: str) -> None:
        """Show a work area."""
        if area not in ("client", "consent") and self.opened.method.step_of(area) is None:
            self.tell(say(N_("This method has no such step.")))
            return
        self._area = area
        self._folded = folded_at_first(self._standing, area)
        self.tell("")
        self.fill()
        for part in (self._lines, self._checklist):
            part.action_end(-1)
        self.remove_class("-beside")
        self._lines.focus()

    def action_other_side(self) -> None:
        """Go to the checklist, or back to the work area."""
        beside = not self._checklist.has_focus
        self.set_class(beside, "-beside")
        (self._checklist if beside else self._lines).focus()
        self.tell(self._checklist.explain(self._checklist.cursor_key) if beside else "")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open the chosen record, do the chosen act, or go to where the chosen item is settled."""
        message.stop()
        if message.row_list is self._checklist:
            self._checklist_keys.choose(message.key)
        elif isinstance(message.leads, AreaAct):
            self.flows.run(message.leads.flow(self.desk, self.opened))
        elif isinstance(message.leads, Place):
            self.forms.edit(message.leads)

    def go_to_kind(self, kind: type[Record]) -> None:
        """Go to the line of the work area on which records of a kind are written down."""
        self.remove_class("-beside")
        self._lines.focus()
        self._lines.move_to(line_of(kind, self._lines.shown))

    def go_to_record(self, record: str) -> None:
        """Go to the line of a record in the work area; where it has none, the cursor stays."""
        self._lines.go_to(lambda leads: isinstance(leads, Place) and leads.record == record)

    def unfold(self, list_key: str) -> None:
        """Show each settled item of a step or a checklist, or every warning."""
        self._folded = {key for key in self._folded if not key.startswith(f"item:{list_key}:")}
        self.fill()

    def action_tick(self) -> None:
        """Tick the item as done today, or untick it; an item that needs more shows its form."""
        self._checklist_keys.tick()

    def action_add(self) -> None:
        """Add a record to this work area; ask for its kind where there are several."""
        self.forms.add()

    def action_settle(self) -> None:
        """Choose what was done among all that is open, and write it down."""
        self.flows.run(settle(self.desk, self.opened))

    def open_form(self, draft: Draft) -> None:
        """Show the form in which a draft was typed."""
        self.forms.resume(draft)

    def action_strike(self) -> None:
        """Strike out the selected record, with a reason; of a struck one, take that back."""
        if record := self.selected_record:
            flow = take_strike_back if record.struck else strike_out
            self.flows.run(flow(self.desk, self.opened, record))
        else:
            self.tell(say(N_("Stand on the record that is to be struck out.")))

    def action_more(self) -> None:
        """Show the menu of the case."""
        self._menu.show()

    def action_act(self, letter: str) -> None:
        """Do the act of the menu with this letter, if it can be done now, without showing the menu."""
        self._menu.do(letter)

    def extra_commands(self) -> list[tuple[str, str, str]]:
        """Return the acts of the menu for the finder and the help: action, label and keys."""
        return self._menu.commands()

    def written_down(self, said: str) -> None:
        """Read the case again where a contact was saved, which ``said`` says."""
        if said:
            self.reload(said)

    def reload(self, said: str = "") -> None:
        """Read the case again from the vault, and show the sentence ``said`` with it."""

        def read() -> None:
            fresh = copy(self.opened)
            read_again(self.desk, fresh)
            self.opened.file = with_standing(self.desk, fresh).file

        def show(_: object) -> None:
            self.tell(said)
            self.fill()

        self.off_thread(self.flows.in_turn(read), show, group="reload")

    def action_timeline(self) -> None:
        """Show everything that happened in the case, newest first."""
        from casetui.screens.case.timeline import TimelineScreen

        self.app.push_screen(TimelineScreen(self.desk, self.opened))
