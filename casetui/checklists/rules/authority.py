"""Acting for the client: rules 14 and 45."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import LegalAuthority, Record
from casetui.data.records.client import DECISIONS
from casetui.data.records.consent import CONSENT_KINDS
from casetui.words import N_, say

MAY_ACT = ("co-decision-maker", "representative", "guardian", "vaerge")
"""Kinds of legal authority that let a person act for the client; an assistant only assists."""
CONSENT_DECISIONS = {
    "case management": ("consent",),
    "assessment": ("consent", "assessment"),
    "sharing": ("consent", "services"),
}
"""Which decisions an authority has to cover for each kind of consent; one of them is enough."""


@dataclass(frozen=True)
class DoneFor:
    """Something that somebody did for the client."""

    record: Record
    who: str
    """Who did it, by name; empty where nobody is named."""
    on: date
    what: str
    """What it was, for a sentence: ``agreed the plan``."""
    decisions: tuple[str, ...]
    """The decisions of which the authority has to cover one."""


def _done_for_client(case: CaseFile, method: Method, context: Context) -> Iterator[DoneFor]:
    """Yield each agreed plan, consent and closure to which somebody agreed for the client.

    A consent that was withdrawn is not among them: no new act can rest on it.
    """
    for plan in facts.agreed_plans(case):
        if plan.acted_for or plan.agreed_how == "representative":
            on = plan.agreed_on or context.day
            yield DoneFor(plan, plan.acted_for, on, say(N_("agreed the plan")), ("plan",))
    for consent in facts.consents(case, context.day):
        if consent.how == "guardian":
            what = say(N_("consented to {kind}"), kind=say(CONSENT_KINDS.get(consent.kind, consent.kind)))
            decisions = CONSENT_DECISIONS.get(consent.kind, ("consent",))
            yield DoneFor(consent, consent.by_whom, consent.given_on, what, decisions)
    closure = facts.closure(case)
    if closure and closure.acted_for and closure.state in ("asked", "signed"):
        on = closure.agreed_on or context.day
        yield DoneFor(closure, closure.acted_for, on, say(N_("agreed to close")), ("closure",))


@rule(45, "NASW, self-determination")
def authority_covers_it(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Each act for the client rests on an authority that holds that day and covers such a decision (rule 45).

    It is rule 14, where an authority lists the decisions that it covers.
    """
    found = []
    for done in _done_for_client(case, method, context):
        held = _authorities(case, done.who, done.on)
        if any(set(authority.covers).intersection(done.decisions) for authority in held):
            continue
        who = done.who or say(N_("somebody not named"))
        if held:
            decisions = method.labels("decisions") | DECISIONS
            named = say(decisions[done.decisions[0]])
            covered = N_("{who} {did} for {the_client}; the authority does not cover it: {decision}.")
            what = method.say(covered, who=who, did=done.what, decision=named)
            do = N_("Agree with {the_client}, or write down an authority that covers it.")
        else:
            what = method.say(N_("{who} {did} for {the_client} without legal authority that day."),
                              who=who, did=done.what)  # fmt: skip
            do = N_("Record the authority: who, which decisions, days; or agree with {the_client}.")
        kind = method.say(N_("Somebody {did} for {the_client} without an authority for it."), did=done.what)
        found.append(
            Finding(
                weight="hold", area="client", record=done.record.id, since=done.on, what=what,
                kind=kind, do=method.say(do),
            )
        )  # fmt: skip
    return found


@rule(45, "NASW, self-determination (ours)")
def authority_was_seen(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Nobody has seen the document on which an act for the client rests (rule 45, a warning)."""
    used = {
        authority.id: authority
        for done in _done_for_client(case, method, context)
        for authority in _authorities(case, done.who, done.on)
        if authority.document_seen is None
    }
    return [
        Finding(
            weight="warn", area="client", record=authority.id,
            what=method.say(N_("Nobody has seen the document by which {who} acts for {the_client}."),
                            who=authority.who),
            kind=method.say(N_("Nobody has seen the document by which somebody acts for {the_client}.")),
            do=method.say(N_("Ask to see it, and write down the day.")),
        )
        for authority in used.values()
    ]  # fmt: skip


def _authorities(case: CaseFile, who: str, day: date) -> list[LegalAuthority]:
    """Return the authorities of a person that let them act on a day, whatever decisions they cover."""
    return [
        authority for authority in case.all(LegalAuthority)
        if authority.kind in MAY_ACT and facts.same_name(authority.who, who)
        and (authority.from_day or date.min) <= day <= (authority.until or date.max)
    ]  # fmt: skip


@rule(14, "NASW, self-determination")
def acting_needs_authority(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Nobody agrees for the client without legal authority, in scope and valid that day (rule 14)."""
    found = []
    for plan in facts.agreed_plans(case):
        by_other = plan.acted_for or plan.agreed_how == "representative"
        if by_other and not _may_act(case, plan.acted_for, plan.agreed_on or context.day):
            who = plan.acted_for or say(N_("somebody not named"))
            found.append(
                Finding(
                    weight="hold", area="client", record=plan.id, since=plan.agreed_on,
                    what=method.say(N_("{who} agreed for {the_client} without legal authority that day."),
                                    who=who),
                    kind=method.say(N_("Somebody agreed for {the_client} without legal authority.")),
                    do=method.say(N_("Record the authority: who, scope, days; or agree with {the_client}.")),
                )
            )  # fmt: skip
    return found


@rule(14, "NASW, self-determination")
def consenting_needs_authority(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Nobody consents for the client without legal authority, in scope and valid that day (rule 14).

    A consent that was withdrawn is not named: no new act can rest on it.
    """
    found = []
    for consent in facts.consents(case, context.day):
        if consent.how == "guardian" and not _may_act(case, consent.by_whom, consent.given_on):
            about = {"kind": say(CONSENT_KINDS.get(consent.kind, consent.kind))}
            who = consent.by_whom or say(N_("somebody not named"))
            found.append(
                Finding(
                    weight="hold", area="client", record=consent.id, since=consent.given_on,
                    what=method.say(N_("{who} consented to {kind} for {the_client} without legal authority "
                                       "that day."), who=who, **about),
                    kind=method.say(N_("Somebody consented to {kind} for {the_client} without legal "
                                       "authority."), **about),
                    do=method.say(N_("Record the authority: who, scope, days; or ask {the_client}.")),
                )
            )  # fmt: skip
    return found


def _may_act(case: CaseFile, who: str, day: date) -> bool:
    return any(authority.scope for authority in _authorities(case, who, day))
