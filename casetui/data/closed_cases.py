"""Says whether a case that a person cannot open was rightly closed to them: restricted, or given away.

The case's own keys say so, or its cover sheet. Both count only from people who had the right: each revision
of the cover sheet is judged by the one before it, and the first that the person's program had not read by the
case as the person last read it. A case that the person should still open, and that nothing rightly closes, is
told of by its number: somebody may have put another file in its place, or older keys.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from casetui.data.covers import Cover, cover_chain, read_cover
from casetui.data.errors import Forged, VaultError
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.known_revisions import KnownRevision, KnownRevisions, Reach
from casetui.data.keys.sealing import Revision
from casetui.data.vault import Vault
from casetui.words import N_, say


def rightly_closed(vault: Vault, keyring: Keyring, memory: KnownRevisions, number: str) -> bool:
    """Return whether a case that the person cannot open was closed to them by people who had the right.

    That is also so where the person never read the case, or since moved to another team, and the case's
    cover sheet does not say that it is their team's.
    """
    known = memory.of(number)
    by_keys = _kept_out(keyring, memory, f"cases/{number}", known)
    if known is None or not keyring.ought_to_open(known.reach):
        try:
            return by_keys or not keyring.ought_to_open(read_cover(vault, number).reach)
        except VaultError:
            return by_keys or known is not None
    try:
        chain = cover_chain(vault, number)
    except VaultError:
        return by_keys or memory.closing(number) is not None
    newest, cover = chain[-1]
    closing = memory.closing(number)
    if closing and newest.about.revision <= closing.revision:
        return True
    if not by_keys and not _closed_by_cover(vault, keyring, memory, chain, known):
        return False
    reach = replace(cover.reach, own=by_keys or cover.restricted)
    memory.note_closing(number, newest.about.revision, newest.digest, reach)
    return True


def vanished_words(keyring: Keyring, memory: KnownRevisions, number: str) -> str:
    """Return a sentence on a case that nothing rightly closed and that does not open any more.

    It is empty where the person never read the case, or could not open it now anyway.
    """
    known = memory.of(number)
    if known is None or not keyring.ought_to_open(known.reach):
        return ""
    return say(
        N_("C-{number} was open to you, you have seen revision {n} of it, and it opens no more. Nobody who "
           "may do that restricted it or gave it to another team. A line manager brings "
           "it back with casetui restore."),
        number=number, n=known.revision,
    )  # fmt: skip


def _kept_out(keyring: Keyring, memory: KnownRevisions, name: str, known: KnownRevision | None) -> bool:
    """Return whether the case's own keys restrict it to others."""
    trusted = keyring.case_keys.trusted(name)
    if not trusted or memory.too_late(_key_ended(keyring, trusted[-1].revision)):
        return False
    if known and _takes_case(keyring, trusted[-1].revision.about.by, known.reach):
        return False
    newest = max(trusted[-1].keys, key=lambda key: key.generation, default=None)
    return newest is not None and newest.only and not keyring.opens(newest)


def _takes_case(keyring: Keyring, by: str, before: Reach) -> bool:
    """Return whether the person is the case manager, of whom nobody but a line manager takes a case."""
    return before.named[:1] == (keyring.who,) and by != keyring.who and not keyring.leads(by)


def _closed_by_cover(
    vault: Vault,
    keyring: Keyring,
    memory: KnownRevisions,
    chain: list[tuple[Revision, Cover]],
    known: KnownRevision,
) -> bool:
    """Return whether people who had the right to it closed a case that the person had read."""
    closing = memory.closing(chain[-1][1].number)
    before, rightly = closing.reach if closing else known.reach, False
    for revision, after in _not_read_yet(chain, closing, known):
        if rightly := may_follow(vault, keyring, memory, revision, before, after.reach):
            before = after.reach  # one by somebody without the right is passed over
    return rightly and not keyring.ought_to_open(before)


def _not_read_yet(
    chain: list[tuple[Revision, Cover]], closing: KnownRevision | None, known: KnownRevision
) -> list[tuple[Revision, Cover]]:
    """Return the revisions of a cover sheet that came after what the person last read of the case."""
    if closing or known.cover:
        read = closing.revision if closing else known.cover
        return [(revision, cover) for revision, cover in chain if revision.about.revision > read]
    same = (known.reach.team, known.reach.own)  # an earlier version of the program remembered no number
    read = max(
        (n for n, (_, cover) in enumerate(chain, start=1) if (cover.team, cover.restricted) == same),
        default=0,
    )
    return chain[read:]


def may_follow(
    vault: Vault, keyring: Keyring, memory: KnownRevisions, revision: Revision, before: Reach, after: Reach
) -> bool:
    """Return whether a cover sheet's author might write it: after the reach ``before``, with ``after``."""
    by = revision.about.by
    if memory.too_late(_key_ended(keyring, revision)):
        return False
    if after.named[:1] != before.named[:1] and _takes_case(keyring, by, before):
        return False
    try:
        vault.check_author(revision, after, before)
    except Forged:
        return False
    return True


def _key_ended(keyring: Keyring, revision: Revision) -> str:
    ended = keyring.key_ended(revision.about.by)
    return ended.astimezone(UTC).isoformat() if ended else ""
