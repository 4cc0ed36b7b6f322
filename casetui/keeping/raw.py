"""What can be said of a vault's files without any key: whether a file seems whole, and which is older."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath

from casetui.data.keys.sealing import only_signed, read_signed, suffix
from casetui.data.people import AGENCY
from casetui.data.store.former import Former, JournalLine, instant_of, replaced_in
from casetui.data.vault import StoredFile, VaultError

_SEALED = re.compile(rb"age-encryption\.org/v1\n-> [^\n]+\n(?:[^\n]*\n)+?--- [A-Za-z0-9+/]{43}\n")
_SHORTEST = 32
"""Nonce and mark of a sealed content, which may itself be empty."""
_LONGEST_HEADER = 4096


def seems_whole(name: str, kept: StoredFile, told: Sequence[JournalLine] = ()) -> bool:
    """Return whether nothing shows that a file (``agency``, ``cases/7K3F9Q``) is damaged.

    A file that is only signed is checked as a whole. Of a sealed file this checks the header, and whether
    its bytes changed since the save that the journal tells of.
    """
    if only_signed(name):
        with suppress(VaultError):
            read_signed(name, kept.data)
            return not altered(kept, told)
        return False
    return sealed_whole(kept.data) and not altered(kept, told)


def sealed_whole(data: bytes) -> bool:
    """Return whether a sealed file begins as one, and goes on after its header."""
    header = _SEALED.match(data[:_LONGEST_HEADER])
    return header is not None and len(data) >= header.end() + _SHORTEST


def altered(kept: StoredFile, told: Sequence[JournalLine]) -> bool:
    """Return whether a file was changed after its save: it has the time of the save, and another digest."""
    at = instant_of(kept.stamp)
    if not told or told[-1].at != at:
        return False
    # sealed anew it keeps its time, and has the one digest or the other if that was cut off
    return all(one.revision != kept.digest for one in told if one.at == at)


def saved_by_nobody(
    digest: str, held: tuple[str, datetime] | None, formers: Sequence[Former], told: Sequence[JournalLine]
) -> bool:
    """Return whether no save can have left a file with this digest, as far as journal and revisions tell.

    A save keeps the present file as a former revision, then writes the new file, then tells the journal. So a
    file that the journal does not tell of may come from a save that is under way, or whose line could not be
    written. Then the file that was saved before it is a former revision, or a later file is. That file is
    known by the journal, or by a backup's copy (``held``: its digest and instant).
    """
    if told and not told[-1].revision:  # told by an earlier version, or after check had opened the file
        return False
    if digest in {one.revision for one in told} | {former.digest for former in formers}:
        return False
    last = [(one.revision, one.at) for one in told[-1:] if one.at] + ([held] if held else [])
    return not all(any(_from(former, was, at) for former in formers) for was, at in last)


def _from(former: Former, digest: str, at: datetime) -> bool:
    """Return whether a former revision is the file with this digest and instant, or was saved later."""
    return former.at > at or (former.digest == digest and former.at >= at.replace(microsecond=0))


def older(
    digest: str, held: tuple[str, datetime], formers: Sequence[Former], told: Sequence[JournalLine]
) -> bool:
    """Return whether a file with this digest was replaced before a backup's copy of it was saved.

    Without a key, the content of the two files cannot tell which is newer. The names of former revisions
    tell it, in the vault and in the backup; for a revision that is no longer kept, the journal does.
    """
    was, at = held
    if digest == was:
        return False
    if saved := [former.at for former in formers if former.digest == digest]:
        return min(saved) < at
    order = [one.revision for one in told]  # whatever the clocks said
    return {digest, was} <= set(order) and order.index(digest) < order.index(was)


def record_of(path: str) -> str:
    """Return the name of the file at a path of the vault; empty where it is none that the vault names.

    Such are the agency file, cases, their cover sheets and their own keys.
    """
    top, _, rest = path.partition("/")
    for name in (path.removesuffix(".signed"), path.removesuffix(".age")):
        named = name == AGENCY or (top in ("cases", "covers", "keys") and rest and "/" not in rest)
        if named and name + suffix(name) == path:
            return name
    return ""


def former_of(path: str) -> str:
    """Return the name of the file that a former revision is of; else an empty text."""
    parts = PurePosixPath(path).parts
    return replaced_in(parts[1]) if parts[0] == "former" and len(parts) == 3 else ""
