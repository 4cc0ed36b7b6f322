"""The findings that hold an act or a save back: as lines, and in a box that may offer an override."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from casetui.checklists.pack import AREAS as STEPS
from casetui.data.days import moment
from casetui.desk.errors import HeldBack, SavedMeanwhile
from casetui.widgets.ask import Question
from casetui.widgets.text import safe
from casetui.words import N_, say

ASK = "o"


def held_back(error: HeldBack, *, ask: str = "", note: str = "") -> Question:
    """Return a box that lists the findings; it answers ``ASK`` where the person asks for an override.

    ``ask`` is what asking for an override is called; empty where it is not offered. ``note`` is a sentence
    below the findings.
    """
    lines = [*error_lines(error, None), *([note] if note else [])]
    answers = [("b", say(N_("Back")))]
    if ask:
        answers.insert(0, (ASK, ask))
    return Question(say(N_("This cannot be done yet")), "\n".join(lines), answers)


def way_to(area: str) -> str:
    """Return the sentence that says which keys lead to a work area; empty for an unknown one."""
    if area == "consent":
        return say(N_("In the case, o shows Consent, a adds one."))
    keys = {"client": "c", **{step: str(number) for number, step in enumerate(STEPS, 1)}}
    if area not in keys:
        return ""
    return say(N_("In the case, {key} leads to where that is written."), key=keys[area])


def error_lines(error: Exception, zone: tzinfo | None) -> list[str]:
    """Return the lines that say why a save was refused, and what to do."""
    match error:
        case HeldBack():
            return [line for finding in error.findings for line in _finding_lines(finding)]
        case SavedMeanwhile():
            return _meanwhile_lines(error, zone)
        case OSError():
            why = safe(error.strerror or str(error))
            return ["! " + say(N_("This could not be written: {why}. Your typing is kept."), why=why)]
        case _:
            return [f"! {safe(str(error))}"]


def _finding_lines(finding: Any) -> list[str]:
    source = f" ({safe(finding.source)})" if finding.source else ""
    return [f"! {safe(finding.what)}", f"  {safe(finding.do)}{source}"]


def _meanwhile_lines(error: SavedMeanwhile, zone: tzinfo | None) -> list[str]:
    return [
        f"! {safe(str(error))}",
        *([f"  {moment(error.at, zone)}"] if error.at else []),
        *(f"  {safe(line)}" for line in error.lines),
        "  " + say(N_("Ctrl+S again saves yours on top.")),
    ]
