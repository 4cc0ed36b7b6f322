"""The finder finds a client from every screen, and leaves what is typed there as it is."""

from casetui.screens.base.finder import FinderScreen
from casetui.screens.base.help_screen import topics_of
from casetui.widgets.plain_input import PlainInput
from tests.screens.base.test_help import EXPLAINED
from tests.screens.base.test_spare import made
from tests.screens.one_case import a_case

FOUND_FROM = {
    *("caseload", "agenda", "people", "sign-offs", "sign-off", "new client"),
    *("step 1", "timeline", "record", "contact"),
}
"""Places where the finder has to open."""


async def a_client_is_found_where_the_help_names_the_finder(visit):
    """Check of the walk, the last at a place: it goes to another client's case."""
    if visit.screen not in EXPLAINED:
        return
    seat = visit.seat
    named = "Any client or command" in {what for _, what in topics_of(seat.app.screen).keys}
    assert named or visit.name not in FOUND_FROM
    await seat.press("ctrl+p")
    assert (seat.screen == "FinderScreen") == named
    if named:
        await seat.type("bert")
        await seat.press("enter")
        assert seat.screen == "CaseScreen" and seat.app.screen.opened.case.number == "CD2345"


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
        assert seat.app.screen.form.entries()["name"] == "Joe"


async def test_the_finder_begins_with_the_matches_of_what_is_typed_already(office):
    a_case(office)
    office.case("CD2345", "Bert Late", lambda b: b.assigned())
    async with office.seat() as seat:
        await seat.press("ctrl+p", "ctrl+x")
        await made(seat, FinderScreen)
        finder = seat.app.ways.spares.take(FinderScreen)
        finder.query_one(PlainInput).value = "bert"
        await seat.settle()
        seat.app.push_screen(finder)
        await seat.settle()
        assert "Bert Late" in seat.text and "Aoife Nolan" not in seat.text
