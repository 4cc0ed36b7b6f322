"""The item rules: items of checklists computed from the case file. Packs name these functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casetui.checklists import facts
from casetui.checklists.base import Context, ItemAnswer, domain_item_rule, item_rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import after_pause, no_earlier, term
from casetui.checklists.values import REFUSALS, answered
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day
from casetui.data.foreign_text import in_words
from casetui.data.records import (
    Action,
    Assessment,
    Case,
    Closure,
    Consent,
    Contact,
    Disengagement,
    Domain,
    GapOrBlock,
    Goal,
    Intake,
    Plan,
    Referral,
    Review,
    Rung,
    ServiceInvolved,
    Tick,
)
from casetui.words import N_

OPEN = ItemAnswer("open")
NOT_APPLICABLE = ItemAnswer("not applicable")


def _on(day: date | None) -> ItemAnswer:
    """Return "done" with the day, or "open" without a day."""
    return ItemAnswer("done", short_day(day)) if day else OPEN


def _yes(holds: object, detail: str = "") -> ItemAnswer:
    """Return "done" where ``holds`` is true, else "open"."""
    return ItemAnswer("done" if holds else "open", detail)


def _each(checks: Iterable[bool]) -> ItemAnswer:
    """Return "done" where every check holds, counted as in ``2/3``; without checks "not applicable"."""
    found = list(checks)
    if not found:
        return NOT_APPLICABLE
    return _yes(all(found), f"{sum(found)}/{len(found)}")


# ---- intake


@item_rule(Intake)
def criteria_met(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """At least one of the method's criteria is met; how many are is no part of a whole."""
    known = method.labels("criteria")
    number = len({key for key in facts.intake(case).criteria_met if key in known or not known})
    return _yes(number, method.say(N_("{n} met"), n=number) if known and number else "")


@item_rule(Intake)
def steps_explained(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The day on which the steps were explained is written down."""
    return _on(facts.intake(case).steps_explained_on)


@item_rule(Intake)
def agreement_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The client agreed to be case managed, at intake or by a consent, and did not withdraw it since.

    The detail says which of the two says it: a consent that was struck out does not take the intake back.
    """
    agreed = facts.intake(case).agreed_on
    withdrawn = facts.last_withdrawn(case, "case management", context.day)
    if agreed and not (withdrawn and agreed < withdrawn):
        return ItemAnswer("done", method.say(N_("{day}, as the intake says"), day=short_day(agreed)))
    if consent := facts.agreed_to(case, "case management", context.day):
        day = short_day(consent.given_on)
        return ItemAnswer("done", method.say(N_("{day}, as a consent says"), day=day))
    return OPEN


@item_rule(Intake)
def client_asked(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The client was asked about another case manager, and about an earlier assessment."""
    intake = facts.intake(case)
    return _on(intake.asked_client_on) if intake.existing_manager and intake.existing_assessment else OPEN


@item_rule(Intake)
def existing_case_manager_checked(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The shared register was checked and gave an answer."""
    intake = facts.intake(case)
    return _on(intake.register_checked_on) if intake.register_result in ("none", "found") else OPEN


@item_rule(Intake)
def lead_agency_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A lead agency is named and will serve for six months."""
    intake = facts.intake(case)
    return _yes(intake.lead_agency and intake.serves_six_months)


@item_rule(Case)
def case_manager_named(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The case has a case manager."""
    worker = context.people.get(case.case.manager)
    return _yes(case.case.manager or facts.in_force(case), worker.name if worker else "")


# ---- assessment


@item_rule(Consent)
def assessment_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A consent to the assessment stands."""
    consent = facts.agreed_to(case, "assessment", context.day)
    return _on(consent.given_on if consent else None)


@item_rule(Consent)
def sharing_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A consent to sharing stands and names at least one service."""
    return _yes(
        any(consent.kind == "sharing" and consent.recipients for consent in facts.consents(case, context.day))
    )


@item_rule(Domain)
def domains_seen(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every domain of the method says its need, which may be "none"."""
    seen = facts.domains(case)
    return _each(key in seen for key in method.labels("domains"))


@item_rule(Assessment)
def risks_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Risks are written down; that there are none counts."""
    return _yes(any(assessment.risks for assessment in case.all(Assessment)))


@item_rule(Assessment)
def client_heard_in_assessment(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The client's part or words stand in the assessment or one of its domains."""
    said = any(assessment.client_part for assessment in facts.full_assessments(case))
    return _yes(said or any(domain.own_words for domain in case.all(Domain)))


@item_rule(Assessment)
def assessment_completed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A full assessment is complete; an emergency one does not count."""
    done = facts.completed_assessment(case)
    return _on(done.completed_on if done else None)


@domain_item_rule(Domain)
def need_found(case: CaseFile, method: Method, context: Context, domain: str) -> ItemAnswer:
    """The latest assessment of the domain found some or urgent need in it."""
    return _yes(domain in facts.needs(case))


# ---- plan


@item_rule(Plan)
def vision_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The plan has a vision in the client's words."""
    plan = facts.plan(case)
    return _yes(plan and plan.vision)


@item_rule(Goal)
def needs_have_goals(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every need has a goal with a measure; without needs there is at least one goal with a measure."""
    measured = {goal.domain for goal in facts.goals(case) if goal.measure}
    return _each(key in measured for key in facts.needs(case)) if facts.needs(case) else _yes(measured)


@item_rule(Plan)
def options_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The plan says which options were put to the client."""
    plan = facts.plan(case)
    return _yes(plan and plan.options)


@item_rule(Goal)
def goals_have_actions(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every goal that is not yet met has an action, open or done; there is at least one goal.

    An action that is done does not take the plan back: what is next for its goal is asked at the review.
    """
    goals = facts.goals(case)
    if not goals:
        return OPEN
    actions = [action for action in case.all(Action) if action.state != "dropped"]
    acted = {action.goal for action in actions if action.what and action.who}
    checks = [goal.id in acted for goal in goals if goal.state == "open"]
    return _each(checks) if checks else ItemAnswer("done")


@item_rule(Plan)
def plan_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A plan is agreed."""
    agreed = [plan for plan in case.all(Plan) if plan.state == "agreed"]
    if not agreed:
        return OPEN
    day = agreed[-1].agreed_on
    return ItemAnswer("done", short_day(day) if day else "")


# ---- coordination


@item_rule(ServiceInvolved)
def services_confirmed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every service involved confirmed."""
    return _each(service.confirmed_on is not None for service in case.all(ServiceInvolved))


@item_rule(ServiceInvolved)
def plan_sent(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The plan went to every service involved."""
    return _each(service.plan_sent_on is not None for service in case.all(ServiceInvolved))


@item_rule(Referral)
def referrals_answered(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every referral that was sent was answered."""
    return _each(bool(referral.answer) for referral in case.all(Referral) if referral.sent_on)


# ---- difficulties


@item_rule(GapOrBlock)
def gaps_told(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The line manager was told of every gap and block."""
    return _each(gap.told_on is not None for gap in case.all(GapOrBlock))


@item_rule(GapOrBlock)
def gaps_on_route(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every gap and block is settled or has its route."""
    return _each(bool(gap.closed_on or gap.route) for gap in case.all(GapOrBlock))


# ---- review


@item_rule(Contact)
def contact_kept(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """There was a contact, and the last contact is no longer ago than the deadline ``no_contact`` allows."""
    found = facts.met(case)
    if not found:
        return OPEN
    end = term(method, context, "no_contact", after_pause(case, no_earlier(case, found[-1].on)))
    kept = case.case.state == "paused" or end is None or context.day <= end.day
    return _yes(kept, short_day(found[-1].on))


def _review(case: CaseFile) -> Review | None:
    return max(case.all(Review), key=lambda review: review.on, default=None)


@item_rule(Review)
def review_held(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """There was a review."""
    review = _review(case)
    return _on(review.on if review else None)


@item_rule(Review)
def plan_still_right(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The last review says that the plan is right, or what changes."""
    review = _review(case)
    return _yes(review and (review.still_right or review.changes))


@item_rule(Goal)
def goals_met(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every goal is met; there is at least one."""
    goals = facts.goals(case)
    return _each(goal.state == "met" for goal in goals) if goals else OPEN


# ---- disengagement


@item_rule(Disengagement)
def signs_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The signs are written down, and what the client says."""
    return _yes(any(episode.signs and episode.client_part for episode in case.all(Disengagement)))


@item_rule(Rung)
def rungs_answered(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every rung offered in this disengagement has its answer; at least one was offered."""
    rungs = facts.rungs(case, facts.disengagement(case, context.day))
    return _each(bool(rung.answer) for rung in rungs) if rungs else OPEN


# ---- closure


@item_rule(Closure)
def closure_reason_given(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The reason for closing is given."""
    closure = facts.closure(case)
    return _yes(closure and closure.reason)


@item_rule(Closure)
def closure_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Needs are met and the client agrees; not applicable where the case closes for another reason."""
    closure = facts.closure(case)
    if closure and closure.reason not in ("", "needs met"):
        return NOT_APPLICABLE
    return _on(closure.agreed_on if closure and closure.needs_met else None)


@item_rule(Closure)
def aftercare_applies(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Aftercare follows the closure, unless the closure says why none does (Guidebook, G).

    A closure for the reason "needs met" always has aftercare.
    """
    closure = facts.closure(case)
    none = closure and _why_none(closure) and not closure.aftercare
    return _yes(not none)


@item_rule(Closure)
def aftercare_planned(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The closure says the aftercare plan and whom to call; or, unless needs are met, why there is none."""
    closure = facts.closure(case)
    if closure is None:
        return OPEN
    planned = in_words(closure.aftercare) and closure.aftercare_call
    return _yes(planned or _why_none(closure))


def _why_none(closure: Closure) -> bool:
    return closure.reason != "needs met" and in_words(closure.why_no_aftercare)


@item_rule(Closure)
def actions_handed_on(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Open actions are handed on; not applicable where no action is open."""
    closure = facts.closure(case)
    if not facts.open_actions(case):
        return NOT_APPLICABLE if closure else OPEN
    return _yes(closure and closure.handed_on)


@item_rule(Closure)
def closure_signed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A line manager signed."""
    closure = facts.closure(case)
    return _on(closure.signed_on if closure and closure.state == "signed" else None)


@item_rule(Tick)
def practices_refused(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Three practices refused the client, and none has accepted since."""
    values = [
        tick.value
        for tick in case.all(Tick)
        for item in (method.lists[tick.checklist].item if tick.checklist in method.lists else ())
        if item.key == tick.item and item.kind == "answers" and tick.state != "not applicable"
    ]
    refused, accepted = answered(", ".join(values))
    return _yes(refused >= REFUSALS and not accepted, f"{refused}/{REFUSALS}")
