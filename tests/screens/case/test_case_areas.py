"""Each work area of a case: adding and changing its records, and what holds an act back."""

from datetime import date

import pytest

from casetui.data.records import (
    Action,
    Alert,
    Assessment,
    Client,
    Closure,
    Consent,
    Contact,
    Disclosure,
    Disengagement,
    Domain,
    GapOrBlock,
    Goal,
    Intake,
    NetworkPerson,
    Override,
    Plan,
    Reference,
    Referral,
    Review,
    Rung,
    ServiceInvolved,
    Tracking,
    UrgentHelp,
)
from tests.screens.office import TODAY

LONG_AGO = date(2026, 1, 10)


async def choose(seat, title):
    """Choose what to add from the menu."""
    boxed = [line.split("│")[1] for line in seat.lines if line.count("│") == 2]
    await seat.press(next(line for line in boxed if title in line).split()[0])


ADDED = [
    ("1", "Urgent help", UrgentHelp, {"need": "food", "what": "A parcel"}, "A parcel"),
    ("2", "", Assessment, {"kind": "emergency"}, "emergency"),
    ("3", "Plan", Plan, {"vision": "A door of my own"}, "A door of my own"),
    ("3", "Goal", Goal, {"wording": "A tenancy", "measure": "keys"}, "A tenancy"),
    ("4", "Service involved", ServiceInvolved, {"agency": "Focus"}, "Focus"),
    ("4", "Referral", Referral, {"to": "Simon"}, "Simon"),
    ("5", "Gap or block", GapOrBlock, {"kind": "gap", "need": "A detox bed"}, "gap"),
    ("6", "Review", Review, {"still_right": "yes", "who": "Aoife"}, "Sat 21 Nov · yes"),
    ("6", "Contact", Contact, {"kind": "visit", "summary": "Talked"}, "Talked"),
    ("7", "Disengagement", Disengagement, {"signs": "Misses all"}, "Misses all"),
    ("7", "Tracking", Tracking, {"where": "The quay"}, "The quay"),
    ("c", "Alert", Alert, {"kind": "worker", "text": "A dog"}, "A dog"),
    ("c", "Reference", Reference, {"label": "card", "number": "77"}, "77"),
    ("c", "Person in the network", NetworkPerson, {"name": "Her sister"}, "Her sister"),
    ("o", "Consent", Consent, {"kind": "assessment", "how": "signed"}, "assessment"),
]


@pytest.mark.parametrize(
    ("area", "title", "kind", "entries", "shown"), ADDED, ids=lambda x: getattr(x, "table", None)
)
async def test_a_record_is_added_to_its_work_area(at, area, title, kind, entries, shown):
    async with at(area) as seat:
        await seat.press("a")
        if seat.screen == "Pick":
            await choose(seat, title)
        await seat.fill(**entries)
        await seat.save()
        assert seat.screen == "CaseScreen", seat.text
        assert "Saved." in seat.text and shown in seat.text
        (record,) = seat.kept(kind)
        assert record.made_by == "mary"
        for name, value in entries.items():
            assert getattr(record, name) == {"yes": True}.get(value, value)


async def test_a_record_is_changed_and_the_other_fields_stay(at):
    goal = Goal(id="g", wording="A tenancy", measure="keys", horizon="long")
    async with at("3", lambda b: b.assigned().put(goal)) as seat:
        await seat.stand_on("A tenancy")
        await seat.press("enter")
        await seat.fill(wording="A house")
        await seat.save()
        assert "A house" in seat.text
        (kept,) = seat.kept(Goal)
        assert (kept.id, kept.wording, kept.measure, kept.horizon) == ("g", "A house", "keys", "long")


async def test_the_agreement_to_be_case_managed_says_that_it_wants_a_day(at):
    async with at("1", lambda b: b.assigned()) as seat:
        await seat.stand_on("not written yet")
        await seat.press("enter")
        assert seat.line("the day") == ""
        await seat.press(*["tab"] * 9)
        assert seat.line("Agreed to be case managed").startswith(">")
        assert seat.line("the day").strip() == "the day"


async def test_the_intake_is_written_step_by_step(at):
    async with at("1", lambda b: b.assigned()) as seat:
        await seat.stand_on("not written yet")
        await seat.press("enter")
        await seat.fill(
            criteria_met=["homeless", "wants"], steps_explained_on="today", agreed_on="-1",
            agreed_how="signed", register_checked_on="today", register_result="none", lead_agency="Northside",
            serves_six_months="yes",
        )  # fmt: skip
        await seat.save()
        assert "Lead agency: Northside" in seat.text
        (intake,) = seat.kept(Intake)
        assert intake.criteria_met == ["homeless", "wants"]
        assert intake.agreed_on == date(2026, 11, 20)
        assert seat.line("The criteria for case").lstrip(" ").find("✓") > 0


async def test_a_step_that_is_finished_leads_to_the_next_one(office):
    office.case("AB2345", build=lambda b: b.assigned().intake())
    async with office.seat(open_case="AB2345") as seat:
        assert "1 Lead●" in seat.lines[1]
        await seat.stand_on("Lead agency:")
        await seat.press("enter")
        await seat.fill(no_services="yes")
        await seat.save()
        assert "1 Lead✓" in seat.lines[1]
        await seat.press("q", "enter")
        assert "2 Assess●" in seat.lines[1]


# -- assessment ----------------------------------------------------------------------------------


async def test_no_assessment_starts_without_agreement_and_the_typing_stays(at):
    async with at("2") as seat:
        await seat.press("a")
        await seat.fill(kind="initial", risks="Sleeps rough")
        await seat.save()
        assert "The service user had not agreed to the assessment" in seat.words
        assert "Guidebook, B" in seat.words
        assert "Sleeps rough" in seat.text and seat.screen == "FormScreen"
        assert seat.kept(Assessment) == []


async def test_no_assessment_starts_before_the_client_agreed_to_be_case_managed(at):
    async with at("2", lambda b: b.assigned().agreed()) as seat:
        await seat.press("a")
        await seat.fill(kind="initial")
        await seat.save()
        assert "had not agreed to be case managed when it started" in seat.words
        assert "Guidebook, A" in seat.words and seat.kept(Assessment) == []


async def test_with_agreement_it_starts(at):
    async with at("2", lambda b: b.assigned().intake().agreed()) as seat:
        await seat.press("a")
        await seat.fill(kind="initial")
        await seat.save()
        assert "begun · initial · started on" in seat.text


async def test_every_domain_has_a_line_and_enter_writes_it(at):
    async with at("2", lambda b: b.assigned().agreed().assessed(completed_on=None)) as seat:
        await seat.stand_on("Alcohol")
        await seat.press("enter")
        assert "Aoife Nolan: Domain" in seat.lines[0]
        await seat.fill(need="urgent", priority="1")
        await seat.save()
        assert "urgent · 1" in seat.line("Alcohol")
        assert {(one.domain, one.need, one.assessment) for one in seat.kept(Domain)} == {
            ("accommodation", "some", "assessment"), ("alcohol", "urgent", "assessment"),
        }  # fmt: skip


async def test_no_need_is_said_of_one_domain_after_the_other(at):
    async with at("2", lambda b: b.assigned().assessed(completed_on=None)) as seat:
        await seat.stand_on("No need in a domain")
        await seat.press("enter")
        assert "found no need" in seat.text and "Accommodation" not in seat.words.split("found no need")[1]
        await seat.press("enter", "enter")
        needs = {one.domain: one.need for one in seat.kept(Domain)}
        assert needs == {"accommodation": "some", "income": "none", "physical_health": "none"}
        await seat.press("ctrl+x")
        assert "none" in seat.line("Physical health")


async def test_the_domains_not_written_yet_say_together_why_they_were_not_explored(at):
    async with at("2", lambda b: b.assigned().assessed(completed_on=None)) as seat:
        await seat.stand_on("Not explored, because")
        await seat.press("enter")
        assert "Why were these not explored: Income and finance" in seat.words
        await seat.type("-")
        await seat.press("enter")
        assert len(seat.kept(Domain)) == 1 and "in words" in seat.words
        await seat.press("enter")
        await seat.type(" he had to leave")
        await seat.press("enter")
        needs = {one.domain: one.need for one in seat.kept(Domain)}
        assert len(needs) == 12 and needs.pop("accommodation") == "some"
        assert set(needs.values()) == {"not explored"}
        assert "not explored · …" in seat.line("Alcohol")


async def test_a_domain_without_an_assessment_says_what_comes_first(at):
    async with at("2") as seat:
        await seat.stand_on("Alcohol")
        await seat.press("enter")
        assert "First add: Assessment." in seat.words


# -- plan ----------------------------------------------------------------------------------------


async def test_an_action_is_added_below_the_goal_that_the_cursor_stands_on(at):
    goals = (Goal(id="one", wording="A tenancy"), Goal(id="two", wording="A course"))
    async with at("3", lambda b: b.assigned().put(*goals)) as seat:
        await seat.stand_on("A tenancy")
        await seat.press("a")
        await choose(seat, "Action")
        await seat.fill(what="Ring the council", who="Mary", due_on="+7")
        await seat.save()
        assert seat.place(" A tenancy") + 1 == seat.place("- Ring the council") < seat.place(" A course")
        assert seat.kept(Action)[0].goal == "one"


async def test_an_action_says_what_who_and_when(at):
    async with at("3", lambda b: b.assigned().put(Goal(wording="A tenancy"))) as seat:
        await seat.stand_on("A tenancy")
        await seat.press("a")
        await choose(seat, "Action")
        await seat.save()
        assert seat.text.count("Please fill this in.") == 3
        assert seat.kept(Action) == []


def drafted(b, **fields):
    return b.assigned().assessed(**fields).planned(state="draft", agreed_on=None)


async def test_the_plan_is_agreed_with_the_client(at):
    async with at("3", drafted) as seat:
        await seat.stand_on("Agree the plan with the service user")
        await seat.press("enter")
        await seat.fill(agreed_how="signed")
        await seat.save()
        assert "agreed · Sat 21 Nov" in seat.text
        (plan,) = seat.kept(Plan)
        assert (plan.state, plan.agreed_on) == ("agreed", TODAY)
        assert "Agree the plan" not in seat.text, "it is done"


async def test_no_plan_is_agreed_before_the_assessment_is_complete(at):
    async with at("3", lambda b: drafted(b, completed_on=None)) as seat:
        await seat.stand_on("Agree the plan")
        await seat.press("enter")
        await seat.fill(agreed_how="signed")
        await seat.save()
        assert "The plan cannot be agreed before the assessment is complete." in seat.words
        assert seat.screen == "FormScreen"
        assert seat.kept(Plan)[0].state == "draft"


# -- coordination --------------------------------------------------------------------------------


async def test_nothing_is_shared_without_a_consent_that_names_the_service(at):
    async with at("4") as seat:
        await seat.press("a")
        await choose(seat, "Referral")
        await seat.fill(to="Focus", sent_on="today", sent_how="email")
        await seat.save()
        assert "No consent names Focus, with whom something is shared." in seat.words
        assert seat.screen == "FormScreen" and "Focus" in seat.text
        assert seat.kept(Referral) == []


async def test_a_missing_consent_says_the_way_to_it_and_the_typing_can_be_saved_before(at):
    async with at("4") as seat:
        await seat.press("a")
        await choose(seat, "Referral")
        await seat.fill(to="Focus", sent_on="today")
        await seat.save()
        assert "o shows Consent, a adds one." in seat.words
        assert "with this left empty: Sent on." in seat.words
        await seat.fill(sent_on="")
        await seat.save()
        await seat.press("o", "a")
        await choose(seat, "Consent")
        await seat.fill(kind="sharing", given_on="today", how="signed", recipients="Focus")
        await seat.save()
        await seat.press("4")
        await seat.stand_on("Focus")
        await seat.press("enter")
        await seat.fill(sent_on="today")
        await seat.save()
        assert "no answer yet · Focus · sent on" in seat.text


async def test_with_the_consent_that_names_it_the_referral_is_sent(at):
    async with at("4", lambda b: b.assigned().shared_with("Focus")) as seat:
        await seat.press("a")
        await choose(seat, "Referral")
        await seat.fill(to="focus", sent_on="today", sent_how="email")
        await seat.save()
        assert "no answer yet · focus · sent on" in seat.text


async def test_a_consent_that_was_withdrawn_holds_new_sharing_back(at):
    def build(b):
        b.assigned().shared_with("Focus", withdrawn_on=date(2026, 11, 20))

    async with at("4", build) as seat:
        await seat.press("a")
        await choose(seat, "Service involved")
        await seat.fill(agency="Focus", asked_on="today")
        await seat.save()
        assert "withdrew the consent to share with Focus" in seat.words


# -- consent, difficulties, disengagement --------------------------------------------------------


async def test_an_emergency_disclosure_says_everything_or_is_not_kept(at):
    async with at("o") as seat:
        await seat.press("a")
        await choose(seat, "Emergency disclosure")
        await seat.fill(recipient="Garda")
        await seat.save()
        assert seat.text.count("Please fill this in.") == 3
        await seat.fill(reason="Overdose", information="Name and place", told_client="Was not awake")
        await seat.save()
        assert seat.kept(Disclosure)[0].recipient == "Garda"


async def test_a_gap_that_was_told_reaches_the_line_manager(at, office):
    async with at("5") as seat:
        await seat.press("a", "1")
        await seat.fill(kind="block", need="A detox bed", service="Merchants", told_on="today")
        await seat.save()
    async with office.seat("tom") as manager:
        await manager.press("s")
        assert "Gap or block" in manager.line("Aoife Nolan")


async def test_each_rung_has_a_line_and_none_is_skipped(at):
    async with at(
        "7", lambda b: b.assigned().put(Disengagement(opened_on=TODAY, signs="Misses all"))
    ) as seat:
        await seat.stand_on("3 transfer")
        await seat.press("enter")
        await seat.fill(answer="refused")
        await seat.save()
        assert "Rung 3 was reached without an answer on rung 1, 2." in seat.words
        await seat.press("ctrl+x", "end", "enter")
        await seat.stand_on("1 another case manager")
        await seat.press("enter")
        await seat.fill(answer="refused")
        await seat.save()
        assert "refused · Sat" in seat.line("1 another case ma")
        assert [(rung.rung, rung.answer) for rung in seat.kept(Rung)] == [("1", "refused")]


async def test_tracking_needs_that_service_is_impossible_and_concern_for_welfare(at):
    def build(b):
        b.assigned().put(Disengagement(id="d", opened_on=TODAY, signs="x"))
        b.put(*(Rung(rung=str(n), on=TODAY, answer="refused", disengagement="d") for n in range(1, 5)))

    async with at("7", build) as seat:
        await seat.stand_on("5 hand over")
        await seat.press("enter")
        await seat.fill(answer="accepted")
        await seat.save()
        assert "continued service is impossible" in seat.words
        assert "concern for welfare" in seat.words
        assert len(seat.kept(Rung)) == 4


# -- closure -------------------------------------------------------------------------------------


READY = Closure(
    reason="needs met",
    needs_met=True,
    agreed_on=TODAY,
    aftercare="Call us",
    aftercare_call="Mary",
    aftercare_agreed_on=TODAY,
)


async def test_closure_is_asked_for_and_waits(at):
    async with at("8", lambda b: b.assigned().assessed("none").put(READY), opened_on=LONG_AGO) as seat:
        await seat.stand_on("Ask for closure")
        await seat.press("enter")
        assert "Closure was asked for. A line manager signs it off." in seat.words
        await seat.press("home")
        assert "Asked for; waits for a line manager's sign-off." in seat.words
        assert seat.kept(Closure)[0].state == "asked"


async def test_what_a_closure_lacks_is_listed_whole(at):
    closure = Closure(reason="needs met")
    async with at("8", lambda b: b.assigned().put(closure), opened_on=LONG_AGO) as seat:
        await seat.stand_on("Ask for closure")
        await seat.press("enter")
        assert "This cannot be done yet" in seat.words
        for missing in ("There is no aftercare plan.", "did not agree to close"):
            assert missing in seat.words
        assert "Ask a line manager" not in seat.text, "rule 24 is never let pass"
        await seat.press("b")
        assert seat.screen == "CaseScreen"
        assert seat.kept(Closure)[0].state == "draft"


async def test_closing_too_early_can_be_asked_of_a_line_manager(at):
    async with at("8", lambda b: b.assigned().assessed("none").put(READY)) as seat:
        await seat.stand_on("Ask for closure")
        await seat.press("enter")
        assert "The case may not close before Wed 12 May 2027." in seat.words
        assert "Guidebook, E" in seat.words
        await seat.press("o")
        await seat.type("He moves to his mother")
        await seat.press("enter")
        assert "A line manager was asked to let it pass." in seat.text
        (override,) = seat.kept(Override)
        assert (override.why, override.asked_by, override.answer) == ("He moves to his mother", "mary", "")


async def test_it_says_when_a_line_manager_can_be_asked_while_more_is_missing(at):
    async with at("8", lambda b: b.assigned().put(Closure(reason="needs met"))) as seat:
        await seat.stand_on("Ask for closure")
        await seat.press("enter")
        await seat.press("pagedown", "pagedown")
        assert "Settle the others first; then a line manager can be asked here." in seat.words
        assert "Ask a line manager to let it pass" not in seat.words


async def test_while_the_line_manager_has_not_answered_it_says_so_and_is_not_asked_again(at):
    waiting = Override(rule=18, act="ask for closure", why="x", asked_by="mary", asked_on=TODAY)
    async with at("8", lambda b: b.assigned().put(READY, waiting)) as seat:
        await seat.stand_on("Ask for closure")
        await seat.press("enter")
        assert "has not answered yet" in seat.words
        assert "Ask a line manager to let it pass" not in seat.words


async def test_a_client_is_changed_and_the_header_says_so(at):
    async with at("c") as seat:
        await seat.stand_on("Name: Aoife Nolan")
        await seat.press("enter")
        await seat.fill(name="Aoife Byrne")
        await seat.save()
        assert "Aoife Byrne" in seat.lines[0]
        assert seat.kept(Client)[0].name == "Aoife Byrne"


async def test_what_can_be_added_stands_in_one_order_with_the_likeliest_chosen(at):
    def goals(b):
        b.assigned().intake().put(Plan(vision="More"), Goal(id="one", wording="A room"))

    async with at("3", goals) as seat:
        offered = []
        for part in ("A room", "More"):
            await seat.stand_on(part)
            await seat.press("a")
            offered.append([line.split("│")[1] for line in seat.lines if line.count("│") == 2])
            chosen = seat.selected[-1]
            await seat.press("ctrl+x")
            assert chosen.endswith("Action" if part == "A room" else "Plan"), chosen
        assert offered[0] == offered[1]


async def test_a_new_action_for_the_goal_in_hand_begins_with_what_is_to_be_done(at):
    def goals(b):
        b.assigned().intake().put(Goal(id="one", wording="A room"), Goal(id="two", wording="Work"))

    async with at("3", goals) as seat:
        await seat.stand_on("Work")
        await seat.press("a")
        await choose(seat, "Action")
        assert seat.field == "what"
        await seat.type("Apply for a course")
        assert seat.app.screen.form.entries()["goal"] == "two"


async def test_an_action_whose_goal_the_cursor_does_not_tell_is_asked_for_its_goal(at):
    def goals(b):
        b.assigned().intake().put(Plan(vision="More"), Goal(id="one", wording="A room"))
        b.put(Goal(id="two", wording="Work"))

    async with at("3", goals) as seat:
        await seat.stand_on("More")
        await seat.press("a")
        await choose(seat, "Action")
        assert "For which: Goal" in seat.text
        await seat.press("ctrl+x")
        assert seat.screen == "CaseScreen"
        await seat.press("a")
        await choose(seat, "Action")
        await seat.press("up", "enter")
        assert seat.app.screen.form.entries()["goal"] == "one"


async def test_a_line_that_goes_on_is_found_whole_with_its_heading_after_it(at):
    async with at("4") as seat:
        await seat.press("tab", "slash")
        await seat.type("practice accepted")
        assert "A practice accepted, or one was assigned (○ GP" in seat.words
