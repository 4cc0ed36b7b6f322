"""The lines of a case: what Enter and Space do on each, and what is offered where an act is held back."""

from datetime import date

from casetui.checklists.base import Finding
from casetui.data.records import (
    Disengagement,
    NeedNoLonger,
    Plan,
    Rung,
    Tick,
)
from casetui.desk.areas import AREAS
from casetui.desk.areas.settling import area_of
from casetui.desk.errors import HeldBack
from casetui.desk.flows.steps import doing
from casetui.widgets.checklist import ChecklistPanel
from casetui.widgets.line_list import LineList
from tests.screens.office import TODAY
from tests.screens.one_case import NUMBER, a_case

# -- lines ----------------------------------------------------------------------------------------


async def test_enter_on_a_line_of_a_record_goes_to_that_field(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("intake")
        await seat.stand_on("Lead agency")
        await seat.press("enter")
        assert seat.field == "lead_agency"


async def test_the_lists_stay_as_they_are_when_two_lines_are_said_below_them(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        panel = seat.app.screen.query_one(ChecklistPanel)
        before = panel.size.height
        assert seat.app.screen.notice.sentence == ""
        await seat.press("tab", "down")
        assert 80 < len(seat.app.screen.notice.sentence) < 2 * 78
        assert panel.size.height == before


async def test_enter_on_a_computed_item_goes_to_where_it_is_settled_and_says_so(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        screen = seat.app.screen
        panel, lines = screen.query_one(ChecklistPanel), screen.query_one(LineList)
        for area in [step.area for step in screen._standing.steps]:
            screen.action_area(area)
            for key in [key for key, item in panel.items.items() if item.kind and area_of(item.kind)]:
                screen.action_area(area)
                item = panel.items[key]
                panel.focus()
                assert panel.move_to(key)
                await seat.settle()
                await seat.press("enter")
                assert screen.area == area_of(item.kind), key
                assert lines.has_focus
                if item.kind is NeedNoLonger:
                    continue  # there is a line for each need, and this case has none
                sections = AREAS[screen.area].sections
                parents = [one.kind for one in sections if one.child is item.kind]
                owners = [one.belongs_to for one in sections if one.kind is item.kind]
                assert lines.selected.kind in (item.kind, *parents, *owners), key
                assert screen.notice.sentence == f'"{item.text}" is settled here.'


async def test_enter_on_a_checklist_goes_to_its_first_open_item_and_explains_the_list(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("coordination")
        panel = seat.app.screen.query_one(ChecklistPanel)
        await seat.press("tab")
        key = next(line.key for line in panel.lines if line.key.startswith("list:"))
        assert panel.move_to(key)
        await seat.settle()
        seat.app.screen.tell("")
        await seat.press("enter")
        assert not panel.items[panel.cursor_key].settled
        assert seat.app.screen.notice.sentence == panel.explain(key) != ""


async def test_a_tick_is_kept(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        panel = seat.app.screen.query_one(ChecklistPanel)
        await seat.press("3", "tab")
        panel.move_to(next(key for key, item in panel.items.items() if not item.computed and not item.asks))
        await seat.press("space")
        assert len(office.read(NUMBER).all(Tick)) == 1


# -- rungs ----------------------------------------------------------------------------------------


async def test_a_second_disengagement_begins_again_with_the_first_rung(office):
    first = Disengagement(id="first", opened_on=date(2026, 11, 13), signs="away", ended_on=date(2026, 11, 15))
    again = Disengagement(id="again", opened_on=date(2026, 11, 18), signs="away again")
    rung = Rung(rung="1", disengagement="first", **_needed(Rung))
    a_case(office, first, rung, again)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("disengagement")
        await seat.settle()
        await seat.stand_on("1 another case manager")
        await seat.press("enter")
        assert seat.screen == "FormScreen"
        await seat.save()
        assert [r.disengagement for r in office.read(NUMBER).all(Rung)] == ["first", "again"]


def _needed(kind):
    return {
        name: TODAY
        for name, info in kind.model_fields.items()
        if info.is_required() and info.annotation is date
    }


# -- asking a line manager ------------------------------------------------------------------------


async def test_asking_a_line_manager_is_offered_only_where_it_leads_somewhere(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        finding = _overridable()
        seat.app.screen.show_error(HeldBack([finding]))
        await seat.settle()
        assert "Ask a line manager" not in seat.text
        await seat.press("b")

        def act(_):
            raise HeldBack([finding])

        screen = seat.app.screen
        screen.flows.run(doing(screen.desk, screen.opened, act, "", passes="ask for closure"))
        await seat.settle()
        assert "Ask a line manager" in seat.text


def _overridable():
    return Finding(
        rule=18, what="Too early.", do="Wait.", source="Guidebook, E", area="closure", weight="gate",
        can_override=True,
    )  # fmt: skip


async def test_what_was_done_before_is_one_line_and_what_is_ticked_now_stays_where_it_is(office):
    a_case(office, Plan(id="plan", vision="A home"))
    async with office.seat(open_case=NUMBER) as seat:
        screen = seat.app.screen
        panel = screen.query_one(ChecklistPanel)
        await seat.press("3", "tab")
        assert not [item for item in panel.items.values() if item.settled]
        key = next(key for key, item in panel.items.items() if not item.computed and not item.asks)
        assert panel.move_to(key)
        await seat.press("space")
        assert panel.items[key].settled and panel.cursor_key == key, "a second Space takes it back"
        await seat.press("space")
        assert not panel.items[key].settled
        fold = next(line.key for line in panel.lines if line.key.startswith("folded:"))
        assert panel.move_to(fold)
        await seat.press("enter")
        assert panel.items[panel.cursor_key].settled
        assert [item for item in panel.items.values() if item.settled]
