"""One way to change a case: check the right, check the gates, write once, leave one entry."""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casetui.checklists.gates import holding_findings
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.covers import read_cover
from casetui.data.days import write_day
from casetui.data.errors import CannotOpen, OutOfDate, VaultError
from casetui.data.fields import form_fields, shown
from casetui.data.people import AGENCY
from casetui.data.records import CASE_RECORDS, Case, Entry, Record, Tick, Worker
from casetui.data.rights import may_write_next
from casetui.data.waits import tries
from casetui.desk.access import OPEN
from casetui.desk.acts.case_keys import give_key, reseal_former
from casetui.desk.acts.item_words import item_words
from casetui.desk.acts.merging import (
    Change,
    both_changed,
    cannot_merge,
    clashes,
    merged,
    present_record,
    rebased,
)
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import Clash, HeldBack, NotAllowed, SavedMeanwhile, chosen
from casetui.words import N_, CaseTUIError, say

MOST_NAMED = 3
"""How many changes a sentence names; it counts the others."""

__all__ = ["Change", "News", "commit", "news", "what_changed"]

RESTRICT = "restrict"
"""The act that opens a case to named people only; its entry keeps their ids."""
FORM_ACTS = ("save", "strike out")
"""Acts by which a person changes a record in a form. A locked record refuses them."""
Field = tuple[str, str, str]
"""A field of a record: the table, the record's id and the field's name, ``("goals", "g1", "wording")``."""


def commit(
    desk: Desk,
    opened: OpenCase,
    act: str,
    changes: Sequence[Change],
    *,
    reason: str = "",
    writes: bool = True,
    merges: bool = True,
    though_closed: bool = False,
) -> None:
    """Write ``changes`` to the case as one act, and leave an entry.

    ``opened`` then holds the new revision. Changes that a colleague saved meanwhile stay: the two merge by
    record and field, and ``opened.told`` names the colleague's changes.

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
        if opened.case.state == "closed" and not though_closed:
            raise NotAllowed(say(N_("The case is closed. It can be reopened as a new episode.")))
        try:
            after = _apply(desk, opened, act, changes, reason)
        except HeldBack:
            if not merges or desk.vault.digest(opened.file.name) == opened.file.digest:
                raise
            changes = _take_theirs(
                desk, opened, changes
            )  # the newer revision may have what the gate asks for
            continue
        _check_genuine(desk, opened.file, after)
        try:
            keys = give_key(desk, after)
            saved = after.save(desk.vault, desk.who.id, desk.now(), keys)
        except OutOfDate:
            if desk.vault.digest(AGENCY) != desk.agency_file.digest:
                desk.catch_up_agency()  # a worker may have been retired: the save needs that agency file
                continue
            if not merges:
                if _is_unchanged(desk, opened.file):
                    continue
                raise NotAllowed(
                    say(N_("The case was changed since you read it. Read it again before you sign."))
                ) from None
            changes = _take_theirs(desk, opened, changes)
            continue
        before, opened.file = opened.file, saved
        desk.note_saved(saved, stands=True)
        if saved.readers != before.readers:
            with suppress(VaultError):  # the next start of any worker's program goes on with it
                reseal_former(desk, saved)
        return
    raise CaseTUIError(say(N_("Others keep saving this case. Wait a moment and save again.")))


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


def _apply(desk: Desk, opened: OpenCase, act: str, changes: Sequence[Change], reason: str) -> CaseFile:
    """Return a copy of the case with the changes and their entry; raise ``HeldBack`` where a gate holds."""
    after = opened.file.copy()
    now = desk.now()
    for change in changes:
        present = present_record(after, change)
        if act in FORM_ACTS and present is not None and (why := present.locked_reason()):
            raise NotAllowed(why)
        record = merged(after, change)
        if _fields_chosen(change) and record == present_record(after, change):
            continue  # the person chose the colleague's value for every field
        stamp: dict[str, Any] = {"changed_by": desk.who.id, "changed_at": now}
        if (
            after.get(type(record), record.id) is None
        ):  # new; a record without a maker may still be an old one
            stamp = {"made_by": desk.who.id, "made_at": now}
        after.put(record.model_copy(update=stamp))
    before = opened.file
    findings_before = desk.standing(before).findings if before.case.state != "closed" else None
    findings = holding_findings(before, after, opened.method, desk.context(after), findings_before)
    if findings:
        raise HeldBack(findings)
    for change in changes:
        fields = _fields_written(opened.file, change)
        if fields or not _fields_chosen(change):
            after.put(_entry(desk, act, change, fields, reason))
        if _fields_chosen(change):
            after.put(_entry(desk, "chose", change, _fields_chosen(change)))
    return after


def _fields_chosen(change: Change) -> list[str]:
    """Return the fields of a change in which the person chose between two values."""
    record = change.record
    return sorted(c.field for c in chosen.get() if (c.table, c.record) == (record.table, record.id))


def _fields_written(before: CaseFile, change: Change) -> list[str]:
    """Return the fields to which a change gives another value than the case has."""
    present = present_record(before, change)
    return [name for name, value in change.fields().items() if getattr(present, name, None) != value]


def _entry(desk: Desk, act: str, change: Change, fields: list[str], reason: str = "") -> Entry:
    now, record = desk.now(), change.record
    return Entry(
        at=now, by=desk.who.id, act=act, reason=reason, made_by=desk.who.id, made_at=now,
        about=record.table, record=record.id,
        named=record.restricted_to if act == RESTRICT and isinstance(record, Case) else [],
        fields=sorted(fields) if change.start or act == "chose" else [],
    )  # fmt: skip


# -- what somebody else saved meanwhile --------------------------------------------------------------


def _is_unchanged(desk: Desk, file: CaseFile) -> bool:
    """Return whether the case in the vault is still this file; a save that was cut off is settled first.

    The intent of a save that only waits to be dropped holds back every save, and changes nothing.
    """
    try:
        return CaseFile.load(desk.vault, file.name).digest == file.digest
    except CannotOpen:
        return False


def _take_theirs(desk: Desk, opened: OpenCase, changes: Sequence[Change]) -> list[Change]:
    """Put the newest revision into ``opened`` and return the changes as they are applied to it.

    Raises ``SavedMeanwhile`` where a colleague changed a field that these changes change too.
    """
    try:
        mine, theirs = opened.file, CaseFile.load(desk.vault, opened.file.name)
    except CannotOpen:
        raise NotAllowed(
            say(N_("{said}. You may not change it."), said=_closed_words(desk, opened.file))
        ) from None
    lines = what_changed(desk, opened.method, mine, theirs)
    opened.file = theirs
    if any(clashes(mine, theirs, change) for change in changes):
        found = _clashes(desk, opened, mine, changes)
        also = what_changed(
            desk, opened.method, mine, theirs, {(clash.table, clash.record, clash.field) for clash in found}
        )
        raise SavedMeanwhile(
            _savers(desk, mine, theirs), theirs.saved_at, lines,
            clashes=found, also=also, taken=_changed_only_by_them(mine, theirs, changes),
        )  # fmt: skip
    opened.told += [say(N_("{by} saved too: {line}"), by=_savers(desk, mine, theirs), line=x) for x in lines]
    return [rebased(mine, theirs, change) for change in changes]


def _clashes(desk: Desk, opened: OpenCase, mine: CaseFile, changes: Sequence[Change]) -> list[Clash]:
    """Return the fields that both changed; none where the person cannot choose field by field in a form."""
    found = []
    for change in changes:
        if cannot_merge(mine, opened.file, change):
            return []
        kind = type(change.record)
        fields = {field.name: field for field in form_fields(kind)}
        for name in both_changed(mine, opened.file, change):
            if name not in fields:
                return []
            found.append(
                Clash(
                    kind.table, change.record.id, name,
                    opened.method.say(fields[name].ask.label),
                    theirs=getattr(opened.file.get(kind, change.record.id), name),
                    mine=getattr(change.record, name),
                    long=fields[name].kind == "text",
                    their_head=_author_words(desk, *_who_wrote(mine, opened.file, change.record, name)),
                    my_head=_author_words(desk, desk.who.id, desk.now()),
                )
            )  # fmt: skip
    return found


def _who_wrote(mine: CaseFile, theirs: CaseFile, record: Record, field: str) -> tuple[str, datetime | None]:
    """Return the worker who changed a field last since ``mine`` was read, and when."""
    for entry in reversed(_entries_since(mine, theirs)):
        is_about = (entry.about, entry.record) == (record.table, record.id)
        if is_about and entry.act != "chose" and (field in entry.fields or not entry.fields):
            return entry.by, entry.at
    newest = theirs.get(type(record), record.id)
    if newest and (by := newest.changed_by or newest.made_by):
        return by, newest.changed_at or newest.made_at
    return theirs.saved_by, theirs.saved_at


def _entries_since(mine: CaseFile, theirs: CaseFile) -> list[Entry]:
    known = {entry.id for entry in mine.every(Entry)}
    return [entry for entry in theirs.every(Entry) if entry.id not in known]


def _author_words(desk: Desk, by: str, at: datetime | None) -> str:
    return f"{desk.name(by)}, {_instant_words(desk, at)}" if at else desk.name(by)


def _instant_words(desk: Desk, at: datetime) -> str:
    local = at.astimezone(desk.agency_file.calendar.zone_info)
    return f"{write_day(local.date(), desk.reading())} {local:%H:%M}"


def _savers(desk: Desk, mine: CaseFile, theirs: CaseFile) -> str:
    """Return the names of the people who saved since ``mine`` was read, in the order of their saves."""
    by = dict.fromkeys(entry.by for entry in _entries_since(mine, theirs))
    return ", ".join(desk.name(who) for who in by or (theirs.saved_by,))


def _changed_only_by_them(mine: CaseFile, theirs: CaseFile, changes: Sequence[Change]) -> dict[str, Any]:
    """Return the fields that only the colleague changed in the record of a single change: name and value."""
    kind, record = type(changes[0].record), changes[0].record.id
    read, newest = mine.get(kind, record), theirs.get(kind, record)
    if len(changes) > 1 or newest is None or newest.struck:
        return {}
    return {
        field.name: getattr(newest, field.name)
        for field in form_fields(kind)
        if field.name not in changes[0].fields()
        and getattr(newest, field.name) != getattr(read, field.name, None)
    }


@dataclass(frozen=True)
class News:
    """The changes that others saved in an open case since it was read."""

    file: CaseFile
    """The newest revision."""
    headline: str
    """Who saved and when, as a sentence without its full stop: ``Tom Walsh saved this case at 14:05``."""
    sentence: str
    """The headline with the changes; empty where only this person saved, in another session."""
    readable: bool
    """Whether the person may go on reading the case without giving a reason anew."""


def news(desk: Desk, opened: OpenCase) -> News | None:
    """Return what others saved in a case since it was read, or ``None``; ``opened`` stays as it is.

    Raises ``VaultError`` where the case cannot be read.
    """
    mine = opened.file
    try:
        theirs = CaseFile.load(desk.vault, mine.name)
    except CannotOpen:
        headline = _closed_words(desk, mine)
        sentence = say(N_("{said}. Open it again to read on."), said=headline)
        return News(mine, headline, sentence, readable=False)
    if theirs.digest == mine.digest:
        return None
    headline = _saved_words(desk, mine, theirs)
    if desk.access(theirs) not in {*OPEN, opened.access}:
        sentence = say(N_("{said}. Open it again to read on."), said=headline)
        return News(theirs, headline, sentence, readable=False)
    lines = what_changed(desk, opened.method, mine, theirs)
    what = "; ".join(lines[:MOST_NAMED])
    if len(lines) > MOST_NAMED:
        what = say(N_("{what}; and {n} more"), what=what, n=len(lines) - MOST_NAMED)
    sentence = f"{headline}: {what}" if what else f"{headline}."
    alone = {entry.by for entry in _entries_since(mine, theirs)} == {desk.who.id}
    return News(theirs, headline, "" if alone else sentence, readable=True)


def _closed_words(desk: Desk, mine: CaseFile) -> str:
    """Return why the person can no longer open a case, as far as its cover sheet says."""
    cover = read_cover(desk.vault, mine.case.number)
    if cover.manager in ("", mine.case.manager):
        return say(N_("This case is no longer open to you"))
    return say(N_("This case was given to {to}"), to=desk.name(cover.manager))


def _saved_words(desk: Desk, mine: CaseFile, theirs: CaseFile) -> str:
    by, at = _savers(desk, mine, theirs), theirs.saved_at or desk.now()
    local = at.astimezone(desk.agency_file.calendar.zone_info)
    when = f"{local:%H:%M}" if local.date() == desk.today() else _instant_words(desk, at)
    before, after = mine.case, theirs.case
    if after.state == "closed" != before.state:
        return say(N_("{by} closed this case at {when}"), by=by, when=when)
    if after.manager and after.manager != before.manager:
        to = desk.name(after.manager)
        return say(N_("{by} gave this case to {to} at {when}"), by=by, to=to, when=when)
    return say(N_("{by} saved this case at {when}"), by=by, when=when)


def what_changed(
    desk: Desk, method: Method, before: CaseFile, after: CaseFile, skipped: Container[Field] = ()
) -> list[str]:
    """Return a line for each field that was filled in or changed between two revisions.

    Fields in ``skipped`` get no line. An act on a record, such as asking for closure, gets a line of its own.
    Example: ``Goal, Measure of success: keys``.
    """
    lines = []
    for kind in CASE_RECORDS.values():
        if kind is Entry:
            continue
        for record in after.every(kind):
            old = before.get(kind, record.id)
            if old != record:
                lines += _record_lines(desk, method, after, old, record, skipped)
    return lines


def _record_lines(
    desk: Desk, method: Method, file: CaseFile, old: Record | None, new: Record, skipped: Container[Field]
) -> list[str]:
    title = item_words(method, new) if isinstance(new, Tick) else method.say(new.title)
    if new.struck and not (old and old.struck):
        return [say(N_("{title}: struck out, {reason}"), title=title, reason=new.struck_reason)]
    lines, changed = [], False
    for field in form_fields(type(new)):
        value = getattr(new, field.name)
        if value in (None, "", []) if old is None else value == getattr(old, field.name):
            continue
        changed = True
        if (new.table, new.id, field.name) not in skipped:
            text = shown(field, value, desk.reading(), desk.choices(file, method, field))
            lines.append(f"{title}, {method.say(field.ask.label)}: {text or say(N_('emptied'))}")
    lines += [f"{title}: {words}" for words in new.act_words(old, desk.name)]
    return lines if changed or lines else [say(N_("{title} changed"), title=title)]
