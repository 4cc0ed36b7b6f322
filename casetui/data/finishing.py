"""A save of several files that was cut off: the next person who may write in the case finishes it.

A case, its own keys and its cover sheet are saved together, in the order keys, case, cover. Where none of
them is in place yet, or all are, nothing is left to do, and the intent is dropped. Where only some are, the
rest is put in its place by somebody who can open the new case and may write in it; others are told.
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
    """Finish, or drop, the save of the case ``name`` that was cut off, where there is one.

    Raises ``CutOff`` where somebody else is to finish it, ``VaultError`` where the case cannot be opened or
    written.
    """
    vault.settle(name, partial(_is_to_be_finished, vault, name, kind))


def _is_to_be_finished(vault: Vault, name: str, kind: type[CaseFile], left: Unfinished) -> bool:
    """Return whether a save is to be finished, else it is dropped; raise ``VaultError`` to leave it."""
    new = next((one.data for one in left.changes if one.name == f"{name}.age"), None)
    if left.stands != "partly" or new is None or not _of_one_case(left, name) or not vault.signed(left):
        vault.read(name)  # the case stands as it is, for somebody who can open it
        return False
    try:
        file = kind.from_stored(name, vault.opened(name, StoredFile(new, digest_of(new))))
        check_sealed(vault, file)
        known_after(vault, file, vault.known(name))
        if revision_of(file).about.by == left.by and _may_write(vault, file, vault.who):
            return True
    except VaultError:
        pass
    if _had_no_right(vault, name, kind, left.by):
        return False
    raise CutOff(
        say(
            N_("A save of C-{number} by {by} was cut off. Nothing is lost: it is finished when {by}, or "
               "somebody else who may change the case, opens it."),
            number=name.removeprefix("cases/"), by=vault.person(left.by),
        )
    )  # fmt: skip


def _had_no_right(vault: Vault, name: str, kind: type[CaseFile], by: str) -> bool:
    """Return whether the case that lies there is not for ``by`` to write, as far as the person can tell."""
    try:
        return not _may_write(vault, kind.from_stored(name, vault.read(name)), by)
    except VaultError:
        return False


def _may_write(vault: Vault, file: CaseFile, who: str) -> bool:
    """Return whether everybody would take a next revision for genuine that ``who`` wrote now."""
    revision, now = revision_of(file), datetime.now(UTC).isoformat()
    about = replace(revision.about, revision=revision.about.revision + 1, by=who, at=now)
    try:
        vault.check_author(replace(revision, about=about), file.reach, file.reach)
    except Forged:
        return False
    return True


def _of_one_case(left: Unfinished, name: str) -> bool:
    """Return whether a save writes nothing but this case, its own keys and its cover sheet."""
    number = name.removeprefix("cases/")
    own = {f"keys/{number}.signed", f"cases/{number}.age", f"covers/{number}.age"}
    return {change.name for change in left.changes} <= own
