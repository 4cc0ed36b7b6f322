"""What was typed and not saved: kept by itself, and offered at the next start beside what is saved."""

import asyncio
from datetime import timedelta

import pytest

from casetui.data.person_folder import PersonFolder
from casetui.data.records import Alert, Case, Client, Plan
from casetui.desk.forms.drafts import unsaved_drafts
from tests import disk
from tests.screens.cut_off import change, contacts, cut_off, files, until
from tests.screens.office import TODAY
from tests.widgets.harness import HARMLESS, HOSTILE


@pytest.fixture
def clients(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().met(TODAY))
    office.case("CD2345", "Declan Power", lambda b: b.assigned().met(TODAY))
    return office


async def typed_for(office, name, text, who="mary"):
    """Type a note for a client, up to a dropped line."""
    async with cut_off(office, who) as seat:
        if seat.screen == "DraftsScreen":
            await seat.press("q")
        await seat.stand_on(name)
        await seat.press("w")
        if seat.screen == "OfferDraft":
            await seat.press("escape")
        await seat.fill(summary=text)


# -- keeping -------------------------------------------------------------------------------------


async def test_what_is_typed_is_on_the_disk_within_a_second_without_any_key(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(summary="half a sen")
        await until(lambda: files(clients))
        assert [draft.typed["summary"] for draft in unsaved_drafts(clients.desk())] == ["half a sen"]


async def test_while_one_goes_on_typing_it_is_kept_too(clients):
    async with clients.seat() as seat:
        await seat.press("w", "tab")
        for _ in range(100):
            await seat.type("a")
            if files(clients):
                break
            await asyncio.sleep(0.02)
        assert files(clients)


async def test_a_dropped_line_keeps_the_last_letter(clients):
    await typed_for(clients, "Aoife Nolan", "the last lette")
    assert [draft.typed["summary"] for draft in unsaved_drafts(clients.desk())] == ["the last lette"]


async def test_a_mistake_of_the_program_keeps_what_is_typed(clients):
    with pytest.raises(ZeroDivisionError):
        async with clients.seat() as seat:
            await seat.press("w")
            await seat.fill(summary="half a sen")
            seat.app.screen.call_later(lambda: 1 / 0)
            await seat.settle()
    assert [draft.typed["summary"] for draft in unsaved_drafts(clients.desk())] == ["half a sen"]


async def test_what_is_saved_is_kept_no_longer(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(kind="visit", summary="met")
        await until(lambda: files(clients))
        await seat.save()
        await until(lambda: not files(clients))


async def test_what_is_given_up_knowingly_is_kept_no_longer(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(summary="met")
        await until(lambda: files(clients))
        await seat.press("ctrl+x", "c")
        assert files(clients)
        await seat.press("ctrl+x", "end", "enter")
        await until(lambda: not files(clients))


async def test_what_is_taken_back_is_kept_no_longer(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(summary="m")
        await until(lambda: files(clients))
        await seat.press("backspace")
        await until(lambda: not files(clients))


async def test_looking_at_a_form_keeps_nothing(clients):
    async with cut_off(clients) as seat:
        await seat.press("w")
    assert not files(clients)


async def test_a_full_disk_is_said_once_and_typing_goes_on(clients, monkeypatch):
    async def typed(seat, text, tries):
        await seat.type(text)
        await until(lambda: len(tried) >= tries)
        await seat.settle()

    said = []
    async with clients.seat() as seat:
        await seat.press("w", "h", "tab")
        with disk.full(clients.own().drafts.path()) as tried:
            await typed(seat, "met", 1)
            assert "What you type is not being kept as a draft: no space left on device." in seat.words
            monkeypatch.setattr(seat.app.screen.drafts.keeper, "say_unkept", said.append)
            await typed(seat, " her", 2)
            await seat.save()
        assert seat.screen == "CaseloadScreen"
    assert not said
    assert contacts(clients, "AB2345")[-1].summary == "met her"


# -- the next start ------------------------------------------------------------------------------


async def test_the_next_start_says_what_was_typed_for_whom_and_when(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    async with clients.seat() as seat:
        assert seat.screen == "DraftsScreen"
        line = seat.line("Write down")
        assert "Aoife Nolan  C-AB2345" in line and "Sat 21 Nov 10:00" in line
        assert "Met at the hostel" in seat.text
        await seat.press("q")
        assert seat.screen == "CaseloadScreen"
    assert files(clients)


async def test_the_caseload_goes_on_saying_what_is_not_saved_and_a_key_leads_there(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    async with clients.seat() as seat:
        await seat.press("q")
        assert "1 not saved: d" in seat.line("Today and late")
        await seat.press("d")
        assert seat.screen == "DraftsScreen"
        await seat.press("x", "d", "q")
        assert seat.screen == "CaseloadScreen" and "not saved" not in seat.text


async def test_the_finder_knows_drafts_by_that_name(clients):
    async with clients.seat() as seat:
        await seat.press("ctrl+p")
        await seat.type("draft")
        await seat.press("enter")
        assert seat.screen == "DraftsScreen"


async def test_a_start_with_nothing_left_is_the_caseload(clients):
    async with clients.seat() as seat:
        assert seat.screen == "CaseloadScreen"


async def test_enter_opens_the_form_and_what_was_typed_can_be_taken_and_saved(clients):
    await typed_for(clients, "Declan Power", "Met at the hostel")
    async with clients.seat() as seat:
        await seat.press("enter")
        assert "Typed Sat 21 Nov 10:00, and not saved" in seat.words
        assert "Typed: Met at the hostel Here now: (nothing)" in seat.words
        await seat.press("t")
        assert "Write down: Declan Power" in seat.lines[0]
        await seat.fill(kind="visit")
        await seat.save()
        assert seat.screen == "DraftsScreen"
        await until(lambda: not files(clients))
    assert contacts(clients, "CD2345")[-1].summary == "Met at the hostel"


async def test_what_was_taken_is_kept_on_when_the_line_drops_again(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    async with cut_off(clients) as seat:
        await seat.press("enter", "t")
    (draft,) = unsaved_drafts(clients.desk())
    assert draft.typed["summary"] == "Met at the hostel"


async def test_going_back_from_the_question_loses_nothing(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    async with clients.seat() as seat:
        await seat.press("enter", "ctrl+x")
        assert "Write down: Aoife Nolan" in seat.lines[0]
        assert "hostel" not in seat.text
        await seat.press("ctrl+x")
    assert [draft.typed["summary"] for draft in unsaved_drafts(clients.desk())] == ["Met at the hostel"]


async def test_keeping_the_form_as_it_is_throws_the_typing_away_only_after_asking(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    async with clients.seat() as seat:
        await seat.press("enter", "l")
        assert "Throw away what you typed?" in seat.words
        await seat.press("enter", "ctrl+x")
        assert files(clients)
        await seat.press("enter", "l", "d")
        await until(lambda: not files(clients))


async def test_a_draft_is_thrown_away_from_the_list_only_after_asking(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    async with clients.seat() as seat:
        await seat.press("x", "k")
        assert files(clients)
        await seat.press("x", "d")
        assert not files(clients)
        assert "Nothing that you typed is left unsaved." in seat.text


async def test_the_drafts_can_be_gone_to_at_any_time(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    async with clients.seat() as seat:
        await seat.press("q", "ctrl+p")
        await seat.type("typed and")
        await seat.press("enter")
        assert seat.screen == "DraftsScreen"


# -- field by field ------------------------------------------------------------------------------


async def changed_client(office, **entries):
    """Change a client's record, up to a dropped line."""
    async with cut_off(office, open_case="AB2345") as seat:
        await seat.press("c")
        await seat.stand_on("Name")
        await seat.press("enter")
        await seat.fill(**entries)


async def test_typed_and_saved_stand_side_by_side_and_each_field_is_chosen(clients):
    await changed_client(clients, known_as="Effie", phone="087 1234567")
    change(clients, Client, known_as=["Eva"])
    async with clients.seat() as seat:
        assert "Effie" in seat.text and "087 1234567" in seat.text
        await seat.press("enter")
        assert "Typed: Effie Saved: Eva" in seat.words
        await seat.press("f")
        assert "Known as: typed" in seat.words
        assert "Fields to choose in after this one: 1." in seat.words
        await seat.press("l")
        assert "Typed: 087 1234567 Saved: (nothing)" in seat.words
        await seat.press("t")
        await seat.save()
        assert seat.screen == "CaseScreen"
    client = clients.read("AB2345").one(Client)
    assert (client.known_as, client.phone) == (["Eva"], "087 1234567")


async def test_what_was_saved_after_all_is_not_offered_and_goes(clients):
    await changed_client(clients, known_as="Effie")
    change(clients, Client, known_as=["Effie"])
    async with clients.seat() as seat:
        await seat.press("enter")
        assert seat.screen == "FormScreen"
        await until(lambda: not files(clients))


async def test_a_day_that_is_none_and_several_choices_come_back_as_they_were_typed(clients):
    async with cut_off(clients) as seat:
        await seat.press("w")
        await seat.fill(on="31/02/2026")
    async with clients.seat() as seat:
        await seat.press("enter", "t")
        await seat.save()
        assert "There is no such day" in seat.words


async def test_what_was_typed_yesterday_is_of_yesterday(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    clients.now += timedelta(days=1)
    async with clients.seat() as seat:
        await seat.press("enter")
        assert "Typed: 21/11/2026 Here now: 22/11/2026" in seat.words
        await seat.press("t")
        await seat.fill(kind="visit")
        await seat.save()
    assert contacts(clients, "AB2345")[-1].on == TODAY


async def test_hostile_text_comes_back_as_text(clients):
    await typed_for(clients, "Aoife Nolan", "")
    async with cut_off(clients) as seat:
        await seat.press("w", "tab")
        seat.app.screen.focused.insert(HOSTILE)
    async with clients.seat() as seat:
        assert HARMLESS in seat.text
        await seat.press("enter")
        assert HARMLESS in seat.words
        await seat.press("t")
        assert seat.app.screen.form.entries()["summary"] == HARMLESS


# -- whose, and where ----------------------------------------------------------------------------


async def test_a_draft_of_one_case_is_not_offered_in_another(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    async with clients.seat() as seat:
        await seat.press("q")
        await seat.stand_on("Declan Power")
        await seat.press("w")
        assert seat.screen == "FormScreen"
        assert "hostel" not in seat.text


async def test_a_draft_of_one_person_is_not_offered_to_another_at_the_same_computer(clients, monkeypatch):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    shared = clients.own("mary").drafts
    monkeypatch.setattr(PersonFolder, "drafts", property(lambda own: shared))
    async with clients.seat("sean") as seat:
        assert seat.screen == "CaseloadScreen"
        await seat.press("ctrl+p")
        await seat.type("typed and")
        await seat.press("enter")
        assert "hostel" not in seat.text
    assert files(clients)


async def test_two_sessions_of_one_person_on_one_form_lose_neithers_typing(clients):
    async with clients.seat() as first:
        await first.press("w")
        await first.fill(summary="from the first")
        await until(lambda: files(clients))
        await typed_for(clients, "Aoife Nolan", "from the second")
        first.app.hang_up()
    typed = {draft.typed["summary"] for draft in unsaved_drafts(clients.desk())}
    assert typed == {"from the first", "from the second"}
    async with clients.seat() as seat:
        await seat.press("enter", "t")
        assert "Here now:" in seat.text
        await seat.press("l", "d")
        await until(lambda: len(files(clients)) == 1)


async def test_what_is_open_in_another_session_is_told_so_and_not_thrown_away(clients):
    async with clients.seat() as first:
        await first.press("w")
        await first.fill(summary="from the first")
        await until(lambda: files(clients))
        async with cut_off(clients) as second:
            assert "still open" in second.line("Write down")
            assert "from the first" in second.text
            await second.press("x")
            assert second.screen == "DraftsScreen"
            assert "Give it up there first." in second.words
            await second.press("enter")
            assert "Its form is still open in another session of yours." in second.words
            await second.press("l")
            assert second.screen == "FormScreen"
            await second.press("ctrl+x", "enter")
            assert second.screen == "OfferDraft"
            await second.press("t")
        assert len(files(clients)) == 2


async def test_a_record_not_yet_made_and_its_slot_come_back_in_their_own_form(clients):
    async with cut_off(clients, open_case="AB2345") as seat:
        await seat.press("3", "a")
        if seat.screen == "Pick":
            await seat.press("1")
        await seat.fill(vision="A place of her own")
    async with clients.seat() as seat:
        await seat.press("enter")
        assert "Typed: A place of her own" in seat.words
        await seat.press("t")
        await seat.save()
    assert clients.read("AB2345").all(Plan)[-1].vision == "A place of her own"


async def test_a_new_client_that_was_being_typed_comes_back(clients):
    async with cut_off(clients) as seat:
        await seat.press("n")
        await seat.fill(name="Gráinne Moran")
    async with clients.seat() as seat:
        assert "New client" in seat.text
        await seat.press("enter")
        assert "Typed: Gráinne Moran" in seat.words
        await seat.press("t")
        await seat.save()
        await seat.press("enter")
        assert "Gráinne Moran" in seat.lines[0]
        await until(lambda: not files(clients))


async def test_what_was_typed_for_a_case_that_is_closed_by_now_can_still_be_read(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    change(clients, Case, state="closed", closed_on=TODAY)
    async with clients.seat() as seat:
        assert "Aoife Nolan  C-AB2345" in seat.line("Write down")
        await seat.press("enter")
        assert seat.screen == "DraftsScreen"
        assert "closed" in seat.words
        assert "Met at the hostel" in seat.text
    assert files(clients)


async def test_what_was_typed_for_a_case_that_is_no_longer_open_to_one_can_still_be_read(clients):
    await typed_for(clients, "Aoife Nolan", "Met at the hostel")
    change(clients, Case, manager="sean", restricted_to=["sean"])
    async with clients.seat() as seat:
        assert "C-AB2345" in seat.line("Write down")
        await seat.press("enter")
        assert seat.screen == "DraftsScreen"
        assert "Met at the hostel" in seat.text
    assert files(clients)


async def test_a_person_being_added_comes_back(clients):
    async with cut_off(clients, "tom") as seat:
        await seat.press("p", "a")
        await seat.fill(name="Nora Flynn")
    async with clients.seat("tom") as seat:
        await seat.press("enter")
        assert "Typed: Nora Flynn" in seat.words


# -- leaving -------------------------------------------------------------------------------------


async def test_leaving_can_keep_a_draft_that_this_session_offers_too(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(kind="visit", summary="half a sen")
        await seat.press("ctrl+x")
        assert "k  Keep as a draft and leave" in seat.text
        await seat.press("k")
        assert seat.screen == "CaseloadScreen" and "It is kept as a draft" in seat.words
        assert "1 not saved: d" in seat.words
        await seat.press("w")
        assert seat.screen == "OfferDraft" and "half a sen" in seat.text
        await seat.press("t")
        await seat.save()
        await until(lambda: not files(clients))
        await until(lambda: "not saved" not in seat.words)
    assert contacts(clients, "AB2345")[-1].summary == "half a sen"


async def test_no_single_letter_on_the_question_throws_typing_away(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(summary="half a sen")
        for letter in "abdefghijlmnopqrtuvwxyz":
            await seat.press("escape", letter)
            assert seat.screen == "Question", letter
            await seat.press("ctrl+x")
        assert "half a sen" in seat.text


async def test_a_form_has_the_finder_and_a_client_found_there_opens_after_the_typing_is_kept(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(summary="half a sen")
        await seat.press("ctrl+p", *"draft")
        assert "Keep as a draft" in seat.text
        await seat.press(*["backspace"] * 5, *"declan", "enter")
        assert seat.screen == "CaseScreen" and "Declan Power" in seat.lines[0]
    assert [draft.typed["summary"] for draft in unsaved_drafts(clients.desk())] == ["half a sen"]


async def test_the_form_of_a_new_client_can_be_kept_as_any_other(office):
    async with office.seat() as seat:
        await seat.press("n")
        await seat.fill(name="Nora Flynn")
        await seat.press("ctrl+x", "k")
        assert seat.screen == "CaseloadScreen" and "It is kept as a draft" in seat.words
        await seat.press("n")
        assert seat.screen == "OfferDraft" and "Nora Flynn" in seat.text


async def test_why_a_record_is_struck_out_outlives_a_kill_and_can_be_kept(clients):
    clients.case(
        "EF2345", "Joe Hand", lambda b: b.assigned().put(Alert(id="e", kind="medical", text="Cough"))
    )
    async with clients.seat(open_case="EF2345") as seat:
        await seat.press("c")
        await seat.stand_on("Cough")
        await seat.press("x")
        assert "Why is this struck out?" in seat.words and "Cough" in seat.words
        await seat.type("wrong case")
        await until(lambda: files(clients))
        assert [draft.typed for draft in unsaved_drafts(clients.desk())] == [{"reason": "wrong case"}]
        await seat.press("ctrl+x", "k")
        assert seat.screen == "CaseScreen" and "It is kept as a draft" in seat.words
        await seat.press("x")
        await until(lambda: "wrong case" in seat.text)


async def test_a_form_says_when_it_opens_that_its_save_will_be_refused(clients):
    async with clients.seat(open_case="AB2345") as seat:
        await seat.press("2", "a")
        await until(lambda: "Saving this will be refused" in seat.words)
        assert "had not agreed to the assessment" in seat.words
        assert "o shows Consent, a adds one" in seat.words
