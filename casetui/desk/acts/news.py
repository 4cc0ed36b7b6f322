"""What others saved in an open case since the person read it, in words."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.covers import read_cover
from casetui.data.days import write_day
from casetui.data.errors import CannotOpen
from casetui.data.fields import form_fields, shown
from casetui.data.records import CASE_RECORDS, Entry, Record, Tick
from casetui.desk.access import OPEN
from casetui.desk.acts.item_words import item_words
from casetui.desk.desk import Desk, OpenCase
from casetui.words import N_, say

MOST_NAMED = 3
"""How many changes a sentence names; it counts the others."""

Field = tuple[str, str, str]
"""A field of a record: the table, the record's id and the field's name, ``("goals", "g1", "wording")``."""


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
        headline = closed_words(desk, mine)
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
    alone = {entry.by for entry in entries_since(mine, theirs)} == {desk.who.id}
    return News(theirs, headline, "" if alone else sentence, readable=True)


def closed_words(desk: Desk, mine: CaseFile) -> str:
    """Return why the person can no longer open a case, as far as its cover sheet says."""
    cover = read_cover(desk.vault, mine.case.number)
    if cover.manager in ("", mine.case.manager):
        return say(N_("This case is no longer open to you"))
    return say(N_("This case was given to {to}"), to=desk.name(cover.manager))


def _saved_words(desk: Desk, mine: CaseFile, theirs: CaseFile) -> str:
    by, at = savers(desk, mine, theirs), theirs.saved_at or desk.now()
    local = at.astimezone(desk.agency_file.calendar.zone_info)
    when = f"{local:%H:%M}" if local.date() == desk.today() else instant_words(desk, at)
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
    if old and old.struck and not new.struck:
        return [say(N_("{title}: the strike-out was taken back"), title=title)]
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


def entries_since(mine: CaseFile, theirs: CaseFile) -> list[Entry]:
    """Return the entries that were added since ``mine`` was read."""
    known = {entry.id for entry in mine.every(Entry)}
    return [entry for entry in theirs.every(Entry) if entry.id not in known]


def savers(desk: Desk, mine: CaseFile, theirs: CaseFile) -> str:
    """Return the names of the people who saved since ``mine`` was read, in the order of their saves."""
    by = dict.fromkeys(entry.by for entry in entries_since(mine, theirs))
    return ", ".join(desk.name(who) for who in by or (theirs.saved_by,))


def instant_words(desk: Desk, at: datetime) -> str:
    """Return day and time of an instant in the agency's zone, as the agency writes them."""
    local = at.astimezone(desk.agency_file.calendar.zone_info)
    return f"{write_day(local.date(), desk.reading())} {local:%H:%M}"
