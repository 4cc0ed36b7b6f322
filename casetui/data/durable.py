"""Files on disk: written so that a crash leaves the old one or the new one, with their due rights."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

Stamp = tuple[int, int]
"""Time of change in nanoseconds and size: differs whenever a file was saved."""


def write_whole(path: Path, data: bytes, mode: int) -> Stamp:
    """Write ``path``: new file, sync, rename, sync of the folder; return its stamp.

    ``mode`` holds whatever the umask. Raises ``OSError``; up to the rename the old file then stays.
    """
    spare = path.with_name(f".{path.name}.new")
    try:
        handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            about = os.fstat(file.fileno())
        spare.replace(path)
    except OSError:
        with suppress(OSError):
            spare.unlink(missing_ok=True)
        raise
    # The new file is in place: whoever saved must not be told otherwise and write it twice.
    with suppress(OSError):
        sync_folder(path.parent)
    return (about.st_mtime_ns, about.st_size)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; raises ``OSError``."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def append_line(path: Path, line: str, mode: int) -> None:
    """Append one line in one write, so that lines of several programs do not mix; raises ``OSError``."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, mode)
    try:
        if os.fstat(handle).st_uid == os.geteuid():
            os.fchmod(handle, mode)
        os.write(handle, line.encode() + b"\n")
    finally:
        os.close(handle)


def keep_aside(path: Path, aside: Path) -> None:
    """Keep the file at ``path`` as ``aside`` too, in place of what is there; raises ``OSError``."""
    spare = aside.with_name(f".{aside.name}.new")
    spare.unlink(missing_ok=True)
    try:
        os.link(path, spare)
    except OSError:  # a share without hard links
        spare.write_bytes(path.read_bytes())
        spare.chmod(path.stat().st_mode & 0o777)
    spare.replace(aside)
