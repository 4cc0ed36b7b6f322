"""The checklists of the first weeks (rule 19), referrals, and services that are silent (rule 38)."""

from __future__ import annotations

from datetime import date

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.lists import ListStanding, list_standing
from casetui.checklists.pack import Method
from casetui.checklists.spans import no_earlier, term
from casetui.data.casefile import CaseFile
from casetui.data.colleague import told_as
from casetui.data.records import ServiceInvolved
from casetui.words import N_


@rule(19, "Guidebook, C")
def first_weeks(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The checklists of the first weeks are complete by their deadline, 14 days after intake (rule 19)."""
    late: dict[date, list[ListStanding]] = {}
    for key in dict.fromkeys(key for step in method.step for key in step.checklists):
        one = list_standing(case, method, context, method.lists[key])
        if one.due and not one.settled:
            late.setdefault(one.due, []).append(one)
    return [
        Finding(
            weight="warn", area="coordination", source=lists[0].source, due=due,
            since=case.case.clock_start,
            what=method.say(N_("First-weeks checklists: {lists}"),
                            lists=", ".join(f"{checklist.title} {checklist.detail}" for checklist in lists)),
            do=method.say(N_("Do the open items, or say why one does not apply.")),
        )
        for due, lists in sorted(late.items())
    ]  # fmt: skip


@rule(0, "Guidebook, 2 (ours)")
def referral_answer(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An answer is chased 10 working days after a referral was sent; after 20 it may be a block.

    Both findings end when the referral is answered, or when the client withdraws the permission for it.
    """
    found = []
    for referral in facts.unanswered(case, context.day):
        start = no_earlier(case, referral.sent_on or context.day)
        chase = term(method, context, "referral_chase", start)
        block = term(method, context, "referral_block", start)
        if chase and not (block and context.day > block.day):
            found.append(
                Finding(
                    weight="due",
                    area="coordination",
                    source=chase.source,
                    record=referral.id,
                    since=referral.sent_on,
                    due=chase.day,
                    what=method.say(N_("Answer to the referral to {service}"), service=referral.to),
                    kind=method.say(N_("Answer to a referral")),
                    do=method.say(N_("Ask for the answer, and write it down.")),
                )
            )
        if block:
            found.append(
                Finding(
                    weight="warn",
                    area="difficulties",
                    source=block.source,
                    record=referral.id,
                    since=referral.sent_on,
                    due=block.day,
                    what=method.say(
                        N_("Referral to {service} unanswered: a possible block"), service=referral.to
                    ),
                    kind=method.say(N_("Referral unanswered: a possible block")),
                    do=method.say(
                        told_as(
                            context.who,
                            N_("Tell the line manager, and record a block."),
                            N_("Settle it with the service, and record a block."),
                        )
                    ),
                )
            )
    return found


@rule(38, "Guidebook, C (ours); ICM, Koordination (ours)")
def service_silent(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A service that was asked confirms its part within 10 working days (rule 38)."""
    found = []
    for service in case.all(ServiceInvolved):
        if service.asked_on is None or service.confirmed_on:
            continue
        end = term(method, context, "service_confirms", no_earlier(case, service.asked_on))
        if end is None:
            continue
        found.append(
            Finding(
                weight="warn", area="coordination", source=end.source, record=service.id,
                since=service.asked_on, due=end.day,
                what=method.say(N_("{service} has not confirmed its part"), service=service.agency),
                kind=method.say(N_("A service has not confirmed its part")),
                do=method.say(N_("Ask again, and write down what they say.")),
            )
        )  # fmt: skip
    return found


@rule(38, "Guidebook, C (ours)")
def plan_not_sent_again(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A plan that was agreed anew goes to those who have the former one (rule 38)."""
    plan = facts.agreed_plan(case)
    return [
        Finding(
            weight="warn", area="coordination", record=service.id, since=plan.agreed_on,
            what=method.say(N_("{service} has the former plan, not the one that is agreed now."),
                            service=service.agency),
            kind=method.say(N_("A service has the former plan.")),
            do=method.say(N_("Send it what concerns it, as far as consent goes, and write down the day.")),
        )
        for service in case.all(ServiceInvolved)
        if plan and service.plan_sent_on and not facts.has_plan_as_agreed(case, service)
    ]  # fmt: skip
