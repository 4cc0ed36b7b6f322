"""What a review says of a goal or an action is what stands there afterwards."""

import pytest

from casetui.data.records import Action, ActionReview, Entry, Goal, GoalReview, Review
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from tests.screens.office import TODAY

REACHED = GoalReview(id="r-goal", review="r", goal="goal", how="reached")
STOPPED = ActionReview(id="r-action", review="r", action="action", led_to="Nothing", verdict="stop")


@pytest.fixture
def case(office):
    office.case("AB2345", build=lambda b: b.assigned().assessed().planned().put(Review(id="r", on=TODAY)))
    desk = office.desk()
    return desk, open_case(desk, "AB2345")


def goal(office):
    found = office.read("AB2345").one(Goal)
    return found.state, found.met_on


def action(office):
    found = office.read("AB2345").one(Action)
    return found.state, found.outcome


def test_a_goal_that_was_reached_is_met_and_open_again_where_that_is_taken_back(office, case):
    save_record(*case, REACHED)
    assert goal(office) == ("met", TODAY)
    assert [(entry.act, entry.about) for entry in office.read("AB2345").all(Entry)] == [
        ("add", "goal_review"), ("save", "goal"),
    ]  # fmt: skip
    save_record(*case, REACHED.model_copy(update={"how": "right"}), REACHED)
    assert goal(office) == ("open", None)


def test_an_action_that_is_stopped_is_dropped_and_open_again_where_that_is_taken_back(office, case):
    save_record(*case, STOPPED)
    assert action(office) == ("dropped", "Nothing")
    save_record(*case, STOPPED.model_copy(update={"verdict": "keep"}), STOPPED)
    assert action(office) == ("open", "Nothing")


@pytest.mark.parametrize("how", ["right", "change"])
def test_a_goal_that_goes_on_stays_as_it_is(office, case, how):
    save_record(*case, REACHED.model_copy(update={"how": how}))
    assert goal(office) == ("open", None)


@pytest.mark.parametrize("verdict", ["keep", "change"])
def test_an_action_that_goes_on_stays_as_it_is(office, case, verdict):
    save_record(*case, STOPPED.model_copy(update={"verdict": verdict}))
    assert action(office) == ("open", "")


def test_a_goal_that_was_met_on_another_day_stays_met(office, case):
    desk, opened = case
    met = opened.file.one(Goal)
    save_record(desk, opened, met.model_copy(update={"state": "met", "met_on": met.met_on}), met)
    save_record(desk, opened, REACHED)
    save_record(desk, opened, REACHED.model_copy(update={"how": "right"}), REACHED)
    assert goal(office) == ("met", None)
