"""Finds what is wrong with one case file: its head, its records, and names of things that do not exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.fields import ChoicesFrom, FormField, form_fields, model_errors
from casetui.data.keys.sealing import Readers
from casetui.data.record_file import Tables
from casetui.data.records import CASE_RECORDS, Case, Record
from casetui.data.store.former import JournalLine
from casetui.keeping.repairing import head_problems
from casetui.words import N_, say


@dataclass(frozen=True)
class CheckContext:
    """The people, methods and journal lines that a case file is checked against."""

    people: frozenset[str] | None
    """Worker ids; ``None`` where the agency file cannot be read: people are then not checked."""
    methods: Mapping[str, Method]
    kept_methods: Mapping[str, Method]
    """The methods that the vault keeps, by version."""
    versions: frozenset[str]
    """The versions that have a folder in packs/, also where it cannot be read."""
    names: Mapping[str, str] = field(default_factory=dict)
    """People's names by id."""
    journal: Mapping[str, Sequence[JournalLine]] = field(default_factory=dict)
    """The journal's lines by the name of the file, oldest first."""
    opened: dict[str, Readers] = field(default_factory=dict)
    """The readers of the cases that were opened, by name; the check of each adds to them."""
    missing_versions: set[str] = field(default_factory=set)
    """Versions that a case names and the vault does not keep; the check of each case adds to them."""

    def method_of(self, case: Case) -> Method | None:
        """Return the method that a case is worked by, or ``None``."""
        return self.kept_methods.get(case.method_version) or self.methods.get(case.method)


def case_problems(file: CaseFile, context: CheckContext, numbers: set[str] | None = None) -> Iterator[str]:
    """Yield a sentence for each problem of a case that was opened, beginning with its number.

    The number in the case is added to ``numbers``.
    """
    number = file.name.removeprefix("cases/")
    yield from (f"C-{number}, {problem}" for problem in head_problems(file.tables))
    if file.read_only:
        yield say(
            N_("C-{number}: a newer version of the program wrote it. Update the program."), number=number
        )
    records: dict[str, Record] = {}
    for table, kind in CASE_RECORDS.items():
        for identity, values in file.tables.get(table, {}).items():
            record, problems = read_record(kind, identity, values)
            yield from (f"C-{number}, {problem}" for problem in problems)
            if record is not None:
                records[identity] = record
    if numbers is not None:
        numbers.update(record.number for record in records.values() if isinstance(record, Case))
    yield from (f"C-{number}, {problem}" for problem in _whole_case(file.tables, number, records, context))


def read_record(kind: type[Record], identity: str, values: Any) -> tuple[Record | None, list[str]]:
    """Return a record, or a sentence for each field that is wrong with it."""
    where = f"{kind.table} {identity[:8]}"
    do = say(N_("The program cannot work with it."))
    if not isinstance(values, dict):
        return None, [say(N_("{where}: this is no record. {do}"), where=where, do=do)]
    try:
        return kind.model_validate({**values, "id": identity}), []
    except ValidationError as error:
        return None, [
            f"{where}, {place}: {sentence} {do}" if place else f"{where}: {sentence} {do}"
            for place, sentence in model_errors(error).items()
        ]


def _whole_case(
    tables: Tables, number: str, records: dict[str, Record], context: CheckContext
) -> Iterator[str]:
    """Yield the problems of a case as a whole: of its head, and of the names in its records."""
    heads = [record for record in records.values() if isinstance(record, Case)]
    if not heads:
        if not tables.get(Case.table):
            yield say(N_("case: the head of the case is missing."))
        return
    head = heads[-1]
    if head.number != number:
        yield say(N_("case, number: it says C-{number}. Give the file the name it had."), number=head.number)
    if head.manager and context.people is not None and head.manager not in context.people:
        yield say(N_('case, manager: nobody has the id "{id}". Give the case to somebody.'), id=head.manager)
    method = context.method_of(head)
    if method is None:
        yield say(
            N_('case, method: "{key}" cannot be read. Put its pack back into methods/.'), key=head.method
        )
        return
    if head.method_version and head.method_version not in context.versions:
        context.missing_versions.add(head.method_version)
        yield say(
            N_("case, method_version: packs/{version} is missing. Copy it back from a backup."),
            version=head.method_version,
        )
    for record in records.values():
        if not record.struck:
            yield from _named(record, tables, method, context)


def _named(record: Record, tables: Tables, method: Method, context: CheckContext) -> Iterator[str]:
    """Yield a sentence for each field of a record whose value is not among its choices."""
    for field_ in form_fields(type(record)):
        if field_.ask.choices is None:
            continue
        values = getattr(record, field_.name)
        for value in values if isinstance(values, list) else [values]:
            if value not in (None, "") and not _there(field_, str(value), tables, method, context):
                where = f"{record.table} {record.id[:8]}, {field_.name}"
                yield say(
                    N_('{where}: "{value}" is not among the choices. Open the record and choose again.'),
                    where=where,
                    value=value,
                )


def _there(field_: FormField, value: str, tables: Tables, method: Method, context: CheckContext) -> bool:
    source = field_.ask.choices
    if not isinstance(source, ChoicesFrom):
        return value in (source or {})
    if source.source == "case":
        return True  # what the case said then; it may say it in other words now
    if source.source == "people":
        return context.people is None or value in context.people
    if source.source == "records":
        return value in tables.get(source.name, {})
    return value in method.labels(source.name) if source.name != "methods" else value in context.methods
