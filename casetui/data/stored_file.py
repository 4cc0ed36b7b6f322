"""A file as a vault read it, and its next revision before the vault saves it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casetui.data.keys.sealing import Readers, Revision
from casetui.data.store.base import NOTHING, Stamp


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
