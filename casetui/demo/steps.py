"""Writes the steps of a demo case, from intake to closure, each with its records in order of day."""

from __future__ import annotations

from datetime import date, timedelta

from casetui.checklists.pack import Item
from casetui.data.records import (
    Action,
    Assessment,
    Assignment,
    Closure,
    Consent,
    Contact,
    Domain,
    Goal,
    Intake,
    Plan,
    Referral,
    ServiceInvolved,
    Strategy,
    Tick,
    UrgentHelp,
)
from casetui.demo.clients import CLIENTS, around_the_client
from casetui.demo.first_words import AGREEMENT, ANSWERS, PICTURE
from casetui.demo.notes import MORE_OF_NOTES, NOTES, WITH_A_SERVICE
from casetui.demo.reviews import answering
from casetui.demo.story import Story
from casetui.demo.words import (
    AFTERCARE,
    CONCERNS,
    FIRST_NAMES,
    NEEDS,
    OWN_WORDS,
    PLACES,
    STRATEGIES,
    URGENT,
    VISIONS,
    Need,
)

AGENCY = "Northside Outreach"
MINUTES = (10, 15, 20, 30, 45, 60)


# ---- step A: intake


def assigned(story: Story, days: int = 0) -> None:
    """Give the case to its case manager, ``days`` days after intake."""
    if story.case.manager:
        on = story.after(days)
        story.add(Assignment(to=story.case.manager, on=on), on, story.seat.line_manager, "assign")


def first_contact(story: Story, ago: int, who: str = "named", *, urgent: bool = False) -> Intake:
    """Open the case ``ago`` days ago with the client and the first contact; nothing is agreed yet.

    ``who`` is a word of ``CLIENTS``, such as ``nameless``.
    """
    story.case.opened_on = story.ago(ago)
    CLIENTS[who](story)
    where = story.choice(PLACES)
    if urgent:
        need, what = story.choice(URGENT)
        story.add(UrgentHelp(need=need, what=what, on=story.opened, by=AGENCY))
    intake = Intake(first_contact_on=story.opened, first_contact_where=where, concerns=story.choice(CONCERNS))
    if who != "nameless":
        intake.client_part = "A bed for tonight first; the rest can wait."
    return story.add(intake, story.opened)


def taken_in(story: Story, ago: int, who: str = "named", *, urgent: bool = False, days: int = 2) -> Intake:
    """Write step A, begun ``ago`` days ago and complete within ``days`` days."""
    intake = first_contact(story, ago, who, urgent=urgent)
    on = story.after(days)
    criteria = list(story.stage.method.labels("criteria"))
    intake = story.change(
        intake,
        on,
        criteria_met=criteria[: story.number(2, max(2, len(criteria)))],
        steps_explained_on=on,
        explained_by=story.stage.names.get(story.worker, story.worker),
        copy_given_on=on,
        no_services=True,
        **AGREEMENT,
        agreed_on=on,
        agreed_how="signed",
        asked_client_on=on,
        existing_manager="none",
        existing_assessment="none",
        register_checked_on=on,
        register_checked_by=story.worker,
        register_result="none",
        register_reference=f"LINK {story.number(100000, 999999)}",
        lead_agency=AGENCY,
        lead_reason="Sees them most often.",
        serves_six_months=True,
    )
    agree(story, on, "case management")
    assigned(story, 0)
    if story.case.manager:
        contact(story, on, "office", "Explained what case management is, step by step. Agreed and signed.")
    tick_step(story, "intake", on)
    return intake


def agree(story: Story, on: date, kind: str, recipients: tuple[str, ...] = ()) -> Consent:
    """Write a consent of this kind, given on that day."""
    consent = Consent(
        kind=kind,
        own_words="" if recipients else story.choice(ANSWERS),
        given_on=on,
        how="signed",
        limits_explained=True,
        recipients=list(recipients),
        information="What the plan needs" if recipients else "",
        purpose="Getting the services of the plan to work together" if recipients else "",
    )
    return story.add(consent, on)


# ---- step B: assessment and plan


def assessment(
    story: Story, days: int, *, seen: int | None = None, completed: int | None = None
) -> list[Need]:
    """Write the assessment, started ``days`` days after intake; return the needs found.

    ``seen`` is how many domains were looked at, by default all; ``completed`` is in days after intake.
    """
    on = story.after(days)
    agree(story, on, "assessment")
    done = story.after(completed) if completed is not None else None
    record = Assessment(
        kind="initial",
        started_on=on,
        completed_on=done,
        **PICTURE,
    )
    story.add(record, on)
    return domains(story, record, done or on, seen)


def domains(story: Story, record: Assessment, on: date, seen: int | None) -> list[Need]:
    """Write the method's first ``seen`` domains, two to four with a need; return the needs by priority."""
    keys = list(story.stage.method.labels("domains"))[:seen]
    wanted = set(story.rng.sample(keys, min(len(keys), story.number(2, 4))))
    found: list[Need] = []
    for key in keys:
        need = need_of(key)
        if key not in wanted or need is None:
            story.add(Domain(assessment=record.id, domain=key, need="none", situation="No concern now."), on)
            continue
        found.append(need)
        domain = Domain(
            assessment=record.id,
            domain=key,
            need="urgent" if len(found) == 1 else "some",
            priority=len(found),
            situation=need.situation,
            strengths=need.strength,
            own_words=story.choice(OWN_WORDS),
        )
        story.add(domain, on)
    return found


def need_of(key: str) -> Need | None:
    """Return the demo's need for a domain of the method, or ``None``."""
    return next((need for need in NEEDS if need.word in key.lower()), None)


def domain_key(story: Story, need: Need) -> str:
    """Return the key of the method's domain of a need; empty where the method has none."""
    return next((key for key in story.stage.method.labels("domains") if need.word in key.lower()), "")


def plan(
    story: Story, needs: list[Need], days: int, *, agreed: int | None = None, due: int = 20
) -> list[Goal]:
    """Write the plan, ``days`` days after intake, with a goal for each need; return the goals.

    ``agreed`` is in days after intake. The first goal's actions are due from ``due`` days after today on.
    """
    on = story.after(days)
    consent = agree(story, on, "sharing", tuple(need.service for need in needs))
    record = Plan(
        vision=story.choice(VISIONS),
        present="Client and case manager",
        chosen_by="the client",
        not_there=["family"],
        not_there_why="Wants to tell them when it is done.",
        options="Each service was explained, with what it asks for and how long it takes.",
        chosen=needs[0].service if needs else "",
        chosen_why="Near, and they know me there.",
        client_part="Set the order of the goals.",
    )
    if agreed is not None:
        record.state, record.agreed_on, record.agreed_how = "agreed", story.after(agreed), "signed"
    goals = [goal(story, need, on, story.today + timedelta(days=due + 9 * n)) for n, need in enumerate(needs)]
    goals = [answering(story, found, on, record.vision, first=found is goals[0]) for found in goals]
    for found in goals[:1]:
        what, by = STRATEGIES[story.opened.day % len(STRATEGIES)]
        story.add(Strategy(what=what, proposed_by=by, goal=found.id, principles=["natural supports"]), on)
    if agreed is not None:
        record.agreed_text = "\n".join(goal.wording for goal in goals)
    story.add(record, on)
    tick_step(story, "plan", on)
    story.sharing = consent
    return goals


def goal(story: Story, need: Need, on: date, due: date) -> Goal:
    """Write one goal with its actions, of which the first is due on ``due``."""
    record = Goal(
        wording=need.goal,
        domain=domain_key(story, need),
        measure=need.measure,
        horizon="short",
        whose="client",
    )
    if need.word == "accommodation":
        record.event, record.event_on = "The move", due + timedelta(days=40)
    if need.word == "skill":
        record.kind, record.skill_now, record.skill_hoped = "skill", "1", "4"
    story.add(record, on)
    for number, (what, kind) in enumerate(need.actions):
        own = story.stage.names.get(story.worker, story.worker)
        who = {"service": need.service, "client": "the client", "network": "sister"}.get(kind, own)
        day = due + timedelta(days=6 * number)
        story.add(Action(goal=record.id, what=what, who=who, who_kind=kind, due_on=day), on)
    return record


def met(story: Story, goals: list[Goal], on: date) -> None:
    """Write that the goals were met on that day, and their actions done."""
    wanted = {goal.id for goal in goals}
    for goal_ in goals:
        story.change(goal_, on, state="met", met_on=on)
    for action in story.every(Action):
        if action.goal in wanted:
            story.change(action, on, state="done", done_on=on, outcome="Done.")


# ---- step C: coordination


def services(story: Story, needs: list[Need], days: int, *, confirmed: bool = True) -> None:
    """Write that each need's service was asked to take part, and confirmed four days later."""
    for number, need in enumerate(needs):
        on = max(story.working(story.after(days + number)), story.sharing.given_on)
        record = ServiceInvolved(
            agency=need.service,
            key_worker=story.choice(FIRST_NAMES),
            part=need.goal,
            service_class="essential",
            wanted=True,
            wanted_asked_on=on,
            consent=story.sharing.id,
            asked_on=on,
        )
        if confirmed:
            later = story.after(days + number + 4)
            record.confirmed_on, record.confirmed_how, record.plan_sent_on = later, "email", later
            record.plan_sent_what = "part"
        story.add(record, on)


def referral(
    story: Story, need: Need, goal_: Goal, sent: date, answer: str = "", *, answered: date | None = None
) -> Referral:
    """Write a referral under the consent to sharing."""
    record = Referral(
        to=need.service,
        goal=goal_.id,
        consent=story.sharing.id,
        criteria_checked=True,
        sent_on=sent,
        sent_how="email",
        answer=answer,
        answered_on=answered,
        interim="Drop-in at the day centre",
        refused_why="Their list is closed." if answer == "refused" else "",
    )
    return story.add(record, sent)


def tick_step(story: Story, area: str, on: date) -> None:
    """Tick the items of a step that are ticked by hand."""
    step = story.stage.method.step_of(area)
    if step:
        tick_items(story, area, step.item, on)


def checklists(story: Story, part: float, days: int = 10) -> None:
    """Tick a part (0 to 1) of every checklist, a checklist a day from ``days`` days after intake on."""
    for number, found in enumerate(story.stage.method.lists.values()):
        share = len(found.item) if part >= 1 else round(len(found.item) * part * (1 + 0.4 * (number % 2)))
        tick_items(story, found.key, found.item[:share], story.working(story.after(days + number)))


def tick_items(story: Story, key: str, items: list[Item], on: date) -> None:
    """Tick the items that no rule computes."""
    for item in items:
        if not item.rule:
            story.add(
                Tick(checklist=key, item=item.key, on=on, by=story.worker, value=_value(story, item, on))
            )


def _value(story: Story, item: Item, on: date) -> str:
    if not item.asks:
        return ""
    if item.kind == "number":
        return f"{story.number(10000, 99999)}"
    made_up = {
        "day": on.isoformat(),
        "place": "Dublin City Council",
        "up to 3": "Cabra, Finglas",
        "answers": f"accepted {on.isoformat()}",
    }
    return made_up.get(item.kind, "see the letter")


# ---- contact, review, closure


def contact(story: Story, on: date, kind: str = "", summary: str = "") -> Contact:
    """Write down a contact."""
    if not summary:
        chosen = story.choice(
            [note for note in NOTES if kind in ("", note[0]) and (kind or note[0] != "missed")]
        )
        kind, summary = chosen
    record = Contact(kind=kind, summary=summary, on=on, by=story.worker)
    record.minutes = None if kind in ("missed", "message", "letter") else story.choice(MINUTES)
    record.local = kind in ("visit", "outreach") if kind in ("visit", "outreach", "office") else None
    record.company = story.choice(("accompanied", "own")) if kind == "appointment" else ""
    record = record.model_copy(update=MORE_OF_NOTES.get(summary, {}))
    if kind == "appointment" and (goals := story.every(Goal)):
        record.goal = goals[0].id
    return story.add(record, on)


def contacts(story: Story, first: int, *, until: int = 3, every: int = 6) -> None:
    """Write a contact about every ``every`` days, from ``first`` days after intake to ``until`` days ago."""
    on, last = story.after(first), story.ago(until)
    while on <= last:
        contact(story, story.working(on))
        on += timedelta(days=every + story.number(-2, 3))
    if (last - story.working(on - timedelta(days=every))).days > 0:
        contact(story, story.working(last))


def whole_course(story: Story, ago: int, *, due: int = 20, every: int = 9, until: int = 3) -> list[Goal]:
    """Write a case that went as it should, from intake ``ago`` days ago to coordination; return its goals."""
    taken_in(story, ago)
    needs = assessment(story, 3, completed=6)
    goals = plan(story, needs, 8, agreed=10, due=due)
    services(story, needs, 12)
    referral(story, needs[0], goals[0], story.after(14), "accepted", answered=story.after(22))
    checklists(story, 1, days=9)
    tick_step(story, "coordination", story.after(24))
    around_the_client(story)
    contacts(story, 8, every=every, until=until)
    on = story.working(story.after(16))
    rang = Contact(kind="phone", summary=WITH_A_SERVICE, on=on, by=story.worker, minutes=10)
    story.add(rang.model_copy(update=MORE_OF_NOTES[WITH_A_SERVICE]))
    return goals


def closure(story: Story, on: date, reason: str = "needs met") -> Closure:
    """Write the closure with all that a signature needs."""
    record = Closure(
        reason=reason,
        aftercare=story.choice(AFTERCARE),
        aftercare_call="Northside Outreach, 020 910 0000",
        achieved="A home, a doctor, and a plan that was theirs.",
        evaluation="Most worked once one person led.",
        handed_on="None are open.",
        client_part="Wrote the last page.",
        told_client_on=on,
        told_services_on=on,
        why_not_told="No family that wants to be told.",
        aftercare_agreed_on=on,
    )
    if reason == "needs met":
        record.needs_met, record.agreed_on = True, on
    if reason == "handed over":
        record.receiver, record.receiver_accepted_on = "Southside Tenancy Support", on
    if reason == "client":
        record.request_who, record.request_on, record.request_how = "the client", on, "by phone"
    story.add(record, on)
    tick_step(story, "closure", on)
    return record
