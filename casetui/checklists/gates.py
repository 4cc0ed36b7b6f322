"""Gates: which findings hold an act back. A gate looks at the case file as it would be after the act.

A hold is about one record. It holds back only an act that adds or changes that record: starting an
assessment, sharing, consenting for the client, agreeing the plan, asking for closure, signing. Urgent help,
contacts, the client's own consents, ticks, and actions that say what, who and when are never held back,
whatever else is missing in the case.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casetui.checklists.base import Context, Finding
from casetui.checklists.pack import Method
from casetui.checklists.standing import run_rules
from casetui.checklists.unreadable import blind_holds
from casetui.data.casefile import CaseFile
from casetui.data.records import CASE_RECORDS, Assignment, Record

EACH_TIME = frozenset({18, 24, 46})
"""Rules that hold a closure back again when it goes on to its next state, though they held it back before.

Both hold a closure back when it is asked for and when it is signed. The holds of the other rules begin with
the state itself: a closure that its asker signed was not signed before, so rule 26 finds that hold anew.
"""


def holding_findings(
    before: CaseFile | None,
    after: CaseFile,
    method: Method,
    context: Context,
    found_before: Iterable[Finding] | None = None,
    found_after: Iterable[Finding] | None = None,
) -> list[Finding]:
    """Return the findings that hold back the change from ``before`` (``None`` for a new case) to ``after``.

    A finding of ``before`` holds nothing back, except where a closure goes on to its next state
    (``EACH_TIME``): a closure that lacks something is not signed, whenever it came to lack it.
    ``found_before`` is what the rules found in ``before``, where they ran already; ``found_after`` in
    ``after``.
    """
    holds = _holds(run_rules(after, method, context) if found_after is None else found_after)
    holds += blind_holds(after, method)
    if before is None:
        return holds
    if found_before is None:
        found_before = run_rules(before, method, context)
    then = [*_holds(found_before), *blind_holds(before, method)]
    known = set[_Key]().union(*(_keys(finding) for finding in then))
    return [one for one in holds if _applies(one, _keys(one) <= known, before, after)]


def _holds(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.weight == "hold"]


_Key = tuple[int, str, str, date | None, str]


def _keys(finding: Finding) -> set[_Key]:
    """Return the keys by which a hold is recognised: its rule, record, text, day, and each field it is about.

    A record that moves to another day, or that has the same fault in one more field, is judged anew.
    """
    fields = finding.fields or ("",)
    return {(finding.rule, finding.record, finding.what, finding.since, field) for field in fields}


def _applies(finding: Finding, known: bool, before: CaseFile, after: CaseFile) -> bool:
    """Return whether a hold is about a record that this change adds or changes."""
    now, then = _record(after, finding.record), _record(before, finding.record)
    if known:
        return finding.rule in EACH_TIME and getattr(now, "state", "") != getattr(then, "state", "")
    if isinstance(now, Assignment):  # which assignment is one too many depends on all of them
        return after.every(Assignment) != before.every(Assignment)
    return now is None or now != then


def _record(case: CaseFile, record_id: str) -> Record | None:
    for kind in CASE_RECORDS.values():
        if (found := case.get(kind, record_id)) is not None:
            return found
    return None
