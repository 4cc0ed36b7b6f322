"""One way to change a case: check the right, check the gates, write once, leave one entry."""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from casetui.checklists.gates import held
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.covers import read_cover
from casetui.data.days import write_day
from casetui.data.errors import CannotOpen, Forged, OutOfDate, VaultError
from casetui.data.fields import form_fields, shown
from casetui.data.people import AGENCY
from casetui.data.records import CASE_RECORDS, Case, Entry, Record, Tick, Worker
from casetui.data.rights import revision_of
from casetui.desk.access import OPEN
from casetui.desk.acts.case_keys import give_key, reseal_former
from casetui.desk.acts.item_words import item_words
from casetui.desk.acts.merging import Change, both_changed, clashes, followed, merged, parted, standing_in
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import Clash, HeldBack, NotAllowed, SavedMeanwhile, chosen
from casetui.words import N_, CaseTUIError, say

TRIES = 5

SOME = 3
"""How many changes a sentence names; of the others it says how many there are."""

__all__ = ["Change", "News", "commit", "news", "what_changed"]

RESTRICT = "restrict"
"""The act by which a case is open to named people only; its entry keeps who they were."""
BY_HAND = ("save", "strike out")
"""Acts by which a person changes a record in a form; what is settled does not take them."""
Field = tuple[str, str, str]
"""Table, record and field."""


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

    ``opened`` then holds the new revision. What somebody else saved meanwhile stays: records merge by
    id and field, and ``opened.told`` says what they wrote. Raises ``SavedMeanwhile`` where both changed
    one field (``opened`` then holds their revision; the same call again puts this change on top),
    ``HeldBack`` where a gate holds, ``NotAllowed``, and ``VaultError``. ``writes`` says that the act needs
    the right to write in the case; acts of a signatory on another team's case check their own right.
    Without ``merges`` the act is about the revision that was read: ``NotAllowed`` where that is not the last.
    ``though_closed`` says that a closed case takes it too, as it is no part of the casework.
    """
    desk.catch_up_agency()
    for _ in range(TRIES):
        if writes and not _may_write(desk, opened):
            raise NotAllowed(say(N_("You may not change this case.")))
        if opened.case.state == "closed" and not though_closed:
            raise NotAllowed(say(N_("The case is closed. It can be reopened as a new episode.")))
        try:
            after = _apply(desk, opened, act, changes, reason)
        except HeldBack:
            if not merges or desk.vault.stamp(opened.file.name) == opened.file.stamp:
                raise
            changes = _take_theirs(desk, opened, changes)  # what holds it back may be mended there
            continue
        _check_genuine(desk, opened.file, after)
        try:
            keys = give_key(desk, after)
            saved = after.save(desk.vault, desk.who.id, desk.now(), keys)
        except OutOfDate:
            if desk.vault.stamp(AGENCY) != desk.agency_file.stamp:
                desk.catch_up_agency()  # somebody may have been retired: only then is it saved
                continue
            if not merges:
                raise NotAllowed(
                    say(N_("The case was changed since you read it. Read it again before you sign."))
                ) from None
            changes = _take_theirs(desk, opened, changes)
            continue
        before, opened.file = opened.file, saved
        desk.note_saved(saved, stands=True)
        if saved.readers != before.readers:
            with suppress(VaultError):  # the next start of anybody's program goes on with it
                reseal_former(desk, saved)
        return
    raise CaseTUIError(say(N_("Others keep saving this case. Wait a moment and save again.")))


def _may_write(desk: Desk, opened: OpenCase) -> bool:
    """Whether the person may write in the case as it now is; it may have gone to another team meanwhile."""
    now = desk.access(opened.file)
    return now in OPEN or (now == "ask" and opened.access in ("own", "ask"))


def _check_genuine(desk: Desk, before: CaseFile, after: CaseFile) -> None:
    """Raise ``NotAllowed`` unless everybody else's program will take what is written as the person's own.

    It is judged as those judge it. Who was moved to another team, or is a worker no more, still opens the
    case with the team's former key; what they saved with it would shut the case to everybody.
    """
    revision = revision_of(before)
    at = desk.now().astimezone(UTC).isoformat()
    about = replace(revision.about, revision=revision.about.revision + 1, by=desk.who.id, at=at)
    desk.keyring.recipients(after.readers)  # where a team has no key yet, that is what is wrong
    try:
        desk.vault.check_author(replace(revision, about=about), after.reach, before.reach)
    except Forged:
        raise NotAllowed(
            say(
                N_("Nothing was saved: since your team or your roles were changed, you no longer write in "
                   "this case. Ask {who} to give it to a case manager anew."),
                who=_its_managers(desk, before.case.team),
            )
        ) from None  # fmt: skip


def _its_managers(desk: Desk, team: str) -> str:
    """Return the names of a team's line managers, or of all where it has none."""

    def leads(worker: Worker) -> bool:
        return worker.has("line manager")

    return desk.who_may(lambda worker: leads(worker) and worker.team == team) or desk.who_may(leads)


def _apply(desk: Desk, opened: OpenCase, act: str, changes: Sequence[Change], reason: str) -> CaseFile:
    """Return a copy of the case with the changes and their entry; raise ``HeldBack`` where a gate holds."""
    after = opened.file.copy()
    now = desk.now()
    for change in changes:
        present = standing_in(after, change)
        if act in BY_HAND and present is not None and (why := present.locked_reason()):
            raise NotAllowed(why)
        record = merged(after, change)
        if _chose(change) and record == standing_in(after, change):
            continue  # only the other's values were taken
        stamp: dict[str, Any] = {"changed_by": desk.who.id, "changed_at": now}
        if after.get(type(record), record.id) is None:  # else it is a change, also where nobody is its maker
            stamp = {"made_by": desk.who.id, "made_at": now}
        after.put(record.model_copy(update=stamp))
    before = opened.file
    found = desk.standing(before).findings if before.case.state != "closed" else None
    findings = held(before, after, opened.method, desk.context(after), found)
    if findings:
        raise HeldBack(findings)
    for change in changes:
        fields = _written(opened.file, change)
        if fields or not _chose(change):
            after.put(_entry(desk, act, change, fields, reason))
        if _chose(change):
            after.put(_entry(desk, "chose", change, _chose(change)))
    return after


def _chose(change: Change) -> list[str]:
    """Return the fields of a change in which the person chose between two values."""
    record = change.record
    return sorted(c.field for c in chosen.get() if (c.table, c.record) == (record.table, record.id))


def _written(before: CaseFile, change: Change) -> list[str]:
    """Return the fields in which a change of a record makes another value stand."""
    present = standing_in(before, change)
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


def _take_theirs(desk: Desk, opened: OpenCase, changes: Sequence[Change]) -> list[Change]:
    """Take the newest revision and return the changes as they go on top of it.

    Raises ``SavedMeanwhile`` where somebody changed a field that we change too.
    """
    try:
        mine, theirs = opened.file, CaseFile.load(desk.vault, opened.file.name)
    except CannotOpen:
        raise NotAllowed(
            say(N_("{said}. You may not change it."), said=_taken_away(desk, opened.file))
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
            clashes=found, also=also, taken=_only_theirs(mine, theirs, changes),
        )  # fmt: skip
    opened.told += [say(N_("{by} saved too: {line}"), by=_savers(desk, mine, theirs), line=x) for x in lines]
    return [followed(mine, theirs, change) for change in changes]


def _clashes(desk: Desk, opened: OpenCase, mine: CaseFile, changes: Sequence[Change]) -> list[Clash]:
    """Return the fields that both changed; none where it is not only fields of a form that clash."""
    found = []
    for change in changes:
        if parted(mine, opened.file, change):
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
                    their_head=_head(desk, *_who_wrote(mine, opened.file, change.record, name)),
                    my_head=_head(desk, desk.who.id, desk.now()),
                )
            )  # fmt: skip
    return found


def _who_wrote(mine: CaseFile, theirs: CaseFile, record: Record, field: str) -> tuple[str, datetime | None]:
    """Return who changed a field last since ``mine`` was read, and when."""
    for made in reversed(_entries_since(mine, theirs)):
        about = (made.about, made.record) == (record.table, record.id)
        if about and made.act != "chose" and (field in made.fields or not made.fields):
            return made.by, made.at
    found = theirs.get(type(record), record.id)
    changed = (found.changed_by or found.made_by, found.changed_at or found.made_at) if found else ("", None)
    return (changed[0], changed[1]) if changed[0] else (theirs.saved_by, theirs.saved_at)


def _entries_since(mine: CaseFile, theirs: CaseFile) -> list[Entry]:
    known = {made.id for made in mine.every(Entry)}
    return [made for made in theirs.every(Entry) if made.id not in known]


def _head(desk: Desk, by: str, at: datetime | None) -> str:
    return f"{desk.name(by)}, {_moment(desk, at)}" if at else desk.name(by)


def _moment(desk: Desk, at: datetime) -> str:
    local = at.astimezone(desk.agency_file.calendar.zone_info)
    return f"{write_day(local.date(), desk.reading())} {local:%H:%M}"


def _savers(desk: Desk, mine: CaseFile, theirs: CaseFile) -> str:
    """Return the names of who saved since ``mine`` was read, the first one first."""
    by = dict.fromkeys(made.by for made in _entries_since(mine, theirs))
    return ", ".join(desk.name(who) for who in by or (theirs.saved_by,))


def _only_theirs(mine: CaseFile, theirs: CaseFile, changes: Sequence[Change]) -> dict[str, Any]:
    """Return what only the other changed in the one record that is changed here: name and value."""
    kind, record = type(changes[0].record), changes[0].record.id
    seen, found = mine.get(kind, record), theirs.get(kind, record)
    if len(changes) > 1 or found is None or found.struck:
        return {}
    return {
        field.name: getattr(found, field.name)
        for field in form_fields(kind)
        if field.name not in changes[0].fields()
        and getattr(found, field.name) != getattr(seen, field.name, None)
    }


@dataclass(frozen=True)
class News:
    """What others saved in an open case since it was read."""

    file: CaseFile
    """The newest revision."""
    said: str
    """Who saved and when, as a sentence without its full stop."""
    sentence: str
    """The same with what they wrote; empty where it was only this person, in another place."""
    readable: bool
    """Whether the person may go on reading without being asked again for what, or why."""


def news(desk: Desk, opened: OpenCase) -> News | None:
    """Return what others saved in a case since it was read, or ``None``; nothing is taken by this.

    Raises ``VaultError`` where the case cannot be read.
    """
    mine = opened.file
    try:
        theirs = CaseFile.load(desk.vault, mine.name)
    except CannotOpen:
        said = _taken_away(desk, mine)
        return News(mine, said, say(N_("{said}. Open it again to read on."), said=said), readable=False)
    if theirs.digest == mine.digest:
        return None
    said = _said(desk, mine, theirs)
    if desk.access(theirs) not in {*OPEN, opened.access}:
        sentence = say(N_("{said}. Open it again to read on."), said=said)
        return News(theirs, said, sentence, readable=False)
    lines = what_changed(desk, opened.method, mine, theirs)
    what = "; ".join(lines[:SOME])
    if len(lines) > SOME:
        what = say(N_("{what}; and {n} more"), what=what, n=len(lines) - SOME)
    alone = {made.by for made in _entries_since(mine, theirs)} == {desk.who.id}
    return News(theirs, said, "" if alone else f"{said}: {what}" if what else f"{said}.", readable=True)


def _taken_away(desk: Desk, mine: CaseFile) -> str:
    """Return what became of a case that the person can no longer open, as far as its cover sheet says."""
    cover = read_cover(desk.vault, mine.case.number)
    if cover.manager in ("", mine.case.manager):
        return say(N_("This case is no longer open to you"))
    return say(N_("This case was given to {to}"), to=desk.name(cover.manager))


def _said(desk: Desk, mine: CaseFile, theirs: CaseFile) -> str:
    by, at = _savers(desk, mine, theirs), theirs.saved_at or desk.now()
    local = at.astimezone(desk.agency_file.calendar.zone_info)
    when = f"{local:%H:%M}" if local.date() == desk.today() else _moment(desk, at)
    before, after = mine.case, theirs.case
    if after.state == "closed" != before.state:
        return say(N_("{by} closed this case at {when}"), by=by, when=when)
    if after.manager and after.manager != before.manager:
        to = desk.name(after.manager)
        return say(N_("{by} gave this case to {to} at {when}"), by=by, to=to, when=when)
    return say(N_("{by} saved this case at {when}"), by=by, when=when)


def what_changed(
    desk: Desk, method: Method, before: CaseFile, after: CaseFile, but: Container[Field] = ()
) -> list[str]:
    """Return a line for each field that was filled in or changed between two revisions, except in ``but``.

    A line too for what an act did to a record, such as that closure was asked for.
    """
    lines = []
    for kind in CASE_RECORDS.values():
        if kind is Entry:
            continue
        for record in after.every(kind):
            old = before.get(kind, record.id)
            if old != record:
                lines += _record_lines(desk, method, after, old, record, but)
    return lines


def _record_lines(
    desk: Desk, method: Method, file: CaseFile, old: Record | None, new: Record, but: Container[Field]
) -> list[str]:
    title = item_words(method, new) if isinstance(new, Tick) else method.say(new.title)
    if new.struck and not (old and old.struck):
        return [say(N_("{title}: struck out, {reason}"), title=title, reason=new.struck_reason)]
    lines, told = [], False
    for field in form_fields(type(new)):
        value = getattr(new, field.name)
        if value in (None, "", []) if old is None else value == getattr(old, field.name):
            continue
        told = True
        if (new.table, new.id, field.name) not in but:
            text = shown(field, value, desk.reading(), desk.choices(file, method, field))
            lines.append(f"{title}, {method.say(field.ask.label)}: {text or say(N_('emptied'))}")
    lines += [f"{title}: {words}" for words in new.act_words(old, desk.name)]
    return lines if told or lines else [say(N_("{title} changed"), title=title)]
