"""Reading everything that a vault holds, and saying in a line each what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from casetui.checklists.loader import BUILT_IN, Methods, load_kept, load_methods
from casetui.checklists.pack import Method
from casetui.checklists.spans import target_problems
from casetui.data.casefile import HEAD, CaseFile, RecordFile, Tables
from casetui.data.fields import FormField, From, form_fields, model_errors
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import CASE_RECORDS, Agency, Case, Record, Worker
from casetui.data.vault import Vault, VaultError
from casetui.words import N_, CaseTUIError, say

Progress = Callable[[int, int], bool]


@dataclass
class Checked:
    """What was read, and a sentence for each thing that is wrong."""

    cases: int = 0
    packs: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the records of a case may name."""

    people: frozenset[str] | None
    """Ids; ``None`` where the agency file cannot be read, which is said once and not at every case."""
    methods: Mapping[str, Method]
    kept: Mapping[str, Method]
    """Methods by the version that the vault keeps."""
    versions: frozenset[str]
    """The versions whose folders are there, those that cannot be read too."""

    def method_of(self, case: Case) -> Method | None:
        """Return the method that a case is worked by, or ``None``."""
        return self.kept.get(case.method_version) or self.methods.get(case.method)


def check_vault(vault: Vault, progress: Progress | None = None) -> Checked:
    """Read the agency file, every method pack and every case file.

    ``progress`` is told how many of how many case files are read, and may stop it.
    """
    checked = Checked()
    methods = load_methods(vault.folder / "methods")
    checked.packs = sum(1 for folder in (BUILT_IN, vault.folder / "methods") for _ in folder.glob("*.toml"))
    checked.problems += [str(problem) for problem in methods.problems]
    kept = _kept(vault, checked)
    people = _agency(vault, methods, checked)
    versions = frozenset(path.name for path in (vault.folder / "packs").glob("*") if path.is_dir())
    known = Known(None if people is None else frozenset(people), methods.methods, kept, versions)
    names = _names(vault, checked)
    for done, name in enumerate(names, start=1):
        checked.problems += _one_case(vault, name, known)
        checked.cases += 1
        if progress and (done % 50 == 0 or done == len(names)) and not progress(done, len(names)):
            break
    return checked


def _names(vault: Vault, checked: Checked) -> list[str]:
    """Return the names of the case files; what stands in the way of listing them is a problem."""
    try:
        return sorted(vault.names())
    except VaultError as error:
        checked.problems.append(str(error))
        return []


def _one_case(vault: Vault, name: str, known: Known) -> list[str]:
    """Return the problems of one case. A file that is wrong in a way not thought of is a problem too."""
    try:
        return list(case_problems(vault, name, known))
    except Exception as error:
        do = _former(vault, name) or say(N_("Copy it back from a backup."))
        kind = type(error).__name__
        return [say(N_("{name} cannot be checked ({kind}). {do}"), name=name, kind=kind, do=do)]


def _kept(vault: Vault, checked: Checked) -> dict[str, Method]:
    """Read the versions of packs that the vault keeps."""
    found: dict[str, Method] = {}
    for folder in sorted(path for path in (vault.folder / "packs").glob("*") if path.is_dir()):
        checked.packs += sum(1 for _ in folder.glob("*.toml"))
        try:
            method = load_kept(folder)
        except CaseTUIError as error:
            checked.problems.append(
                say(N_("{why} Copy packs/{folder} back from a backup."), why=error, folder=folder.name)
            )
            continue
        if method.version != folder.name:
            checked.problems.append(
                say(
                    N_(
                        "packs/{folder}: somebody changed a kept pack. Copy it back from a backup; "
                        "put a version of your own under methods/."
                    ),
                    folder=folder.name,
                )
            )
        found[folder.name] = method
    return found


# -- the agency file -----------------------------------------------------------------------------


def _agency(vault: Vault, methods: Methods, checked: Checked) -> dict[str, Worker] | None:
    """Read the agency file; return the people that can be read, ``None`` where the file cannot."""
    backup = say(N_("Copy it back from a backup."))
    try:
        file = AgencyFile.load(vault, AGENCY)
    except VaultError as error:
        checked.problems.append(f"{error} {_former(vault, AGENCY) or backup}")
        return None
    checked.problems += [f"agency, {problem}" for problem in _head(file.tables)]
    read: dict[str, Worker] = {}
    for kind in (Agency, Worker):
        for identity, values in file.tables.get(kind.table, {}).items():
            record, problems = _record(kind, identity, values)
            checked.problems += [f"agency, {problem}" for problem in problems]
            if isinstance(record, Worker):
                read[identity] = record
            elif isinstance(record, Agency):
                checked.problems += [f"agency, {problem}" for problem in _settings(record, methods)]
    if not file.tables.get(Agency.table):
        checked.problems.append(say(N_("agency: the settings are missing. {do}"), do=backup))
    return read


def _settings(agency: Agency, methods: Methods) -> Iterator[str]:
    yield from (f"targets: {problem}" for problem in target_problems(agency))
    try:
        ZoneInfo(agency.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield say(
            N_('zone: there is no time zone "{zone}". Write one such as Europe/Dublin.'),
            zone=agency.zone,
        )
    for key in agency.methods:
        if key not in methods.methods:
            yield say(N_('methods: there is no method "{key}". Put its pack into methods/.'), key=key)


# -- one case file -------------------------------------------------------------------------------


def case_problems(vault: Vault, name: str, known: Known) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with one case file, beginning with its number."""
    number = name.removeprefix("cases/")
    try:
        file = CaseFile.load(vault, name)
    except VaultError as error:
        do = _former(vault, name) or say(N_("Copy it back from a backup."))
        yield f"C-{number}: {error} {do}"
        return
    yield from (f"C-{number}, {problem}" for problem in _head(file.tables))
    if file.read_only:
        yield say(
            N_("C-{number}: a newer version of the program wrote it. Update the program."), number=number
        )
    records: dict[str, Record] = {}
    for table, kind in CASE_RECORDS.items():
        for identity, values in file.tables.get(table, {}).items():
            record, problems = _record(kind, identity, values)
            yield from (f"C-{number}, {problem}" for problem in problems)
            if record is not None:
                records[identity] = record
    yield from (f"C-{number}, {problem}" for problem in _whole_case(file.tables, number, records, known))


def _head(tables: Tables) -> Iterator[str]:
    """Yield what is wrong with the part of a file that says its format, revision, and who saved it when."""
    head = tables[HEAD]["head"]
    for name in ("format", "revision"):
        if type(head.get(name)) is not int or head[name] < 1:
            yield say(
                N_("{name}: this is no whole number from 1. Copy the file back from a backup."), name=name
            )
    try:
        datetime.fromisoformat(head["at"])
    except (KeyError, TypeError, ValueError):
        yield say(N_("at: this is no instant. Copy the file back from a backup."))
    if not isinstance(head.get("by"), str):
        yield say(N_("by: this is nobody's id. Copy the file back from a backup."))


def _former(vault: Vault, name: str) -> str:
    """Return what to do where the former revision is whole; else an empty text."""
    former = vault.folder / "former" / f"{Path(name).name}.json"
    try:
        file = RecordFile.load(vault, f"former/{former.stem}")
    except VaultError:
        return ""
    if list(_head(file.tables)):
        return ""
    at = file.saved_at
    day = at.date().isoformat() if at else "?"
    return say(
        N_("Its former revision of {day} is whole: copy former/{file} over {name}.json."),
        day=day,
        file=former.name,
        name=name,
    )


def _record(kind: type[Record], identity: str, values: Any) -> tuple[Record | None, list[str]]:
    """Return a record, or a sentence for each field that is wrong with it."""
    where = f"{kind.table} {identity[:8]}"
    do = say(N_("Correct it in the program, or copy the file back from a backup."))
    if not isinstance(values, dict):
        return None, [say(N_("{where}: this is no record. {do}"), where=where, do=do)]
    try:
        return kind.model_validate({**values, "id": identity}), []
    except ValidationError as error:
        return None, [
            f"{where}, {place}: {sentence} {do}" if place else f"{where}: {sentence} {do}"
            for place, sentence in model_errors(error).items()
        ]


def _whole_case(tables: Tables, number: str, records: dict[str, Record], known: Known) -> Iterator[str]:
    """Yield what is wrong with a case as a whole: its head, and what its records name."""
    heads = [record for record in records.values() if isinstance(record, Case)]
    if not heads:
        if not tables.get(Case.table):
            yield say(N_("case: the head of the case is missing. Copy the file back from a backup."))
        return
    head = heads[-1]
    if head.number != number:
        yield say(N_("case, number: it says C-{number}. Give the file the name it had."), number=head.number)
    if head.manager and known.people is not None and head.manager not in known.people:
        yield say(N_('case, manager: nobody has the id "{id}". Give the case to somebody.'), id=head.manager)
    method = known.method_of(head)
    if method is None:
        yield say(
            N_('case, method: "{key}" cannot be read. Put its pack back into methods/.'), key=head.method
        )
        return
    if head.method_version and head.method_version not in known.versions:
        yield say(
            N_("case, method_version: packs/{version} is missing. Copy it back from a backup."),
            version=head.method_version,
        )
    for record in records.values():
        if not record.struck:
            yield from _named(record, tables, method, known)


def _named(record: Record, tables: Tables, method: Method, known: Known) -> Iterator[str]:
    """Yield the fields of a record that name something which is not there."""
    for field_ in form_fields(type(record)):
        if field_.ask.choices is None:
            continue
        values = getattr(record, field_.name)
        for value in values if isinstance(values, list) else [values]:
            if value not in (None, "") and not _there(field_, str(value), tables, method, known):
                where = f"{record.table} {record.id[:8]}, {field_.name}"
                yield say(
                    N_('{where}: "{value}" is not among the choices. Open the record and choose again.'),
                    where=where,
                    value=value,
                )


def _there(field_: FormField, value: str, tables: Tables, method: Method, known: Known) -> bool:
    source = field_.ask.choices
    if not isinstance(source, From):
        return value in (source or {})
    if source.source == "people":
        return known.people is None or value in known.people
    if source.source == "records":
        return value in tables.get(source.name, {})
    return value in method.labels(source.name) if source.name != "methods" else value in known.methods


__all__ = ["Checked", "Known", "case_problems", "check_vault"]
