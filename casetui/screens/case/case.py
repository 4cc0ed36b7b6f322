"""The case: header, step rail, one work area, and beside it this step's checklist."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from casetui.checklists.pack import AREAS as STEPS
from casetui.checklists.standing import Standing
from casetui.data.days import short_day
from casetui.data.records import Client
from casetui.desk.acts.records import strike, tick
from casetui.desk.areas import AREAS
from casetui.desk.areas.place import Place
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.forms.case_acts import tick_asks, ticked_at_once
from casetui.desk.telling.texts import alert_sentences
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.naming import readable
from casetui.screens.case.area_lines import ACT, AreaLines
from casetui.screens.case.case_acts import CaseActs
from casetui.screens.case.case_forms import CaseForms
from casetui.screens.case.case_news import CaseNews
from casetui.screens.case.restricting import RestrictingActs
from casetui.widgets.ask import AskText
from casetui.widgets.checklist import ChecklistPanel
from casetui.widgets.lines import USUAL_HEIGHT, Notice, TitleLine
from casetui.widgets.row_list import Column, RowList
from casetui.widgets.step_rail import StepRail
from casetui.widgets.text import fit
from casetui.words import N_, say

Answer = TypeVar("Answer")

NAME = 30
"""The most cells of a name in the header: number and case manager keep their place."""
TICKED = {"done": N_("Ticked: {text}"), "open": N_("Not ticked any more: {text}")}
"""By how an item stands now, what is said."""


class CaseScreen(CaseForms, CaseNews, CaseActs, RestrictingActs, DeskScreen[None]):
    """One case: its work areas, each with its checklist."""

    DEFAULT_CSS = """
    CaseScreen {
        #work { height: 1fr; }
        #area { width: 1fr; }
        #beside { width: 38; margin: 0 0 0 1; }
        & > Notice { min-height: 2; }
        & > .alerts { min-height: 0; color: $error; text-style: bold; margin: 0; dock: none; }
        &.-low > Notice { min-height: 0; }
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
        Binding("w", "write_down", N_("Write down")),
        Binding("a", "add", N_("Add")),
        Binding("tab", "other_side", N_("Checklist")),
        Binding("space", "tick", N_("Tick")),
        Binding("c", "area('client')", N_("Client")),
        Binding("o", "area('consent')", N_("Consent")),
        Binding("t", "timeline", N_("Timeline")),
        Binding("m", "more", N_("More")),
        BACK,
        Binding("x", "strike", N_("Strike out"), show=False),
    ]

    def __init__(self, desk: Desk, opened: OpenCase, area: str = "") -> None:
        super().__init__(desk)
        self.opened = opened
        self._standing: Standing = desk.standing(opened.file)
        self._area = area or (self._standing.step.area if opened.case.state != "closed" else "closure")
        self._rail = StepRail()
        self._alerts = Notice()
        self._alerts.add_class("alerts")
        self._lines = RowList((Column(2), Column(20), Column(None)))
        self._checklist = ChecklistPanel()
        self._area_title, self._list_title = TitleLine(), TitleLine()
        self._turn = Lock()
        """Held by the one thread that changes the case; a form is saved in a thread of its own."""
        self._filled_with: object = None

    def compose_body(self) -> ComposeResult:
        """Rail, alerts, the work area and its checklist."""
        yield self._rail
        yield self._alerts
        with Horizontal(id="work"):
            with Vertical(id="area"):
                yield self._area_title
                yield self._lines
            with Vertical(id="beside"):
                yield self._list_title
                yield self._checklist

    def on_mount(self) -> None:
        """Show the case at its step."""
        self.fill()
        self._lines.focus()

    def on_resize(self) -> None:
        """Below 72 columns the checklist folds away; Tab brings it in place of the work area.

        With the usual lines, two are kept for what the selected line means: the lists stay as they are.
        """
        self.set_class(self.app.size.width < 72, "-narrow")
        self.set_class(self.app.size.height < USUAL_HEIGHT, "-low")

    def selected_case(self) -> str:
        """Return this case's number."""
        return self.opened.case.number

    # -- what is shown ---------------------------------------------------------------------------

    def fill(self) -> None:
        """Show the case as it is now."""
        file, method = self.opened.file, self.opened.method
        self._filled_with = (file, self.desk.today())
        self._standing = self.desk.standing(file)
        step = self._standing.step_of(self._area)
        self._fill_header()
        self._rail.show(self._standing, self._area)
        warned = frozenset(f.record for f in self._standing.warnings() if f.record)
        area = AREAS[self._area]
        self._area_title.show(step.title if step else method.say(area.title), " ")
        lines = self.open_to_lines() if area.key == "client" else []
        self._lines.set_lines([*lines, *AreaLines(self.desk, self.opened, warned).of(area)])
        done, number = step.done_of if step else (0, 0)
        of = f"  {done}/{number}" if number else ""
        self._list_title.show(say(N_("This step")) + of if step else say(N_("To mind")), " ")
        self._checklist.show(self._standing, step, self._area, method)
        if self.opened.told:
            self.tell(" ".join(self.opened.told))
            self.opened.told.clear()

    def come_back(self) -> None:
        """Show the case anew where it, or the day, is another than what is shown."""
        if self.shut_out():
            return
        if self._filled_with != (self.opened.file, self.desk.today()):
            self.fill()
        self.look_anew()

    def _fill_header(self) -> None:
        case, file = self.opened.case, self.opened.file
        client = file.one(Client)
        name = readable((client.shown_name, *client.known_as)) if client else ""
        manager = self.desk.name(case.manager) if case.manager else say(N_("unassigned"))
        day = (self.desk.today() - case.opened_on).days
        state = {
            "open": say(N_("intake {day} · day {n}"), day=short_day(case.opened_on), n=day),
            "paused": say(N_("resting: {reason}"), reason=case.paused_reason),
            "closed": say(N_("closed {day}"), day=short_day(case.closed_on) if case.closed_on else ""),
        }[case.state]
        if word := self.openness():
            rest = say(N_("day {n}"), n=day) if case.state == "open" else state
            state = f"{word} · {rest}"
        method = self.opened.method.key.capitalize()
        self.set_title(f"{fit(name, NAME).rstrip()}  C-{case.number}  {method}  {manager}".strip(), state)
        alerts = alert_sentences(self.desk, self.opened)
        self._alerts.show("! " + " | ".join(alerts) if alerts else "")

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Explain the line of the checklist that the cursor stands on."""
        message.stop()
        if message.row_list is self._checklist and self._checklist.has_focus:
            self.explain(self._checklist.explain(message.key))
        elif message.row_list is self._lines and self._lines.has_focus:
            self.explain(self._lines.hidden)

    @property
    def area(self) -> str:
        """The work area that is shown."""
        return self._area

    @property
    def line_key(self) -> str:
        """The key of the line of the work area that the cursor stands on."""
        return self._lines.cursor_key

    # -- keys ------------------------------------------------------------------------------------

    def action_area(self, area: str) -> None:
        """Show a work area."""
        if area not in ("client", "consent") and self.opened.method.step_of(area) is None:
            self.tell(say(N_("This method has no such step.")))
            return
        self._area = area
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
        """Open the record, do the act, or say how the item stands."""
        message.stop()
        if message.row_list is self._checklist:
            self._choose_item(message.key)
        elif message.key.startswith(ACT):
            area, _, number = message.key.removeprefix(ACT).partition(":")
            AREAS[area].acts[int(number)].do(self)
        elif place := Place.of(message.key):
            self.edit(place)

    def _choose_item(self, key: str) -> None:
        if area := self._checklist.area_of(key):
            self.action_area(area)
        elif self._checklist.record_of(key):
            if place := self._place_of(key):
                self.edit(place)
        elif (item := self._checklist.item(key)) and not item.computed:
            self.tick_form(item.list_key, item.key, item.text)
        elif self._checklist.finding(key):
            self.action_other_side()
            self.tell(self._checklist.explain(key))
        else:
            self.tell(self._checklist.explain(key))

    def _place_of(self, key: str) -> Place | None:
        """Return what stands in the work area for a line of the checklist that warns of it."""
        record = self._checklist.record_of(key)
        places = map(Place.of, [line.key for line in self._lines.lines] if record else [])
        return next((place for place in places if place and place.record == record), None)

    def in_turn(self, act: Callable[[], Answer]) -> Callable[[], Answer]:
        """Return the act, made to wait in its thread until nothing else changes the case."""

        def alone() -> Answer:
            with self._turn:
                return act()

        return alone

    def action_tick(self) -> None:
        """Tick the item done today, or take the tick away; an item that asks for more shows its form."""
        key = self._checklist.cursor_key
        item = self._checklist.item(key)
        if self.is_closed():
            return
        if not self._checklist.has_focus:
            self.tell(say(N_("Tab goes to the checklist; Space ticks there.")))
        elif item is None or item.computed:
            self.tell(self._checklist.not_ticked(key, opens=self._place_of(key) is not None))
        elif state := ticked_at_once(self.opened, item, self.desk.today()):
            self.do(
                lambda: tick(
                    self.desk, self.opened, item.list_key, item.key, {"state": state, "on": self.desk.today()}
                ),
                say(TICKED[state], text=item.text),
            )
        else:
            self.tick_form(item.list_key, item.key, item.text)

    def tick_form(self, checklist: str, item: str, text: str) -> None:
        """Show the form in which an item is ticked; ``text`` is its title."""
        if self.is_closed():
            return
        self.show_form(tick_asks(self.desk, self.opened, checklist, item, text, self.area))

    def action_strike(self) -> None:
        """Strike out the selected record, with a reason."""
        if self.is_closed():
            return
        place = Place.of(self._lines.cursor_key)
        record = self.opened.file.get(place.kind, place.record) if place else None
        if record is None or record.struck or type(record).single:
            self.tell(say(N_("Stand on the record that is to be struck out.")))
            return
        self.ask_text(
            say(N_("Why is it struck out? It stays readable.")),
            lambda why: strike(self.desk, self.opened, record, why),
            "",
            about=record.id,
        )

    def ask_text(self, question: str, act: Callable[[str], object], sentence: str, *, about: str) -> None:
        """Ask for a reason, do the act with it and say ``sentence``.

        A reason with which the act was refused stands there when one is next asked for ``about`` the same.
        """

        def answered(given: str | None) -> None:
            if given:
                self.do(lambda: act(given), sentence, given=given, about=about)

        self.app.push_screen(AskText(question, start=self.kept_reason(about)), answered)

    def written_down(self, name: str) -> None:
        """Say that the contact was saved, and read the case anew."""
        said = say(N_("Saved for {name}."), name=name)
        self.tell(said)
        self.reload(said)

    def action_timeline(self) -> None:
        """Show everything that happened in the case, newest first."""
        from casetui.screens.case.timeline import TimelineScreen

        self.app.push_screen(TimelineScreen(self.desk, self.opened))
