"""The days that the case itself sets: actions, next contact and review, the first answer, looking again."""

from __future__ import annotations

from datetime import date

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import after_pause, no_earlier, term
from casetui.checklists.values import day_of
from casetui.data.casefile import CaseFile
from casetui.data.records import Contact, Review, Tick, UrgentHelp
from casetui.words import N_


@rule(0, "Child protection, 4")
def open_actions(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Each open action of the plan is due on its own day."""
    return [
        Finding(
            weight="due", area="plan", record=action.id,
            due=no_earlier(case, action.due_on),
            what=method.say(N_("{what}, by {who}"), what=action.what, who=action.who),
            kind=method.say(N_("Action of the plan")),
            do=method.say(N_("Do it, or agree another day; then write down what came of it.")),
        )
        for action in facts.open_actions(case)
    ]  # fmt: skip


@rule(0, "ICM, Opfølgning")
def next_contact(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Each contact that was arranged is due on its day, until a contact of that day or later is written down.

    A contact with a service alone does not settle one that was arranged with the client.
    It is due also while the case is paused: the worker says whether the appointment was kept or missed.
    """
    contacts = sorted(case.all(Contact), key=lambda one: one.on)
    arranged = {contact.next_on: contact for contact in contacts if contact.next_on}
    return [
        Finding(
            weight="due", area="review", record=last.id, since=last.on,
            due=no_earlier(case, day),
            what=method.say(N_("Next contact")),
            do=method.say(N_("Write down how it went, or that it was missed.")),
        )
        for day, last in arranged.items()
        if not any(
            contact.on >= day and (contact.with_client or not last.with_client)
            for contact in contacts
            if contact.id != last.id
        )
    ]  # fmt: skip


@rule(0, "Child protection, 6 (ours)")
def next_review(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The next review is due on the day that the last review set, but not while the case is paused.

    A review that fell into a pause is due on the day on which the case was taken up again.
    """
    last = max(case.all(Review), key=lambda one: one.on, default=None)
    if last is None or last.next_on is None or case.case.state == "paused":
        return []
    return [
        Finding(
            weight="due", area="review", record=last.id, since=last.on,
            due=after_pause(case, no_earlier(case, last.next_on)),
            what=method.say(N_("Review of the plan")),
            do=method.say(N_("Hold the review, and write it down.")),
        )
    ]  # fmt: skip


@rule(0, "NASW, intervention (ours)")
def planned_events(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The day of an event, such as a move, that the plan or an open goal is for.

    The plan's event is over with the first review on that day or later.
    """
    plan, reviews = facts.plan(case), facts.reviews(case)
    found: list[tuple[str, str, date | None]] = [
        (goal.id, goal.event, goal.event_on) for goal in facts.goals(case) if goal.state == "open"
    ]
    reviewed = bool(plan and plan.event_on and any(review.on >= plan.event_on for review in reviews))
    if plan and plan.state != "ended" and not reviewed:
        found.append((plan.id, plan.event, plan.event_on))
    return [
        Finding(
            weight="due", area="plan", record=record, due=no_earlier(case, day),
            what=method.say(N_("The plan is for: {event}"), event=event),
            kind=method.say(N_("An event that the plan is for")),
            do=method.say(N_("See that what was planned for it is done; afterwards, say what came of it.")),
        )
        for record, event, day in found if event and day
    ]  # fmt: skip


@rule(0, "Child protection, 3 (ours)")
def first_answer(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The first answer is due by the urgency said at intake: 24 hours, 72 hours or 7 days.

    It is counted in days from first contact. Urgent help, or a contact that took place, is an answer.
    """
    intake = facts.intake(case)
    start = intake.first_contact_on or case.case.opened_on
    key = f"urgency_{intake.urgency.replace(' ', '_')}"
    end = term(method, context, key, no_earlier(case, start))
    answered = [
        *(urgent_help.on for urgent_help in case.all(UrgentHelp)),
        *(contact.on for contact in facts.met(case)),
    ]
    if end is None or any(day >= start for day in answered):
        return []
    return [
        Finding(
            weight="due", area="intake", source=end.source, record=intake.id, since=start,
            due=end.day,
            what=method.say(N_("First answer to {the_client}")),
            do=method.say(N_("See or call them, and write down the contact or the help given.")),
        )
    ]  # fmt: skip


@rule(0, "ICM, Tidsramme (ours)")
def look_again(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A paused case is looked at again on its day; until then rule 33 and reviews rest."""
    head = case.case
    if head.state != "paused":
        return []
    if head.look_again_on is None:
        return [
            Finding(
                weight="warn",
                area="review",
                record=head.id,
                what=method.say(N_("The case rests without a day to look again.")),
                do=method.say(N_("Set a day.")),
            )
        ]
    return [
        Finding(
            weight="due", area="review", record=head.id,
            due=no_earlier(case, head.look_again_on),
            what=method.say(N_("Look again: the case rests ({why})"), why=head.paused_reason or "?"),
            kind=method.say(N_("Look again: the case rests")),
            do=method.say(N_("Take the case up again, or set another day.")),
        )
    ]  # fmt: skip


@rule(0, "Guidebook, C (ours)")
def expected_answers(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The day of an expected answer, such as the medical card's, is due until the answer is written down."""
    ticks = {(tick.checklist, tick.item): tick for tick in case.all(Tick) if tick.state != "open"}
    waited = [
        (checklist, item, ticks[checklist.key, item.key])
        for checklist in method.lists.values()
        for item in checklist.item
        if item.settled_by
        and (checklist.key, item.key) in ticks
        and (checklist.key, item.settled_by) not in ticks
    ]
    area = {key: step.area for step in method.step for key in step.checklists}
    return [
        Finding(
            weight="due", area=area.get(checklist.key, "coordination"), record=tick.id, since=tick.on,
            due=no_earlier(case, day),
            what=method.say(N_("Answer expected: {list}"), list=method.say(checklist.title)),
            do=method.say(N_("Ask for the answer, and write down what came of it.")),
        )
        for checklist, _, tick in waited
        if tick.state == "done" and (day := day_of(tick.value))
    ]  # fmt: skip
