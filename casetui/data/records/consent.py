"""The client's consents, the services that they name, and disclosures without consent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from casetui.data.days import short_day
from casetui.data.fields import HIDDEN, Ask
from casetui.data.foreign_text import in_words
from casetui.data.names import as_named
from casetui.data.records.base import Record, seen_by_words
from casetui.data.records.signable import Answerable
from casetui.words import N_, say

CONSENT_KINDS = {
    "case management": N_("case management"),
    "assessment": N_("assessment"),
    "sharing": N_("sharing and contact with services"),
}
CONSENT_ANSWERS = {"given": N_("given"), "partly": N_("given in part"), "refused": N_("refused")}
GIVEN_HOW = {
    "signed": N_("signed"),
    "verbal": N_("said"),
    "guardian": N_("by a guardian"),
    "assent": N_("a child's assent"),
}


SENT_PARTS = {
    "contact": N_("name and contact details"),
    "part": N_("their part of the plan"),
    "whole": N_("the whole plan"),
    "assessment": N_("the assessment"),
}
"""What can be sent to a service, by the word that consents and records of sharing use for it."""
INCLUDES = {"whole": ("part", "contact"), "part": ("contact",), "assessment": ("contact",)}
"""What may be sent too where a part may: nobody sends a plan or an assessment without the name on it."""
UNLESS_SAID = ("contact", "part")
"""What a consent to sharing covers that does not say what may be sent: no more than the service's part."""


class Consent(Record):
    """One consent of the client (Guidebook, B and protocol 4)."""

    table = "consent"
    title = N_("Consent")
    columns: ClassVar = ("given_on", "answer_words", "withdrawal", "recipients", "kind", "own_words")

    kind: Annotated[str, Ask(N_("To what"), choices=CONSENT_KINDS)]
    answer: Annotated[str, Ask(N_("Their answer"), choices=CONSENT_ANSWERS)] = "given"
    left_out: Annotated[
        str, Ask(N_("What is left out"), N_("what {the_client} did not agree to"), words=True,
                 when=("answer", ("partly",)))
    ] = ""  # fmt: skip
    own_words: Annotated[str, Ask(N_("In their own words"), N_("what {the_client} said to it"))] = ""
    given_on: Annotated[date, Ask(N_("Given on"), N_("or refused on"), past=True)]
    how: Annotated[str, Ask(N_("How"), choices=GIVEN_HOW)]
    by_whom: Annotated[str, Ask(N_("By whom"), N_("if not by {the_client}"))] = ""
    recipients: Annotated[
        list[str], Ask(N_("May be shared with"), N_("names of services, with commas between"))
    ] = []
    parts: Annotated[
        list[str],
        Ask(N_("May be sent"), N_("left empty: their part of the plan at most"), choices=SENT_PARTS),
    ] = []
    information: Annotated[str, Ask(N_("What information"))] = ""
    purpose: Annotated[str, Ask(N_("For what purpose"))] = ""
    limits_explained: Annotated[
        bool | None, Ask(N_("Limits explained"), N_("when confidence cannot be kept"))
    ] = None
    review_on: Annotated[date | None, Ask(N_("Review on"), N_("left empty: in 12 months"))] = None
    exclusions: Annotated[str, Ask(N_("Not to be shared, why"), lines=2, more=True)] = ""
    interpreter: Annotated[str, Ask(N_("Interpreter"), more=True)] = ""
    withdrawn_on: Annotated[date | None, Ask(N_("Withdrawn on"), past=True, more=True)] = None
    withdrawn_for: Annotated[
        list[str],
        Ask(N_("Withdrawn for"), N_("names of services; left empty: the whole of it"), more=True),
    ] = []
    withdrawn_effect: Annotated[str, Ask(N_("What follows from it"), lines=2, more=True)] = ""

    @property
    def refused(self) -> bool:
        """Whether the client was asked and did not agree."""
        return self.answer == "refused"

    @property
    def answer_words(self) -> str:
        """That it was refused, or what was left out, in words; empty where all of it was given."""
        if self.refused:
            return say(N_("refused"))
        if self.answer == "partly":
            return say(N_("in part, without: {left_out}"), left_out=self.left_out)
        return ""

    @property
    def still_named(self) -> list[str]:
        """The recipients for whom it was not withdrawn; all of them where no services are named."""
        gone = {as_named(name) for name in self.withdrawn_for}
        return [name for name in self.recipients if as_named(name) not in gone]

    @property
    def withdrawal(self) -> str:
        """What was withdrawn, and when, in words; empty where nothing was."""
        if self.withdrawn_on is None:
            return ""
        day = short_day(self.withdrawn_on)
        if self.withdrawn_for and (self.still_named or self.kind != "sharing"):
            names = ", ".join(self.withdrawn_for)
            return say(N_("withdrawn for {names} only, {day}"), names=names, day=day)
        return say(N_("withdrawn on {day}"), day=day)

    def day(self) -> date | None:
        """Return the day it was given."""
        return self.given_on

    def contradiction(self) -> str:
        """Return that it was withdrawn before it was given, or that it is not said what was left out."""
        if self.answer == "partly" and not in_words(self.left_out):
            return say(N_("Say what is left out."))
        if self.withdrawn_on and self.withdrawn_on < self.given_on:
            return say(N_("Withdrawn before it was given; correct one of the two days."))
        return ""


class Disclosure(Answerable):
    """Something shared in an emergency, without consent (rule 28)."""

    table = "disclosure"
    title = N_("Emergency disclosure")
    columns: ClassVar = ("on", "recipient", "reason")
    area = "consent"

    on: Annotated[date, Ask(N_("On"), past=True)]
    recipient: Annotated[str, Ask(N_("To whom"))]
    reason: Annotated[str, Ask(N_("Why it could not wait"), lines=2, words=True)]
    information: Annotated[str, Ask(N_("What was said"), N_("the least that was needed"), lines=2)]
    told_client: Annotated[str, Ask(N_("Told them, or why not"), N_("{the_client}"))]
    reviewed_by: Annotated[str, HIDDEN] = ""
    reviewed_on: Annotated[date | None, HIDDEN] = None
    reviewed_words: Annotated[str, HIDDEN] = ""
    """The reviewer's answer to who disclosed it; empty where they only saw it."""

    def day(self) -> date | None:
        """Return the day of the disclosure."""
        return self.on

    def stage(self) -> Literal["", "asked", "answered"]:
        """Return whether it waits for its review, or is reviewed."""
        return "answered" if self.reviewed_by and self.reviewed_on else "asked"

    def asker(self) -> str:
        """Return the worker id of the person who disclosed."""
        return self.made_by

    def answered(self) -> tuple[str, date | None]:
        """Return who reviewed it, and on what day."""
        return self.reviewed_by, self.reviewed_on

    def locked_reason(self) -> str:
        """Return why it cannot be changed once it is reviewed."""
        return say(N_("This was reviewed as it stands.")) if self.reviewed_by else ""

    def stays_reason(self) -> str:
        """Return why it cannot be struck out.

        Struck out, it would never be reviewed, and what was shared stays shared (rule 28).
        """
        return self.locked_reason() or say(
            N_("An emergency disclosure stays: what was shared cannot be taken back, and a line manager "
               "reviews it first. What is wrong in it can be changed.")
        )  # fmt: skip

    def act_words(self, was: Self | None, name: Callable[[str], str]) -> Iterator[str]:
        """Yield which line manager reviewed it."""
        if was and self.reviewed_by and not was.reviewed_by:
            yield seen_by_words(name(self.reviewed_by), self.reviewed_words)
