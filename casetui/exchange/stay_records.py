"""What an import makes of one stay: the records of its case."""

from __future__ import annotations

from datetime import date

from casetui.data.fields import ONE_LINE
from casetui.data.records import Assignment, Case, Client, Closure, Intake, Record, Reference
from casetui.exchange.stays import Exit, Stay, System
from casetui.words import N_, say


def records_of(system: System, stay: Stay, case: Case, today: date) -> list[Record]:
    """Return the records of a stay's ``case``: what the export says, and nothing more."""
    person = stay.person
    records: list[Record] = [
        Client(
            name=person.name, birth_date=person.birth, estimated_age=person.age, gender=person.gender,
            description="" if person.name else f"{system.title} {person.id}",
        ),
        Reference(label=system.title, number=person.id),
        Intake(first_contact_on=stay.entered, first_contact_where=_where(stay), concerns=_concerns(stay)),
    ]  # fmt: skip
    if case.manager:
        # The export does not say when the worker of an open case took it: here it is the day of the import.
        start = stay.entered if stay.exit else today
        records.append(Assignment(to=case.manager, on=start, ended_on=case.closed_on))
    if stay.exit:
        records.append(closure_of(system, stay.exit))
    return records


def _where(stay: Stay) -> str:
    kind = f" ({stay.project_type})" if stay.project_type else ""
    organization = stay.organization if stay.organization not in stay.project else ""
    return ", ".join(part for part in (stay.project + kind, organization) if part.strip())[:ONE_LINE]


def _concerns(stay: Stay) -> str:
    lines = []
    if stay.living:
        lines.append(say(N_("Lived before: {place}."), place=stay.living))
    household = " ".join(part for part in (stay.household, f"({stay.relationship})") if part != "()")
    if household:
        lines.append(say(N_("Household: {household}."), household=household))
    return "\n".join(lines)


def closure_of(system: System, left: Exit) -> Closure:
    """Return a closure that says what the export says: nobody here asked for it or signed it."""
    words = left.words
    evaluation = say(N_("{system}, where to: {words}."), system=system.title, words=words) if words else ""
    return Closure(reason=left.reason, state="signed", evaluation=evaluation)
