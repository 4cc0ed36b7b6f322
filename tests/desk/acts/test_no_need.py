"""No need in the domains not written yet: said at once of those in which nobody found one."""

import pytest

from casetui.checklists.facts import domains
from casetui.data.records import Assessment, Domain
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import domains_needed_before, domains_without_need, no_need_elsewhere
from casetui.desk.areas import AREAS
from casetui.desk.errors import NotAllowed
from tests.screens.office import TODAY


def opened(office, *records):
    """Open a case whose first assessment found an urgent need, with the records of a later one."""
    office.case("AB2345", build=lambda b: b.assigned().assessed("urgent", "drugs").put(*records))
    desk = office.desk()
    return desk, open_case(desk, "AB2345")


def later(kind):
    return Assessment(id="later", kind=kind, started_on=TODAY)


def offered(opened):
    (act,) = AREAS["assessment"].acts
    return act.offered(opened.file)


def needs(opened):
    return {key: one.need for key, one in domains(opened.file).items()}


def test_an_emergency_assessment_says_nothing_of_what_it_did_not_look_at(office):
    desk, case = opened(office, later("emergency"))
    assert not offered(case)
    with pytest.raises(NotAllowed, match="says nothing of the domains not written yet"):
        no_need_elsewhere(desk, case, domains_without_need(case))
    assert needs(case) == {"drugs": "urgent"}


def test_a_need_that_an_earlier_assessment_found_is_left_to_be_written(office):
    desk, case = opened(office, later("comprehensive"))
    assert offered(case) and domains_needed_before(case) == ["drugs"]
    no_need_elsewhere(desk, case, domains_without_need(case))
    found = needs(case)
    assert found.pop("drugs") == "urgent" and len(found) == 11 and set(found.values()) == {"none"}
    with pytest.raises(NotAllowed, match="There was a need before"):
        no_need_elsewhere(desk, case, domains_without_need(case))


def test_a_need_that_was_met_by_the_newest_assessment_is_one_no_more(office):
    met = Domain(id="met", assessment="later", domain="drugs", need="none")
    desk, case = opened(office, later("comprehensive"), met)
    assert domains_needed_before(case) == []
    no_need_elsewhere(desk, case, domains_without_need(case))
    assert set(needs(case).values()) == {"none"}
    with pytest.raises(NotAllowed, match="written of already"):
        no_need_elsewhere(desk, case, domains_without_need(case))
