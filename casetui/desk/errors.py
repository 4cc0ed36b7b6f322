"""What an act may answer instead of being done. Each is a sentence a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casetui.checklists.base import Finding
from casetui.words import N_, CaseTUIError, say


class NotAllowed(CaseTUIError):
    """The person may not do this."""


class HeldBack(CaseTUIError):
    """Rules hold the act back; ``findings`` names each thing that is missing."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(say(N_("This cannot be done yet: {what}"), what=" ".join(f.what for f in findings)))
        self.findings = tuple(findings)


class SavedMeanwhile(CaseTUIError):
    """Somebody else saved the case after it was opened here. Nothing was written.

    ``lines`` says what they wrote, a line a change. Saving again puts this person's change on top.
    """

    def __init__(self, by: str, at: datetime | None, lines: Sequence[str]) -> None:
        super().__init__(say(N_("{by} saved this case while you had it open. Your typing is kept."), by=by))
        self.by = by
        self.at = at
        self.lines = tuple(lines)
