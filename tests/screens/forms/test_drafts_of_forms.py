"""Every kind of form gets back what was typed in it: a reason, a child, a tick, a colleague's case."""

import pytest

from casetui.data.records import Action, Closure, Goal, Plan, Tick
from tests import disk
from tests.screens.cut_off import contacts, cut_off, files, until
from tests.screens.office import TODAY


@pytest.fixture
def clients(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().met(TODAY))
    office.case("CD2345", "Declan Power", lambda b: b.assigned().met(TODAY))
    return office


# -- a line manager's reasons --------------------------------------------------------------------


@pytest.fixture
def asked(office):
    """A case of Mary's whose closure waits for a signature."""
    closure = Closure(
        id="closure", reason="needs met", needs_met=True, agreed_on=TODAY, aftercare="Come by",
        aftercare_call="Mary", aftercare_agreed_on=TODAY, state="asked", asked_by="mary", asked_on=TODAY,
    )  # fmt: skip
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(closure))
    return office


async def reason_typed(office):
    """Type why a closure goes back, up to a dropped line."""
    async with cut_off(office, "tom") as seat:
        await seat.press("s", "enter", "b")
        await seat.type("Whom do they call at night?")


async def test_a_reason_is_kept_and_stands_in_its_line_again(asked):
    await reason_typed(asked)
    async with asked.seat("tom") as seat:
        assert "Whom do they call at night?" in seat.text
        await seat.press("enter", "b")
        assert "Whom do they call at night?" in seat.words
        await seat.press("enter")
        assert "Sent back. The case stays open." in seat.text
        await until(lambda: not files(asked, "tom"))
    assert asked.read("AB2345").one(Closure).state == "sent back"


async def test_a_reason_that_is_given_up_is_kept_no_longer(asked):
    async with asked.seat("tom") as seat:
        await seat.press("s", "enter", "b")
        await seat.type("Whom")
        await until(lambda: files(asked, "tom"))
        await seat.press("ctrl+x", "end", "enter")
        await until(lambda: not files(asked, "tom"))


async def test_a_reason_that_could_not_be_written_stands_in_its_line_again(asked):
    async with asked.seat("tom") as seat:
        await seat.press("s", "enter", "b")
        await seat.type("Whom do they call?")
        with disk.full(asked.folder):
            await seat.press("enter")
        assert seat.screen == "SignOffScreen"
        await seat.press("b")
        assert "Whom do they call?" in seat.words


# -- every kind of form --------------------------------------------------------------------------


async def opened_again(office, offered):
    """Start anew, open the one draft, take what was typed, and save it."""
    async with office.seat() as seat:
        await seat.press("enter")
        if "Why do you" in seat.words:
            await seat.type("Sean is ill")
            await seat.press("enter")
        assert offered in seat.words
        await seat.press("t")
        await seat.save()
        await until(lambda: not files(office))


async def test_an_action_comes_back_to_its_own_goal(office):
    goals = [Goal(id=key, wording=f"Goal {key}", by="mary") for key in "ab"]
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().put(Plan(id="p"), *goals))
    async with cut_off(office, open_case="AB2345") as seat:
        await seat.press("3")
        await seat.stand_on("Goal a")
        await seat.press("a")
        assert "What to add" in seat.text
        await seat.press(seat.line("Action").split("│")[1].split()[0])
        await seat.fill(what="Ring the council", who="Mary", due_on="+7")
    await opened_again(office, "Typed: Ring the council")
    (action,) = office.read("AB2345").all(Action)
    assert (action.goal, action.what) == ("a", "Ring the council")


async def test_the_note_of_a_tick_comes_back_to_its_item(clients):
    async with cut_off(clients, open_case="AB2345") as seat:
        await seat.press("3", "tab")
        await seat.stand_on("Next steps for bringing")
        await seat.press("enter")
        assert seat.screen == "FormScreen"
        await seat.fill(note="None is engaged")
    await opened_again(clients, "Typed: None is engaged")
    assert [tick.note for tick in clients.read("AB2345").all(Tick)] == ["None is engaged"]


async def test_a_note_in_a_colleagues_case_comes_back_after_the_reason(clients):
    clients.case("JK2345", "Una Tall", lambda b: b.assigned("sean"), manager="sean")
    async with cut_off(clients) as seat:
        await seat.press("v")
        await seat.stand_on("JK2345")
        await seat.press("w")
        await seat.type("Sean is ill")
        await seat.press("enter")
        await seat.fill(kind="phone", summary="She rang")
    await opened_again(clients, "Typed: She rang")
    assert contacts(clients, "JK2345")[-1].summary == "She rang"


async def test_why_a_case_rests_comes_back(clients):
    async with cut_off(clients, open_case="AB2345") as seat:
        await seat.press("m", "r")
        await seat.fill(paused_reason="In prison", look_again_on="+30")
    await opened_again(clients, "Typed: In prison")
    assert clients.read("AB2345").case.paused_reason == "In prison"
