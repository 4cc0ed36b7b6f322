"""A line manager's refusals, shown to the worker who asked until the worker asks again."""

from __future__ import annotations

from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import Closure, Override
from casetui.words import N_


@rule(0, "Guidebook, G (ours)")
def sent_back(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A closure that was sent back is due from that day, until closure is asked for again."""
    closure = case.one(Closure)
    if closure is None or closure.state != "sent back":
        return []
    return [
        Finding(
            weight="warn", area="closure", record=closure.id,
            since=closure.sent_back_on, due=closure.sent_back_on,
            what=method.say(N_("Closure was sent back: {reason}"), reason=closure.sent_back_reason),
            kind=method.say(N_("Closure was sent back")),
            do=method.say(N_("Mend what is missing and ask again.")),
        )
    ]  # fmt: skip


@rule(0, "Guidebook, E (ours)")
def refused(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An override that was refused is shown until another override is asked for."""
    asked = case.all(Override)
    if not asked or asked[-1].answer != "refused":
        return []
    last = asked[-1]
    return [
        Finding(
            weight="warn", area="closure", record=last.id,
            since=last.answered_on,
            what=method.say(
                N_("A line manager refused: {act}. {reason}"), act=last.act, reason=last.answer_reason
            ),
            kind=method.say(N_("A line manager refused what was asked")),
            do=method.say(N_("Speak with them, or ask again with what has changed.")),
        )
    ]  # fmt: skip
