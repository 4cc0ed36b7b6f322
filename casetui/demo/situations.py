"""The situations of the demo: each function tells one case. Its docstring says what the case shows.

``@situation(kind)`` says which seats it fits. The first open ones are on Mary's caseload.
"""

from __future__ import annotations

from datetime import timedelta

from casetui.data.records import (
    Assessment,
    Assignment,
    Disclosure,
    Disengagement,
    GapOrBlock,
    LegalAuthority,
    Override,
    Rung,
    Tracking,
    UrgentHelp,
)
from casetui.demo.clients import alert, around_the_client
from casetui.demo.endings import ask, finished
from casetui.demo.reviews import review
from casetui.demo.steps import (
    assessment,
    assigned,
    checklists,
    closure,
    contact,
    contacts,
    first_contact,
    met,
    plan,
    referral,
    services,
    taken_in,
    tick_step,
    whole_course,
)
from casetui.demo.story import Story, situation
from casetui.demo.words import GAPS, MOVING_ON, PAUSED, SIGNS
from casetui.desk.keys.signatures import request_statement

# ---- open: the first seven are Mary's


@situation("open")
def assessment_late(story: Story) -> None:
    """Seven of twelve domains seen, two days beyond the agency's own target."""
    taken_in(story, 9, urgent=True)
    assessment(story, 3, seen=7)
    contacts(story, 3, every=3)


@situation("open")
def referral_to_chase_today(story: Story) -> None:
    """Services confirmed, checklists half ticked; an action and the chase of a referral are due."""
    taken_in(story, 26)
    alert(story)
    needs = assessment(story, 3, completed=6)
    goals = plan(story, needs, 7, agreed=8, due=0)
    services(story, needs, 9)
    referral(story, needs[0], goals[0], story.working_days_ago(10))
    checklists(story, 0.5)
    around_the_client(story)
    contacts(story, 9)


@situation("open")
def plan_in_draft(story: Story) -> None:
    """A draft plan, of which one goal names no wish of theirs yet; the name stands in another script."""
    taken_in(story, 12, "script")
    goals = plan(story, assessment(story, 3, completed=6), 9, due=3)
    story.change(goals[-1], story.after(10), vision_part="")
    contacts(story, 5, every=4)


@situation("open")
def second_rung(story: Story) -> None:
    """The client draws back: the first rung failed, and the second, key working, is offered."""
    whole_course(story, 96, due=5)
    drawn_back(story, 12)
    rung(story, "1", 8, "refused", story.choice(MOVING_ON))
    rung(story, "2", 4)


@situation("open")
def review_due_soon(story: Story) -> None:
    """Reviewed once, the next review within the week."""
    whole_course(story, 128, due=30)
    review(story, story.ago(86), 5)


@situation("open")
def intake_only(story: Story) -> None:
    """Met the day before yesterday; nothing is agreed yet."""
    intake = first_contact(story, 2)
    story.change(intake, story.opened, urgency="72 hours", lead_agency="Northside Outreach")
    assigned(story)
    contact(story, story.opened, "outreach")


@situation("open")
def closure_asked(story: Story) -> None:
    """Needs met, agreed, and waiting for the line manager's signature."""
    ask(story, 1, finished(story, 236))


# ---- open: on the other caseloads


@situation("open")
def plan_agreed(story: Story) -> None:
    """The plan is agreed; services come next."""
    taken_in(story, 16)
    plan(story, assessment(story, 2, completed=6), 9, agreed=13, due=4)
    contacts(story, 4, every=4)


@situation("open")
def first_weeks(story: Story) -> None:
    """The plan stands, and half of the first weeks' checklists is done with days to go."""
    taken_in(story, 12, days=1)
    needs = assessment(story, 1, completed=4)
    plan(story, needs, 5, agreed=6, due=1)
    services(story, needs, 6)
    checklists(story, 0.5, days=6)
    contacts(story, 3, every=4)


@situation("open")
def gap_told(story: Story) -> None:
    """A block that was reported to the line manager, who has not seen it yet."""
    taken_in(story, 58)
    needs = assessment(story, 2, completed=6)
    goals = plan(story, needs, 8, agreed=12, due=8)
    services(story, needs, 14)
    referral(story, needs[0], goals[0], story.after(16), "refused", answered=story.after(40))
    kind, need, service, tried, consequence = story.choice(GAPS)
    on = story.ago(4)
    gap = GapOrBlock(
        kind=kind,
        on=on,
        need=need,
        service=service,
        tried=tried,
        consequence=consequence,
        told_on=on,
        route="practical",
        client_part="Will not ask there a third time.",
    )
    story.add(gap)
    checklists(story, 0.6)
    contacts(story, 9)


@situation("open")
def closure_sent_back(story: Story) -> None:
    """The line manager sent the closure back with a reason."""
    asked = ask(story, 9, finished(story, 221, ended=10))
    story.change(
        asked,
        story.ago(6),
        story.seat.line_manager,
        "send back",
        state="sent back",
        sent_back_by=story.seat.line_manager,
        sent_back_on=story.ago(6),
        sent_back_reason="Whom do they ring at the weekend? Add it to the aftercare plan.",
    )


@situation("open")
def paused(story: Story) -> None:
    """Paused until a day soon."""
    whole_course(story, 77, due=21)
    story.case.state, story.case.paused_reason = "paused", story.choice(PAUSED)
    story.case.look_again_on = story.today + timedelta(days=story.number(2, 9))


@situation("open")
def restricted(story: Story) -> None:
    """Open to the case manager and the line manager only."""
    whole_course(story, 63, due=12)
    alert(story)
    story.case.restricted_to = [story.case.manager, story.seat.line_manager]


@situation("open")
def known_by_a_description(story: Story) -> None:
    """A client without a name yet, met on the street three times."""
    first_contact(story, 8, "nameless", urgent=True)
    assigned(story)
    contacts(story, 2, until=1, every=3)


@situation("open")
def emergency_disclosure(story: Story) -> None:
    """An emergency disclosure to an ambulance; the line manager has yet to review it."""
    taken_in(story, 34, urgent=True)
    needs = assessment(story, 3, completed=7)
    plan(story, needs, 9, agreed=12, due=2)
    contacts(story, 8, every=4)
    on = story.ago(1)
    disclosure = Disclosure(
        on=on,
        recipient="Ambulance service",
        reason="Found unconscious in the hostel.",
        information="Name, age, methadone, epilepsy.",
        told_client="Told in hospital the same evening.",
    )
    story.add(disclosure)
    story.add(UrgentHelp(need="medical", what="Ambulance called, went along", on=on, by=story.worker))


@situation("open")
def tracking(story: Story) -> None:
    """All five rungs: a tracking service keeps an eye out, and the offer stays open."""
    whole_course(story, 190, due=40)
    review(story, story.ago(84), None)
    drawn_back(story, 70)
    for number, on in (("1", 64), ("2", 52), ("3", 41), ("4", 30)):
        rung(story, number, on, "refused" if number < "4" else "no answer", story.choice(MOVING_ON))
    service = "City Street Tracking"
    consent = story.sharing
    story.change(consent, story.ago(24), recipients=[*consent.recipients, service])
    last = Rung(
        rung="5",
        on=story.ago(22),
        how="Left word at the soup run",
        answer="accepted",
        impossible=True,
        welfare=True,
        tracking_service=service,
    )
    story.add(last)
    for ago in (15, 6):
        note = Tracking(on=story.ago(ago), seen=True, where="canal bank", told=True, answer="Nodded.")
        story.add(note)


@situation("open")
def ready_to_close(story: Story) -> None:
    """Every goal is met; closure has not been spoken of."""
    met(story, whole_course(story, 203), story.ago(5))
    review(story, story.ago(20), 40, "yes")


@situation("open")
def override_asked(story: Story) -> None:
    """Closure before six months: the line manager is asked for an override."""
    met(story, whole_course(story, 101), story.ago(6))
    closure(story, story.ago(3))
    override = Override(
        rule=18,
        act="ask for closure",
        why="Moves in with his brother and has all he needs there.",
        asked_by=story.worker,
        asked_on=story.ago(2),
    )
    override.asked_signature = story.stage.sign(story.worker, request_statement(story.case.number, override))
    story.add(override, act="ask for an override")


@situation("open")
def consent_to_renew(story: Story) -> None:
    """A year has nearly gone by since consent was given."""
    whole_course(story, 352, due=15, every=12)
    review(story, story.ago(60), 30)


@situation("open")
def consent_withdrawn(story: Story) -> None:
    """Consent withdrawn for one of the services."""
    whole_course(story, 82, due=10)
    consent = story.sharing
    story.change(
        consent,
        story.ago(11),
        withdrawn_on=story.ago(11),
        withdrawn_for=consent.recipients[-1:],
        withdrawn_effect="They were told by letter. What they had stays with them.",
    )


@situation("open")
def no_contact_for_weeks(story: Story) -> None:
    """No contact with the client for nearly three weeks."""
    taken_in(story, 74)
    needs = assessment(story, 4, completed=7)
    plan(story, needs, 9, agreed=12, due=16)
    services(story, needs, 14)
    checklists(story, 0.8)
    contacts(story, 9, until=19)
    contact(story, story.working(story.ago(8)), "missed")


@situation("open")
def not_met_yet(story: Story) -> None:
    """Assigned five days ago; client and case manager have not met."""
    first_contact(story, 13)
    assigned(story, 8)


@situation("open")
def imported(story: Story) -> None:
    """Came from another system last week: its clocks start there."""
    first_contact(story, 240)
    story.case.imported_on = story.ago(6)
    story.case.source = f"demo:{story.number(100000, 999999)}"
    on = story.ago(6)
    story.add(Assignment(to=story.case.manager, on=on), on, story.seat.line_manager, "assign")
    contact(story, story.working(story.ago(4)))


@situation("open")
def services_silent(story: Story) -> None:
    """Two services were asked and have not answered; a referral looks like a block."""
    taken_in(story, 49)
    needs = assessment(story, 3, completed=6)
    goals = plan(story, needs, 9, agreed=12, due=11)
    services(story, needs, 14, confirmed=False)
    referral(story, needs[0], goals[0], story.working_days_ago(21))
    checklists(story, 0.7)
    contacts(story, 9)


@situation("open")
def assistant_decides_with_them(story: Story) -> None:
    """A sister assists with money and housing; the plan was reviewed, and is to be changed."""
    whole_course(story, 118, due=18)
    review(story, story.ago(2), None, right=False)
    authority = LegalAuthority(
        kind="assistant",
        who="A sister",
        scope="money and housing",
        document_seen=story.after(9),
        from_day=story.after(1),
        own_view="Glad of it for letters; decides on the rest alone.",
    )
    story.add(authority, story.after(9))


@situation("open")
def emergency_assessment(story: Story) -> None:
    """A short emergency form first; the whole assessment is under way and on time."""
    taken_in(story, 5, urgent=True, days=1)
    story.add(
        Assessment(
            kind="emergency",
            started_on=story.opened,
            completed_on=story.opened,
            urgent_shelter="No bed tonight.",
            urgent_medical="A cough for weeks.",
        )
    )
    assessment(story, 2, seen=4)
    contacts(story, 2, until=1, every=2)


# ---- what several situations share


def drawn_back(story: Story, ago: int) -> None:
    """Write that the client began to draw back, ``ago`` days ago."""
    contact(story, story.working(story.ago(ago + 3)), "missed")
    record = Disengagement(
        opened_on=story.ago(ago), signs=story.choice(SIGNS), client_part="Wants fewer meetings."
    )
    story.add(record)
    tick_step(story, "disengagement", story.ago(ago))


def rung(story: Story, number: str, ago: int, answer: str = "", moving_on: str = "") -> None:
    """Write that a rung of the ladder was offered, ``ago`` days ago, and what the client answered."""
    record = Rung(rung=number, on=story.ago(ago), how="In person", answer=answer, moving_on=moving_on)
    story.add(record)
