"""New records of a work area: the kinds that can be added, adding one, and the form of a new record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from casetui.checklists.reviewing import plan_changes
from casetui.data.casefile import CaseFile
from casetui.data.fields import entry, form_fields
from casetui.data.records import Plan, Record, Review
from casetui.data.records.base import id_source
from casetui.desk.acts.locked_reason import check_open
from casetui.desk.acts.places import place_id
from casetui.desk.areas import AREAS, Area
from casetui.desk.areas.place import NEW, Place
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.steps import Choose, Fill, Flow, FlowOf, Yes
from casetui.desk.forms.form_spec import FormSpec, case_form, saving
from casetui.desk.telling.texts import RecordWords
from casetui.desk.telling.wording import joined, short
from casetui.words import N_, say


def add_record(desk: Desk, opened: OpenCase, area: str, at: Place | None = None) -> Flow:
    """Ask what to add to a work area, and for its parent where that is not known; have its form filled in.

    ``at`` is the place on which a cursor stands. Raises ``NotAllowed`` where nothing can be added.
    """
    check_open(opened.case)
    places = adding(AREAS[area], opened.file, at)
    if not places:
        raise NotAllowed(say(N_("Nothing is to be added here. Choose one of the lines.")))
    options = [(str(n), opened.method.say(place.kind.title)) for n, place in enumerate(places)]
    likely = likeliest(AREAS[area], at)
    first = next((str(n) for n, place in enumerate(places) if place.kind is likely), "")
    chosen = yield Choose(say(N_("What to add")), options, first, takes_only=True, numbered=True)
    if chosen is None:
        return
    place = places[int(chosen)]
    slot = yield from _parent(desk, opened, AREAS[area], place, at)
    if slot is not None:
        yield from new_record(desk, opened, area, place.kind, slot)


def _parent(desk: Desk, opened: OpenCase, area: Area, place: Place, at: Place | None) -> FlowOf[str | None]:
    """Return the slot of a new record; for a child its parent, asked for where no cursor ``at`` tells it."""
    section = next((one for one in area.sections if one.child is place.kind), None)
    if section is None or (at and at.record != NEW and at.kind in (section.kind, section.child)):
        return place.slot
    words = RecordWords(desk, opened)
    options = [
        (parent.id, joined(*map(short, words.cells(parent)))) for parent in opened.file.all(section.kind)
    ]
    question = say(N_("For which: {title}"), title=opened.method.say(section.kind.title))
    parent: str | None = yield Choose(question, options, place.slot, takes_only=True)
    return parent


def new_record(
    desk: Desk, opened: OpenCase, area: str, kind: type[Record], slot: str = "", asks: Sequence[str] = ()
) -> Flow:
    """Have the form of a new record filled in; the arguments and errors are those of ``new_record_form``.

    ``asks`` is as in ``Fill``.
    """
    spec = new_record_form(desk, opened, area, kind, slot)
    # the slot is chosen already: in its field, a typed letter would choose another
    empty = next((field.name for field in form_fields(kind) if not spec.entries[field.name]), "")
    if (yield Fill(spec, start=empty if slot else "", asks=asks)) and kind is Review:
        yield from _after_review(desk, opened)


def _after_review(desk: Desk, opened: OpenCase) -> Flow:
    """Offer to begin the changed plan, where the review says that the plan does not fit any more."""
    question = say(N_("The plan is to change. Begin its new version now?"))
    if plan_changes(opened.file) and (yield Yes(question)):
        yield from new_record(desk, opened, "plan", Plan)


def adding(area: Area, case: CaseFile, at: Place | None) -> list[Place]:
    """Return the places of records that can be added, in the area's order.

    A record that is written already and of which a case has only one is not among them. A child, such as an
    action, is added to the parent on which the cursor ``at`` stands.
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
    """Return the kind of record that is most likely added where the cursor stands: on a goal an action."""
    child_of: dict[type[Record], type[Record]] = {s.kind: s.child for s in area.sections if s.child}
    return child_of.get(at.kind, at.kind) if at else None


def _parent_at(kind: type[Record], link: str, case: CaseFile, at: Place | None) -> str:
    """Return the id of the parent on which the cursor stands, or of the last parent."""
    if at and at.record != NEW:
        if at.kind is kind:
            return at.record
        child = case.get(at.kind, at.record)
        if child is not None and getattr(child, link, None):
            return str(getattr(child, link))
    return case.all(kind)[-1].id


def new_record_form(desk: Desk, opened: OpenCase, area: str, kind: type[Record], slot: str) -> FormSpec:
    """Return the form of a new record; ``slot`` is the choice, or the parent, that the record is for.

    Raises ``NotAllowed`` where the case is closed, or the record to which it belongs is not written yet.
    """
    check_open(opened.case)
    entries, fixed = _beginning(desk, opened, AREAS[area], kind, slot)
    save = saving(desk, opened, kind, None, fixed)
    spec = case_form(desk, opened, kind, entries, save, slot=slot, area=area, gated=True)
    for section in AREAS[area].sections:
        if section.kind is kind and section.recalls:
            spec = replace(spec, intro=section.recalls(opened.file))
        if section.kind is kind and section.minds:
            spec = replace(spec, mind=section.minds(desk, opened))
    return spec


def _beginning(
    desk: Desk, opened: OpenCase, area: Area, kind: type[Record], slot: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the fields of a new record's form begin with, and the record's values besides the form.

    A required day that cannot be in the future begins with today.
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
            if slot:
                fixed["id"] = place_id(opened.file, kind, owner.id, slot)
        if section.child is kind and slot:
            entries[section.parent] = slot
        if section.kind is kind:
            begun = section.begins(opened, slot)
            asked = {field.name: field for field in form_fields(kind)}
            entries |= {
                name: entry(asked[name], value, reading) for name, value in begun.items() if name in asked
            }
            fixed |= {name: value for name, value in begun.items() if name not in asked}
    return entries, fixed
