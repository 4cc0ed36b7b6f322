"""What a person who signs reads first: what changed in the case since it was asked, and earlier answers."""

from __future__ import annotations

from casetui.data.casefile import CaseFile
from casetui.data.days import short_day
from casetui.data.fields import form_fields
from casetui.data.records import CASE_RECORDS, Case, Closure, Entry, Override, Record
from casetui.desk.acts.answering import OpenRequest
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.telling.timeline import act_entry, record_entry
from casetui.desk.text import Text
from casetui.words import N_, say

SENT_BACK = "send back"
"""The act by which a closure goes back, as its entry names it."""


def changed_since_asked(request: OpenRequest) -> list[Text]:
    """Return a text for each record that was written or changed since the request was made, oldest first.

    They come under a heading; there is nothing where nothing changed, or where the request is only seen.
    """
    record, file = request.record, request.opened.file
    if record is None or not request.kind.to_sign or not request.kind.waits(record):
        return []
    last: dict[tuple[str, str], list[Entry]] = {}
    for entry in _entries_since(file, record):
        last.setdefault((entry.about, entry.record), []).append(entry)
    lines = [_changed(request.desk, request.opened, entries) for entries in last.values()]
    heading = Text(say(N_("Changed since it was asked for: {n}"), n=len(lines)), "", "due", heading=True)
    return [heading, *lines] if lines else []


def _entries_since(file: CaseFile, record: Record) -> list[Entry]:
    """Return the entries after the last entry about the record: while it waits, no form changes it."""
    entries = file.every(Entry)
    places = [n for n, one in enumerate(entries) if (one.about, one.record) == (record.table, record.id)]
    if places:
        return entries[places[-1] + 1 :]
    asked_at = record.changed_at or record.made_at  # an import leaves no entry
    return [one for one in entries if asked_at is None or one.at > asked_at]


def _changed(desk: Desk, opened: OpenCase, entries: list[Entry]) -> Text:
    """Return what a record now says, which of its fields changed, and who changed them last and when."""
    newest = entries[-1]
    kind = CASE_RECORDS.get(newest.about)
    found = opened.file.get(kind, newest.record) if kind and kind is not Case else None
    if kind is None or found is None:
        told = act_entry(desk, opened, newest)
        return Text(told.title, f"{told.text}; {_by(desk, newest)}", "due")
    told = record_entry(desk, opened, found)
    names = {name for entry in entries for name in entry.fields}
    labels = [opened.method.say(field.ask.label) for field in form_fields(kind) if field.name in names]
    new = any(entry.act == "add" for entry in entries)
    what = say(N_("new")) if new else say(N_("changed: {fields}"), fields=", ".join(labels)) if labels else ""
    return Text(told.title, "; ".join(filter(None, (told.text, what, _by(desk, newest)))), "due")


def answered_before(desk: Desk, file: CaseFile, record: Record | None) -> list[Text]:
    """Return that the same was sent back or refused before: when, by whom, and why."""
    if isinstance(record, Closure):
        label, said = N_("Sent back"), [
            f"{entry.reason} ({_by(desk, entry)})" for entry in file.every(Entry)
            if entry.act == SENT_BACK and (entry.about, entry.record) == (record.table, record.id)
        ]  # fmt: skip
    elif isinstance(record, Override):
        label, said = N_("Refused"), [
            f"{one.answer_reason} ({desk.name(one.answered_by)}, {short_day(one.answered_on)})"
            for one in file.all(Override)
            if one.act == record.act and one.id != record.id and one.answer == "refused" and one.answered_on
        ]  # fmt: skip
    else:
        return []
    return [Text(say(label), one, "due") for one in said]


def _by(desk: Desk, entry: Entry) -> str:
    return f"{desk.name(entry.by)}, {short_day(desk.agency_file.calendar.day_of(entry.at))}"
