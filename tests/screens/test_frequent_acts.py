"""The ten most frequent acts, in keys from the caseload; the text that is typed is not counted."""

import re
from pathlib import Path

import pytest

from casetui.data.records import Action, Client, Closure, Contact, Referral, Tick
from tests.screens.case.test_case_areas import LONG_AGO, READY
from tests.screens.office import TODAY

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
REFERRAL = Referral(id="sent", to="Focus", sent_on=TODAY)


def two_clients(office):
    """Write the cases of two clients; the second has been here for long and is ready to close."""
    office.case("AB2345", build=lambda b: b.assigned().agreed().assessed().planned().put(REFERRAL))
    phone = Client(id="client", name="Declan Power", phone="085 123 4567")
    office.case(
        "CD2345",
        "Declan Power",
        lambda b: b.assigned().assessed("none").put(phone, READY),
        opened_on=LONG_AGO,
    )


class Counted:
    """A seat that counts the keys that are pressed; what is typed is text and not counted."""

    def __init__(self, seat, office):
        self.seat = seat
        self.office = office
        self.keys = 0

    async def press(self, *keys):
        self.keys += len(keys)
        await self.seat.press(*keys)

    async def type(self, text):
        await self.seat.type(text)

    async def type_into(self, field, text):
        """Go to a field of a form with Tab, and type."""
        while self.seat.field != field:
            await self.press("tab")
        await self.type(text)

    def kept(self, kind, number="AB2345"):
        return self.office.read(number).all(kind)


async def writing_a_contact(at):
    await at.press("w")
    await at.type("phone")
    await at.type_into("summary", "Rang twice")
    await at.press("ctrl+s")
    assert [one.summary for one in at.kept(Contact)] == ["Rang twice"]


async def next_client(at):
    await at.seat.stand_on("Declan")
    await at.seat.press("enter")
    await at.press("q", "down", "enter")
    assert at.seat.app.screen.opened.case.number == "AB2345"


async def finding_a_client(at):
    await at.press("slash")
    await at.type("declan")
    await at.press("enter")
    assert at.seat.app.screen.opened.case.number == "CD2345"


async def phone_number(at):
    await at.seat.stand_on("Declan")
    await at.press("enter", "c")
    assert "085 123 4567" in at.seat.text


async def due_this_week(at):
    await at.press("a")
    assert at.seat.screen == "AgendaScreen" and "7 days" in at.seat.text


async def asking_for_closure(at):
    await at.seat.stand_on("Declan")
    await at.press("enter", "8", "end", "enter")
    await at.seat.settle()
    assert [one.state for one in at.kept(Closure, "CD2345")] == ["asked"]


async def ticking_an_item(at):
    await at.press("enter", "d")
    await at.type("tasks, targets")
    await at.press("enter")
    await at.seat.settle()
    assert [(one.item, one.state) for one in at.kept(Tick)] == [("shared-out", "done")]


async def adding_an_action(at):
    await at.press("enter", "d")
    await at.type("add an action")
    await at.press("enter")
    await at.type_into("what", "Ring the landlord")
    await at.type_into("who", "Mary")
    await at.type_into("due_on", "+7")
    await at.press("ctrl+s")
    assert "Ring the landlord" in [one.what for one in at.kept(Action)]


async def action_done(at):
    await at.press("enter", "d", "enter", "ctrl+s")
    assert [one.state for one in at.kept(Action)] == ["done"]


async def a_referral_answered(at):
    await at.press("enter", "d")
    await at.type("referral")
    await at.press("enter")
    await at.type("accepted")
    await at.press("ctrl+s")
    assert [one.answer for one in at.kept(Referral)] == ["accepted"]


ACTS = {
    "Write a contact down": (writing_a_contact, 4),
    "Go on to the next client": (next_client, 3),
    "Find a client": (finding_a_client, 2),
    "Read a phone number": (phone_number, 2),
    "See what is due this week": (due_this_week, 1),
    "Ask for closure": (asking_for_closure, 4),
    "Tick an item": (ticking_an_item, 6),
    "Add an action to a goal": (adding_an_action, 6),
    "Say that an action is done": (action_done, 6),
    "Write a referral's answer down": (a_referral_answered, 6),
}
"""The acts, how they are done, and the most keys that each may take."""


@pytest.mark.parametrize("name", ACTS)
async def test_a_frequent_act_takes_few_keys_and_the_readme_says_how_many(office, name):
    two_clients(office)
    act, most = ACTS[name]
    async with office.seat() as seat:
        await seat.stand_on("Aoife")
        counted = Counted(seat, office)
        await act(counted)
    assert counted.keys <= most
    row = re.search(rf"^\| {re.escape(name)} \|.*\| (\d+) \|$", README, re.MULTILINE)
    assert row and int(row[1]) == counted.keys
