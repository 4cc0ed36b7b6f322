"""Gates: what holds an act back. A gate looks at the case as it would be after the act.

A hold is about one record, and holds back only what adds or changes that record: starting an assessment,
sharing, agreeing the plan, asking for closure, signing. Urgent help, contacts, consents, ticks and actions
that say what, who and when are never held back, whatever else is missing in the case.
"""

from __future__ import annotations

from casetui.checklists.base import Context, Finding
from casetui.checklists.pack import Method
from casetui.checklists.standing import run_rules
from casetui.data.casefile import CaseFile
from casetui.data.records import CASE_RECORDS, Assignment, Closure, Record

EACH_TIME = frozenset({8, 18, 24, 26})
"""Rules asked anew whenever a plan or closure goes on to its next state, though they held before."""


def held(before: CaseFile | None, after: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Return what holds back the change from ``before`` (``None`` for a new case) to ``after``.

    What was already wrong holds nothing back, except an act that itself goes on: a closure that lacks
    something is not signed, whenever it came to lack it.
    """
    holds = _holds(after, method, context)
    if before is None:
        return holds
    known = {_key(finding) for finding in _holds(before, method, context)}
    return [one for one in holds if _applies(one, _key(one) in known, before, after)]


def before_asking(case: CaseFile, closure: Closure, method: Method, context: Context) -> list[Finding]:
    """Return what is missing for asking to close the case now; neither case nor closure is changed."""
    after = case.copy()
    asked = {"state": "asked", "asked_by": context.who.id if context.who else "", "asked_on": context.day}
    after.put(closure.model_copy(update=asked))
    return held(case, after, method, context)


def _holds(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    return [finding for finding in run_rules(case, method, context) if finding.weight == "hold"]


def _key(finding: Finding) -> tuple[int, str, str]:
    return finding.rule, finding.record, finding.what


def _applies(finding: Finding, known: bool, before: CaseFile, after: CaseFile) -> bool:
    """Return whether a hold is about what this change does."""
    now, then = _record(after, finding.record), _record(before, finding.record)
    if known:
        return finding.rule in EACH_TIME and getattr(now, "state", "") != getattr(then, "state", "")
    if isinstance(now, Assignment):  # which of them is one too many depends on all of them
        return after.every(Assignment) != before.every(Assignment)
    return now is None or now != then


def _record(case: CaseFile, record_id: str) -> Record | None:
    for kind in CASE_RECORDS.values():
        if (found := case.get(kind, record_id)) is not None:
            return found
    return None
