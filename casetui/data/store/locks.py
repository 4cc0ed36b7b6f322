"""Lock files: only the program that holds the lock file of a name writes that name.

The system releases a lock when its program ends, also by a kill. A lock file is never written, cut short or
removed. Only ``Files`` uses this module; all names are those of entries in the folder of a descriptor.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
import weakref
from contextlib import suppress

from casetui.data.store.plain import open_plain
from casetui.data.waits import growing_waits

FIRST_WAIT, LONGEST_WAIT = 0.01, 0.1
"""The seconds that the first and the later waits take at most, between two attempts to get a lock."""
HELD = (errno.EAGAIN, errno.EACCES)
"""What systems answer where another program holds a lock."""
NO_LOCKS = (errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
"""What systems answer where the disk knows no locks."""


def lock(folder: int, name: str, mode: int, seconds: float) -> int:
    """Return the descriptor of a lock file that is locked now; to close it releases the lock.

    ``mode`` is the rights of a new lock file. The lock is waited for at most so many ``seconds``. Raises
    ``TimeoutError`` where another program holds it so long, and ``OSError``.
    """
    end, waits = time.monotonic() + seconds, growing_waits(FIRST_WAIT, LONGEST_WAIT)
    while True:
        handle, found = open_plain(folder, name, os.O_RDWR | os.O_CREAT, mode & 0o777)
        try:
            if found.st_nlink == 1 and found.st_mode & 0o777 != mode & 0o777:
                _set_rights(handle, mode, found)
            while not _locked(handle, fcntl.LOCK_EX):
                remaining = end - time.monotonic()
                if remaining <= 0:
                    raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
                time.sleep(min(remaining, next(waits)))
            if os.fstat(handle).st_nlink:
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # somebody removed the file before it was locked: the next program makes another


def release(handle: int) -> None:
    """Release a lock. An error is ignored: what the lock was for is done."""
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_UN)
    with suppress(OSError):
        os.close(handle)


def _set_rights(handle: int, mode: int, found: os.stat_result) -> None:
    """Give a lock file of the person's own its due rights, whatever the umask was when it was made."""
    if found.st_uid == os.geteuid():
        os.fchmod(handle, mode)


def _locked(handle: int, kind: int) -> bool:
    """Lock an open file without waiting; return whether that was done. Raises ``OSError``."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in HELD:
            return False
        raise
    return True


class Hold:
    """A shared lock on a file: other sessions on this computer see by it that the file is in use."""

    def __init__(self, folder: int, name: str) -> None:
        """Raises ``OSError`` where the file was removed, and where the disk knows no locks."""
        handle, _ = open_plain(folder, name, os.O_RDONLY)
        self.release = weakref.finalize(self, os.close, handle)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)


def is_held(folder: int, name: str) -> bool:
    """Return whether a session on this computer holds a file.

    Where the disk knows no locks, or the session runs on another computer, this may be wrong.
    """
    try:  # a network share locks only a file that is open for writing
        handle, _ = open_plain(folder, name, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _locked(handle, fcntl.LOCK_EX)
    except OSError:
        return False
    finally:
        os.close(handle)
