"""Two people on one case: the second save is told, sees what the other wrote, and keeps its typing."""

import pytest

from casetui.data.records import Goal
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import build, save_record
from casetui.screens.case.case import CaseScreen
from tests.screens.office import TODAY


@pytest.fixture
def case(office):
    office.case(
        "AB2345", "Aoife Nolan", lambda b: b.assigned().met(TODAY).put(Goal(id="g", wording="A tenancy"))
    )
    return office


def tom_writes(office, **fields):
    desk = office.desk("tom")
    opened = open_case(desk, "AB2345")
    goal = opened.file.get(Goal, "g")
    save_record(desk, opened, build(Goal, goal, fields), goal)


def goal(office):
    return office.read("AB2345").get(Goal, "g")


async def in_the_goal(seat):
    assert isinstance(seat.app.screen, CaseScreen)
    await seat.press("3")
    await seat.stand_on("A tenancy")
    await seat.press("enter")


async def test_the_second_save_is_told_keeps_its_typing_and_wins_when_saved_again(case):
    async with case.seat(open_case="AB2345") as seat:
        await in_the_goal(seat)
        await seat.fill(measure="A lease for a year")
        tom_writes(case, measure="Keys in hand")
        await seat.save()
        assert "Tom Walsh saved this case while you had it open." in seat.words
        assert "Measure of success: Keys in hand" in seat.words
        assert "Ctrl+S again saves yours on top." in seat.words
        assert "A lease for a year" in seat.text, "the typing stays"
        assert goal(case).measure == "Keys in hand", "nothing was written over"
        await seat.save()
        assert seat.screen == "CaseScreen" and "Saved." in seat.text
    assert goal(case).measure == "A lease for a year"


async def test_a_clash_can_be_left_to_the_other(case):
    async with case.seat(open_case="AB2345") as seat:
        await in_the_goal(seat)
        await seat.fill(measure="A lease")
        tom_writes(case, measure="Keys in hand")
        await seat.save()
        await seat.press("ctrl+x", "end", "enter")
    assert goal(case).measure == "Keys in hand"


async def test_other_fields_come_together_and_the_other_is_told_of(case):
    async with case.seat(open_case="AB2345") as seat:
        await in_the_goal(seat)
        await seat.fill(measure="A lease")
        tom_writes(case, wording="A house")
        await seat.save()
        assert seat.screen == "CaseScreen"
        assert "Tom Walsh saved too: Goal, Goal: A house" in seat.words
        assert "A house" in seat.text
    assert (goal(case).wording, goal(case).measure) == ("A house", "A lease")


async def test_two_forms_on_two_screens_lose_nothing(case):
    async with case.seat("mary", open_case="AB2345") as mary:
        await in_the_goal(mary)
        await mary.fill(measure="A lease")
        async with case.seat("tom", open_case="AB2345") as tom:
            await in_the_goal(tom)
            await tom.fill(measure="Keys")
            await tom.save()
            assert tom.screen == "CaseScreen"
        await mary.save()
        assert "Tom Walsh saved this case" in mary.words and "A lease" in mary.text
        await mary.save()
    assert goal(case).measure == "A lease"
