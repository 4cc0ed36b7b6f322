"""A case opens with the last contact and with what is next."""

from datetime import timedelta

import pytest

from casetui.data.records import Action, Contact
from casetui.desk.acts.cases import open_case
from casetui.desk.telling.case_head import last_contact, next_thing
from tests.plain.lines import said
from tests.screens.office import TODAY


@pytest.fixture
def opened(office):
    def of(build):
        office.case("AB2345", build=build)
        desk = office.desk()
        case = open_case(desk, "AB2345")
        return desk, case

    return of


def test_the_last_contact_says_its_day_kind_worker_and_how_its_note_begins(opened):
    early = Contact(kind="visit", summary="At home", on=TODAY - timedelta(days=3), by="mary")
    late = Contact(kind="phone", summary="Rang to say that\nthe hostel moved her", on=TODAY, by="sean")
    desk, case = opened(lambda b: b.assigned().put(late, early))
    assert last_contact(desk, case) == "Sat 21 Nov phone, Seán: Rang to say that ..."


def test_without_a_contact_the_head_says_so(opened):
    assert last_contact(*opened(lambda b: b)) == "no contact is written down yet"


def test_what_is_next_begins_with_when_it_is_due(opened):
    late = Action(goal="goal", what="Ring the bank", who="Mary", due_on=TODAY - timedelta(days=2))
    desk, case = opened(lambda b: b.assigned().assessed().planned().put(late))
    assert next_thing(case, desk.standing(case.file)) == "late, 2 days: Ring the bank, by Mary"


def test_where_nothing_has_a_day_the_first_open_item_is_next(opened):
    desk, case = opened(lambda b: b.assigned())
    standing = desk.standing(case.file)
    bare = standing.__class__(**{**standing.__dict__, "findings": ()})
    items = [item for item in standing.step.items if not item.settled]
    assert next_thing(case, bare) == items[0].text


def test_both_faces_say_it(office):
    contact = Contact(kind="phone", summary="Rang twice", on=TODAY)
    office.case("AB2345", build=lambda b: b.assigned().put(contact))
    text = said(office, "1")
    assert "Last contact: Sat 21 Nov phone, Mary: Rang twice" in text and "\nNext: " in text
