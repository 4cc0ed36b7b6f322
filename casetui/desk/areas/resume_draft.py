"""Resuming a draft: the form in which it was typed, as it is now."""

from __future__ import annotations

from casetui.data.drafts import Draft
from casetui.data.records import CASE_RECORDS, Case, NotTakenIn, PlanAgreement, Restriction, Share, Tick
from casetui.desk.acts.locked_reason import check_open, why_fixed
from casetui.desk.areas.intake import may_turn_away, not_taken_in_form
from casetui.desk.areas.new_record import new_record_form
from casetui.desk.areas.plan import agreement_form, has_draft
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.steps import Fill, Flow, Tell
from casetui.desk.forms.case_forms import lend_form, rest_form, restrict_form, tick_form_spec
from casetui.desk.forms.drafts import LINE
from casetui.desk.forms.form_spec import FormSpec, change_form
from casetui.words import N_, say

CASE_FORMS = {Case.table: rest_form, Restriction.table: restrict_form, Share.table: lend_form}
"""The forms about a case as a whole."""


def resume_draft(desk: Desk, opened: OpenCase, draft: Draft) -> Flow:
    """Have the form filled in in which a draft was typed; raises what ``resumed_form`` raises.

    A line, such as a reason, is offered again when its act is done again.
    """
    if draft.where.form == LINE:
        if draft.where.slot != draft.where.case:  # else it was the reason for opening the case
            yield Tell(say(N_("Do it again here: what you typed then stands in the line.")))
        return
    yield Fill(resumed_form(desk, opened, draft))


def resumed_form(desk: Desk, opened: OpenCase, draft: Draft) -> FormSpec:
    """Return the form of an open case in which a draft was typed.

    Raises ``NotAllowed`` where the case is closed, or the record of the draft cannot be written any more.
    """
    where = draft.where
    kind = CASE_RECORDS.get(where.form)
    check_open(opened.case)
    if where.form in CASE_FORMS:
        return CASE_FORMS[where.form](desk, opened)
    if where.form == PlanAgreement.table and has_draft(opened.file):
        return agreement_form(desk, opened)
    if where.form == NotTakenIn.table and may_turn_away(opened.file):
        return not_taken_in_form(desk, opened)
    if kind is Tick:
        checklist, _, item = where.slot.partition("/")
        return tick_form_spec(desk, opened, checklist, item, draft.title, draft.area)
    if kind and not where.record:
        return new_record_form(desk, opened, draft.area, kind, where.slot)
    record = opened.file.get(kind, where.record) if kind else None
    if record is None:
        raise NotAllowed(say(N_("What this was typed for is no longer there. It stays among the drafts.")))
    if reason := why_fixed(opened.case, record):
        raise NotAllowed(reason)
    return change_form(desk, opened, record, draft.area)
