"""Reading everything that a vault holds, and saying in a line each what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from casetui.checklists.loader import BUILT_IN, Methods, load_kept, load_methods
from casetui.checklists.pack import Method
from casetui.checklists.spans import target_problems
from casetui.data.casefile import CaseFile, Tables
from casetui.data.fields import FormField, From, form_fields, model_errors
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import CASE_RECORDS, Agency, Case, Record, Worker
from casetui.data.vault import Kept, Stamp, Told, Vault, VaultError
from casetui.desk.repairing import (
    Mend,
    altered,
    damage,
    head_problems,
    housekeeping,
    label,
    missing,
    pack_mend,
    written,
)
from casetui.words import N_, CaseTUIError, say

Progress = Callable[[int, int], bool]


@dataclass
class Checked:
    """What was read, and a sentence for each thing that is wrong."""

    cases: int = 0
    packs: int = 0
    problems: list[str] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)
    """What of it can be mended."""


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
    names: Mapping[str, str] = field(default_factory=dict)
    """People's names by id."""
    told: Mapping[str, Sequence[Told]] = field(default_factory=dict)
    """What the journal tells of each file, oldest first."""
    lacking: set[str] = field(default_factory=set)
    """Versions that a case names and that are not kept, as they are found."""

    def method_of(self, case: Case) -> Method | None:
        """Return the method that a case is worked by, or ``None``."""
        return self.kept.get(case.method_version) or self.methods.get(case.method)


def check_vault(vault: Vault, progress: Progress | None = None) -> Checked:
    """Read the agency file, every method pack and every case file.

    ``progress`` is told how many of how many case files are read, and may stop it.
    """
    checked = Checked()
    for mend in housekeeping(vault):
        checked.problems.append(mend.found)
        checked.mends.append(mend)
    methods = load_methods(vault.folder / "methods")
    checked.packs = sum(1 for folder in (BUILT_IN, vault.folder / "methods") for _ in folder.glob("*.toml"))
    checked.problems += [str(problem) for problem in methods.problems]
    kept = _kept(vault, methods, checked)
    told = _told(vault, checked)
    people = _agency(vault, methods, told.get(AGENCY, []), checked)
    versions = frozenset(path.name for path in (vault.folder / "packs").glob("*") if path.is_dir())
    names = {} if people is None else {worker.id: worker.name for worker in people.values()}
    ids = None if people is None else frozenset(people)
    known = Known(ids, methods.methods, kept, versions, names, told)
    _cases(vault, known, checked, progress)
    for version in sorted(known.lacking):
        if mend_ := pack_mend(vault, version, methods.methods):
            checked.mends.append(mend_)
    return checked


def repair(vault: Vault, checked: Checked) -> tuple[list[str], bool]:
    """Mend what can be mended; return a sentence for each, and whether somebody's work was lost."""
    if vault.read_only:
        return [say(N_("A newer version of the program made this vault. Update the program."))], False
    done, lost = [], False
    for mend in checked.mends:
        try:
            done.append(mend.act())
            lost = lost or mend.loses
        except VaultError as error:
            done.append(str(error))
        except OSError as error:
            done.append(say(N_("This could not be mended: {reason}."), reason=error))
    if done:
        done.append(say(N_("Each person's register is made anew from the case files when they next start.")))
    return done, lost


def _told(vault: Vault, checked: Checked) -> dict[str, list[Told]]:
    """Return what the journal tells, by the name of the file."""
    told: dict[str, list[Told]] = {}
    try:
        for line in vault.journal():
            told.setdefault(line.name, []).append(line)
    except VaultError as error:
        checked.problems.append(str(error))
    return told


def _cases(vault: Vault, known: Known, checked: Checked, progress: Progress | None) -> None:
    """Check every case file, and those that are missing."""
    names = _names(vault, checked)
    numbers: set[str] = set()
    for done, name in enumerate(names, start=1):
        checked.problems += _one_case(vault, name, known, checked, numbers)
        checked.cases += 1
        if progress and (done % 50 == 0 or done == len(names)) and not progress(done, len(names)):
            return
    for name in missing(vault, names):
        if name.removeprefix("cases/") not in numbers:  # else it is only called something else
            found = damage(vault, name, known.told.get(name, []), known.names)
            problem = say(N_("{what}: its case file is missing."), what=label(name))
            checked.problems.append(_with_mend(problem, found, checked))


def _names(vault: Vault, checked: Checked) -> list[str]:
    """Return the names of the case files; what stands in the way of listing them is a problem."""
    try:
        return sorted(vault.names())
    except VaultError as error:
        checked.problems.append(str(error))
        return []


def _with_mend(problem: str, found: Mend | str, checked: Checked) -> str:
    """Return a problem with what to do about it; what can be mended is added to ``checked``."""
    if isinstance(found, Mend):
        checked.mends.append(found)
        found = found.found
    return f"{problem} {found}".rstrip()


def _one_case(vault: Vault, name: str, known: Known, checked: Checked, numbers: set[str]) -> list[str]:
    """Return the problems of one case. A file that is wrong in a way not thought of is a problem too.

    The number that it says it has is added to ``numbers``.
    """
    try:
        problems = list(case_problems(vault, name, known, numbers))
    except Exception as error:
        kind = type(error).__name__
        problems = [say(N_("{what} cannot be checked ({kind})."), what=label(name), kind=kind)]
    if problems:
        found = damage(vault, name, known.told.get(name, []), known.names)
        problems[-1] = _with_mend(problems[-1], found, checked)
    return problems


def _kept(vault: Vault, methods: Methods, checked: Checked) -> dict[str, Method]:
    """Read the versions of packs that the vault keeps."""
    found: dict[str, Method] = {}
    for folder in sorted(path for path in (vault.folder / "packs").glob("*") if path.is_dir()):
        checked.packs += sum(1 for _ in folder.glob("*.toml"))
        mend = pack_mend(vault, folder.name, methods.methods)
        do = say(N_("Copy packs/{folder} back from a backup."), folder=folder.name)
        try:
            method = load_kept(folder)
        except CaseTUIError as error:
            checked.problems.append(_with_mend(str(error), mend or do, checked))
            continue
        if method.version != folder.name:
            problem = say(
                N_(
                    "packs/{folder}: somebody changed a kept pack; "
                    "put a version of your own under methods/ instead."
                ),
                folder=folder.name,
            )
            checked.problems.append(_with_mend(problem, mend or do, checked))
        found[folder.name] = method
    return found


# -- the agency file -----------------------------------------------------------------------------


def _agency(
    vault: Vault, methods: Methods, told: Sequence[Told], checked: Checked
) -> dict[str, Worker] | None:
    """Read the agency file; return the people that can be read, ``None`` where the file cannot."""
    before = len(checked.problems)
    people = _agency_problems(vault, methods, told, checked)
    if len(checked.problems) > before:
        names = {worker.id: worker.name for worker in (people or {}).values()}
        checked.problems[-1] = _with_mend(checked.problems[-1], damage(vault, AGENCY, told, names), checked)
    return people


def _agency_problems(
    vault: Vault, methods: Methods, told: Sequence[Told], checked: Checked
) -> dict[str, Worker] | None:
    try:
        file = AgencyFile.load(vault, AGENCY)
    except VaultError as error:
        checked.problems.append(str(error))
        return None
    checked.problems += [f"agency, {problem}" for problem in head_problems(file.tables)]
    checked.problems += [f"agency: {problem}" for problem in _altered(file.digest, file.stamp, told)]
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
        checked.problems.append(say(N_("agency: the settings are missing.")))
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


def case_problems(vault: Vault, name: str, known: Known, numbers: set[str] | None = None) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with one case file, beginning with its number.

    The number that it says it has is added to ``numbers``.
    """
    number = name.removeprefix("cases/")
    try:
        file = CaseFile.load(vault, name)
    except VaultError as error:
        yield f"C-{number}: {error}"
        return
    yield from (f"C-{number}, {problem}" for problem in head_problems(file.tables))
    told = known.told.get(name, [])
    yield from (f"C-{number}: {problem}" for problem in _altered(file.digest, file.stamp, told))
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
    if numbers is not None:
        numbers.update(record.number for record in records.values() if isinstance(record, Case))
    yield from (f"C-{number}, {problem}" for problem in _whole_case(file.tables, number, records, known))


def _altered(digest: str, stamp: Stamp, told: Sequence[Told]) -> Iterator[str]:
    """Yield a sentence where a file that can be read is not what was saved."""
    if altered(Kept(b"", digest, stamp), told):
        yield say(
            N_("it can be read, but bytes of it changed on the disk since it was saved on {at}."),
            at=written(told[-1].at),
        )


def _record(kind: type[Record], identity: str, values: Any) -> tuple[Record | None, list[str]]:
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


def _whole_case(tables: Tables, number: str, records: dict[str, Record], known: Known) -> Iterator[str]:
    """Yield what is wrong with a case as a whole: its head, and what its records name."""
    heads = [record for record in records.values() if isinstance(record, Case)]
    if not heads:
        if not tables.get(Case.table):
            yield say(N_("case: the head of the case is missing."))
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
        known.lacking.add(head.method_version)
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


__all__ = ["Checked", "Known", "case_problems", "check_vault", "repair"]
