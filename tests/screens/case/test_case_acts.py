"""What is done with a case as a whole: opening a colleague's, giving, resting, reopening."""

from datetime import date

from casetui.data.records import Assignment, Closure, Override
from tests.screens.office import TODAY

LONG_AGO = date(2026, 1, 10)


async def test_a_colleagues_case_opens_with_a_reason_that_is_logged(office):
    office.case("AB2345", "Una Tall", lambda b: b.assigned("sean"))
    async with office.seat() as seat:
        await seat.press("v", "enter")
        assert "This is Seán Keane's case. Why do you open it? It is logged." in seat.words
        await seat.type("He is ill")
        await seat.press("enter")
        assert seat.screen == "CaseScreen" and "Una Tall" in seat.lines[0]
    assert office.openings().split("\t")[1:] == ["mary", "AB2345", "He is ill\n"]


async def test_a_restricted_case_does_not_open_and_says_whom_to_ask(office):
    office.case("AB2345", "Una Tall", lambda b: b.assigned("sean"), restricted_to=["sean"])
    async with office.seat() as seat:
        await seat.press("v", "enter")
        assert "C-AB2345 is not open to you. Ask Seán Keane." in seat.text
        assert "Una Tall" not in seat.text


async def test_a_case_rests_with_a_reason_and_a_day_and_goes_on(office):
    office.case("AB2345", build=lambda b: b.assigned())
    async with office.seat(open_case="AB2345") as seat:
        await seat.press("m", "r")
        await seat.save()
        assert "Write why the case rests, and the day to look again." in seat.words
        await seat.fill(paused_reason="Prison until May", look_again_on="+30")
        await seat.save()
        assert "resting: Prison until May" in seat.lines[0]
        assert office.read("AB2345").case.look_again_on == date(2026, 12, 21)
        await seat.press("m")
        assert "Set another day to look again" in seat.text and "Let the case rest" not in seat.text
        await seat.press("r")
        assert "Prison until May" in seat.text and "21/12/2026" in seat.text
        await seat.fill(look_again_on="+60")
        await seat.save()
        now = office.read("AB2345").case
        assert (now.state, now.look_again_on) == ("paused", date(2027, 1, 20))
        await seat.press("m", "u")
        assert "The case is taken up again." in seat.text
    assert office.read("AB2345").case.state == "open"


async def test_a_line_manager_gives_a_case_after_six_months(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=LONG_AGO)
    async with office.seat("tom", open_case="AB2345") as seat:
        await seat.press("m", "g")
        await seat.type("Seán")
        await seat.press("enter", "enter")
        assert "an ordinary change: with a hand-over note" in seat.text
        await seat.press("enter")
        assert "What does Seán Keane have to know of the case?" in seat.text
        await seat.type("She has a viewing on Tuesday")
        await seat.press("enter")
        assert "Given to Seán Keane." in seat.text and "Seán Keane" in seat.lines[0]
    given = office.read("AB2345").all(Assignment)
    assert [(one.to, one.change, one.note) for one in given] == [
        ("mary", "", ""), ("sean", "ordinary", "She has a viewing on Tuesday")
    ]  # fmt: skip
    async with office.seat("sean", open_case="AB2345") as seat:
        assert "Handed over to you: She has a viewing on Tuesday" in seat.words


async def test_without_a_note_an_ordinary_change_does_not_happen_and_a_sudden_absence_needs_none(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=LONG_AGO)
    async with office.seat("tom", open_case="AB2345") as seat:
        await seat.press("m", "g")
        await seat.type("Seán")
        await seat.press("enter", "enter", "enter", "enter")
        assert office.read("AB2345").case.manager == "mary"
        await seat.press("escape", "m", "g")
        await seat.type("Seán")
        await seat.press("enter", "enter")
        await seat.type("suddenly")
        await seat.press("enter")
        assert "Given to Seán Keane." in seat.text
    assert office.read("AB2345").all(Assignment)[-1].change == "sudden"


async def test_giving_it_earlier_is_held_and_can_be_asked_of_another_line_manager(office):
    office.case("AB2345", build=lambda b: b.assigned())
    async with office.seat("tom", open_case="AB2345") as seat:
        await seat.press("m", "g")
        await seat.type("Seán")
        await seat.press("enter", "enter", "enter")
        await seat.type("She has a viewing")
        await seat.press("enter")
        assert "The case manager may not change before Wed 12 May 2027." in seat.words
        await seat.press("o")
        await seat.type("Mary moves away")
        await seat.press("enter")
        assert "Another line manager was asked to let it pass." in seat.text
    kept = office.read("AB2345")
    assert kept.case.manager == "mary" and kept.one(Override).act == "change the case manager"


async def test_giving_the_ninth_client_asks_why(office):
    for n in range(8):
        office.case(f"FU22{n + 10}", f"Client {n}", lambda b: b.assigned("sean"))
    office.case("AB2345", manager="")
    async with office.seat("tom", open_case="AB2345") as seat:
        await seat.press("m", "g")
        assert "Seán Keane 8/8 full" in seat.words
        await seat.type("Seán")
        await seat.press("enter", "enter")
        assert "Seán Keane has 8 clients; at most 8 are recommended" in seat.words
        await seat.type("Speaks Polish")
        await seat.press("enter")
        assert "Given to Seán Keane." in seat.text
    assert office.read("AB2345").one(Assignment).reason == "Speaks Polish"


async def test_a_worker_takes_a_case_that_nobody_has_and_gives_none_away(office):
    office.case("AB2345", manager="")
    async with office.seat(open_case="AB2345") as seat:
        await seat.press("m", "g")
        assert "Mary Byrne" in seat.text and "Seán Keane" not in seat.text
        await seat.press("enter")
        assert "Give the case of" in seat.words and "to Mary Byrne?" in seat.words
        assert office.read("AB2345").case.manager == ""
        await seat.press("enter")
        assert "Given to Mary Byrne." in seat.text
        await seat.press("m")
        assert "Let the case rest" in seat.text and "Give to a case manager" not in seat.text


async def test_a_closed_case_is_reopened_as_a_new_episode(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned(), state="closed", closed_on=TODAY)
    async with office.seat(open_case="AB2345") as seat:
        await seat.press("m", "o")
        assert seat.screen == "CaseScreen"
        assert "C-AB2345" not in seat.lines[0] and "Aoife Nolan" in seat.lines[0]
    new = next(case for case in office.cases() if case.case.number != "AB2345")
    assert (new.case.former_case, new.case.state) == ("AB2345", "open")
    assert office.read("AB2345").case.state == "closed"


async def test_what_somebody_else_saved_is_there_after_reading_the_case_again(office):
    office.case("AB2345", build=lambda b: b.assigned())
    async with office.seat(open_case="AB2345") as seat:
        file = office.read("AB2345").copy()
        file.put(file.case.model_copy(update={"state": "paused", "paused_reason": "Hospital"}))
        file.save(office.vault, "sean", office.now)
        await seat.press("m", "l")
        assert "resting: Hospital" in seat.lines[0]


async def test_an_act_is_the_one_that_was_chosen_however_fast_the_next_key_comes(office):
    """A slow line brings Enter and the next step's digit at once."""
    closure = Closure(reason="death", why_no_aftercare="She died")
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned(state="draft").put(closure))
    async with office.seat(open_case="AB2345") as seat:
        await seat.press("3")
        await seat.stand_on("Agree the plan")
        seat.send("enter")
        seat.send("8")
        await seat.settle()
        assert "Agree the plan" in seat.lines[0]
    assert office.read("AB2345").one(Closure).state == "draft"
