"""What a line manager sees rather than signs: above all who reviews an emergency disclosure."""

import pytest

from casetui.data.records import Disclosure
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import build, save_record, strike
from casetui.desk.errors import NotAllowed
from casetui.desk.lists import listed_requests
from casetui.desk.people.agency import save_person
from tests.answers import mark_seen, sign_off
from tests.screens.office import TODAY


def disclosed(office, by):
    shared = Disclosure(id="d", on=TODAY, recipient="Garda", reason="x", information="x", told_client="no",
                      made_by=by)  # fmt: skip
    office.case("AB2345", build=lambda b: b.assigned().put(shared))


def sees(office, who):
    desk = office.desk(who)
    mark_seen(desk, open_case(desk, "AB2345", "to review"), "disclosure", "d")
    return office.read("AB2345").one(Disclosure).reviewed_by


def listed(office, who):
    return [one.request.kind for one in listed_requests(office.desk(who))]


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


def test_what_the_only_line_manager_of_a_team_disclosed_another_teams_reviews_and_the_case_closes(office):
    shared = Disclosure(id="d", on=TODAY, recipient="Garda", reason="x", information="x", told_client="no",
                      made_by="tom")  # fmt: skip
    office.case(
        "AB2345", build=lambda b: b.assigned().intake().assessed().planned().met().put(shared).closing(
            reason="death", needs_met=None, why_no_aftercare="died", handed_on="nobody"
        ),
    )  # fmt: skip
    una = office.desk("una")
    assert [one.request.kind for one in listed_requests(una)] == ["closure", "disclosure"]
    opened = open_case(una, "AB2345")
    mark_seen(una, opened, "disclosure", "d")
    sign_off(una, opened, opened.file.revision)
    assert office.read("AB2345").case.state == "closed"


def test_a_disclosure_is_another_teams_to_review_only_while_its_own_has_nobody(office):
    disclosed(office, "tom")
    una = office.desk("una")
    assert listed(office, "una") == ["disclosure"]
    tom = office.desk("tom")
    save_person(tom, {"roles": ["line manager"]}, tom.people["sean"])
    una.catch_up_agency()
    una.catch_up()
    assert listed_requests(una) == [] and listed(office, "sean") == ["disclosure"]
    with pytest.raises(NotAllowed, match="nothing to sign"):
        open_case(una, "AB2345")


def test_of_another_team_the_second_signatory_reviews_only_for_the_agencys_one_line_manager(office):
    disclosed(office, "tom")
    tom = office.desk("tom")
    save_person(tom, {"team": "south"}, tom.people["liam"])
    assert listed(office, "liam") == []
    save_person(tom, {"roles": ["worker"]}, tom.people["una"])
    assert listed(office, "liam") == ["disclosure"]
    assert sees(office, "liam") == "liam"


def test_a_disclosure_is_not_struck_out_before_its_review_nor_after(office):
    disclosed(office, "mary")
    desk = office.desk()
    opened = open_case(desk, "AB2345")
    disclosure = opened.file.one(Disclosure)
    with pytest.raises(NotAllowed, match="a line manager reviews it first"):
        strike(desk, opened, disclosure, "a mistake")
    save_record(desk, opened, build(Disclosure, disclosure, {"information": "less"}), disclosure)
    assert listed(office, "tom") == ["disclosure"] and sees(office, "tom") == "tom"
    opened = open_case(office.desk(), "AB2345")
    with pytest.raises(NotAllowed, match="reviewed as it stands"):
        strike(desk, opened, opened.file.one(Disclosure), "a mistake")
