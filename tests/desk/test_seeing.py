"""What a line manager sees rather than signs: above all who reviews an emergency disclosure."""

import pytest

from casetui.data.records import Disclosure
from casetui.desk.agency import save_person
from casetui.desk.cases import open_case
from casetui.desk.errors import NotAllowed
from casetui.desk.lists import asked_of
from casetui.desk.seeing import mark_seen
from tests.screens.office import TODAY


def disclosed(office, by):
    told = Disclosure(id="d", on=TODAY, recipient="Garda", reason="x", information="x", told_client="no",
                      made_by=by)  # fmt: skip
    office.case("AB2345", build=lambda b: b.assigned().put(told))


def sees(office, who):
    desk = office.desk(who)
    mark_seen(desk, open_case(desk, "AB2345", "to review"), "disclosure", "d")
    return office.read("AB2345").one(Disclosure).reviewed_by


def listed(office, who):
    return [one.request.kind for one in asked_of(office.desk(who))]


def test_a_line_manager_reviews_a_disclosure_and_the_second_signatory_does_not(office):
    disclosed(office, "mary")
    assert listed(office, "liam") == [] and listed(office, "tom") == ["disclosure"]
    with pytest.raises(NotAllowed, match="for a line manager"):
        sees(office, "liam")
    assert sees(office, "tom") == "tom"


def test_the_second_signatory_reviews_what_the_only_line_manager_disclosed(office):
    disclosed(office, "tom")
    with pytest.raises(NotAllowed, match="for a line manager"):
        sees(office, "liam")
    with pytest.raises(NotAllowed, match="Another line manager"):
        sees(office, "tom")
    desk = office.desk("tom")
    save_person(desk, {"roles": ["worker"]}, desk.people["una"])
    assert listed(office, "liam") == ["disclosure"]
    assert sees(office, "liam") == "liam"
