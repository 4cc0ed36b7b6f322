"""The review: rule 50, the days of events, and what a review changes."""

from datetime import date, timedelta

import pytest

from casetui.checklists import reviewing
from casetui.data.records import Goal, GoalReview, Plan, Review, ServiceInvolved, ServiceReview
from tests.cases import OPENED, TODAY, CaseBuilder, context
from tests.checklists.finding import found

DAY = timedelta(days=1)
AGREED = Plan(id="plan", state="agreed", agreed_on=OPENED)


def test_nothing_is_reviewed_before_a_plan_is_agreed(guidebook):
    assert found(CaseBuilder(), guidebook, 50) == []
    assert found(CaseBuilder().put(Plan(state="draft")), guidebook, 50) == []


def test_the_plan_is_reviewed_three_months_after_it_was_agreed(guidebook):
    [finding] = found(CaseBuilder().put(AGREED), guidebook, 50)
    assert finding.due == date(2027, 2, 12) and finding.weight == "due"
    assert finding.source == "Child protection, 6 (ours)"
    assert finding.state(TODAY) == "open" and finding.state(finding.due + DAY) == "late"


def test_the_interval_counts_from_the_last_review_or_the_plan_agreed_since(guidebook):
    build = CaseBuilder().put(AGREED, Review(on=date(2026, 11, 15)))
    assert found(build, guidebook, 50)[0].due == date(2027, 2, 15)
    build.put(Plan(id="next", state="agreed", agreed_on=date(2026, 11, 20)))
    assert found(build, guidebook, 50)[0].due == date(2027, 2, 20)


def test_a_day_that_was_set_takes_the_place_of_the_interval(guidebook):
    build = CaseBuilder().put(AGREED, Review(on=OPENED, next_on=TODAY))
    assert found(build, guidebook, 50) == []
    assert [one.due for one in found(build, guidebook, 0) if one.area == "review"] == [TODAY]


def test_a_case_that_rests_waits_with_its_review(guidebook):
    build = CaseBuilder(state="paused", paused_reason="away", look_again_on=TODAY).put(AGREED)
    assert found(build, guidebook, 50) == []
    again = CaseBuilder(resumed_on=date(2027, 3, 1)).put(AGREED)
    assert found(again, guidebook, 50)[0].due == date(2027, 3, 1)


def test_an_agency_sets_an_interval_of_its_own(guidebook):
    agency = context().agency.model_copy(update={"targets": ["review 6 weeks"]})
    [finding] = found(CaseBuilder().put(AGREED), guidebook, 50, ctx=context(agency=agency))
    assert finding.due == OPENED + timedelta(weeks=6) and "own target" in finding.source


MOVE = Goal(id="g", wording="Moved", event="The move", event_on=TODAY + 5 * DAY)


def events(build, guidebook):
    return [(one.what, one.due) for one in found(build, guidebook, 0) if one.area == "plan"]


def test_the_day_of_an_event_that_a_goal_is_for_is_seen_until_the_goal_is_met(guidebook):
    assert events(CaseBuilder().put(MOVE), guidebook) == [("The plan is for: The move", TODAY + 5 * DAY)]
    assert events(CaseBuilder().put(MOVE.model_copy(update={"state": "met"})), guidebook) == []
    assert events(CaseBuilder().put(MOVE.model_copy(update={"event_on": None})), guidebook) == []


def test_the_event_of_a_plan_is_over_with_the_review_after_it(guidebook):
    plan = AGREED.model_copy(update={"event": "Discharge", "event_on": OPENED + DAY})
    assert events(CaseBuilder().put(plan), guidebook) == [("The plan is for: Discharge", OPENED + DAY)]
    assert events(CaseBuilder().put(plan, Review(on=TODAY)), guidebook) == []
    assert events(CaseBuilder().put(plan.model_copy(update={"state": "ended"})), guidebook) == []


REVIEW = Review(id="r", on=TODAY, still_right=True)


@pytest.mark.parametrize(
    ("records", "changes"),
    [
        ([REVIEW], False),
        ([REVIEW.model_copy(update={"still_right": False})], True),
        ([REVIEW, GoalReview(review="r", goal="g", how="change")], True),
        ([REVIEW, GoalReview(review="before", goal="g", how="change")], False),
        ([REVIEW, GoalReview(review="r", goal="g", how="right")], False),
        ([REVIEW, ServiceReview(review="r", service="s", verdict="stop")], True),
        ([REVIEW, ServiceReview(review="r", service="s", verdict="keep")], False),
        ([REVIEW.model_copy(update={"still_right": False}), Plan(id="new")], False),
        ([REVIEW.model_copy(update={"still_right": False, "on": OPENED}),
          Plan(id="new", state="agreed", agreed_on=TODAY)], False),
    ],
)  # fmt: skip
def test_a_changed_plan_follows_from_a_review_that_asks_for_it(records, changes):
    build = CaseBuilder().put(
        AGREED, ServiceInvolved(id="s", agency="GP"), Goal(id="g", wording="x"), *records
    )
    assert reviewing.plan_changes(build.case) is changes


def test_without_a_review_no_plan_changes():
    assert not reviewing.plan_changes(CaseBuilder().put(AGREED).case)


def test_what_a_review_says_of_each_goal_is_written_for_two_weeks():
    build = CaseBuilder().put(REVIEW)
    assert reviewing.in_hand(build.case, TODAY + 14 * DAY)
    assert reviewing.in_hand(build.case, TODAY + 15 * DAY) is None
    assert reviewing.in_hand(CaseBuilder().case, TODAY) is None
