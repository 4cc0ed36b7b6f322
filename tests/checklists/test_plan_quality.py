"""How good a plan is: rule 49, and when it speaks."""

from datetime import timedelta

import pytest

from casetui.checklists.loader import BUILT_IN
from casetui.checklists.rules.plan_quality import plan_quality, speaks
from casetui.checklists.said import lines_of, offered
from casetui.data.records import Action, Assessment, Domain, Goal, Plan, Review
from tests.cases import OPENED, TODAY, CaseBuilder, context
from tests.checklists.finding import found

DAY = timedelta(days=1)
VISION = "A place of my own"
HARM = "Debts"
GOAL = Goal(
    id="goal", wording="A tenancy", domain="accommodation", measure="keys in hand", whose="client",
    vision_part=VISION, harms=[HARM], strengths=["A sister who helps"],
)  # fmt: skip
ACTION = Action(id="action", goal="goal", what="Ring the council", who="Mary", due_on=TODAY)


def in_order(**goal):
    """Return a case with a draft plan that lacks nothing; ``goal`` changes its goal."""
    build = CaseBuilder().assessed(vulnerabilities="Debts.", strengths="A sister who helps")
    build.put(Plan(id="plan", vision=VISION), GOAL.model_copy(update=goal), ACTION)
    return build


def lacks(build, guidebook):
    return [finding.what for finding in plan_quality(build.case, guidebook, context())]


def test_a_plan_in_order_is_warned_of_in_nothing(guidebook):
    assert found(in_order(), guidebook, 49) == [] == lacks(in_order(), guidebook)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"domain": "legal"}, ["answers the need: Accommodation.", 'goal "A tenancy" answers no need']),
        ({"measure": ""}, ["has no measure"]),
        ({"whose": "worker"}, ["No goal is the service user's own."]),
        ({"vision_part": ""}, ["names no line of the vision"]),
        ({"harms": []}, ["No goal answers what may harm the service user: Debts."]),
    ],
)  # fmt: skip
def test_each_lack_is_named_with_its_source(guidebook, change, says):
    warned = found(in_order(**change), guidebook, 49)
    assert len(warned) == len(says)
    for said in says:
        assert any(said in finding.what for finding in warned)
    assert all(finding.weight == "warn" and finding.source and finding.do for finding in warned)


def test_a_skill_is_measured_by_the_level_hoped_for(guidebook):
    assert lacks(in_order(measure="", kind="skill", skill_now="1", skill_hoped="3"), guidebook) == []
    assert "has no measure" in lacks(in_order(measure="", kind="skill", skill_now="1"), guidebook)[0]


def test_a_harm_is_answered_by_a_goal_that_was_met_and_in_the_words_of_before(guidebook):
    assert lacks(in_order(state="met"), guidebook) == []
    assert lacks(in_order(harms=[], builds_on="The debts, and her sister"), guidebook) == []
    assert len(lacks(in_order(harms=[], state="dropped"), guidebook)) == 1  # no goal is left but the need


def test_a_goal_of_the_family_beside_one_of_their_own_is_in_order(guidebook):
    family = GOAL.model_copy(update={"id": "second", "whose": "family"})
    assert lacks(in_order().put(family), guidebook) == []


def test_a_plan_without_a_vision_asks_no_goal_for_its_line(guidebook):
    assert lacks(in_order(vision_part="").put(Plan(id="plan")), guidebook) == []


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda: in_order(), True),
        (lambda: in_order().put(ACTION.model_copy(update={"state": "dropped"})), False),
        (lambda: in_order().put(Plan(id="plan", vision=VISION, state="agreed", agreed_on=OPENED)), False),
        (lambda: CaseBuilder().planned(), False),
        (lambda: CaseBuilder(opened_on=TODAY - 100 * DAY).planned(), True),
        (lambda: CaseBuilder().planned().put(Review(on=TODAY)), True),
        (lambda: CaseBuilder().planned().put(Review(on=TODAY - DAY)), False),
        (lambda: CaseBuilder().planned().put(Review(on=OPENED, next_on=TODAY)), True),
        (lambda: CaseBuilder().planned().put(Review(on=OPENED, next_on=TODAY + DAY)), False),
        (lambda: CaseBuilder().planned().closing(), True),
        (lambda: CaseBuilder().planned().closing(state="draft"), False),
    ],
)  # fmt: skip
def test_it_speaks_only_before_the_plan_is_agreed_at_a_review_and_at_the_sign_off(guidebook, build, expected):
    assert speaks(build().case, guidebook, context()) is expected


def test_a_case_that_began_before_is_judged_by_the_rules_of_then(guidebook):
    rules = [number for number in guidebook.rules if number != 49]
    then = guidebook.model_copy(update={"rules": [*rules, 10, 12]})
    agreed = CaseBuilder().assessed().put(Plan(id="plan", state="agreed", agreed_on=OPENED))
    assert [finding.rule for finding in found(agreed, then, 10)] == [10]
    assert found(agreed, guidebook, 49) == [] == lacks(agreed, then)


def test_the_words_of_the_pack_name_the_rules():
    assert "49," in (BUILT_IN / "guidebook.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("none", []),
        ("None known.", []),
        ("-", []),
        ("A door of my own", ["A door of my own"]),
        ("A door of my own. See the children.", ["A door of my own", "See the children"]),
        ("Alone much of the time; debts.", ["Alone much of the time", "debts"]),
        ("A door\nWork", ["A door", "Work"]),
    ],
)
def test_a_text_is_read_in_its_lines(text, lines):
    assert lines_of(text) == lines


def test_what_a_goal_names_already_stays_among_the_choices(guidebook):
    build = in_order(vision_part="To be left in peace", harms=["Old debts"])
    assert offered(build.case, "vision") == [VISION, "To be left in peace"]
    assert offered(build.case, "harms") == [HARM, "Old debts"]


def test_the_strengths_are_those_of_the_newest_assessment_and_of_the_domains(guidebook):
    build = CaseBuilder().put(
        Assessment(id="a", kind="initial", started_on=OPENED, protective="A dog", strengths="Cooks well"),
        Domain(assessment="a", domain="family", need="none", strengths="Rings her mother"),
    )
    assert offered(build.case, "strengths") == ["A dog", "Cooks well", "Rings her mother"]
