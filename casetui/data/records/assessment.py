"""The assessment, and its findings in each domain of life."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.foreign_text import in_words
from casetui.data.records.base import Record
from casetui.words import N_, say

ASSESSMENT_KINDS = {
    "initial": N_("initial"),
    "comprehensive": N_("comprehensive"),
    "functional": N_("functional"),
    "again": N_("re-assessment"),
    "emergency": N_("emergency, completed later"),
}

RISK_LEVELS = {
    "high": N_("high: grave harm or death is likely"),
    "medium": N_("medium: some harm is likely"),
    "low": N_("low: at risk of harm"),
    "none": N_("none"),
}
RISK_WORDS = {
    "high": N_("high risk"),
    "medium": N_("medium risk"),
    "low": N_("low risk"),
    "none": N_("no risk"),
}
_EMERGENCY = ("kind", ("emergency",))
_FULL = ("kind", tuple(kind for kind in ASSESSMENT_KINDS if kind != "emergency"))
"""The short form asks for four urgent needs; the full one for everything else."""
URGENT = {
    "urgent_medical": N_("Medical needs"),
    "urgent_food": N_("Food"),
    "urgent_shelter": N_("Shelter"),
    "urgent_safety": N_("Safety"),
}
"""What the emergency form asks for, by field."""
PICTURE = (
    "vulnerabilities",
    "risks",
    "risk_level",
    "protective",
    "strengths",
    "family_strengths",
    "best_interests",
)
"""The fields that say what endangers the client and what protects them."""
CARRIED_ON = (*PICTURE, "barriers")
"""The fields with which a re-assessment begins, for the worker to look at again."""


class Assessment(Record):
    """One assessment of the client. An emergency assessment is urgent help and satisfies no gate."""

    table = "assessment"
    title = N_("Assessment")
    columns: ClassVar = ("kind", "started_on", "completed_on", "risk")

    kind: Annotated[str, Ask(N_("Kind"), choices=ASSESSMENT_KINDS)]
    started_on: Annotated[date, Ask(N_("Started on"), past=True)]
    completed_on: Annotated[date | None, Ask(N_("Completed on"), past=True)] = None
    client_part: Annotated[str, Ask(N_("How they took part"), N_("{the_client}"), lines=2)] = ""
    urgent_medical: Annotated[str, Ask(N_("Medical needs"), lines=2, when=_EMERGENCY)] = ""
    urgent_food: Annotated[str, Ask(N_("Food"), lines=2, when=_EMERGENCY)] = ""
    urgent_shelter: Annotated[str, Ask(N_("Shelter"), lines=2, when=_EMERGENCY)] = ""
    urgent_safety: Annotated[str, Ask(N_("Safety"), lines=2, when=_EMERGENCY)] = ""
    vulnerabilities: Annotated[str, Ask(N_("Vulnerabilities"), lines=2, when=_FULL)] = ""
    risks: Annotated[str, Ask(N_("Risks and harm factors"), lines=2, when=_FULL)] = ""
    risk_level: Annotated[
        str,
        Ask(N_("Risk level"), N_("how likely harm is if nothing is done"), choices=RISK_LEVELS, when=_FULL),
    ] = ""
    protective: Annotated[str, Ask(N_("Protective influences"), lines=2, when=_FULL)] = ""
    strengths: Annotated[
        str, Ask(N_("Strengths, resilience"), N_("{the_client_possessive} own"), lines=2, when=_FULL)
    ] = ""
    family_strengths: Annotated[
        str,
        Ask(N_("Family's strengths"), N_("and resilience, or that there is no family"), lines=2, when=_FULL),
    ] = ""
    best_interests: Annotated[str, Ask(N_("Best interests"), lines=2, when=_FULL)] = ""
    barriers: Annotated[
        str, Ask(N_("Barriers to seeking help"), N_("as {the_client} sees them"), lines=2, when=_FULL)
    ] = ""
    others_said: Annotated[
        str, Ask(N_("What others said"), N_("or why nobody else was asked"), lines=2, when=_FULL)
    ] = ""
    others_from: Annotated[str, Ask(N_("From whom it came"), N_("who said it, and when"), when=_FULL)] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.completed_on and self.completed_on < self.started_on:
            raise ValueError(say(N_("Completed before it started; correct one of the two days.")))
        return self

    @property
    def risk(self) -> str:
        """The level of risk in words; empty where it is not said."""
        return say(RISK_WORDS.get(self.risk_level, self.risk_level))

    def stands(self) -> str:
        """Return whether the assessment is completed."""
        return N_("completed") if self.completed_on else N_("begun")

    def day(self) -> date | None:
        """Return the day it was completed, or started."""
        return self.completed_on or self.started_on


NEEDS = {
    "none": N_("none"),
    "some": N_("some"),
    "urgent": N_("urgent"),
    "not explored": N_("not explored"),
}
NOT_EXPLORED = "not explored"


class Domain(Record):
    """The findings in one domain of life."""

    table = "domain"
    title = N_("Domain")
    columns: ClassVar = ("domain", "need", "change", "priority", "why_not_explored")
    place_fields: ClassVar = ("assessment", "domain")

    assessment: Annotated[str, Ask("", hidden=True)] = ""
    """Id of the assessment it belongs to."""
    domain: Annotated[str, Ask(N_("Domain"), choices=ChoicesFrom("method", "domains"))]
    need: Annotated[str, Ask(N_("Need"), choices=NEEDS)] = ""
    why_not_explored: Annotated[
        str, Ask(N_("Why it was not explored"), words=True, when=("need", (NOT_EXPLORED,)))
    ] = ""
    priority: Annotated[int | None, Ask(N_("Priority"), N_("1 comes first"), low=1, high=20)] = None
    situation: Annotated[str, Ask(N_("Situation"), lines=3)] = ""
    strengths: Annotated[str, Ask(N_("Strengths"), lines=2)] = ""
    own_words: Annotated[str, Ask(N_("In their own words"), lines=2)] = ""
    need_before: Annotated[str, HIDDEN] = ""
    """The need that the former assessment found; empty where it said none of the words for a need."""

    @property
    def explored(self) -> bool:
        """Whether it says the need, which may be "none"."""
        return self.need not in ("", NOT_EXPLORED)

    @property
    def said(self) -> bool:
        """Whether it says the need, or in words why the domain was not explored."""
        return self.explored or (self.need == NOT_EXPLORED and in_words(self.why_not_explored))

    @property
    def change(self) -> str:
        """The need that the former assessment found, beside the one found now; empty where there is none."""
        if not self.need_before or not self.need:
            return ""
        if self.need == self.need_before:
            return say(N_("as before"))
        return say(N_("before: {need}"), need=say(NEEDS.get(self.need_before, self.need_before)))

    def contradiction(self) -> str:
        """Return that it is not said why the domain was not explored."""
        if self.need == NOT_EXPLORED and not self.said:
            return say(N_("Say why it was not explored."))
        return ""
