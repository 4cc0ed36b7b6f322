"""Looks at a vault's files without a key: whether a file seems whole, and which of two revisions is older."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath

from casetui.data.keys.sealing import only_signed, read_signed, suffix
from casetui.data.people import AGENCY
from casetui.data.store.former import Former, JournalLine, instant_of, name_of_folder
from casetui.data.stored_file import StoredFile
from casetui.data.vault import VaultError

_SEALED = re.compile(rb"age-encryption\.org/v1\n-> [^\n]+\n(?:[^\n]*\n)+?--- [A-Za-z0-9+/]{43}\n")
"""The header of a file that the age program sealed."""
_FEWEST_BYTES = 32
"""The fewest bytes after the header of a sealed file: a nonce and a mark, even where nothing is sealed."""
_LONGEST_HEADER = 4096


def seems_whole(name: str, stored: StoredFile, lines: Sequence[JournalLine] = ()) -> bool:
    """Return whether nothing shows that the file ``name`` (``agency``, ``cases/7K3F9Q``) is damaged.

    A file that is only signed is checked as a whole. Of a sealed file the header is checked. Of both kinds
    the digest is compared with the journal's ``lines`` about the file, oldest first.
    """
    if only_signed(name):
        with suppress(VaultError):
            read_signed(name, stored.data)
            return not changed_after_save(stored, lines)
        return False
    return looks_sealed(stored.data) and not changed_after_save(stored, lines)


def looks_sealed(data: bytes) -> bool:
    """Return whether a file begins with the header of a sealed file, and goes on after it."""
    header = _SEALED.match(data[:_LONGEST_HEADER])
    return header is not None and len(data) >= header.end() + _FEWEST_BYTES


def changed_after_save(stored: StoredFile, lines: Sequence[JournalLine]) -> bool:
    """Return whether a file has the time of its last save, and a digest that no save at that time wrote."""
    at = instant_of(stored.stamp)
    if not lines or lines[-1].at != at:
        return False
    # A file that is sealed anew keeps its time. The journal then has two digests for one time.
    return all(line.revision != stored.digest for line in lines if line.at == at)


def left_by_no_save(
    digest: str, copy: tuple[str, datetime] | None, formers: Sequence[Former], lines: Sequence[JournalLine]
) -> bool:
    """Return whether no save can have left a file with this digest.

    A save does three things in this order: it keeps the present file as a former revision, it writes the new
    file, and it adds a line to the journal. The journal lacks the line while the save is under way, and where
    the line could not be written. The file that was there before is then among the former revisions, or a
    later file is. The journal's last line names that earlier file; so does a backup's ``copy`` (its digest
    and instant).
    """
    if (
        lines and not lines[-1].revision
    ):  # written by an earlier version, or by check after it opened the file
        return False
    if digest in {line.revision for line in lines} | {former.digest for former in formers}:
        return False
    earlier = [(line.revision, line.at) for line in lines[-1:] if line.at] + ([copy] if copy else [])
    return not all(any(_same_or_later(former, *file) for former in formers) for file in earlier)


def _same_or_later(former: Former, digest: str, at: datetime) -> bool:
    """Return whether a former revision is the file with this digest and instant, or was saved later."""
    return former.at > at or (former.digest == digest and former.at >= at.replace(microsecond=0))


def replaced_before_copy(
    digest: str, copy: tuple[str, datetime], formers: Sequence[Former], lines: Sequence[JournalLine]
) -> bool:
    """Return whether a file with this digest was replaced before a backup's ``copy`` of it was saved.

    ``copy`` is the digest of the backup's file and the instant of its save. The contents are sealed, so the
    names of former revisions in the vault and in the backup decide which file is older. Where the revision
    was removed since, the order of the journal's ``lines`` decides.
    """
    copied, at = copy
    if digest == copied:
        return False
    if saved := [former.at for former in formers if former.digest == digest]:
        return min(saved) < at
    order = [line.revision for line in lines]  # not by the times in them: a clock may have been wrong
    return {digest, copied} <= set(order) and order.index(digest) < order.index(copied)


def record_name(path: str) -> str:
    """Return the name of the file at a path of the vault: ``cases/7K3F9Q`` for ``cases/7K3F9Q.age``.

    Named are the agency file, cases, their cover sheets and their own keys; for another path this is empty.
    """
    top, _, rest = path.partition("/")
    for name in (path.removesuffix(".signed"), path.removesuffix(".age")):
        named = name == AGENCY or (top in ("cases", "covers", "keys") and rest and "/" not in rest)
        if named and name + suffix(name) == path:
            return name
    return ""


def replaced_name(path: str) -> str:
    """Return the name of the file of which a former revision lies at ``path``; empty for another path."""
    parts = PurePosixPath(path).parts
    return name_of_folder(parts[1]) if parts[0] == "former" and len(parts) == 3 else ""
