"""Decides whether a revision of a case is to be trusted.

The revision before it decides who may write a revision; what a revision says of itself does not count. The
revision before is the last one that the person's program trusted. Where there is none, or where by it the
author had no right, the former revisions in the vault are followed back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from casetui.data.errors import Forged, Unreachable, VaultError
from casetui.data.keys.known_revisions import KnownRevision
from casetui.data.keys.sealing import Revision
from casetui.data.store.base import NOTHING
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.casefile import CaseFile
    from casetui.data.vault import Vault


def known_after(vault: Vault, file: CaseFile, known: KnownRevision | None) -> KnownRevision:
    """Return the revision to remember for a case file that was read; ``known`` was remembered before.

    Raises ``Forged`` where the author of the revision had no right to write it.
    """
    revision = revision_of(file)
    if known and known.digest == revision.digest:
        return known
    unproven = False
    if known is None or not _author_may_follow(vault, file, known):
        unproven = _follow_back(vault, file, known)
    cover = known.cover if known else 0
    return KnownRevision(revision.about.revision, revision.digest, file.reach, unproven, cover)


def check_sealed(vault: Vault, file: CaseFile) -> None:
    """Raise ``Forged`` where a case that the person opened says that it is sealed to others."""
    if not vault.opens_case(file.name, file.reach):
        raise Forged(
            say(
                N_("{name}, revision {n} says that it is another team's, and was not sealed to it. "
                   "Do not rely on it; a line manager looks into it with casetui audit."),
                name=file.name, n=revision_of(file).about.revision,
            )
        )  # fmt: skip


def may_write_next(vault: Vault, before: CaseFile, after: CaseFile, by: str, at: datetime) -> bool:
    """Return whether people's programs will trust the revision ``after``, written by ``by`` at an instant.

    ``before`` is the revision that it follows, whose reach decides.
    """
    revision = revision_of(before)
    number, instant = revision.about.revision + 1, at.astimezone(UTC).isoformat()
    about = replace(revision.about, revision=number, by=by, at=instant)
    try:
        vault.check_author(replace(revision, about=about, stamp=NOTHING), after.reach, before.reach)
    except Forged:
        return False
    return True


def revision_of(file: CaseFile) -> Revision:
    """Return the revision that a case was read from."""
    assert file.stored is not None
    assert file.stored.revision is not None
    return file.stored.revision


def _author_may_follow(vault: Vault, file: CaseFile, known: KnownRevision) -> bool:
    try:
        vault.check_author(revision_of(file), file.reach, known.reach)
    except Forged:
        return False
    return True


def _follow_back(vault: Vault, file: CaseFile, known: KnownRevision | None) -> bool:
    """Check the authors of a case's revisions, newest first; return whether a change stays unproven.

    The revision before decides whether an author had the right. Where a revision between the known one and
    the present one is not kept any more, it is unproven that the case came to this team, or was opened to it.
    Raises ``Forged``.
    """
    after, any_other = file, False
    for before in _other_revisions(vault, file):
        any_other = True
        older, newer = revision_of(before), revision_of(after)
        if older.about.revision >= newer.about.revision:
            continue
        if after is not file and newer.about.former != older.digest:
            break  # a revision between the two is not kept
        vault.check_author(newer, after.reach, before.reach)
        if known and known.digest == older.digest:
            return False
        after = before
    if known and (after is file or revision_of(after).about.revision <= known.revision):
        vault.check_author(revision_of(file), file.reach, known.reach)
    first = known is None and not (any_other and after is file)
    vault.check_author(revision_of(after), after.reach, None if first else after.reach)
    return known is not None


def _other_revisions(vault: Vault, file: CaseFile) -> Iterator[CaseFile]:
    """Yield the former revisions of a case that can be opened, newest first, without the present one.

    Raises ``Unreachable`` where the system refuses to read one just now: without it another author may seem
    to have had the right.
    """
    for former in vault.formers(file.name):
        try:
            earlier = type(file).from_stored(file.name, vault.read_former(file.name, former))
            if revision_of(earlier).digest != revision_of(file).digest:
                yield earlier
        except Unreachable as error:
            if error.passes:
                raise
        except VaultError:
            continue
