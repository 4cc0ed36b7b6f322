"""Opens and writes plain files and folders relative to the descriptor of a folder, and follows no link.

The vault's folder is shared: somebody who may write in it can put a link, a pipe or a device in the place of
any file, at any moment. So each part of a path is opened by itself, relative to the folder before it, with
``O_NOFOLLOW``, and what was opened is looked at before it is used. Only ``Files`` and the locks use this
module. Its functions take the descriptor of a folder and the name of an entry in it. They raise ``OSError``,
and ``NoFile``, which is one, where an entry is no plain file.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from casetui.data.store.base import Stamp
from casetui.data.store.limits import in_words
from casetui.words import N_, say

ABANDONED_SECONDS = 600
"""A half-written file of this age belongs to no save that still runs."""
AT_ONCE = 16
"""How many files are written or removed at the same time."""
PLAIN = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
"""With these flags a link is not followed, a pipe is not waited for, and a terminal does nothing."""
FOLDER = os.O_RDONLY | os.O_DIRECTORY
WRONG_KIND = (errno.ELOOP, errno.EMLINK, errno.ENOTDIR, errno.ENXIO, errno.EOPNOTSUPP)
"""What systems answer where a link, a socket or another thing stands in the place of a file or a folder."""
LINK = N_("it is no file but a link, and no link is followed here; take it out of the folder")
OTHER = N_("it is no file; take it out of the folder")
NO_FOLDER = N_("{folder} is no folder; run casetui check, which says what to do")
FOLDER_LINK = N_("{folder} is a link, and no link is followed here; take it out of the folder")
SEVERAL_NAMES = N_("the file has other names too; put a copy of it in its place")
TOO_LARGE = N_("it has {size}, and no such file has more than {most}; move it out of the folder")


class NoFile(OSError):
    """An entry is no plain file, or not one that may be used so: a link, a pipe, too large a file."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(errno.EINVAL, reason, name)


class SeveralNames(NoFile):
    """A file has other names too, by hard links."""

    def __init__(self, name: str = "") -> None:
        super().__init__(say(SEVERAL_NAMES), name)


class TooLarge(NoFile):
    """A file has more bytes than any file of its kind."""

    def __init__(self, size: int, most: int, name: str = "") -> None:
        super().__init__(say(TOO_LARGE, size=in_words(size), most=in_words(most)), name)


# -- opening -------------------------------------------------------------------------------------


def open_folder(top: Path, parts: Sequence[str] = ()) -> int:
    """Return a descriptor of the folder at these parts of a path below ``top``; the caller closes it.

    ``top`` is what a person or the system named, and may be reached by links. The system resolves it together
    with the first part below it, of which it then follows no link: that is as if ``top`` was opened first,
    and saves two calls for each file.
    """
    if not parts:
        return os.open(top, FOLDER)
    handle = -1
    for number, part in enumerate(parts):
        try:
            inner = (
                os.open(part, FOLDER | os.O_NOFOLLOW, dir_fd=handle)
                if number
                else os.open(os.path.join(top, part), FOLDER | os.O_NOFOLLOW)
            )
        except OSError as error:
            wrong_kind = error.errno in WRONG_KIND
            link = wrong_kind and (is_link(handle, part) if number else (top / part).is_symlink())
            if number:
                os.close(handle)
            if wrong_kind:
                folder = "/".join(parts[: number + 1])
                raise NoFile(say(FOLDER_LINK if link else NO_FOLDER, folder=folder), part) from None
            raise
        if number:
            os.close(handle)
        handle = inner
    return handle


def is_link(folder: int, name: str) -> bool:
    """Return whether an entry is a link."""
    try:
        return stat.S_ISLNK(about(folder, name).st_mode)
    except OSError:
        return False


def about(folder: int, name: str) -> os.stat_result:
    """Return the system's record of an entry; of a link itself where it is one."""
    return os.stat(name, dir_fd=folder, follow_symlinks=False)


def check_plain(found: os.stat_result, name: str) -> None:
    """Raise ``NoFile`` unless this is the record of a plain file."""
    if stat.S_ISLNK(found.st_mode):
        raise NoFile(say(LINK), name)
    if not stat.S_ISREG(found.st_mode):
        raise NoFile(say(OTHER), name)


def open_plain(folder: int, name: str, flags: int, mode: int = 0o600) -> tuple[int, os.stat_result]:
    """Open a plain file and return its descriptor and the system's record of it; the caller closes it."""
    try:
        handle = os.open(name, flags | PLAIN, mode, dir_fd=folder)
    except OSError as error:
        if error.errno in WRONG_KIND:
            raise NoFile(say(LINK if is_link(folder, name) else OTHER), name) from None
        raise
    try:
        found = os.fstat(handle)
        check_plain(found, name)
    except OSError:
        os.close(handle)
        raise
    return handle, found


# -- reading -------------------------------------------------------------------------------------


def read_whole(
    folder: int, name: str, most: int, *, start: int = 0, alone: bool = False
) -> tuple[bytes, Stamp]:
    """Return a file's bytes from ``start`` on, at most ``most`` bytes, and the file's stamp.

    Raises ``TooLarge``, also for a file that grows while it is read. Where the file is to be read ``alone``,
    raises ``SeveralNames`` if it has other names too.
    """
    handle, found = open_plain(folder, name, os.O_RDONLY)
    try:
        if alone and found.st_nlink > 1:
            raise SeveralNames(name)
        if (size := found.st_size - start) > most:
            raise TooLarge(size, most, name)
        if start:
            os.lseek(handle, start, os.SEEK_SET)
        parts, length = [], 0
        while part := os.read(handle, max(size - length + 1, 4096)):
            parts.append(part)
            length += len(part)
            if length > most:
                raise TooLarge(length, most, name)
    finally:
        os.close(handle)
    return b"".join(parts), (found.st_mtime_ns, found.st_size)


# -- writing -------------------------------------------------------------------------------------


def new_name(name: str) -> str:
    """Return the name of a new half-written file: ``.agency.signed.812-0a1b2c3d.new``."""
    return f".{name}.{os.getpid()}-{os.urandom(4).hex()}.new"


def half_written(name: str) -> bool:
    """Return whether this is the name of a half-written file."""
    return name.endswith(".new") and name.startswith(".")


def write_whole(folder: int, name: str, data: bytes, mode: int) -> Stamp:
    """Write a file: new file, sync, rename, sync of the folder; return its stamp.

    The file has the rights ``mode``, whatever the umask is. Where this raises, the old file stays. Each
    writer writes a new file of its own: where two write at once, the whole file of the later one stays.
    """
    temporary = new_name(name)
    try:
        stamp = write_half(folder, temporary, data, mode)
        put_in_place(folder, temporary, name)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise
    # The new file is in place: after an error here the writer would write it a second time.
    with suppress(OSError):
        sync_folder(folder)
    return stamp


def write_half(folder: int, temporary: str, data: bytes, mode: int) -> Stamp:
    """Write a half-written file, whole and synced but not in its place yet; return its stamp."""
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode, dir_fd=folder)
    try:
        os.fchmod(handle, mode)
        write_all(handle, data)
        os.fsync(handle)
        found = os.fstat(handle)
    finally:
        os.close(handle)
    return (found.st_mtime_ns, found.st_size)


def write_several(new: Sequence[tuple[int, str, bytes]], mode: int) -> list[Stamp]:
    """Write many files, given by folder, name and bytes, each as ``write_whole`` does; return their stamps.

    They are synced at once: a disk makes many files durable in the time of a few. Where this raises, some of
    the files may be in their places.
    """
    halves = [(folder, new_name(name), data) for folder, name, data in new]
    try:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            stamps = list(threads.map(lambda half: write_half(half[0], half[1], half[2], mode), halves))
        for (folder, temporary, _), (_, name, _) in zip(halves, new, strict=True):
            put_in_place(folder, temporary, name)
        for folder in {folder for folder, _, _ in new}:
            sync_folder(folder)
    except OSError:
        for folder, temporary, _ in halves:
            with suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
        raise
    return stamps


def put_in_place(folder: int, temporary: str, name: str) -> None:
    """Give a new file the name of an old plain file, or of none.

    A rename replaces a link itself and not what it leads to. So a link that is put there between the look
    and the rename does no harm.
    """
    with suppress(FileNotFoundError):
        found = about(folder, name)
        if not stat.S_ISDIR(found.st_mode):  # a folder is refused by the system
            check_plain(found, name)
    os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)


def write_all(handle: int, data: bytes) -> None:
    """Write all of these bytes to an open file."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync_folder(folder: int) -> None:
    """Make the entries of a folder durable."""
    os.fsync(folder)


def append_line(folder: int, name: str, line: str, mode: int) -> None:
    """Append one line in one write, so that lines of several programs do not mix.

    Raises ``OSError``, also where a full disk took only a part of the line. That part stays, and the next
    line begins below it. Raises ``NoFile`` where the file has several names: one of them may be that of
    somebody's private file, which would grow by the line. No save gives a log a second name.
    """
    handle, found = open_plain(folder, name, os.O_RDWR | os.O_APPEND | os.O_CREAT, mode)
    try:
        if found.st_nlink > 1:
            raise SeveralNames(name)
        if found.st_uid == os.geteuid():
            os.fchmod(handle, mode)
        torn = found.st_size > 0 and os.pread(handle, 1, found.st_size - 1) != b"\n"
        data = b"\n" * torn + line.encode() + b"\n"
        if os.write(handle, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(handle)


def keep_as(folder: int, name: str, other: int, aside: str, most: int) -> None:
    """Keep a plain file under the new name ``aside`` in the folder ``other`` too, with its time."""
    found = about(folder, name)
    check_plain(found, name)
    try:
        os.link(name, aside, src_dir_fd=folder, dst_dir_fd=other, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a share without hard links
        copy(folder, name, other, aside, found.st_mode & 0o777, most)


def copy(folder: int, name: str, other: int, aside: str, mode: int, most: int) -> None:
    """Write a copy of a file, with its time, under the name ``aside`` in the folder ``other``."""
    data, stamp = read_whole(folder, name, most)
    write_whole(other, aside, data, mode)
    set_time(other, aside, stamp[0])


def set_time(folder: int, name: str, changed: int) -> None:
    """Set when a file was changed, in nanoseconds since 1970."""
    check_plain(about(folder, name), name)
    os.utime(name, ns=(changed, changed), dir_fd=folder, follow_symlinks=False)


def set_mode(folder: int, name: str, mode: int, seen: os.stat_result) -> None:
    """Set the rights of the file or folder of which ``seen`` is the record.

    Raises ``NoFile`` where something else is there by now.
    """
    through = ""
    try:
        handle = os.open(name, os.O_RDONLY | PLAIN, dir_fd=folder)
    except PermissionError:
        if not hasattr(os, "O_PATH"):
            raise
        handle = os.open(name, os.O_PATH | os.O_NOFOLLOW, dir_fd=folder)  # it opens what nobody may read
        through = f"/proc/self/fd/{handle}"
    try:
        if _identity(os.fstat(handle)) != _identity(seen):
            raise NoFile(say(OTHER), name)
        os.chmod(through or handle, mode)
    finally:
        os.close(handle)


def _identity(found: os.stat_result) -> tuple[int, int, int, int]:
    """Return what stays the same of a file or folder, as long as it gets no other name."""
    kind = stat.S_IFMT(found.st_mode)
    return (found.st_dev, found.st_ino, kind, 0 if stat.S_ISDIR(found.st_mode) else found.st_nlink)


def remove(folder: int, name: str) -> None:
    """Remove a plain file, where it exists."""
    with suppress(FileNotFoundError):
        check_plain(about(folder, name), name)
        os.unlink(name, dir_fd=folder)


def remove_abandoned(folder: int, name: str) -> None:
    """Remove a half-written file older than ``ABANDONED_SECONDS``: its program was killed.

    One that has other names is left: ``casetui check`` finds out where they are.
    """
    with suppress(OSError):
        found = about(folder, name)
        old = time.time() - found.st_mtime > ABANDONED_SECONDS
        if old and stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            os.unlink(name, dir_fd=folder)


def make_folder(folder: int, name: str, mode: int) -> None:
    """Make a folder with these rights, whatever the umask is, where there is none."""
    try:
        os.mkdir(name, mode & 0o777, dir_fd=folder)  # after a crash here nobody else can read it
    except FileExistsError:
        return
    handle = os.open(name, FOLDER | os.O_NOFOLLOW, dir_fd=folder)
    try:
        os.fchmod(handle, mode)
    finally:
        os.close(handle)
