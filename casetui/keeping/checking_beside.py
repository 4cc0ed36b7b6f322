"""What lies beside the cases: cover sheets, and the keys that some cases have of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress

from casetui.data.casefile import CaseFile, RecordFile
from casetui.data.covers import Cover, read_cover
from casetui.data.errors import CannotOpen, VaultError
from casetui.data.keys.known_revisions import KnownRevisions
from casetui.data.keys.sealing import suffix
from casetui.data.records.keys import GroupKey
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label
from casetui.keeping.repairing import cover_mend, missing
from casetui.words import N_, say

Add = Callable[[str, Mend | str], None]
"""Takes a problem and what to do about it."""
_CASE = re.compile(r"cases/[0-9A-Z]{6}")


def lost_cases(keeper: Keeper, names: Sequence[str], odd: Sequence[str], told: Iterable[str]) -> list[str]:
    """Return the names of cases that have no file; the program deletes none, so somebody else did.

    Former revisions know them, the journal (it tells of the names ``told``), or what the person's program
    saw. Cover sheets know those with something ``odd`` in their place, and all where no case is there.
    """
    known = {
        *told,
        *(f"cases/{number}" for number in KnownRevisions(keeper.folder.seen, keeper.keys).numbers()),
    }
    covered = {name.replace("covers/", "cases/", 1) for name in _files(keeper, "covers", ".age")}
    known |= covered & {*odd} if names else covered
    lost = {name for name in known if _CASE.fullmatch(name)} | {*missing(keeper.vault, "cases", names)}
    return sorted(lost - {*names})


def no_files(keeper: Keeper, names: Sequence[str]) -> list[str]:
    """Return the names of what lies beside the case files ``names`` and is no file that can be read."""
    return sorted({*_files(keeper, "cases", ".age")} - {*names})


def ought_to_open(keeper: Keeper, name: str) -> bool:
    """Return whether a case that the person cannot open is one that their team's key opens.

    Its cover sheet says so; where that cannot be read, a former revision that they can open.
    """
    try:
        cover = read_cover(keeper.vault, name.removeprefix("cases/"))
        return not cover.restricted and keeper.reads(cover.team)
    except CannotOpen:
        return False
    except VaultError:
        return bool(_newest_former(keeper, name))


def _newest_former(keeper: Keeper, name: str) -> CaseFile | None:
    try:
        formers = keeper.vault.formers(name)
        return CaseFile.from_stored(name, keeper.vault.read_former(name, formers[0])) if formers else None
    except VaultError:
        return None


def cover_problem(keeper: Keeper, file: CaseFile) -> Mend | None:
    """Return how a case's cover sheet is mended where it does not say what the case says."""
    number = file.name.removeprefix("cases/")
    try:
        due = Cover.of(file.case)
    except VaultError:
        return None  # the case has no head: said already
    if due.number != number:
        return None
    try:
        if read_cover(keeper.vault, number) == due:
            return None
        found = N_("its cover sheet is stale: casetui check --repair writes it anew.")
    except VaultError:
        found = N_("its cover sheet is missing or damaged: casetui check --repair writes it anew.")
    return cover_mend(keeper, file, say(found))


def own_key_problem(keeper: Keeper, file: CaseFile) -> str:
    """Return what is wrong with the key that a case has of its own; empty where all is well."""
    try:
        key = file.case.own_key
    except VaultError:
        return ""  # the case is damaged: said there
    if not key or keeper.keyring is None or key in [one.public for one in keeper.keyring.own_keys(file.name)]:
        return ""
    return say(
        N_("{what}: the case's own key is missing. Bring it back from a backup with casetui restore."),
        what=label(file.name),
    )


def check_keys(keeper: Keeper, cases: Collection[str], add: Add) -> Iterator[str]:
    """Yield the names of files with a case's own key that cannot be read or are missing.

    Those of no case are added as problems.
    """
    names = _files(keeper, "keys", ".signed")
    stale = []
    for name in names:
        if f"cases/{name[5:]}" not in cases and not keeper.vault.formers(f"cases/{name[5:]}"):
            stale.append(name)
            continue
        try:
            file = RecordFile.load(keeper.vault, name)
            whole = bool(file.all(GroupKey)) and keeper.trusts(file)
        except VaultError:
            whole = False
        if not whole:
            yield name
    yield from missing(keeper.vault, "keys", names)
    if stale:
        add(say(N_("Keys of cases that are not there: {n}."), n=len(stale)), _removing(keeper, stale))


def check_covers(keeper: Keeper, cases: Collection[str], add: Add) -> None:
    """Add cover sheets of cases that are not there as problems."""
    stale = [name for name in _files(keeper, "covers", ".age") if f"cases/{name[7:]}" not in cases]
    if stale:
        add(say(N_("Cover sheets of cases that are not there: {n}."), n=len(stale)), _removing(keeper, stale))


def _files(keeper: Keeper, folder: str, ending: str) -> list[str]:
    """Return the names of what lies in a folder, files or not, and has this ending."""
    found: list[str] = []
    with suppress(OSError):
        found = keeper.vault.upkeep.files.names(folder)
    whole = (name for name in found if name.endswith(ending) and not name.startswith("."))
    return sorted(f"{folder}/{name.removesuffix(ending)}" for name in whole)


def _removing(keeper: Keeper, names: Sequence[str]) -> Mend:
    def act() -> str:
        upkeep = keeper.vault.upkeep
        for name in names:
            upkeep.set_aside(name + suffix(name))
            upkeep.files.remove(name + suffix(name))
        return say(N_("Moved to damaged/: {n}."), n=len(names))

    return Mend(say(N_("casetui check --repair moves them to damaged/.")), act)
