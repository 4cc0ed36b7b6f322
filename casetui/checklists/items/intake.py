"""Items of the first contact: agreement, checks, lead agency, case manager."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import OPEN, on_day, yes
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day
from casetui.data.records import Case, Intake
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
