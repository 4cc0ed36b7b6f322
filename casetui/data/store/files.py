"""The files below one folder, by their names in it. All files there are opened by this class.

A name is a path of a file or a folder: ``cases/7K3F9Q.age``, ``former/7K3F9Q``. No link is followed below the
folder, and only plain files are opened; see ``plain``. The functions raise ``OSError`` where the system
refuses, and ``NoFile``, which is one, with a sentence for a link, a pipe, or too large a file.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from casetui.data.errors import Busy, VaultError, cannot
from casetui.data.store import locks, plain
from casetui.data.store.base import ANY, NOTHING, Stamp
from casetui.data.store.limits import most_bytes
from casetui.data.store.plain import OTHER, NoFile, TooLarge, half_written, write_whole
from casetui.words import N_, say

DEEPEST = 30
"""The most parts of a name: a folder that lies deeper is listed no more."""


class Files:
    """The files below the folder ``top``, which is that of a vault, of a backup, or a person's own."""

    def __init__(self, top: Path, below: str = "", *, own: bool = False) -> None:
        """With ``below``, all names are those in the folder of this name below ``top``.

        ``top`` itself may be reached by links, as a person or the system named it. Where the group may write
        in it, every file and folder is shared with the group, unless the files are a person's ``own``.
        """
        self.top = top
        self._below = below
        self._own = own
        self.shared = False
        if not own:
            with suppress(OSError):
                self.shared = bool(stat.S_IMODE(os.stat(top).st_mode) & stat.S_IWGRP)

    def inside(self, folder: str) -> Files:
        """Return the files below a folder of these."""
        return Files(self.top, f"{self._below}/{folder}" if self._below else folder, own=self._own)

    @property
    def mode(self) -> int:
        """The rights of every file."""
        return 0o660 if self.shared else 0o600

    @property
    def folder_mode(self) -> int:
        """The rights of every folder."""
        return 0o2770 if self.shared else 0o700

    def path(self, name: str = "") -> Path:
        """Return the path of a file, for sentences."""
        return self.top / self._below / name

    def resolved(self) -> Path:
        """Return the path of ``top`` with all links followed."""
        return self.top.resolve()

    def _parts(self, name: str) -> Sequence[str]:
        """Return the parts of a name below ``top``; raise ``NoFile`` where it would lead out of it."""
        full = f"{self._below}/{name}" if self._below and name else self._below or name
        parts = full.split("/") if full else []
        if len(parts) > DEEPEST or any(part in ("", ".", "..") or "\0" in part for part in parts):
            raise NoFile(say(OTHER), name)
        return parts

    @contextmanager
    def _at(self, name: str) -> Iterator[tuple[int, str]]:
        """Yield a descriptor of the folder that a name is in, and the last part of the name."""
        *folders, last = self._parts(name) or ["."]
        with self._opened(folders, name) as folder:
            yield folder, last

    @contextmanager
    def _opened(self, parts: Sequence[str], name: str) -> Iterator[int]:
        """Yield a descriptor of a folder; an error that is met with it names the whole path of ``name``."""
        try:
            folder = plain.open_folder(self.top, parts)
            try:
                yield folder
            finally:
                with suppress(OSError):  # nothing was written to it
                    os.close(folder)
        except OSError as error:
            error.filename = str(self.path(name))
            raise

    # -- reading -----------------------------------------------------------------------------------

    def read(self, name: str) -> tuple[bytes, Stamp]:
        """Return a file's bytes and their stamp; raise ``OSError`` where it is no plain file or too large."""
        with self._at(name) as (folder, last):
            return plain.read_whole(folder, last, most_bytes(name))

    def read_alone(self, name: str) -> tuple[bytes, Stamp]:
        """Return what ``read`` returns; raise ``SeveralNames`` where the file has other names too."""
        with self._at(name) as (folder, last):
            return plain.read_whole(folder, last, most_bytes(name), alone=True)

    def tail(self, name: str, offset: int) -> bytes:
        """Return a file's bytes after the first ``offset``; the limit of size counts for these."""
        with self._at(name) as (folder, last):
            return plain.read_whole(folder, last, most_bytes(name), start=offset)[0]

    def opened(self, name: str) -> BinaryIO:
        """Return a file, open to be read; it stays the same where another is put in its place."""
        with self._at(name) as (folder, last):
            return os.fdopen(plain.open_plain(folder, last, os.O_RDONLY)[0], "rb")

    def stamp(self, name: str) -> Stamp:
        """Return the stamp of a file, or of what is in its place; ``NOTHING`` where there is nothing."""
        try:
            found = self.about(name)
        except FileNotFoundError:
            return NOTHING
        return (found.st_mtime_ns, found.st_size)

    def about(self, name: str = "") -> os.stat_result:
        """Return the system's record of a file, a folder, or of what else is in its place."""
        with self._at(name) as (folder, last):
            return plain.about(folder, last)

    def exists(self, name: str = "") -> bool:
        """Return whether a name has an entry, also one that is no plain file."""
        try:
            self.about(name)
        except (OSError, ValueError):
            return False
        return True

    def is_there(self) -> bool:
        """Return whether there is the folder of these files, which may be reached by links."""
        try:
            with self._opened((), ""):
                return True
        except OSError:
            return False

    def is_folder(self, name: str = "") -> bool:
        """Return whether a name is that of a folder; a link to a folder is none."""
        try:
            return stat.S_ISDIR(self.about(name).st_mode)
        except OSError:
            return False

    def is_file(self, name: str) -> bool:
        """Return whether a name is that of a plain file; a link to a file is none."""
        try:
            return stat.S_ISREG(self.about(name).st_mode)
        except OSError:
            return False

    def strange(self, name: str) -> bool:
        """Return whether there is an entry that is neither a plain file nor a folder."""
        return self.exists(name) and not self.is_file(name) and not self.is_folder(name)

    def names(self, folder: str = "") -> list[str]:
        """Return the names of a folder's entries, in no order."""
        with self._opened(self._parts(folder), folder) as handle:
            return os.listdir(handle)

    def changed(self, folder: str) -> int:
        """Return when an entry of a folder was last added or removed, in nanoseconds since 1970."""
        return self.about(folder).st_mtime_ns

    def below(self, folder: str, like: re.Pattern[str] = ANY) -> Iterator[tuple[str, Stamp]]:
        """Yield every plain file below a folder with its stamp, in no order.

        With ``like``, only files in the folder itself whose names are like it. Hidden files and what is no
        plain file are left out. Half-written files of killed saves are removed.
        """
        is_like, inner = like.fullmatch, []
        with self._opened(self._parts(folder), folder) as handle, os.scandir(handle) as entries:
            for entry in entries:
                if entry.name[0] == ".":
                    if half_written(entry.name):
                        plain.remove_abandoned(handle, entry.name)
                    continue
                if not is_like(entry.name):
                    continue  # the system is asked nothing about it: there may be 100,000 of them
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue  # removed meanwhile
                name = f"{folder}/{entry.name}"
                if stat.S_ISREG(found.st_mode):
                    yield name, (found.st_mtime_ns, found.st_size)
                elif like is ANY and stat.S_ISDIR(found.st_mode):
                    inner.append(name)
        for name in inner:
            yield from self.below(name)

    def everything(self, folder: str = "") -> Iterator[tuple[str, os.stat_result]]:
        """Yield every entry below a folder, sorted; a folder that cannot be listed is passed over."""
        with suppress(OSError):
            with self._opened(self._parts(folder), folder) as handle:
                found = [(name, _about(handle, name)) for name in sorted(os.listdir(handle))]
            for name, about in found:
                if about is None:
                    continue  # removed meanwhile
                path = f"{folder}/{name}" if folder else name
                yield path, about
                if stat.S_ISDIR(about.st_mode):
                    yield from self.everything(path)

    # -- writing -----------------------------------------------------------------------------------

    def write(self, name: str, data: bytes) -> Stamp:
        """Write a file durably, so that a crash leaves the old or the new file whole; return its stamp."""
        if len(data) > most_bytes(name):
            raise TooLarge(len(data), most_bytes(name), name)
        with self._at(name) as (folder, last):
            return write_whole(folder, last, data, self.mode)

    def write_several(self, contents: Mapping[str, bytes]) -> dict[str, Stamp]:
        """Write many files durably in the time of a few; return their stamps by name.

        Where this raises, some of the files may be written, each of them whole.
        """
        with ExitStack() as stack:
            folders: dict[Sequence[str], int] = {}
            new = []
            for name, data in contents.items():
                if len(data) > most_bytes(name):
                    raise TooLarge(len(data), most_bytes(name), name)
                *parts, last = self._parts(name)
                if (key := tuple(parts)) not in folders:
                    folders[key] = stack.enter_context(self._opened(parts, name))
                new.append((folders[key], last, data))
            return dict(zip(contents, plain.write_several(new, self.mode), strict=True))

    def write_quickly(self, name: str, data: bytes) -> None:
        """Write a file in place of an earlier one; it is durable only after ``os.sync``."""
        with self._at(name) as (folder, last):
            handle, found = plain.open_plain(folder, last, os.O_WRONLY | os.O_CREAT, self.mode)
            try:
                alone = found.st_nlink == 1
                if alone:
                    os.ftruncate(handle, 0)
                    os.fchmod(handle, self.mode)
                    plain.write_all(handle, data)
            finally:
                os.close(handle)
        if not alone:  # what has another name keeps its bytes under that
            self.write(name, data)

    def append(self, name: str, line: str) -> None:
        """Append one line in one write, so that lines of several programs do not mix."""
        with self._at(name) as (folder, last):
            plain.append_line(folder, last, line, self.mode)

    def keep_as(self, name: str, aside: str) -> None:
        """Keep a file under the new name ``aside`` too, with its time, by a hard link where there are any."""
        with self._at(name) as (folder, last), self._at(aside) as (other, new):
            plain.keep_as(folder, last, other, new, most_bytes(name))

    def copy(self, name: str, aside: str) -> None:
        """Write a copy of a file, with its time, under another name."""
        with self._at(name) as (folder, last), self._at(aside) as (other, new):
            plain.copy(folder, last, other, new, self.mode, most_bytes(name))

    def put_back(self, aside: str, name: str) -> None:
        """Put the file ``aside`` in the place of ``name`` by a hard link, which needs no disk space."""
        with self._at(aside) as (folder, last), self._at(name) as (other, new):
            temporary = plain.new_name(new)
            plain.keep_as(folder, last, other, temporary, most_bytes(aside))
            plain.put_in_place(other, temporary, new)

    def move(self, name: str, aside: str) -> None:
        """Give a file or a folder another name; raise ``NoFile`` for anything else."""
        with self._at(name) as (folder, last), self._at(aside) as (other, new):
            if not stat.S_ISDIR((found := plain.about(folder, last)).st_mode):
                plain.check_plain(found, name)
            os.rename(last, new, src_dir_fd=folder, dst_dir_fd=other)

    def remove(self, name: str) -> None:
        """Remove a plain file, where it exists; raise ``NoFile`` for anything else."""
        with suppress(FileNotFoundError), self._at(name) as (folder, last):
            plain.remove(folder, last)

    def remove_several(self, names: Sequence[str]) -> None:
        """Remove many plain files, where they exist, in the time of a few."""
        with ThreadPoolExecutor(plain.AT_ONCE) as threads:
            list(threads.map(self.remove, names))

    def remove_all(self, name: str) -> None:
        """Remove a file, or a folder with all files in it; a link is removed and not followed."""
        with suppress(FileNotFoundError):
            if not stat.S_ISDIR(self.about(name).st_mode):
                with self._at(name) as (folder, last):
                    os.unlink(last, dir_fd=folder)
                return
            for inner in self.names(name):
                self.remove_all(f"{name}/{inner}")
            with self._at(name) as (folder, last):
                os.rmdir(last, dir_fd=folder)

    def remove_abandoned(self, name: str) -> None:
        """Remove a half-written file that belongs to no save that still runs."""
        with suppress(OSError), self._at(name) as (folder, last):
            plain.remove_abandoned(folder, last)

    def set_time(self, name: str, changed: int) -> None:
        """Set when a file was changed, in nanoseconds since 1970."""
        with self._at(name) as (folder, last):
            plain.set_time(folder, last, changed)

    def set_mode(self, name: str, mode: int, seen: os.stat_result) -> None:
        """Set the rights of the file or folder of which ``seen`` is the record.

        Raises ``NoFile`` where something else is there by now, or the file got another name since.
        """
        with self._at(name) as (folder, last):
            plain.set_mode(folder, last, mode, seen)

    def make(self) -> None:
        """Make the folder of these files and the folders above it where they are missing, with due rights."""
        if self._below and self.is_folder():
            return
        if not self.top.is_dir():
            for part in (*reversed(self.top.parents), self.top):
                part.mkdir(mode=0o700, exist_ok=True)
        Files(self.top, own=self._own).make_folders(self._below)

    def make_folders(self, folder: str) -> None:
        """Make a folder, and the missing folders above it, with their due rights."""
        for part in _every_part(folder):
            with self._at(part) as (above, last):
                plain.make_folder(above, last, self.folder_mode)

    # -- locks -------------------------------------------------------------------------------------

    @contextmanager
    def lock(self, name: str, seconds: float) -> Iterator[None]:
        """Hold a lock file, which is waited for so many seconds; raises ``Busy`` or ``VaultError``."""
        try:
            with self._at(name) as (folder, last):
                handle = locks.lock(folder, last, self.mode, seconds)
        except TimeoutError:
            raise Busy(say(N_("Somebody is saving this just now. Try again in a moment."))) from None
        except OSError as error:
            if error.errno in locks.NO_LOCKS:
                sentence = N_("{folder} lies on a disk that cannot lock files. Put the vault on another.")
                raise VaultError(say(sentence, folder=self.top)) from None
            raise VaultError(cannot("save", self.path(name), error)) from error
        try:
            yield
        finally:
            locks.release(handle)

    def hold(self, name: str) -> locks.Hold:
        """Return a shared lock on a file; raise ``OSError`` where it was removed or cannot be locked."""
        with self._at(name) as (folder, last):
            return locks.Hold(folder, last)

    def is_held(self, name: str) -> bool:
        """Return whether a session on this computer holds a file."""
        with suppress(OSError), self._at(name) as (folder, last):
            return locks.is_held(folder, last)
        return False


def _every_part(folder: str) -> list[str]:
    """Return the names of a folder and of those above it, the uppermost first."""
    parts = folder.split("/") if folder else []
    return ["/".join(parts[:number]) for number in range(1, len(parts) + 1)]


def _about(folder: int, name: str) -> os.stat_result | None:
    try:
        return plain.about(folder, name)
    except FileNotFoundError:
        return None
