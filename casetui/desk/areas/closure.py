"""Closure: the reason, aftercare, and asking a line manager to sign off."""

from __future__ import annotations

from casetui.data.casefile import CaseFile
from casetui.data.colleague import told_as
from casetui.data.records import Closure, NeedNoLonger, Override
from casetui.data.records.case import ASK_CLOSURE
from casetui.desk.acts.closing import ask_for_closure
from casetui.desk.areas.base import Area, AreaAct
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Flow, doing
from casetui.desk.needs import need_line, needs_shown
from casetui.desk.telling.sections import Section
from casetui.desk.telling.since_asked import answered_before
from casetui.words import N_, say


def _may_ask(case: CaseFile) -> bool:
    closure = case.one(Closure)
    return closure is None or closure.state in ("draft", "sent back")


def _ask(desk: Desk, opened: OpenCase) -> Flow:
    asked = say(
        told_as(
            desk.who,
            N_("Closure was asked for. A line manager signs it off."),
            N_("Closure was asked for. Another line manager, or the second signatory, signs it off."),
        )
    )
    yield from doing(desk, opened, lambda _: ask_for_closure(desk, opened), asked, passes=ASK_CLOSURE)


def _notes(desk: Desk, case: CaseFile) -> list[str]:
    """Return how the closure stands, and each time that it was sent back: by whom, when, and why."""
    closure = case.one(Closure)
    if closure is None:
        return []
    sent_back = [f"{text.label}: {text.text}" for text in answered_before(desk, case, closure)]
    match closure.state:
        case "asked":
            waits = told_as(
                desk.who if closure.asked_by == desk.who.id else None,
                N_("Asked for; waits for a line manager's sign-off."),
                N_("Asked for; waits for another line manager's sign-off."),
            )
            return [say(waits), *sent_back]
        case "sent back":
            return sent_back or [say(N_("Sent back: {reason}"), reason=closure.sent_back_reason)]
        case "signed":
            return [say(N_("Signed off. The case is closed.")), *sent_back]
        case _:
            return sent_back


def _answer(desk: Desk, opened: OpenCase, domain: str) -> tuple[str, str]:
    return need_line(opened.file, opened.method, desk.agency_file.calendar, domain)


AREA = Area(
    "closure",
    N_("Closure"),
    (
        Section(
            NeedNoLonger,
            N_("Needs, and what answered them"),
            slots="domain",
            slots_of=needs_shown,
            unwritten=_answer,
        ),
        Section(Closure),
        Section(Override, only_written=True),
    ),
    (AreaAct(N_("Ask for closure"), _ask, _may_ask),),
    _notes,
)
