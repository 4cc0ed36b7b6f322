"""Gaps and blocks: what stands in the client's way, and when the line manager saw it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, ClassVar, Self

from casetui.data.fields import HIDDEN, Ask
from casetui.data.records.base import Record, seen_by_words
from casetui.words import N_, say

GAP_KINDS = {
    "gap": N_("gap: there is no such service"),
    "block": N_("block: refused, excluded, long wait"),
}
ROUTES = {"practical": N_("a practical resolution"), "policy": N_("a matter of policy")}


CAME_FROM = {
    "referral": N_("a referral"),
    "meeting": N_("a case meeting"),
    "grievance": N_("a grievance"),
    "other": N_("something else"),
}
_PRACTICAL = ("route", ("practical",))
_POLICY = ("route", ("policy",))


class GapOrBlock(Record):
    """A gap or a block, told to the line manager as it arises (Guidebook, D and protocol 5)."""

    table = "gap"
    title = N_("Gap or block")
    columns: ClassVar = (
        "need", "service", "seen_words", "kind", "on", "told_on", "route", "route_answer", "came_from",
        "client_part",
    )  # fmt: skip
    labelled: ClassVar = ("route_answer", "came_from", "client_part")

    kind: Annotated[str, Ask(N_("Gap or block"), choices=GAP_KINDS)]
    on: Annotated[date, Ask(N_("Met on"), past=True)]
    need: Annotated[str, Ask(N_("Need"))]
    service: Annotated[str, Ask(N_("Service"), N_("the one that is missing or refuses"))] = ""
    tried: Annotated[str, Ask(N_("What was tried"), lines=2)] = ""
    consequence: Annotated[str, Ask(N_("What follows"), N_("for {the_client}"), lines=2)] = ""
    client_part: Annotated[str, Ask(N_("What they say of it"), N_("{the_client}"))] = ""
    told_on: Annotated[
        date | None, Ask(N_("Line manager told on"), N_("then they see it under Sign-offs"), past=True)
    ] = None
    route: Annotated[str, Ask(N_("Route"), choices=ROUTES)] = ""
    mediation_on: Annotated[
        date | None,
        Ask(N_("Mediation asked on"), N_("between the services"), past=True, when=_PRACTICAL),
    ] = None
    information_on: Annotated[date | None, Ask(N_("Information asked on"), past=True, when=_PRACTICAL)] = None
    information_from: Annotated[str, Ask(N_("Of whom"), suggests=True, when=_PRACTICAL)] = ""
    look_again_on: Annotated[date | None, Ask(N_("Look again on"), when=_PRACTICAL)] = None
    sent_to: Annotated[
        str, Ask(N_("Sent on to"), N_("the body that settles matters of policy"), when=_POLICY)
    ] = ""
    sent_on: Annotated[date | None, Ask(N_("Sent on"), N_("the day"), past=True, when=_POLICY)] = None
    reference: Annotated[str, Ask(N_("Reference there"), when=_POLICY)] = ""
    route_answer: Annotated[str, Ask(N_("What was answered"), when=("route", ("practical", "policy")))] = ""
    came_from: Annotated[str, Ask(N_("It came from"), choices=CAME_FROM, more=True)] = ""
    outcome: Annotated[str, Ask(N_("Outcome"), lines=2)] = ""
    closed_on: Annotated[date | None, Ask(N_("Settled on"), past=True)] = None
    seen_by: Annotated[str, HIDDEN] = ""
    seen_on: Annotated[date | None, HIDDEN] = None
    seen_words: Annotated[str, HIDDEN] = ""
    """The line manager's answer to who told them; empty where they only saw it."""

    @property
    def on_its_way(self) -> bool:
        """Whether the first step of its route is written down."""
        practical = self.mediation_on or self.information_on
        return bool(practical if self.route == "practical" else self.route == "policy" and self.sent_on)

    def stands(self) -> str:
        """Return how far it came: told to the line manager, seen by them, or settled."""
        if self.closed_on:
            return N_("settled")
        return N_("seen") if self.seen_by else N_("told") if self.told_on else ""

    def day(self) -> date | None:
        """Return the day it was met."""
        return self.on

    def contradiction(self) -> str:
        """Return that it was told or settled before it was met."""
        if self.told_on and self.told_on < self.on:
            return say(N_("Told before it was met; correct one of the two days."))
        if self.closed_on and self.closed_on < self.on:
            return say(N_("Settled before it was met; correct one of the two days."))
        return ""

    def act_words(self, was: Self | None, name: Callable[[str], str]) -> Iterator[str]:
        """Yield which line manager saw it."""
        if was and self.seen_by and not was.seen_by:
            yield seen_by_words(name(self.seen_by), self.seen_words)


class Exclusion(Record):
    """A service, or the lead agency, shuts its door on the client (Guidebook, C and protocol 5)."""

    table = "exclusion"
    title = N_("Exclusion")
    columns: ClassVar = ("by", "by_lead", "since", "until", "reason", "contested", "meanwhile")
    labelled: ClassVar = ("by_lead", "contested", "meanwhile")

    by: Annotated[str, Ask(N_("Excluded by"), N_("the service"), suggests=True)]
    since: Annotated[date, Ask(N_("From"), past=True)]
    reason: Annotated[str, Ask(N_("Reason given"), words=True, lines=2)]
    by_lead: Annotated[
        bool | None, Ask(N_("Is it the lead agency"), N_("then a case meeting is called at once"))
    ] = None
    until: Annotated[date | None, Ask(N_("Until"), N_("left empty: no end was said"))] = None
    is_contested: Annotated[bool | None, Ask(N_("Is it contested"))] = None
    contested: Annotated[
        str,
        Ask(N_("How it is contested"), N_("by whom and where"), when=("is_contested", ("yes",))),
    ] = ""
    meanwhile: Annotated[str, Ask(N_("What until then"), N_("where {the_client} goes meanwhile"))] = ""
    ended_on: Annotated[date | None, Ask(N_("Ended on"), N_("if earlier"), past=True)] = None

    def ended_by(self, day: date) -> bool:
        """Return whether it was over before ``day``."""
        end = self.ended_on or self.until
        return end is not None and end < day

    def stands(self) -> str:
        """Return that it ended, or is contested."""
        return N_("ended") if self.ended_on else N_("contested") if self.is_contested else N_("excluded")

    def day(self) -> date | None:
        """Return its first day."""
        return self.since

    def contradiction(self) -> str:
        """Return that it ended before it began."""
        ends = [day for day in (self.until, self.ended_on) if day]
        if any(day < self.since for day in ends):
            return say(N_("It ended before it began; correct one of the days."))
        return ""
