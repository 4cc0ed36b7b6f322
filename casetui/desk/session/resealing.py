"""Sealing files anew to those who are to read them now: after somebody left, or a case was restricted.

Each file on its own, in any order, by whoever can open it; what is done already is left alone, so it can be
stopped at any time and gone on with by anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from casetui.data.casefile import CaseFile
from casetui.data.covers import read_cover
from casetui.data.errors import CannotOpen, OutOfDate, VaultError
from casetui.data.keys.sealing import Readers
from casetui.desk.access_log import reseal_openings
from casetui.desk.acts.case_keys import named_readers, newest_keys, reseal_former
from casetui.desk.acts.changes import Change, commit
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.keys.team_keys import openers
from casetui.words import CaseTUIError

Progress = Callable[[int, int], bool]
CHANGE_KEY = "change the key"


@dataclass
class Resealed:
    """What came of it."""

    files: int = 0
    """How many files were sealed anew."""
    problems: list[str] = field(default_factory=list)
    """A sentence for each case that could be opened and not be sealed anew."""
    unreadable: list[str] = field(default_factory=list)
    """Numbers of the cases that nobody who is here can open: for the recovery key."""
    stopped: bool = False


def reseal(desk: Desk, progress: Progress | None = None) -> Resealed:
    """Seal anew what the person can open and is sealed to others than it should be.

    ``progress`` is told how many of how many cases were looked at, and may stop it.
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
            continue  # somebody else's to do
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


def _reseal_case(desk: Desk, name: str) -> int:
    """Seal one case anew, with its former revisions and its cover sheet; return how many files that were."""
    file = CaseFile.load(desk.vault, name)
    if _own_key_is_stale(desk, file):
        opened = OpenCase(file, desk.method_of(file.case), desk.access(file))
        with suppress(NotAllowed):  # who may write in it gives it a new key
            commit(desk, opened, CHANGE_KEY, [Change(file.case, file.case)], though_closed=True)
        file = opened.file
    done = _reseal_file(desk, name, file.readers) + reseal_former(desk, file)
    cover = name.replace("cases/", "covers/")
    return done + _reseal_file(desk, cover, Readers())


def _own_key_is_stale(desk: Desk, file: CaseFile) -> bool:
    """Whether the case's own key is held by others than it should be."""
    own = [key for key in newest_keys(desk, file.name) if key.public == file.case.own_key]
    key_holders = {holder for key in own for holder in key.sealed}
    named = {reader.id for reader in named_readers(desk, file)}
    return key_holders != named or bool(desk.keyring.forged_keys(file.name) and named)


def _reseal_file(desk: Desk, name: str, to: Readers) -> int:
    raw = desk.vault.read_raw(name)
    if desk.keyring.sealed_to(raw.data, to, desk.keyring.own_keys(name)):
        return 0
    with suppress(OutOfDate):  # saved just now, and so sealed as it should be
        desk.vault.replace(name, desk.keyring.resealed(name, raw.data, to), raw)
        return 1
    return 0


def unreadable(desk: Desk) -> list[str]:
    """Return the numbers of the cases that nobody who is here can open: the recovery key can."""
    here = {key.id for key in desk.agency_file.person_keys if key.ended_at is None}
    found = []
    for name in desk.vault.names():
        number = name.removeprefix("cases/")
        with suppress(VaultError):
            cover = read_cover(desk.vault, number)
            groups = [key for key in desk.agency_file.group_keys if key.group == cover.team]
            keys = desk.keyring.own_keys(name) if cover.restricted else groups
            if not any(here & openers(desk.agency_file, key) for key in keys):
                found.append(number)
    return found
