"""What a form asks for, whoever shows it: the model, what stands in it at first, and how it is saved.

A screen shows it all at once, the questions and answers a field at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from pydantic import BaseModel

from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.days import Reading, write_day
from casetui.data.drafts import Where
from casetui.data.fields import FormField, entry, form_fields
from casetui.data.records import Agency, Client, Contact, Record, Worker
from casetui.data.records.base import id_source
from casetui.desk.acts.merging import Change, present_record
from casetui.desk.acts.records import build, may_write_down, save_record, write_down
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.forms.drafts import WRITE_DOWN, FormDraft, draft_of
from casetui.desk.people.agency import save_agency, save_person
from casetui.desk.telling.texts import alert_sentences
from casetui.words import N_, say

Save = Callable[[dict[str, Any]], object]
"""Is given the checked values, and raises what holds the saving back."""


@dataclass(frozen=True)
class FormSpec:
    """What a form asks for."""

    title: str
    model: type[BaseModel]
    entries: Mapping[str, Any]
    """What stands in each field at first."""
    save: Save
    reading: Callable[[], Reading]
    """How days are read; asked anew whenever one is."""
    choices: Callable[[FormField], Mapping[str, str]]
    words: Mapping[str, str]
    alerts: Sequence[str] = ()
    draft: FormDraft | None = None
    """Keeps what is typed; without it nothing is kept."""
    zone: tzinfo | None = None
    """The agency's, for the instants of drafts; without it they are the computer's."""


def entries_of(
    model: type[BaseModel], reading: Reading, at_first: BaseModel | Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what stands in the form of ``model`` at first, from a record or from values by field."""
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
) -> FormSpec:
    """Return what a form asks for whose draft is kept as ``where`` says.

    ``title`` names the draft, ``named`` the form itself, where that says more. ``file`` and ``method`` are
    of the case that it is about, if any; ``area`` is the work area that the draft is opened in again.
    """
    method = method or desk.default_method
    return FormSpec(
        named or title, model, entries, save, desk.reading,
        lambda field: desk.choices(file, method, field), method.words, alerts,
        draft_of(desk, where, title, area), desk.agency_file.calendar.zone_info,
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
) -> FormSpec:
    """Return what a form of an open case asks for; ``title`` is the kind's own where there is none.

    ``record`` is the id of what is changed; ``slot`` is what a new record is for.
    """
    title = title or opened.method.say(kind.title)
    return spec_of(
        desk, Where(kind.table, opened.case.number, record, slot), kind, title,
        {**entries_of(kind, desk.reading()), **entries}, save,
        method=opened.method, file=opened.file, named=f"{client_name(opened)}: {title}", area=area,
        alerts=alert_sentences(desk, opened) if kind in (Client, Contact) else (),
    )  # fmt: skip


def saving(
    desk: Desk, opened: OpenCase, kind: type[Record], start: Record | None, fixed: Mapping[str, Any]
) -> Save:
    """Return how a form is saved, once or more often: each save changes what the one before it saved.

    ``start`` is the record that the form began with; without one, ``fixed`` is what the new record gets
    besides what is filled in.
    """

    def save(values: dict[str, Any]) -> None:
        nonlocal start
        record = build(kind, start, values if start else {**fixed, **values})
        save_record(desk, opened, record, start)
        # what others wrote in it is not in the form: it would be taken for changed here
        stands = present_record(opened.file, Change(record, start)) or record
        start = record.model_copy(update={"id": stands.id})

    return save


def change_form(desk: Desk, opened: OpenCase, record: Record, area: str = "") -> FormSpec:
    """Return what the form asks for in which a record is changed."""
    kind = type(record)
    entries, save = entries_of(kind, desk.reading(), record), saving(desk, opened, kind, record, {})
    return case_form(desk, opened, kind, entries, save, record=record.id, area=area)


# -- elsewhere -----------------------------------------------------------------------------------


def contact_form(desk: Desk, number: str, reason: str = "") -> FormSpec:
    """Return what is asked for where a contact is written down for a case that is not open.

    Raises ``NotAllowed``, and ``ReasonNeeded`` for a colleague's case without a ``reason``.
    """
    may_write_down(desk, number, reason)
    row, reading = desk.register.rows.get(number), desk.reading()
    once = id_source.get()()  # one form, one record, however often it is saved
    saved: Record | None = None

    def save(values: dict[str, Any]) -> None:
        nonlocal saved
        saved = write_down(desk, number, {"id": once, **values}, reason, saved)

    return spec_of(
        desk, Where(WRITE_DOWN, number), Contact, say(N_("Write down")),
        {**entries_of(Contact, reading), "on": write_day(reading.today, reading)}, save,
        named=say(N_("Write down: {name}"), name=listed_name(desk, number)),
        method=desk.method_listed(number), alerts=row.alerts if row else (),
    )  # fmt: skip


def listed_name(desk: Desk, number: str) -> str:
    """Return the client's name as the register has it, or the case number."""
    row = desk.register.rows.get(number)
    return (row.name if row else "") or f"C-{number}"


def person_form(desk: Desk, worker: Worker | None) -> FormSpec:
    """Return what is asked for of a person, or of a new one."""
    start = worker or {"roles": ["worker"], "team": desk.who.team}
    saved = worker

    def save(values: dict[str, Any]) -> None:
        nonlocal saved
        one = save_person(desk, values, saved)
        saved = build(Worker, saved, {"id": one, **values})

    return spec_of(
        desk, Where(Worker.table, record=worker.id if worker else ""), Worker,
        worker.name if worker else say(N_("New person")), entries_of(Worker, desk.reading(), start), save,
    )  # fmt: skip


def agency_form(desk: Desk) -> FormSpec:
    """Return what is asked for of the agency: zone, holidays, methods, own targets."""
    agency = saved = desk.agency

    def save(values: dict[str, Any]) -> None:
        nonlocal saved
        save_agency(desk, values, saved)
        saved = build(Agency, saved, values)

    return spec_of(
        desk, Where(Agency.table, record=agency.id), Agency, say(N_("Agency")),
        entries_of(Agency, desk.reading(), agency), save,
    )  # fmt: skip
