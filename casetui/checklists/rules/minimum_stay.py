"""The service keeps the case for six months at least: rule 18."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import Term, term
from casetui.data.casefile import CaseFile
from casetui.data.colleague import a_line_manager
from casetui.data.days import long_day
from casetui.data.records import Assignment, Closure, Entry, Override, Rung
from casetui.data.records.case import ASK_CLOSURE, CHANGE_MANAGER
from casetui.data.records.closure import NOT_TAKEN_IN
from casetui.words import N_, say


@rule(18, "Guidebook, E")
def closing_early(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """No case closes before six months from intake to the day of asking (rule 18).

    The rule binds the service and not the client. It does not hold back a closure after a death, at the
    client's request, where they were never taken in, after an accepted rung of disengagement (other than the
    first), or as handed over where
    the receiver accepted or the intake names another agency as lead. A line manager may let the closure pass
    with a reason; that permission ends when the closure is sent back.
    """
    closure = facts.closure(case)
    if closure is None or closure.state not in ("asked", "signed"):
        return []
    end = term(method, context, "minimum_stay", case.case.opened_on)
    if end is None or (closure.asked_on or context.day) >= end.day or _may_close(case, closure, context):
        return []
    if any(override.id not in _used_up(case) for override in _granted(case, ASK_CLOSURE, context)):
        return []
    return [
        Finding(
            weight="hold", area="closure", source=end.source, record=closure.id,
            since=case.case.opened_on, can_override=True,
            what=method.say(N_("The case may not close before {day}."), day=long_day(end.day)),
            do=method.say(
                N_("Stay with {the_client}, find who takes over, or ask {line_manager}."),
                line_manager=say(a_line_manager(context.who)),
            ),
        )
    ]  # fmt: skip


def _may_close(case: CaseFile, closure: Closure, context: Context) -> bool:
    if closure.reason in ("death", "client", NOT_TAKEN_IN):
        return True
    if closure.reason == "handed over":
        accepted = closure.receiver and closure.receiver_accepted_on
        if accepted or _other_leads(case, context):
            return True
    return any(rung.rung != "1" for rung in _accepted_rungs(case, closure.asked_on or context.day))


def _other_leads(case: CaseFile, context: Context) -> bool:
    """Return whether the intake names another agency as lead."""
    lead = facts.intake(case).lead_agency.strip()
    return bool(lead) and not facts.same_name(lead, context.agency.name)


@rule(18, "Guidebook, E (ours)")
def client_asked_to_close(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Closing at the client's request records the request: who asked, when and how (rule 18).

    Where the client could not be asked, the closure says why instead, and is warned of.
    """
    closure = facts.closure(case)
    if closure is None or closure.reason != "client" or closure.state not in ("asked", "signed"):
        return []
    if closure.request_not_asked:
        return [
            Finding(
                weight="warn", area="closure", record=closure.id,
                what=method.say(N_("Closing at {the_client_possessive} request, but they could not be "
                                   "asked: {why}"),
                                why=closure.request_not_asked),
                kind=method.say(N_("Closing at {the_client_possessive} request, but they could not be "
                                   "asked.")),
                do=method.say(N_("Try once more to reach them before the case closes.")),
            )
        ]  # fmt: skip
    if closure.request_who and closure.request_on and closure.request_how:
        return []
    return [
        Finding(
            weight="hold", area="closure", record=closure.id,
            what=method.say(N_("It is not written down who asked to close, when and how.")),
            do=method.say(N_("Write down who asked, when and how; or why they could not be asked.")),
        )
    ]  # fmt: skip


@rule(18, "Guidebook, E")
def changing_manager_early(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The case manager does not change before six months from intake (rule 18).

    The rule binds the service. It does not hold back a change because the worker leaves, on a past or a
    coming day, nor a change after an accepted rung of disengagement until the client is back. Any other
    change needs a permission of its own from a line manager. Changes before an import do not count.
    """
    end = term(method, context, "minimum_stay", case.case.opened_on)
    if end is None:
        return []
    changes = [change for change in _changes(case, context) if _held_change(case, change, end)]
    return [
        Finding(
            weight="hold", area="intake", source=end.source, record=change.id,
            since=case.case.opened_on, can_override=True,
            what=method.say(N_("The case manager may not change before {day}."), day=long_day(end.day)),
            do=method.say(
                N_("Keep the case manager, or ask {line_manager}."),
                line_manager=say(a_line_manager(context.who)),
            ),
        )
        for change in changes[len(_granted(case, CHANGE_MANAGER, context)):]
    ]  # fmt: skip


def _changes(case: CaseFile, context: Context) -> list[Assignment]:
    """Return the assignments that took the case from a worker who has not left."""
    found = []
    every = facts.assignments(case)
    for former, one in pairwise(every):
        worker = context.people.get(former.to)
        left = worker is not None and worker.left_on is not None
        if former.to != one.to and not left:
            found.append(one)
    return found


def _held_change(case: CaseFile, assignment: Assignment, end: Term) -> bool:
    if assignment.on >= end.day or assignment.on < case.case.clock_start:
        return False
    rungs = _accepted_rungs(case, assignment.on)
    return not any(rung.rung in ("1", "2", "3") and rung.on <= assignment.on for rung in rungs)


def _accepted_rungs(case: CaseFile, day: date) -> list[Rung]:
    """Return the accepted rungs of the disengagement on ``day``; none once the client is back."""
    drawn_back = facts.disengagement(case, day)
    if drawn_back and drawn_back.ended_on and drawn_back.ended_on <= day:
        return []
    return [rung for rung in facts.rungs(case, drawn_back) if rung.answer == "accepted"]


def _used_up(case: CaseFile) -> set[str]:
    """Return the ids of the permissions that were given before closure was last sent back; they are used up.

    The order of the entries says which came first; days alone do not.
    """
    entries = case.every(Entry)
    last = max((n for n, made in enumerate(entries) if made.act == "send back"), default=0)
    return {made.record for made in entries[:last] if made.act == "grant the override"}


def _granted(case: CaseFile, act: str, context: Context) -> list[Override]:
    """Return the permissions for ``act`` that a worker other than the asker gave and signed."""
    return [
        override for override in case.all(Override)
        if override.rule == 18 and override.act == act and override.answer == "granted"
        and override.answered_by != override.asked_by and override.id not in context.not_genuine
    ]  # fmt: skip
