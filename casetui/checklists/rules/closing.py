"""What a closure must say: rules 24 and 46."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.needs import need_answers
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.colleague import a_line_manager
from casetui.data.foreign_text import in_words
from casetui.data.records import Closure
from casetui.data.records.assessment import NEEDS
from casetui.data.records.closure import NOT_TAKEN_IN
from casetui.words import N_, say, say_n


@rule(24, "Guidebook, G")
def closure_complete(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A closure that is asked for is clear, agreed and planned (rule 24).

    For the reason "needs met" the closure says that needs are met, that the client agrees, and the aftercare
    plan. For any other reason it says the aftercare plan or why there is none, and to whom open actions go.
    """
    closure = facts.closure(case)
    if closure is None or closure.state not in ("asked", "signed"):
        return []
    return [
        Finding(
            weight="hold", area="closure", record=closure.id, since=closure.asked_on,
            what=method.say(what), do=method.say(do),
        )
        for what, do in _missing(case, closure)
    ]  # fmt: skip


def _missing(case: CaseFile, closure: Closure) -> Iterator[tuple[str, str]]:
    """Yield what the closure lacks, and what to do about it."""
    if not closure.reason:
        yield N_("The reason for closing is not given."), N_("Choose the reason.")
    elif closure.reason == "needs met":
        yield from _missing_for_needs_met(closure)
    elif closure.reason == NOT_TAKEN_IN:
        yield from _missing_for_not_taken_in(case, closure)
    else:
        if not in_words(closure.aftercare) and not in_words(closure.why_no_aftercare):
            yield (
                N_("There is no aftercare plan, nor why there is none."),
                N_("Write the aftercare plan, or why there is none."),
            )
        if facts.open_actions(case) and not in_words(closure.handed_on):
            yield (
                N_("Open actions are not handed on."),
                N_("Say to whom each open action goes, or close them."),
            )


def _missing_for_not_taken_in(case: CaseFile, closure: Closure) -> Iterator[tuple[str, str]]:
    """Yield what a closure as "not taken in" lacks; a client who agreed to be case managed was taken in."""
    if facts.full_assessments(case) or (closure.asked_on and facts.managed(case, closure.asked_on)):
        yield N_("{The_client} was taken in already."), N_("Choose another reason for closing.")
    if not in_words(closure.not_taken_why):
        yield N_("It is not said why {the_client} is not taken in."), N_("Write down why.")
    if not in_words(closure.pointed_to):
        yield N_("It is not said to whom {the_client} was pointed."), N_("Say who may help instead.")


def _missing_for_needs_met(closure: Closure) -> Iterator[tuple[str, str]]:
    if not closure.needs_met:
        yield (
            N_("It is not said that the needs are met and this level of support is no longer needed."),
            N_("Say so with {the_client}, or choose another reason."),
        )
    if not closure.agreed_on:
        yield N_("{The_client} did not agree to close."), N_("Agree it with them, and write down the day.")
    if not in_words(closure.aftercare):
        yield (
            N_("There is no aftercare plan."),
            N_("Agree with {the_client} what to do if support is needed again."),
        )


@rule(46, "Guidebook, G")
def needs_are_answered(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A case closes for "needs met" when each need of the assessment is answered (rule 46).

    A goal that was met answers a need, or a word that it is a need no longer: by whom, when and why. The
    aftercare is agreed with the client on a day of its own.
    """
    closure = facts.closure(case)
    if closure is None or closure.state not in ("asked", "signed") or closure.reason != "needs met":
        return []
    lacking = [*_unanswered(case, method, context)]
    if not closure.aftercare_agreed_on:
        what = method.say(N_("It is not said when {the_client} agreed the aftercare."))
        do = method.say(N_("Agree the aftercare with {the_client}, and write down the day."))
        lacking.append((what, do))
    return [
        Finding(
            weight="hold", area="closure", record=closure.id, since=closure.asked_on, what=what, do=do
        )
        for what, do in lacking
    ]  # fmt: skip


def _unanswered(case: CaseFile, method: Method, context: Context) -> Iterator[tuple[str, str]]:
    """Yield for each need that nothing answered that it is so, and what to do; urgent ones first."""
    if facts.completed_assessment(case) is None:
        yield (
            say(N_("No assessment is complete: nobody knows whether needs are met.")),
            say(N_("Complete the assessment, or choose another reason for closing.")),
        )
    needs, labels = facts.needs(case), method.labels("domains")
    answers = need_answers(case, context.calendar)
    open_needs = [key for key, answer in answers.items() if answer is None]
    for key in sorted(open_needs, key=lambda key: needs[key].need != "urgent"):
        yield (
            say(N_("Nothing answered the need: {domain} ({need})."),
                domain=method.say(labels.get(key, key)), need=say(NEEDS.get(needs[key].need, ""))),
            say(N_("Have a goal for it met, or write under Closure why it is a need no longer.")),
        )  # fmt: skip


@rule(46, "Guidebook, G (ours)")
def other_reason_is_said(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Closing for another reason than those listed says in words what it is (rule 46)."""
    closure = facts.closure(case)
    if closure is None or closure.state not in ("asked", "signed") or closure.reason != "other":
        return []
    if in_words(closure.other_reason):
        return []
    return [
        Finding(
            weight="hold", area="closure", record=closure.id, since=closure.asked_on,
            what=method.say(N_('The reason "other" does not say what it is.')),
            do=method.say(N_("Write down what the reason is.")),
        )
    ]  # fmt: skip


@rule(24, "Guidebook, G (ours)")
def aftercare_says_whom(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An aftercare plan does not say whom to call (rule 24, a warning)."""
    closure = facts.closure(case)
    if closure is None or closure.state not in ("asked", "signed"):
        return []
    if closure.aftercare_call or not closure.aftercare:
        return []
    return [
        Finding(
            weight="warn", area="closure", record=closure.id, since=closure.asked_on,
            what=method.say(N_("The aftercare plan does not say whom to call.")),
            do=method.say(N_("Write down whom to call.")),
        )
    ]  # fmt: skip


@rule(24, "Guidebook, G")
def closing_needs_sign_off(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A case is closed only by a closure that a line manager signed (rule 24)."""
    closure = facts.closure(case)
    signed = closure and closure.state == "signed" and closure.signed_by and closure.signed_on
    claims = case.case.state == "closed" or (closure and closure.state == "signed")
    own = closure and closure.signed_by == closure.asked_by  # rule 26 finds that
    if not claims or (signed and closure and (own or closure.id not in context.not_genuine)):
        return []
    return [
        Finding(
            weight="hold", area="closure",
            record=closure.id if closure and case.case.state != "closed" else case.case.id,
            what=method.say(N_("The closure is not signed by a line manager.")),
            do=method.say(
                N_("Ask for closure; {line_manager} signs it."), line_manager=say(a_line_manager(context.who))
            ),
        )
    ]  # fmt: skip


@rule(24, "Guidebook, G")
def work_left_open(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The case closes for needs met while goals or actions are open (rule 24, a warning)."""
    closure = facts.closure(case)
    goals, actions = [g for g in facts.goals(case) if g.state == "open"], facts.open_actions(case)
    if closure is None or closure.reason != "needs met" or closure.state == "sent back":
        return []
    left = [
        say_n("{n} goal", "{n} goals", len(goals)) if goals else "",
        say_n("{n} action", "{n} actions", len(actions)) if actions else "",
    ]
    if not any(left):
        return []
    return [
        Finding(
            weight="warn", area="closure", record=closure.id,
            what=method.say(
                N_("Closing for needs met, with still open: {left}."), left=", ".join(filter(None, left))
            ),
            do=method.say(N_("Mark what is met or done, or say to whom it goes.")),
        )
    ]  # fmt: skip
