"""Plans, contacts and reviews of an earlier version of the program open, show, and can be changed."""

from casetui.data.casefile import CaseFile
from casetui.data.fields import check
from casetui.data.records import Contact, Goal, Plan, Review
from casetui.desk.acts.cases import open_case
from casetui.desk.areas import AREAS
from casetui.desk.areas.lines import area_lines
from casetui.desk.forms.form_spec import change_form

DOCUMENTS = {
    "plan": {"p": {"state": "agreed", "vision": "A place of my own", "present": "Client and case manager",
                   "chosen_by": "client", "options": "three", "agreed_on": "2026-11-12",
                   "agreed_how": "signed", "agreed_text": "A tenancy"}},
    "goal": {"g": {"wording": "A tenancy", "domain": "accommodation", "measure": "Keys", "whose": "family",
                   "horizon": "short", "state": "open", "builds_on": "Debts; a sister who helps",
                   "vision_part": "the flat, near her school", "service_class": "essential",
                   "principles": ["inclusion"]}},
    "contact": {"c": {"kind": "phone", "summary": "Rang", "on": "2026-11-20", "minutes": 10, "local": False,
                      "by": "mary", "who": "Her sister", "company": "own", "next_on": "2026-11-27"}},
    "review": {"r": {"on": "2026-11-19", "who": "All", "client_part": "Spoke", "objectives_met": "partly",
                     "still_right": True, "changes": "Smaller steps", "support_level": 2, "staff": "4"}},
}  # fmt: skip


def older(office):
    """Keep a case with documents as they were written before."""
    number = office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().assessed())
    vault = office.seen_by("mary")
    file = CaseFile.load(vault, f"cases/{number}").copy()
    for table, documents in DOCUMENTS.items():
        file.tables[table] = {key: dict(document) for key, document in documents.items()}
    file.save(vault, "mary", office.now)
    desk = office.desk()
    return desk, open_case(desk, number)


def test_every_record_opens_with_all_that_it_said(office):
    _, opened = older(office)
    file = opened.file
    for kind in (Plan, Goal, Contact, Review):
        (record,) = file.all(kind)
        written = record.document()
        assert {key: written[key] for key in DOCUMENTS[kind.table][record.id]} == {
            **DOCUMENTS[kind.table][record.id]
        }
    assert file.all(Contact)[0].with_client


def test_a_form_takes_what_was_typed_then_as_it_stands(office):
    desk, opened = older(office)
    for kind in (Goal, Contact, Review):
        (record,) = opened.file.all(kind)
        spec = change_form(desk, opened, record)
        checked = check(spec.model, spec.entries, spec.reading(), spec.choices)
        assert checked.errors == {}
        spec.save(checked.values)
        (kept,) = office.read("AB2345").all(kind)
        ours = set(kind.model_fields) - {"changed_by", "changed_at"}
        assert kept.model_dump(include=ours) == record.model_dump(include=ours)


def test_they_are_shown_in_their_areas(office):
    desk, opened = older(office)
    standing = desk.standing(opened.file)
    shown = " ".join(
        line.said for area in ("plan", "review") for line in area_lines(desk, opened, AREAS[area], standing)
    )
    for text in ("A tenancy", "whose goal: family", "near her school", "phone, Mary: Rang", "Smaller steps"):
        assert text in shown
