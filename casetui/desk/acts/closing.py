"""Agreeing the plan, asking for closure, and asking for an override of rule 18."""

from __future__ import annotations

from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.days import write_day
from casetui.data.fields import form_fields
from casetui.data.records import Action, Closure, Goal, NotTakenIn, Override, Plan, PlanAgreement, Record
from casetui.data.records.case import ASK_CLOSURE
from casetui.data.records.closure import NOT_TAKEN_IN
from casetui.desk.acts.asking import ask
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.acts.records import build
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.reasons import check_reason
from casetui.words import N_, say

MAY_PASS = 18
"""The rule that a line manager can override (ours; "What we settled" in ARCHITECTURE.md)."""


def agree_plan(desk: Desk, opened: OpenCase, values: dict[str, Any]) -> None:
    """Record that the client agreed to the draft plan; a plan that was agreed before becomes superseded.

    Raises ``HeldBack`` without a completed assessment (rule 8) or without authority (rule 14).
    """
    draft = current_plan(opened.file)
    if draft is None or draft.state != "draft":
        raise NotAllowed(say(N_("There is no draft plan. Add one first.")))
    agreement = build(PlanAgreement, None, values).model_dump(
        include={"agreed_on", "agreed_how", "acted_for"}
    )
    agreed = draft.model_copy(update={**agreement, "state": "agreed", "agreed_text": plan_text(desk, opened)})
    changes = [RecordChange(agreed, draft)]
    for plan in opened.file.all(Plan):
        if plan.state == "agreed":
            changes.append(RecordChange(plan.model_copy(update={"state": "superseded"}), plan))
    commit(desk, opened, "agree the plan", changes, merges=False)


def current_plan(file: CaseFile) -> Plan | None:
    """Return the present plan: the draft, or else the plan that was agreed last."""
    plans = file.all(Plan)
    drafts = [plan for plan in plans if plan.state == "draft"]
    agreed = [plan for plan in plans if plan.state == "agreed"]
    found = drafts or agreed
    return found[-1] if found else None


def plan_text(desk: Desk, opened: OpenCase) -> str:
    """Return the goals and actions in words, as the client agrees to them."""
    lines = []
    for goal in opened.file.all(Goal):
        lines.append(goal.wording)
        for action in opened.file.all(Action):
            if action.goal == goal.id:
                day = write_day(action.due_on, desk.reading())
                lines.append(f"  - {action.what}; {action.who}; {day}")
    return "\n".join(lines)


def ask_for_closure(desk: Desk, opened: OpenCase) -> None:
    """Ask a line manager to sign the closure off. ``HeldBack`` names what is missing (rules 18, 24)."""
    closure = opened.file.one(Closure) or Closure()
    if closure.state in ("asked", "signed"):
        raise NotAllowed(say(N_("Closure was asked for already.")))
    asked = closure.model_copy(
        update={
            "state": "asked", "asked_by": desk.who.id, "asked_on": desk.today(),
            "sent_back_by": "", "sent_back_on": None, "sent_back_reason": "",
        }
    )  # fmt: skip
    ask(desk, opened, ASK_CLOSURE, asked, opened.file.one(Closure))


def ask_as_not_taken_in(desk: Desk, opened: OpenCase, values: dict[str, Any]) -> None:
    """Ask a line manager to close the case of a person who is not taken in; ``values`` say why and to whom.

    Raises ``HeldBack`` where they were taken in already (rule 24), ``NotAllowed`` where closure is asked for.
    """
    start = opened.file.one(Closure)
    if start and start.state in ("asked", "signed"):
        raise NotAllowed(say(N_("Closure was asked for already.")))
    said = build(NotTakenIn, None, values).model_dump(include=set(form_names(NotTakenIn)))
    asked = (start or Closure()).model_copy(
        update={
            **said, "reason": NOT_TAKEN_IN, "state": "asked", "asked_by": desk.who.id,
            "asked_on": desk.today(),
            "sent_back_by": "", "sent_back_on": None, "sent_back_reason": "",
        }
    )  # fmt: skip
    ask(desk, opened, ASK_CLOSURE, asked, start)


def form_names(kind: type[Record]) -> list[str]:
    """Return the names of the fields that a form of ``kind`` asks for."""
    return [field.name for field in form_fields(kind)]


def ask_override(desk: Desk, opened: OpenCase, act: str, why: str) -> None:
    """Ask a line manager to allow ``act`` before the minimum stay is over (rule 18)."""
    check_reason(why, NotAllowed(say(N_("Say why it should pass."))))
    override = Override(rule=MAY_PASS, act=act, why=why.strip(), asked_by=desk.who.id, asked_on=desk.today())
    ask(desk, opened, "ask for an override", override, reason=why)
