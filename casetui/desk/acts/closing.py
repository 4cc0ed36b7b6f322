"""Agreeing the plan, asking for closure, signing off, and letting rule 18 pass."""

from __future__ import annotations

from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.days import long_day
from casetui.data.fields import form_fields, shown
from casetui.data.records import Action, Assignment, Closure, Disclosure, Goal, Override, Plan, PlanAgreement
from casetui.desk.acts.changes import Change, commit
from casetui.desk.acts.records import build
from casetui.desk.acts.signatories import check_signs, tell_unsigned
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.keys.signatures import request_in_doubt, with_request, with_signature
from casetui.desk.reasons import check_reason
from casetui.words import N_, say

MAY_PASS = 18
"""The one rule that a line manager can let pass (domain, settled)."""
ASK_CLOSURE = "ask for closure"
CHANGE_MANAGER = "change the case manager"


def agree_plan(desk: Desk, opened: OpenCase, values: dict[str, Any]) -> None:
    """Record that the client agreed to the draft plan; an agreed one before it becomes superseded.

    Raises ``HeldBack`` without a completed assessment (rule 8) or without authority (rule 14).
    """
    draft = current_plan(opened.file)
    if draft is None or draft.state != "draft":
        raise NotAllowed(say(N_("There is no draft plan. Add one first.")))
    agreement = build(PlanAgreement, None, values).model_dump(
        include={"agreed_on", "agreed_how", "acted_for"}
    )
    agreed = draft.model_copy(update={**agreement, "state": "agreed", "agreed_text": plan_text(desk, opened)})
    changes = [Change(agreed, draft)]
    for plan in opened.file.all(Plan):
        if plan.state == "agreed":
            changes.append(Change(plan.model_copy(update={"state": "superseded"}), plan))
    commit(desk, opened, "agree the plan", changes, merges=False)


def current_plan(file: CaseFile) -> Plan | None:
    """Return the plan that is worked on: the draft, or the one agreed last."""
    plans = file.all(Plan)
    drafts = [plan for plan in plans if plan.state == "draft"]
    agreed = [plan for plan in plans if plan.state == "agreed"]
    found = drafts or agreed
    return found[-1] if found else None


def plan_text(desk: Desk, opened: OpenCase) -> str:
    """Return the goals and actions in words, as they are agreed."""
    lines = []
    for goal in opened.file.all(Goal):
        lines.append(goal.wording)
        for action in opened.file.all(Action):
            if action.goal == goal.id:
                due = next(f for f in form_fields(Action) if f.name == "due_on")
                lines.append(f"  - {action.what}; {action.who}; {shown(due, action.due_on, desk.reading())}")
    return "\n".join(lines)


def ask_for_closure(desk: Desk, opened: OpenCase) -> None:
    """Ask a line manager to sign the closure off; ``HeldBack`` names what is missing (rules 18, 24)."""
    closure = opened.file.one(Closure) or Closure()
    if closure.state in ("asked", "signed"):
        raise NotAllowed(say(N_("Closure was asked for already.")))
    asked = closure.model_copy(
        update={
            "state": "asked", "asked_by": desk.who.id, "asked_on": desk.today(),
            "sent_back_by": "", "sent_back_on": None, "sent_back_reason": "",
        }
    )  # fmt: skip
    asked = with_request(desk.keyring, opened.case.number, asked)
    commit(desk, opened, ASK_CLOSURE, [Change(asked, opened.file.one(Closure))])
    tell_unsigned(desk, opened)


def _asked(opened: OpenCase, seen_revision: int) -> Closure:
    closure = opened.file.one(Closure)
    if closure is None or closure.state != "asked":
        raise NotAllowed(say(N_("Closure is not asked for.")))
    if opened.file.revision != seen_revision:
        raise NotAllowed(say(N_("The case was changed since you read it. Read it again before you sign.")))
    return closure


def _refuse_doubtful(desk: Desk, opened: OpenCase, record: Closure | Override) -> None:
    """Raise ``NotAllowed`` where what is asked for is not signed by who is said to ask."""
    if doubt := request_in_doubt(desk.witness, opened.file, record):
        raise NotAllowed(doubt)


def sign_off(desk: Desk, opened: OpenCase, seen_revision: int) -> None:
    """Sign a closure off: the case closes. ``seen_revision`` is the revision that the signatory read.

    Raises ``HeldBack`` where the signatory asked for it themselves (rule 26) or something is missing, and
    ``NotAllowed`` where it is not signed by who is said to have asked.
    """
    desk.catch_up_agency()
    check_signs(desk, opened)
    closure = _asked(opened, seen_revision)
    _refuse_doubtful(desk, opened, closure)
    if any(not disclosure.reviewed_by for disclosure in opened.file.all(Disclosure)):
        raise NotAllowed(say(N_("An emergency disclosure waits for a line manager's review first.")))
    today = desk.today()
    signed = closure.model_copy(
        update={
            "state": "signed", "signed_by": desk.who.id, "signed_on": today, "signed_revision": seen_revision,
        }
    )  # fmt: skip
    signed = with_signature(desk.keyring, opened.file, signed)
    case = opened.case
    closed = case.model_copy(update={"state": "closed", "closed_on": today})
    changes = [Change(signed, closure), Change(closed, case)]
    for assignment in opened.file.all(Assignment):
        if assignment.ended_on is None:
            changes.append(Change(assignment.model_copy(update={"ended_on": today}), assignment))
    commit(desk, opened, "sign off", changes, writes=False, merges=False)


def send_back(desk: Desk, opened: OpenCase, reason: str) -> None:
    """Send a closure back with a reason; the case stays open."""
    desk.catch_up_agency()
    check_signs(desk, opened)
    check_reason(reason, NotAllowed(say(N_("Say why it goes back."))))
    closure = _asked(opened, opened.file.revision)
    back = closure.model_copy(
        update={
            "state": "sent back", "sent_back_by": desk.who.id, "sent_back_on": desk.today(),
            "sent_back_reason": reason.strip(),
        }
    )  # fmt: skip
    commit(desk, opened, "send back", [Change(back, closure)], reason=reason, writes=False, merges=False)


def ask_override(desk: Desk, opened: OpenCase, act: str, why: str) -> None:
    """Ask a line manager to let ``act`` pass before the minimum stay is over (rule 18)."""
    check_reason(why, NotAllowed(say(N_("Say why it should pass."))))
    override = Override(rule=MAY_PASS, act=act, why=why.strip(), asked_by=desk.who.id, asked_on=desk.today())
    override = with_request(desk.keyring, opened.case.number, override)
    commit(desk, opened, "ask for an override", [Change(override)], reason=why)
    tell_unsigned(desk, opened)


def held_by(desk: Desk, opened: OpenCase, override: Override) -> list[str]:
    """Return what holds back the act that an override is asked for, a sentence each."""
    spans = opened.method.deadlines.get("minimum_stay")
    if spans is None:
        return []
    until = spans.length.after(opened.case.opened_on, desk.agency_file.calendar)
    return [
        opened.method.say(
            N_("{act}: held back before {day}, {length} after intake ({source})."),
            act=say(override.act), day=long_day(until), length=spans.length, source=spans.source,
        )
    ]  # fmt: skip


def answer_override(desk: Desk, opened: OpenCase, record: str, grant: bool, reason: str) -> None:
    """Grant or refuse an override, with a reason. Raises ``HeldBack`` for one's own request (rule 26)."""
    desk.catch_up_agency()
    check_signs(desk, opened, record)
    check_reason(reason, NotAllowed(say(N_("Say why."))))
    override = opened.file.get(Override, record)
    if override is None or override.answer:
        raise NotAllowed(say(N_("This was answered already.")))
    if grant:
        _refuse_doubtful(desk, opened, override)
    answered = override.model_copy(
        update={
            "answer": "granted" if grant else "refused", "answered_by": desk.who.id,
            "answered_on": desk.today(), "answer_reason": reason.strip(),
        }
    )  # fmt: skip
    answered = with_signature(desk.keyring, opened.file, answered)
    act = "grant the override" if grant else "refuse the override"
    commit(desk, opened, act, [Change(answered, override)], reason=reason, writes=False, merges=False)
