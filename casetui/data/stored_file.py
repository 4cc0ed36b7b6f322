"""A file as a vault read it, and its next revision before the vault saves it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from casetui.data.keys.sealing import Readers, Revision
from casetui.data.store.base import NOTHING, Stamp
from casetui.words import N_, say


@dataclass(frozen=True)
class StoredFile:
    """A file that was read: its content or its bytes, and the digest of its bytes in the store."""

    data: bytes
    digest: str
    stamp: Stamp = NOTHING
    revision: Revision | None = None
    """The signed revision in it; ``None`` where ``data`` are the bytes in the store."""

    def without_content(self) -> StoredFile:
        """Return the file without its content, which takes many megabytes for a large agency."""
        revision = replace(self.revision, content=b"") if self.revision else None
        return replace(self, data=b"", revision=revision)


@dataclass(frozen=True)
class Writing:
    """The next revision of a file, before it is saved."""

    name: str
    content: bytes
    seen: StoredFile | None
    """The stored file that it was made from; ``None`` for a new file."""
    to: Readers
    """The readers that it is sealed to."""
    by: str = ""
    """The worker id for the journal's line; where it is empty, no line is added."""


class KeyTwice(ValueError):
    """A JSON object has one key twice: readers of JSON differ in which of the two they take."""


def check_keys_once(data: bytes) -> None:
    """Raise ``KeyTwice`` where an object in JSON has a key twice, ``ValueError`` where it is no JSON."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise KeyTwice(say(N_('"{key}" stands in it twice'), key=twice[:40]))
        return found

    json.loads(data, object_pairs_hook=once)
