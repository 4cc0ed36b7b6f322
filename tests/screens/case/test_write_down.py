"""Writing down what just happened: two fields, one key, back where one was."""

from datetime import date

import pytest

from casetui.checklists.loader import BUILT_IN
from casetui.data.drafts import Draft, Where
from casetui.data.records import Contact
from casetui.desk.forms.drafts import draft_texts
from casetui.desk.people.own_methods import own_packs, take_pack
from casetui.screens.case import case as case_screen
from tests.screens.office import NOW, TODAY
from tests.screens.one_case import Slow


@pytest.fixture
def clients(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().met(date(2026, 11, 14)))
    office.case("CD2345", "Declan Power", lambda b: b.assigned().met(TODAY))
    office.case("JK2345", "Una Tall", lambda b: b.assigned("sean"))
    return office


def contacts(office, number):
    return office.read(number).all(Contact)


async def test_a_contact_takes_two_fields_and_one_key_and_leads_back(clients):
    async with clients.seat() as seat:
        await seat.stand_on("Declan Power")
        await seat.press("w")
        assert "Write down: Declan Power" in seat.lines[0]
        await seat.press("h", "tab")
        await seat.type("Met at the hostel")
        await seat.save()
        assert seat.screen == "CaseloadScreen"
        assert "Saved for Declan Power." in seat.text
        assert "Declan Power" in seat.selected
    last = contacts(clients, "CD2345")[-1]
    assert (last.kind, last.summary, last.on, last.by) == ("visit", "Met at the hostel", TODAY, "mary")


async def test_a_contact_can_be_dated_back(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(kind="phone", summary="Rang", on="yesterday")
        await seat.save()
    assert contacts(clients, "AB2345")[-1].on == date(2026, 11, 20)


async def test_a_contact_of_tomorrow_is_refused_beside_its_field(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(kind="phone", summary="Rang", on="tomorrow")
        await seat.save()
        assert "This day has not come yet." in seat.text
        assert "Rang" in seat.text
    assert len(contacts(clients, "AB2345")) == 1


async def test_from_the_case_it_is_said_to_be_saved_before_the_case_is_read_anew(clients, monkeypatch):
    async with clients.seat(open_case="CD2345") as seat:
        await seat.press("space")
        assert "Tab goes to the checklist" in seat.text
        reading = Slow()
        monkeypatch.setattr(case_screen, "read_again", reading)
        await seat.press("w")
        await seat.fill(kind="office", summary="Came by herself")
        await seat.pilot.press("ctrl+s")
        for _ in range(500):
            if "Saved for" in seat.text:
                break
            await seat.pilot.pause(0.01)
        assert "Saved for Declan Power." in seat.text
        assert not reading.go.is_set()
        reading.go.set()


async def test_from_the_case_the_contact_is_in_its_timeline_at_once(clients):
    async with clients.seat(open_case="CD2345") as seat:
        await seat.press("6", "w")
        await seat.fill(kind="office", summary="Came by herself")
        await seat.save()
        assert seat.screen == "CaseScreen"
        assert "Saved for Declan Power." in seat.text
        assert "office, Mary: Came" in seat.text
        await seat.press("t")
        assert "Came by herself" in seat.text


async def test_from_the_agenda_it_leads_back_to_the_agenda(clients):
    async with clients.seat() as seat:
        await seat.press("a")
        await seat.stand_on("Aoife Nolan")
        await seat.press("w")
        assert "Write down: Aoife Nolan" in seat.lines[0]
        await seat.fill(kind="office", summary="Came")
        await seat.save()
        assert seat.screen == "AgendaScreen"
    assert len(contacts(clients, "AB2345")) == 2


async def test_with_no_case_selected_it_asks_for_whom(office):
    office.case("JK2345", "Una Tall", manager="")
    async with office.seat() as seat:
        await seat.press("w")
        assert "Write down for whom" in seat.text
        await seat.type("una")
        await seat.press("enter")
        assert "Write down: Una Tall" in seat.text


async def test_a_colleagues_case_asks_for_a_reason_and_logs_it(clients):
    async with clients.seat() as seat:
        await seat.press("v")
        await seat.stand_on("C-JK2345")
        await seat.press("w")
        assert "This is Seán Keane's case." in seat.words
        await seat.type("Sean is ill")
        await seat.press("enter")
        await seat.fill(kind="phone", summary="She rang")
        await seat.save()
        assert seat.screen == "CaseloadScreen"
    assert contacts(clients, "JK2345")[-1].summary == "She rang"
    assert [line.split("\t")[1:] for line in clients.openings().splitlines()] == [
        ["mary", "JK2345", "Sean is ill"]
    ]


async def test_without_a_reason_a_colleagues_case_is_not_written_in(clients):
    async with clients.seat() as seat:
        await seat.press("v")
        await seat.stand_on("C-JK2345")
        await seat.press("w", "enter")
        assert "Please write something here." in seat.text
        await seat.press("escape")
        assert seat.screen == "CaseloadScreen"
    assert clients.openings() == ""


async def test_leaving_with_something_typed_asks_and_keeps_it_on_staying(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(summary="half a sen")
        await seat.press("ctrl+x")
        assert "Leave without saving?" in seat.text
        await seat.press("c")
        assert "half a sen" in seat.text
        await seat.press("ctrl+x", "end", "enter")
        assert seat.screen == "CaseloadScreen"
    assert len(contacts(clients, "AB2345")) == 1


async def test_a_contact_is_off_the_list_of_what_is_late(office):
    office.case("AB2345", "Bert Late", lambda b: b.assigned().intake(), opened_on=date(2026, 11, 1))
    async with office.seat() as seat:
        assert "Keep in contact: none since Sun 1 Nov" in seat.words
        await seat.press("w")
        await seat.fill(kind="visit", summary="Found her")
        await seat.save()
        assert "Keep in contact" not in seat.text


async def test_a_missed_contact_is_no_contact(office):
    office.case("AB2345", "Bert Late", lambda b: b.assigned().intake(), opened_on=date(2026, 11, 1))
    async with office.seat() as seat:
        await seat.press("w")
        await seat.fill(kind="missed", summary="Was not there")
        await seat.save()
        assert "Keep in contact" in seat.text


async def test_a_note_of_ten_thousand_characters_is_kept_whole(clients):
    note = "Ægir said: " + "word " * 2_000
    async with clients.seat() as seat:
        await seat.press("w", "h", "tab")
        seat.app.screen.focused.insert(note)
        await seat.save()
        assert seat.screen == "CaseloadScreen"
    assert contacts(clients, "AB2345")[-1].summary == note.strip()


async def test_what_looks_like_a_cpr_number_is_warned_of_once(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(kind="phone", summary="His number is 311299-1234")
        await seat.save()
        assert "This looks like a CPR number." in seat.words
        await seat.save()
        assert seat.screen == "CaseloadScreen"


@pytest.fixture
def two_methods(office):
    """A case of the agency's first method, and one of another that calls its clients borgere."""
    text = (BUILT_IN / "guidebook.toml").read_text(encoding="utf-8")
    for old, new in (
        ('key = "guidebook"', 'key = "icm"'),
        ('client = "service user"', 'client = "borger"'),
        ('legal = "Legal"', 'legal = "Law and order"'),
    ):
        text = text.replace(old, new, 1)
    (office.folder / "methods").mkdir(exist_ok=True)
    (office.folder / "methods" / "icm.toml").write_text(text, encoding="utf-8")
    desk = office.desk("tom")
    take_pack(desk, *own_packs(desk))
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    office.case("CD2345", "Bodil Holm", lambda b: b.assigned(), method="icm")
    return office


async def test_it_is_written_in_the_words_of_the_method_of_the_case(two_methods):
    async with two_methods.seat() as seat:
        for name, word in (("Bodil Holm", "borger"), ("Aoife Nolan", "service user")):
            await seat.stand_on(name)
            await seat.press("w")
            assert seat.app.screen.form.words["client"] == word
            await seat.press("ctrl+x")


@pytest.mark.parametrize(("number", "domain"), [("AB2345", "Legal"), ("CD2345", "Law and order")])
def test_what_was_typed_and_not_saved_is_read_in_the_words_of_the_method_of_the_case(
    two_methods, number, domain
):
    draft = Draft(Where("domain", number), "Domain", "assessment", NOW, {"domain": "legal"})
    assert [text.text for text in draft_texts(two_methods.desk(), draft)] == [domain]


async def test_a_notice_ends_with_the_next_act(clients):
    async with clients.seat() as seat:
        await seat.press("w")
        await seat.fill(kind="phone", summary="Rang")
        await seat.save()
        assert "Saved for Aoife Nolan." in seat.words
        await seat.press("n")
        await seat.fill(name="Nora")
        await seat.press("ctrl+x", "end", "enter")
        assert seat.screen == "CaseloadScreen" and "Saved for" not in seat.words
