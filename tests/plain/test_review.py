"""The plan and its review by questions and answers."""

from casetui.data.records import Goal, GoalReview, Plan, Review
from tests.plain.lines import after, form, said
from tests.screens.office import TODAY


def test_what_the_plan_lacks_is_said_before_it_is_agreed(office):
    office.case(
        "AB2345",
        "Aoife Nolan",
        lambda b: b.assigned().intake().assessed().planned(state="draft", agreed_on=None),
    )
    text = said(office, "1", "3", "agree the plan", "", "signed", "", "yes")
    assert 'To mind: The goal "A tenancy" names no line of the vision.' in text
    assert office.read("AB2345").one(Plan).state == "agreed"


def test_each_goal_has_a_line_at_the_review(office):
    office.case(
        "AB2345", "Aoife Nolan",
        lambda b: b.assigned().intake().assessed().planned().put(Review(id="r", on=TODAY)),
    )  # fmt: skip
    answers = form(GoalReview, goal="", how="reached", words="Moved in")
    text = said(office, "1", "6", "Goals at the review A tenancy", *answers)
    assert "Saved." in text
    file = office.read("AB2345")
    assert file.one(GoalReview).how == "reached" and file.one(Goal).state == "met"


def test_a_review_that_finds_the_plan_unfit_leads_to_its_new_version(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().assessed().planned())
    review = form(Review, on="", client_part="Too much", still_right="no", changes="Smaller steps")
    text = said(office, "1", "6", "add Review", *review, "yes", *form(Plan))
    offered = after(text, "The plan is to change.")
    assert "Goes on: A tenancy" in offered
    assert [plan.state for plan in office.read("AB2345").all(Plan)] == ["agreed", "draft"]
