"""What once went wrong on the screens, and shall not again."""

import threading
from datetime import date, timedelta

import pytest

from casetui.checklists.base import Finding
from casetui.data.records import (
    Alert,
    Closure,
    Contact,
    Disclosure,
    Disengagement,
    Goal,
    Override,
    Plan,
    Reference,
    Rung,
    Tick,
)
from casetui.desk.cases import open_case
from casetui.desk.errors import HeldBack, NotAllowed
from casetui.screens.agenda import AgendaScreen
from casetui.screens.case import CaseScreen
from casetui.screens.form import FormScreen
from casetui.screens.new_client import NewClientScreen
from casetui.screens.people import PeopleScreen
from casetui.screens.record import RecordScreen
from casetui.screens.sign_off import SignOffScreen
from casetui.screens.sign_offs import SignOffsScreen
from casetui.screens.timeline import TimelineScreen
from casetui.widgets.checklist import ChecklistPanel
from tests.screens.office import NOW, TODAY
from tests.screens.test_form import Desk as FormDesk
from tests.screens.test_form import opened as form_of
from tests.screens.test_form import settled

NUMBER = "AB2345"


def a_case(office, *records, name="Aoife Nolan", **head):
    office.case(NUMBER, name, lambda b: b.assigned().intake().put(*records), **head)


# -- the finder ----------------------------------------------------------------------------------


def _screens(desk):
    opened = open_case(desk, NUMBER)
    return {
        "agenda": lambda: AgendaScreen(desk),
        "people": lambda: PeopleScreen(desk),
        "sign-offs": lambda: SignOffsScreen(desk),
        "sign-off": lambda: SignOffScreen(desk, opened),
        "timeline": lambda: TimelineScreen(desk, opened),
        "case": lambda: CaseScreen(desk, opened),
        "new client": lambda: NewClientScreen(desk),
        "record": lambda: RecordScreen(desk, opened, opened.file.every(Plan)[0]),
    }


@pytest.mark.parametrize(
    "where", ["agenda", "people", "sign-offs", "sign-off", "timeline", "case", "new client", "record"]
)
async def test_a_client_is_found_from_every_screen(office, where):
    a_case(office, Plan(state="agreed", vision="A place"))
    office.case("CD2345", "Bert Late", lambda b: b.assigned())
    async with office.seat() as seat:
        seat.app.push_screen(_screens(seat.app.screen.desk)[where]())
        await seat.settle()
        await seat.press("ctrl+p")
        await seat.type("bert")
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        assert seat.app.screen.opened.case.number == "CD2345"


async def test_the_finder_leaves_what_is_typed_of_a_new_client(office):
    a_case(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.type("Joe")
        await seat.press("ctrl+p")
        await seat.type("aoife")
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        await seat.press("ctrl+q")
        assert "not saved yet" in seat.words
        await seat.press("q")
        assert seat.screen == "NewClientScreen"
        assert seat.app.screen._form.entries()["name"] == "Joe"


# -- ending once ---------------------------------------------------------------------------------


class Slow:
    """Something that is written as slowly as a test wants."""

    def __init__(self, answer=None):
        self.go = threading.Event()
        self.calls = 0
        self.answer = answer

    def __call__(self, *args, **kwargs):
        self.calls += 1
        self.go.wait(10)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def test_a_save_that_ends_below_the_help_closes_the_form_and_not_the_help():
    slow, desk = Slow(), FormDesk()
    desk.save = slow
    app, screen = form_of(desk, Contact, kind="visit", summary="met", on="today")
    helped = []

    async with app.run_test() as pilot:
        app.ask(screen)
        await pilot.press("tab", "x", "ctrl+s")
        over = FormScreen.__mro__[1]()  # any screen on top, such as the help
        app.push_screen(over, helped.append)
        await pilot.pause()
        slow.go.set()
        await settled(pilot)
        assert app.screen is over and not helped
        screen.action_save()
        over.dismiss(None)
        await settled(pilot)
        assert app.answer is True and slow.calls == 1
        assert not isinstance(app.screen, FormScreen)


async def test_a_sign_off_that_ends_below_the_help_tells_what_came_of_it(office, monkeypatch):
    slow = Slow()
    monkeypatch.setattr("casetui.screens.sign_off.sign_off", slow)
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned().intake().closing())
    async with office.seat("tom") as seat:
        await seat.press("s", "enter")
        assert seat.screen == "SignOffScreen"
        await seat.pilot.press("s", "s", "question_mark")
        await seat.pilot.pause()
        assert seat.screen == "HelpScreen"
        slow.go.set()
        await seat.settle()
        assert seat.screen == "HelpScreen"
        await seat.press("q")
        assert seat.screen == "SignOffsScreen" and slow.calls == 1
        assert "Signed off." in seat.text


# -- writing is one at a time --------------------------------------------------------------------


async def test_a_new_client_saved_twice_in_haste_is_one_case(office, monkeypatch):
    slow = Slow(NUMBER)
    monkeypatch.setattr("casetui.screens.new_client.new_case", slow)
    a_case(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.type("Joe Hand")
        await seat.pilot.press("ctrl+s", "enter")
        await seat.pilot.pause()
        await seat.pilot.press("ctrl+s", "ctrl+x")
        await seat.pilot.pause()
        assert seat.screen == "NewClientScreen" and "Still saving" in seat.text
        slow.go.set()
        await seat.settle()
        assert slow.calls == 1 and seat.screen == "CaseScreen"


async def test_a_tick_in_haste_is_one_tick_and_its_error_comes_back(office, monkeypatch):
    slow = Slow(NotAllowed("The disk is full."))
    monkeypatch.setattr("casetui.screens.case.tick", slow)
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        panel = seat.app.screen.query_one(ChecklistPanel)
        await seat.press("tab")
        by_hand = next(key for key, item in panel._items.items() if not item.computed and not item.asks)
        panel.move_to(by_hand)
        await seat.pilot.press("space", "space")
        await seat.pilot.pause()
        assert "Still saving" in seat.text
        slow.go.set()
        await seat.settle()
        assert slow.calls == 1 and "The disk is full." in seat.text


async def test_a_screen_is_not_left_while_it_saves(office):
    slow = Slow()
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.write(slow, lambda _: None)
        await seat.pilot.press("q", "ctrl+q")
        assert seat.screen == "CaseScreen" and "Still saving" in seat.text
        slow.go.set()
        await seat.settle()
        await seat.press("q")
        assert seat.screen == "CaseloadScreen"


# -- asking a line manager -----------------------------------------------------------------------


async def test_asking_a_line_manager_is_offered_only_where_it_leads_somewhere(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        finding = _overridable()
        seat.app.screen.show_error(HeldBack([finding]))
        await seat.settle()
        assert "Ask a line manager" not in seat.text
        await seat.press("b")

        def act():
            raise HeldBack([finding])

        seat.app.screen.do(act, "", passes="ask for closure")
        await seat.settle()
        assert "Ask a line manager" in seat.text


def _overridable():
    return Finding(
        rule=18, what="Too early.", do="Wait.", source="Guidebook, E", area="closure", weight="gate",
        can_override=True,
    )  # fmt: skip


# -- days ----------------------------------------------------------------------------------------


async def test_a_key_after_midnight_shows_the_new_day(office):
    a_case(office)
    async with office.seat() as seat:
        assert "Sat 21 Nov 2026" in seat.text
        office.now = NOW + timedelta(days=1)
        await seat.press("down")
        assert "Sun 22 Nov 2026" in seat.text


async def test_a_screen_that_is_come_back_to_shows_the_new_day(office):
    a_case(office)
    async with office.seat() as seat:
        await seat.press("a")
        assert "Sat 21 Nov 2026" in seat.text
        await seat.press("question_mark")
        office.now = NOW + timedelta(days=1)
        await seat.press("q")
        assert "Sun 22 Nov 2026" in seat.text
        await seat.press("q")
        assert "Sun 22 Nov 2026" in seat.text


async def test_today_in_a_form_that_was_opened_yesterday_is_the_day_that_it_is(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("w")
        office.now = NOW + timedelta(days=1)
        await seat.fill(kind="phone", summary="rang", on="today")
        await seat.save()
        assert office.read(NUMBER).one(Contact).on == TODAY + timedelta(days=1)


# -- rungs ---------------------------------------------------------------------------------------


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


# -- the timeline --------------------------------------------------------------------------------


async def test_the_timeline_shows_also_what_has_no_day_of_its_own(office):
    a_case(
        office,
        Goal(wording="A tenancy", domain="accommodation", made_by="mary", made_at=NOW),
        Reference(label="Housing", number="H 12", made_at=NOW),
        Plan(vision="A quiet place", made_at=NOW),
    )
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("t")
        for text in ("A tenancy", "H 12", "A quiet place", "Aoife Nolan"):
            assert text in str([line.cells for line in seat.app.screen._list.lines])


async def test_the_timeline_says_who_changed_which_fields(office):
    a_case(office, Goal(wording="A tenancy", domain="accommodation", measure="keys", made_at=NOW))
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("plan")
        await seat.stand_on("A tenancy")
        await seat.press("enter")
        await seat.fill(measure="keys in hand")
        await seat.save()
        await seat.press("t")
        changed = seat.line("changed")
        assert "Goal A tenancy" in changed and "Mary Byrne" in changed
        texts = " ".join(line.cells[2] for line in seat.app.screen._list.lines if "changed" in line.cells[1])
        assert "Goal A tenancy: " in texts


async def test_enter_in_the_timeline_shows_a_record_whole(office):
    a_case(office, Contact(kind="visit", summary="word " * 100 + "finis", on=TODAY))
    async with office.seat(open_case=NUMBER) as seat:
        await seat.press("t")
        await seat.stand_on("word")
        await seat.press("enter")
        assert seat.screen == "RecordScreen" and "finis" in seat.text


# -- alerts --------------------------------------------------------------------------------------

ALERTS = [
    Alert(kind="danger", text=f"Dog number {n} bites whoever comes to the door alone") for n in range(9)
]


async def test_alerts_stand_above_the_clients_form_and_can_all_be_reached(office):
    a_case(office, *ALERTS)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("client")
        await seat.stand_on("Aoife Nolan")
        await seat.press("enter")
        assert seat.place("Dog number 0") < seat.place("Name")
        assert "Dog number 8" not in seat.text
        assert seat.field == "name", "what is typed at once goes into a field"
        await seat.press("shift+tab", "end")
        assert "Dog number 8" in seat.text


async def test_alerts_stand_above_what_is_written_down_from_outside_the_case(office):
    a_case(office, ALERTS[0])
    async with office.seat() as seat:
        await seat.press("w")
        assert seat.screen == "FormScreen" and "Dog number 0" in seat.text
        assert seat.field == "kind"


async def test_a_notice_that_is_too_long_says_so(office):
    a_case(office)
    async with office.seat() as seat:
        seat.app.screen.tell("word " * 200)
        await seat.settle()
        rows = [line for line in seat.lines if line.startswith(" word")]
        assert len(rows) == 5 and rows[-1].rstrip().endswith("…")


# -- what can only be read -----------------------------------------------------------------------

SETTLED = {
    "override": (
        "closure",
        Override(rule=18, act="x", why="wwww", asked_on=TODAY, answer="granted", answer_reason="Because so"),
        "answered",
    ),
    "agreed plan": ("plan", Plan(state="agreed", vision="wwww", agreed_on=TODAY), "Add a new version"),
    "asked closure": ("closure", Closure(state="asked", aftercare="wwww"), "send it back first"),
    "disclosure": (
        "consent",
        Disclosure(
            on=TODAY, recipient="wwww", reason="r", information="i", told_client="yes", reviewed_by="tom"
        ),
        "reviewed",
    ),
}


@pytest.mark.parametrize("what", SETTLED)
async def test_what_is_settled_is_read_and_not_written(office, what):
    area, record, why = SETTLED[what]
    a_case(office, record)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area(area)
        await seat.settle()
        await seat.stand_on("wwww")
        await seat.press("enter")
        assert seat.screen == "RecordScreen"
        assert "wwww" in seat.text and why in seat.words


async def test_a_long_text_is_read_whole(office):
    text = " ".join(f"word{n}" for n in range(300))
    a_case(office, Plan(state="agreed", vision=text, agreed_on=TODAY))
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("plan")
        await seat.settle()
        await seat.stand_on("word0")
        await seat.press("enter", "end")
        assert "word299" in seat.text


@pytest.mark.parametrize("key", ["a", "x", "space"])
async def test_a_closed_case_takes_nothing_and_says_how_it_is_reopened(office, key):
    a_case(office, Plan(vision="A place"), state="closed", closed_on=TODAY)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("plan")
        await seat.press("home", key)
        assert seat.screen == "CaseScreen"
        assert "The case is closed. It can be reopened (m)." in seat.text
        await seat.stand_on("A place")
        await seat.press("enter")
        assert seat.screen == "RecordScreen"


async def test_nothing_is_typed_for_a_closed_case_that_could_not_be_saved(office):
    a_case(office, state="closed", closed_on=TODAY)
    async with office.seat() as seat:
        seat.app.screen.write_down(NUMBER)
        await seat.settle()
        assert seat.screen == "CaseloadScreen" and "is closed" in seat.text


# -- the case ------------------------------------------------------------------------------------


async def test_enter_on_a_line_of_a_record_goes_to_that_field(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("intake")
        await seat.stand_on("Lead agency")
        await seat.press("enter")
        assert seat.field == "lead_agency"


async def test_enter_on_a_computed_item_or_a_list_explains_it(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        seat.app.screen.action_area("coordination")
        panel = seat.app.screen.query_one(ChecklistPanel)
        await seat.press("tab")
        for key in (
            next(line.key for line in panel.lines if line.key.startswith("list:")),
            next(key for key, item in panel._items.items() if item.computed),
        ):
            assert panel.move_to(key)
            await seat.settle()
            seat.app.screen.tell("")
            await seat.press("enter")
            assert seat.app.screen.notice.sentence == panel.explain(key) != ""


async def test_a_tick_is_kept(office):
    a_case(office)
    async with office.seat(open_case=NUMBER) as seat:
        panel = seat.app.screen.query_one(ChecklistPanel)
        await seat.press("tab")
        panel.move_to(next(key for key, item in panel._items.items() if not item.computed and not item.asks))
        await seat.press("space")
        assert len(office.read(NUMBER).all(Tick)) == 1
