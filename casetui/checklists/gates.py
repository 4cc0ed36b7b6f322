"""Gates: what holds an act back. A gate looks at the case as it would be after the act."""

from __future__ import annotations

from casetui.checklists.base import Context, Finding
from casetui.checklists.pack import Method
from casetui.checklists.standing import run_rules
from casetui.data.casefile import CaseFile
from casetui.data.records import CASE_RECORDS, Closure, Consent


def held(before: CaseFile | None, after: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Return what holds back the change from ``before`` (``None`` for a new case) to ``after``.

    What was already wrong holds nothing back, and neither does a withdrawal of consent: what was shared
    until then was shared rightly.
    """
    holds = _holds(after, method, context)
    if before is None:
        return holds
    known = {_key(finding) for finding in _holds(before, method, context)}
    new = [finding for finding in holds if _key(finding) not in known]
    if not new or not _withdrawn(before, after):
        return new
    unwithdrawn = {_key(f) for f in _holds(_with_consents_of(before, after), method, context)}
    return [f for f in new if _key(f) in unwithdrawn or _changed(f.record, before, after)]


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


def _withdrawn(before: CaseFile, after: CaseFile) -> list[Consent]:
    """Return the consents of ``after`` that ``before`` had without this withdrawal."""
    former = {one.id: (one.withdrawn_on, one.withdrawn_for) for one in before.all(Consent)}
    return [
        one for one in after.all(Consent)
        if one.id in former and former[one.id] != (one.withdrawn_on, one.withdrawn_for)
    ]  # fmt: skip


def _with_consents_of(before: CaseFile, after: CaseFile) -> CaseFile:
    """Return ``after`` as it would be without the withdrawals made since ``before``."""
    copy = after.copy()
    for one in _withdrawn(before, after):
        former = before.get(Consent, one.id)
        assert former is not None
        copy.put(
            one.model_copy(
                update={"withdrawn_on": former.withdrawn_on, "withdrawn_for": former.withdrawn_for}
            )
        )
    return copy


def _changed(record_id: str, before: CaseFile, after: CaseFile) -> bool:
    """Return whether the record with this id is new or differs from what it was."""
    for kind in CASE_RECORDS.values():
        if (now := after.get(kind, record_id)) is not None:
            return now != before.get(kind, record_id)
    return True
