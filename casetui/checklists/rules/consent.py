"""Agreement, consent and emergency disclosure: rules 1, 2, 28, 29 and 43."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import ahead, deadline, no_earlier, term
from casetui.data.casefile import CaseFile
from casetui.data.days import long_day
from casetui.data.records import Consent, Disclosure, Record, Referral, Rung, ServiceAsked, ServiceInvolved
from casetui.data.records.consent import CONSENT_KINDS, SENT_PARTS
from casetui.words import N_, say


@rule(1, "Guidebook, B")
def assessment_needs_agreement(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """No assessment starts without the client's recorded agreement (rule 1).

    A consent of the kind "assessment" was given by the day of the start and not withdrawn by then. An
    emergency assessment is urgent help and needs no consent.
    """
    found = []
    for assessment in facts.full_assessments(case):
        if facts.agreed_to(case, "assessment", assessment.started_on):
            continue
        no = facts.refused(case, "assessment", assessment.started_on)
        what = (
            method.say(N_("{The_client} refused the assessment on {day}."), day=long_day(no.given_on))
            if no
            else method.say(N_("{The_client} had not agreed to the assessment when it started."))
        )
        found.append(
            Finding(
                weight="hold", area="consent", record=assessment.id, since=assessment.started_on, what=what,
                do=method.say(N_("Ask {the_client}, and add a consent to the assessment.")),
            )
        )  # fmt: skip
    return found


@rule(43, "Guidebook, A")
def assessment_needs_case_management(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """No assessment starts before the client agreed to be case managed (rule 43, which sharpens rule 1).

    The intake says that agreement, or a consent to case management; it was not withdrawn by the day of the
    start. An emergency assessment is urgent help and needs neither.
    """
    return [
        Finding(
            weight="hold", area="intake", record=assessment.id, since=assessment.started_on,
            what=method.say(N_("{The_client} had not agreed to be case managed when it started.")),
            do=method.say(N_("Ask {the_client}, and write the agreement down at intake. The emergency form "
                             "needs none.")),
        )
        for assessment in facts.full_assessments(case)
        if not facts.managed(case, assessment.started_on)
    ]  # fmt: skip


@rule(1, "Guidebook, B; Guidebook, 4")
def sharing_needs_consent(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Nothing is shared without a consent that names the service (rule 1).

    These share: a referral that was sent, a service that was asked or that confirmed, a plan that was sent, a
    hand-over to another service when closure is asked for, and a rung of disengagement that names a service.
    The consent was given by the day of sharing and not withdrawn by then, wholly or for that service; on the
    day of a withdrawal nothing more is shared. In place of a consent, asking a service may rest on an
    emergency disclosure to it on the same day, and tracking on a disclosure since the client drew back (rule
    28).
    """
    found = []
    for share in shared(case):
        if facts.permission(case, share.service, share.day):
            continue
        if share.disclosed_since and facts.disclosed(case, share.service, share.disclosed_since, share.day):
            continue
        if facts.was_withdrawn(case, share.service, share.day):
            what = N_("{The_client} withdrew the consent to share with {service}.")
            kind = N_("Something is shared after {the_client} withdrew the consent.")
        elif facts.was_refused(case, share.service, share.day):
            what = N_("{The_client} refused that anything is shared with {service}.")
            kind = N_("Something is shared although {the_client} refused it.")
        else:
            what = N_("No consent names {service}, with whom something is shared.")
            kind = N_("No consent names a service with whom something is shared.")
        found.append(
            Finding(
                weight="hold", area="consent", record=share.record.id,
                since=share.day, fields=share.fields,
                what=method.say(what, service=share.service), kind=method.say(kind),
                do=method.say(N_("Ask {the_client}, and add a consent to sharing that names {service}."),
                              service=share.service),
            )
        )  # fmt: skip
    return found


@rule(1, "Guidebook, B; Guidebook, 4")
def sent_within_consent(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """What was sent is said, and is covered by the consent that names the service (rule 1).

    A consent that does not say what may be sent covers the service's own part of the plan, not the whole plan
    and not the assessment. A later consent that names the service replaces the earlier ones for it. Where
    nothing may be shared at all, ``sharing_needs_consent`` says so.
    """
    found = []
    for record, service, day, sent, field in _sent(case):
        covered = facts.may_be_sent(case, service, day)
        if not covered:
            continue
        if not sent:
            what = method.say(N_("It is not said what was sent to {service}."), service=service)
            kind = method.say(N_("It is not said what was sent to a service."))
            do = method.say(N_('Fill in "What was sent": their part of the plan, or the whole plan.'))
        elif more := [say(SENT_PARTS[part]) for part in sent if part not in covered]:
            about = {"parts": ", ".join(more)}
            what = method.say(
                N_("The consent that names {service} does not cover what was sent: {parts}."),
                service=service, **about,
            )  # fmt: skip
            kind = method.say(N_("A consent does not cover what was sent: {parts}."), **about)
            do = method.say(N_("Send only what the consent covers, or ask {the_client} for more."))
        else:
            continue
        found.append(
            Finding(
                weight="hold", area="consent" if sent else "coordination", record=record.id, since=day,
                fields=(field,), what=what, kind=kind, do=do,
            )
        )  # fmt: skip
    return found


def _sent(case: CaseFile) -> Iterator[tuple[Record, str, date, list[str], str]]:
    """Yield each sending: its record, the service, the day, the parts that were sent, and their field."""
    for one in case.all(ServiceInvolved):
        if one.plan_sent_on:
            yield (
                one,
                one.agency,
                one.plan_sent_on,
                list(filter(None, [one.plan_sent_what])),
                "plan_sent_what",
            )
    for referral in case.all(Referral):
        if referral.sent_on and referral.sent_what:
            yield referral, referral.to, referral.sent_on, referral.sent_what, "sent_what"


@dataclass(frozen=True)
class Shared:
    """One thing that was shared with a service, by one record."""

    record: Record
    service: str
    day: date
    disclosed_since: date | None = None
    """First day of an emergency disclosure that may stand in for a consent; ``None`` where none may."""
    fields: tuple[str, ...] = ()
    """Names of the fields that say that it was shared; empty where the record by itself says so."""


def shared(case: CaseFile) -> Iterator[Shared]:
    """Yield each record by which something was shared, with whom and when."""
    for referral in case.all(Referral):
        if referral.sent_on:
            yield Shared(referral, referral.to, referral.sent_on, fields=("sent_on",))
    for service in case.all(ServiceInvolved):
        days = {name: getattr(service, name) for name in ("asked_on", "confirmed_on", "plan_sent_on")}
        for day in sorted({day for day in days.values() if day}):
            fields = tuple(name for name in days if days[name] == day)
            yield Shared(service, service.agency, day, day if fields == ("asked_on",) else None, fields)
    for rung in case.all(Rung):
        if rung.tracking_service:
            since = _drawn_back(case, rung) if rung.rung == "5" else None
            yield Shared(rung, rung.tracking_service, rung.on, since)
    closure = facts.closure(case)
    if closure and closure.state in ("asked", "signed") and closure.receiver and closure.receiver_accepted_on:
        yield Shared(
            closure, closure.receiver, closure.receiver_accepted_on, fields=("receiver_accepted_on",)
        )


def _drawn_back(case: CaseFile, rung: Rung) -> date:
    """Return the day on which the client drew back: no earlier than intake, no later than the rung."""
    disengagement = facts.disengagement_of(case, rung)
    noticed = disengagement.opened_on if disengagement else case.case.opened_on
    return min(max(noticed, case.case.opened_on), rung.on)


@rule(2, "Guidebook, 4")
def phoning_needs_permission(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """No outside service is asked about a client without a permission that names it (rule 2).

    The permission may be taken with the agreement to case management. It must count on the day of the call,
    or today where the day of the call is not written down. An emergency disclosure to the service takes the
    place of the permission (rule 28).
    """
    intake = facts.intake(case)
    day = intake.services_phoned_on
    return [
        Finding(
            weight="hold", area="consent", record=intake.id, since=day,
            what=method.say(N_("No permission names {service}, which was phoned."), service=service),
            kind=method.say(N_("No permission names a service that was phoned.")),
            do=method.say(_what_to_do(case, service, day, context.day), service=service),
        )
        for service in _phoned(intake.services_phoned)
        if not _may_phone(case, service, day, context.day)
    ]  # fmt: skip


@rule(2, "Guidebook, 4")
def asking_needs_permission(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """No service is asked at intake without a permission that names it on that day (rule 2)."""
    return [
        Finding(
            weight="hold", area="consent", record=asked.id, since=asked.on,
            what=method.say(N_("No permission names {service}, which was asked."), service=asked.service),
            kind=method.say(N_("No permission names a service that was asked.")),
            do=method.say(_what_to_do(case, asked.service, asked.on, context.day), service=asked.service),
        )
        for asked in case.all(ServiceAsked)
        if not _may_phone(case, asked.service, asked.on, context.day)
    ]  # fmt: skip


def _phoned(text: str) -> list[str]:
    """Return the services that a text names, each once: separated by line ends, commas or semicolons."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[,;\n]", text) if part.strip()))


def _may_phone(case: CaseFile, service: str, day: date | None, today: date) -> bool:
    if facts.disclosed(case, service, day or date.min, day or today):
        return True
    return facts.permission(case, service, day or today) is not None


def _what_to_do(case: CaseFile, service: str, day: date | None, today: date) -> str:
    if day is None and facts.ever_permitted(case, service, today):
        return N_("Write down the day of the call; or ask {the_client} anew, and add a consent that names"
                  " {service}.")  # fmt: skip
    return N_("Ask {the_client}, and add a consent that names {service}; or record an emergency disclosure.")


_DISCLOSURE = {
    "reason": N_("why it could not wait"),
    "recipient": N_("to whom"),
    "information": N_("what was said"),
    "told_client": N_("whether {the_client} was told, or why not"),
}


@rule(28, "Guidebook, 4 (ours)")
def disclosure_says_why(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An emergency disclosure says why, to whom, what, and whether the client was told (rule 28)."""
    return [
        Finding(
            weight="hold", area="consent", record=disclosure.id, since=disclosure.on,
            what=method.say(N_("The emergency disclosure does not say {part}."), part=method.say(part)),
            do=method.say(N_("Write it down in the disclosure.")),
        )
        for disclosure in case.all(Disclosure)
        for name, part in _DISCLOSURE.items()
        if not getattr(disclosure, name)
    ]  # fmt: skip


@rule(28, "Guidebook, 4 (ours)")
def disclosure_review(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A line manager reviews an emergency disclosure within its deadline, 2 working days (rule 28)."""
    found = []
    for disclosure in case.all(Disclosure):
        end = term(method, context, "disclosure_review", no_earlier(case, disclosure.on))
        if disclosure.reviewed_on or end is None:
            continue
        found.append(
            Finding(
                weight="due", area="consent", source=end.source, record=disclosure.id, since=disclosure.on,
                due=end.day,
                what=method.say(N_("Line manager's review of the emergency disclosure to {recipient}"),
                                recipient=disclosure.recipient),
                kind=method.say(N_("Line manager's review of an emergency disclosure")),
                do=method.say(N_("A line manager who did not make it reads it, and marks it as seen.")),
            )
        )  # fmt: skip
    return found


@rule(29, "Guidebook, 4 (ours)")
def consent_review(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A consent is reviewed by its review date, or 12 months after it was given (rule 29).

    After that day the consent still counts and is warned of. From 30 days before that day a second warning
    says that the review is near. Sharing after a withdrawal is held back by rule 1.
    """
    found = []
    for consent in _in_use(case, context.day):
        end = _review_day(case, consent, method, context)
        if end is None:
            continue
        day, source = end
        about = {"kind": _kind(consent), "day": long_day(day)}
        do = method.say(N_("Go through it with {the_client}: give it anew, change it, or withdraw it."))
        found.append(
            Finding(
                weight="warn",
                area="consent",
                source=source,
                record=consent.id,
                due=day,
                do=do,
                what=method.say(N_("Review of the consent to {kind}"), **about),
            )
        )
        warning = deadline(method, context, "consent_review_warning")
        if warning and ahead(day, warning.length) <= context.day <= day:
            found.append(
                Finding(
                    weight="warn",
                    area="consent",
                    source=warning.source,
                    record=consent.id,
                    do=do,
                    what=method.say(N_("The consent to {kind} is up for review by {day}."), **about),
                )
            )
    return found


def _kind(consent: Consent) -> str:
    return say(CONSENT_KINDS.get(consent.kind, consent.kind))


def _in_use(case: CaseFile, day: date) -> list[Consent]:
    """Return the consents that count on ``day``, without those that a later consent replaces."""
    standing = facts.consents(case, day)
    return [consent for consent in standing if not any(_replaces(other, consent) for other in standing)]


def _replaces(new: Consent, old: Consent) -> bool:
    later = new.kind == old.kind and new.given_on > old.given_on
    return later and all(facts.named_in(name, new.recipients) for name in old.still_named)


def _review_day(
    case: CaseFile, consent: Consent, method: Method, context: Context
) -> tuple[date, str] | None:
    if consent.review_on:
        return no_earlier(case, consent.review_on), ""
    end = term(method, context, "consent_review", no_earlier(case, consent.given_on))
    return (end.day, end.source) if end else None


@rule(29, "Guidebook, 4 (ours)")
def withdrawal_without_day(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A withdrawal for some services that does not say its day ends nothing (rule 29)."""
    return [
        Finding(
            weight="warn", area="consent", record=consent.id, since=consent.given_on,
            what=method.say(N_("A withdrawal without a day: the consent to {kind} still counts."),
                            kind=_kind(consent)),
            do=method.say(N_("Write down the day on which {the_client} withdrew it.")),
        )
        for consent in case.all(Consent)
        if consent.withdrawn_for and not consent.withdrawn_on
    ]  # fmt: skip


@rule(29, "Guidebook, 4 (ours)")
def withdrawal_names_nobody(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A withdrawal is for a service that no consent names, such as a name spelt otherwise (rule 29)."""
    return [
        Finding(
            weight="warn", area="consent", record=consent.id, since=consent.withdrawn_on,
            what=method.say(N_("The withdrawal for {service} ends nothing: no consent names it."),
                            service=service),
            kind=method.say(N_("A withdrawal for a service that no consent names ends nothing.")),
            do=method.say(N_('Write the name as the consent has it; or leave "Withdrawn for" empty, if'
                             " {the_client} withdrew the whole.")),
        )
        for consent in case.all(Consent)
        for service in consent.withdrawn_for
        if consent.kind == "sharing"
        and not facts.ever_permitted(case, service, consent.withdrawn_on or context.day)
    ]  # fmt: skip
