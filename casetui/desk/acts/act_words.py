"""What acts did to a record, in words: asked for, signed off, given to somebody; no form asks for that."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.checklists.pack import Method
from casetui.data.days import long_day
from casetui.data.records import (
    Assignment,
    Case,
    Closure,
    Disclosure,
    GapOrBlock,
    Override,
    Plan,
    Record,
    Share,
    Tick,
)
from casetui.desk.desk import Desk
from casetui.words import N_, say

CASE_STATES = {"open": N_("open again"), "paused": N_("rests"), "closed": N_("closed")}
PLAN_STATES = {"agreed": N_("agreed"), "superseded": N_("replaced by a newer one")}


def deeds(desk: Desk, old: Record | None, new: Record) -> Iterator[str]:
    """Yield in a few words each what acts did to a record since it was ``old``, or made it with."""
    match new, old:
        case Case(), Case():
            yield from _of_case(desk, old, new)
        case Closure(), _:
            yield from _of_closure(old, new)
        case Override(), _:
            if old is None:
                yield say(N_("asked for, to {act}"), act=say(new.act))
            if new.answer and not getattr(old, "answer", ""):
                yield say(N_("{answer}: {reason}"), answer=say(new.answer), reason=new.answer_reason)
        case Plan(), Plan() if new.state != old.state and new.state in PLAN_STATES:
            yield say(PLAN_STATES[new.state])
        case Assignment(), Assignment():
            if new.ended_on and not old.ended_on:
                yield say(N_("{name} until {day}"), name=desk.name(new.to), day=long_day(new.ended_on))
            if new.seen_by and not old.seen_by:
                yield say(N_("over the limit, seen by {name}"), name=desk.name(new.seen_by))
        case GapOrBlock(), GapOrBlock() if new.seen_by and not old.seen_by:
            yield say(N_("seen by {name}"), name=desk.name(new.seen_by))
        case Disclosure(), Disclosure() if new.reviewed_by and not old.reviewed_by:
            yield say(N_("reviewed by {name}"), name=desk.name(new.reviewed_by))
        case Share(), Share() if new.taken_back_on and not old.taken_back_on:
            name, reason = desk.name(new.worker), new.taken_back_reason
            yield say(N_("taken back from {name}: {reason}"), name=name, reason=reason)


def _of_case(desk: Desk, old: Case, new: Case) -> Iterator[str]:
    if new.state != old.state:
        yield say(CASE_STATES[new.state])
    if new.manager != old.manager:
        to = desk.name(new.manager)
        yield say(N_("given to {name}"), name=to) if to else say(N_("without a case manager"))
    if new.team != old.team:
        yield say(N_("now of the team {team}"), team=new.team)
    if new.restricted_to != old.restricted_to:
        names = ", ".join(desk.name(worker) for worker in new.restricted_to)
        yield say(N_("open to {names} only"), names=names) if names else say(N_("open to its team again"))


def _of_closure(old: Record | None, new: Closure) -> Iterator[str]:
    if new.state == getattr(old, "state", "draft"):
        return
    if new.state == "asked":
        yield say(N_("asked for"))
    elif new.state == "sent back":
        yield say(N_("sent back: {reason}"), reason=new.sent_back_reason)
    elif new.state == "signed":
        yield say(N_("signed off"))


def item_words(method: Method, tick: Tick) -> str:
    """Return the words of what was ticked; its keys where the method has no such item any more."""
    ticked = method.lists.get(tick.checklist) or method.step_of(tick.checklist)
    found = next((item for item in ticked.item if item.key == tick.item), None) if ticked else None
    return method.say(found.text) if found else f"{tick.checklist}: {tick.item}"
