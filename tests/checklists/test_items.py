"""Every item that is computed: what makes it done, open, or not applicable, and what it shows."""

from datetime import UTC, datetime, timedelta

import pytest

from casetui.checklists.base import DOMAIN_ITEM_RULES, ITEM_RULES, ItemAnswer, item_answer
from casetui.checklists.pack import Deadline
from casetui.data.days import Length
from casetui.data.records import (
    Action,
    ActionReview,
    Assessment,
    Assignment,
    Client,
    Consent,
    Disengagement,
    Domain,
    Exclusion,
    GapOrBlock,
    Goal,
    GoalReview,
    Plan,
    Referral,
    Review,
    Rung,
    ServiceAsked,
    ServiceInvolved,
    ServiceReview,
    Strategy,
    Tick,
)
from casetui.data.records.assessment import PICTURE
from tests.cases import OPENED, TODAY, CaseBuilder, context

OPEN = ItemAnswer("open")
DONE = ItemAnswer("done")
DOES_NOT_APPLY = ItemAnswer("not applicable")
DAY = timedelta(days=1)
ON_OPENED = ItemAnswer("done", "Thu 12 Nov")
ON_TODAY = ItemAnswer("done", "Sat 21 Nov")
STRUCK_CONSENT = Consent(
    kind="case management",
    given_on=TODAY,
    how="signed",
    struck_by="mary",
    struck_at=datetime(2026, 11, 21, tzinfo=UTC),
    struck_reason="No",
)
BY_INTAKE = ItemAnswer("done", "Thu 12 Nov, as the intake says")
BY_CONSENT = ItemAnswer("done", "Sat 21 Nov, as a consent says")


def new():
    return CaseBuilder()


def count(done, of):
    return ItemAnswer("done" if done == of else "open", f"{done}/{of}")


def plan(**fields):
    return Plan(id="plan", **fields)


def goal(id_, **fields):
    return Goal(id=id_, wording=id_, **fields)


def action(goal_id, **fields):
    return Action(**{"goal": goal_id, "what": "Ring", "who": "Mary", "due_on": TODAY, **fields})


def assessment(**fields):
    return Assessment(**{"id": "a", "kind": "initial", "started_on": OPENED, **fields})


def need(domain, need, **fields):
    return Domain(assessment="a", domain=domain, need=need, **fields)


def unexplored(domain, why):
    return need(domain, "not explored", why_not_explored=why)


def service_asked(**fields):
    return ServiceAsked(service="GP", on=TODAY, **fields)


def rung(number, **fields):
    return Rung(rung=number, on=TODAY, disengagement="d", **fields)


def shut(**fields):
    return Exclusion(**{"by": "Cedar House", "since": TODAY, "reason": "A fight", **fields})


def gap(**fields):
    return GapOrBlock(kind="gap", on=TODAY, need="a bed", **fields)


def sent(**fields):
    return Referral(to="GP", sent_on=TODAY, **fields)


def blank(build, record, field):
    """Return the case with a record whose field was emptied, as another program might have done."""
    return build.put(record).blanked(record, field)


DRAWN_BACK = Disengagement(id="d", opened_on=OPENED, signs="stays away")


def practices(answers):
    return Tick(checklist="gp", item="answer", on=TODAY, state="open", value=answers)


SAID = [
    ("criteria_met", lambda: new().intake(criteria_met=[]), OPEN),
    ("criteria_met", lambda: new().intake(criteria_met=["homeless"]), ItemAnswer("done", "1 met")),
    ("criteria_met", lambda: new().intake(criteria_met=["homeless", "wants"]), ItemAnswer("done", "2 met")),
    ("criteria_met", lambda: new().intake(criteria_met=["tall"]), OPEN),
    ("steps_explained", lambda: new(), OPEN),
    ("steps_explained", lambda: new().intake(steps_explained_on=TODAY), ON_TODAY),
    ("steps_understood", lambda: new(), OPEN),
    ("steps_understood", lambda: new().intake(), ON_OPENED),
    ("steps_understood", lambda: new().intake(understood=False), OPEN),
    ("steps_understood", lambda: new().intake(explained_language=""), OPEN),
    ("particulars_known", lambda: CaseBuilder().put(Client(name="A", phone="1")), count(0, 3)),
    (
        "particulars_known",
        lambda: new().put(Client(name="A", estimated_age=40, address="The park", safe_contact="Text")),
        count(3, 3),
    ),
    ("agreement_is_whole", lambda: new().intake(agreed_aims="", copy_given_on=None), count(2, 4)),
    ("agreement_is_whole", lambda: new().intake(), count(4, 4)),
    ("services_asked", lambda: new().intake(), OPEN),
    ("services_asked", lambda: new().intake(no_services=True), DOES_NOT_APPLY),
    ("services_asked", lambda: new().put(service_asked(answer="none"), service_asked()), count(1, 2)),
    ("services_asked", lambda: new().put(service_asked(answer="unreachable")), count(0, 1)),
    ("services_asked", lambda: new().put(service_asked(answer="manager")), count(1, 1)),
    ("services_asked", lambda: new().intake(services_phoned="GP", services_phoned_on=TODAY), ON_TODAY),
    ("earlier_assessment_obtained", lambda: new(), OPEN),
    ("earlier_assessment_obtained", lambda: new().intake(), DOES_NOT_APPLY),
    ("earlier_assessment_obtained", lambda: new().intake(existing_assessment="Simon, 2024"), OPEN),
    (
        "earlier_assessment_obtained",
        lambda: new().intake(existing_assessment="Simon, 2024", earlier_obtained_on=TODAY),
        ON_TODAY,
    ),
    ("agreement_recorded", lambda: new(), OPEN),
    ("agreement_recorded", lambda: new().intake(), BY_INTAKE),
    ("agreement_recorded", lambda: new().agreed("case management", TODAY), BY_CONSENT),
    ("agreement_recorded", lambda: new().agreed("assessment", TODAY), OPEN),
    ("agreement_recorded", lambda: new().intake().put(STRUCK_CONSENT), BY_INTAKE),
    ("agreement_recorded", lambda: new().put(STRUCK_CONSENT), OPEN),
    (
        "agreement_recorded",
        lambda: new().intake().agreed("case management", OPENED - DAY, withdrawn_on=OPENED),
        BY_INTAKE,
    ),
    (
        "agreement_recorded",
        lambda: new().intake().agreed("case management", OPENED - DAY, withdrawn_on=TODAY + DAY),
        BY_INTAKE,
    ),
    ("client_asked", lambda: new().intake(), ON_OPENED),
    ("client_asked", lambda: new().intake(existing_manager=""), OPEN),
    ("client_asked", lambda: new().intake(existing_assessment=""), OPEN),
    ("existing_case_manager_checked", lambda: new().intake(), ON_OPENED),
    ("existing_case_manager_checked", lambda: new().intake(register_result="found"), ON_OPENED),
    ("existing_case_manager_checked", lambda: new().intake(register_result="no answer"), OPEN),
    ("lead_agency_agreed", lambda: new().intake(), DONE),
    ("lead_agency_agreed", lambda: new().intake(lead_agency=""), OPEN),
    ("lead_agency_agreed", lambda: new().intake(serves_six_months=False), OPEN),
    ("case_manager_named", lambda: new(), ItemAnswer("done", "Mary Byrne")),
    ("case_manager_named", lambda: CaseBuilder(manager="gone"), DONE),
    ("case_manager_named", lambda: CaseBuilder(manager=""), OPEN),
    ("case_manager_named", lambda: CaseBuilder(manager="").put(Assignment(to="sean", on=TODAY)), DONE),
    ("assessment_agreed", lambda: new(), OPEN),
    ("assessment_agreed", lambda: new().agreed(), ON_OPENED),
    ("assessment_agreed", lambda: new().agreed("case management"), OPEN),
    ("assessment_agreed", lambda: new().agreed(withdrawn_on=TODAY), OPEN),
    ("sharing_agreed", lambda: new().agreed(), OPEN),
    ("sharing_agreed", lambda: new().shared_with("GP"), DONE),
    ("sharing_agreed", lambda: new().put(Consent(kind="sharing", given_on=OPENED, how="signed")), OPEN),
    ("sharing_agreed", lambda: new().agreed().shared_with("GP"), DONE),
    ("domains_seen", lambda: new(), count(0, 12)),
    ("domains_seen", lambda: new().put(assessment(), need("legal", "none"), need("drugs", "")), count(1, 12)),
    ("domains_said", lambda: new(), count(0, 12)),
    ("domains_said", lambda: new().assessed(), count(12, 12)),
    ("domains_said", lambda: new().put(need("legal", "none")), count(0, 12)),
    ("domains_said", lambda: new().put(assessment(), need("legal", "none"), need("drugs", "")), count(1, 12)),
    (
        "domains_said",
        lambda: new().put(assessment(), unexplored("legal", "ran out of time"), unexplored("drugs", "-")),
        ItemAnswer("open", "1/12, 2 not explored"),
    ),
    (
        "domains_said",
        lambda: new().assessed().put(assessment(started_on=TODAY), need("legal", "none")),
        count(1, 12),
    ),
    ("assessment_in_own_words", lambda: new().agreed(), OPEN),
    ("assessment_in_own_words", lambda: new().agreed("sharing", own_words="Go on"), OPEN),
    ("assessment_in_own_words", lambda: new().agreed(own_words="Go on"), DONE),
    (
        "assessment_in_own_words",
        lambda: new().agreed(own_words="Go on").agreed(on=TODAY, answer="refused"),
        ItemAnswer("open", "refused"),
    ),
    (
        "assessment_in_own_words",
        lambda: new().agreed(own_words="Not the past", answer="partly", left_out="my family"),
        ItemAnswer("done", "in part, without: my family"),
    ),
    ("picture_recorded", lambda: new(), count(0, 7)),
    ("picture_recorded", lambda: new().put(assessment(risks="none", risk_level="low")), count(2, 7)),
    ("picture_recorded", lambda: new().put(assessment(**dict.fromkeys(PICTURE, "said"))), count(7, 7)),
    ("barriers_recorded", lambda: new().put(assessment()), OPEN),
    ("barriers_recorded", lambda: new().put(assessment(barriers="was turned away")), DONE),
    ("others_heard", lambda: new().put(assessment(others_said="on time")), OPEN),
    ("others_heard", lambda: new().put(assessment(others_said="on time", others_from="GP")), DONE),
    ("risks_recorded", lambda: new(), OPEN),
    ("risks_recorded", lambda: new().put(assessment()), OPEN),
    ("risks_recorded", lambda: new().put(assessment(), assessment(id="b", risks="none")), DONE),
    ("client_heard_in_assessment", lambda: new().put(assessment(), need("legal", "none")), OPEN),
    ("client_heard_in_assessment", lambda: new().put(assessment(client_part="spoke")), DONE),
    ("client_heard_in_assessment", lambda: new().put(need("legal", "some", own_words="Help me")), DONE),
    (
        "client_heard_in_assessment",
        lambda: new().put(assessment(), assessment(id="b", client_part="spoke")),
        DONE,
    ),
    (
        "client_heard_in_assessment",
        lambda: new().put(need("legal", "some", own_words="Help me"), need("drugs", "some")),
        DONE,
    ),
    ("assessment_completed", lambda: new().put(assessment()), OPEN),
    ("assessment_completed", lambda: new().put(assessment(completed_on=TODAY)), ON_TODAY),
    ("assessment_completed", lambda: new().put(assessment(kind="emergency", completed_on=TODAY)), OPEN),
    ("vision_recorded", lambda: new(), OPEN),
    ("vision_recorded", lambda: new().put(plan()), OPEN),
    ("vision_recorded", lambda: new().put(plan(vision="A home")), DONE),
    ("needs_have_goals", lambda: new(), OPEN),
    ("needs_have_goals", lambda: new().put(goal("g", domain="legal")), OPEN),
    ("needs_have_goals", lambda: new().put(goal("g", domain="legal", measure="a paper")), DONE),
    (
        "needs_have_goals",
        lambda: new().put(
            assessment(),
            need("legal", "some"),
            need("drugs", "urgent"),
            need("alcohol", "none"),
            goal("g", domain="legal", measure="a paper"),
            goal("h", domain="drugs"),
        ),
        count(1, 2),
    ),
    (
        "needs_have_goals",
        lambda: new().put(need("legal", "some"), goal("g", domain="legal", measure="a paper")),
        count(1, 1),
    ),
    ("options_recorded", lambda: new(), OPEN),
    ("options_recorded", lambda: new().put(plan()), OPEN),
    ("options_recorded", lambda: new().put(plan(options="three")), DONE),
    ("needs_have_measured_goals", lambda: new(), OPEN),
    ("needs_have_measured_goals", lambda: new().put(goal("g", domain="legal", measure="a paper")), DONE),
    (
        "needs_have_measured_goals",
        lambda: new().assessed().put(goal("g", domain="accommodation", kind="skill", skill_now="1")),
        count(0, 1),
    ),
    (
        "needs_have_measured_goals",
        lambda: new().assessed().put(goal("g", domain="accommodation", kind="skill", skill_hoped="4")),
        count(1, 1),
    ),
    ("planned_with", lambda: new(), OPEN),
    ("planned_with", lambda: new().put(plan(present="Aoife")), OPEN),
    ("planned_with", lambda: new().put(plan(present="Aoife", chosen_by="Aoife")), DONE),
    (
        "planned_with",
        lambda: new().put(plan(present="Mary", chosen_by="Aoife", not_there=["family"])),
        OPEN,
    ),
    (
        "planned_with",
        lambda: new().put(plan(present="Mary", chosen_by="Aoife", not_there=["family"], not_there_why="no")),
        DONE,
    ),
    ("option_chosen", lambda: new(), OPEN),
    ("option_chosen", lambda: new().put(plan(options="three", chosen="the flat")), OPEN),
    ("option_chosen", lambda: new().put(plan(options="three", chosen="the flat", chosen_why="a door")), DONE),
    ("strategies_proposed", lambda: new(), OPEN),
    (
        "strategies_proposed",
        lambda: new().put(Strategy(what="A call before", proposed_by="Aoife")),
        count(1, 1),
    ),
    ("goals_have_actions", lambda: new(), OPEN),
    ("goals_have_actions", lambda: new().put(goal("g", state="met")), DONE),
    ("goals_have_actions", lambda: new().put(goal("g"), goal("h"), action("g")), count(1, 2)),
    ("goals_have_actions", lambda: new().put(goal("g"), goal("h", state="met"), action("g")), count(1, 1)),
    ("goals_have_actions", lambda: blank(new().put(goal("g")), action("g"), "what"), count(0, 1)),
    ("goals_have_actions", lambda: blank(new().put(goal("g")), action("g"), "who"), count(0, 1)),
    ("plan_agreed", lambda: new(), OPEN),
    ("plan_agreed", lambda: new().put(plan()), OPEN),
    ("plan_agreed", lambda: new().planned(), ON_OPENED),
    ("plan_agreed", lambda: new().planned(agreed_on=None), DONE),
    ("plan_agreed", lambda: new().planned(state="ended"), ON_OPENED),
    ("plan_agreed", lambda: new().planned(state="superseded"), OPEN),
    ("plan_agreed", lambda: new().planned().put(Plan(id="z", state="agreed", agreed_on=TODAY)), ON_TODAY),
    ("services_confirmed", lambda: new(), DOES_NOT_APPLY),
    (
        "services_confirmed",
        lambda: new().put(ServiceInvolved(agency="GP", confirmed_on=TODAY), ServiceInvolved(agency="A")),
        count(1, 2),
    ),
    ("services_confirmed", lambda: new().put(ServiceInvolved(agency="GP", confirmed_on=TODAY)), count(1, 1)),
    ("plan_sent_as_agreed", lambda: new(), DOES_NOT_APPLY),
    ("plan_sent_as_agreed", lambda: new().put(ServiceInvolved(agency="GP")), count(0, 1)),
    ("plan_sent_as_agreed", lambda: new().put(ServiceInvolved(agency="GP", plan_sent_on=TODAY)), count(1, 1)),
    ("plan_sent", lambda: new(), DOES_NOT_APPLY),
    (
        "plan_sent",
        lambda: new().put(ServiceInvolved(agency="GP", plan_sent_on=TODAY), ServiceInvolved(agency="A")),
        count(1, 2),
    ),
    ("plan_sent", lambda: new().put(ServiceInvolved(agency="GP", plan_sent_on=TODAY)), count(1, 1)),
    ("referrals_answered", lambda: new().put(Referral(to="GP")), DOES_NOT_APPLY),
    ("referrals_answered", lambda: new().put(sent(), sent(answer="accepted")), count(1, 2)),
    ("gaps_told", lambda: new(), DOES_NOT_APPLY),
    ("gaps_told", lambda: new().put(gap(), gap(told_on=TODAY)), count(1, 2)),
    ("gaps_told", lambda: new().put(gap(told_on=TODAY)), count(1, 1)),
    ("gaps_on_route", lambda: new(), DOES_NOT_APPLY),
    (
        "gaps_on_route",
        lambda: new().put(gap(), gap(closed_on=TODAY), gap(route="line manager")),
        count(2, 3),
    ),
    ("contact_kept", lambda: new(), OPEN),
    ("contact_kept", lambda: new().met(kind="missed"), OPEN),
    ("contact_kept", lambda: new().met(), ON_OPENED),
    ("contact_kept", lambda: new().met(TODAY - 14 * DAY), ItemAnswer("done", "Sat 7 Nov")),
    ("contact_kept", lambda: new().met(TODAY - 15 * DAY), ItemAnswer("open", "Fri 6 Nov")),
    ("contact_kept", lambda: new().met(TODAY - 30 * DAY).met(), ON_OPENED),
    (
        "contact_kept",
        lambda: CaseBuilder(state="paused").met(TODAY - 15 * DAY),
        ItemAnswer("done", "Fri 6 Nov"),
    ),
    (
        "contact_kept",
        lambda: CaseBuilder(imported_on=OPENED).met(TODAY - 15 * DAY),
        ItemAnswer("done", "Fri 6 Nov"),
    ),
    ("review_held", lambda: new(), OPEN),
    ("review_held", lambda: new().put(Review(on=TODAY), Review(on=OPENED)), ON_TODAY),
    ("reviewed_in_time", lambda: new(), OPEN),
    ("reviewed_in_time", lambda: new().put(Review(on=TODAY)), ON_TODAY),
    ("reviewed_in_time", lambda: new().put(Review(on=OPENED, next_on=TODAY)), ON_OPENED),
    (
        "reviewed_in_time",
        lambda: new().put(Review(on=OPENED, next_on=TODAY - DAY)),
        ItemAnswer("open", "Thu 12 Nov"),
    ),
    (
        "reviewed_in_time",
        lambda: new().put(Review(on=TODAY - 100 * DAY)),
        ItemAnswer("open", "Thu 13 Aug"),
    ),
    ("goals_reviewed", lambda: new().put(goal("g")), OPEN),
    ("goals_reviewed", lambda: new().put(Review(id="r", on=TODAY)), DOES_NOT_APPLY),
    (
        "goals_reviewed",
        lambda: new().put(
            Review(id="r", on=TODAY),
            goal("g"),
            goal("h"),
            goal("i", state="met"),
            goal("j", state="dropped"),
            GoalReview(review="r", goal="g", how="right"),
            GoalReview(review="before", goal="h", how="right"),
        ),
        count(1, 2),
    ),
    (
        "goals_reviewed",
        lambda: new().put(
            Review(id="r", on=TODAY), goal("g", state="met"), GoalReview(review="r", goal="g", how="reached")
        ),
        count(1, 1),
    ),
    ("actions_reviewed", lambda: new().put(action("g")), OPEN),
    (
        "actions_reviewed",
        lambda: new().put(
            Review(id="r", on=TODAY),
            goal("g"),
            action("g"),
            ServiceInvolved(id="s", agency="GP"),
            ServiceReview(review="r", service="s", led_to="seen in time", verdict="keep"),
        ),
        count(1, 2),
    ),
    (
        "actions_reviewed",
        lambda: (
            new()
            .planned()
            .put(
                Review(id="r", on=TODAY),
                ActionReview(review="r", action="action", led_to="a place on the list", verdict="keep"),
            )
        ),
        count(1, 1),
    ),
    (
        "actions_reviewed",
        lambda: (
            new()
            .planned()
            .put(Review(id="r", on=TODAY), ActionReview(review="r", action="action", verdict="keep"))
        ),
        count(0, 1),
    ),
    ("plan_still_right", lambda: new(), OPEN),
    ("plan_still_right", lambda: new().put(Review(on=TODAY)), OPEN),
    ("plan_still_right", lambda: new().put(Review(on=TODAY, still_right=False)), OPEN),
    ("plan_still_right", lambda: new().put(Review(on=TODAY, still_right=True)), DONE),
    ("plan_still_right", lambda: new().put(Review(on=TODAY, changes="A new goal")), DONE),
    ("plan_still_right", lambda: new().put(Review(on=TODAY), Review(on=OPENED, still_right=True)), OPEN),
    ("goals_met", lambda: new(), OPEN),
    ("goals_met", lambda: new().put(goal("g", state="met"), goal("h")), count(1, 2)),
    ("goals_met", lambda: new().put(goal("g", state="met"), goal("h", state="dropped")), count(1, 1)),
    ("signs_recorded", lambda: new(), OPEN),
    ("signs_recorded", lambda: new().put(DRAWN_BACK), OPEN),
    (
        "signs_recorded",
        lambda: new().put(DRAWN_BACK, Disengagement(opened_on=TODAY, signs="calls", client_part="tired")),
        DONE,
    ),
    (
        "signs_recorded",
        lambda: blank(new(), DRAWN_BACK.model_copy(update={"client_part": "tired"}), "signs"),
        OPEN,
    ),
    ("rungs_answered", lambda: new().put(DRAWN_BACK), OPEN),
    (
        "rungs_answered",
        lambda: new().put(
            DRAWN_BACK,
            Rung(rung="1", on=TODAY, disengagement="d", answer="refused"),
            Rung(rung="2", on=TODAY, disengagement="d"),
        ),
        count(1, 2),
    ),
    ("closure_reason_given", lambda: new(), OPEN),
    ("closure_reason_given", lambda: new().closing(reason=""), OPEN),
    ("closure_reason_given", lambda: new().closing(reason="moved"), DONE),
    ("closure_agreed", lambda: new(), OPEN),
    ("closure_agreed", lambda: new().closing(), ON_TODAY),
    ("closure_agreed", lambda: new().closing(reason=""), ON_TODAY),
    ("closure_agreed", lambda: new().closing(agreed_on=None), OPEN),
    ("closure_agreed", lambda: new().closing(needs_met=False), OPEN),
    ("closure_agreed", lambda: new().closing(reason="moved"), DOES_NOT_APPLY),
    ("aftercare_applies", lambda: new(), DONE),
    ("aftercare_applies", lambda: new().closing(aftercare="", why_no_aftercare="left"), DONE),
    ("aftercare_applies", lambda: new().closing(reason="moved", why_no_aftercare="left"), DONE),
    ("aftercare_applies", lambda: new().closing(reason="moved", aftercare=""), DONE),
    ("aftercare_applies", lambda: new().closing(reason="moved", aftercare="", why_no_aftercare="left"), OPEN),
    ("aftercare_planned", lambda: new(), OPEN),
    ("aftercare_planned", lambda: new().closing(), DONE),
    ("aftercare_planned", lambda: new().closing(aftercare=""), OPEN),
    ("aftercare_planned", lambda: new().closing(aftercare_call=""), OPEN),
    ("aftercare_planned", lambda: new().closing(aftercare="", why_no_aftercare="left"), OPEN),
    ("aftercare_planned", lambda: new().closing(reason="moved", aftercare=""), OPEN),
    ("aftercare_planned", lambda: new().closing(reason="moved", aftercare="", why_no_aftercare="left"), DONE),
    ("aftercare_planned", lambda: new().closing(reason="moved", aftercare="", why_no_aftercare="-"), OPEN),
    ("aftercare_planned", lambda: new().closing(aftercare="."), OPEN),
    ("actions_handed_on", lambda: new(), OPEN),
    ("actions_handed_on", lambda: new().closing(), DOES_NOT_APPLY),
    ("actions_handed_on", lambda: new().planned(), OPEN),
    ("actions_handed_on", lambda: new().planned().closing(), OPEN),
    ("actions_handed_on", lambda: new().planned().closing(handed_on="all to Focus"), DONE),
    ("rungs_whole", lambda: new().put(DRAWN_BACK), OPEN),
    ("rungs_whole", lambda: new().put(DRAWN_BACK, rung("1", answer="refused")), count(1, 1)),
    ("rungs_whole", lambda: new().put(DRAWN_BACK, rung("1", answer="accepted")), count(0, 1)),
    (
        "rungs_whole",
        lambda: new().put(DRAWN_BACK, rung("1", answer="accepted", offered="Sean")),
        count(1, 1),
    ),
    (
        "rungs_whole",
        lambda: new().put(DRAWN_BACK, rung("2", answer="accepted", key_worker="Ngozi")),
        count(0, 1),
    ),
    ("least_agreed", lambda: new().put(DRAWN_BACK, rung("1", answer="refused")), DOES_NOT_APPLY),
    ("least_agreed", lambda: new().put(DRAWN_BACK, rung("4")), count(0, 1)),
    (
        "least_agreed",
        lambda: new().put(
            DRAWN_BACK,
            rung("4", answer="accepted", least_way="phone", least_often="monthly", least_next_on=TODAY),
        ),
        count(1, 1),
    ),
    ("gaps_on_their_way", lambda: new(), DOES_NOT_APPLY),
    ("gaps_on_their_way", lambda: new().put(gap(route="practical")), count(0, 1)),
    ("gaps_on_their_way", lambda: new().put(gap(route="practical", mediation_on=TODAY)), count(1, 1)),
    ("gaps_on_their_way", lambda: new().put(gap(route="practical", information_on=TODAY)), count(1, 1)),
    ("gaps_on_their_way", lambda: new().put(gap(route="policy", mediation_on=TODAY)), count(0, 1)),
    ("gaps_on_their_way", lambda: new().put(gap(route="policy", sent_on=TODAY)), count(1, 1)),
    ("gaps_on_their_way", lambda: new().put(gap(closed_on=TODAY)), count(1, 1)),
    ("exclusions_bridged", lambda: new(), DOES_NOT_APPLY),
    ("exclusions_bridged", lambda: new().put(shut()), count(0, 1)),
    ("exclusions_bridged", lambda: new().put(shut(meanwhile="A friend's couch")), count(0, 1)),
    (
        "exclusions_bridged",
        lambda: new().put(shut(meanwhile="A friend's couch", is_contested=False)),
        count(1, 1),
    ),
    ("exclusions_bridged", lambda: new().put(shut(since=OPENED, until=OPENED)), DOES_NOT_APPLY),
    ("closure_reason_said", lambda: new(), OPEN),
    ("closure_reason_said", lambda: new().closing(reason="moved"), DONE),
    ("closure_reason_said", lambda: new().closing(reason="other"), OPEN),
    ("closure_reason_said", lambda: new().closing(reason="other", other_reason="-"), OPEN),
    ("closure_reason_said", lambda: new().closing(reason="other", other_reason="Went to prison"), DONE),
    ("needs_answered", lambda: new(), OPEN),
    ("needs_answered", lambda: new().assessed("urgent"), count(0, 1)),
    ("needs_answered", lambda: new().assessed().met_goal(), count(1, 1)),
    ("needs_answered", lambda: new().assessed().met_goal(before=True), count(0, 1)),
    ("needs_answered", lambda: new().assessed().closing(), count(1, 1)),
    ("needs_answered", lambda: new().assessed().closing(reason="moved"), DOES_NOT_APPLY),
    ("aftercare_agreed", lambda: new(), OPEN),
    ("aftercare_agreed", lambda: new().closing(), DONE),
    ("aftercare_agreed", lambda: new().closing(aftercare_agreed_on=None), OPEN),
    ("aftercare_agreed", lambda: new().closing(aftercare_call=""), OPEN),
    ("aftercare_agreed", lambda: new().closing(reason="moved", aftercare="", why_no_aftercare="left"), DONE),
    ("closing_told", lambda: new(), OPEN),
    ("closing_told", lambda: new().closing(), count(0, 2)),
    ("closing_told", lambda: new().closing(told_client_on=TODAY), count(1, 2)),
    ("closing_told", lambda: new().closing(told_client_on=TODAY, told_family_on=TODAY), count(2, 2)),
    ("closing_told", lambda: new().closing(told_client_on=TODAY, why_not_told="No family"), count(2, 2)),
    ("closing_told", lambda: new().closing(told_client_on=TODAY, why_not_told="-"), count(1, 2)),
    ("closing_told", lambda: new().closing(reason="death", told_family_on=TODAY), count(1, 1)),
    (
        "closing_told",
        lambda: new().put(ServiceInvolved(agency="Focus")).closing(told_client_on=TODAY),
        count(1, 3),
    ),
    ("closing_evaluated", lambda: new(), OPEN),
    ("closing_evaluated", lambda: new().closing(), count(0, 2)),
    ("closing_evaluated", lambda: new().closing(achieved="A home"), count(1, 2)),
    ("closing_evaluated", lambda: new().closing(achieved="A home", evaluation="It went well"), count(2, 2)),
    ("closure_signed", lambda: new(), OPEN),
    ("closure_signed", lambda: new().closing(signed_on=TODAY), OPEN),
    ("closure_signed", lambda: new().closing(state="signed", signed_on=TODAY), ON_TODAY),
    ("practices_refused", lambda: new(), ItemAnswer("open", "0/3")),
    ("practices_refused", lambda: new().put(practices("refused, refused")), ItemAnswer("open", "2/3")),
    (
        "practices_refused",
        lambda: new().put(practices("refused, Refused, refused")),
        ItemAnswer("done", "3/3"),
    ),
    (
        "practices_refused",
        lambda: new().put(practices("refused, refused, refused, assigned")),
        ItemAnswer("open", "3/3"),
    ),
]


@pytest.mark.parametrize(
    ("rule", "case", "expected"), SAID, ids=[f"{n}-{one[0]}" for n, one in enumerate(SAID)]
)
def test_how_an_item_stands(guidebook, rule, case, expected):
    assert item_answer(case().case, guidebook, context(), rule, "") == expected


def test_every_item_rule_is_tried_and_says_its_meaning():
    assert {rule for rule, _, _ in SAID} == set(ITEM_RULES)
    assert all(check.__doc__ for check in (*ITEM_RULES.values(), *DOMAIN_ITEM_RULES.values()))


@pytest.mark.parametrize(("need_", "state"), [("some", "done"), ("urgent", "done"), ("none", "open")])
def test_a_need_is_found_in_the_domain_that_the_pack_names(guidebook, need_, state):
    case = new().put(assessment(), need("alcohol", need_), need("legal", "none")).case
    assert item_answer(case, guidebook, context(), "need_found", "alcohol") == ItemAnswer(state)
    assert item_answer(case, guidebook, context(), "need_found", "legal") == OPEN
    assert item_answer(case, guidebook, context(), "need_found", "safety") == OPEN


def test_a_name_that_is_no_item_rule_is_an_error(guidebook):
    with pytest.raises(KeyError):
        item_answer(new().case, guidebook, context(), "rain", "")


def test_without_criteria_of_the_method_any_criterion_counts(guidebook):
    bare = guidebook.model_copy(update={"choices": {}})
    case = new().intake(criteria_met=["tall"]).case
    assert item_answer(case, bare, context(), "criteria_met", "") == DONE
    assert item_answer(new().intake(criteria_met=[]).case, bare, context(), "criteria_met", "") == OPEN
    assert item_answer(new().case, bare, context(), "domains_seen", "") == DOES_NOT_APPLY


def test_contact_is_kept_by_the_methods_own_deadline_or_by_none(guidebook):
    def state(**deadlines):
        method = guidebook.model_copy(update={"deadlines": deadlines})
        return item_answer(new().met(TODAY - 3 * DAY).case, method, context(), "contact_kept", "").state

    assert state(no_contact=Deadline(length=Length(2, "days"), source="us")) == "open"
    assert state(no_contact=Deadline(length=Length(3, "days"), source="us")) == "done"
    assert state() == "done"


def test_an_item_reads_no_record_that_was_struck_out(guidebook):
    struck = {"struck_at": datetime(2026, 11, 20, tzinfo=UTC)}
    build = new().put(
        Review(on=TODAY, **struck), goal("g", state="met", **struck), gap(told_on=TODAY, **struck)
    )
    for rule in ("review_held", "goals_met"):
        assert item_answer(build.case, guidebook, context(), rule, "") == OPEN
    assert item_answer(build.case, guidebook, context(), "gaps_told", "") == DOES_NOT_APPLY
