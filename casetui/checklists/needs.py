"""What answered each need of the assessment: a goal that was met, or a word that it is a need no longer."""

from __future__ import annotations

from datetime import date

from casetui.checklists import facts
from casetui.data.casefile import CaseFile
from casetui.data.days import Calendar
from casetui.data.records import Assessment, Goal, NeedNoLonger


def met_day(goal: Goal, calendar: Calendar) -> date:
    """Return the day on which a goal was met; where none is written down, that of its last change."""
    written = goal.changed_at or goal.made_at
    return goal.met_on or (calendar.day_of(written) if written else date.max)


def need_answers(case: CaseFile, calendar: Calendar) -> dict[str, Goal | NeedNoLonger | None]:
    """Return for each need, by domain, what answered it since it was found; ``None`` where nothing did.

    A goal that was met answers it, or a word that it is a need no longer. A need is found on the day on which
    its assessment starts.
    """
    started = {assessment.id: assessment.started_on for assessment in case.all(Assessment)}
    answers: dict[str, Goal | NeedNoLonger | None] = {}
    for key, need in facts.needs(case).items():
        found = started.get(need.assessment, date.min)
        met_goals = (
            goal for goal in case.all(Goal)
            if goal.state == "met" and goal.domain == key and met_day(goal, calendar) >= found
        )  # fmt: skip
        gone = (said for said in case.all(NeedNoLonger) if said.domain == key and said.on >= found)
        answers[key] = next(met_goals, None) or next(gone, None)
    return answers
