"""How things stand, in whole words: a screen shows signs and short forms for them."""

from __future__ import annotations

import re
from datetime import date

from casetui.checklists.base import Finding, State
from casetui.checklists.standing import ItemStanding, ListStanding, Standing, StepStanding, StepState
from casetui.desk.telling.explaining import list_state
from casetui.words import N_, say, say_n

STATES: dict[State, str] = {
    "done": N_("done"),
    "open": N_("open"),
    "due": N_("due today"),
    "late": N_("late"),
    "not applicable": N_("does not apply"),
}
STEP_STATES: dict[StepState, str] = {
    "done": N_("done"),
    "at": N_("the case is here"),
    "open": N_("open"),
    "when needed": N_("when needed"),
    "in use": N_("in use"),
}


LINE = 80
"""How many characters of a text are said in a list."""


def when(day: date, today: date) -> str:
    """Return how far ``day`` is from today: ``late, 2 days``, ``today``, ``tomorrow``, ``in 3 days``."""
    days = (day - today).days
    if days < 0:
        return say_n("late, {n} day", "late, {n} days", -days)
    if days < 2:
        return say(N_("tomorrow")) if days else say(N_("today"))
    return say_n("in {n} day", "in {n} days", days)


def joined(*parts: str) -> str:
    """Return what there is of ``parts`` with commas between."""
    return ", ".join(part for part in parts if part)


def short(text: str) -> str:
    """Return what a text begins with: in a list nobody wants to hear a whole note."""
    line, _, more = text.partition("\n")
    if len(line) > LINE:
        line, more = line[:LINE].rpartition(" ")[0] or line[:LINE], "..."
    return f"{line} ..." if more else line


def in_words(text: str) -> str:
    """Return ``text`` with ``3/8`` said as ``3 of 8``."""
    return re.sub(r"\b(\d+)/(\d+)\b(?!/)", lambda m: say(N_("{n} of {of}"), n=m[1], of=m[2]), text)


def item_words(item: ItemStanding) -> str:
    """Return an item and how it stands."""
    return f"{item.text}: {joined(say(STATES[item.state]), in_words(item.detail))}"


def list_words(one: ListStanding, today: date) -> str:
    """Return a checklist, how much of it is done, and when it is due."""
    state = in_words(list_state(one))
    if one.due and not one.settled:
        done = say(N_("{settled} done"), settled=in_words(one.detail))
        state = joined(done, when(one.due, today))
    return say(N_("Checklist {title}: {state}"), title=one.title, state=state)


def finding_words(finding: Finding, today: date) -> str:
    """Return what a rule found, and since when or until when."""
    due = when(finding.due, today) if finding.due else say(N_("to mind"))
    return f"{due[:1].upper()}{due[1:]}: {in_words(finding.what)}"


def step_words(step: StepStanding, standing: Standing) -> str:
    """Return a step and how it stands, with what is late or due in it."""
    done, number = step.done_of
    of = say(N_("{done} of {of} items done"), done=done, of=number) if number else ""
    warnings = len(standing.warnings(step.area))
    warned = say_n("{n} warning", "{n} warnings", warnings) if warnings else ""
    return f"{step.title}: {joined(say(STEP_STATES[step.state]), of, warned)}"
