"""The digests of files in a folder store; a file that was not changed lately is not read for each save."""

from __future__ import annotations

from casetui.data.store.base import Stamp, digest_of
from casetui.data.store.files import Files

COARSE = 10 * 10**9
"""No disk keeps the times of files more coarsely than to so many nanoseconds."""


class Digests:
    """The digests of files, read again where a file may have been changed since.

    A disk may keep times so coarsely that a file has one time before and after a change. So a digest is kept
    only for a file that was old when it was read. Its age is judged by the clock of the disk alone: the
    instant that the disk gave to a file that this program wrote there before. The clock of this computer may
    be another than that of a file server, and either may be wrong.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[str, tuple[tuple[int, ...], str]] = {}
        """By name: what the system said of a file when it was read, and the digest of its bytes."""
        self._disk_time = 0
        """The latest instant, in nanoseconds since 1970, that the disk gave to a file of this program."""

    def wrote(self, stamp: Stamp) -> None:
        """Note the stamp that the disk gave to a file which this program just wrote."""
        self._disk_time = max(self._disk_time, stamp[0])

    def of(self, name: str) -> str:
        """Return the digest of a file's bytes; empty for a missing file. Raises ``OSError``."""
        try:
            about = self._files.about(name)
            entry = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
            known = self._known.get(name)
            if known and known[0] == entry:
                return known[1]
            disk_time = self._disk_time
            data, stamp = self._files.read(name)
        except FileNotFoundError:
            return ""
        digest = digest_of(data)
        changed = max(about.st_mtime_ns, about.st_ctime_ns)
        if 0 < changed < disk_time - COARSE and stamp == (about.st_mtime_ns, about.st_size):
            self._known[name] = (entry, digest)
        return digest
