"""Items of the first contact: agreement, checks, lead agency, case manager."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import NOT_APPLICABLE, OPEN, each, on_day, yes
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day
from casetui.data.records import Case, Client, Intake, ServiceAsked
from casetui.words import N_


@item_rule(Intake)
def criteria_met(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """At least one of the method's criteria is met; how many are is no part of a whole."""
    known = method.labels("criteria")
    number = len({key for key in facts.intake(case).criteria_met if key in known or not known})
    return yes(number, method.say(N_("{n} met"), n=number) if known and number else "")


@item_rule(Intake)
def steps_explained(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The day on which the steps were explained is written down."""
    return on_day(facts.intake(case).steps_explained_on)


@item_rule(Intake)
def steps_understood(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The steps were explained: on which day, in which language, by whom, and the client understood them."""
    intake = facts.intake(case)
    whole = intake.explained_language and intake.explained_by and intake.understood
    return on_day(intake.steps_explained_on) if whole else OPEN


PARTICULARS = (
    (N_("date of birth or age"), ("birth_date", "estimated_age")),
    (N_("address, or where they can be found"), ("address",)),
    (N_("a safe way to reach them"), ("safe_contact",)),
)
"""What is registered of every client, each with the fields of which one says it."""


def missing_particulars(case: CaseFile) -> list[str]:
    """Return which particulars of the client are not known, as messages."""
    client = case.one(Client)
    return [
        name
        for name, fields in PARTICULARS
        if not any(getattr(client, field, None) not in (None, "", []) for field in fields)
    ]


@item_rule(Client)
def particulars_known(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Age, address and a safe way to reach the client are known."""
    missing = missing_particulars(case)
    return each(name not in missing for name, _ in PARTICULARS)


@item_rule(Intake)
def agreement_is_whole(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The agreement says its aims, its length and what ends it, and the client has a copy."""
    intake = facts.intake(case)
    return each(
        bool(part)
        for part in (intake.agreed_aims, intake.agreed_length, intake.agreed_end, intake.copy_given_on)
    )


@item_rule(ServiceAsked)
def services_asked(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every service that was asked about the client answered; not applicable where none is engaged.

    The text in which an earlier version kept the services counts as one that was asked.
    """
    asked, intake = case.all(ServiceAsked), facts.intake(case)
    if asked:
        return each(one.answered for one in asked)
    if intake.services_phoned:
        return on_day(intake.services_phoned_on)
    return NOT_APPLICABLE if intake.no_services else OPEN


@item_rule(Intake)
def earlier_assessment_obtained(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """An earlier assessment was obtained; not applicable where there is none."""
    intake = facts.intake(case)
    if intake.existing_assessment and not facts.is_named(intake.existing_assessment):
        return NOT_APPLICABLE
    return on_day(intake.earlier_obtained_on) if intake.existing_assessment else OPEN


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
    return on_day(intake.asked_client_on) if intake.existing_manager and intake.existing_assessment else OPEN


@item_rule(Intake)
def existing_case_manager_checked(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The shared register was checked and gave an answer."""
    intake = facts.intake(case)
    return on_day(intake.register_checked_on) if intake.register_result in ("none", "found") else OPEN


@item_rule(Intake)
def lead_agency_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A lead agency is named and will serve for six months."""
    intake = facts.intake(case)
    return yes(intake.lead_agency and intake.serves_six_months)


@item_rule(Case)
def case_manager_named(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The case has a case manager."""
    worker = context.people.get(case.case.manager)
    return yes(case.case.manager or facts.in_force(case), worker.name if worker else "")
