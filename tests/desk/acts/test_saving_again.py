"""One form saved more than once: each save changes what the one before it saved, and nothing else."""

from datetime import timedelta

import pytest

from casetui.data.records import Client, Contact, Entry, Intake
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import build, save_record
from casetui.desk.areas.new_record import new_record_form
from casetui.desk.errors import SavedMeanwhile
from casetui.desk.forms.form_spec import agency_form, change_form, contact_form, person_form
from tests.screens.office import TODAY

TALK = {"kind": "phone", "summary": "Talked", "on": TODAY}
MORE = {**TALK, "who": "Her ex-partner", "next_on": TODAY + timedelta(days=3)}
EMPTIED = {**TALK, "who": "", "next_on": None}


@pytest.fixture
def case(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    return office


@pytest.fixture
def mary(case):
    desk = case.desk("mary")
    return desk, open_case(desk, "AB2345")


def toms_change(case, **fields):
    """Have the line manager change the client."""
    desk = case.desk("tom")
    opened = open_case(desk, "AB2345")
    start = opened.file.one(Client)
    save_record(desk, opened, build(Client, start, fields), start)


def test_what_is_emptied_after_the_first_save_of_a_new_record_stays_empty(case, mary):
    asks = new_record_form(*mary, "review", Contact, "")
    asks.save(MORE)
    asks.save(EMPTIED)
    (contact,) = case.read("AB2345").all(Contact)
    assert (contact.who, contact.next_on) == ("", None)


def test_what_is_put_back_after_the_first_save_of_a_change_is_put_back(case, mary):
    asks = change_form(*mary, mary[1].file.one(Client))
    asks.save({"phone": "087 111", "address": "12 Quay Street"})
    asks.save({"phone": "", "address": "12 Quay Street"})
    client = case.read("AB2345").one(Client)
    assert (client.phone, client.address) == ("", "12 Quay Street")
    assert case.read("AB2345").all(Entry)[-1].fields == ["phone"]


def test_what_is_emptied_after_a_contact_was_written_down_stays_empty(case):
    asks = contact_form(case.desk("mary"), "AB2345")
    asks.save(MORE)
    asks.save(EMPTIED)
    (contact,) = case.read("AB2345").all(Contact)
    assert (contact.who, contact.next_on, contact.by) == ("", None, "mary")


def test_what_somebody_wrote_between_two_saves_of_a_form_stays(case, mary):
    asks = change_form(*mary, mary[1].file.one(Client))
    asks.save({"phone": "087 111", "address": ""})
    toms_change(case, address="12 Quay Street")
    asks.save({"phone": "087 222", "address": ""})
    asks.save({"phone": "", "address": ""})
    client = case.read("AB2345").one(Client)
    assert (client.phone, client.address) == ("", "12 Quay Street")


def test_a_save_that_was_refused_is_none(case, mary):
    asks = change_form(*mary, mary[1].file.one(Client))
    toms_change(case, phone="087 999")
    with pytest.raises(SavedMeanwhile):
        asks.save({"phone": "087 111"})
    asks.save({"phone": "087 111"})
    assert case.read("AB2345").one(Client).phone == "087 111"


def test_the_only_record_of_its_kind_that_two_began_stays_one(case, mary):
    asks = new_record_form(*mary, "intake", Intake, "")
    tom = case.desk("tom")
    new_record_form(tom, open_case(tom, "AB2345"), "intake", Intake, "").save({"concerns": "rent"})
    with pytest.raises(SavedMeanwhile):
        asks.save({"first_contact_where": "street"})
    asks.save({"first_contact_where": "street"})
    asks.save({"first_contact_where": ""})
    (intake,) = case.read("AB2345").all(Intake)
    assert (intake.concerns, intake.first_contact_where) == ("rent", "")


def test_a_new_person_saved_twice_is_one(office):
    desk = office.desk("tom")
    asks = person_form(desk, None)
    new = {"name": "Nora Flynn", "roles": ["worker"], "team": "north", "limit": 5}
    asks.save(new)
    asks.save({**new, "limit": None})
    assert [one.limit for one in desk.people.values() if one.name == "Nora Flynn"] == [None]


def test_what_is_put_back_in_the_agencys_settings_is_put_back(office):
    desk = office.desk("tom")
    asks = agency_form(desk)
    asks.save({"name": "Southside"})
    asks.save({"name": "Northside Outreach"})
    assert desk.agency.name == "Northside Outreach"
