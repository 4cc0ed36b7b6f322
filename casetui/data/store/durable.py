"""Writes files so that a crash leaves the whole old file or the whole new one, with the due rights."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from casetui.data.store.base import Stamp

ABANDONED_SECONDS = 600
"""A half-written file of this age belongs to no save that still runs."""


def read_whole(path: Path, start: int = 0) -> tuple[bytes, Stamp]:
    """Return a file's bytes from ``start`` on, and the file's stamp.

    Raises ``OSError``, also where the path leads to no plain file: a pipe would be waited for without end.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "it is no file", str(path))
        if start:
            os.lseek(handle, start, os.SEEK_SET)
        parts = []
        while part := os.read(handle, max(about.st_size - start + 1, 4096)):
            parts.append(part)
    finally:
        os.close(handle)
    return b"".join(parts), (about.st_mtime_ns, about.st_size)


def write_whole(path: Path, data: bytes, mode: int) -> Stamp:
    """Write ``path``: new file, sync, rename, sync of the folder; return its stamp.

    The file has the rights ``mode``, whatever the umask is. Raises ``OSError``; the old file then stays. Each
    writer writes a new file of its own: where two write at once, the whole file of the later one stays.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.new")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            os.fchmod(handle, mode)
            _write_all(handle, data)
            os.fsync(handle)
            about = os.fstat(handle)
        finally:
            os.close(handle)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    # The new file is in place: after an error here the writer would write it a second time.
    with suppress(OSError):
        sync_folder(path.parent)
    return (about.st_mtime_ns, about.st_size)


def half_written(name: str) -> bool:
    """Return whether this is the name of a half-written file: ``.agency.signed.812-0a1b2c3d.new``."""
    return name.endswith(".new") and name.startswith(".")


def remove_abandoned(temporary: Path) -> None:
    """Remove a half-written file older than ``ABANDONED_SECONDS``: its program was killed."""
    with suppress(OSError):
        if time.time() - temporary.stat().st_mtime > ABANDONED_SECONDS:
            temporary.unlink()


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync_folder(folder: Path) -> None:
    """Make the entries of a folder durable; raises ``OSError``."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def append_line(path: Path, line: str, mode: int) -> None:
    """Append one line in one write, so that lines of several programs do not mix.

    Raises ``OSError``, also where a full disk took only a part of the line. That part stays, and the next
    line begins below it.
    """
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, mode)
    try:
        about = os.fstat(handle)
        if about.st_uid == os.geteuid():
            os.fchmod(handle, mode)
        torn = about.st_size > 0 and os.pread(handle, 1, about.st_size - 1) != b"\n"
        data = b"\n" * torn + line.encode() + b"\n"
        if os.write(handle, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(handle)


def keep_as(path: Path, aside: Path) -> None:
    """Keep the file at ``path`` under the new name ``aside`` too, with its time; raises ``OSError``."""
    try:
        os.link(path, aside)
    except FileExistsError:
        raise
    except OSError:  # a share without hard links
        about = path.stat()
        data, _ = read_whole(path)
        write_whole(aside, data, about.st_mode & 0o777)
        os.utime(aside, ns=(about.st_atime_ns, about.st_mtime_ns))


def make_own(folder: Path) -> None:
    """Make a folder that nobody else can look into, and the folders above it that are missing.

    Raises ``OSError``.
    """
    if not folder.is_dir():
        make_own(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder with these rights, whatever the umask is, where there is none; raises ``OSError``."""
    try:
        folder.mkdir(mode & 0o777)  # after a crash here nobody else can read it
    except FileExistsError:
        return
    folder.chmod(mode)
