"""Contacts and reviews: the log from which intensity and perseverance are measured."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from casetui.data.fields import Ask, ChoicesFrom
from casetui.data.records.base import Record
from casetui.words import N_

CONTACT_KINDS = {
    "visit": N_("home visit"),
    "outreach": N_("outreach or street"),
    "office": N_("office"),
    "phone": N_("phone"),
    "message": N_("message"),
    "letter": N_("letter"),
    "appointment": N_("appointment elsewhere"),
    "missed": N_("missed"),
}
COMPANY = {"accompanied": N_("accompanied"), "own": N_("on their own")}


class Contact(Record):
    """One contact with the client; a missed contact is written down and does not count."""

    table = "contact"
    title = N_("Contact")
    columns: ClassVar = ("on", "kind", "summary")

    kind: Annotated[str, Ask(N_("Kind"), choices=CONTACT_KINDS)]
    summary: Annotated[str, Ask(N_("What happened"), lines=5)]
    on: Annotated[date, Ask(N_("When"), past=True)]
    minutes: Annotated[int | None, Ask(N_("Minutes"), low=0, high=1440, more=True)] = None
    local: Annotated[
        bool | None, Ask(N_("In their surroundings"), N_("home, street, neighbourhood"), more=True)
    ] = None
    by: Annotated[str, Ask(N_("By"), choices=ChoicesFrom("people"), more=True)] = ""
    who: Annotated[str, Ask(N_("Who else"), more=True)] = ""
    company: Annotated[str, Ask(N_("To appointments"), choices=COMPANY, more=True)] = ""
    next_on: Annotated[date | None, Ask(N_("Next contact"), more=True)] = None

    def day(self) -> date | None:
        """Return the day of the contact."""
        return self.on


MARKS = {str(n): str(n) for n in range(1, 6)}
MET = {"yes": N_("yes"), "partly": N_("partly"), "no": N_("no")}


class Review(Record):
    """A review of the plan (Guidebook, E; child protection, follow-up and review)."""

    table = "review"
    title = N_("Review")
    columns: ClassVar = ("on", "objectives_met", "still_right")

    on: Annotated[date, Ask(N_("On"), past=True)]
    who: Annotated[str, Ask(N_("Who took part"))] = ""
    client_part: Annotated[str, Ask(N_("How they took part"), N_("{the_client}"))] = ""
    objectives_met: Annotated[str, Ask(N_("Objectives being met"), choices=MET)] = ""
    still_right: Annotated[bool | None, Ask(N_("Plan still right"))] = None
    changes: Annotated[str, Ask(N_("What changes"), lines=2)] = ""
    next_on: Annotated[date | None, Ask(N_("Next review"))] = None
    support_level: Annotated[
        int | None, Ask(N_("Support level now"), N_("0 none to 4 full"), low=0, high=4)
    ] = None
    staff: Annotated[
        str, Ask(N_("Satisfied: staff"), N_("1 not at all, 5 very"), choices=MARKS, more=True)
    ] = ""
    progress: Annotated[str, Ask(N_("Satisfied: progress"), choices=MARKS, more=True)] = ""
    communication: Annotated[str, Ask(N_("Satisfied: being told"), choices=MARKS, more=True)] = ""
    safety: Annotated[str, Ask(N_("Satisfied: safety"), choices=MARKS, more=True)] = ""
    choice: Annotated[str, Ask(N_("Satisfied: choice"), choices=MARKS, more=True)] = ""
    satisfaction: Annotated[str, Ask(N_("In their own words"), lines=2, more=True)] = ""

    def day(self) -> date | None:
        """Return the day of the review."""
        return self.on
