"""The domains of an assessment: no need found in one, those not explored, and what a new one begins with."""

import pytest

from casetui.checklists.facts import domains
from casetui.data.fields import form_fields, is_asked
from casetui.data.records import Assessment, Domain, Entry
from casetui.data.records.assessment import URGENT
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.domains import begun_domain, leave_unexplored, no_need_in, not_written
from casetui.desk.acts.records import build, save_record
from casetui.desk.areas import AREAS
from casetui.desk.areas.new_record import new_record_form
from casetui.desk.errors import HeldBack, NotAllowed
from tests.screens.office import TODAY

WHY = "No time for more today"


def opened(office, *records, need="urgent"):
    """Open a case whose first assessment found a need, with the records of a later one."""
    office.case("AB2345", build=lambda b: b.assigned().assessed(need, "drugs").put(*records))
    desk = office.desk()
    return desk, open_case(desk, "AB2345")


def later(kind="again", **fields):
    return Assessment(id="later", kind=kind, started_on=TODAY, **fields)


def offered(case):
    return [act.offered(case.file) for act in AREAS["assessment"].acts]


def needs(case):
    return {key: one.need for key, one in domains(case.file).items()}


def of_later(case):
    return {one.domain: one for one in case.file.all(Domain) if one.assessment == "later"}


def test_domains_not_explored_say_why_and_none_says_that_there_is_no_need(office):
    desk, case = opened(office, later(), need="none")
    assert len(not_written(case)) == 12
    leave_unexplored(desk, case, not_written(case), WHY)
    assert {(one.need, one.why_not_explored) for one in of_later(case).values()} == {("not explored", WHY)}
    assert len(of_later(case)) == 12 and office.read("AB2345").all(Entry)[-1].act == "add"
    with pytest.raises(NotAllowed, match="written of already"):
        leave_unexplored(desk, case, not_written(case), WHY)


def test_only_domains_that_were_shown_are_said_to_be_not_explored(office):
    desk, case = opened(office, later())
    leave_unexplored(desk, case, ["alcohol", "legal"], WHY)
    assert set(of_later(case)) == {"alcohol", "legal"}


@pytest.mark.parametrize("why", ["", "-", "..", "x"])
def test_a_reason_in_words_is_asked_for(office, why):
    desk, case = opened(office, later())
    with pytest.raises(NotAllowed, match="in words"):
        leave_unexplored(desk, case, not_written(case), why)
    assert not of_later(case)


def test_a_need_that_was_found_before_stands_when_the_domain_is_not_explored_again(office):
    desk, case = opened(office, later())
    leave_unexplored(desk, case, not_written(case), WHY)
    assert needs(case)["drugs"] == "urgent" and needs(case)["legal"] == "none"


def test_an_emergency_assessment_says_nothing_of_what_it_did_not_look_at(office):
    desk, case = opened(office, later("emergency"))
    assert not any(offered(case)[:2])
    with pytest.raises(NotAllowed, match="says nothing of the domains not written yet"):
        no_need_in(desk, case, "legal")
    assert needs(case)["drugs"] == "urgent"


def test_without_an_assessment_no_domain_is_written(office):
    office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk()
    case = open_case(desk, "AB2345")
    with pytest.raises(NotAllowed, match="First add an assessment"):
        no_need_in(desk, case, "legal")


def test_no_need_is_said_of_one_domain_at_a_time(office):
    desk, case = opened(office, later())
    no_need_in(desk, case, "drugs")
    written = of_later(case)
    assert set(written) == {"drugs"} and (written["drugs"].need, written["drugs"].need_before) == (
        "none",
        "urgent",
    )


def test_a_domain_that_names_no_assessment_is_written_already(office):
    """An import writes domains that belong to no assessment."""
    _, case = opened(office, later(), Domain(domain="legal", need="some"))
    assert "legal" not in not_written(case)


def test_a_second_assessment_begins_with_what_the_former_found(office):
    desk, case = opened(office, later())
    assert begun_domain(case, "drugs")["need_before"] == "urgent"
    spec = new_record_form(desk, case, "assessment", Domain, "drugs")
    assert spec.entries["need"] == "urgent" and spec.entries["own_words"] == ""
    spec.save({"domain": "drugs", "need": "some"})
    assert of_later(case)["drugs"].change == "before: urgent"
    assert not begun_domain(case, "nothing known")


def test_an_assessment_is_not_completed_while_a_domain_is_open(office):
    desk, case = opened(office, later())
    whole = case.file.get(Assessment, "later")
    completed = build(Assessment, whole, {"completed_on": TODAY})
    with pytest.raises(HeldBack) as held:
        save_record(desk, case, completed, whole)
    assert [finding.rule for finding in held.value.findings] == [44]
    leave_unexplored(desk, case, not_written(case), WHY)
    save_record(desk, case, completed, whole)
    assert office.read("AB2345").get(Assessment, "later").completed_on == TODAY


def test_not_explored_without_a_reason_is_not_saved(office):
    desk, case = opened(office, later())
    with pytest.raises(NotAllowed, match="Say why it was not explored"):
        save_record(desk, case, Domain(assessment="later", domain="legal", need="not explored"))


EMERGENCY = Assessment(
    id="first", kind="emergency", started_on=TODAY, urgent_shelter="Sleeps in the park", urgent_food="Hungry"
)


def after_emergency(office):
    office.case("AB2345", build=lambda b: b.assigned().intake().agreed().put(EMERGENCY))
    desk = office.desk()
    return desk, open_case(desk, "AB2345")


def test_what_the_emergency_form_said_stands_in_the_full_assessment(office):
    desk, case = after_emergency(office)
    assert begun_domain(case, "accommodation") == {}
    save_record(desk, case, later("comprehensive"))
    assert begun_domain(case, "accommodation") == {"situation": "Shelter: Sleeps in the park"}
    spec = new_record_form(desk, case, "assessment", Domain, "accommodation")
    assert spec.entries["situation"] == "Shelter: Sleeps in the park" and not spec.entries["need"]
    assert begun_domain(case, "safety") == {"situation": "Food: Hungry"} and begun_domain(case, "legal") == {}
    save_record(desk, case, Assessment(id="last", kind="again", started_on=TODAY))
    assert begun_domain(case, "accommodation") == {}  # the full assessment said it


def act(name):
    return next(one for one in AREAS["assessment"].acts if name in one.label)


def test_the_short_form_asks_for_urgent_needs_only(office):
    shown = {field.name for field in form_fields(Assessment) if is_asked(field, {"kind": "emergency"})}
    assert shown == {"kind", "started_on", "completed_on", "client_part", *URGENT}
    full = {field.name for field in form_fields(Assessment) if is_asked(field, {"kind": "initial"})}
    assert not full & set(URGENT) and {"risk_level", "family_strengths", "barriers"} <= full


def test_the_full_assessment_is_begun_from_the_emergency_form(office):
    desk, case = after_emergency(office)
    (fill,) = act("full assessment").flow(desk, case)
    assert fill.spec.entries["kind"] == "comprehensive"
    fill.spec.save({"kind": "comprehensive", "started_on": TODAY})
    assert len(case.file.all(Assessment)) == 2


def test_a_re_assessment_begins_from_the_former_one_and_says_what_changed(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed("urgent", "drugs", risk_level="high"))
    desk = office.desk()
    case = open_case(desk, "AB2345")
    (fill,) = act("re-assessment").flow(desk, case)
    assert (fill.spec.entries["kind"], fill.spec.entries["risk_level"]) == ("again", "high")
    fill.spec.save({"kind": "again", "started_on": TODAY, "risk_level": "low"})
    new_record_form(desk, case, "assessment", Domain, "drugs").save({"domain": "drugs", "need": "some"})
    (note,) = AREAS["assessment"].notes(desk, case.file)
    assert note == "Since the assessment of Thu 12 Nov: Drug use: urgent → some; risk: high risk → low risk"
