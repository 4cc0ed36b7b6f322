"""What rules and items read from a case file. Each function answers one question and judges nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casetui.data.casefile import CaseFile
from casetui.data.names import as_named
from casetui.data.records import (
    Action,
    Alert,
    Assessment,
    Assignment,
    Closure,
    Consent,
    Contact,
    Disclosure,
    Disengagement,
    Domain,
    Goal,
    Intake,
    Plan,
    Referral,
    Review,
    Rung,
    ServiceInvolved,
    Worker,
)
from casetui.data.records.consent import INCLUDES, UNLESS_SAID
from casetui.words import N_, say

NEEDED = ("some", "urgent")


def same_name(one: str, other: str) -> bool:
    """Return whether two names of services or people are the same but for case and spaces."""
    return as_named(one) == as_named(other) != ""


NOBODY = ("", "none", "no", "nobody", "-")


def is_named(text: str) -> bool:
    """Return whether a text names somebody or something: "none" and a dash name nothing."""
    return text.strip().casefold() not in (*NOBODY, say("none").casefold())


def named_in(name: str, names: Iterable[str]) -> bool:
    """Return whether ``name`` is one of ``names``."""
    return any(same_name(name, other) for other in names)


def intake(case: CaseFile) -> Intake:
    """Return the intake; an empty one without an id where none was begun."""
    return case.one(Intake) or Intake(id="")


def alerts(case: CaseFile) -> list[Alert]:
    """Return the alerts, also with no more than kind and text where something else in one cannot be read."""
    partly = [
        Alert(kind=str(left.get("kind", "")), text=str(left.get("text", "")) or say(N_("cannot be read")))
        for left in case.remains(Alert)
    ]
    return [*case.all(Alert), *partly]


def full_assessments(case: CaseFile) -> list[Assessment]:
    """Return the assessments by the day they started, without emergency ones, which satisfy no gate."""
    found = [assessment for assessment in case.all(Assessment) if assessment.kind != "emergency"]
    return sorted(found, key=lambda one: one.started_on)


def completed_assessment(case: CaseFile, by: date | None = None) -> Assessment | None:
    """Return the last full assessment that was completed, by ``by`` where that day is given; or ``None``."""
    done = [
        assessment
        for assessment in full_assessments(case)
        if assessment.completed_on and (not by or assessment.completed_on <= by)
    ]
    return done[-1] if done else None


def domains(case: CaseFile) -> dict[str, Domain]:
    """Return by domain the record of the latest assessment that says the need there; others are left out.

    A domain that was not explored says no need: what an earlier assessment found in it still counts.
    """
    started = {assessment.id: assessment.started_on for assessment in case.all(Assessment)}
    found = sorted(case.all(Domain), key=lambda one: started.get(one.assessment, date.min))
    return {one.domain: one for one in found if one.explored}


def written_domains(case: CaseFile, assessment: Assessment) -> dict[str, Domain]:
    """Return what an assessment says of each domain; of domains of no assessment, as imports write them."""
    found = [one for one in case.all(Domain) if one.assessment in ("", assessment.id)]
    return {one.domain: one for one in sorted(found, key=lambda one: bool(one.assessment))}


def domains_before(case: CaseFile, assessment: Assessment) -> dict[str, Domain]:
    """Return what the assessments before this one said of each domain, the latest that says a need first."""
    every = case.all(Assessment)
    earlier = every[: next((n for n, one in enumerate(every) if one.id == assessment.id), len(every))]
    started = {one.id: one.started_on for one in earlier}
    found = sorted(
        (one for one in case.all(Domain) if one.assessment in started),
        key=lambda one: started[one.assessment],
    )
    return {one.domain: one for one in found if one.explored}


def unsaid_domains(case: CaseFile, labels: Iterable[str], assessment: Assessment) -> list[str]:
    """Return the keys of the domains that an assessment says nothing of: no need, and not why it is open."""
    written = written_domains(case, assessment)
    return [key for key in labels if key not in written or not written[key].said]


def needs(case: CaseFile) -> dict[str, Domain]:
    """Return the domains in which there is a need."""
    return {key: one for key, one in domains(case).items() if one.need in NEEDED}


def plan(case: CaseFile) -> Plan | None:
    """Return the current plan: the last draft, else the plan that was agreed last, else ``None``."""
    plans = case.all(Plan)
    drafts = [one for one in plans if one.state == "draft"]
    return drafts[-1] if drafts else agreed_plan(case)


def goals(case: CaseFile) -> list[Goal]:
    """Return the goals that were not dropped."""
    return [goal for goal in case.all(Goal) if goal.state != "dropped"]


def open_actions(case: CaseFile) -> list[Action]:
    """Return the actions still to be done, without those of a goal that was dropped or struck out."""
    gone = {goal.id for goal in case.every(Goal) if goal.struck or goal.state == "dropped"}
    return [action for action in case.all(Action) if action.state == "open" and action.goal not in gone]


def missed_in_a_row(case: CaseFile) -> list[Contact]:
    """Return the contacts with the client that were missed since the last that took place, by day."""
    last = max((contact.on for contact in met(case)), default=date.min)
    missed = (one for one in case.all(Contact) if one.kind == "missed" and one.on > last)
    return sorted(missed, key=lambda contact: contact.on)


def has_plan_as_agreed(case: CaseFile, service: ServiceInvolved) -> bool:
    """Return whether a service was sent the plan as it is agreed now, or any plan where none is agreed.

    Where both were done on one day, the instants at which they were written down decide.
    """
    plan, sent = agreed_plan(case), service.plan_sent_on
    if sent is None or plan is None or plan.agreed_on is None:
        return sent is not None
    if sent != plan.agreed_on:
        return sent > plan.agreed_on
    written, agreed = service.changed_at or service.made_at, plan.changed_at or plan.made_at
    return written is None or agreed is None or written >= agreed


def met(case: CaseFile) -> list[Contact]:
    """Return the contacts with the client that took place, by day; a missed contact did not."""
    took_place = (
        contact for contact in case.all(Contact) if contact.kind != "missed" and contact.with_client
    )
    return sorted(took_place, key=lambda contact: contact.on)


def reviews(case: CaseFile) -> list[Review]:
    """Return the reviews by day."""
    return sorted(case.all(Review), key=lambda review: review.on)


def agreed_plans(case: CaseFile) -> list[Plan]:
    """Return the plans that are agreed; a case should have one at most."""
    return [one for one in case.all(Plan) if one.state == "agreed"]


def agreed_plan(case: CaseFile) -> Plan | None:
    """Return the plan that was agreed last and is in force, or that ended with the case; or ``None``."""
    plans = [plan for plan in case.all(Plan) if plan.state in ("agreed", "ended")]
    return plans[-1] if plans else None


def assignments(case: CaseFile) -> list[Assignment]:
    """Return the assignments by day; of one day, the assignment in force comes after those that ended."""
    return sorted(case.all(Assignment), key=lambda one: (one.on, one.ended_on or date.max))


def in_force(case: CaseFile) -> list[Assignment]:
    """Return the assignments without an end; a case should have one at most."""
    return [assignment for assignment in assignments(case) if assignment.ended_on is None]


def closure(case: CaseFile) -> Closure | None:
    """Return the closure that is asked for or signed, else the last closure begun, else ``None``."""
    every = case.all(Closure)
    acting = [one for one in every if one.state in ("asked", "signed")]
    found = acting or every
    return found[-1] if found else None


def may_import(worker: Worker) -> bool:
    """Return whether a worker may import cases: a line manager or an administrator."""
    return worker.has("line manager") or worker.has("administrator")


def disengagement(case: CaseFile, day: date) -> Disengagement | None:
    """Return the newest disengagement that was noticed by ``day``, else the first one, else ``None``."""
    every = sorted(case.all(Disengagement), key=lambda one: one.opened_on)
    noticed = [one for one in every if one.opened_on <= day]
    return noticed[-1] if noticed else every[0] if every else None


def disengagement_of(case: CaseFile, rung: Rung) -> Disengagement | None:
    """Return the disengagement that a rung names; where it names none, the newest on the day of the rung."""
    named = (episode for episode in case.all(Disengagement) if episode.id == rung.disengagement)
    return next(named, None) or disengagement(case, rung.on)


def rungs(case: CaseFile, of: Disengagement | None) -> list[Rung]:
    """Return the rungs of a disengagement, lowest first; for ``None``, the rungs that belong to none."""
    found = [rung for rung in case.all(Rung) if disengagement_of(case, rung) == of]
    return sorted(found, key=lambda rung: (rung.rung, rung.on))


def stands(consent: Consent, day: date) -> bool:
    """Return whether a consent was given by ``day`` and not wholly withdrawn by then.

    A withdrawal for some services is one for these alone. A consent to sharing stands while it still names
    another recipient; a consent of another kind, such as that to the assessment, stands as it was.
    """
    if consent.given_on > day or consent.refused:
        return False
    if consent.withdrawn_on is None or consent.withdrawn_on > day:
        return True
    if consent.kind != "sharing":
        return bool(consent.withdrawn_for)
    return bool(consent.withdrawn_for) and bool(consent.still_named)


def consents(case: CaseFile, day: date) -> list[Consent]:
    """Return the consents that count on ``day``: they stand, and no withdrawal of their kind ended them."""
    found = []
    for consent in case.all(Consent):
        names = (consent.recipients if consent.kind == "sharing" else []) or [""]
        if stands(consent, day) and any(not _ended(case, consent, name, day) for name in names):
            found.append(consent)
    return found


def _ended(case: CaseFile, consent: Consent, service: str, day: date) -> bool:
    """Return whether a consent was withdrawn until ``day``, for ``service`` where it is one to sharing.

    A withdrawal ends every consent of its kind that was given before it; otherwise an older consent would
    count again. It ends a consent to sharing only for the services that the withdrawal is for.
    """
    return any(
        (other.id == consent.id or consent.given_on < on)
        and (consent.kind != "sharing" or named_in(service, other.withdrawn_for or other.recipients))
        for other, on in [*_withdrawals(case, consent.kind, day), *_refusals(case, consent, day)]
    )


def _refusals(case: CaseFile, consent: Consent, day: date) -> list[tuple[Consent, date]]:
    """Return the refusals of a consent's kind until ``day``; each ends what was given before it.

    One that names no service is a refusal to share with any.
    """
    return [
        (one if one.recipients else one.model_copy(update={"recipients": consent.recipients}), one.given_on)
        for one in case.all(Consent)
        if one.refused and one.kind == consent.kind and one.given_on <= day
    ]


def refused(case: CaseFile, kind: str, day: date) -> Consent | None:
    """Return the last refusal of this kind until ``day``, where no later consent counts; or ``None``."""
    if agreed_to(case, kind, day):
        return None
    found = [one for one in case.all(Consent) if one.refused and one.kind == kind and one.given_on <= day]
    return max(found, key=lambda one: one.given_on, default=None)


def managed(case: CaseFile, day: date) -> bool:
    """Return whether the client had agreed to be case managed by ``day``, at intake or by a consent."""
    if agreed_to(case, "case management", day):
        return True
    agreed, withdrawn = intake(case).agreed_on, last_withdrawn(case, "case management", day)
    return bool(agreed and agreed <= day and not (withdrawn and agreed < withdrawn))


def _withdrawals(case: CaseFile, kind: str, day: date) -> list[tuple[Consent, date]]:
    """Return the consents of a kind that were withdrawn by ``day``, each with that day.

    A consent to sharing may be withdrawn for some services only. A withdrawal for some services does not
    withdraw a consent of another kind.
    """
    withdrawn = (
        (one, one.withdrawn_on) for one in case.all(Consent)
        if one.kind == kind and (kind == "sharing" or not one.withdrawn_for)
    )  # fmt: skip
    return [(one, on) for one, on in withdrawn if on and on <= day]


def agreed_to(case: CaseFile, kind: str, day: date) -> Consent | None:
    """Return the consent of this kind that counts on ``day``, or ``None``."""
    return next((consent for consent in consents(case, day) if consent.kind == kind), None)


def last_withdrawn(case: CaseFile, kind: str, day: date) -> date | None:
    """Return the last day, by ``day``, on which such a consent was withdrawn or refused; or ``None``."""
    refusals = [one.given_on for one in case.all(Consent) if one.refused and one.kind == kind]
    ends = [*(on for _, on in _withdrawals(case, kind, day)), *(on for on in refusals if on <= day)]
    return max(ends, default=None)


def permission(case: CaseFile, service: str, day: date) -> Consent | None:
    """Return the consent that lets information go to ``service`` on ``day``, or ``None``."""
    for consent in case.all(Consent):
        if consent.kind != "sharing" or not stands(consent, day) or not named_in(service, consent.recipients):
            continue
        if not _ended(case, consent, service, day):
            return consent
    return None


def may_be_sent(case: CaseFile, service: str, day: date) -> set[str]:
    """Return which parts, as keys of ``SENT_PARTS``, the newest consent that names ``service`` covers.

    A later consent that names the service takes the place of the earlier ones for it, also where it covers
    less; several of one day add up. The whole plan includes the service's part of it.
    """
    naming = [
        one for one in case.all(Consent)
        if one.kind == "sharing" and stands(one, day) and named_in(service, one.recipients)
        and not _ended(case, one, service, day)
    ]  # fmt: skip
    newest = max((one.given_on for one in naming), default=None)
    said = {part for one in naming if one.given_on == newest for part in one.parts or UNLESS_SAID}
    return said.union(*(INCLUDES.get(part, ()) for part in said))


def was_withdrawn(case: CaseFile, service: str, day: date) -> bool:
    """Return whether the client withdrew a permission for ``service`` by ``day``, by its name or wholly."""
    return any(
        named_in(service, one.withdrawn_for or one.recipients)
        for one, _ in _withdrawals(case, "sharing", day)
    )


def was_refused(case: CaseFile, service: str, day: date) -> bool:
    """Return whether the client refused by ``day`` that anything is shared with ``service``, or with any."""
    return any(
        one.kind == "sharing" and one.refused and one.given_on <= day
        and (not one.recipients or named_in(service, one.recipients))
        for one in case.all(Consent)
    )  # fmt: skip


def ever_permitted(case: CaseFile, service: str, day: date) -> bool:
    """Return whether there was a permission for ``service`` at any time by ``day``."""
    return any(
        consent.kind == "sharing" and consent.given_on <= day and named_in(service, consent.recipients)
        for consent in case.all(Consent)
        if not consent.refused
    )


def disclosed(case: CaseFile, service: str, first: date, last: date) -> bool:
    """Return whether an emergency disclosure to ``service`` was made from ``first`` to ``last``."""
    return any(
        same_name(service, disclosure.recipient) and first <= disclosure.on <= last
        for disclosure in case.all(Disclosure)
    )


def unanswered(case: CaseFile, day: date) -> list[Referral]:
    """Return the referrals that wait for an answer, without those whose permission was withdrawn."""
    return [
        referral for referral in case.all(Referral)
        if referral.sent_on and not referral.answer
        and not (_ended_for(case, referral.to, day) and not permission(case, referral.to, day))
    ]  # fmt: skip


def _ended_for(case: CaseFile, service: str, day: date) -> bool:
    return was_withdrawn(case, service, day) or was_refused(case, service, day)
