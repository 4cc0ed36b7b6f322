"""Items of the assessment and of what is agreed before it."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, ItemAnswer, domain_item_rule, item_rule
from casetui.checklists.items.answers import each, on_day, yes
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.foreign_text import in_words
from casetui.data.records import Assessment, Consent, Domain
from casetui.data.records.assessment import NOT_EXPLORED, PICTURE
from casetui.words import N_


@item_rule(Consent)
def assessment_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A consent to the assessment stands."""
    consent = facts.agreed_to(case, "assessment", context.day)
    return on_day(consent.given_on if consent else None)


@item_rule(Consent)
def assessment_in_own_words(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The last answer to the assessment, given, in part or refused, is there in the client's own words."""
    asked = [one for one in case.all(Consent) if one.kind == "assessment" and one.given_on <= context.day]
    last = max(asked, key=lambda one: one.given_on, default=None)
    return yes(last and in_words(last.own_words), last.answer_words if last else "")


@item_rule(Consent)
def sharing_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A consent to sharing stands and names at least one service."""
    return yes(
        any(consent.kind == "sharing" and consent.recipients for consent in facts.consents(case, context.day))
    )


@item_rule(Domain)
def domains_seen(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every domain of the method says its need, which may be "none"."""
    seen = facts.domains(case)
    return each(key in seen for key in method.labels("domains"))


@item_rule(Domain)
def domains_said(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every domain of the newest full assessment says its need, or in words why it was not explored."""
    newest = _newest(case)
    labels = method.labels("domains")
    if newest is None:
        return each(False for _ in labels)
    unsaid = facts.unsaid_domains(case, labels, newest)
    answer = each(key not in unsaid for key in labels)
    left = sum(one.need == NOT_EXPLORED for one in facts.written_domains(case, newest).values())
    if not left or answer.state == "not applicable":
        return answer
    return yes(not unsaid, method.say(N_("{count}, {left} not explored"), count=answer.detail, left=left))


@item_rule(Assessment)
def risks_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Risks are written down; that there are none counts."""
    return yes(any(assessment.risks for assessment in case.all(Assessment)))


def _newest(case: CaseFile) -> Assessment | None:
    return next(iter(facts.full_assessments(case)[::-1]), None)


@item_rule(Assessment)
def picture_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The newest full assessment says each of what endangers the client and what protects them.

    These are vulnerabilities, risks and their level, best interests, protective influences, and the strengths
    of the client and of the family.
    """
    newest = _newest(case)
    return each(bool(newest and getattr(newest, name)) for name in PICTURE)


@item_rule(Assessment)
def barriers_recorded(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The newest full assessment says what keeps the client from asking for help, as they see it."""
    newest = _newest(case)
    return yes(newest and newest.barriers)


@item_rule(Assessment)
def others_heard(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The newest full assessment says what others know and from whom it came, or why nobody was asked."""
    newest = _newest(case)
    return yes(newest and in_words(newest.others_said) and newest.others_from)


@item_rule(Assessment)
def client_heard_in_assessment(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The client's part or words stand in the assessment or one of its domains."""
    said = any(assessment.client_part for assessment in facts.full_assessments(case))
    return yes(said or any(domain.own_words for domain in case.all(Domain)))


@item_rule(Assessment)
def assessment_completed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A full assessment is complete; an emergency one does not count."""
    done = facts.completed_assessment(case)
    return on_day(done.completed_on if done else None)


@domain_item_rule(Domain)
def need_found(case: CaseFile, method: Method, context: Context, domain: str) -> ItemAnswer:
    """The latest assessment of the domain found some or urgent need in it."""
    return yes(domain in facts.needs(case))
