"""A form stays as it was typed while colleagues save; where both changed one field one chooses."""

import asyncio

import pytest

from casetui.data.records import (
    Contact,
    Entry,
    Goal,
    Tick,
)
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record, strike
from casetui.desk.areas.place import Place
from casetui.screens.forms.form import FormScreen
from tests.screens.office import TODAY
from tests.screens.together import (
    NUMBER,
    a_shared_case,
    goal,
    head_saved,
    in_goal,
    saved,
    until,
)


@pytest.fixture
def case(office, monkeypatch):
    return a_shared_case(office, monkeypatch)


# -- a form that is open --------------------------------------------------------------------------


async def test_a_form_says_in_one_line_who_saved_and_nothing_moves(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        before = seat.lines
        saved(case, "tom", Goal, "g", wording="A house")
        await until(seat, lambda: "Tom Walsh saved this case at 10:05" in seat.lines[0])
        assert seat.lines[1:] == before[1:]
        assert seat.lines[0].startswith(" Aoife Nolan: Goal")


async def test_no_key_is_lost_while_colleagues_save(case):
    async with case.seat(open_case=NUMBER) as seat:
        await seat.press("w")
        assert seat.screen == "FormScreen"
        await seat.fill(kind="phone")
        await seat._go_to("summary")
        text = "The quick brown fox jumps over the lazy dog. " * 4
        for n in range(0, len(text), 20):
            saved(case, "tom", Goal, "g", measure=f"keys {n}")
            await seat.type(text[n : n + 20])
            await asyncio.sleep(0.03)
        assert seat.app.screen.form.entries()["summary"] == text
        await seat.save()
        assert seat.screen == "CaseScreen"
    assert case.read(NUMBER).all(Contact)[-1].summary == text.strip()
    assert goal(case).measure == "keys 160"


async def test_after_the_form_the_case_is_shown_as_the_colleague_left_it(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        saved(case, "tom", Goal, "h", wording="A better course")
        await until(seat, lambda: "Tom Walsh saved" in seat.lines[0])
        await seat.press("ctrl+x")
        await until(seat, lambda: "A better course" in seat.text)
        assert "Tom Walsh saved this case at 10:05: Goal, Goal: A better course" in seat.words


@pytest.mark.parametrize(
    ("head", "line", "refusal"),
    [
        ({"state": "closed", "closed_on": TODAY}, "Tom Walsh closed this case at", "The case is closed."),
        (
            {"manager": "priya", "team": "south"},
            "This case was given to Priya Das",
            "You may not change it.",
        ),
    ],
)
async def test_a_case_closed_or_given_away_under_a_form_is_said_and_the_typing_stays(
    case, head, line, refusal
):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        await seat.fill(measure="a lease of my own")
        head_saved(case, "tom", **head)
        await until(seat, lambda: line in seat.lines[0])
        await seat.save()
        assert refusal in seat.words and "a lease of my own" in seat.text
        assert seat.screen == "FormScreen" and goal(case).measure == "keys"


# -- one field, two people ------------------------------------------------------------------------


async def clash(seat, office, **theirs):
    """Type a measure, have Tom save another one, and save."""
    await in_goal(seat)
    await seat.fill(measure="a lease")
    saved(office, "tom", Goal, "g", **{"measure": "a house", **theirs})
    await seat.save()
    assert seat.screen == "ChooseScreen"


async def test_both_values_are_shown_with_who_and_when(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        assert "Tom Walsh, 21/11/2026 10:05, Measure of success: a house" in seat.words
        assert "Mary Byrne, 21/11/2026 10:05, Measure of success: a lease" in seat.words
        assert "Keep both" not in seat.words
    assert goal(case).measure == "a house"


@pytest.mark.parametrize(("key", "stands"), [("m", "a lease"), ("t", "a house"), ("enter", "a lease")])
async def test_the_one_that_is_chosen_stands_and_the_choice_is_in_the_timeline(case, key, stands):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        await seat.press(key)
        assert seat.screen == "CaseScreen"
        assert goal(case).measure == stands
        made = case.read(NUMBER).all(Entry)[-1]
        assert (made.act, made.by, made.fields, made.record) == ("chose", "mary", ["measure"], "g")
        assert made.reason == f"not {({'a house', 'a lease'} - {stands}).pop()}", "the other value is kept"
        await seat.press("t")
        assert "Measure of success" in next(
            line.cells[2] for line in seat.list.lines if line.cells[1] == "chose"
        )


async def test_taking_theirs_changes_nothing_in_the_record(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        before = goal(case)
        await seat.press("t")
    assert goal(case) == before and goal(case).changed_by == "tom"
    assert [made.act for made in case.read(NUMBER).all(Entry) if made.by == "mary"] == ["chose"]


async def test_what_only_the_other_changed_is_taken_and_said(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case, wording="A place of her own")
        assert "Also changed, and taken: Goal, Goal: A place of her own" in seat.words
        await seat.press("m")
    assert (goal(case).wording, goal(case).measure) == ("A place of her own", "a lease")
    mine = [made.fields for made in case.read(NUMBER).all(Entry) if made.by == "mary"]
    assert mine == [["measure"], ["measure"]]


async def test_every_field_is_asked_about_on_its_own(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        await seat.fill(wording="My tenancy", measure="a lease")
        saved(case, "tom", Goal, "g", wording="Tom's tenancy", measure="a house")
        await seat.save()
        assert "My tenancy" in seat.words and "Fields to choose in after this one: 1." in seat.words
        await seat.press("m")
        assert seat.screen == "ChooseScreen" and "a house" in seat.words
        await seat.press("t")
        assert seat.screen == "CaseScreen"
    assert (goal(case).wording, goal(case).measure) == ("My tenancy", "a house")
    assert case.read(NUMBER).all(Entry)[-1].fields == ["measure", "wording"]


async def test_going_back_from_the_choice_saves_nothing_and_the_next_save_asks_again(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        await seat.press("ctrl+x")
        assert seat.screen == "FormScreen" and "Ctrl+S asks again." in seat.words
        await seat.fill(measure="a longer lease")
        await seat.save()
        assert seat.screen == "ChooseScreen" and "a longer lease" in seat.words
        await seat.press("m")
    assert goal(case).measure == "a longer lease"


async def test_who_writes_the_same_as_the_other_is_not_asked_again(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        await seat.press("ctrl+x")
        await seat.fill(measure="a house")
        await seat.save()
        assert seat.screen == "CaseScreen"
    assert goal(case).measure == "a house"


NOTE, THEIRS = "I met her at the quay.", "\n".join(f"Line {n} of Tom's note." for n in range(40))


async def test_two_changes_to_one_note_keep_both_unless_another_is_chosen(case):
    async with case.seat(open_case=NUMBER) as seat:
        seat.app.screen.forms.edit(Place(Contact, "note"))
        await seat.settle()
        await seat.fill(summary=NOTE)
        saved(case, "tom", Contact, "note", summary=THEIRS)
        await seat.save()
        assert seat.screen == "ChooseScreen" and "Keep both, theirs first" in seat.words
        assert NOTE not in seat.words
        for _ in range(10):
            await seat.press("pagedown")
        assert NOTE in seat.words, "long texts can be read whole"
        await seat.press("enter")
        assert seat.screen == "CaseScreen", seat.text
    assert case.read(NUMBER).get(Contact, "note").summary == (
        f"Tom Walsh, 21/11/2026 10:05:\n{THEIRS}\n\nMary Byrne, 21/11/2026 10:05:\n{NOTE}"
    )


async def test_gates_run_again_on_what_was_chosen(case):
    """What is chosen is checked as if it had been typed: the typing stays where it is held back."""
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        head_saved(case, "tom", state="closed", closed_on=TODAY)
        await seat.press("m")
        assert seat.screen == "FormScreen" and "The case is closed." in seat.words
        assert seat.app.screen.form.entries()["measure"] == "a lease"
    assert goal(case).measure == "a house"


async def test_of_three_colleagues_each_is_asked_about_and_no_word_is_lost(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        await seat.fill(measure="mary's")
        saved(case, "tom", Goal, "g", measure="tom's")
        saved(case, "liam", Goal, "g", horizon="long")
        await seat.save()
        assert "Tom Walsh, Liam Roche saved this case" in seat.words
        assert "Tom Walsh, 21/11/2026 10:05, Measure of success: tom's" in seat.words
        saved(case, "liam", Goal, "g", measure="liam's")
        await seat.press("m")
        assert seat.screen == "ChooseScreen"
        assert "Liam Roche, 21/11/2026 10:15, Measure of success: liam's" in seat.words
        await seat.press("m")
        assert seat.screen == "CaseScreen"
    assert (goal(case).measure, goal(case).horizon) == ("mary's", "long")


async def test_who_took_theirs_takes_what_a_third_made_of_it(case):
    async with case.seat(open_case=NUMBER) as seat:
        await clash(seat, case)
        saved(case, "liam", Goal, "g", measure="a castle")
        await seat.press("t")
        assert seat.screen == "CaseScreen"
    assert goal(case).measure == "a castle"


async def test_one_item_first_ticked_by_both_with_two_notes_keeps_both(case):
    desk = case.desk("tom")
    tick = {"id": "tick-card-x", "checklist": "card", "item": "x", "on": TODAY, "state": "done"}
    async with case.seat(open_case=NUMBER) as seat:
        seat.app.screen.forms.tick("card", "x", "An item")
        await seat.settle()
        await seat.fill(note="mine")
        save_record(desk, open_case(desk, NUMBER), Tick(**tick, value="12", note="theirs"))
        await seat.save()
        assert seat.screen == "ChooseScreen"
        await seat.press("b")
        assert seat.screen == "CaseScreen", seat.text
    kept = case.read(NUMBER).one(Tick)
    assert kept.value == "12" and kept.note.index("theirs") < kept.note.index("mine")


async def test_what_was_struck_out_meanwhile_is_no_choice_but_said(case):
    async with case.seat(open_case=NUMBER) as seat:
        await in_goal(seat)
        await seat.fill(measure="a lease")
        desk = case.desk("tom")
        opened = open_case(desk, NUMBER)
        strike(desk, opened, opened.file.get(Goal, "g"), "wrong client")
        await seat.save()
        assert isinstance(seat.app.screen, FormScreen)
        assert "struck out, wrong client" in seat.words and "Ctrl+S again" in seat.words
        await seat.save()
        assert seat.screen == "CaseScreen"
    assert goal(case).struck and "a lease" in [one.measure for one in case.read(NUMBER).all(Goal)]


async def test_two_people_at_two_screens_see_each_other(case):
    async with case.seat("mary", open_case=NUMBER) as mary, case.seat("tom", open_case=NUMBER) as tom:
        await in_goal(mary)
        await mary.fill(measure="a lease")
        await mary.save()
        await until(tom, lambda: "Mary Byrne saved this case at 10:00" in tom.words)
        await in_goal(tom)
        await tom.fill(measure="a house")
        await in_goal(mary)
        await mary.fill(measure="a garden")
        await tom.save()
        await until(mary, lambda: "Tom Walsh saved this case" in mary.lines[0])
        await mary.save()
        assert mary.screen == "ChooseScreen"
        await mary.press("t")
        assert mary.screen == "CaseScreen"
    assert goal(case).measure == "a house"
