"""Records in words: their fields, their columns, and the texts of a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casetui.checklists import facts
from casetui.checklists.unreadable import unreadable_names
from casetui.data.days import short_day
from casetui.data.fields import FormField, form_fields, shown
from casetui.data.records import CASE_RECORDS, Alert, Contact, Plan, Record
from casetui.data.records.contact import CONTACT_KINDS, WITH
from casetui.desk.acts.answering import OpenRequest, why_not_theirs
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.lists import manager_name
from casetui.desk.requests import kind_about
from casetui.desk.telling.columns import labelled
from casetui.desk.telling.sections import Section
from casetui.desk.telling.since_asked import answered_before, changed_since_asked
from casetui.desk.telling.still_open import still_open
from casetui.desk.telling.wording import joined, short
from casetui.desk.text import Text
from casetui.words import N_, say


def texts_of(desk: Desk, opened: OpenCase, record: Record) -> list[Text]:
    """Return every field of a record that is not empty."""
    texts = []
    for field in form_fields(type(record)):
        value = getattr(record, field.name)
        if value not in (None, "", []):
            choices = desk.choices(opened.file, opened.method, field)
            texts.append(
                Text(opened.method.say(field.ask.label), shown(field, value, desk.reading(), choices))
            )
    if isinstance(record, Plan):
        texts += [Text(say(label), value) for label, value in record.agreement_words() if value]
    if isinstance(record, Plan) and record.agreed_text:
        texts.append(Text(say(N_("As it was agreed")), record.agreed_text))
    return texts


def answer_of(desk: Desk, record: Record) -> list[Text]:
    """Return the texts of a request's answer, where the fields of its record do not show it."""
    kind = kind_about(record)
    return kind.answer_texts(desk, record) if kind else []


def authors_of(desk: Desk, record: Record) -> list[Text]:
    """Return the texts with the person who wrote a record, and the person who changed it last."""
    calendar = desk.agency_file.calendar
    made = (N_("Written by"), record.made_by, record.made_at)
    changed = (N_("Last changed by"), record.changed_by, record.changed_at)
    return [
        Text(say(label), f"{desk.name(by)}, {short_day(calendar.day_of(at))}")
        for label, by, at in (made, changed)
        if by and at
    ]


def alert_sentences(desk: Desk, opened: OpenCase) -> list[str]:
    """Return a sentence for each alert, which is to be known before a call or visit."""
    kinds = next(f for f in form_fields(Alert) if f.name == "kind")
    labels = desk.choices(opened.file, opened.method, kinds)
    return [
        f"{shown(kinds, alert.kind, desk.reading(), labels)}: {alert.text}"
        for alert in facts.alerts(opened.file)
    ]


def unreadable_sentence(opened: OpenCase) -> str:
    """Return which records of a case cannot be read, for its head; empty where all can be read."""
    names = ", ".join(unreadable_names(opened.file, CASE_RECORDS.values()))
    return say(N_("Left out, as it cannot be read: {records}"), records=names) if names else ""


def request_texts(request: OpenRequest) -> list[Text]:
    """Return the texts of a request: first what changed since it was made, and earlier answers.

    Then come the case manager, the asker, the record, what is still open in the case, and what the kind of
    request adds.
    """
    desk, opened, kind, record = request.desk, request.opened, request.kind, request.record
    texts = [*changed_since_asked(request), *answered_before(desk, opened.file, record)]
    if record and not kind.waits(record):
        texts = [Text("!", kind.how_answered(desk, record), "due"), *texts]
    if why := why_not_theirs(request):
        texts.append(Text("!", why, "due"))
    texts.append(Text(say(N_("Case manager")), manager_name(desk, opened.case)))
    if opened.case.manager == desk.who.id and desk.signs:
        own = say(N_("This client is your own; better another line manager signs."))
        texts.append(Text("!", own, "late"))
    if record:
        texts.append(Text(say(N_("Asked or written by")), desk.name(kind.written_by(record))))
        texts += texts_of(desk, opened, record)
    return [*texts, *still_open(request), *kind.texts(desk, opened, record)]


def first_name(desk: Desk, worker: str) -> str:
    """Return the first name of a worker, for a short line; empty for nobody."""
    return desk.name(worker).split(" ")[0] if worker else ""


def contact_line(desk: Desk, contact: Contact) -> str:
    """Return a contact in a line: ``Thu 19 Nov phone, Mary: Rang to say that the hostel moved her``.

    A crisis, and others than the client with whom it was, are said: ``Thu 19 Nov phone, crisis, with
    service, Mary: ...``.
    """
    kind = say(CONTACT_KINDS.get(contact.kind, contact.kind))
    who = first_name(desk, contact.by or contact.made_by)
    crisis = say(N_("crisis")) if contact.crisis else ""
    others = ", ".join(say(WITH.get(whom, whom)) for whom in contact.with_whom if whom != "client")
    whom = say(N_("with {whom}"), whom=others) if others else ""
    return f"{joined(f'{short_day(contact.on)} {kind}', crisis, whom, who)}: {short(contact.summary)}"


class RecordWords:
    """The records of one open case, by section, and in a few words each."""

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        self._desk = desk
        self._opened = opened
        self._reading = desk.reading()

    def records(self, section: Section) -> list[Record]:
        """Return the records of a section in the order in which they are shown, with those struck out."""
        records: list[Record] = self._opened.file.every(section.kind)
        if section.belongs_to:
            owner = self._opened.file.one(section.belongs_to)
            records = [r for r in records if owner and getattr(r, section.owner, "") in ("", owner.id)]
        if section.newest_first:
            records.sort(key=lambda r: str(r.day() or ""), reverse=True)
        return records

    def children(self, section: Section, record: Record) -> list[Record]:
        """Return the records below a record of the section, such as a goal's actions."""
        if section.child is None:
            return []
        every: list[Record] = self._opened.file.every(section.child)
        return [child for child in every if getattr(child, section.parent) == record.id]

    def slots(self, section: Section) -> Mapping[str, str]:
        """Return the choices that each have a line of their own in the section, by key, with their labels."""
        field = next(f for f in form_fields(section.kind) if f.name == section.slots)
        choices = self._desk.choices(self._opened.file, self._opened.method, field)
        if section.slots_of is None:
            return choices
        return {key: choices[key] for key in section.slots_of(self._opened.file) if key in choices}

    def cells(self, record: Record, without: str = "") -> list[str]:
        """Return how a record stands, and a text for each of its columns, except the column ``without``."""
        if isinstance(record, Contact):
            return [contact_line(self._desk, record)]
        known = {field.name: field for field in form_fields(type(record))}
        names = [name for name in type(record).columns if name not in (without, record.stands_by)]
        cells: list[str] = []
        for name in names:
            value = getattr(record, name)
            field = known.get(name)
            if field and field.kind == "date" and value and not cells:
                cells.append(short_day(value))
            elif field and field.kind == "date" and value:
                label = self._opened.method.say(field.ask.label).lower()
                cells.append(f"{label} {short_day(value)}")
            elif field:
                cells.append(labelled(self._opened.method, record, field, self.shown(field, value)))
            elif isinstance(value, date):
                cells.append(short_day(value))
            else:
                cells.append(say(str(value)) if value else "")
        stands = [self._opened.method.say(record.stands())] if record.stands() else []
        return [*stands, *cells] or [self._opened.method.say(type(record).title)]

    def shown(self, field: FormField, value: object) -> str:
        """Return the value of a field in words."""
        choices = self._desk.choices(self._opened.file, self._opened.method, field)
        return shown(field, value, self._reading, choices)
