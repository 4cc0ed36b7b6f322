"""Agreeing a plan with the client: what it needs, and what is kept of it."""

from datetime import date

import pytest

from casetui.data.records import (
    Action,
    Assessment,
    Entry,
    Goal,
    LegalAuthority,
    Plan,
)
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.closing import (
    agree_plan,
    current_plan,
    plan_text,
)
from casetui.desk.acts.records import build, save_record
from casetui.desk.areas.plan import begun_from_agreed, reached_before
from casetui.desk.errors import HeldBack, NotAllowed
from tests.cases import case_file
from tests.screens.office import TODAY

LONG_AGO = date(2026, 1, 10)


def sit(office, who="mary"):
    desk = office.desk(who)
    return desk, open_case(desk, "AB2345", "to sign")


def rules(raised):
    return sorted({finding.rule for finding in raised.value.findings})


def open_again(builder):
    """Return the assessment as it was before it was completed."""
    return builder.case.one(Assessment).model_copy(update={"completed_on": None})


AGREED = {"agreed_on": TODAY, "agreed_how": "signed"}


def test_a_plan_is_agreed_with_its_goals_and_actions_word_for_word(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned(state="draft"))
    desk, opened = sit(office)
    agree_plan(desk, opened, AGREED)
    plan = office.read("AB2345").one(Plan)
    assert (plan.state, plan.agreed_on, plan.agreed_how) == ("agreed", TODAY, "signed")
    assert plan.agreed_text == "A tenancy\n  - Ring the council; Mary; 12/12/2026"


def test_a_new_version_takes_the_place_of_the_agreed_one(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned())
    desk, opened = sit(office)
    save_record(desk, opened, Plan(id="second", vision="A house"))
    agree_plan(desk, opened, AGREED)
    assert [(plan.id, plan.state) for plan in office.read("AB2345").all(Plan)] == [
        ("plan", "superseded"), ("second", "agreed"),
    ]  # fmt: skip


def test_a_new_version_is_agreed_with_what_it_carries_on(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned(chosen="The flat", present="All"))
    _, opened = sit(office)
    begun = begun_from_agreed(opened)
    assert (begun["vision"], begun["chosen"], begun["present"]) == ("A place of my own", "The flat", "All")
    assert reached_before(opened.file) == ["Goes on: A tenancy"]


def test_nothing_was_reached_before_the_first_plan(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().put(Goal(wording="A tenancy")))
    _, opened = sit(office)
    assert begun_from_agreed(opened) == {} and reached_before(opened.file) == []


def test_no_plan_is_agreed_before_the_assessment_is_complete(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed(completed_on=None).planned(state="draft"))
    desk, opened = sit(office)
    with pytest.raises(HeldBack) as raised:
        agree_plan(desk, opened, AGREED)
    assert rules(raised) == [8]
    assert office.read("AB2345").one(Plan).state == "draft"


def test_nobody_agrees_a_plan_for_the_client_without_authority(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned(state="draft"))
    desk, opened = sit(office)
    with pytest.raises(HeldBack) as raised:
        agree_plan(desk, opened, {**AGREED, "acted_for": "Her sister"})
    assert rules(raised) == [45]


def test_without_a_draft_there_is_nothing_to_agree(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed())
    with pytest.raises(NotAllowed, match="no draft plan"):
        agree_plan(*sit(office), AGREED)


def test_a_plan_that_was_agreed_is_not_agreed_again(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned())
    with pytest.raises(NotAllowed, match="no draft plan"):
        agree_plan(*sit(office), AGREED)


def test_a_plan_is_not_agreed_on_an_assessment_that_was_completed_unseen(office):
    """It is not tried again with what a colleague saved: the client agreed to what was read."""
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned(state="draft").put(open_again(b)))
    mary, tom = sit(office), sit(office, "tom")
    assessment = tom[1].file.one(Assessment)
    save_record(*tom, build(Assessment, assessment, {"completed_on": TODAY}), assessment)
    with pytest.raises(HeldBack):
        agree_plan(*mary, AGREED)
    assert office.read("AB2345").one(Plan).state == "draft"
    agree_plan(*sit(office), AGREED)
    assert [entry.act for entry in office.read("AB2345").all(Entry)][-1] == "agree the plan"


def test_who_agreed_for_the_client_is_kept(office):
    authority = LegalAuthority(
        kind="guardian", who="Her sister", scope="all", covers=["plan"], from_day=LONG_AGO
    )
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned(state="draft").put(authority))
    agree_plan(*sit(office), {**AGREED, "agreed_how": "representative", "acted_for": "Her sister"})
    plan = office.read("AB2345").one(Plan)
    assert (plan.agreed_how, plan.acted_for) == ("representative", "Her sister")


def test_the_present_plan_is_the_draft_or_else_the_one_agreed_last():
    first, second = Plan(id="1", state="superseded"), Plan(id="2", state="agreed")
    assert current_plan(case_file()) is None
    assert current_plan(case_file(second, first)).id == "2"
    assert current_plan(case_file(Plan(id="3"), second)).id == "3"
    assert current_plan(case_file(first)) is None


def test_each_action_stands_under_its_goal_in_the_text_that_is_agreed(office):
    goals = Goal(id="a", wording="A tenancy"), Goal(id="b", wording="A course")
    actions = (
        Action(id="1", goal="b", what="Ask the school", who="Mary", due_on=date(2027, 1, 3)),
        Action(id="2", goal="a", what="Ring the council", who="Aoife", due_on=date(2026, 12, 12)),
    )
    office.case("AB2345", build=lambda b: b.put(*goals, *actions))
    assert plan_text(*sit(office)).splitlines() == [
        "A tenancy", "  - Ring the council; Aoife; 12/12/2026",
        "A course", "  - Ask the school; Mary; 03/01/2027",
    ]  # fmt: skip


def test_a_plan_that_was_changed_meanwhile_is_read_again_before_it_is_agreed(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned(state="draft"))
    mary, tom = sit(office), sit(office, "tom")
    plan = tom[1].file.one(Plan)
    save_record(*tom, build(Plan, plan, {"vision": "Something else"}), plan)
    with pytest.raises(NotAllowed, match="Read it again"):
        agree_plan(*mary, AGREED)
