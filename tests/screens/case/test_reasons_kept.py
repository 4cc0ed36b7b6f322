"""A reason that was typed is not lost where the act is refused: it stands there when it is asked again."""

import pytest

from casetui.data.records import Alert, Override
from casetui.desk.forms.drafts import unsaved_drafts
from tests import disk
from tests.screens.one_case import NUMBER, Slow, a_case

WHY = "Written in the wrong case"


@pytest.fixture
def case(office):
    a_case(office, *(Alert(id=text, kind="medical", text=text) for text in ("Epilepsy", "Cough")))
    return office


async def give_reason(seat, *keys):
    await seat.press(*keys)
    assert WHY not in seat.text
    await seat.type(WHY)
    await seat.press("enter")


async def test_why_a_record_is_struck_out(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("c")
        await seat.stand_on("Epilepsy")
        with disk.full(case.folder):
            await give_reason(seat, "x")
            assert "no space left on device" in seat.text and seat.screen == "CaseScreen"
        await seat.stand_on("Cough")
        await seat.press("x")
        assert WHY not in seat.text, "it is the reason of another record"
        await seat.press("ctrl+x")
        await seat.stand_on("Epilepsy")
        await seat.press("x")
        assert WHY in seat.text
        await seat.press("enter")
    assert case.read(NUMBER).get(Alert, "Epilepsy").struck_reason == WHY


async def test_a_reason_that_is_used_or_given_up_does_not_come_back(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("c")
        await seat.stand_on("Epilepsy")
        with disk.full(case.folder):
            await give_reason(seat, "x")
        await seat.press("x", "ctrl+x", "x")
        assert WHY in seat.text
        await seat.press("!", "ctrl+x", "end", "enter", "x")
        assert WHY not in seat.text
        await seat.type("Another")
        await seat.press("enter", "x")
        assert "Another" not in seat.text


async def test_while_something_else_is_being_saved(case):
    slow = Slow()
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("c")
        await seat.stand_on("Epilepsy")
        await seat.press("x")
        await seat.type(WHY)
        seat.app.screen_stack[-2].write(slow, lambda _: None)
        await seat.pilot.press("enter")
        await seat.pilot.pause()
        assert "Still saving. Press again when that is done." in seat.text
        slow.go.set()
        await seat.settle()
        await seat.press("x")
        assert WHY in seat.text
        await seat.press("enter")
    assert case.read(NUMBER).get(Alert, "Epilepsy").struck_reason == WHY


async def test_why_a_restriction_is_lifted(office):
    a_case(office, restricted_to=["mary"])
    async with office.seat(open_case=NUMBER) as seat:
        with disk.full(office.folder):
            await give_reason(seat, "m", "f")
        assert "no space left on device" in seat.words
        await seat.press("m", "f")
        assert WHY in seat.text


async def test_why_it_should_pass(office):
    a_case(office)
    async with office.seat("tom", open_case=NUMBER) as seat:
        await seat.press("m", "g")
        await seat.type("Seán")
        await seat.press("enter", "enter")
        await seat.type("suddenly")
        await seat.press("enter", "o")
        with disk.full(office.folder):
            await give_reason(seat)
        assert "no space left on device" in seat.text
        await seat.press("m", "g")
        await seat.type("Seán")
        await seat.press("enter", "enter")
        await seat.type("suddenly")
        await seat.press("enter", "o")
        assert WHY in seat.text
        await seat.press("enter")
        assert "Another line manager was asked to let it pass." in seat.text
    assert [override.why for override in office.read(NUMBER).all(Override)] == [WHY]


async def test_why_a_colleagues_case_is_opened(office):
    office.case(NUMBER, "Una Tall", lambda b: b.assigned("sean"))
    office.case("CD2345", "Joe Hand", lambda b: b.assigned("sean"))
    async with office.seat() as seat:
        await seat.press("v")
        await seat.stand_on(NUMBER)
        with disk.full(office.folder):
            await give_reason(seat, "enter")
            assert "no space left on device" in seat.text
        await seat.stand_on("CD2345")
        await seat.press("enter")
        assert WHY not in seat.text, "it is the reason for another case"
        await seat.press("ctrl+x")
        await seat.stand_on(NUMBER)
        await seat.press("enter")
        assert WHY in seat.text
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
    assert office.openings().endswith(f"{WHY}\n")


async def test_a_reason_too_short_is_gone_on_with(office):
    office.case(NUMBER, "Una Tall", lambda b: b.assigned("sean"))
    async with office.seat() as seat:
        await seat.press("v", "enter")
        await seat.type("ok")
        await seat.press("enter")
        assert "A reason has at least three letters." in seat.words
        await seat.type(": he is ill")
        await seat.press("enter")
    assert office.openings().endswith("ok: he is ill\n")


async def test_why_something_is_written_in_a_colleagues_case_whose_form_is_kept_as_a_draft(office):
    office.case(NUMBER, "Una Tall", lambda b: b.assigned("sean"))
    async with office.seat() as seat:
        await seat.press("v")
        await seat.stand_on(NUMBER)
        await give_reason(seat, "w")
        assert seat.screen == "FormScreen"
        await seat.fill(kind="phone", summary="Una rang about the court")
        await seat.press("ctrl+t")
        assert seat.screen == "CaseloadScreen"
        kept = {(draft.where.form, *draft.typed.values()) for draft in unsaved_drafts(seat.app.screen.desk)}
        assert ("line", WHY) in kept and len(kept) == 2
        await seat.press("w")
        assert WHY in seat.text
        await seat.press("enter", "enter")
        await seat.press("ctrl+s")
        assert seat.screen == "CaseloadScreen", seat.text
        assert unsaved_drafts(seat.app.screen.desk) == []


async def test_a_reason_that_was_refused_is_one_draft_which_any_other_screen_offers(office):
    office.case(NUMBER, build=lambda b: b.assigned("sean").intake())
    async with office.seat() as seat:
        await seat.press("v")
        await seat.stand_on(f"C-{NUMBER}")
        await seat.press("enter")
        await seat.type("x")
        await seat.press("enter", "ctrl+x")
        assert "kept as a draft" in seat.text
        await seat.press("a", "e")
        await seat.stand_on(f"C-{NUMBER}")
        await seat.press("enter")
        assert " x " in seat.text, "it stands in the line"
        await seat.type(" marks the spot")
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
    assert unsaved_drafts(office.desk("mary")) == []
