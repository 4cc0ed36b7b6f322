"""Items of closing a case."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import NOT_APPLICABLE, OPEN, each, on_day, yes
from casetui.checklists.needs import need_answers
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.foreign_text import in_words
from casetui.data.records import Closure, NeedNoLonger, ServiceInvolved
from casetui.data.records.closure import NOT_TAKEN_IN


@item_rule(Closure)
def closure_reason_given(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The reason for closing is given."""
    closure = facts.closure(case)
    return yes(closure and closure.reason)


@item_rule(Closure)
def closure_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Needs are met and the client agrees; not applicable where the case closes for another reason."""
    closure = facts.closure(case)
    if closure and closure.reason not in ("", "needs met"):
        return NOT_APPLICABLE
    return on_day(closure.agreed_on if closure and closure.needs_met else None)


@item_rule(Closure)
def aftercare_applies(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Aftercare follows the closure, unless the closure says why none does (Guidebook, G).

    A closure for the reason "needs met" always has aftercare; who was not taken in is pointed to somebody.
    """
    closure = facts.closure(case)
    if closure and closure.reason == NOT_TAKEN_IN:
        return OPEN
    none = closure and _why_none(closure) and not closure.aftercare
    return yes(not none)


@item_rule(Closure)
def aftercare_planned(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The closure says the aftercare plan and whom to call; or, unless needs are met, why there is none."""
    closure = facts.closure(case)
    if closure is None:
        return OPEN
    planned = in_words(closure.aftercare) and closure.aftercare_call
    return yes(planned or _why_none(closure))


def _why_none(closure: Closure) -> bool:
    return closure.reason != "needs met" and in_words(closure.why_no_aftercare)


@item_rule(Closure)
def actions_handed_on(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Open actions are handed on; not applicable where no action is open."""
    closure = facts.closure(case)
    if not facts.open_actions(case):
        return NOT_APPLICABLE if closure else OPEN
    return yes(closure and in_words(closure.handed_on))


@item_rule(Closure)
def closure_signed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """A line manager signed."""
    closure = facts.closure(case)
    return on_day(closure.signed_on if closure and closure.state == "signed" else None)


# ---- as methods ask since each need has to be answered


@item_rule(Closure)
def closure_reason_said(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The reason for closing is given; for another reason than those listed, it is said in words."""
    closure = facts.closure(case)
    return yes(closure and closure.reason and (closure.reason != "other" or in_words(closure.other_reason)))


@item_rule(NeedNoLonger)
def needs_answered(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Each need is answered by a goal that was met, or is a need no longer.

    It does not apply where the case closes for another reason than that the needs are met.
    """
    closure = facts.closure(case)
    if closure and closure.reason not in ("", "needs met"):
        return NOT_APPLICABLE
    answers = need_answers(case, context.calendar)
    return each(answer is not None for answer in answers.values()) if answers else OPEN


@item_rule(Closure)
def aftercare_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The closure says the aftercare plan, whom to call, and on what day the client agreed it.

    Unless needs are met, it may say instead why there is none.
    """
    closure = facts.closure(case)
    if closure is None:
        return OPEN
    planned = in_words(closure.aftercare) and closure.aftercare_call and closure.aftercare_agreed_on
    return yes(planned or _why_none(closure))


@item_rule(Closure)
def closing_told(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The client, the family and the services were told of the closing, or it is said why not.

    After a death nobody tells the client; without services involved there is none to tell.
    """
    closure = facts.closure(case)
    if closure is None:
        return OPEN
    asked = [closure.told_family_on]
    if closure.reason != "death":
        asked.append(closure.told_client_on)
    if case.all(ServiceInvolved):
        asked.append(closure.told_services_on)
    why = in_words(closure.why_not_told)
    return each(bool(day or why) for day in asked)


@item_rule(Closure)
def closing_evaluated(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """What was achieved is written down, and how the whole went."""
    closure = facts.closure(case)
    return each([in_words(closure.achieved), in_words(closure.evaluation)]) if closure else OPEN
