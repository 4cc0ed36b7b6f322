"""Form specs: the model of a form, what its fields begin with, and how it is saved.

A screen shows all the fields at once; ``--plain`` asks for one field after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from pydantic import BaseModel

from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import Reading, write_day
from casetui.data.drafts import Where
from casetui.data.fields import FormField, check, entry, field_warnings, form_fields
from casetui.data.records import Agency, Client, Contact, Goal, Record, Worker
from casetui.data.records.base import id_source
from casetui.desk.acts.changes import held_now
from casetui.desk.acts.merging import RecordChange, present_record
from casetui.desk.acts.places import written_at
from casetui.desk.acts.records import build, may_write_down, save_record, write_down
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import HeldBack
from casetui.desk.forms.drafts import WRITE_DOWN, FormDraft, draft_of
from casetui.desk.forms.suggesting import known_names, needs_first
from casetui.desk.people.agency import save_agency, save_person
from casetui.desk.telling.texts import alert_sentences
from casetui.words import N_, say

Save = Callable[[dict[str, Any]], object]
"""Called with the checked values; raises ``CaseTUIError`` where they cannot be saved."""


@dataclass(frozen=True)
class FormSpec:
    """A form, for every face."""

    title: str
    model: type[BaseModel]
    entries: Mapping[str, Any]
    """What each field begins with, by name."""
    save: Save
    reading: Callable[[], Reading]
    """Returns how days are read. It is called for each day, because today changes at midnight."""
    choices: Callable[[FormField], Mapping[str, str]]
    """Returns the choices of a field; of a field of one line, the names that are offered in it."""
    words: Mapping[str, str]
    """The method's words for the places in labels, such as ``the_client``."""
    alerts: Sequence[str] = ()
    draft: FormDraft | None = None
    """The draft that keeps what is typed; ``None`` keeps nothing."""
    zone: tzinfo | None = None
    """The agency's zone, for the instants of drafts; ``None`` for the computer's."""
    sure: Callable[[Mapping[str, Any]], Mapping[str, str]] = field_warnings
    """Returns, for the checked values, what is said beside fields once before the save."""
    gated: bool = False
    """Whether ``save`` only reads and commits: it can then be tried as the form opens (``held_at_first``)."""
    mind: Sequence[str] = ()
    """Sentences on what is to mind before it is saved; they hold nothing back."""
    intro: Sequence[str] = ()
    """Sentences that are shown above the fields, such as what was reached before."""


def held_at_first(spec: FormSpec) -> HeldBack | None:
    """Return what holds the form back as it opens, whatever is typed into the fields that are still empty.

    ``None`` where nothing does. It is slow: the rules run.
    """
    if not spec.gated:
        return None
    reading = spec.reading()
    entries = dict(spec.entries)
    for field in form_fields(spec.model):
        if field.required and not entries.get(field.name):
            entries[field.name] = _any_entry(field, reading, spec.choices(field))
    error = held_now(lambda: spec.save(check(spec.model, entries, reading, spec.choices).values))
    found = [one for one in error.findings if UNKNOWN not in one.what] if error else []
    return HeldBack(found) if found else None


UNKNOWN = "\u2026"
"""Stands in an empty field while the form's save is tried. A finding that names it says nothing."""


def _any_entry(field: FormField, reading: Reading, choices: Mapping[str, str]) -> Any:
    if field.kind in ("one", "several", "yes-no"):
        first = next(iter(choices), "yes" if field.kind == "yes-no" else "")
        return [first] if field.kind == "several" else first
    return write_day(reading.today, reading) if field.kind == "date" else UNKNOWN


def entries_of(
    model: type[BaseModel], reading: Reading, at_first: BaseModel | Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what the fields of ``model`` begin with, from a record or from values by field name."""
    values = dict(at_first) if at_first is not None else {}
    return {field.name: entry(field, values.get(field.name), reading) for field in form_fields(model)}


def spec_of(
    desk: Desk,
    where: Where,
    model: type[BaseModel],
    title: str,
    entries: Mapping[str, Any],
    save: Save,
    *,
    method: Method | None = None,
    file: CaseFile | None = None,
    named: str = "",
    alerts: Sequence[str] = (),
    area: str = "",
    gated: bool = False,
) -> FormSpec:
    """Return the spec of a form whose draft is kept under ``where``.

    ``title`` is the title of the draft and, without ``named``, of the form. ``file`` and ``method`` are those
    of the case that the form is about, if any. ``area`` is the work area in which the draft is resumed.
    """
    method = method or desk.default_method
    return FormSpec(
        named or title, model, entries, save, desk.reading,
        lambda field: desk.choices(file, method, field), method.words, alerts,
        draft_of(desk, where, title, area), desk.agency_file.calendar.zone_info,
        gated=gated,
    )  # fmt: skip


# -- in an open case -----------------------------------------------------------------------------


def client_name(opened: OpenCase) -> str:
    """Return the client's name, or the case number where there is none."""
    client = opened.file.one(Client)
    return client.shown_name if client else f"C-{opened.case.number}"


def case_form(
    desk: Desk,
    opened: OpenCase,
    kind: type[Record],
    entries: Mapping[str, Any],
    save: Save,
    title: str = "",
    *,
    record: str = "",
    slot: str = "",
    area: str = "",
    gated: bool = False,
) -> FormSpec:
    """Return the spec of a form about an open case; the ``title`` is by default that of the kind of record.

    ``record`` is the id of the record that is changed. ``slot`` is the choice, or the parent, that a new
    record is for, such as a domain.
    """
    title = title or opened.method.say(kind.title)
    spec = spec_of(
        desk, Where(kind.table, opened.case.number, record, slot), kind, title,
        {**entries_of(kind, desk.reading()), **entries}, save,
        method=opened.method, file=opened.file, named=f"{client_name(opened)}: {title}", area=area,
        gated=gated,
        alerts=alert_sentences(desk, opened) if kind in (Client, Contact) else (),
    )  # fmt: skip
    for field in form_fields(kind):
        if field.ask.suggests:
            spec = offering(spec, field.name, known_names(desk, opened))
    return offering(spec, "domain", needs_first(opened)) if kind is Goal else spec


def offering(spec: FormSpec, name: str, offered: Iterable[str] | Mapping[str, str]) -> FormSpec:
    """Return a form with only these choices of a field, or these names offered in a field of one line."""
    choices = offered if isinstance(offered, Mapping) else {one: one for one in offered}
    return replace(spec, choices=lambda field: choices if field.name == name else spec.choices(field))


def saving(
    desk: Desk, opened: OpenCase, kind: type[Record], start: Record | None, fixed: Mapping[str, Any]
) -> Save:
    """Return the function that saves a form. Saving the form again changes the record that was saved before.

    ``start`` is the record that the form began with. Where it is ``None``, ``fixed`` has the values of the
    new record that the form does not ask for.
    """

    def save(values: dict[str, Any]) -> None:
        nonlocal start
        record = build(kind, start, values if start else {**fixed, **values})
        save_record(desk, opened, record, start)
        # the next save compares with this record: fields that colleagues changed are not in the form
        there = written_at(opened.file, record)  # where it was moved, it has another id
        present = there or present_record(opened.file, RecordChange(record, start)) or record
        start = record.model_copy(update={"id": present.id})

    return save


def change_form(desk: Desk, opened: OpenCase, record: Record, area: str = "") -> FormSpec:
    """Return the spec of the form that changes a record."""
    kind = type(record)
    entries, save = entries_of(kind, desk.reading(), record), saving(desk, opened, kind, record, {})
    return case_form(desk, opened, kind, entries, save, record=record.id, area=area, gated=True)


# -- elsewhere -----------------------------------------------------------------------------------


def contact_form(desk: Desk, number: str, reason: str = "", opened: OpenCase | None = None) -> FormSpec:
    """Return the spec of the form that writes a contact down for a case that need not be open.

    ``opened`` is the case where it is open: its goals and actions can be chosen. No case is read for that, as
    the form opens at once, also over a slow line.

    Raises ``NotAllowed``, and ``ReasonNeeded`` for a colleague's case without a ``reason``.
    """
    may_write_down(desk, number, reason)
    row, reading = desk.register.rows.get(number), desk.reading()
    record_id = id_source.get()()  # one form, one record, however often it is saved
    saved: Record | None = None

    def save(values: dict[str, Any]) -> None:
        nonlocal saved
        saved = write_down(desk, number, {"id": record_id, **values}, reason, saved)

    return spec_of(
        desk, Where(WRITE_DOWN, number), Contact, say(N_("Write down")),
        {**entries_of(Contact, reading), "on": write_day(reading.today, reading)}, save,
        named=say(N_("Write down: {name}"), name=listed_name(desk, number)),
        method=desk.method_listed(number), file=opened.file if opened else None,
        alerts=row.alerts if row else (),
    )  # fmt: skip


def listed_name(desk: Desk, number: str) -> str:
    """Return the client's name as the register has it, or the case number."""
    row = desk.register.rows.get(number)
    return (row.name if row else "") or f"C-{number}"


def person_form(desk: Desk, worker: Worker | None) -> FormSpec:
    """Return the spec of the form of a person, or of a new person."""
    start = worker or {"roles": ["worker"], "team": desk.who.team}
    saved = worker

    def save(values: dict[str, Any]) -> None:
        nonlocal saved
        identity = save_person(desk, values, saved)
        saved = build(Worker, saved, {"id": identity, **values})

    return spec_of(
        desk, Where(Worker.table, record=worker.id if worker else ""), Worker,
        worker.name if worker else say(N_("New person")), entries_of(Worker, desk.reading(), start), save,
    )  # fmt: skip


def agency_form(desk: Desk) -> FormSpec:
    """Return the spec of the form of the agency: zone, holidays, methods, own targets."""
    agency = saved = desk.agency

    def save(values: dict[str, Any]) -> None:
        nonlocal saved
        save_agency(desk, values, saved)
        saved = build(Agency, saved, values)

    return spec_of(
        desk, Where(Agency.table, record=agency.id), Agency, say(N_("Agency")),
        entries_of(Agency, desk.reading(), agency), save,
    )  # fmt: skip
