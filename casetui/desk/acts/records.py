"""Writing records of a case: saving, ticking an item, striking out and taking that back, a contact."""

from __future__ import annotations

from typing import Any, TypeVar

from casetui.checklists.values import kept
from casetui.data.records import (
    Contact,
    Record,
    Tick,
)
from casetui.data.records.base import TYPED
from casetui.desk.acts.cases import ReasonNeeded, open_case
from casetui.desk.acts.changes import TAKE_BACK_STRIKE, RecordChange, commit
from casetui.desk.acts.locked_reason import check_open
from casetui.desk.acts.places import check_place_free
from casetui.desk.acts.reviewing import following
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.reasons import check_reason
from casetui.words import N_, say

R = TypeVar("R", bound=Record)


def save_record(desk: Desk, opened: OpenCase, record: Record, start: Record | None = None) -> None:
    """Save a record that a person filled in; ``start`` is the record before, ``None`` for a new record.

    Raises what ``commit`` raises, such as ``NotAllowed`` for a record that was signed, agreed or answered.
    """
    changes = [RecordChange(record, start), *following(opened.file, record, start)]
    commit(desk, opened, "save" if start else "add", changes)


def build(kind: type[R], start: R | None, values: dict[str, Any]) -> R:
    """Return a checked record: ``start`` with ``values``, or a new record.

    Raises pydantic's ``ValidationError``, which names the fields that are wrong.
    """
    before = start.model_dump() if start else {}
    return kind.model_validate({**before, **values}, context=TYPED)


def check_may_strike(opened: OpenCase, record: Record) -> None:
    """Raise ``NotAllowed`` where a record cannot be struck out."""
    check_open(opened.case)
    if record.struck or type(record).single:
        raise NotAllowed(say(N_("This record cannot be struck out.")))
    if why := record.stays_reason():
        raise NotAllowed(why)


def strike(desk: Desk, opened: OpenCase, record: Record, reason: str) -> None:
    """Strike a record out, with a reason. It stays readable, and no rule sees it any more."""
    reason = check_reason(reason, NotAllowed(say(N_("Say why it is struck out."))))
    check_may_strike(opened, record)
    struck = record.model_copy(
        update={"struck_by": desk.who.id, "struck_at": desk.now(), "struck_reason": reason}
    )
    commit(desk, opened, "strike out", [RecordChange(struck, record)], reason=reason)


def check_may_stand_again(desk: Desk, opened: OpenCase, record: Record) -> None:
    """Raise ``NotAllowed`` where the strike-out of a record cannot be taken back."""
    check_open(opened.case)
    newest = opened.file.get(type(record), record.id)
    if newest is None or not newest.struck:  # a colleague may have taken it back meanwhile
        raise NotAllowed(say(N_("This record is not struck out.")))
    if why := record.locked_reason():
        raise NotAllowed(why)
    check_place_free(desk, opened, opened.file, record)


def stand_again(desk: Desk, opened: OpenCase, record: Record, reason: str) -> None:
    """Take the strike-out of a record back, with a reason: the record stands again as it was.

    The entry keeps both reasons. Raises ``NotAllowed`` for a locked record, and where another record stands
    in its place meanwhile.
    """
    reason = check_reason(reason, NotAllowed(say(N_("Say why the strike-out is taken back."))))
    check_may_stand_again(desk, opened, record)
    standing = record.model_copy(update={"struck_by": "", "struck_at": None, "struck_reason": ""})
    both = say(N_("{why} (it was struck out: {reason})"), why=reason, reason=record.struck_reason)
    commit(desk, opened, TAKE_BACK_STRIKE, [RecordChange(standing, record)], reason=both)


def tick_of(opened: OpenCase, checklist: str, item: str) -> Tick | None:
    """Return the tick of an item, or ``None``."""
    return next((t for t in opened.file.all(Tick) if t.checklist == checklist and t.item == item), None)


def tick(desk: Desk, opened: OpenCase, checklist: str, item: str, values: dict[str, Any]) -> None:
    """Save the tick of an item of a checklist; "not applicable" needs a note that says why.

    Raises ``CaseTUIError`` where the value is not of the kind that the item asks for. A value that stays as
    it was is not checked: earlier versions let any pass.
    """
    start = tick_of(opened, checklist, item)
    first = {"id": f"tick-{checklist}-{item}", "checklist": checklist, "item": item, "on": desk.today()}
    record = build(Tick, start, {**({} if start else first), "by": desk.who.id, **values})
    if isinstance(record, Tick) and record.state == "not applicable":
        check_reason(record.note, NotAllowed(say(N_("Say in the note why this does not apply."))))
    asked = opened.method.item_of(checklist, item)
    if asked and not (start and start.value == record.value):
        value = kept(asked.kind, record.value, desk.reading(), asked.names)
        record = record.model_copy(update={"value": value})
    save_record(desk, opened, record, start)


def may_write_down(desk: Desk, number: str, reason: str = "") -> None:
    """Raise ``NotAllowed`` or ``ReasonNeeded`` where the person cannot simply write a contact down."""
    row = desk.register.rows.get(number)
    if row is None:
        return
    access = desk.access(row)
    if access in ("cover", "sign"):
        raise NotAllowed(say(N_("C-{number} is not open to you."), number=number))
    if access == "ask":
        asks = say(
            N_("This is {name}'s case. Why do you write in it? It is logged."), name=desk.name(row.manager)
        )
        check_reason(reason, ReasonNeeded(asks))
    if row.state == "closed":
        name = row.name or f"C-{number}"
        raise NotAllowed(say(N_("The case of {name} is closed. Open it to reopen it."), name=name))


def write_down(
    desk: Desk, number: str, values: dict[str, Any], reason: str = "", start: Record | None = None
) -> Record:
    """Add a contact to a case, or change it; return the contact as it was saved.

    The case need not be open on a screen. ``start`` is the contact as the same form saved it before.
    Raises ``ReasonNeeded`` for a colleague's case, pydantic's
    ``ValidationError``, and what ``commit`` raises.
    """
    opened = open_case(desk, number, reason)
    record = build(Contact, start, {**values, "by": values.get("by") or desk.who.id})
    save_record(desk, opened, record, start)
    return record
