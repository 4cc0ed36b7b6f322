"""What a window's size changes and what it leaves: notes take free rows, Tab goes round, selections stay."""

import pytest

from casetui.data.records import Contact
from casetui.widgets.caseload_panel import CaseloadPanel
from casetui.widgets.fields.notes import TextField
from tests.screens.office import TODAY


@pytest.fixture
def cases(office):
    for number, name in (("AB2345", "Aoife Nolan"), ("CD2345", "Declan Power"), ("EF2345", "Joe Hand")):
        office.case(number, name, lambda b: b.assigned().intake())
    office.case("GH2345", "Nora Sean", lambda b: b.assigned("sean"))
    return office


def heights(seat):
    return [note.size.height for note in seat.app.screen.query(TextField) if note.region]


async def test_the_note_of_a_form_takes_the_rows_that_are_free(cases):
    async with cases.seat(open_case="AB2345") as seat:
        await seat.press("w")
        (whole,) = heights(seat)
        assert whole > 12
        assert seat.app.screen.form.max_scroll_y == 0, "everything is seen"
        await seat.press("ctrl+s")
        (with_errors,) = heights(seat)
        assert 5 < with_errors < whole and seat.app.screen.form.max_scroll_y == 0
        await seat.pilot.resize_terminal(60, 14)
        await seat.settle()
        assert heights(seat) == [5]


async def test_fields_under_more_count_once_they_are_shown(cases):
    async with cases.seat(open_case="AB2345", size=(80, 30)) as seat:
        await seat.press("w")
        (before,) = heights(seat)
        await seat.press("tab", "tab", "tab", "enter")
        after, seen = heights(seat)
        assert before - after - seen == 12 and seat.app.screen.form.max_scroll_y == 0


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize("refused", [False, True])
async def test_tab_after_the_last_field_goes_to_the_first(cases, size, refused):
    async with cases.seat(open_case="AB2345", size=size) as seat:
        await seat.press("w")
        if refused:
            await seat.press("ctrl+s")
            assert "Not saved" in seat.text
        await seat.press("tab", "tab", "tab", "tab")
        assert seat.field == "kind"
        await seat.press("shift+tab", "shift+tab")
        assert seat.field == "on"


@pytest.mark.parametrize(("there", "small"), [(("tab",), (60, 24)), (("tab", "tab"), (80, 12))])
async def test_the_selected_list_and_its_line_stay_when_the_window_shrinks_and_grows(cases, there, small):
    async with cases.seat() as seat:
        await seat.press(*there, "down")
        chosen, cursor = seat.app.screen.focused, seat.app.screen.focused.cursor_key
        await seat.pilot.resize_terminal(*small)
        await seat.settle()
        assert seat.app.screen.focused.region, "the list in focus is seen"
        await seat.pilot.resize_terminal(80, 24)
        await seat.settle()
        assert seat.app.screen.focused is chosen and chosen.cursor_key == cursor


async def test_the_cursor_stays_on_its_text_when_the_window_grows_and_shrinks(cases):
    words = " ".join(["She rang and said that the hostel had moved her"] * 6)
    note = Contact(id="n", on=TODAY, kind="phone", summary=words, struck_by="mary", struck_reason="x",
                   struck_at="2026-11-20T10:00:00Z")  # fmt: skip
    cases.case("JK2345", "Rita Kelly", lambda b: b.assigned().put(note))
    async with cases.seat(open_case="JK2345", size=(60, 20)) as seat:
        await seat.press("6")
        await seat.stand_on("struck out")
        await seat.press("enter", "down", "down", "down", "down", "down")
        assert "What happened" in seat.app.screen.focused.cursor_key
        await seat.pilot.resize_terminal(160, 20)
        await seat.settle()
        assert "What happened" in seat.app.screen.focused.cursor_key
        await seat.pilot.resize_terminal(60, 20)
        await seat.settle()
        assert "What happened" in seat.app.screen.focused.cursor_key


async def test_title_list_and_panel_follow_the_person_that_is_looked_at(cases):
    async with cases.seat() as seat:
        panel = seat.app.screen.query_one(CaseloadPanel)
        await seat.press("tab")
        await seat.stand_on("Seán Keane")
        await seat.press("enter")
        assert panel.cursor_key == "sean" and "Seán Keane" in seat.lines[1] and "C-GH2345" in seat.text
        await seat.press("v")
        assert panel.cursor_key == "mary" and "My clients" in seat.lines[1] and "Aoife Nolan" in seat.text
        await seat.press("v")
        assert panel.cursor_key == "mary" and "All cases of the team" in seat.lines[1]
        await seat.press("tab", "down", "enter", "q")
        assert panel.cursor_key == "mary" and "My clients" in seat.lines[1]
