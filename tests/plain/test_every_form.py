"""Every record that the screens offer in a work area can be filled in by questions and answers."""

import pytest

from casetui.checklists.pack import AREAS as STEPS
from casetui.data.fields import form_fields, is_asked
from casetui.data.records import Disengagement, Review, ServiceInvolved
from casetui.desk.acts.cases import open_case
from casetui.desk.areas import AREAS
from casetui.desk.telling.texts import RecordWords
from tests.plain.lines import form, said

PLACES = {key: number for number, key in enumerate([*STEPS, "client", "consent"], 1)}
"""The number of each work area's line in a case."""
SAMPLES = {
    "line": "Harbour Clinic", "text": "Harbour Clinic\nHarbour Clinic", "date": "today", "number": "3",
    "days": "today, yesterday", "money": "12.50", "list": "one, two", "yes-no": "yes",
    "one": "1", "several": "1",
}  # fmt: skip


def kinds():
    """Every kind that a work area holds, with the area."""
    for key, area in AREAS.items():
        for section in area.sections:
            for kind in (section.kind, section.child):
                if kind is not None and form_fields(kind) and not section.only_written:
                    yield pytest.param(key, kind, section, id=f"{key}-{kind.table}")


def written(builder):
    """Build a case in which every kind of record can be added."""
    builder.assigned().intake().agreed().shared_with("Harbour Clinic").assessed(
        completed_on=None
    ).planned().met()
    builder.put(Disengagement(id="disengagement", opened_on=builder.opened, signs="Missed two"))
    builder.put(
        Review(id="review", on=builder.opened), ServiceInvolved(id="service", agency="Harbour Clinic")
    )


def samples(kind, desk, opened):
    """Return an answer for every field; nothing for one that has no choices to take one from."""
    given = {}
    for field in form_fields(kind):
        none = field.kind in ("one", "several") and not desk.choices(opened.file, opened.method, field)
        settled = field.name in ("met_on", "done_on", "completed_on")  # the first state has no such day
        asked = is_asked(field, first_choice(kind, field, desk, opened))
        given[field.name] = SAMPLES[field.kind] if asked and not none and not settled else ""
    return given


def first_choice(kind, field, desk, opened):
    """Return the first choice of the field by which another is asked for, which the samples take."""
    if field.ask.when is None:
        return {}
    other = next(one for one in form_fields(kind) if one.name == field.ask.when[0])
    return {other.name: next(iter(desk.choices(opened.file, opened.method, other)), "")}


@pytest.mark.parametrize(("area", "kind", "section"), kinds())
def test_every_kind_of_record_can_be_filled_in(office, area, kind, section):
    number = office.case("AB2345", "Aoife Nolan", written)
    desk = office.desk()
    opened = open_case(desk, number)
    words, title = RecordWords(desk, opened), opened.method.say(kind.title)
    way = [f"add {title}"]
    if section.slots:
        there = {getattr(record, section.slots) for record in words.records(section)}
        free = next(label for slot, label in words.slots(section).items() if slot not in there)
        way = [f"{free}:"] if section.unwritten else [f"{title} {free}: nothing written yet"]
    elif kind.single and opened.file.one(kind):
        way = [title, "change"]
    more = any(field.ask.more for field in form_fields(kind))
    answers = form(kind, more, **{**samples(kind, desk, opened), section.slots: ""})
    text = said(office, "Aoife", PLACES[area], *way, *answers)
    assert "\nSaved." in text, text
    assert len(office.read(number).every(kind)) > len(opened.file.every(kind)) or kind.single
