"""Contacts: the log from which intensity and perseverance are measured."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from casetui.data.fields import Ask, ChoicesFrom
from casetui.data.records.base import Record
from casetui.words import N_, say, say_n

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
WITH = {
    "client": N_("{client}"),
    "family": N_("family"),
    "key worker": N_("key worker"),
    "service": N_("service"),
}
GIVEN = {
    "information": N_("information"),
    "advice": N_("advice"),
    "help": N_("a direct help"),
}
COMPANY = {"accompanied": N_("accompanied"), "own": N_("on their own")}


class Contact(Record):
    """One contact, with the client where nothing else is said.

    A missed contact is written down and does not count, nor does one without the client.
    """

    table = "contact"
    title = N_("Contact")
    columns: ClassVar = (
        "on", "kind", "with_whom", "summary", "goal", "action", "given", "seen", "who", "how_words",
    )  # fmt: skip
    labelled: ClassVar = ("with_whom", "goal", "action", "given", "seen", "who")

    kind: Annotated[str, Ask(N_("Kind"), choices=CONTACT_KINDS)]
    summary: Annotated[str, Ask(N_("What happened"), lines=5)]
    on: Annotated[date, Ask(N_("When"), past=True)]
    with_whom: Annotated[
        list[str], Ask(N_("With"), N_("nothing chosen: with {the_client}"), choices=WITH, more=True)
    ] = []
    goal: Annotated[str, Ask(N_("For the goal"), choices=ChoicesFrom("records", "goal"), more=True)] = ""
    action: Annotated[str, Ask(N_("For the action"), choices=ChoicesFrom("records", "action"), more=True)] = (
        ""
    )
    given: Annotated[list[str], Ask(N_("What was given"), choices=GIVEN, more=True)] = []
    seen: Annotated[
        str, Ask(N_("What was seen"), N_("what you noticed, besides what was said"), lines=2, more=True)
    ] = ""
    crisis: Annotated[bool | None, Ask(N_("A crisis"), more=True)] = None
    planned: Annotated[bool | None, Ask(N_("Planned before"), more=True)] = None
    minutes: Annotated[int | None, Ask(N_("Minutes"), low=0, high=1440, more=True)] = None
    local: Annotated[
        bool | None, Ask(N_("In their surroundings"), N_("home, street, neighbourhood"), more=True)
    ] = None
    by: Annotated[str, Ask(N_("By"), choices=ChoicesFrom("people"), more=True)] = ""
    who: Annotated[str, Ask(N_("Who else"), more=True)] = ""
    company: Annotated[str, Ask(N_("To appointments"), choices=COMPANY, more=True)] = ""
    next_on: Annotated[date | None, Ask(N_("Next contact"), more=True)] = None

    @property
    def with_client(self) -> bool:
        """Whether the client was part of it: said so, or not said with whom it was."""
        return not self.with_whom or "client" in self.with_whom

    @property
    def how_words(self) -> str:
        """How it was, in a few words: a crisis, planned or not, how long, where, and in whose company."""
        planned = {True: N_("planned"), False: N_("not planned")}
        local = {True: N_("in their surroundings"), False: N_("away from their surroundings")}
        words = [
            say(N_("a crisis")) if self.crisis else "",
            say(planned[self.planned]) if self.planned is not None else "",
            say_n("{n} minute", "{n} minutes", self.minutes) if self.minutes is not None else "",
            say(local[self.local]) if self.local is not None else "",
            say(COMPANY.get(self.company, self.company)) if self.company else "",
        ]
        return ", ".join(filter(None, words))

    def day(self) -> date | None:
        """Return the day of the contact."""
        return self.on
