"""Checks cover sheets and the keys that some cases have of their own, and finds cases without a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, read_cover
from casetui.data.errors import VaultError
from casetui.data.keys.sealing import suffix
from casetui.data.record_file import RecordFile
from casetui.data.records.keys import GroupKey
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label
from casetui.keeping.repairing import cover_mend, missing
from casetui.keeping.signed_files import old_copy_problem
from casetui.words import N_, say

Add = Callable[[str, Mend | str], None]
"""Called with a problem and its remedy."""
_CASE = re.compile(r"cases/[0-9A-Z]{6}")


def lost_cases(
    keeper: Keeper, names: Sequence[str], unreadable: Sequence[str], journal_names: Iterable[str]
) -> list[str]:
    """Return the names of cases that have no file. The program never deletes a case file.

    ``names`` are the cases that have a file. The name of a lost case is in the journal (``journal_names``),
    among the former revisions, or among the revisions that the keeper's program knows. It is also on a cover
    sheet, which counts where the case's entry is ``unreadable``, and where no case has a file.
    """
    known = {
        *journal_names,
        *(f"cases/{number}" for number in keeper.memory.numbers()),
    }
    covered = {name.replace("covers/", "cases/", 1) for name in _files(keeper, "covers", ".age")}
    known |= covered & {*unreadable} if names else covered
    lost = {name for name in known if _CASE.fullmatch(name)} | {*missing(keeper.vault, "cases", names)}
    return sorted(lost - {*names})


def unreadable_names(keeper: Keeper, names: Sequence[str]) -> list[str]:
    """Return the names in cases/ that are not among the case files ``names``, such as a folder's."""
    return sorted({*_files(keeper, "cases", ".age")} - {*names})


def cover_problem(keeper: Keeper, file: CaseFile) -> Mend | None:
    """Return how a case's cover sheet is mended; ``None`` where it says what the case says."""
    number = file.name.removeprefix("cases/")
    try:
        due = Cover.of(file.case)
    except VaultError:
        return None  # the case has no head, which is a problem already
    if due.number != number:
        return None
    try:
        if read_cover(keeper.vault, number) == due:
            return None
        sentence = N_("its cover sheet is stale: casetui check --repair writes it anew.")
    except VaultError:
        sentence = N_("its cover sheet is missing or damaged: casetui check --repair writes it anew.")
    return cover_mend(keeper, file, say(sentence))


def own_key_problem(keeper: Keeper, file: CaseFile) -> str:
    """Return a sentence where the key that a case names as its own is missing; empty where it is there."""
    try:
        key = file.case.own_key
    except VaultError:
        return ""  # the case is damaged, which is a problem already
    if (
        not key
        or keeper.keyring is None
        or key in [own.public for own in keeper.keyring.case_keys.every(file.name)]
    ):
        return ""
    return say(
        N_("{what}: the case's own key is missing. Bring it back from a backup with casetui restore."),
        what=label(file.name),
    )


def check_keys(keeper: Keeper, cases: Collection[str], add: Add) -> Iterator[str]:
    """Yield the names of files of a case's own keys that are damaged or missing: ``keys/7K3F9Q``.

    Key files whose case does not exist are added as a problem.
    """
    names = _files(keeper, "keys", ".signed")
    stale = []
    for name in names:
        if f"cases/{name[5:]}" not in cases and not keeper.vault.formers(f"cases/{name[5:]}"):
            stale.append(name)
            continue
        try:
            file = RecordFile.load(keeper.vault, name)
            whole = bool(file.all(GroupKey)) and keeper.trusts(file) and not old_copy_problem(keeper, file)
        except VaultError:
            whole = False
        if not whole:
            yield name
    yield from (name for name in missing(keeper.vault, "keys", names) if f"cases/{name[5:]}" in cases)
    if stale:
        add(say(N_("Keys of cases that are not there: {n}."), n=len(stale)), _removal_mend(keeper, stale))


def check_covers(keeper: Keeper, cases: Collection[str], add: Add) -> None:
    """Add a problem where cover sheets have no case."""
    stale = [name for name in _files(keeper, "covers", ".age") if f"cases/{name[7:]}" not in cases]
    if stale:
        add(
            say(N_("Cover sheets of cases that are not there: {n}."), n=len(stale)),
            _removal_mend(keeper, stale),
        )


def _files(keeper: Keeper, folder: str, ending: str) -> list[str]:
    """Return the names, without their ending, of the entries of a folder that have this ending."""
    entries: list[str] = []
    with suppress(OSError):
        entries = keeper.vault.upkeep.files.names(folder)
    named = (name for name in entries if name.endswith(ending) and not name.startswith("."))
    return sorted(f"{folder}/{name.removesuffix(ending)}" for name in named)


def _removal_mend(keeper: Keeper, names: Sequence[str]) -> Mend:
    def act() -> str:
        upkeep, moved, left = keeper.vault.upkeep, 0, []
        for name in names:
            try:
                upkeep.set_aside(name + suffix(name))
                upkeep.files.remove(name + suffix(name))
                moved += 1
            except VaultError as error:  # a link, for one, which no repair touches
                left.append(str(error))
        return " ".join([say(N_("Moved to damaged/: {n}."), n=moved), *left])

    return Mend(say(N_("casetui check --repair moves them to damaged/.")), act)
