"""The standing of one case against its method on a given day: steps, items and findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import casetui.checklists.items  # items and rules enter themselves
import casetui.checklists.rules  # noqa: F401
from casetui.checklists import facts
from casetui.checklists.base import RULES, Context, Finding
from casetui.checklists.lists import ItemStanding, ListStanding, items_of, list_standing
from casetui.checklists.pack import Method, Step
from casetui.checklists.rules.plan import needs_without_goal
from casetui.data.casefile import CaseFile
from casetui.data.records import Disengagement, GapOrBlock
from casetui.data.rows import Due

StepState = Literal["done", "at", "open", "when needed", "in use"]

__all__ = [
    "Found", "ItemStanding", "ListStanding", "Standing", "StepStanding", "StepState", "dues", "findings",
    "gravity", "standing",
]  # fmt: skip

ALWAYS = 0
"""The number of the rules that every method has: the days that the case itself sets."""


@dataclass(frozen=True)
class StepStanding:
    """How one step stands."""

    area: str
    letter: str
    title: str
    short: str
    """The title in a word or two."""
    brief: str
    """The title in about six letters."""
    items: tuple[ItemStanding, ...]
    lists: tuple[ListStanding, ...]
    state: StepState
    source: str = ""

    @property
    def settled(self) -> bool:
        """Whether every item and every checklist is done or does not apply."""
        return all(item.settled for item in self.items) and all(checklist.settled for checklist in self.lists)

    @property
    def done_of(self) -> tuple[int, int]:
        """How many of the step's own items are done, and how many of them apply."""
        apply = [item for item in self.items if item.state != "not applicable"]
        return sum(item.settled for item in apply), len(apply)


@dataclass(frozen=True)
class Standing:
    """How one case stands on ``day``."""

    day: date
    steps: tuple[StepStanding, ...]
    findings: tuple[Finding, ...]
    """Late findings first, then by day. A warning whose day is still to come is among them, as ``open``."""
    step: StepStanding
    """The first step, walked in order, that is not done; the last step where all are done."""
    ready_to_close: bool
    """Whether there are goals, all are met, and every need has one."""

    def step_of(self, area: str) -> StepStanding | None:
        """Return the step of a work area, or ``None`` where the method leaves it out."""
        return next((step for step in self.steps if step.area == area), None)

    def warnings(self, area: str = "") -> tuple[Finding, ...]:
        """Return the findings that are late or due today, the gravest first, for one work area or for all."""
        found = (
            finding for finding in self.findings
            if finding.state(self.day) in ("late", "due") and area in ("", finding.area)
        )  # fmt: skip
        return tuple(sorted(found, key=lambda finding: _by_gravity(finding, self.day)))


def gravity(finding: Finding, day: date) -> int:
    """Return how grave a warning is, 0 the gravest.

    What is not allowed as it stands comes before what is late, then what is due today, then what is only to
    mind.
    """
    if finding.weight == "hold":
        return 0
    if finding.due is None:
        return 3
    return 1 if finding.due < day else 2


def _by_gravity(finding: Finding, day: date) -> tuple[int, date, int]:
    return gravity(finding, day), finding.due or finding.since or date.max, finding.rule


@dataclass(frozen=True)
class Found:
    """What the rules of ``method`` found in a case on ``day``."""

    day: date
    method: Method
    findings: tuple[Finding, ...]


def standing(case: CaseFile, method: Method, context: Context, found: Found | None = None) -> Standing:
    """Return how the case stands on the context's day. A closed case has no findings.

    ``found`` is what the rules found in the same records, where they ran already. It is used where it is of
    the same method and day.
    """
    raw = [_step(case, method, context, step) for step in method.step]
    walked = [one for one, step in zip(raw, method.step, strict=True) if not step.when_needed] or raw
    at = next((one for one in walked if not one.settled), walked[-1])
    steps = tuple(_placed(one, at, step, case) for one, step in zip(raw, method.step, strict=True))
    return Standing(
        day=context.day,
        steps=steps,
        findings=findings(case, method, context, found),
        step=next(one for one, before in zip(steps, raw, strict=True) if before is at),
        ready_to_close=_ready_to_close(case, context),
    )


def findings(
    case: CaseFile, method: Method, context: Context, found: Found | None = None
) -> tuple[Finding, ...]:
    """Return the findings of the method's rules in an open or paused case, late first, then by day.

    ``found`` is as in ``standing``.
    """
    if case.case.state == "closed":
        return ()
    known = found is not None and found.method is method and found.day == context.day
    every = found.findings if found and known else run_rules(case, method, context)
    return tuple(sorted(every, key=lambda finding: _order(finding, context.day)))


def run_rules(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Return the findings of the method's rules by rule number, also for a closed case."""
    numbers = sorted({ALWAYS, *method.rules})
    return [
        finding for number in numbers for rule in RULES.get(number, ())
        for finding in rule.findings(case, method, context)
    ]  # fmt: skip


def dues(standing: Standing) -> list[Due]:
    """Return the findings with a day, as the register's row keeps them; a row keeps no standing."""
    return [
        Due(finding.due.isoformat(), finding.what, finding.area, finding.record, finding.kind or finding.what)
        for finding in standing.findings
        if finding.due is not None
    ]


def _order(finding: Finding, day: date) -> tuple[int, date, int]:
    rank = {"late": 0, "due": 1}.get(finding.state(day), 2)
    return rank, finding.due or finding.since or date.min, finding.rule


def _step(case: CaseFile, method: Method, context: Context, step: Step) -> StepStanding:
    return StepStanding(
        area=step.area, letter=step.letter, title=method.say(step.title),
        short=method.say(step.short or step.title), brief=method.say(step.brief or step.short or step.title),
        source=step.source, state="open",
        items=items_of(case, method, context, step.area, step.item),
        lists=tuple(list_standing(case, method, context, method.lists[key]) for key in step.checklists),
    )  # fmt: skip


def _placed(one: StepStanding, at: StepStanding, step: Step, case: CaseFile) -> StepStanding:
    state: StepState
    if step.when_needed:
        state = "in use" if _in_use(case, step.area) else "when needed"
    elif one.settled:
        state = "done"
    else:
        state = "at" if one is at else "open"
    return replace(one, state=state)


def _in_use(case: CaseFile, area: str) -> bool:
    if area == "difficulties":
        return any(gap.closed_on is None for gap in case.all(GapOrBlock))
    if area == "disengagement":
        return any(episode.ended_on is None for episode in case.all(Disengagement))
    return False


def _ready_to_close(case: CaseFile, context: Context) -> bool:
    goals, closure = facts.goals(case), facts.closure(case)
    if closure and closure.state != "draft":
        return False  # it was asked for: how the request stands is what is said
    if case.case.state == "closed" or not goals or any(goal.state != "met" for goal in goals):
        return False
    return not needs_without_goal(case, context)
