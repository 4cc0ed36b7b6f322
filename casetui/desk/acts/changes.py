"""One way to change a case: check the right, check the gates, write once, leave one entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

from pydantic import ValidationError

from casetui.checklists.gates import holding_findings
from casetui.checklists.standing import Found, run_rules
from casetui.data.casefile import CaseFile
from casetui.data.errors import CannotOpen, OutOfDate, VaultError
from casetui.data.fields import form_fields, shown
from casetui.data.people import AGENCY
from casetui.data.records import Case, Entry, Record, Worker
from casetui.data.rights import may_write_next
from casetui.data.waits import tries
from casetui.desk.access import OPEN
from casetui.desk.acts.case_keys import give_key, reseal_former
from casetui.desk.acts.locked_reason import check_open
from casetui.desk.acts.merging import (
    RecordChange,
    merged,
    present_record,
)
from casetui.desk.acts.places import check_place_free, moved
from casetui.desk.acts.rebasing import take_theirs
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import HeldBack, NotAllowed, chosen
from casetui.words import N_, CaseTUIError, say

__all__ = ["RecordChange", "commit", "held_now"]

RESTRICT = "restrict"
"""The act that opens a case to named people only; its entry keeps their ids."""
TAKE_BACK_STRIKE = "take the strike-out back"
"""The act by which a record that was struck out stands again."""
FORM_ACTS = ("add", "save", "strike out", TAKE_BACK_STRIKE)
"""Acts by which a person writes a record in a form. A locked record refuses them; so does the only record of
its kind that a colleague began and had locked meanwhile."""


trying: ContextVar[bool] = ContextVar("trying", default=False)
"""Whether acts are only tried: ``commit`` then writes nothing (``held_now``)."""


class NothingHolds(Exception):
    """An act that was only tried would be written."""


def held_now(act: Callable[[], object]) -> HeldBack | None:
    """Return what would hold an act back; ``None`` where nothing does, or it cannot be known. Writes nothing.

    ``act`` may only read, and write with ``commit``.
    """
    token = trying.set(True)
    try:
        act()
    except HeldBack as error:
        return error
    except (NothingHolds, CaseTUIError, ValidationError):
        return None
    finally:
        trying.reset(token)
    return None


def commit(
    desk: Desk,
    opened: OpenCase,
    act: str,
    changes: Sequence[RecordChange],
    *,
    reason: str = "",
    writes: bool = True,
    merges: bool = True,
    though_closed: bool = False,
) -> None:
    """Write ``changes`` to the case as one act, and leave an entry.

    ``opened`` then holds the new revision. Changes that a colleague saved meanwhile stay: the two merge by
    record and field, and ``opened.unsaid`` names the colleague's changes.

    ``writes``: the act needs the right to write in the case. An act of a signatory, on another team's case,
    checks its own right instead.
    ``merges``: the act may be merged with a newer revision. An act such as signing is about the revision that
    the person read, and is refused with ``NotAllowed`` where there is a newer one.
    ``though_closed``: the act may be done on a closed case, because it is no part of the casework.

    Raises ``SavedMeanwhile`` where both changed one field: ``opened`` then holds the colleague's revision,
    and the same call again puts this change on top. Raises ``HeldBack`` where a gate holds the act back,
    ``NotAllowed``, and ``VaultError``.
    """
    desk.catch_up_agency()
    for _ in tries():
        if writes and not _may_write(desk, opened):
            raise NotAllowed(say(N_("You may not change this case.")))
        if not though_closed:
            check_open(opened.case)
        try:
            after, found = _apply(desk, opened, act, changes, reason)
            if trying.get():
                raise NothingHolds
            _check_genuine(desk, opened.file, after)
            keys = give_key(desk, after)
            if after.readers != opened.file.readers:  # before the save, so that it outlives a kill in it
                desk.vault.to_reseal.add(opened.case.number, [opened.case.team, after.case.team])
            saved = after.save(desk.vault, desk.who.id, desk.now(), keys)
        except HeldBack:
            if trying.get() or not merges or desk.vault.digest(opened.file.name) == opened.file.digest:
                raise
            # the newer revision may have what the gate asks for
            changes = take_theirs(desk, opened, changes)
        except OutOfDate:
            changes = _to_try_again(desk, opened, changes, merges=merges)
        else:
            before, opened.file = opened.file, saved
            desk.note_saved(saved, found)
            if saved.readers != before.readers:
                with suppress(VaultError):  # it is on the list: the next start of who opens the case goes on
                    # a colleague's start may have taken it off the list while nothing was saved yet
                    desk.vault.to_reseal.add(opened.case.number, [before.case.team, saved.case.team])
                    reseal_former(desk, saved.name, saved.readers)
            return
    raise CaseTUIError(say(N_("Others keep saving this case. Wait a moment and save again.")))


def _to_try_again(
    desk: Desk, opened: OpenCase, changes: Sequence[RecordChange], *, merges: bool
) -> Sequence[RecordChange]:
    """Return the changes to try again after somebody else saved; raise ``NotAllowed`` where they may not."""
    if desk.vault.digest(AGENCY) != desk.agency_file.digest:
        desk.catch_up_agency()  # a worker may have been retired: the save needs that agency file
        return changes
    if merges:
        return take_theirs(desk, opened, changes)
    if _is_unchanged(desk, opened.file):
        return changes
    raise NotAllowed(say(N_("The case was changed since you read it. Read it again before you sign.")))


def _may_write(desk: Desk, opened: OpenCase) -> bool:
    """Return whether the person may write in the case now; it may have moved to another team meanwhile."""
    now = desk.access(opened.file)
    return now in OPEN or (now == "ask" and opened.access in ("own", "ask"))


def _check_genuine(desk: Desk, before: CaseFile, after: CaseFile) -> None:
    """Raise ``NotAllowed`` unless other people's programs will accept the new revision.

    This makes the check that those programs make of a revision's author. A person who moved to another team,
    or is no longer a worker, still holds the team's former key. A revision that they saved with it would be
    refused everywhere, and the case would open for nobody.
    """
    desk.keyring.recipients(after.readers)  # raises its own error where a team has no key yet
    if not may_write_next(desk.vault, before, after, desk.who.id, desk.now()):
        raise NotAllowed(
            say(
                N_("Nothing was saved: since your team or your roles were changed, you no longer write in "
                   "this case. Ask {who} to give it to a case manager anew."),
                who=_line_managers_of(desk, before.case.team),
            )
        )  # fmt: skip


def _line_managers_of(desk: Desk, team: str) -> str:
    """Return the names of a team's line managers, or of all where it has none."""

    def leads(worker: Worker) -> bool:
        return worker.has("line manager")

    return desk.who_may(lambda worker: leads(worker) and worker.team == team) or desk.who_may(leads)


def _apply(
    desk: Desk, opened: OpenCase, act: str, changes: Sequence[RecordChange], reason: str
) -> tuple[CaseFile, Found]:
    """Return a copy of the case with the changes and their entries, and what the rules found in it.

    Raises ``HeldBack`` where a gate holds the act back, and ``NotAllowed`` where a record is locked.
    """
    before, after = opened.file, opened.file.copy()
    put = [_put(desk, opened, after, act, change) for change in changes]
    for change in changes:
        fields = _fields_written(before, change)
        if fields or not _fields_chosen(change):
            after.put(_entry(desk, act, change, fields, reason))
        if _fields_chosen(change):
            not_chosen = _not_chosen(desk, opened, change)
            after.put(_entry(desk, "chose", change, _fields_chosen(change), not_chosen))
    for record in filter(None, put):  # it has a new id, by which it is found from now on
        after.put(_entry(desk, "add", RecordChange(record), [], reason))
    found_before = desk.standing(before).findings if before.case.state != "closed" else None
    context = desk.context(after)
    found = Found(context.day, opened.method, tuple(run_rules(after, opened.method, context)))
    held = holding_findings(before, after, opened.method, context, found_before, found.findings)
    if held:
        raise HeldBack(held)
    return after, found


def _put(desk: Desk, opened: OpenCase, after: CaseFile, act: str, change: RecordChange) -> Record | None:
    """Put a change into a copy of the case; return the new record where one moved to another place.

    Raises ``NotAllowed`` where its record is locked, and where another record stands in its place.
    """
    present = present_record(after, change)
    if act in FORM_ACTS and present is not None and (why := _locked(present, act)):
        raise NotAllowed(why)
    record = merged(after, change)
    wrong = record.contradiction()
    if wrong and not record.struck and (present is None or present.contradiction() != wrong):
        raise NotAllowed(wrong)  # one that was there before holds nothing back
    if _fields_chosen(change) and record == present:
        return None  # the person chose the colleague's value for every field
    stamp: dict[str, Any] = {"changed_by": desk.who.id, "changed_at": desk.now()}
    if present is None or present.struck or present.place != record.place:
        if not record.struck:
            check_place_free(desk, opened, after, record)
        if present is not None and not present.struck:
            left, record = moved(desk, opened, after, present, record)
            after.put(left.model_copy(update=stamp))
            after.put(record.model_copy(update=stamp))  # it was written by the person who wrote it before
            return record
    if after.get(type(record), record.id) is None:  # new; a record without a maker may still be an old one
        stamp = {"made_by": desk.who.id, "made_at": desk.now()}
    after.put(record.model_copy(update=stamp))
    return None


def _locked(record: Record, act: str) -> str:
    """Return why an act of a form may not change a record, or not strike it out; empty where it may."""
    return record.stays_reason() if act == "strike out" else record.locked_reason()


def _fields_chosen(change: RecordChange) -> list[str]:
    """Return the fields of a change in which the person chose between two values."""
    record = change.record
    return sorted(c.field for c in chosen.get() if (c.table, c.record) == (record.table, record.id))


def _not_chosen(desk: Desk, opened: OpenCase, change: RecordChange) -> str:
    """Return the values that the person did not choose, in words: the timeline keeps them."""
    record = change.record
    known = {field.name: field for field in form_fields(type(record))}
    texts = []
    for one in chosen.get():
        if (one.table, one.record) == (record.table, record.id) and one.field in known:
            other = one.theirs if getattr(record, one.field) == one.mine else one.mine
            field = known[one.field]
            labels = desk.choices(opened.file, opened.method, field)
            value = shown(field, other, desk.reading(), labels) if other not in (None, "", []) else "–"
            texts.append(say(N_("not {value}"), value=value))
    return "; ".join(texts)


def _fields_written(before: CaseFile, change: RecordChange) -> list[str]:
    """Return the fields to which a change gives another value than the case has."""
    present = present_record(before, change)
    return [name for name, value in change.fields().items() if getattr(present, name, None) != value]


def _entry(desk: Desk, act: str, change: RecordChange, fields: list[str], reason: str = "") -> Entry:
    now, record = desk.now(), change.record
    if act == "add" and change.start:
        act = "save"  # it follows from what was added, such as a goal that the review says is reached
    return Entry(
        at=now, by=desk.who.id, act=act, reason=reason, made_by=desk.who.id, made_at=now,
        about=record.table, record=record.id,
        named=record.restricted_to if act == RESTRICT and isinstance(record, Case) else [],
        fields=sorted(fields) if change.start or act == "chose" else [],
    )  # fmt: skip


def _is_unchanged(desk: Desk, file: CaseFile) -> bool:
    """Return whether the case in the vault is still this file; a save that was cut off is settled first.

    The intent of a save that only waits to be dropped holds back every save, and changes nothing.
    """
    try:
        return CaseFile.load(desk.vault, file.name).digest == file.digest
    except CannotOpen:
        return False
