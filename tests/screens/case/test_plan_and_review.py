"""The plan and its review at the keys: what a goal answers, what a plan lacks, and what a review leads to."""

from datetime import timedelta

from casetui.data.records import (
    Action,
    ActionReview,
    Contact,
    Goal,
    GoalReview,
    Plan,
    Review,
    ServiceInvolved,
    Strategy,
)
from tests.screens.case.test_case_areas import choose
from tests.screens.office import TODAY

WISH = "A place of my own"
GOAL = {"domain": "accommodation", "vision_part": WISH, "harms": ["Debts"]}


def drafted(**goal):
    """Return what builds a case with a draft plan; ``goal`` are fields of its goal."""

    def build(b):
        b.assigned().intake().assessed(vulnerabilities="Debts; alone at night", strengths="A sister")
        b.planned(state="draft", agreed_on=None)
        return b.put(b.case.one(Goal).model_copy(update={**GOAL, **goal}))

    return build


def agreed(b):
    """Build a case whose plan was agreed long ago."""
    b.assigned().intake().assessed().planned(present="Aoife", chosen_by="Aoife", chosen="The flat")
    return b.put(ServiceInvolved(id="s", agency="Focus", confirmed_on=b.opened))


async def test_a_goal_takes_what_it_answers_from_the_case(at):
    async with at("3", drafted(vision_part="", harms=[], domain="")) as seat:
        await seat.stand_on("A tenancy")
        await seat.press("enter")
        await seat.press("tab")
        await seat.press("enter")
        assert "Accommodation: some need" in seat.words.split("Income")[0], "needs stand first"
        await seat.press("enter")
        await seat.fill(vision_part=WISH, harms=["Debts", "alone at night"], strengths=["A sister"])
        await seat.save()
        goal = seat.kept(Goal)[0]
        assert (goal.domain, goal.vision_part) == ("accommodation", WISH)
        assert (goal.harms, goal.strengths) == (["Debts", "alone at night"], ["A sister"])


async def test_a_skill_is_asked_for_its_level_now_and_hoped_for(at):
    async with at("3", drafted()) as seat:
        await seat.stand_on("A tenancy")
        await seat.press("enter")
        assert "Can do it now" not in seat.text
        await seat.fill(kind="skill", skill_now="1", skill_hoped="4")
        await seat.save()
        await seat.stand_on("A tenancy")
        assert "skill: with much help now, hoped for: alone" in " ".join(seat.text.split())


async def test_what_the_plan_lacks_is_said_where_it_is_agreed_and_holds_nothing_back(at):
    async with at("3", drafted(vision_part="")) as seat:
        await seat.stand_on("Agree the plan")
        await seat.press("enter")
        assert 'The goal "A tenancy" names no line of the vision.' in seat.words
        assert "may harm the service user: alone at night" in seat.words
        await seat.fill(agreed_how="signed")
        await seat.save()
        assert seat.kept(Plan)[0].state == "agreed"
        assert "names no line" not in seat.text, "it speaks at the review again"


async def test_a_plan_in_order_is_agreed_without_a_word(at):
    async with at("3", drafted(harms=["Debts", "alone at night"])) as seat:
        await seat.stand_on("Agree the plan")
        await seat.press("enter")
        assert "!" not in seat.text


async def test_who_was_not_there_is_asked_why(at):
    async with at("3", lambda b: b.assigned().intake().assessed()) as seat:
        await seat.press("a")
        await choose(seat, "Plan")
        assert "Why not" not in seat.text
        await seat.fill(present="Aoife", not_there=["family"], not_there_why="She would rather not")
        await seat.save()
        plan = seat.kept(Plan)[0]
        assert (plan.not_there, plan.not_there_why) == (["family"], "She would rather not")


async def test_a_supporting_strategy_says_who_proposed_it(at):
    async with at("3", drafted()) as seat:
        await seat.press("a")
        await choose(seat, "Supporting strategy")
        await seat.fill(what="A call the evening before", proposed_by="Her sister", goal="goal")
        await seat.save()
        assert seat.kept(Strategy)[0].proposed_by == "Her sister"
        await seat.stand_on("A call the evening")
        assert "who proposed it: Her sister" in " ".join(seat.text.split())


async def test_a_new_version_begins_from_the_agreed_one_with_what_was_reached(at):
    def build(b):
        return agreed(b).put(Goal(id="done", wording="A doctor", state="met", met_on=b.opened))

    async with at("3", build) as seat:
        await seat.press("a")
        await choose(seat, "Plan")
        assert "Reached: A doctor, Thu 12 Nov" in seat.text and "Goes on: A tenancy" in seat.text
        assert "A place of my own" in seat.text and "The flat" in seat.text
        await seat.save()
        former, new = seat.kept(Plan)
        assert (former.state, new.state, new.vision) == ("agreed", "draft", former.vision)
        assert [goal.id for goal in seat.kept(Goal)] == ["goal", "done"], "goals go on"


async def test_a_review_is_due_without_anybody_setting_a_day(at, office):
    office.now += timedelta(days=100)
    async with at("6", agreed) as seat:
        assert "Review of the plan" in seat.text and "late" in seat.line("Review of the plan")


def reviewed(b):
    return agreed(b).put(Review(id="r", on=TODAY, still_right=True, client_part="Spoke first"))


async def test_a_goal_that_the_review_says_is_reached_is_met(at):
    async with at("6", reviewed) as seat:
        assert "Goals at the review" in seat.text and "Services at the review" in seat.text
        await seat.stand_on("A tenancy")
        await seat.press("enter")
        await seat.fill(how="reached", words="Moved in on Monday")
        await seat.save()
        assert "reached" in seat.line("A tenancy")
        assert seat.kept(GoalReview)[0].review == "r"
        goal = seat.kept(Goal)[0]
        assert (goal.state, goal.met_on) == ("met", TODAY)


async def test_an_action_that_is_stopped_is_dropped_and_keeps_what_it_led_to(at):
    async with at("6", reviewed) as seat:
        await seat.stand_on("Ring the council")
        await seat.press("enter")
        await seat.fill(led_to="Nobody answers there", verdict="stop")
        await seat.save()
        assert seat.kept(ActionReview)[0].verdict == "stop"
        action = seat.kept(Action)[0]
        assert (action.state, action.outcome) == ("dropped", "Nobody answers there")
        assert "Begin the changed plan" in seat.text


async def test_after_two_weeks_the_contacts_stand_below_the_reviews_again(at, office):
    office.now += timedelta(days=15)
    async with at("6", reviewed) as seat:
        assert "Goals at the review" not in seat.text and "Sat 21 Nov" in seat.line("yes")


async def test_a_review_that_finds_the_plan_unfit_leads_to_its_new_version(at):
    async with at("6", agreed) as seat:
        await seat.press("a")
        await choose(seat, "Review")
        assert "Goes on: A tenancy" in seat.text
        assert 'The goal "A tenancy" names no line of the vision.' in seat.words
        await seat.fill(client_part="Too much", still_right="no", changes="Smaller steps")
        await seat.save()
        assert "The plan is to change. Begin its new version now?" in seat.words
        await seat.press("y")
        assert "Aoife Nolan: Plan" in seat.lines[0] and "A place of my own" in seat.text
        await seat.save()
        assert [plan.state for plan in seat.kept(Plan)] == ["agreed", "draft"]
        assert "Begin the changed plan" not in seat.text


async def test_a_contact_says_more_only_when_wanted(at):
    async with at("6", agreed) as seat:
        await seat.press("w")
        assert "With" not in [line.split("  ")[0].strip() for line in seat.lines]
        await seat.fill(
            kind="phone", summary="The place is kept", with_whom=["key worker"], goal="goal", action="action",
            given=["information"], seen="Glad to be asked", crisis="yes", planned="no", minutes="15",
        )  # fmt: skip
        await seat.save()
        contact = seat.kept(Contact)[-1]
        assert (contact.with_whom, contact.goal, contact.action) == (["key worker"], "goal", "action")
        assert "phone, crisis, with key worker, Mary" in " ".join(seat.text.split())
        await seat.press("t")
        said = " ".join(seat.text.split())
        assert "The place is kept" in said
