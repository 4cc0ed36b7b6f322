"""When another person last saved anything, as they signed it: it confirms a clock that leapt ahead."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime

from casetui.data.errors import VaultError
from casetui.data.keys.sealing import Seals, suffix
from casetui.data.store.base import Store, StoredBytes
from casetui.data.store.former import NEVER, JournalLine, last_of_others, read_instant

JOURNAL_END = 64 * 2**10
"""How far back the journal is read; in a folder, so many bytes."""
_RECORD = re.compile(r"agency|(cases|covers|keys)/[0-9A-Z]{6}")


def last_save_of_others(store: Store, seals: Seals) -> datetime:
    """Return when another person than who signed in last saved anything; ``NEVER`` where nobody else did.

    Only a revision counts that is here, that the person can open, and that its author signed.
    """

    def signed(line: JournalLine) -> tuple[str, datetime | None]:
        with suppress(VaultError):
            name = line.name + suffix(line.name) if _RECORD.fullmatch(line.name) else ""
            if name and (stored := _of_digest(store, name, line.revision)):
                about = seals.open(line.name, stored.data, stored.stamp).about
                return about.by, read_instant(about.at)
        return "", None

    with suppress(VaultError):
        lines, _ = store.journal(max(0, store.wait() - JOURNAL_END))
        return last_of_others(lines, seals.who, signed)
    return NEVER


def _of_digest(store: Store, name: str, digest: str) -> StoredBytes | None:
    """Return the present or former bytes of a name that have this digest, or ``None``."""
    present = store.read([name]).get(name)
    if present and present.digest == digest:
        return present
    found = (former for former in store.revisions(name) if former.digest == digest)
    return next((store.read_revision(name, former) for former in found), None)
