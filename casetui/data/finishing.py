"""Finishes a save of several files that was cut off.

A case, its own keys and its cover sheet are saved together, in the order keys, case, cover. Where none or all
of the new files are in place, the intent is removed. Where only some are, a person who can open the new case
and may write in it finishes the save. For all others the case does not open: a sentence says who finishes it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from casetui.data.errors import CutOff, Forged, VaultError
from casetui.data.rights import check_sealed, known_after, revision_of
from casetui.data.store.base import Unfinished, digest_of
from casetui.data.vault import StoredFile, Vault
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.casefile import CaseFile


def finish(vault: Vault, name: str, kind: type[CaseFile]) -> None:
    """Finish or drop the save of the case ``name`` that was cut off, where there is such a save.

    Raises ``CutOff`` where another person has to finish it, ``VaultError`` where the case cannot be opened or
    written.
    """
    vault.settle(name, partial(_should_finish, vault, name, kind))


def _should_finish(vault: Vault, name: str, kind: type[CaseFile], unfinished: Unfinished) -> bool:
    """Return ``True`` to finish a save, ``False`` to drop it; raise ``VaultError`` to leave it as it is."""
    new = next((change.data for change in unfinished.changes if change.name == f"{name}.age"), None)
    if (
        unfinished.stands != "partly"
        or new is None
        or not _of_one_case(unfinished, name)
        or not vault.signed(unfinished)
    ):
        vault.read(name)  # raises for a person who cannot open the case: they drop no save
        return False
    try:
        file = kind.from_stored(name, vault.opened(name, StoredFile(new, digest_of(new))))
        check_sealed(vault, file)
        known_after(vault, file, vault.known(name))
        if revision_of(file).about.by == unfinished.by and _may_write(vault, file, vault.who):
            return True
    except VaultError:
        pass
    if _had_no_right(vault, name, kind, unfinished.by):
        return False
    raise CutOff(
        say(
            N_("A save of C-{number} by {by} was cut off. Nothing is lost: it is finished when {by}, or "
               "somebody else who may change the case, opens it."),
            number=name.removeprefix("cases/"), by=vault.person(unfinished.by),
        )
    )  # fmt: skip


def _had_no_right(vault: Vault, name: str, kind: type[CaseFile], by: str) -> bool:
    """Return whether ``by`` may not write in the present case, as far as the person can tell."""
    try:
        return not _may_write(vault, kind.from_stored(name, vault.read(name)), by)
    except VaultError:
        return False


def _may_write(vault: Vault, file: CaseFile, who: str) -> bool:
    """Return whether a next revision by ``who``, written now, would be trusted."""
    revision, now = revision_of(file), datetime.now(UTC).isoformat()
    about = replace(revision.about, revision=revision.about.revision + 1, by=who, at=now)
    try:
        vault.check_author(replace(revision, about=about), file.reach, file.reach)
    except Forged:
        return False
    return True


def _of_one_case(unfinished: Unfinished, name: str) -> bool:
    """Return whether a save writes only this case, its own keys and its cover sheet."""
    number = name.removeprefix("cases/")
    own = {f"keys/{number}.signed", f"cases/{number}.age", f"covers/{number}.age"}
    return {change.name for change in unfinished.changes} <= own
