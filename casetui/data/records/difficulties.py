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


class GapOrBlock(Record):
    """A gap or a block, told to the line manager as it arises (Guidebook, D and protocol 5)."""

    table = "gap"
    title = N_("Gap or block")
    columns: ClassVar = ("need", "service", "seen_words", "kind", "on", "told_on", "client_part")
    labelled: ClassVar = ("client_part",)

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
    outcome: Annotated[str, Ask(N_("Outcome"), lines=2)] = ""
    closed_on: Annotated[date | None, Ask(N_("Settled on"), past=True)] = None
    seen_by: Annotated[str, HIDDEN] = ""
    seen_on: Annotated[date | None, HIDDEN] = None
    seen_words: Annotated[str, HIDDEN] = ""
    """The line manager's answer to who told them; empty where they only saw it."""

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
