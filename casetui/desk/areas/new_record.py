"""What can be added to a work area, and what a new record's form begins with."""

from __future__ import annotations

from typing import Any

from casetui.data.casefile import CaseFile
from casetui.data.fields import entry, form_fields
from casetui.data.records import Record
from casetui.data.records.base import id_source
from casetui.desk.acts.locked_reason import CLOSED
from casetui.desk.areas import AREAS, Area
from casetui.desk.areas.place import NEW, Place
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.forms.form_spec import FormSpec, case_form, saving
from casetui.words import N_, say


def adding(area: Area, case: CaseFile, at: Place | None) -> list[Place]:
    """Return the kinds of record that can be added, in the area's order, wherever the cursor stands.

    A single record that is written already is not among them. A child, such as an action, is added to the
    parent that the cursor stands on.
    """
    places = []
    for section in area.sections:
        if not form_fields(section.kind) or (section.kind.single and case.one(section.kind)) or section.slots:
            continue
        if section.only_written:
            continue
        places.append(Place(section.kind, NEW))
        if section.child and case.all(section.kind):
            places.append(Place(section.child, NEW, _parent_at(section.kind, section.parent, case, at)))
    return places


def likeliest(area: Area, at: Place | None) -> type[Record] | None:
    """Return the kind of record that is added most where the cursor stands: on a goal an action."""
    child_of: dict[type[Record], type[Record]] = {s.kind: s.child for s in area.sections if s.child}
    return child_of.get(at.kind, at.kind) if at else None


def _parent_at(kind: type[Record], link: str, case: CaseFile, at: Place | None) -> str:
    """Return the id of the parent that the cursor stands on, or of the last one."""
    if at and at.record != NEW:
        if at.kind is kind:
            return at.record
        child = case.get(at.kind, at.record)
        if child is not None and getattr(child, link, None):
            return str(getattr(child, link))
    return case.all(kind)[-1].id


def new_record_form(desk: Desk, opened: OpenCase, area: str, kind: type[Record], slot: str) -> FormSpec:
    """Return what the form of a new record asks for; ``slot`` is the choice, or the parent, that it is for.

    Raises ``NotAllowed`` where the case is closed, or what the record belongs to is not written yet.
    """
    if opened.case.state == "closed":
        raise NotAllowed(say(CLOSED))
    entries, fixed = _beginning(desk, opened, AREAS[area], kind, slot)
    save = saving(desk, opened, kind, None, fixed)
    return case_form(desk, opened, kind, entries, save, slot=slot, area=area)


def _beginning(
    desk: Desk, opened: OpenCase, area: Area, kind: type[Record], slot: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a new record's form begins with, and what the record gets besides.

    Days that must be given and cannot lie ahead begin with today.
    """
    reading = desk.reading()
    entries: dict[str, Any] = {}
    for field in form_fields(kind):
        default = kind.model_fields[field.name].get_default(call_default_factory=True)
        start = None if field.required else default
        if field.required and field.kind == "date" and field.ask.past:
            start = reading.today
        entries[field.name] = entry(field, start, reading)
    fixed: dict[str, Any] = {"id": id_source.get()()}  # one form, one record, however often it is saved
    for section in area.sections:
        if section.kind is kind and section.slots and slot:
            entries[section.slots] = slot
        if section.kind is kind and section.belongs_to:
            owner = opened.file.one(section.belongs_to)
            if owner is None:
                what = opened.method.say(section.belongs_to.title)
                raise NotAllowed(say(N_("First add: {what}."), what=what))
            fixed[section.owner] = owner.id
            one = f"{owner.id}-{slot}"  # two people who fill in one slot meet in one record
            if slot and opened.file.get(kind, one) is None:
                fixed["id"] = one
        if section.child is kind and slot:
            entries[section.parent] = slot
    return entries, fixed
