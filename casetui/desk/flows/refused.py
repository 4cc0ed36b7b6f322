"""What follows a refused referral: a block is written down, and the plan for the time until then."""

from __future__ import annotations

from casetui.data.days import short_day, write_day
from casetui.data.records import GapOrBlock, Goal, Record, Referral
from casetui.data.records.base import id_source
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Choose, Fill, Flow
from casetui.desk.forms.form_spec import FormSpec, case_form, change_form, saving
from casetui.words import N_, say

BLOCK, INTERIM = "block", "interim"


def after_change(desk: Desk, opened: OpenCase, before: Record, area: str) -> Flow:
    """Offer what follows the change of a record that was saved; ``before`` is the record as it was.

    Of a referral that was refused now: a block, unless one with the service is open, and the plan until then.
    """
    now = opened.file.get(Referral, before.id) if isinstance(before, Referral) else None
    if now is None or now.answer != "refused" or getattr(before, "answer", "") == "refused":
        return
    while options := _left(opened, now):
        question = say(N_("{to} refused. What is to be written down?"), to=now.to)
        chosen = yield Choose(question, [*options, ("", say(N_("Nothing more")))])
        if not chosen:
            return
        if chosen == BLOCK:
            step = Fill(block_form(desk, opened, now))
        else:
            step = Fill(change_form(desk, opened, now, area), start=INTERIM, asks=(INTERIM,))
        if not (yield step):
            return
        now = opened.file.get(Referral, now.id) or now


def _left(opened: OpenCase, referral: Referral) -> list[tuple[str, str]]:
    """Return what is still to be written down after a refusal, as options."""
    known = any(gap.service == referral.to and not gap.closed_on for gap in opened.file.all(GapOrBlock))
    return [
        *([] if known else [(BLOCK, say(N_("That it is a block, for the line manager")))]),
        *([] if referral.interim else [(INTERIM, say(N_("The plan for the time until then")))]),
    ]


def block_form(desk: Desk, opened: OpenCase, referral: Referral) -> FormSpec:
    """Return the form of the block that a refused referral is; it begins with what the referral says."""
    reading = desk.reading()
    goal = opened.file.get(Goal, referral.goal)
    tried = [say(N_("Referral sent {day}"), day=short_day(referral.sent_on))] if referral.sent_on else []
    entries = {
        "kind": "block", "service": referral.to, "need": goal.wording if goal else "",
        "on": write_day(referral.answered_on or reading.today, reading),
        "tried": "\n".join([*tried, *([referral.refused_why] if referral.refused_why else [])]),
    }  # fmt: skip
    save = saving(desk, opened, GapOrBlock, None, {"id": id_source.get()()})
    return case_form(desk, opened, GapOrBlock, entries, save, area="difficulties", gated=True)
