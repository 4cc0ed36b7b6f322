"""Small questions with one answer each, asked by rules, items and the desk alike."""

from datetime import UTC, date, datetime

import pytest

from casetui.checklists import facts
from casetui.data.colleague import signs_off
from casetui.data.records import Action, Closure, Disengagement, Goal, Plan, Rung, Worker
from tests.cases import OPENED, TODAY, CaseBuilder


def test_the_plan_is_the_draft_else_the_one_agreed_last():
    build = CaseBuilder()
    assert facts.plan(build.case) is None
    build.put(Plan(id="old", state="superseded"), Plan(id="now", state="agreed", agreed_on=OPENED))
    assert facts.plan(build.case).id == "now"
    build.put(Plan(id="next", state="draft"), Plan(id="older", state="superseded"))
    assert facts.plan(build.case).id == "next"


def test_the_closure_is_the_one_that_acts_else_the_last_one():
    build = CaseBuilder()
    assert facts.closure(build.case) is None
    build.put(Closure(id="asked", state="asked"), Closure(id="draft"))
    assert facts.closure(build.case).id == "asked"


def test_line_managers_and_the_second_signatory_sign():
    assert not signs_off(Worker(id="a", name="A"))
    assert signs_off(Worker(id="a", name="A", second_signatory=True))
    assert signs_off(Worker(id="a", name="A", roles=["line manager"]))


def test_a_rung_that_names_no_disengagement_belongs_to_the_newest_of_its_day():
    first = Disengagement(id="first", opened_on=OPENED, signs="x", ended_on=OPENED)
    again = Disengagement(id="again", opened_on=TODAY, signs="x")
    build = CaseBuilder().put(Rung(id="r", rung="1", on=date(2026, 1, 1)))
    assert [rung.id for rung in facts.rungs(build.case, None)] == ["r"]
    build.put(first, again)
    for day, known in ((date(2026, 1, 1), first), (OPENED, first), (TODAY, again)):
        build.put(Rung(id="r", rung="1", on=day))
        assert [rung.id for rung in facts.rungs(build.case, known)] == ["r"]
    build.put(Rung(id="r", rung="1", on=TODAY, disengagement="first"))
    assert facts.rungs(build.case, again) == []


@pytest.mark.parametrize("gone", [{"state": "dropped"}, {"struck_at": datetime(2026, 11, 21, tzinfo=UTC)}])
def test_actions_of_a_goal_that_was_dropped_or_struck_out_are_not_to_be_done(gone):
    build = CaseBuilder().planned()
    goal = build.case.get(Goal, "goal")
    own = Action(id="own", goal="", what="Ring the GP", who="Mary", due_on=TODAY)
    build.put(own, own.model_copy(update={"id": "lost", "goal": "elsewhere"}))
    assert [one.id for one in facts.open_actions(build.case)] == ["action", "own", "lost"]
    build.put(goal.model_copy(update=gone))
    assert [one.id for one in facts.open_actions(build.case)] == ["own", "lost"]
