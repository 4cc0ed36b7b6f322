"""Reading everything that a vault holds, and saying in a line each what is wrong and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casetui.checklists.loader import BUILT_IN, Methods, load_kept, load_methods
from casetui.checklists.pack import Method
from casetui.checklists.spans import target_problems
from casetui.data.casefile import CaseFile, Damaged
from casetui.data.errors import CannotOpen, CutOff
from casetui.data.keys.sealing import DAMAGED
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Agency, Case, Worker
from casetui.data.store.former import JournalLine
from casetui.data.vault import StoredFile, Vault, VaultError
from casetui.desk.keys.signatures import Witness, not_genuine
from casetui.keeping.checking_beside import (
    check_covers,
    check_keys,
    cover_problem,
    lost_cases,
    no_files,
    ought_to_open,
    own_key_problem,
)
from casetui.keeping.checking_case import Known, case_problems, record_of
from casetui.keeping.housekeeping import housekeeping, pack_mend
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label, written
from casetui.keeping.raw import changed_after_save, seems_whole
from casetui.keeping.repairing import BY_CHECK, damage, head_problems
from casetui.words import N_, CaseTUIError, say

Progress = Callable[[int, int], bool]


@dataclass
class Checked:
    """What was read, and a sentence for each thing that is wrong."""

    cases: int = 0
    packs: int = 0
    others: int = 0
    """How many cases are sealed to others, and whole as far as that can be seen."""
    problems: list[str] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)
    """What of it can be mended."""

    def add(self, problem: str, found: Mend | str) -> None:
        """Add a problem with what to do about it, and what can be mended."""
        if isinstance(found, Mend):
            self.mends.append(found)
            found = found.found
        self.problems.append(f"{problem} {found}".strip())


def check_vault(keeper: Keeper, progress: Progress | None = None) -> Checked:
    """Read the agency file, every method pack and every file that the keeper can open.

    ``progress`` is told how many of how many case files are read, and may stop it.
    """
    checked, vault = Checked(), keeper.vault
    for mend in housekeeping(keeper):
        checked.add("", mend)
    own = vault.packs.own()
    methods = load_methods(own)
    checked.packs = len(own) + sum(1 for _ in BUILT_IN.glob("*.toml"))
    checked.problems += [str(problem) for problem in methods.problems]
    kept = _kept(vault, methods, checked)
    told = _told(vault, checked)
    people = _agency(keeper, methods, told.get(AGENCY, []), checked)
    versions = frozenset(_versions(vault))
    names = {} if people is None else {worker.id: worker.name for worker in people.values()}
    ids = None if people is None else frozenset(people)
    known = Known(ids, methods.methods, kept, versions, names, told)
    _cases(keeper, known, checked, progress)
    for version in sorted(known.lacking):
        if mend_ := pack_mend(vault, version, methods.methods):
            checked.mends.append(mend_)
    return checked


def repair(keeper: Keeper, checked: Checked) -> tuple[list[str], bool]:
    """Mend what can be mended; return a sentence for each, and whether somebody's work was lost."""
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
            done.append(say(N_("This could not be mended: {reason}."), reason=error))
    if done:
        done.append(say(N_("Each person's register is made anew from the case files when they next start.")))
    return done, lost


def _told(vault: Vault, checked: Checked) -> dict[str, list[JournalLine]]:
    """Return what the journal tells, by the name of the file."""
    try:
        return vault.journal_by_name()
    except VaultError as error:
        checked.problems.append(str(error))
        return {}


# -- every case ----------------------------------------------------------------------------------


def _cases(keeper: Keeper, known: Known, checked: Checked, progress: Progress | None) -> None:
    """Check every case file, those that are missing, and what lies beside them."""
    try:
        names = sorted(keeper.vault.names())
    except VaultError as error:  # and so nothing is known of what lies beside them
        if keeper.vault.upkeep.is_folder("cases"):  # else it was named already
            checked.problems.append(str(error))
        return
    odd = no_files(keeper, names)
    lost = lost_cases(keeper, names, odd, known.told)
    for name in check_keys(keeper, {*names, *lost, *odd}, checked.add):
        _with_damage(keeper, name, known, checked, say(N_("{what}: the case's own key."), what=label(name)))
    numbers: set[str] = set()
    for done, name in enumerate(names, start=1):
        _one_case(keeper, name, known, checked, numbers)
        checked.cases += 1
        if progress and (done % 50 == 0 or done == len(names)) and not progress(done, len(names)):
            return
    gone = [name for name in lost if name[6:] not in numbers]
    _not_there(keeper, known, checked, odd, gone)
    check_covers(keeper, {*names, *odd, *gone, *(f"cases/{one}" for one in numbers)}, checked.add)


def _not_there(
    keeper: Keeper, known: Known, checked: Checked, odd: Sequence[str], gone: Sequence[str]
) -> None:
    """Add the cases that are ``gone`` as problems, and what is ``odd``: no case file."""
    for name in sorted({*odd, *gone}):
        said = N_("{what}: its case file is missing.")
        if name in odd:
            said = N_("{what}: this is no case file that can be read.")
        if name in gone:
            _with_damage(keeper, name, known, checked, say(said, what=label(name)))
        else:
            checked.add(say(said, what=label(name)), say(N_("Take it out of the folder cases/.")))


def _with_damage(keeper: Keeper, name: str, known: Known, checked: Checked, problem: str) -> None:
    checked.add(problem, damage(keeper, name, known.told.get(name, []), known.names))


def _one_case(keeper: Keeper, name: str, known: Known, checked: Checked, numbers: set[str]) -> None:
    """Check one case. A file that is wrong in a way not thought of is a problem too.

    The number that it says it has is added to ``numbers``.
    """
    try:
        problems = list(_problems(keeper, name, known, checked, numbers))
    except Exception as error:  # whatever one file holds: the others are checked all the same
        kind = type(error).__name__
        problems = [say(N_("{what} cannot be checked ({kind})."), what=label(name), kind=kind)]
    checked.problems += problems[:-1]
    if problems:
        _with_damage(keeper, name, known, checked, problems[-1])


def _problems(keeper: Keeper, name: str, known: Known, checked: Checked, numbers: set[str]) -> Iterator[str]:
    told = known.told.get(name, [])
    try:
        file = _load(keeper.vault, name)
    except CutOff as error:  # who finishes it is said
        checked.problems.append(str(error))
        checked.others += 1
        return
    except CannotOpen as error:
        raw = keeper.vault.read_raw(name)
        if ought_to_open(keeper, name):
            yield say(N_("{what}: its team's key does not open it: it is damaged."), what=label(name))
        elif not seems_whole(name, raw, told):
            yield say(N_("{what} is damaged."), what=label(name)) + f" {error}"
        else:
            checked.others += 1
        return
    except VaultError as error:
        if called := _called(keeper, name):
            numbers.add(called.removeprefix("cases/"))
            sentence = N_("{what}: it says it is {called}. Give the file the name it had.")
            checked.problems.append(say(sentence, what=label(name), called=label(called)))
        else:
            yield f"{label(name)}: {_said(name, str(error))}"
        return
    yield from case_problems(file, known, numbers)
    if keeper.keyring and keeper.file and file.one(Case):
        witness = Witness(keeper.vault, keeper.keyring, keeper.file)
        checked.problems += not_genuine(witness, file).values()
    if told and file.stored and changed_after_save(StoredFile(b"", file.digest, file.stamp), told):
        checked.add(
            say(
                N_("{what}: it can be read, but is not what the journal tells of the save on {at}."),
                what=label(name), at=written(told[-1].at),
            ),
            _tell_mend(keeper, name),
        )  # fmt: skip
    if mend := cover_problem(keeper, file):
        checked.add(f"{label(name)}:", mend)
    if problem := own_key_problem(keeper, file):
        checked.problems.append(problem)


def _said(name: str, why: str) -> str:
    """Return what is wrong with a file, without the advice to run what runs just now."""
    return say(N_("{what} is damaged."), what=name) if why == say(DAMAGED, name=name) else why


def _load(vault: Vault, name: str) -> CaseFile:
    """Return a case, also one of which only parts can be read; raise ``VaultError``."""
    try:
        return CaseFile.load(vault, name)
    except Damaged:
        return CaseFile.from_stored(name, vault.read(name))


def _called(keeper: Keeper, name: str) -> str:
    """Return which file a whole one says it is that has another one's name; else an empty text."""
    if keeper.keyring is None:
        return ""
    try:
        data = keeper.keyring.unsealed(name, keeper.vault.read_raw(name).data)
        called = str(json.loads(data.split(b"\n", 1)[0])["name"])
    except (VaultError, ValueError, KeyError, TypeError):
        return ""
    return called if called != name and called.startswith("cases/") else ""


def _tell_mend(keeper: Keeper, name: str) -> Mend:
    def act() -> str:
        keeper.vault.tell(name, BY_CHECK)
        return say(N_("{what}: the journal tells of it now."), what=label(name))

    return Mend(say(N_("casetui check --repair writes it down.")), act)


# -- kept packs ----------------------------------------------------------------------------------


def _kept(vault: Vault, methods: Methods, checked: Checked) -> dict[str, Method]:
    """Read the versions of packs that the vault keeps."""
    found: dict[str, Method] = {}
    for version in _versions(vault):
        mend = pack_mend(vault, version, methods.methods)
        do = say(N_("Copy packs/{folder} back from a backup."), folder=version)
        try:
            texts = vault.packs.kept(version)
            checked.packs += len(texts)
            found[version] = load_kept(version, texts)
        except CaseTUIError as error:
            checked.add(str(error), mend or do)
    return found


def _versions(vault: Vault) -> list[str]:
    """Return the versions of packs that have a folder."""
    upkeep = vault.upkeep
    with suppress(OSError):
        return sorted(name for name in upkeep.files.names("packs") if upkeep.is_folder(f"packs/{name}"))
    return []


# -- the agency file -----------------------------------------------------------------------------


def _agency(
    keeper: Keeper, methods: Methods, told: list[JournalLine], checked: Checked
) -> dict[str, Worker] | None:
    """Read the agency file; return the people that can be read, ``None`` where the file cannot."""
    before = len(checked.problems)
    people = _agency_problems(keeper, methods, checked)
    if len(checked.problems) > before:
        names = {worker.id: worker.name for worker in (people or {}).values()}
        checked.add(checked.problems.pop(), damage(keeper, AGENCY, told, names))
    return people


def _agency_problems(keeper: Keeper, methods: Methods, checked: Checked) -> dict[str, Worker] | None:
    try:
        file = AgencyFile.load(keeper.vault, AGENCY)
    except VaultError as error:
        checked.problems.append(_said(AGENCY, keeper.refusal or str(error)))
        return None
    checked.problems += [f"agency, {problem}" for problem in head_problems(file.tables)]
    read: dict[str, Worker] = {}
    for kind in (Agency, Worker):
        for identity, values in file.tables.get(kind.table, {}).items():
            record, problems = record_of(kind, identity, values)
            checked.problems += [f"agency, {problem}" for problem in problems]
            if isinstance(record, Worker):
                read[identity] = record
            elif isinstance(record, Agency):
                checked.problems += [f"agency, {problem}" for problem in _settings(record, methods)]
    if not file.tables.get(Agency.table):
        checked.problems.append(say(N_("agency: the settings are missing.")))
    if keeper.refusal and not checked.problems:
        checked.problems.append(keeper.refusal)
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


__all__ = ["Checked", "check_vault", "repair"]
