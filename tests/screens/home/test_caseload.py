"""The caseload: who needs me today, the team against its limit, and finding a client."""

from datetime import date

import pytest

from casetui.data.records import Client, Goal, Reference
from casetui.desk.people.digest import digest_file
from casetui.terminal.driver import LineDriver
from casetui.terminal.kind import Kind
from casetui.widgets.caseload_panel import CaseloadPanel
from tests.screens.office import TODAY


def a_day_in_the_office(office):
    office.case("AB2345", "Abe Early", lambda b: b.assigned().intake().met(TODAY))
    office.case("CD2345", "Zoe Late", lambda b: b.assigned().intake(), opened_on=date(2026, 10, 1))
    office.case("EF2345", "Joe Hand", manager="", opened_on=date(2026, 11, 5))
    office.case("GH2345", "Ivy Older", manager="", opened_on=date(2026, 11, 1))
    office.case("JK2345", "Una Tall", lambda b: b.assigned("sean"))
    office.case("MN2345", "Max South", lambda b: b.assigned("priya"), team="south")


def full_of(office, number, worker="mary"):
    for n in range(number):
        office.case(f"FU22{n + 10}", f"Client {n}", lambda b: b.assigned(worker))


async def test_my_clients_are_listed_with_the_late_one_first(office):
    a_day_in_the_office(office)
    async with office.seat() as seat:
        assert "My clients  2 of 8" in seat.text
        assert seat.place("Zoe Late") < seat.place("Abe Early")
        assert seat.line("Zoe Late").startswith(" ! ") and "d late" in seat.line("Zoe Late")
        assert "in 5 d" in seat.line("Abe Early")


async def test_a_colleagues_clients_are_not_among_mine(office):
    a_day_in_the_office(office)
    async with office.seat() as seat:
        assert "Una Tall" not in seat.text and "Max South" not in seat.text


async def test_a_worker_at_the_limit_is_full_and_one_above_it_over_in_words(office):
    full_of(office, 8)
    for n in range(9):
        office.case(f"QU22{n + 10}", f"Other {n}", lambda b: b.assigned("sean"))
    async with office.seat() as seat:
        assert "My clients  8 of 8  full" in seat.text
        panel = {line.key: line for line in seat.app.screen.query_one(CaseloadPanel).lines}
        assert [cell.strip() for cell in panel["mary"].cells] == ["Mary Byrne", "████████", "8/8", "full"]
        assert [cell.strip() for cell in panel["sean"].cells] == ["Seán Keane", "████████▌", "9/8", "over"]
        assert panel["liam"].cells[3] == ""
        assert "priya" not in panel, "the panel is the team's"


async def test_a_space_stands_before_the_sign_that_there_are_more_cases(office):
    for n in range(15):
        office.case(f"FU22{n + 10}", f"Client {n}", lambda b: b.assigned().intake().met(TODAY))
    async with office.seat() as seat:
        assert any(" d ↓" in line for line in seat.lines) and " d↓" not in seat.text


async def test_two_cases_of_one_client_count_as_one_client(office):
    full_of(office, 7)
    office.case("XX2222", "Client 0", lambda b: b.assigned(), client_id="FU2210")
    async with office.seat() as seat:
        assert "My clients  7 of 8" in seat.text


async def test_choosing_a_colleague_in_the_panel_shows_their_cases_without_names(office):
    a_day_in_the_office(office)
    async with office.seat() as seat:
        await seat.press("tab")
        await seat.stand_on("Seán Keane")
        await seat.press("enter")
        assert "Seán Keane  1 of 8" in seat.text
        assert "C-JK2345" in seat.text and "Una Tall" not in seat.text


async def test_unassigned_cases_are_listed_the_oldest_first(office):
    a_day_in_the_office(office)
    async with office.seat() as seat:
        assert seat.line("Unassigned").split()[-2:] == ["Unassigned", "2"]
        await seat.press("tab")
        await seat.stand_on("Unassigned")
        await seat.press("enter")
        assert "Unassigned, oldest first" in seat.text
        assert seat.place("Ivy Older") < seat.place("Joe Hand")


async def test_v_shows_the_whole_team_and_then_mine_again(office):
    a_day_in_the_office(office)
    async with office.seat() as seat:
        await seat.press("v")
        assert "All cases of the team: 5" in seat.text
        assert "C-JK2345" in seat.text and "Una Tall" not in seat.text and "Max South" not in seat.text
        await seat.press("v")
        assert "My clients  2 of 8" in seat.text


@pytest.mark.parametrize("key", ["q", "escape"])
@pytest.mark.parametrize(("shown", "title"), [("Seán Keane", "Seán Keane  1 of 8"), ("", "All cases of the")])
async def test_from_another_list_one_goes_back_to_ones_own(office, key, shown, title):
    a_day_in_the_office(office)
    async with office.seat() as seat:
        if shown:
            await seat.press("tab")
            await seat.stand_on(shown)
        await seat.press("enter" if shown else "v")
        assert title in seat.text and " q Back " in seat.lines[-1]
        await seat.press(key)
        assert seat.screen == "CaseloadScreen" and "My clients  2 of 8" in seat.text
        assert " q Quit " in seat.lines[-1]
        await seat.press("q")
        assert "Leave CaseTUI?" in seat.text


async def test_a_line_manager_begins_with_the_whole_team_and_goes_back_to_it(office):
    a_day_in_the_office(office)
    async with office.seat("tom") as seat:
        assert "All cases of the team: 5" in seat.text and " q Quit " in seat.lines[-1]
        await seat.press("v")
        assert "My clients" in seat.text and " q Back " in seat.lines[-1]
        await seat.press("q")
        assert "All cases of the team: 5" in seat.text


async def test_the_teams_list_has_whose_each_case_is_also_where_it_is_nobodys_or_rests(office):
    a_day_in_the_office(office)
    office.case("RS2345", "Rita Rest", lambda b: b.assigned(), state="paused", paused_reason="hospital")
    async with office.seat("tom") as seat:
        for client, whose in (("Joe Hand", "unassigned"), ("Una Tall", "Seán"), ("Rita Rest", "Mary Byrne")):
            assert whose in seat.line(client)[:46]


async def test_a_name_that_the_terminal_cannot_show_gives_way_to_another_or_is_romanised(office, monkeypatch):
    monkeypatch.setattr(LineDriver, "kind", Kind(ascii_only=True))
    office.case("AB2345", "देवी शर्मा", lambda b: b.assigned().put(Client(name="देवी शर्मा", known_as=["Devi"])))
    office.case("CD2345", "देवी शर्मा", lambda b: b.assigned())
    office.case("EF2345", "Seán Ó Néill", lambda b: b.assigned())
    office.case("JK2345", "Una Tall", lambda b: b.assigned("sean"))
    async with office.seat() as seat:
        assert seat.text.count("देवी शर्मा") == seat.text.count("Devi"), "the terminal romanises the other"
        assert "C-CD2345" not in seat.text and "Seán Ó Néill" in seat.text
        await seat.press("v")
        assert "C-JK2345" in seat.text and "Una Tall" not in seat.text, "a colleague's stays without a name"
        await seat.press("q")
        await seat.stand_on("Devi")
        await seat.press("enter")
        assert seat.lines[0].startswith(" Devi  C-AB2345")


async def test_what_is_late_opens_its_case_in_the_work_area_where_it_is_done(office):
    a_day_in_the_office(office)
    async with office.seat() as seat:
        await seat.press("tab", "tab")
        await seat.stand_on("Keep in contact")
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        assert seat.text.count("Zoe Late") == 1
        assert "6 Contin" in seat.text and "Continuum of care" in seat.below_head[0]


async def test_a_paused_case_says_so(office):
    office.case("AB2345", "Rita Rest", lambda b: b.assigned(), state="paused", paused_reason="hospital",
                look_again_on=date(2026, 12, 1))  # fmt: skip
    async with office.seat() as seat:
        assert "resting" in seat.line("Rita Rest")
        assert "1 of 8" in seat.text, "it still counts"


async def test_a_case_whose_goals_are_all_met_says_that_it_is_ready_to_close(office):
    office.case("AB2345", "Gus Done", lambda b: b.assigned().put(Goal(wording="A tenancy", state="met")))
    async with office.seat() as seat:
        assert "ready to close" in seat.line("Gus Done")


@pytest.mark.parametrize(
    ("who", "said", "key", "screen"),
    [
        ("mary", ("No cases yet.", "Press n for a new client."), "n", "NewClientScreen"),
        ("tom", ("No cases yet.", "Press p to add the people"), "p", "PeopleScreen"),
        ("ada", ("You see no cases.", "Press p to add people"), "p", "PeopleScreen"),
    ],
)
async def test_an_empty_caseload_says_what_is_done_next_with_one_key(office, who, said, key, screen):
    async with office.seat(who) as seat:
        mine = " ".join(" ".join(line[:45] for line in seat.lines[2:5]).split())
        assert all(part in mine for part in said)
        assert "Nothing is late, and nothing is due today." in seat.text
        await seat.press(key)
        assert seat.screen == screen


async def test_an_empty_list_of_somebody_elses_is_not_said_to_be_ones_own(office):
    async with office.seat() as seat:
        await seat.press("tab")
        await seat.stand_on("Seán Keane")
        await seat.press("enter")
        assert "Nobody is given to them yet." in seat.text
        await seat.press("v")
        assert "No cases yet." in seat.text


async def test_a_case_file_that_cannot_be_read_is_said_and_the_others_are_listed(office):
    a_day_in_the_office(office)
    (office.folder / "cases" / "BAD222.age").write_text("not a case")
    async with office.seat() as seat:
        assert "cases/BAD222 is damaged" in seat.words
        assert "Zoe Late" in seat.text


async def test_what_a_colleague_saves_is_there_after_reading_again(office):
    a_day_in_the_office(office)
    async with office.seat() as seat:
        office.case("NE2345", "Nora New", lambda b: b.assigned())
        assert "Nora New" not in seat.text
        await seat.press("r")
        assert "Nora New" in seat.text


# -- finding -------------------------------------------------------------------------------------


def renamed(builder, **fields):
    """Change the client's record of a case that is being built."""
    return builder.assigned().put(builder.case.one(Client).model_copy(update=fields))


async def found(office, typed):
    """Return what the finder's first line says, and the case that Enter then opens."""
    async with office.seat() as seat:
        await seat.press("slash")
        await seat.type(typed)
        first = seat.lines[2]
        await seat.press("enter")
        return first, getattr(seat.app.screen, "opened", None)


async def test_a_client_is_found_though_the_name_is_misspelt(office):
    a_day_in_the_office(office)
    first, opened = await found(office, "zeo lat")
    assert "Zoe Late" in first
    assert opened.case.number == "CD2345"


async def test_a_client_is_found_by_phone_however_it_is_written(office):
    a_day_in_the_office(office)
    office.case("PH2345", "Pat Phone", lambda b: renamed(b, phone="087 123-4567"))
    first, opened = await found(office, "0871234567")
    assert "Pat Phone" in first
    assert opened.case.number == "PH2345"


async def test_a_client_is_found_by_reference(office):
    a_day_in_the_office(office)
    office.case("RE2345", "Ray Ference", lambda b: b.assigned().put(
        Reference(label="medical card", number="MC778899")))  # fmt: skip
    first, opened = await found(office, "mc7788")
    assert "Ray Ference" in first
    assert opened.case.number == "RE2345"


async def test_a_client_is_found_by_a_known_as_name_and_by_case_number(office):
    a_day_in_the_office(office)
    office.case("KN2345", "Kevin Nolan", lambda b: renamed(b, known_as=["Blackie"]))
    first, opened = await found(office, "blackie")
    assert "Kevin Nolan" in first
    first, opened = await found(office, "c-kn23")
    assert opened.case.number == "KN2345"


async def test_nobody_found_is_said_and_enter_then_opens_nothing(office):
    a_day_in_the_office(office)
    first, opened = await found(office, "qqqqqqq")
    assert "Nobody and nothing by that name." in first
    assert opened is None


async def test_a_name_that_is_cut_stands_whole_above_the_keys_after_the_reading_too(office):
    name = "Maximiliana-Philippa von Hohenberg"
    office.case("AB2345", name)
    async with office.seat() as seat:
        assert name not in seat.text.split("Caseload")[0] and name in seat.words


async def test_a_digest_of_the_agenda_is_left_only_after_asking(office):
    async with office.seat() as seat:
        await seat.press("a", "m")
        assert "Leave a digest of your agenda?" in seat.words
        await seat.press("b")
        assert not digest_file(office.own()).exists()
        await seat.press("m", "y")
        assert "now prints your case numbers" in seat.words
    assert digest_file(office.own()).exists()
