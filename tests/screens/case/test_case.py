"""The case: its header, its steps, and the checklist beside each."""

import re
from datetime import date

import pytest

from casetui.data.records import Action, Alert, Contact, Entry, Goal, Tick
from casetui.widgets.checklist import ChecklistPanel
from tests.screens.office import TODAY


@pytest.fixture
def case(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().met(TODAY))
    return office


def ticks(office):
    return {one.item: one for one in office.read("AB2345").all(Tick)}


async def test_the_header_says_who_it_is_by_which_method_whose_and_since_when(case):
    async with case.seat(open_case="AB2345") as seat:
        for part in ("Aoife Nolan", "C-AB2345", "Guidebook", "Mary Byrne", "intake Thu 12 Nov", "day 9"):
            assert part in seat.lines[0]


async def test_alerts_stand_in_the_header_of_every_work_area(office):
    alert = Alert(kind="worker", text="Brother is violent")
    office.case("AB2345", build=lambda b: b.assigned().put(alert))
    async with office.seat(open_case="AB2345") as seat:
        for key in "12345678co":
            await seat.press(key)
            assert "! danger to a worker: Brother is violent" in seat.words


async def test_each_step_is_one_digit_away(case):
    titles = {
        "1": "Lead agency and case manager", "2": "Holistic Needs Assessment", "3": "Support plan",
        "4": "Coordination",
        "5": "Gaps, blocks, grievances", "6": "Continuum of care", "7": "Disengagement", "8": "Closure",
    }  # fmt: skip
    async with case.seat(open_case="AB2345") as seat:
        for digit, title in titles.items():
            await seat.press(digit)
            assert seat.below_head[0].startswith(f" {title}"), title


@pytest.mark.parametrize("area", "12345678")
async def test_client_and_consent_are_one_key_away_from_every_work_area(case, area):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press(area, "c")
        assert seat.below_head[0].startswith(" Client")
        await seat.press(area, "o")
        assert seat.below_head[0].startswith(" Consent")


async def test_a_case_opens_at_the_step_it_is_at(office):
    office.case("AB2345", build=lambda b: b.assigned().intake().assessed())
    office.case("CD2345", "Zed Last", lambda b: b.assigned().intake(no_services=True))
    async with office.seat(open_case="CD2345") as seat:
        assert "2 Assess●" in seat.lines[1]


# -- the checklist -------------------------------------------------------------------------------


async def test_space_ticks_an_item_done_today_and_takes_the_tick_away(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("3", "tab")
        await seat.stand_on("Next steps for bringing")
        assert "○" in seat.selected[0]
        await seat.press("space")
        assert "✓" in seat.selected[0]
        assert "Ticked: Next steps for bringing in other services" in seat.words
        tick = ticks(case)["next-services"]
        assert (tick.state, tick.on, tick.by) == ("done", TODAY, "mary")
        await seat.press("space")
        assert "Not ticked any more: Next steps for bringing in other" in seat.words
        assert "○" in seat.selected[0]
        assert ticks(case)["next-services"].state == "open"


async def test_an_item_that_asks_for_a_value_shows_its_form(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("4", "tab")
        await seat.stand_on("Reference of the application")
        await seat.press("space")
        assert seat.screen == "FormScreen"
        await seat.fill(value="DCC 4711")
        await seat.save()
        assert "✓" in seat.selected[0]
        assert ticks(case)["reference"].value == "DCC 4711"


async def test_what_does_not_apply_needs_a_reason(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("3", "tab")
        await seat.stand_on("Next steps for bringing")
        await seat.press("enter")
        await seat.fill(state="not applicable")
        await seat.save()
        assert "Say in the note why this does not apply." in seat.words
        assert seat.screen == "FormScreen"
        await seat.fill(note="None is engaged")
        await seat.save()
        assert "–" in seat.selected[0]
        assert ticks(case)["next-services"].note == "None is engaged"


async def test_a_computed_item_explains_itself(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("tab")
        await seat.stand_on("A lead agency is agreed")
        assert "Follows from what is written." in seat.words and "(Guidebook, A and E)" in seat.words


@pytest.mark.parametrize(
    ("step", "line", "said"),
    [
        ("1", "A case manager is named", 'named" cannot be ticked: it stands so because of what is written'),
        ("6", "The plan was reviewed", 'together" cannot be ticked: it is done as soon as that is written'),
        ("4", "Housing list  0/10", "Housing list cannot be ticked as a whole: tick its items one by one."),
        ("3", "Bring a payslip", "Do it, or agree another day; then write down what came of it. Enter opens"),
        ("6", "Keep in contact", "This cannot be ticked. Seek the service user out"),
    ],
)
async def test_space_on_a_line_that_cannot_be_ticked_says_why(office, step, line, said):
    action = Action(goal="g", what="Bring a payslip", who="Mary", who_kind="worker", due_on=TODAY)
    office.case(
        "AB2345",
        build=lambda b: b.assigned().intake().put(Goal(id="g", wording="A tenancy"), action),
        opened_on=date(2026, 10, 1),
    )
    async with office.seat(open_case="AB2345") as seat:
        await seat.press(step, "tab")
        await seat.stand_on(line)
        await seat.press("space")
        assert said in seat.words
        assert ticks(office) == {}


async def test_where_a_closure_says_why_there_is_no_aftercare_its_items_do_not_apply(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("8", "enter")
        await seat.fill(reason="death", why_no_aftercare="She died")
        await seat.save()
        await seat.press("tab")
        for item in ("The aftercare plan is agreed", "has the aftercare plan in hand"):
            await seat.stand_on(item)
            assert "–" in seat.selected[0]


@pytest.mark.parametrize(("width", "days"), [(80, "37 d late"), (71, "37 d late"), (30, "-37 d")])
async def test_a_day_is_said_in_the_words_of_the_caseload_where_there_is_room(office, width, days):
    office.case("AB2345", build=lambda b: b.assigned().intake(), opened_on=date(2026, 10, 1))
    async with office.seat(open_case="AB2345", size=(width, 24)) as seat:
        await seat.press("6", "tab")
        assert seat.line("Keep in").rstrip(" ↓").endswith(f" {days}")


async def test_a_warning_says_what_since_when_what_to_do_and_who_asks_for_it(office):
    office.case("AB2345", build=lambda b: b.assigned().intake(), opened_on=date(2026, 10, 1))
    async with office.seat(open_case="AB2345") as seat:
        await seat.press("6", "tab")
        await seat.stand_on("Keep in contact")
        assert "Keep in contact: none since Thu 1 Oct 2026" in seat.words
        for part in ("Since Thu 1 Oct", "Due Thu 15 Oct", "Seek the service user out", "(ICM, Tidsramme"):
            assert part in seat.words


async def test_enter_on_a_warning_elsewhere_leads_there(office):
    office.case("AB2345", build=lambda b: b.assigned().intake(), opened_on=date(2026, 10, 1))
    async with office.seat(open_case="AB2345") as seat:
        await seat.press("tab")
        await seat.stand_on("Keep in contact")
        await seat.press("enter")
        assert seat.below_head[0].startswith(" Continuum of care")
        assert "Seek the service user out" in seat.words


async def test_the_four_first_weeks_checklists_stand_beside_coordination(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("4")
        lines = [line.cells[0] for line in seat.app.screen.query_one(ChecklistPanel).lines if line.heading]
        for title in ("Housing list", "Medical card", "GP", "Drug treatment"):
            assert any(title in line for line in lines), title


# -- striking out, the timeline ------------------------------------------------------------------


async def test_a_record_is_struck_out_with_a_reason_and_stays_readable(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("6")
        await seat.stand_on("Talked")
        await seat.press("x", "enter")
        assert "Please write something here." in seat.text
        await seat.type("Wrong client")
        await seat.press("enter")
        assert "struck out · Sat 21 Nov" in seat.text
        await seat.stand_on("struck out")
        assert seat.selected[-1].endswith("Wrong client")
        assert "◌" in seat.line("Contact is kept"), "no rule sees it any more"
    struck = case.read("AB2345").every(Contact)[0]
    assert (struck.struck_by, struck.struck_reason) == ("mary", "Wrong client")


async def test_with_nothing_selected_there_is_nothing_to_strike_out(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("8", "x")
        assert "Stand on the record that is to be struck out." in seat.text


async def test_the_timeline_is_newest_first_and_can_show_one_kind(office):
    def build(b):
        b.assigned().agreed(on=date(2026, 11, 13)).met(date(2026, 11, 14), summary="First")
        b.met(date(2026, 11, 18), id="c2", summary="Second")
        b.put(Entry(at="2026-11-19T09:00:00Z", by="mary", act="pause", reason="hospital"))

    office.case("AB2345", build=build)
    async with office.seat(open_case="AB2345") as seat:
        await seat.press("t")
        places = [seat.place(text) for text in ("hospital", "Second", "First", "assessment")]
        assert places == sorted(places)
        await seat.press("f")
        await seat.type("contact")
        await seat.press("enter")
        assert "First" in seat.text and "Second" in seat.text
        assert "hospital" not in seat.text and "assessment" not in seat.text
        await seat.press("f")
        await seat.type("acts")
        await seat.press("enter")
        assert "hospital" in seat.text and "Second" not in seat.text


# -- a closed case -------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [("3", "a"), ("6", "x"), ("tab", "space"), ("m",), ("8", "enter")])
async def test_a_closed_case_is_read_and_not_written(office, keys):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().met().put(Goal(wording="A tenancy")),
                state="closed", closed_on=TODAY)  # fmt: skip
    async with office.seat(open_case="AB2345") as seat:
        assert "closed Sat 21 Nov" in seat.lines[0]
        await seat.press(*keys)
        assert seat.screen in ("CaseScreen", "Pick"), "no form"
        assert "Give to a case manager" not in seat.text and "Let the case rest" not in seat.text
        await seat.press("escape")
    assert office.read("AB2345").revision == 1


async def test_what_does_not_apply_is_not_counted_as_done(office):
    ticks = [Tick(checklist="intake", item="services-asked", state="not applicable", note="None", on=TODAY)]
    office.case("AB2345", build=lambda b: b.assigned())
    async with office.seat(open_case="AB2345") as seat:
        await seat.press("1")
        done, number = map(int, re.search(r"This step +(\d+)/(\d+)", seat.text).groups())
    office.case("CD2345", build=lambda b: b.assigned().put(*ticks))
    async with office.seat(open_case="CD2345") as seat:
        await seat.press("1")
        assert f"{done}/{number - 1}" in seat.line("This step")


async def test_the_terminals_cursor_is_in_the_list_again_when_a_box_over_it_is_left(at):
    async with at("1") as seat:
        await seat.press("down")
        before = seat.app.cursor_position
        await seat.press("m")
        assert seat.app.cursor_position != before
        await seat.press("ctrl+x")
        assert seat.app.cursor_position == before


async def test_back_from_the_checklist_is_the_work_area_and_then_the_caseload(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("tab", "down", "escape")
        assert seat.screen == "CaseScreen" and not isinstance(seat.app.screen.focused, ChecklistPanel)
        await seat.press("escape")
        assert seat.screen == "CaseloadScreen"


async def test_a_closed_case_offers_nothing_that_would_change_it(office):
    office.case("AB2345", build=lambda b: b.assigned().intake(), state="closed", closed_on=TODAY)
    async with office.seat(open_case="AB2345") as seat:
        assert not re.search(r"w Write|d Done|a Add", seat.lines[-1]) and "t Timeline" in seat.lines[-1]
        await seat.press("a")
        assert "It can be reopened (m)." in seat.text, "the key says why it does nothing"


async def test_a_step_has_one_name_in_the_line_the_help_and_the_work_area(case):
    async with case.seat(open_case="AB2345") as seat:
        assert "Contin" in seat.lines[1] and "Review" not in seat.text
        await seat.press("question_mark")
        assert "Continuum of care" in seat.text
