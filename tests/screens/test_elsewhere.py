"""The agenda, people, help, and the finder's commands."""

from datetime import date

import pytest

from casetui.data.people import AGENCY, AgencyFile
from casetui.screens.base.help_screen import topics_of
from casetui.widgets.key_bar import KeyBar
from tests.screens.office import PEOPLE, TODAY


@pytest.fixture
def case(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().met(TODAY))
    office.case("CD2345", "Bert Late", lambda b: b.assigned(), opened_on=date(2026, 10, 1))
    office.case("EF2345", "Una Tall", lambda b: b.assigned("sean"))
    return office


def people(office):
    return AgencyFile.load(office.vault, AGENCY).people


# -- the agenda ----------------------------------------------------------------------------------


async def test_the_agenda_shows_late_things_first_under_their_day(case):
    async with case.seat() as seat:
        await seat.press("a")
        assert "Agenda  Mary Byrne  7 days" in seat.lines[0]
        assert seat.place("Late") < seat.place("Bert Late") < seat.place("Aoife Nolan")
        assert "Thu 26 Nov" in seat.text
        assert "Una Tall" not in seat.text
        assert "Mary Byrne" not in "".join(seat.lines[1:]), "my own name is on no line of my own agenda"


async def test_the_agenda_looks_further_and_shows_the_team(case):
    async with case.seat() as seat:
        await seat.press("a", "l")
        assert "28 days" in seat.lines[0]
        await seat.press("e")
        assert "Agenda  Team" in seat.lines[0] and "C-EF2345" in seat.text and "Una Tall" not in seat.text
        assert "Mary Byrne" in "".join(seat.lines[1:])


async def test_the_agenda_goes_by_week(case):
    async with case.seat() as seat:
        await seat.press("a")
        assert "Week of" not in seat.text
        await seat.press("d")
        assert "Week of Mon 23 Nov" in seat.text


async def test_enter_in_the_agenda_opens_the_case_where_the_thing_is_done(case):
    async with case.seat() as seat:
        await seat.press("a")
        await seat.stand_on("First-weeks checklists")
        await seat.press("enter")
        assert seat.screen == "CaseScreen" and "Coordination" in seat.below_head[0]
        await seat.press("q")
        assert seat.screen == "AgendaScreen"


async def test_a_list_is_searched_by_typing(case):
    async with case.seat() as seat:
        await seat.press("a", "slash")
        await seat.type("aoife")
        await seat.press("enter")
        assert seat.screen == "AgendaScreen" and "Aoife Nolan" in seat.selected


# -- people --------------------------------------------------------------------------------------


async def test_people_are_listed_with_roles_teams_and_caseloads(case):
    async with case.seat() as seat:
        await seat.press("p")
        assert "line manager" in seat.line("Tom Walsh")
        assert "second signatory" in seat.line("Liam Roche")
        assert "2/8" in seat.line(" Mary Byrne   ") and "south" in seat.line("Priya Das")


async def test_a_worker_only_reads_them(case):
    async with case.seat() as seat:
        for keys in ("a", "enter", "g"):
            await seat.press("p", keys)
            if seat.screen == "FormScreen":
                await seat.save()
            assert "Only a line manager or an administrator" in seat.words, keys
            await seat.press("escape", "escape")
    assert set(people(case)) == {worker.id for worker in PEOPLE}


async def test_a_line_manager_adds_a_person_and_changes_a_limit(case):
    async with case.seat("tom") as seat:
        await seat.press("p", "a")
        await seat.fill(name="Nora Quill", login="nquill")
        await seat.save()
        assert "Saved." in seat.text and "Nora Quill" in seat.text
        await seat.stand_on("Mary Byrne")
        await seat.press("enter")
        await seat.fill(limit="2")
        await seat.save()
        assert "2/2 full" in " ".join(seat.line("Mary Byrne").split())
    assert people(case)["nora.quill"].team == "north" and people(case)["mary"].limit == 2


async def test_what_the_agency_cannot_do_with_is_refused_and_the_typing_stays(case):
    async with case.seat("tom") as seat:
        await seat.press("p")
        await seat.stand_on("Mary Byrne")
        await seat.press("enter")
        await seat.fill(limit="0", name="Mary B.")
        await seat.save()
        assert "A number from 1 to 500." in seat.text and "Mary B." in seat.text


async def test_the_agencys_settings_are_changed(case):
    async with case.seat("tom") as seat:
        await seat.press("p", "g")
        await seat.fill(holidays="25/12/2026, 26/12/2026", targets="assessment 7 days")
        await seat.save()
        assert "Saved." in seat.text
    agency = AgencyFile.load(case.vault, AGENCY).agency
    assert agency.holidays == [date(2026, 12, 25), date(2026, 12, 26)]


# -- help and finder -----------------------------------------------------------------------------

SCREENS = {
    "caseload": (), "agenda": ("a",), "sign-offs": ("s",), "people": ("p",), "case": ("enter",),
    "timeline": ("enter", "t"),
}  # fmt: skip


@pytest.mark.parametrize("where", SCREENS)
async def test_help_explains_every_screen_and_leads_back(case, where):
    async with case.seat("tom" if where == "sign-offs" else "mary") as seat:
        await seat.press(*SCREENS[where])
        before, shown = seat.screen, seat.app.screen.query_one(KeyBar).text
        keys = topics_of(seat.app.screen).keys
        await seat.press("question_mark")
        assert seat.screen == "HelpScreen"
        text = " ".join(
            " ".join(cell for cell in line.cells)
            for line in seat.list.lines
        )  # fmt: skip
        for key, what in keys:
            assert key in text and what in text
        assert "Write down" in text or "w " not in shown
        await seat.press("q")
        assert seat.screen == before


@pytest.mark.parametrize("keys", [("w",), ("n",)])
async def test_help_has_a_key_in_forms_too(case, keys):
    async with case.seat() as seat:
        await seat.press(*keys)
        before = seat.screen
        await seat.press("ctrl+g")
        assert seat.screen == "HelpScreen"
        await seat.press("q")
        assert seat.screen == before


async def test_the_finder_runs_a_command_of_the_screen(case):
    async with case.seat() as seat:
        await seat.press("ctrl+p")
        await seat.type("agenda")
        assert "Agenda" in seat.lines[2]
        await seat.press("enter")
        assert seat.screen == "AgendaScreen"


async def test_the_finder_opens_a_client_from_anywhere(case):
    async with case.seat() as seat:
        await seat.press("a", "ctrl+p")
        await seat.type("bert")
        await seat.press("enter")
        assert seat.screen == "CaseScreen" and "Bert Late" in seat.lines[0]


async def test_the_finder_knows_the_commands_of_the_case(case):
    async with case.seat(open_case="AB2345") as seat:
        await seat.press("ctrl+p")
        await seat.type("timeline")
        await seat.press("enter")
        assert seat.screen == "TimelineScreen"


async def test_leaving_the_finder_changes_nothing(case):
    async with case.seat() as seat:
        for keys in (("escape", "escape"), ("ctrl+x",), ("ctrl+c",)):  # the first Esc empties the line
            await seat.press("ctrl+p", "b", *keys)
            assert seat.screen == "CaseloadScreen"
