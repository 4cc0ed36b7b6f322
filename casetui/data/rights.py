"""Decides whether a revision of a case is to be trusted.

A revision is judged by the one before it, never by what it says of itself. The one before is the last
revision that the person's own program trusted. Where there is none, or it does not settle the question, the
former revisions in the vault are followed back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from casetui.data.errors import Forged, VaultError
from casetui.data.keys.known_revisions import KnownRevision
from casetui.data.keys.sealing import Revision
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.casefile import CaseFile
    from casetui.data.vault import Vault


def known_after(vault: Vault, file: CaseFile, known: KnownRevision | None) -> KnownRevision:
    """Return what to remember of a case file that was read; ``known`` is what was remembered before.

    Raises ``Forged`` where the author of the revision had no right to write it.
    """
    revision = revision_of(file)
    if known and known.digest == revision.digest:
        return known
    unproven = False
    if known is None or not _fits(vault, file, known):
        unproven = _followed(vault, file, known)
    return KnownRevision(revision.about.revision, revision.digest, file.reach, unproven)


def check_sealed(vault: Vault, file: CaseFile) -> None:
    """Raise ``Forged`` where the person could open a case that says of itself that it is sealed to others."""
    if not vault.opens_case(file.name, file.reach):
        raise Forged(
            say(
                N_("{name}, revision {n} says that it is another team's, and was not sealed to it. "
                   "Do not rely on it; tell a line manager and run casetui audit."),
                name=file.name, n=revision_of(file).about.revision,
            )
        )  # fmt: skip


def revision_of(file: CaseFile) -> Revision:
    """Return the revision that a case was read from."""
    assert file.stored is not None
    assert file.stored.revision is not None
    return file.stored.revision


def _fits(vault: Vault, file: CaseFile, known: KnownRevision) -> bool:
    try:
        vault.check_author(revision_of(file), file.reach, known.reach)
    except Forged:
        return False
    return True


def _followed(vault: Vault, file: CaseFile, known: KnownRevision | None) -> bool:
    """Follow a case back as far as its revisions are kept; return whether that leaves a change unproven.

    Each revision is judged by the one before it. Where a revision was thinned away, nothing says what it was:
    that the case came to this team, or was opened to it, is then unproven. Raises ``Forged``.
    """
    after, others = file, False
    for before in _earlier(vault, file):
        others = True
        older, newer = revision_of(before), revision_of(after)
        if older.about.revision >= newer.about.revision:
            continue
        if after is not file and newer.about.former != older.digest:
            break  # those between the two are not kept
        vault.check_author(newer, after.reach, before.reach)
        if known and known.digest == older.digest:
            return False
        after = before
    if known and (after is file or revision_of(after).about.revision <= known.revision):
        vault.check_author(revision_of(file), file.reach, known.reach)
    first = known is None and not (others and after is file)
    vault.check_author(revision_of(after), after.reach, None if first else after.reach)
    return known is not None


def _earlier(vault: Vault, file: CaseFile) -> Iterator[CaseFile]:
    """Yield the other revisions of a case that are kept and can be opened, newest first."""
    for former in vault.formers(file.name):
        with suppress(VaultError):
            found = type(file).from_stored(file.name, vault.read_former(file.name, former))
            if revision_of(found).digest != revision_of(file).digest:
                yield found
