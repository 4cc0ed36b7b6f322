"""The files below one folder, by their names in it. All files there are opened by this class.

A name is a path of a file or a folder: ``cases/7K3F9Q.age``, ``former/7K3F9Q``. The functions raise
``OSError`` where the system refuses.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from casetui.data.store.base import ANY, NOTHING, Stamp
from casetui.data.store.durable import (
    append_line,
    half_written,
    keep_as,
    make_folder,
    read_whole,
    remove_abandoned,
    write_whole,
)
from casetui.data.store.locks import locked


class Files:
    """The files below the folder ``top``, which is that of a vault or of a backup."""

    def __init__(self, top: Path) -> None:
        """Where the group may write in ``top``, every file and folder is shared with the group."""
        self.top = top
        try:
            self.shared = bool(stat.S_IMODE(top.stat().st_mode) & stat.S_IWGRP)
        except OSError:
            self.shared = False

    @property
    def mode(self) -> int:
        """The rights of every file."""
        return 0o660 if self.shared else 0o600

    @property
    def folder_mode(self) -> int:
        """The rights of every folder."""
        return 0o2770 if self.shared else 0o700

    def path(self, name: str) -> Path:
        """Return the path of a file, for sentences."""
        return self.top / name

    # -- reading -----------------------------------------------------------------------------------

    def read(self, name: str) -> tuple[bytes, Stamp]:
        """Return a file's bytes and their stamp; raise ``OSError`` where it is no plain file."""
        return read_whole(self.top / name)

    def tail(self, name: str, offset: int) -> bytes:
        """Return a file's bytes after the first ``offset``."""
        return read_whole(self.top / name, offset)[0]

    def opened(self, name: str) -> BinaryIO:
        """Return a file, open to be read; it stays the same where another is put in its place."""
        return os.fdopen(os.open(self.top / name, os.O_RDONLY | os.O_NONBLOCK), "rb")

    def stamp(self, name: str) -> Stamp:
        """Return a file's stamp; ``NOTHING`` where there is none."""
        try:
            about = (self.top / name).stat()
        except FileNotFoundError:
            return NOTHING
        return (about.st_mtime_ns, about.st_size)

    def about(self, name: str, *, follow: bool = True) -> os.stat_result:
        """Return the system's record of a file or folder; of a link's target, where ``follow`` is true."""
        return (self.top / name).stat(follow_symlinks=follow)

    def exists(self, name: str) -> bool:
        """Return whether a name has an entry, also a link that leads nowhere."""
        return os.path.lexists(self.top / name)

    def same(self, name: str, other: str) -> bool:
        """Return whether two names are those of one file."""
        return (self.top / name).samefile(self.top / other)

    def names(self, folder: str = "") -> list[str]:
        """Return the names of a folder's entries, in no order."""
        return os.listdir(self.top / folder)  # noqa: PTH208 - twice as quick

    def changed(self, folder: str) -> int:
        """Return when an entry of a folder was last added or removed, in nanoseconds since 1970."""
        return (self.top / folder).stat().st_mtime_ns

    def resolved(self, name: str = "") -> Path:
        """Return the path of a name with all links followed."""
        return (self.top / name).resolve()

    def below(self, folder: str, like: re.Pattern[str] = ANY) -> Iterator[tuple[str, Stamp]]:
        """Yield every plain file below a folder with its stamp, in no order.

        With ``like``, only files in the folder itself whose names are like it.

        Hidden files and links that lead to no plain file are left out. Half-written files of killed saves are
        removed.
        """
        is_like = like.fullmatch
        with os.scandir(self.top / folder) as entries:
            for entry in entries:
                if entry.name[0] == ".":
                    if half_written(entry.name):
                        remove_abandoned(Path(entry.path))
                elif not is_like(entry.name):
                    continue  # the system is asked nothing about it: there may be 100,000 of them
                elif entry.is_dir(follow_symlinks=False):
                    yield from self.below(f"{folder}/{entry.name}")
                elif about := _plain(entry):
                    yield f"{folder}/{entry.name}", (about.st_mtime_ns, about.st_size)

    def everything(self, folder: str = "") -> Iterator[tuple[str, os.stat_result]]:
        """Yield every file and folder below a folder; a folder that cannot be listed is passed over."""
        try:
            for name in sorted(self.names(folder)):
                path = f"{folder}/{name}" if folder else name
                about = self.about(path, follow=False)
                if stat.S_ISDIR(about.st_mode) or stat.S_ISREG(about.st_mode):
                    yield path, about
                if stat.S_ISDIR(about.st_mode):
                    yield from self.everything(path)
        except OSError:
            return

    # -- writing -----------------------------------------------------------------------------------

    def write(self, name: str, data: bytes) -> Stamp:
        """Write a file durably, so that a crash leaves the old or the new file whole; return its stamp."""
        return write_whole(self.top / name, data, self.mode)

    def write_quickly(self, name: str, data: bytes) -> None:
        """Write a file in place of an earlier one; it is durable only after ``os.sync``."""
        handle = os.open(self.top / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, self.mode)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, self.mode)
            file.write(data)

    def append(self, name: str, line: str) -> None:
        """Append one line in one write, so that lines of several programs do not mix."""
        append_line(self.top / name, line, self.mode)

    def keep_as(self, name: str, aside: str) -> None:
        """Keep a file under the new name ``aside`` too, with its time."""
        keep_as(self.top / name, self.top / aside)

    def put_back(self, aside: str, name: str) -> None:
        """Put the file ``aside`` in the place of ``name`` by a hard link, which needs no disk space."""
        path = self.top / name
        temporary = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.new")
        keep_as(self.top / aside, temporary)
        temporary.replace(path)

    def move(self, name: str, aside: str) -> None:
        """Give a file another name."""
        (self.top / name).rename(self.top / aside)

    def remove(self, name: str) -> None:
        """Remove a file, where it exists."""
        (self.top / name).unlink(missing_ok=True)

    def set_time(self, name: str, changed: int) -> None:
        """Set when a file was changed, in nanoseconds since 1970."""
        os.utime(self.top / name, ns=(changed, changed))

    def set_mode(self, name: str, mode: int) -> None:
        """Set the rights of a file or a folder."""
        (self.top / name).chmod(mode)

    def make_folders(self, folder: str) -> None:
        """Make a folder, and the missing folders above it, with their due rights."""
        for part in (*reversed(PurePosixPath(folder).parents[:-1]), PurePosixPath(folder)):
            make_folder(self.top / part, self.folder_mode)

    def lock(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Hold a lock file, which is waited for so many seconds; raises ``Busy`` or ``VaultError``."""
        return locked(self.top / name, self.mode, seconds)


def _plain(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return the system's record of a plain file; ``None`` for another entry; raises ``OSError``."""
    try:
        about = entry.stat()
    except OSError:
        if entry.is_symlink():
            return None
        raise
    return about if stat.S_ISREG(about.st_mode) else None
