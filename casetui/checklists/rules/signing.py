"""Nobody signs their own request: rule 26."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.colleague import signs_off
from casetui.data.records import Answerable, answerable_kinds
from casetui.words import N_


@rule(26, "Guidebook, G (ours)")
def own_request(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Nobody signs their own request; a person who may answer records of its kind does (rule 26).

    Most kinds are for a line manager or the second signatory; see ``Answerable.may_be_answered_by``.
    """
    found = []
    for record in _answered(case):
        signed_by, _ = record.answered()
        who = context.people.get(signed_by)
        if signed_by == record.asker():
            what = N_("Nobody signs what they asked for themselves.")
        elif context.people and not (who and record.may_be_answered_by(who)):
            what = record.answers_only
        else:
            continue
        found.append(
            Finding(
                weight="hold", area=record.area, record=record.id,
                what=method.say(what), do=method.say(_whom_to_ask(record, context)),
            )
        )  # fmt: skip
    return found


def _whom_to_ask(record: Answerable, context: Context) -> str:
    """Return whom to ask instead, as a message; where nobody else may sign, what to do about that."""
    others = [
        one for one in context.people.values()
        if one.id != record.asker() and one.here_on(context.day) and record.may_be_answered_by(one)
    ]  # fmt: skip
    if others or not context.people:
        return record.ask_instead
    return N_("Nobody else here may sign it. Have somebody named who may: on the screen People.")


def _answered(case: CaseFile) -> Iterator[Answerable]:
    """Yield each record that another person than its asker had to answer, and that is answered."""
    for kind in answerable_kinds():
        for record in case.all(kind):
            signed_by, _ = record.answered()
            if record.stage() == "answered" and (signed_by or not record.by_import):
                yield record


@rule(26, "Guidebook, G (ours)")
def own_client(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A line manager who is about to sign for a client of their own is warned (rule 26)."""
    closure = facts.closure(case)
    if not (closure and closure.state == "asked" and context.who):
        return []
    if context.who.id != case.case.manager or not signs_off(context.who):
        return []
    return [
        Finding(
            weight="warn", area="closure", record=closure.id,
            what=method.say(N_("This {client} is your own: you would sign for your own work.")),
            do=method.say(N_("Ask another line manager where there is one.")),
        )
    ]  # fmt: skip
