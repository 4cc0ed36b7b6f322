"""Finishes a save of several files that was cut off.

A case, its own keys and its cover sheet are saved together: first the keys, then the case; the cover sheet
before the case where it says that fewer people may open it, else after it. Where none of the new files are in
place, or all, the intent is removed; of all, the journal is told first. Where only some are, a person who can
open the new case and may write in it finishes the save. For all others the case does not open: a sentence
says who finishes it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from casetui.data.errors import CutOff, VaultError
from casetui.data.rights import check_sealed, known_after, may_write_next, revision_of
from casetui.data.store.base import Unfinished, digest_of
from casetui.data.stored_file import StoredFile
from casetui.data.vault import Vault
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
    genuine = new is not None and _of_one_case(unfinished, name) and vault.signed(unfinished)
    if not genuine or new is None or unfinished.stands != "partly":
        vault.read(name)  # raises for a person who cannot open the case: they drop no save
        return genuine and unfinished.stands == "all"  # the journal may lack its lines
    present = _present(vault, name, kind)
    try:
        file = kind.from_stored(name, vault.opened(name, StoredFile(new, digest_of(new))))
        check_sealed(vault, file)
        known_after(vault, file, vault.known(name))
        by = revision_of(file).about.by
        if by == unfinished.by and may_write_next(vault, file, file, vault.who, vault.now()):
            if _is_next(vault, file, present, unfinished):
                return True
            if present:
                return False
    except VaultError:
        pass
    if present and not may_write_next(vault, present, present, unfinished.by, vault.now()):
        return False
    raise CutOff(
        say(
            N_("A save of C-{number} by {by} was cut off. Nothing is lost: it is finished when {by}, or "
               "somebody else who may change the case, opens it."),
            number=name.removeprefix("cases/"), by=vault.person(unfinished.by),
        )
    )  # fmt: skip


def _present(vault: Vault, name: str, kind: type[CaseFile]) -> CaseFile | None:
    """Return the case in the vault; ``None`` where there is none, or the person cannot open it."""
    try:
        return kind.from_stored(name, vault.read(name))
    except VaultError:
        return None


def _is_next(vault: Vault, file: CaseFile, present: CaseFile | None, unfinished: Unfinished) -> bool:
    """Return whether a save writes the revision after the present one, or has written it already.

    An earlier revision is genuine too. A person who has its bytes can put them into an intent.
    """
    about, digest = revision_of(file).about, revision_of(file).digest
    known = vault.known(file.name)
    if known and known.digest != digest and about.revision <= known.revision:
        return False
    if present:
        return digest == revision_of(present).digest or about.former == revision_of(present).digest
    is_new = any(change.name == f"{file.name}.age" and not change.seen for change in unfinished.changes)
    return is_new and not about.former


def _of_one_case(unfinished: Unfinished, name: str) -> bool:
    """Return whether a save writes only this case, its own keys and its cover sheet."""
    number = name.removeprefix("cases/")
    own = {f"keys/{number}.signed", f"cases/{number}.age", f"covers/{number}.age"}
    return {change.name for change in unfinished.changes} <= own
