"""The case itself: which client, by which method, whose it is, and whether it is open."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from casetui.data.fields import HIDDEN, Ask, From
from casetui.data.records.base import Record
from casetui.words import N_

CaseState = Literal["open", "paused", "closed"]


class Case(Record):
    """The head of a case file: one episode of one client."""

    table = "case"
    title = N_("Case")
    single = True

    number: Annotated[str, HIDDEN]
    """Six characters, as in ``C-7K3F9Q`` without the ``C-``."""
    client_id: Annotated[str, HIDDEN]
    """Spans the client's episodes."""
    method: Annotated[str, HIDDEN]
    method_version: Annotated[str, HIDDEN] = ""
    """Digest of the packs that the case is worked by; the vault keeps every one."""
    state: Annotated[CaseState, HIDDEN] = "open"
    team: Annotated[str, HIDDEN] = ""
    manager: Annotated[str, HIDDEN] = ""
    """Worker id of the case manager; empty while the case is unassigned."""
    opened_on: Annotated[date, HIDDEN]
    """The day of intake, from which the case's clocks run."""
    imported_on: Annotated[date | None, HIDDEN] = None
    """After an import clocks start here: nothing before it is late."""
    source: Annotated[str, HIDDEN] = ""
    """Where an imported case comes from and its number there, so that it is added once."""
    closed_on: Annotated[date | None, HIDDEN] = None
    former_case: Annotated[str, HIDDEN] = ""
    """Number of the episode before this one."""
    former_consents: Annotated[list[str], HIDDEN] = []
    """What was agreed to in that episode, in words: to be asked anew, never taken as given."""
    restricted_to: Annotated[list[str], HIDDEN] = []
    """Worker ids; empty means the whole team."""
    own_key: Annotated[str, HIDDEN] = ""
    """Recipient of the case's own key, where it is restricted or lent; empty where the team's key is
    enough."""
    paused_reason: Annotated[str, Ask(N_("Why the case rests"), N_("such as an admission or prison"))] = ""
    look_again_on: Annotated[date | None, Ask(N_("Look again on"))] = None
    resumed_on: Annotated[date | None, HIDDEN] = None
    """The day on which the case was last taken up again after a pause."""

    @property
    def clock_start(self) -> date:
        """The day from which deadlines count: intake, or a later import."""
        return max(self.opened_on, self.imported_on or self.opened_on)


class Assignment(Record):
    """A case given to a case manager. The last one with no end is the one in force."""

    table = "assignment"
    title = N_("Case manager")
    columns: ClassVar = ("to", "reason")

    to: Annotated[str, Ask(N_("Case manager"), choices=From("people"))]
    on: Annotated[date, Ask(N_("From"))]
    ended_on: Annotated[date | None, HIDDEN] = None
    reason: Annotated[str, Ask(N_("Reason"))] = ""
    over_limit: Annotated[bool, HIDDEN] = False
    """Whether the worker had as many clients as the limit allows, or more, when this was made."""
    clients_then: Annotated[int | None, HIDDEN] = None
    seen_by: Annotated[str, HIDDEN] = ""
    seen_on: Annotated[date | None, HIDDEN] = None

    def day(self) -> date | None:
        """Return the day of assignment."""
        return self.on


class Override(Record):
    """A line manager lets an act pass that a rule holds back, with a reason (only rule 18)."""

    table = "override"
    title = N_("Asked to let pass")
    columns: ClassVar = ("act", "answer", "why", "answer_reason")

    rule: Annotated[int, HIDDEN]
    act: Annotated[str, HIDDEN]
    """The act: ``ask for closure`` or ``change the case manager``."""
    why: Annotated[str, Ask(N_("Why it should pass"))]
    asked_by: Annotated[str, HIDDEN] = ""
    asked_on: Annotated[date, HIDDEN]
    asked_signature: Annotated[str, HIDDEN] = ""
    """That of who asked."""
    answer: Annotated[Literal["", "granted", "refused"], HIDDEN] = ""
    answered_by: Annotated[str, HIDDEN] = ""
    answered_on: Annotated[date | None, HIDDEN] = None
    answer_reason: Annotated[str, HIDDEN] = ""
    seen: Annotated[str, HIDDEN] = ""
    """Names the revision that was seen when it was answered."""
    signature: Annotated[str, HIDDEN] = ""
    """That of who answered; see ``desk.signatures``."""

    def day(self) -> date | None:
        """Return the day it was asked for."""
        return self.asked_on


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
