"""The agency's own methods on the screen People, and what line managers are to see of the agency."""

from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Notice
from casetui.desk.people.agency import save_person
from tests.desk.people.test_own_methods import house, taken


async def test_a_method_is_taken_into_use_once_it_was_shown_what_it_leaves_out(office):
    house(office)
    async with office.seat("tom") as seat:
        assert "methods/house.toml: It is not used, as nobody took it into use" in seat.words
        await seat.press("p", "t")
        assert "house.toml, new: not used" in seat.words
        await seat.press("enter")
        assert "It leaves out" in seat.words and "8 (Child protection, 4)" in seat.words
        await seat.press("t")
        assert "methods/house.toml is in use." in seat.words
        assert "house" in seat.app.screen.desk.methods.methods
        await seat.press("t", "enter", "o")
        assert "methods/house.toml is out of use." in seat.words


async def test_without_methods_of_its_own_it_is_said_what_to_do(office):
    async with office.seat("tom") as seat:
        await seat.press("p", "t")
        assert "The agency has no methods of its own." in seat.words


async def test_a_line_manager_sees_a_new_name_and_a_method_that_was_taken(office):
    house(office)
    taken(office, "ada")
    ada = office.desk("ada")
    save_person(ada, {"name": "Mary Nolan"}, ada.people["mary"])
    async with office.seat("una") as seat:
        assert "2 for you to see: s" in seat.text
        await seat.press("s")
        assert "Own method" in seat.text and "New name" in seat.text
        await seat.press("enter")
        assert "Ada Quinn took methods/house.toml into use." in seat.words
        await seat.press("s")
        assert "Kept as seen." in seat.text and "Own method" not in seat.text
        await seat.press("enter", "b")
        assert "New name" in seat.text
    notices = AgencyFile.load(office.locked, AGENCY).all(Notice)
    assert [notice.seen for notice in notices] == [["una"], []]
