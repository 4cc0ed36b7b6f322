"""Sealing files anew to their present readers, after a person left or a case was restricted.

Each file is sealed by itself, in any order, by any person who can open it. Files that are sealed as they
should be are left alone. So the work can be stopped at any time, and another person can go on with it.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from contextlib import suppress
from dataclasses import dataclass, field

from casetui.data.casefile import CaseFile
from casetui.data.covers import read_cover
from casetui.data.errors import CannotOpen, CutOff, OutOfDate, VaultError
from casetui.data.keys.sealing import Readers
from casetui.data.store.base import NOTHING
from casetui.data.store.beside import ToReseal
from casetui.desk.access_log import reseal_openings
from casetui.desk.acts.case_keys import named_readers, newest_keys, reseal_former
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.keys.team_keys import openers
from casetui.words import CaseTUIError

Progress = Callable[[int, int], bool]
CHANGE_KEY = "change the key"


@dataclass
class Resealed:
    """The result of sealing files anew."""

    files: int = 0
    """How many files were sealed anew."""
    problems: list[str] = field(default_factory=list)
    """A sentence for each case that could be opened but not sealed anew."""
    unreadable: list[str] = field(default_factory=list)
    """Numbers of the cases that only the recovery key opens, for everybody who could has left."""
    stopped: bool = False


def reseal(desk: Desk, progress: Progress | None = None) -> Resealed:
    """Seal anew the files that the person can open and that are sealed to other people than they should be.

    ``progress`` is called with the number of cases done and of all cases, and may stop the work.
    """
    done = Resealed()
    names = desk.vault.names()
    for number, name in enumerate(names):
        if progress and number % 20 == 0 and not progress(number, len(names)):
            done.stopped = True
            return done
        try:
            done.files += _reseal_case(desk, name)
        except CannotOpen:
            continue  # another person can open it
        except CaseTUIError as error:
            done.problems.append(str(error))
    try:
        done.files += bool(reseal_openings(desk))
    except CaseTUIError as error:
        done.problems.append(str(error))
    if progress:
        progress(len(names), len(names))
    done.unreadable = unreadable(desk)
    return done


def work_off(desk: Desk) -> Resealed:
    """Seal anew what is on the vault's list and the person can open; take off the list what is done.

    A case stays on the list where one of its former revisions stays as it is, and where the person lacks the
    key of a team to which lines of the access log are still sealed: another person goes on with it. Raises
    ``VaultError`` where the list cannot be read.
    """
    done, sealed = Resealed(), dict[str, ToReseal]()
    listed = desk.vault.to_reseal.numbers()
    for number in listed:
        try:
            entry = desk.vault.to_reseal.entry(number)
            if _seal_listed(desk, number, entry.teams, done):
                sealed[number] = entry
        except (CannotOpen, CutOff):
            continue  # another person can open it
        except CaseTUIError as error:
            done.problems.append(str(error))
    if not listed:
        return done
    try:
        done.files += bool(reseal_openings(desk))
        for number, entry in sealed.items():
            desk.vault.to_reseal.drop(number, entry)
    except CaseTUIError as error:
        done.problems.append(str(error))
    return done


def _seal_listed(desk: Desk, number: str, teams: Set[str], done: Resealed) -> bool:
    """Seal a listed case, its cover sheet and their former revisions anew.

    Return whether the person can finish the case: whether they opened all of it, and hold the keys of the
    ``teams`` to which lines of the access log are still sealed.
    """
    name = f"cases/{number}"
    if desk.vault.stamp(name) == NOTHING:  # no such case, or somebody took its file away
        return not desk.vault.formers(name) and desk.known_revisions.of(number) is None
    file = CaseFile.load(desk.vault, name)
    files, left = reseal_former(desk, name, file.readers)
    done.files += files + _reseal_file(desk, name, file.readers)
    files, left_covers = _reseal_cover(desk, number)
    done.files += files
    return not left + left_covers and all(map(desk.keyring.holds, {file.case.team, *teams}))


def _reseal_cover(desk: Desk, number: str) -> tuple[int, int]:
    """Seal a case's cover sheet anew, as ``reseal_former`` seals former revisions."""
    cover, done = f"covers/{number}", 0
    with suppress(VaultError):  # a missing or damaged cover sheet is another problem, which check names
        done = _reseal_file(desk, cover, Readers())
    files, left = reseal_former(desk, cover, Readers())
    return done + files, left


def _reseal_case(desk: Desk, name: str) -> int:
    """Seal one case anew, with its former revisions and its cover sheet; return how many files."""
    file = CaseFile.load(desk.vault, name)
    if _own_key_is_stale(desk, file):
        opened = OpenCase(file, desk.method_of(file.case), desk.access(file))
        with suppress(NotAllowed):  # a person who may write in it gives it a new key
            commit(desk, opened, CHANGE_KEY, [RecordChange(file.case, file.case)], though_closed=True)
        file = opened.file
    done = _reseal_file(desk, name, file.readers) + reseal_former(desk, name, file.readers)[0]
    cover = name.replace("cases/", "covers/")
    return done + _reseal_file(desk, cover, Readers()) + reseal_former(desk, cover, Readers())[0]


def _own_key_is_stale(desk: Desk, file: CaseFile) -> bool:
    """Return whether other people hold the case's own key than should."""
    own = [key for key in newest_keys(desk, file.name) if key.public == file.case.own_key]
    key_holders = {holder for key in own for holder in key.sealed}
    named = {reader.id for reader in named_readers(desk, file)}
    return key_holders != named or bool(desk.keyring.case_keys.forged(file.name) and named)


def _reseal_file(desk: Desk, name: str, to: Readers) -> int:
    raw = desk.vault.read_raw(name)
    if desk.keyring.sealed_to(raw.data, to, desk.keyring.case_keys.every(name)):
        return 0
    with suppress(OutOfDate):  # it was saved just now, and so sealed as it should be
        desk.vault.replace(name, desk.keyring.resealed(name, raw.data, to), raw)
        return 1
    return 0


def unreadable(desk: Desk) -> list[str]:
    """Return the numbers of the cases that nobody who is still here can open: only the recovery key can."""
    here = {key.id for key in desk.agency_file.person_keys if key.ended_at is None}
    found = []
    for name in desk.vault.names():
        number = name.removeprefix("cases/")
        with suppress(VaultError):
            cover = read_cover(desk.vault, number)
            groups = [key for key in desk.agency_file.group_keys if key.group == cover.team]
            keys = desk.keyring.case_keys.every(name) if cover.restricted else groups
            if not any(here & openers(desk.agency_file, key) for key in keys):
                found.append(number)
    return found
