"""A new client: likely duplicates while typing, whose case it is, and the ninth client."""

from datetime import date

import pytest

from casetui.data.records import AnotherPerson, Assignment, Client, Intake, Reference
from casetui.desk.flows import new_client
from tests.screens.office import TODAY


def known(office, number="AB2345", manager="mary", **head):
    def build(b):
        b.assigned(manager) if manager else b
        b.put(b.case.one(Client).model_copy(update={"birth_date": date(1990, 3, 4), "phone": "087 1234567"}))
        b.put(Reference(label="medical card", number="MC778899"))

    return office.case(number, "Aoife Nolan", build, manager=manager, **head)


async def test_a_new_client_is_written_and_the_case_opens(office):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nora Quill", birth_date="4/3/1990", reference="medical card MC1")
        await seat.save()
        assert "Whose case is it?" in seat.text
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        assert "Nora Quill" in seat.lines[0]
        assert "Saved. Nora Quill is a client of yours now." in seat.text
    (case,) = office.cases()
    assert case.case.manager == "mary" and case.case.opened_on == TODAY
    assert case.one(Client).birth_date == date(1990, 3, 4)
    assert case.one(Reference).number == "MC1"
    assert case.one(Assignment).to == "mary"


async def test_the_form_stays_until_the_new_case_can_be_shown(office, monkeypatch):
    async with office.seat() as seat:
        seen = []
        open_it = new_client.open_case
        monkeypatch.setattr(new_client, "open_case", lambda *of: seen.append(seat.screen) or open_it(*of))
        await seat.press("n")
        await seat.fill(name="Nora Quill")
        await seat.save()
        await seat.press("enter")
        assert (seen, seat.screen) == (["NewClientScreen"], "CaseScreen")


async def test_a_wrong_reference_is_said_beside_its_field(office):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nora Quill", reference="PPS 123")
        await seat.save()
        assert "This is not a PPS number" in seat.words
        assert seat.screen == "NewClientScreen"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ({"name": "Nora Quill 311299-1234"}, "CPR"), ({"known_as": "Red, 311299-1234"}, "CPR"),
        ({"reference": "card 311299-1234"}, "CPR"), ({"phone": "1234567FA"}, "PPS"),
    ],
)  # fmt: skip
async def test_a_new_clients_numbers_are_warned_of_once_like_those_of_every_form(office, typed, label):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(**{"name": "Nora Quill", **typed})
        await seat.save()
        assert f"This looks like a {label} number." in seat.words
        assert "Ctrl+S again saves it as it is." in seat.words and office.cases() == []
        await seat.save()
        assert "Whose case is it?" in seat.words


async def test_a_new_client_of_nobody_is_said_to_wait(office):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nora Quill")
        await seat.save()
        await seat.press("down", "enter")
        assert "Saved. Nora Quill waits in the queue now." in seat.text


async def test_a_similar_name_shows_while_it_is_typed(office):
    known(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolen")
        assert "May be the same person: 1" in seat.text
        assert "Aoife Nolan" in seat.line("similar name")


async def test_each_reason_for_a_duplicate_is_said(office):
    known(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Someone Else")
        assert "May be the same person" not in seat.text
        await seat.fill(birth_date="4/3/1990")
        assert "same date of birth" in seat.line("Aoife Nolan")
        await seat.fill(reference="MC 778899")
        assert "May be the same person: 1" in seat.text
        await seat.fill(reference="card MC778899")
        assert "same date of birth, same ref" in seat.line("Aoife Nolan")


async def test_a_colleagues_client_shows_by_number_and_whom_to_ask(office):
    known(office, manager="sean")
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolan")
        line = seat.line("same name")
        assert "C-AB2345" in line and "ask Seán Keane" in line
        assert "Aoife" not in line


async def test_a_restricted_client_and_another_teams_are_never_shown(office):
    known(office, "AB2345", "sean", restricted_to=["sean"])
    known(office, "CD2345", "priya", team="south")
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolan", birth_date="4/3/1990")
        assert "May be the same person" not in seat.text


async def test_a_likely_duplicate_can_be_opened_instead(office):
    known(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolan")
        await seat.press("ctrl+n", "enter", "o")
        assert seat.screen == "CaseScreen" and "C-AB2345" in seat.lines[0]
    assert len(office.cases()) == 1


async def test_a_closed_duplicate_can_be_taken_up_as_a_new_episode_of_the_client(office):
    known(office, state="closed", closed_on=TODAY, manager="mary")
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolan")
        await seat.press("ctrl+n", "enter", "e")
        await seat.save()
        await seat.press("enter")
    first, second = sorted(office.cases(), key=lambda case: case.case.state)
    assert first.case.client_id == second.case.client_id
    assert second.case.state == "open"


def eight(office):
    for n in range(8):
        office.case(f"FU22{n + 10}", f"Client {n}", lambda b: b.assigned())


async def test_somebody_who_is_no_new_episode_after_all_is_a_client_of_their_own(office):
    known(office, state="closed", closed_on=TODAY)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.type("Aoife Nolan")
        await seat.press("ctrl+n", "enter", "e")
        assert "New client: a new episode after C-AB2345" in seat.lines[0]
        await seat.press("enter", "n")
        assert "The new case will be one of somebody else." in seat.words and "C-AB2345" not in seat.lines[0]
        await seat.press("ctrl+n")
        await seat.save()
        await seat.press("enter")
    (new,) = (case for case in office.cases() if case.case.number != "AB2345")
    assert (new.case.former_case, new.case.client_id == "AB2345", new.all(Reference)) == ("", False, [])


async def test_another_name_is_no_new_episode_any_more_and_that_is_said(office):
    known(office, state="closed", closed_on=TODAY)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.type("Aoife Nolan")
        await seat.press("ctrl+n", "enter", "e", "ctrl+n", "end", "ctrl+u")
        await seat.type("Brendan Quirke")
        assert "The name is another one" in seat.words and "C-AB2345" not in seat.lines[0]
        await seat.save()
        await seat.press("enter")
        assert "Brendan Quirke" in seat.lines[0]
    (new,) = (case for case in office.cases() if case.case.number != "AB2345")
    assert (new.case.former_case, new.all(Reference)) == ("", [])


async def test_an_intake_of_an_earlier_day_counts_from_that_day(office):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nora Quill", intake_on="12/11/2026")
        await seat.save()
        await seat.press("enter")
        assert "intake Thu 12 Nov · day 9" in seat.lines[0]
    (case,) = office.cases()
    assert case.case.opened_on == case.one(Assignment).on == date(2026, 11, 12)
    assert case.one(Intake).first_contact_on == date(2026, 11, 12)


async def test_an_intake_of_tomorrow_is_refused_beside_its_field(office):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nora Quill", intake_on="22/11/2026")
        await seat.save()
        assert seat.screen == "NewClientScreen" and "22/11/2026" in seat.text


async def test_a_new_episode_does_not_begin_before_the_last_one_ended(office):
    known(office, state="closed", closed_on=TODAY)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolan", intake_on="12/11/2026")
        await seat.press("ctrl+n", "enter", "e", "ctrl+n")
        await seat.save()
        await seat.press("enter")
        assert "C-AB2345 was closed on" in seat.words and seat.screen == "NewClientScreen"
    assert len(office.cases()) == 1


async def test_the_ninth_client_asks_why_and_the_manager_sees_the_reason(office):
    eight(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nina Ninth")
        await seat.save()
        await seat.press("enter")
        assert "Mary Byrne has 8 clients; at most 8 are recommended (ICM" in seat.words
        await seat.press("enter")
        assert "Please write something here." in seat.text
        await seat.type("Sisters stay together")
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        await seat.press("q")
        assert "My clients  9 of 8  over" in seat.text
    kept = next(case for case in office.cases() if case.one(Client).name == "Nina Ninth").one(Assignment)
    assert (kept.over_limit, kept.reason, kept.clients_then) == (True, "Sisters stay together", 8)
    async with office.seat("tom") as seat:
        await seat.press("s")
        assert "Over the caseload limit" in seat.line("Nina Ninth")
        await seat.press("enter")
        assert "Sisters stay together" in seat.text
        assert seat.line("Clients then").split()[-1] == "8"


async def test_without_a_reason_the_ninth_client_is_not_assigned(office):
    eight(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nina Ninth")
        await seat.save()
        await seat.press("enter", "escape")
        assert seat.screen == "NewClientScreen"
        assert "Nina Ninth" in seat.text, "the typing stays"
    assert len(office.cases()) == 8


async def test_a_full_worker_can_leave_the_case_in_the_queue(office):
    eight(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nina Ninth")
        await seat.save()
        await seat.press("down", "enter")
        assert seat.screen == "CaseScreen"
    assert sum(not case.case.manager for case in office.cases()) == 1


async def test_a_line_manager_chooses_whose_case_it_is(office):
    async with office.seat("tom") as seat:
        await seat.press("n")
        await seat.fill(name="Nora Quill")
        await seat.save()
        await seat.type("keane")
        await seat.press("enter")
    assert office.cases()[0].case.manager == "sean"


async def test_a_client_may_be_known_by_a_description_alone(office):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.save()
        assert "Write a name, or a description" in seat.words
        await seat.fill(description="Woman with the red coat")
        await seat.save()
        await seat.press("enter")
        assert "Woman with the red coat" in seat.lines[0]


async def test_leaving_with_something_typed_asks(office):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nora")
        await seat.press("ctrl+x")
        assert "What you typed is not saved yet." in seat.text
        await seat.press("c")
        assert "Nora" in seat.text
        await seat.press("escape", "end", "enter")
        assert seat.screen == "CaseloadScreen"
    assert office.cases() == []


async def test_leaving_an_empty_form_asks_nothing(office):
    async with office.seat() as seat:
        await seat.press("n", "ctrl+x")
        assert seat.screen == "CaseloadScreen"


async def test_whoever_is_likely_here_already_is_asked_about_when_it_is_saved(office):
    known(office, manager="sean")
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolan", birth_date="4/3/1990")
        await seat.save()
        assert "May be the same person: 1" in seat.text and "none of these" in seat.text
        await seat.type("none")
        await seat.press("enter")
        assert "Whose case is it?" in seat.text
        await seat.press("enter")
    new = next(case for case in office.cases() if case.case.manager == "mary")
    [told] = new.all(AnotherPerson)
    assert (told.case_number, told.made_by) == ("C-AB2345", "mary")


async def test_who_was_said_to_be_somebody_else_already_is_not_asked_about_again(office):
    known(office)
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolan", birth_date="4/3/1990")
        await seat.press("ctrl+n", "enter", "n")
        assert "The new case will be one of somebody else." in seat.text
        await seat.save()
        assert "Whose case is it?" in seat.text
        await seat.press("enter")
    assert [len(case.all(AnotherPerson)) for case in office.cases()].count(1) == 1


async def test_one_more_case_of_the_same_client_is_a_case_of_that_client(office):
    known(office, manager="sean")
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolan")
        await seat.press("ctrl+n", "enter", "e")
        assert "New client: one more case beside C-AB2345" in seat.lines[0]
        await seat.save()
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        await seat.press("tab")
        await seat.stand_on("has another open case")
        assert "has another open case, C-AB2345, with Seán Keane" in seat.words
    assert {case.case.client_id for case in office.cases()} == {"AB2345"}


async def test_who_cannot_say_leaves_it_to_the_line_manager_who_says_it_under_sign_offs(office):
    known(office, manager="sean")
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Aoife Nolan")
        await seat.save()
        await seat.type("cannot say")
        await seat.press("enter", "enter")
        assert seat.screen == "CaseScreen" and "the same person as in C-A" in seat.words
    async with office.seat("tom") as seat:
        assert "1 may be here twice: s" in seat.text
        await seat.press("s")
        assert "May be one client, and nobody has said" in seat.text
        await seat.press("end", "enter")
        assert "One person, or two?" in seat.text and "087 1234567" in seat.text
        await seat.press("s")
        assert "They are one now" in seat.text and "nobody has said" not in seat.text
    assert len({case.case.client_id for case in office.cases()}) == 1


async def test_the_case_manager_says_it_in_the_menu_of_the_case(office):
    known(office, manager="sean")
    known(office, "CD2345")
    async with office.seat() as seat:
        await seat.press("enter")
        assert seat.screen == "CaseScreen"
        await seat.press("m", "s")
        assert "One person, or two?" in seat.text
        await seat.press("n")
        assert "Kept: they are two people." in seat.text
        assert "may be the same person" not in seat.words
    assert len(office.read("CD2345").all(AnotherPerson)) == 1
