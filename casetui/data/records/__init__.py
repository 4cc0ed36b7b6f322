"""The records of the casework. A new kind costs one file, its import and two lines here."""

from casetui.data.records.agency import Agency, Worker
from casetui.data.records.another_person import AnotherPerson
from casetui.data.records.assessment import Assessment, Domain
from casetui.data.records.base import Record, plain_text
from casetui.data.records.case import Assignment, Case, Entry, Override
from casetui.data.records.client import Alert, Client, LegalAuthority, NetworkPerson, NewClient, Reference
from casetui.data.records.closure import Closure, NeedNoLonger, NotTakenIn
from casetui.data.records.consent import Consent, Disclosure
from casetui.data.records.contact import Contact
from casetui.data.records.coordination import Referral, ServiceInvolved, Tick
from casetui.data.records.difficulties import Exclusion, GapOrBlock
from casetui.data.records.disengagement import Disengagement, Rung, Tracking
from casetui.data.records.intake import Intake, ServiceAsked, UrgentHelp
from casetui.data.records.notice import Notice
from casetui.data.records.plan import Action, Goal, Plan, PlanAgreement, Strategy
from casetui.data.records.review import ActionReview, GoalReview, Review, ServiceReview
from casetui.data.records.share import Restriction, Share
from casetui.data.records.signable import Answerable, Signable

CASE_RECORDS: dict[str, type[Record]] = {
    kind.table: kind
    for kind in (
        Case, Assignment, Share, Override, Entry,
        Client, AnotherPerson, Alert, Reference, NetworkPerson, LegalAuthority, Consent, Disclosure, Intake,
        UrgentHelp, Assessment, Domain, Plan, Goal, Action, ServiceInvolved, Referral, Tick, GapOrBlock,
        Exclusion, Contact, Review, Disengagement, Rung, Tracking, NeedNoLonger, Closure, Strategy,
        GoalReview, ActionReview, ServiceReview, ServiceAsked,
    )
}  # fmt: skip
"""Every kind of record in a case file, by its table."""


def answerable_kinds() -> list[type[Answerable]]:
    """Return the kinds of record in a case file that another person than their asker answers for."""
    return [kind for kind in CASE_RECORDS.values() if issubclass(kind, Answerable)]


def signable_kinds() -> list[type[Signable]]:
    """Return the kinds of record in a case file that are asked for and answered with a signature."""
    return [kind for kind in CASE_RECORDS.values() if issubclass(kind, Signable)]


__all__ = [
    "CASE_RECORDS", "Action", "ActionReview", "Agency", "Alert", "AnotherPerson", "Answerable",
    "Assessment", "Assignment", "Case", "Client", "Closure", "Consent", "Contact", "Disclosure",
    "Disengagement", "Domain", "Entry", "Exclusion", "GapOrBlock", "Goal", "GoalReview", "Intake",
    "LegalAuthority", "NeedNoLonger", "NetworkPerson", "NewClient", "NotTakenIn", "Notice", "Override",
    "Plan", "PlanAgreement", "Record", "Reference", "Referral", "Restriction", "Review", "Rung",
    "ServiceAsked", "ServiceInvolved", "ServiceReview", "Share", "Signable", "Strategy", "Tick",
    "Tracking", "UrgentHelp", "Worker", "answerable_kinds", "plain_text", "signable_kinds",
]  # fmt: skip
