"""First contact: agreement, the checks, the lead agency, and urgent help."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from casetui.data.fields import Ask, ChoicesFrom
from casetui.data.records.base import Record
from casetui.words import N_

URGENCY = {
    "24 hours": N_("within 24 hours"),
    "72 hours": N_("within 72 hours"),
    "7 days": N_("within 7 days"),
}
CHECK_RESULTS = {
    "none": N_("nobody found"),
    "found": N_("another case manager found"),
    "unreachable": N_("could not be checked"),
}
AGREED_HOW = {"signed": N_("signed"), "verbal": N_("said")}

_BEFORE: tuple[str, tuple[str, ...]] = ("services_phoned", ())


class Intake(Record):
    """Step A: the first contact about case management (Guidebook, A)."""

    table = "intake"
    title = N_("Intake")
    single = True

    first_contact_on: Annotated[date | None, Ask(N_("First contact on"), past=True)] = None
    first_contact_where: Annotated[str, Ask(N_("Where"))] = ""
    concerns: Annotated[str, Ask(N_("Concerns"), lines=3)] = ""
    client_part: Annotated[
        str, Ask(N_("What they want"), N_("{the_client}, in their own words"), lines=2, more=True)
    ] = ""
    urgency: Annotated[str, Ask(N_("First answer needed"), choices=URGENCY)] = ""
    criteria_met: Annotated[
        list[str], Ask(N_("Criteria met"), choices=ChoicesFrom("method", "criteria"))
    ] = []
    steps_explained_on: Annotated[date | None, Ask(N_("Steps explained on"), past=True)] = None
    explained_language: Annotated[str, Ask(N_("In which language"), N_("the steps were explained"))] = ""
    explained_by: Annotated[str, Ask(N_("Explained by"), N_("the worker, and an interpreter if any"))] = ""
    understood: Annotated[bool | None, Ask(N_("Understood"), N_("{the_client} said what it means"))] = None
    agreed_on: Annotated[date | None, Ask(N_("Agreed to be case managed"), N_("the day"), past=True)] = None
    agreed_how: Annotated[str, Ask(N_("Agreed how"), choices=AGREED_HOW)] = ""
    agreed_aims: Annotated[str, Ask(N_("What it is for"), N_("the aims of the agreement"), lines=2)] = ""
    agreed_length: Annotated[str, Ask(N_("For how long"), N_("such as six months, then looked at"))] = ""
    agreed_end: Annotated[str, Ask(N_("What ends it"), N_("as both of you understand it"))] = ""
    copy_given_on: Annotated[date | None, Ask(N_("Copy given on"), N_("of the agreement"), past=True)] = None
    asked_client_on: Annotated[
        date | None,
        Ask(N_("Asked {the_client} on"), N_("whether another case manager is attached"), past=True),
    ] = None
    existing_manager: Annotated[str, Ask(N_("Other case manager"), N_('name and agency, or "none"'))] = ""
    existing_assessment: Annotated[str, Ask(N_("Earlier assessment"), N_('where and when, or "none"'))] = ""
    earlier_obtained_on: Annotated[
        date | None, Ask(N_("Earlier one obtained"), N_("the day on which you had it"), past=True)
    ] = None
    register_checked_on: Annotated[
        date | None, Ask(N_("Shared register checked"), N_("{register}"), past=True)
    ] = None
    register_checked_by: Annotated[str, Ask(N_("Checked by"), choices=ChoicesFrom("people"))] = ""
    register_result: Annotated[str, Ask(N_("Result"), choices=CHECK_RESULTS)] = ""
    register_reference: Annotated[str, Ask(N_("Reference there"))] = ""
    no_services: Annotated[
        bool | None, Ask(N_("No service engaged"), N_("yes: there is none to ask about them"))
    ] = None
    services_phoned: Annotated[
        str, Ask(N_("Services phoned"), N_("each needs a permission that names it"), lines=2, when=_BEFORE)
    ] = ""
    services_phoned_on: Annotated[date | None, Ask(N_("Services phoned on"), past=True, when=_BEFORE)] = None
    """Each service is a record of its own today; these two are shown where an earlier version filled them."""
    lead_agency: Annotated[str, Ask(N_("Lead agency"))] = ""
    lead_reason: Annotated[str, Ask(N_("Why this one"))] = ""
    serves_six_months: Annotated[
        bool | None, Ask(N_("Will serve six months"), N_("the lead agency agreed to at least that"))
    ] = None

    def day(self) -> date | None:
        """Return the day of first contact."""
        return self.first_contact_on


_FOUND = ("answer", ("manager", "assessment", "both"))
SERVICE_SAYS = {
    "none": N_("neither of the two"),
    "manager": N_("another case manager"),
    "assessment": N_("an earlier assessment"),
    "both": N_("a case manager and an assessment"),
    "unreachable": N_("no answer yet"),
}
"""What a service that was asked about a client says."""


class ServiceAsked(Record):
    """A service that was asked whether the client has a case manager or an assessment (Guidebook, A)."""

    table = "service_asked"
    title = N_("Service asked")
    columns: ClassVar = ("service", "on", "answer", "who")
    stands_by: ClassVar = "answer"

    service: Annotated[str, Ask(N_("Service"), N_("it needs a permission that names it"))]
    on: Annotated[date, Ask(N_("Asked on"), past=True)]
    answer: Annotated[str, Ask(N_("Answer"), choices=SERVICE_SAYS)] = ""
    who: Annotated[
        str,
        Ask(N_("Who, or where it is"), N_("the case manager, or who has the assessment"), when=_FOUND),
    ] = ""
    consent: Annotated[
        str, Ask(N_("Permission"), choices=ChoicesFrom("records", "consent", ("kind", "sharing")))
    ] = ""

    @property
    def answered(self) -> bool:
        """Whether the service answered."""
        return self.answer not in ("", "unreachable")

    def stands(self) -> str:
        """Return the answer, or that none has come yet."""
        return SERVICE_SAYS.get(self.answer, self.answer) or N_("no answer yet")

    def day(self) -> date | None:
        """Return the day on which it was asked."""
        return self.on


URGENT_NEEDS = {
    "food": N_("food"),
    "shelter": N_("shelter"),
    "medical": N_("medical help"),
    "safety": N_("safety"),
}


class UrgentHelp(Record):
    """An urgent need met at once. It never waits for a form (rule 7)."""

    table = "urgent_help"
    title = N_("Urgent help")
    columns: ClassVar = ("on", "need", "what")

    need: Annotated[str, Ask(N_("Need"), choices=URGENT_NEEDS)]
    what: Annotated[str, Ask(N_("What was done"))]
    on: Annotated[date, Ask(N_("On"), past=True)]
    by: Annotated[str, Ask(N_("By whom"))] = ""

    def day(self) -> date | None:
        """Return the day of the help."""
        return self.on
