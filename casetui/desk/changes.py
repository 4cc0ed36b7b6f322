"""One way to change a case: check the right, check the gates, write once, leave one entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casetui.checklists.gates import held
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.fields import form_fields, shown
from casetui.data.records import CASE_RECORDS, Entry, Record
from casetui.data.vault import OutOfDate
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import HeldBack, NotAllowed, SavedMeanwhile
from casetui.desk.merging import Change, clashes, merged
from casetui.words import N_, CaseTUIError, say

TRIES = 5

__all__ = ["Change", "commit", "what_changed"]


def commit(
    desk: Desk,
    opened: OpenCase,
    act: str,
    changes: Sequence[Change],
    *,
    reason: str = "",
    writes: bool = True,
    merges: bool = True,
) -> None:
    """Write ``changes`` to the case as one act, and leave an entry.

    ``opened`` then holds the new revision. What somebody else saved meanwhile stays: records merge by
    id and field, and ``opened.told`` says what they wrote. Raises ``SavedMeanwhile`` where both changed
    one field (``opened`` then holds their revision; the same call again puts this change on top),
    ``HeldBack`` where a gate holds, ``NotAllowed``, and ``VaultError``. ``writes`` says that the act needs
    the right to write in the case; acts of a signatory on another team's case check their own right.
    Without ``merges`` the act is about the revision that was read: ``NotAllowed`` where that is not the last.
    """
    desk.catch_up_agency()
    for _ in range(TRIES):
        if writes and not _may_write(desk, opened):
            raise NotAllowed(say(N_("You may not change this case.")))
        if opened.case.state == "closed":
            raise NotAllowed(say(N_("The case is closed. It can be reopened as a new episode.")))
        after = _apply(desk, opened, act, changes, reason)
        try:
            saved = after.save(desk.vault, desk.who.id, desk.now())
        except OutOfDate:
            if not merges:
                raise NotAllowed(
                    say(N_("The case was changed since you read it. Read it again before you sign."))
                ) from None
            _take_theirs(desk, opened, changes)
            continue
        opened.file = saved
        desk.register.put(saved.name, desk.row(saved), saved.stamp)
        return
    raise CaseTUIError(say(N_("Others keep saving this case. Wait a moment and save again.")))


def _may_write(desk: Desk, opened: OpenCase) -> bool:
    """Whether the person may write in the case as it now is; it may have gone to another team meanwhile."""
    now = desk.access(opened.case)
    return now == "own" or (now == "ask" and opened.access in ("own", "ask"))


def _apply(desk: Desk, opened: OpenCase, act: str, changes: Sequence[Change], reason: str) -> CaseFile:
    """Return a copy of the case with the changes and their entry; raise ``HeldBack`` where a gate holds."""
    after = opened.file.copy()
    now = desk.now()
    for change in changes:
        record = merged(after, change)
        stamp: dict[str, Any] = {"changed_by": desk.who.id, "changed_at": now}
        if record.made_at is None:
            stamp = {"made_by": desk.who.id, "made_at": now}
        after.put(record.model_copy(update=stamp))
    findings = held(opened.file, after, opened.method, desk.context())
    if findings:
        raise HeldBack(findings)
    for change in changes:
        after.put(_entry(desk, act, change, reason))
    return after


def _entry(desk: Desk, act: str, change: Change, reason: str) -> Entry:
    now = desk.now()
    return Entry(
        at=now, by=desk.who.id, act=act, reason=reason, made_by=desk.who.id, made_at=now,
        about=change.record.table, record=change.record.id,
        fields=sorted(change.fields()) if change.start else [],
    )  # fmt: skip


def _take_theirs(desk: Desk, opened: OpenCase, changes: Sequence[Change]) -> None:
    """Take the newest revision; raise ``SavedMeanwhile`` where it changed a field that we change too."""
    mine, theirs = opened.file, CaseFile.load(desk.vault, opened.file.name)
    lines = what_changed(desk, opened.method, mine, theirs)
    clash = any(clashes(mine, theirs, change) for change in changes)
    opened.file = theirs
    if clash:
        raise SavedMeanwhile(desk.name(theirs.saved_by), theirs.saved_at, lines)
    opened.told += [say(N_("{by} saved too: {line}"), by=desk.name(theirs.saved_by), line=x) for x in lines]


def what_changed(desk: Desk, method: Method, before: CaseFile, after: CaseFile) -> list[str]:
    """Return a line for each record that was added or changed between two revisions of a case."""
    lines = []
    for kind in CASE_RECORDS.values():
        if kind is Entry:
            continue
        for record in after.every(kind):
            old = before.get(kind, record.id)
            if old != record:
                lines += _record_lines(desk, method, after, old, record)
    return lines


def _record_lines(desk: Desk, method: Method, file: CaseFile, old: Record | None, new: Record) -> list[str]:
    title = method.say(new.title)
    if new.struck and not (old and old.struck):
        return [say(N_("{title}: struck out, {reason}"), title=title, reason=new.struck_reason)]
    lines = []
    for field in form_fields(type(new)):
        value = getattr(new, field.name)
        if value in (None, "", []) if old is None else value == getattr(old, field.name):
            continue
        text = shown(field, value, desk.reading(), desk.choices(file, method, field))
        lines.append(f"{title}, {method.say(field.ask.label)}: {text or say(N_('emptied'))}")
    return lines or [say(N_("{title} changed"), title=title)]
