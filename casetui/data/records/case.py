"""The head of a case: its client, its method, its case manager and team, and whether it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal, Self

from casetui.data.days import long_day
from casetui.data.fields import HIDDEN, Ask, ChoicesFrom
from casetui.data.records.base import Record, seen_by_words
from casetui.data.records.signable import Signable
from casetui.words import N_, say

CaseState = Literal["open", "paused", "closed"]
CASE_STATES = {"open": N_("open again"), "paused": N_("rests"), "closed": N_("closed")}
"""The words for a change of the state."""


class Case(Record):
    """The head of a case file: one episode of one client."""

    table = "case"
    title = N_("Case")
    single = True

    number: Annotated[str, HIDDEN]
    """Six characters, as in ``C-7K3F9Q`` without the ``C-``."""
    client_id: Annotated[str, HIDDEN]
    """The client's id, the same in all cases and episodes of the client."""
    former_client: Annotated[str, HIDDEN] = ""
    """The client id with which the case was made, where somebody said later that the client of another case
    is the same person."""
    method: Annotated[str, HIDDEN]
    method_version: Annotated[str, HIDDEN] = ""
    """Digest of the packs of the case's method; the vault keeps every version."""
    state: Annotated[CaseState, HIDDEN] = "open"
    team: Annotated[str, HIDDEN] = ""
    manager: Annotated[str, HIDDEN] = ""
    """Worker id of the case manager; empty while the case is unassigned."""
    opened_on: Annotated[date, HIDDEN]
    """The day of intake, from which the case's clocks run."""
    imported_on: Annotated[date | None, HIDDEN] = None
    """The day of an import, from which the case's clocks then run: nothing is late before it."""
    source: Annotated[str, HIDDEN] = ""
    """The system that an imported case comes from, and its number there, so that it is added once."""
    closed_on: Annotated[date | None, HIDDEN] = None
    former_case: Annotated[str, HIDDEN] = ""
    """Number of the episode before this one."""
    former_consents: Annotated[list[str], HIDDEN] = []
    """The consents of that episode, in words. They are asked for anew, and never count as given."""
    restricted_to: Annotated[list[str], HIDDEN] = []
    """Worker ids of the people that a restricted case is open to; empty for the whole team."""
    own_key: Annotated[str, HIDDEN] = ""
    """Recipient of the case's own key, where it is restricted or lent; empty where the team's key is
    enough."""
    paused_reason: Annotated[
        str, Ask(N_("Why the case rests"), N_("such as an admission or prison"), words=True)
    ] = ""
    look_again_on: Annotated[date | None, Ask(N_("Look again on"))] = None
    resumed_on: Annotated[date | None, HIDDEN] = None
    """The day on which the case was last taken up again after a pause."""

    @property
    def restricted(self) -> bool:
        """Whether it opens to named people only."""
        return bool(self.restricted_to)

    @property
    def clock_start(self) -> date:
        """The day from which deadlines count: intake, or a later import."""
        return max(self.opened_on, self.imported_on or self.opened_on)

    def act_words(self, was: Self | None, name: Callable[[str], str]) -> Iterator[str]:
        """Yield that it was closed or rests, to whom it was given, and to whom it is open."""
        if was is None:
            return
        if self.state != was.state:
            yield say(CASE_STATES[self.state])
        if self.manager != was.manager:
            to = name(self.manager)
            yield say(N_("given to {name}"), name=to) if to else say(N_("without a case manager"))
        if self.team != was.team:
            yield say(N_("now of the team {team}"), team=self.team)
        if self.restricted_to != was.restricted_to:
            names = ", ".join(name(worker) for worker in self.restricted_to)
            yield say(N_("open to {names} only"), names=names) if names else say(N_("open to its team again"))


class Assignment(Record):
    """A case given to a case manager. The last assignment without an end is in force."""

    table = "assignment"
    title = N_("Case manager")
    columns: ClassVar = ("to", "reason", "note")

    to: Annotated[str, Ask(N_("Case manager"), choices=ChoicesFrom("people"))]
    on: Annotated[date, Ask(N_("From"))]
    ended_on: Annotated[date | None, HIDDEN] = None
    reason: Annotated[str, Ask(N_("Reason"))] = ""
    change: Annotated[Literal["", "first", "ordinary", "sudden", "leaving"], HIDDEN] = ""
    """Why the case changed hands; empty in an assignment from before hand-over notes were kept."""
    note: Annotated[str, HIDDEN] = ""
    """The hand-over note of the former case manager, or of who gave the case."""
    over_limit: Annotated[bool, HIDDEN] = False
    """Whether the worker had as many clients as the limit allows, or more, at the assignment."""
    clients_then: Annotated[int | None, HIDDEN] = None
    seen_by: Annotated[str, HIDDEN] = ""
    seen_on: Annotated[date | None, HIDDEN] = None
    seen_words: Annotated[str, HIDDEN] = ""
    """The line manager's answer to the case manager; empty where they only saw it."""

    def day(self) -> date | None:
        """Return the day of assignment."""
        return self.on

    def act_words(self, was: Self | None, name: Callable[[str], str]) -> Iterator[str]:
        """Yield until when the case was the manager's, and which line manager saw it go over the limit."""
        if was is None:
            return
        if self.ended_on and not was.ended_on:
            yield say(N_("{name} until {day}"), name=name(self.to), day=long_day(self.ended_on))
        if self.seen_by and not was.seen_by:
            seen = seen_by_words(name(self.seen_by), self.seen_words)
            yield say(N_("over the limit, {seen}"), seen=seen)


ASK_CLOSURE = "ask for closure"
CHANGE_MANAGER = "change the case manager"


class Override(Signable):
    """A line manager lets an act pass that a rule holds back, with a reason (only rule 18)."""

    table = "override"
    title = N_("Asked to let pass")
    columns: ClassVar = ("act", "outcome", "why", "answer_reason")
    noun = N_("override")
    area = "closure"

    rule: Annotated[int, HIDDEN]
    act: Annotated[str, HIDDEN]
    """The act: ``ASK_CLOSURE`` or ``CHANGE_MANAGER``."""
    why: Annotated[str, Ask(N_("Why it should pass"))]
    asked_on: Annotated[date, HIDDEN]
    answer: Annotated[Literal["", "granted", "refused"], HIDDEN] = ""
    answered_by: Annotated[str, HIDDEN] = ""
    answered_on: Annotated[date | None, HIDDEN] = None
    answer_reason: Annotated[str, HIDDEN] = ""
    lapsed_on: Annotated[date | None, HIDDEN] = None
    """The day on which the case closed before anybody answered: there was nothing to let pass any more."""

    def day(self) -> date | None:
        """Return the day it was asked for."""
        return self.asked_on

    @property
    def outcome(self) -> str:
        """The answer, or that it lapsed; empty while it waits."""
        return N_("lapsed") if self.lapsed_on and not self.answer else self.answer

    def stage(self) -> Literal["", "asked", "answered"]:
        """Return whether the override waits for an answer, or is answered; empty where it lapsed."""
        if self.answer:
            return "answered"
        return "" if self.lapsed_on else "asked"

    def answered(self) -> tuple[str, date | None]:
        """Return who granted or refused the override, and on what day."""
        return (self.answered_by, self.answered_on) if self.answer else ("", None)

    def asked_values(self) -> list[object]:
        """Return the rule, the act and the reason, who asked, and when."""
        return ["override", self.rule, self.act, self.why, self.asked_by, self.asked_on]

    def answer_values(self) -> list[object]:
        """Return the values that were asked, the answer and its reason, who answered, and when."""
        return [*self.asked_values(), self.answer, self.answer_reason, self.answered_by, self.answered_on]

    def doer_field(self, was: Record | None) -> str:
        """Return the field of who answered, where the override was answered since ``was``."""
        same = isinstance(was, Override) and was.answer == self.answer
        return "answered_by" if self.answer and not same else ""

    def locked_reason(self) -> str:
        """Return why it cannot be changed once it is answered, or lapsed."""
        if self.lapsed_on and not self.answer:
            return say(N_("This lapsed when the case was closed."))
        return say(N_("This was answered as it stands.")) if self.answer else ""

    def act_words(self, was: Self | None, name: Callable[[str], str]) -> Iterator[str]:
        """Yield that it was asked for, and how it was answered."""
        if was is None:
            yield say(N_("asked for, to {act}"), act=say(self.act))
        if self.answer and not (was and was.answer):
            yield say(N_("{answer}: {reason}"), answer=say(self.answer), reason=self.answer_reason)
        if was and self.lapsed_on and not was.lapsed_on:
            yield say(N_("lapsed, as the case was closed"))


class Entry(Record):
    """One act on the case: who did what, when, and why where a reason is asked for."""

    table = "entry"
    title = N_("Entry")
    columns: ClassVar = ("act", "about", "reason")

    at: Annotated[datetime, HIDDEN]
    by: Annotated[str, HIDDEN]
    act: Annotated[str, HIDDEN]
    """The act's name, such as ``save`` or ``sign off``."""
    about: Annotated[str, HIDDEN] = ""
    """Table of the record that was changed."""
    record: Annotated[str, HIDDEN] = ""
    fields: Annotated[list[str], HIDDEN] = []
    """Names of the fields that changed."""
    named: Annotated[list[str], HIDDEN] = []
    """Ids of the people to whom a case was restricted by the act."""
    reason: Annotated[str, HIDDEN] = ""
