"""The lines in which a case says what a goal can answer: the client's vision, harms, and strengths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from casetui.checklists import facts
from casetui.data.casefile import CaseFile
from casetui.data.foreign_text import in_words
from casetui.data.names import folded
from casetui.data.records import Assessment, Goal

HARMS = ("vulnerabilities", "risks")
"""The fields of an assessment that say what may harm the client."""
STRENGTHS = ("protective", "strengths")
"""The fields of an assessment that say what protects the client, and what they can build on."""
_ENDS = re.compile(r"\n|;|(?<=[.!?])\s+")
_NOTHING = frozenset({"none", "none known", "nothing", "nothing known", "no", "not known", "unknown"})


def lines_of(text: str) -> list[str]:
    """Return a text in its lines: parts end with a line, a semicolon or a sentence.

    What says that there is nothing, such as "none" or a dash, is left out.
    """
    parts = (part.strip().rstrip(".") for part in _ENDS.split(text))
    return [part for part in parts if in_words(part) and folded(part) not in _NOTHING]


def vision(case: CaseFile) -> list[str]:
    """Return the lines of the current plan's vision."""
    plan = facts.plan(case)
    return lines_of(plan.vision) if plan else []


def harms(case: CaseFile) -> list[str]:
    """Return what may harm the client, as the newest full assessment says it."""
    return _assessed(case, HARMS)


def strengths(case: CaseFile) -> list[str]:
    """Return what protects and strengthens the client: by the newest full assessment, then by domain."""
    by_domain = (line for domain in facts.domains(case).values() for line in lines_of(domain.strengths))
    return _each_once([*_assessed(case, STRENGTHS), *by_domain])


def _assessed(case: CaseFile, fields: Iterable[str]) -> list[str]:
    newest: list[Assessment] = facts.full_assessments(case)[-1:]
    return _each_once(
        line for assessment in newest for name in fields for line in lines_of(getattr(assessment, name))
    )


def _each_once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def offered(case: CaseFile, name: str) -> list[str]:
    """Return the lines that a goal can name: ``vision``, ``harms`` or ``strengths``.

    Lines that a goal names already are among them, also where the case does not say them any more.
    """
    said, named = _LINES[name]
    goals = case.all(Goal)
    return _each_once([*said(case), *(line for goal in goals for line in named(goal) if line)])


_LINES: dict[str, tuple[Callable[[CaseFile], list[str]], Callable[[Goal], list[str]]]] = {
    "vision": (vision, lambda goal: [goal.vision_part]),
    "harms": (harms, lambda goal: goal.harms),
    "strengths": (strengths, lambda goal: goal.strengths),
}


def unanswered_harms(case: CaseFile) -> list[str]:
    """Return the harms that no goal names, whether it is open or met."""
    named = {folded(line) for goal in facts.goals(case) for line in goal.harms}
    in_own_words = folded(" ".join(goal.builds_on for goal in facts.goals(case)))
    return [line for line in harms(case) if folded(line) not in named and folded(line) not in in_own_words]
