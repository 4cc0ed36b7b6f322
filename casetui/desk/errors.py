"""The errors that acts raise instead of being done. Each is a sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from casetui.words import N_, CaseTUIError, say

if TYPE_CHECKING:
    from casetui.checklists.base import Finding


class NotAllowed(CaseTUIError):
    """The person may not do this."""


class NotAdmitted(NotAllowed):
    """The person's key waits for a line manager or an administrator to admit it."""


class HasLeft(NotAllowed):
    """The person has left the agency and can open nothing any more."""


class UnknownLogin(NotAllowed):
    """Nobody here has the login of the person who starts the program."""


class HeldBack(CaseTUIError):
    """Rules hold the act back; ``findings`` has a finding for each thing that is missing."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(say(N_("This cannot be done yet: {what}"), what=" ".join(f.what for f in findings)))
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Clash:
    """A field of a form that two people changed, each in their own way."""

    table: str
    record: str
    field: str
    label: str
    """What the form calls the field."""
    theirs: Any
    """The value that stands in the case now."""
    mine: Any
    """The value that this person wants to write."""
    long: bool
    """Whether it is a text of several lines, of which both can be kept."""
    their_head: str
    """Who wrote ``theirs``, and when."""
    my_head: str
    """Who writes ``mine``, and when."""

    def both(self) -> str:
        """Return both texts, ``theirs`` first, each under a line with its author and instant."""
        return f"{self.their_head}:\n{self.theirs}\n\n{self.my_head}:\n{self.mine}"


chosen: ContextVar[Sequence[Clash]] = ContextVar("chosen", default=())
"""The clashes in which the person has chosen a value. A form sets them while it saves."""


class SavedMeanwhile(CaseTUIError):
    """Somebody else saved the case after it was opened here. Nothing was written.

    ``lines`` has a line for each of their changes. Saving again puts this person's change on top.
    """

    def __init__(
        self,
        by: str,
        at: datetime | None,
        lines: Sequence[str],
        *,
        clashes: Sequence[Clash] = (),
        also: Sequence[str] = (),
        taken: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """``clashes`` are the fields to choose in; none where choosing is not enough.

        ``also`` has a line for each field that only the colleague changed. ``taken`` has the name and value
        of those that are in the record of this change.
        """
        super().__init__(say(N_("{by} saved this case while you had it open. Your typing is kept."), by=by))
        self.by = by
        self.at = at
        self.lines = tuple(lines)
        self.clashes = tuple(clashes)
        self.also = tuple(also)
        self.taken = dict(taken)
