"""Nobody signs their own request: rule 26."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import Closure, Disclosure, Record, signable_kinds
from casetui.words import N_


@rule(26, "Guidebook, G (ours)")
def own_request(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Nobody signs their own request; a line manager or the second signatory does (rule 26)."""
    found = []
    for record, asked_by, signed_by in _signed(case):
        who = context.people.get(signed_by)
        if signed_by == asked_by:
            what = N_("Nobody signs what they asked for themselves.")
        elif context.people and not (who and facts.may_sign(who)):
            what = N_("Only a line manager or the second signatory signs.")
        else:
            continue
        found.append(
            Finding(
                weight="hold",
                area="closure",
                record=record.id,
                what=method.say(what),
                do=method.say(
                    N_("Ask another line manager, or the second signatory.")
                    if isinstance(record, Closure)
                    else N_("Ask another line manager; where there is none, the second signatory.")
                ),
            )
        )
    return found


def _signed(case: CaseFile) -> Iterator[tuple[Record, str, str]]:
    """Yield each record that was signed, with the id of the worker who asked and of who signed."""
    for kind in signable_kinds():
        for record in case.all(kind):
            signed_by, _ = record.answered()
            if record.stage() == "answered" and (signed_by or not record.by_import):
                yield record, record.asked_by, signed_by
    for disclosure in case.all(Disclosure):
        if disclosure.reviewed_on and disclosure.reviewed_by:
            yield disclosure, disclosure.made_by, disclosure.reviewed_by


@rule(26, "Guidebook, G (ours)")
def own_client(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A line manager who is about to sign for a client of their own is warned (rule 26)."""
    closure = facts.closure(case)
    if not (closure and closure.state == "asked" and context.who):
        return []
    if context.who.id != case.case.manager or not facts.may_sign(context.who):
        return []
    return [
        Finding(
            weight="warn", area="closure", record=closure.id,
            what=method.say(N_("This {client} is your own: you would sign for your own work.")),
            do=method.say(N_("Ask another line manager where there is one.")),
        )
    ]  # fmt: skip
