"""Reads every file of a vault, and says in a line each what is wrong and what to do about it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casetui.checklists.loader import Methods, load_kept, load_methods, load_own, number_built_in
from casetui.checklists.pack import Method
from casetui.checklists.spans import target_problems
from casetui.data.casefile import CaseFile
from casetui.data.errors import CannotOpen, CutOff, refused
from casetui.data.keys.sealing import DAMAGED
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.record_file import Damaged
from casetui.data.records import Agency, Case, Worker
from casetui.data.store.base import NOTHING
from casetui.data.store.former import JournalLine
from casetui.data.stored_file import StoredFile
from casetui.data.vault import Vault, VaultError
from casetui.desk.keys.evidence import Evidence
from casetui.desk.keys.signatures import not_genuine
from casetui.keeping.checking_beside import (
    check_covers,
    check_keys,
    cover_problem,
    lost_cases,
    own_key_problem,
    unreadable_names,
)
from casetui.keeping.checking_case import CheckContext, case_problems, read_record
from casetui.keeping.checking_former import check_former, check_openings
from casetui.keeping.checking_sealed import check_sealed
from casetui.keeping.closing import closed_problems, damaged, put_back_problem
from casetui.keeping.housekeeping import housekeeping, pack_mend
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label, written
from casetui.keeping.raw import changed_after_save, seems_whole
from casetui.keeping.repairing import head_problems, remedy_for
from casetui.keeping.signed_files import BY_CHECK, old_copy_problem
from casetui.words import N_, CaseTUIError, say

Progress = Callable[[int, int], bool]


@dataclass
class CheckResult:
    """How many files were read, and a sentence for each problem."""

    cases: int = 0
    packs: int = 0
    others: int = 0
    """How many cases are sealed to others. These seem whole, as far as that shows without their keys."""
    problems: list[str] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)
    """The problems that can be mended."""

    def add(self, problem: str, remedy: Mend | str) -> None:
        """Add a problem, and its remedy: how it can be mended, or a sentence on what to do."""
        if isinstance(remedy, Mend):
            self.mends.append(remedy)
            remedy = remedy.sentence
        self.problems.append(f"{problem} {remedy}".strip())


def check_vault(keeper: Keeper, progress: Progress | None = None) -> CheckResult:
    """Read the agency file, every method pack and every file that the keeper can open.

    ``progress`` is called with the number of case files that are read and the number of all; where it returns
    ``False``, the check stops.
    """
    checked, vault = CheckResult(), keeper.vault
    for mend in housekeeping(keeper):
        checked.add("", mend)
    own_packs = vault.packs.own()
    methods = load_own(own_packs, keeper.file.taken_packs if keeper.file else {})
    checked.packs = len(own_packs) + number_built_in()
    named = [*load_methods(own_packs).problems, *methods.problems]
    checked.problems += dict.fromkeys(f"methods/{problem}" for problem in named)
    kept_methods = _kept_methods(vault, methods, checked)
    journal = _journal(vault, checked)
    people = _check_agency(keeper, methods, journal.get(AGENCY, []), checked)
    versions = frozenset(_kept_versions(vault))
    names = {} if people is None else {worker.id: worker.name for worker in people.values()}
    ids = None if people is None else frozenset(people)
    context = CheckContext(ids, methods.methods, kept_methods, versions, names, journal)
    _check_cases(keeper, context, checked, progress)
    check_former(keeper, checked.add)
    check_openings(keeper, checked.add)
    check_sealed(keeper, context.opened, checked.add)
    for version in sorted(context.missing_versions):
        if mend_ := pack_mend(vault, version, methods.methods):
            checked.mends.append(mend_)
    return checked


def repair(keeper: Keeper, checked: CheckResult) -> tuple[list[str], bool]:
    """Make all repairs; return a sentence for each, and whether later saves were lost."""
    if keeper.vault.read_only:
        return [say(N_("A newer version of the program made this vault. Update the program."))], False
    done, lost = [], False
    for mend in checked.mends:
        try:
            done.append(mend.act())
            lost = lost or mend.loses
        except VaultError as error:
            done.append(str(error))
        except OSError as error:
            done.append(str(refused(error)))
    if done:
        done.append(say(N_("Each person's register is made anew from the case files when they next start.")))
    return done, lost


def _journal(vault: Vault, checked: CheckResult) -> dict[str, list[JournalLine]]:
    """Return the journal's lines by the name of the file; add a problem where it cannot be read."""
    try:
        return vault.journal.by_name()
    except VaultError as error:
        checked.problems.append(str(error))
        return {}


# -- every case ----------------------------------------------------------------------------------


def _check_cases(
    keeper: Keeper, context: CheckContext, checked: CheckResult, progress: Progress | None
) -> None:
    """Check every case file, the missing case files, the cover sheets, and the cases' own keys."""
    try:
        names = sorted(keeper.vault.names())
    except VaultError as error:  # without the list of cases, keys and cover sheets cannot be checked either
        if keeper.vault.upkeep.is_folder("cases"):  # a missing folder is a problem of its own already
            checked.problems.append(str(error))
        return
    unreadable = unreadable_names(keeper, names)
    lost = lost_cases(keeper, names, unreadable, context.journal)
    for name in check_keys(keeper, {*names, *lost, *unreadable}, checked.add):
        _add_damaged(keeper, name, context, checked, say(N_("{what}: the case's own key."), what=label(name)))
    numbers: set[str] = set()
    for done, name in enumerate(names, start=1):
        _check_case(keeper, name, context, checked, numbers)
        checked.cases += 1
        if progress and (done % 50 == 0 or done == len(names)) and not progress(done, len(names)):
            return
    missing = [name for name in lost if name[6:] not in numbers]
    _add_missing(keeper, context, checked, unreadable, missing)
    check_covers(
        keeper, {*names, *unreadable, *missing, *(f"cases/{number}" for number in numbers)}, checked.add
    )


def _add_missing(
    keeper: Keeper,
    context: CheckContext,
    checked: CheckResult,
    unreadable: Sequence[str],
    missing: Sequence[str],
) -> None:
    """Add a problem for each case that is ``missing``, and each entry of cases/ that is ``unreadable``."""
    for name in sorted({*unreadable, *missing}):
        sentence = N_("{what}: its case file is missing.")
        if name in unreadable:
            sentence = N_("{what}: this is no case file that can be read.")
        if name in missing:
            _add_damaged(keeper, name, context, checked, say(sentence, what=label(name)))
        else:
            checked.add(say(sentence, what=label(name)), say(N_("Take it out of the folder cases/.")))


def _add_damaged(
    keeper: Keeper, name: str, context: CheckContext, checked: CheckResult, problem: str
) -> None:
    checked.add(problem, remedy_for(keeper, name, context.journal.get(name, []), context.names))


def _check_case(
    keeper: Keeper, name: str, context: CheckContext, checked: CheckResult, numbers: set[str]
) -> None:
    """Check one case file. An unexpected error while it is checked is a problem too.

    The number in the case is added to ``numbers``.
    """
    try:
        problems = list(_file_problems(keeper, name, context, checked, numbers))
    except Exception as error:  # one file of any content must not stop the check of the others
        kind = type(error).__name__
        problems = [say(N_("{what} cannot be checked ({kind})."), what=label(name), kind=kind)]
    checked.problems += problems[:-1]
    if problems:
        _add_damaged(keeper, name, context, checked, problems[-1])


def _file_problems(
    keeper: Keeper, name: str, context: CheckContext, checked: CheckResult, numbers: set[str]
) -> Iterator[str]:
    lines = context.journal.get(name, [])
    try:
        file = _load(keeper.vault, name)
    except CutOff as error:  # the sentence names who finishes the save
        checked.problems.append(str(error))
        checked.others += 1
        return
    except CannotOpen as error:
        raw = keeper.vault.read_raw(name)
        if not seems_whole(name, raw, lines):
            yield say(N_("{what} is damaged."), what=label(name)) + f" {error}"
        elif damaged(keeper, name, raw, lines):
            yield say(N_("{what} is not what was saved last, and no key opens it."), what=label(name))
        else:
            checked.others += 1
            checked.problems += closed_problems(keeper, name)
        return
    except VaultError as error:
        if called := _name_inside(keeper, name):
            numbers.add(called.removeprefix("cases/"))
            checked.problems.append(_other_name_words(keeper, name, called))
        else:
            yield f"{label(name)}: {_without_advice(name, str(error))}"
        return
    yield from case_problems(file, context, numbers)
    if keeper.keyring and keeper.file and file.one(Case):
        context.opened[name] = file.readers
        evidence = Evidence(keeper.vault, keeper.keyring, keeper.file)
        checked.problems += not_genuine(evidence, file).values()
    if lines and file.stored and changed_after_save(StoredFile(b"", file.digest, file.stamp), lines):
        checked.add(
            say(
                N_("{what}: it can be read, but is not what the journal tells of the save on {at}."),
                what=label(name), at=written(lines[-1].at),
            ),
            _journal_mend(keeper, name),
        )  # fmt: skip
    if mend := cover_problem(keeper, file):
        checked.add(f"{label(name)}:", mend)
    checked.problems += filter(None, (own_key_problem(keeper, file), put_back_problem(keeper, file)))


_COPY = re.compile(r"conflict|~\d+$|\(\d+\)$|copy|kopi", re.IGNORECASE)
"""What programs that keep folders the same, and file managers, write into the name of a copy."""


def _other_name_words(keeper: Keeper, name: str, called: str) -> str:
    """Return what a file is that another case's name is written in: a copy of the case, or the case itself.

    A copy never gets the name of the case: it would take the place of what was saved since.
    """
    if keeper.vault.stamp(called) != NOTHING:
        sentence = N_("{what}: a copy of {called}, which is here too, as a synchroniser of folders makes it. "
                      "Move it out of the folder, and leave the case as it is.")  # fmt: skip
    elif _COPY.search(name):
        sentence = N_("{what}: a copy of {called}, which is missing. Leave the copy where it is, and bring "
                      "the case back with casetui restore.")  # fmt: skip
    else:
        sentence = N_("{what}: it says it is {called}. Give the file the name it had.")
    return say(sentence, what=label(name), called=label(called))


def _without_advice(name: str, why: str) -> str:
    """Return the problem ``why`` without the advice to run check, which runs just now."""
    return say(N_("{what} is damaged."), what=name) if why == say(DAMAGED, name=name) else why


def _load(vault: Vault, name: str) -> CaseFile:
    """Return a case, also where only parts of it can be read; raise ``VaultError``."""
    try:
        return CaseFile.load(vault, name)
    except Damaged:
        return CaseFile.from_stored(name, vault.read(name))


def _name_inside(keeper: Keeper, name: str) -> str:
    """Return the name of a case that is written inside the file ``name``, where it is another name."""
    if keeper.keyring is None:
        return ""
    try:
        data = keeper.keyring.unsealed(name, keeper.vault.read_raw(name).data)
        called = str(json.loads(data.split(b"\n", 1)[0])["name"])
    except (VaultError, ValueError, KeyError, TypeError):
        return ""
    return called if called != name and called.startswith("cases/") else ""


def _journal_mend(keeper: Keeper, name: str) -> Mend:
    def act() -> str:
        keeper.vault.journal.tell(name, BY_CHECK)
        return say(N_("{what}: the journal tells of it now."), what=label(name))

    return Mend(say(N_("casetui check --repair writes it down.")), act)


# -- kept packs ----------------------------------------------------------------------------------


def _kept_methods(vault: Vault, methods: Methods, checked: CheckResult) -> dict[str, Method]:
    """Return the methods by the versions that the vault keeps; add a problem for each unreadable version."""
    kept: dict[str, Method] = {}
    for version in _kept_versions(vault):
        mend = pack_mend(vault, version, methods.methods)
        do = say(N_("Copy packs/{folder} back from a backup."), folder=version)
        try:
            texts = vault.packs.kept(version)
            checked.packs += len(texts)
            kept[version] = load_kept(version, texts)
        except CaseTUIError as error:
            checked.add(str(error), mend or do)
    return kept


def _kept_versions(vault: Vault) -> list[str]:
    """Return the versions of methods that have a folder in packs/."""
    upkeep = vault.upkeep
    with suppress(OSError):
        return sorted(name for name in upkeep.files.names("packs") if upkeep.is_folder(f"packs/{name}"))
    return []


# -- the agency file -----------------------------------------------------------------------------


def _check_agency(
    keeper: Keeper, methods: Methods, lines: list[JournalLine], checked: CheckResult
) -> dict[str, Worker] | None:
    """Check the agency file; return the people that can be read, ``None`` where the file cannot be read."""
    before = len(checked.problems)
    people = _agency_problems(keeper, methods, checked)
    if len(checked.problems) > before:
        names = {worker.id: worker.name for worker in (people or {}).values()}
        checked.add(checked.problems.pop(), remedy_for(keeper, AGENCY, lines, names))
    return people


def _agency_problems(keeper: Keeper, methods: Methods, checked: CheckResult) -> dict[str, Worker] | None:
    try:
        file = AgencyFile.load(keeper.vault, AGENCY)
    except VaultError as error:
        checked.problems.append(_without_advice(AGENCY, keeper.refusal or str(error)))
        return None
    before = len(checked.problems)
    checked.problems += [f"agency, {problem}" for problem in head_problems(file.tables)]
    read: dict[str, Worker] = {}
    for kind in (Agency, Worker):
        for identity, values in file.tables.get(kind.table, {}).items():
            record, problems = read_record(kind, identity, values)
            checked.problems += [f"agency, {problem}" for problem in problems]
            if isinstance(record, Worker):
                read[identity] = record
            elif isinstance(record, Agency):
                checked.problems += [f"agency, {problem}" for problem in _settings_problems(record, methods)]
    if not file.tables.get(Agency.table):
        checked.problems.append(say(N_("agency: the settings are missing.")))
    if len(checked.problems) == before and (wrong := keeper.refusal or old_copy_problem(keeper, file)):
        checked.problems.append(wrong)
    return read


def _settings_problems(agency: Agency, methods: Methods) -> Iterator[str]:
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


__all__ = ["CheckResult", "check_vault", "repair"]
