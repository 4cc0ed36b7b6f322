"""Items, checklists, steps and findings in whole words, where a screen shows marks and short forms."""

from __future__ import annotations

from datetime import date

from casetui.checklists.base import Finding, State
from casetui.checklists.standing import ItemStanding, ListStanding, Standing, StepStanding, StepState
from casetui.desk.telling.explaining import list_state
from casetui.desk.telling.wording import in_words, joined, when
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


def item_words(item: ItemStanding) -> str:
    """Return an item and its state."""
    return f"{item.text}: {joined(say(STATES[item.state]), in_words(item.detail))}"


def list_words(checklist: ListStanding, today: date) -> str:
    """Return a checklist, how many of its items are done, and when it is due."""
    state = in_words(list_state(checklist))
    if checklist.due and not checklist.settled:
        done = say(N_("{settled} done"), settled=in_words(checklist.detail))
        state = joined(done, when(checklist.due, today))
    return say(N_("Checklist {title}: {state}"), title=checklist.title, state=state)


def finding_words(finding: Finding, today: date) -> str:
    """Return a rule's finding, after the day when it is or was due."""
    due = when(finding.due, today) if finding.due else say(N_("to mind"))
    return f"{due[:1].upper()}{due[1:]}: {in_words(finding.what)}"


def step_words(step: StepStanding, standing: Standing) -> str:
    """Return a step, its state, and the number of its warnings."""
    done, number = step.done_of
    of = say(N_("{done} of {of} items done"), done=done, of=number) if number else ""
    warnings = len(standing.warnings(step.area))
    warned = say_n("{n} warning", "{n} warnings", warnings) if warnings else ""
    return f"{step.title}: {joined(say(STEP_STATES[step.state]), of, warned)}"


def warnings_counted(standing: Standing) -> str:
    """Return how many things in a case are late or due today, and how many are only to mind; empty for none.

    A thing to mind has no day. What has one is counted as the caseload counts it.
    """
    dated = sum(finding.due is not None for finding in standing.warnings())
    undated = len(standing.warnings()) - dated
    parts = []
    if dated:
        parts.append(say_n("{n} thing is late or due today.", "{n} things are late or due today.", dated))
    if undated:
        parts.append(say_n("{n} thing is to mind.", "{n} things are to mind.", undated))
    return " ".join(parts)
