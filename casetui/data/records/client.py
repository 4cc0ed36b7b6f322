"""The client, safe ways to reach them, their network, and who may act for them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import ValidationError, ValidationInfo, field_validator, model_validator

from casetui.data.fields import Ask, ChoicesFrom, model_errors
from casetui.data.foreign_text import can_be_seen
from casetui.data.records.base import TYPED, Record
from casetui.words import N_, say

NO_NAME = N_("Write a name, or a description by which the person is known.")


class Client(Record):
    """The client as this case file knows them."""

    table = "client"
    title = N_("Client")
    single = True

    name: Annotated[str, Ask(N_("Name"))] = ""
    known_as: Annotated[list[str], Ask(N_("Known as"), N_("other names, with commas between"))] = []
    birth_date: Annotated[date | None, Ask(N_("Date of birth"), past=True)] = None
    estimated_age: Annotated[int | None, Ask(N_("Or age, about"), low=0, high=120)] = None
    description: Annotated[str, Ask(N_("Description"), N_("where no name is known yet"))] = ""
    gender: Annotated[str, Ask(N_("Gender"), N_("in their own words"))] = ""
    languages: Annotated[list[str], Ask(N_("Languages"))] = []
    interpreter: Annotated[bool | None, Ask(N_("Interpreter needed"))] = None
    phone: Annotated[str, Ask(N_("Phone"), copied=True)] = ""
    email: Annotated[str, Ask(N_("Email"), copied=True)] = ""
    address: Annotated[str, Ask(N_("Address"), N_("or where they can be found"), lines=2, copied=True)] = ""
    safe_contact: Annotated[
        str, Ask(N_("Safe ways to reach"), N_("how, when, by whom; what to avoid"), lines=2)
    ] = ""

    @model_validator(mode="after")
    def _known_somehow(self) -> Self:
        if not self.name and not self.description:
            raise ValueError(say(NO_NAME))
        return self

    @property
    def shown_name(self) -> str:
        """The name, or the description where there is no name that can be seen."""
        return self.name if can_be_seen(self.name) else self.description or self.name


ALERT_KINDS = {
    "worker": N_("danger to a worker"),
    "contact": N_("unsafe phone or post"),
    "medical": N_("medical"),
    "other": N_("other"),
}


class Alert(Record):
    """Something to know before anyone calls, writes or visits; shown in the case's header."""

    table = "alert"
    title = N_("Alert")
    columns: ClassVar = ("kind", "text")

    kind: Annotated[str, Ask(N_("Kind"), choices=ALERT_KINDS)]
    text: Annotated[str, Ask(N_("What to know"))]
    since: Annotated[date | None, Ask(N_("Since"), past=True)] = None


_PPS_LABEL = re.compile(r"\bpps|personal public service", re.IGNORECASE)
"""Labels of a PPS number: "PPS", "PPSN", "PPS no.", "pps-number"."""
REFERENCE_HELP = N_("a PPS number only where an application needs it")


class Reference(Record):
    """A number by which another office knows the client."""

    table = "reference"
    title = N_("Reference")
    columns: ClassVar = ("label", "number")

    label: Annotated[str, Ask(N_("What it is"), N_("such as a PPS number or a medical card"))]
    number: Annotated[str, Ask(N_("Number"), REFERENCE_HELP, copied=True)]

    @model_validator(mode="after")
    def _pps_is_right(self, info: ValidationInfo) -> Self:
        # earlier versions checked only these labels: what they saved under others stays readable
        always = self.label.strip().lower() in ("pps", "ppsn", "pps number")
        if always or (info.context == TYPED and _PPS_LABEL.search(self.label)):
            from stdnum.ie import pps

            if not pps.is_valid(self.number):
                raise ValueError(
                    say(N_("This is not a PPS number: seven digits, then a letter that fits them."))
                )
            self.number = pps.compact(self.number)
        return self


class NewClient(Client):
    """The form for a new client: the client, a number by which another office knows them, and the intake."""

    reference: Annotated[
        str, Ask(N_("Reference"), N_('what it is and the number, such as "medical card 1234567"'))
    ] = ""
    intake_on: Annotated[date | None, Ask(N_("Intake on"), N_("empty: today"), past=True)] = None

    @field_validator("reference")
    @classmethod
    def _reference_is_right(cls, typed: str) -> str:
        try:
            _references(typed)
        except ValidationError as error:
            raise ValueError(next(iter(model_errors(error).values()))) from None
        return typed

    @model_validator(mode="after")
    def _seen_somehow(self) -> Self:
        # only for a new client: clients that were saved before this check must stay readable
        if not can_be_seen(self.name) and not can_be_seen(self.description):
            raise ValueError(say(NO_NAME))
        return self

    def split(self) -> tuple[Client, list[Reference]]:
        """Return the client, and the reference where one was given."""
        client = Client.model_validate(self.model_dump(exclude={"reference", "intake_on"}))
        return client, _references(self.reference)


def _references(typed: str) -> list[Reference]:
    """Return the reference that was typed, if one was; the last word is its number."""
    label, _, number = typed.strip().rpartition(" ")
    values = {"label": label or say(N_("reference")), "number": number}
    return [Reference.model_validate(values, context=TYPED)] if number else []


HELP_OFTEN = {
    "daily": N_("daily"),
    "weekly": N_("weekly"),
    "monthly": N_("monthly"),
    "seldom": N_("seldom"),
    "never": N_("never"),
}
RELIABILITY = {"yes": N_("can be relied on"), "partly": N_("partly"), "no": N_("cannot be relied on")}


class NetworkPerson(Record):
    """A person in the client's network."""

    table = "network"
    title = N_("Person in the network")
    columns: ClassVar = ("name", "relation", "help")

    name: Annotated[str, Ask(N_("Name"))]
    relation: Annotated[str, Ask(N_("Relation"))] = ""
    help: Annotated[str, Ask(N_("Kind of help"))] = ""
    often: Annotated[str, Ask(N_("How often"), choices=HELP_OFTEN)] = ""
    reliability: Annotated[str, Ask(N_("Reliability"), choices=RELIABILITY)] = ""
    contact: Annotated[str, Ask(N_("Phone or address"), copied=True)] = ""
    may_be_contacted: Annotated[bool | None, Ask(N_("May be contacted"))] = None
    wanted_at_planning: Annotated[bool | None, Ask(N_("Wanted at planning"), N_("by {the_client}"))] = None


AUTHORITY_KINDS = {
    "none": N_("none: {the_client} decides"),
    "assistant": N_("decision-making assistant"),
    "co-decision-maker": N_("co-decision-maker"),
    "representative": N_("court-appointed representative"),
    "guardian": N_("guardian"),
    "vaerge": N_("værge"),
}


DECISIONS = {
    "consent": N_("consent"),
    "assessment": N_("assessment"),
    "plan": N_("the plan"),
    "services": N_("services"),
    "money": N_("money"),
    "housing": N_("housing"),
    "health": N_("health"),
    "closure": N_("closing the case"),
}
"""What an authority may cover. A method's pack adds further ones as ``choices.decisions``."""


class LegalAuthority(Record):
    """Who may act for the client, in what, and until when (NASW: only where the law says so)."""

    table = "authority"
    title = N_("Legal authority")
    columns: ClassVar = ("kind", "who", "covers", "scope", "until")

    kind: Annotated[str, Ask(N_("Kind"), choices=AUTHORITY_KINDS)]
    who: Annotated[str, Ask(N_("Who"))] = ""
    covers: Annotated[
        list[str], Ask(N_("In which decisions"), choices=ChoicesFrom("method", "decisions", also=DECISIONS))
    ] = []
    scope: Annotated[str, Ask(N_("As the document says it"), N_("its limits, in a few words"))] = ""
    document_seen: Annotated[date | None, Ask(N_("Document seen on"), past=True)] = None
    from_day: Annotated[date | None, Ask(N_("From"))] = None
    until: Annotated[date | None, Ask(N_("Until"))] = None
    own_view: Annotated[str, Ask(N_("Their own view"), lines=2)] = ""
