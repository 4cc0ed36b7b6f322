"""A record with a place, such as a domain of an assessment: one a place, also after it was moved."""

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.records import Assessment, Domain
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.domains import leave_unexplored, not_written
from casetui.desk.areas.new_record import new_record_form
from casetui.desk.errors import NotAllowed
from casetui.desk.forms.form_spec import change_form
from tests.screens.office import TODAY


@pytest.fixture
def desk(office):
    office.case(
        "AB2345", build=lambda b: b.assigned().put(Assessment(id="a", kind="initial", started_on=TODAY))
    )
    return office.desk()


def write(desk, opened, slot, **values):
    """Fill in the form of a domain's line, and return the form, which can be saved again."""
    spec = new_record_form(desk, opened, "assessment", Domain, slot)
    spec.save({"domain": slot, **values})
    return spec


def standing(opened):
    return {(one.domain, one.need) for one in opened.file.all(Domain)}


def the_rest(desk, opened):
    leave_unexplored(desk, opened, not_written(opened), "Not today")


def change(desk, opened, record, **values):
    change_form(desk, opened, record).save({"domain": record.domain, "need": record.need, **values})


def test_a_need_moved_to_another_domain_outlives_what_is_said_of_the_rest(desk):
    opened = open_case(desk, "AB2345")
    write(desk, opened, "family", need="urgent", situation="Two children in care")
    (record,) = opened.file.all(Domain)
    change(desk, opened, record, domain="social_network")
    (record,) = opened.file.all(Domain)
    assert (record.domain, record.need, record.situation) == (
        "social_network",
        "urgent",
        "Two children in care",
    )
    assert "family" not in record.id and record.made_by == "mary"
    the_rest(desk, opened)
    assert ("social_network", "urgent") in standing(opened) and ("family", "not explored") in standing(opened)
    assert len(standing(opened)) == len(opened.file.all(Domain)) == 12
    assert [one.struck_reason for one in opened.file.every(Domain) if one.struck] == [
        "moved to Social network"
    ]


def test_the_form_that_moved_a_record_can_be_saved_again(desk):
    opened = open_case(desk, "AB2345")
    spec = write(desk, opened, "family", need="some")
    spec.save({"domain": "social_network", "need": "urgent"})
    spec.save({"domain": "social_network", "need": "some", "situation": "Alone"})
    assert standing(opened) == {("social_network", "some")}


def test_a_second_record_of_a_domain_is_refused_with_the_way_to_the_first(desk):
    opened = open_case(desk, "AB2345")
    write(desk, opened, "social_network", need="none")
    with pytest.raises(
        NotAllowed, match=r"Social network is written already, by Mary Byrne. Go to its own line"
    ):
        write(desk, opened, "family", need="urgent") and write(
            desk, opened, "family", domain="social_network", need="some"
        )
    family = next(one for one in opened.file.all(Domain) if one.domain == "family")
    with pytest.raises(NotAllowed, match="is written already"):
        change(desk, opened, family, domain="social_network")
    assert standing(opened) == {("social_network", "none"), ("family", "urgent")}


def test_a_file_with_a_moved_record_and_two_of_one_domain_stays_readable(office):
    office.case(
        "AB2345",
        build=lambda b: b.assigned().put(
            Assessment(id="a", kind="initial", started_on=TODAY),
            Domain(id="a-family", assessment="a", domain="social_network", need="urgent"),
            Domain(id="second", assessment="a", domain="social_network", need="some"),
        ),
    )
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    the_rest(desk, opened)
    kept = {one.id: one.need for one in opened.file.all(Domain) if one.domain == "social_network"}
    assert kept == {"a-family": "urgent", "second": "some"} and ("family", "not explored") in standing(opened)
    change(desk, opened, opened.file.get(Domain, "second"), need="none")  # of two, each can still be changed
    assert CaseFile.load(desk.vault, "cases/AB2345").get(Domain, "second").need == "none"


def test_a_colleagues_words_go_along_with_a_record_that_is_moved(office, desk):
    opened = open_case(desk, "AB2345")
    write(desk, opened, "family", need="urgent")
    (record,) = opened.file.all(Domain)
    tom = office.desk("tom")
    theirs = open_case(tom, "AB2345")
    change(tom, theirs, record, situation="Grandmother takes them in")
    change(desk, opened, record, domain="social_network")
    (record,) = opened.file.all(Domain)
    assert (record.domain, record.situation) == ("social_network", "Grandmother takes them in")
