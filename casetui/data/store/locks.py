"""Lock files: only the program that holds the lock file of a name writes that name."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from casetui.data.errors import Busy, VaultError, cannot
from casetui.data.waits import growing_waits
from casetui.words import N_, say

FIRST_WAIT, LONGEST_WAIT = 0.01, 0.1
"""The seconds that the first and the later waits take at most, between two attempts to get a lock."""


@contextmanager
def locked(path: Path, mode: int, seconds: float) -> Iterator[None]:
    """Hold the lock file at ``path``, which is waited for at most so many ``seconds``.

    The system releases the lock when the program ends. ``mode`` is the rights of the lock file.

    Raises ``Busy`` where another program holds the lock, ``VaultError`` where it cannot be locked.
    """
    from filelock import FileLock, Timeout  # imported late: no lock is needed before the first screen

    lock, end = FileLock(path, timeout=0, mode=mode), time.monotonic() + seconds
    try:
        for wait in growing_waits(FIRST_WAIT, LONGEST_WAIT):
            with suppress(Timeout):
                lock.acquire()
                break
            left = end - time.monotonic()
            if left <= 0:
                raise Busy(say(N_("Somebody is saving this just now. Try again in a moment.")))
            time.sleep(min(wait, left))
    except OSError as error:
        raise VaultError(cannot("save", path, error)) from error
    except NotImplementedError:
        raise VaultError(
            say(
                N_("{folder} lies on a disk that cannot lock files. Put the vault on another."),
                folder=path.parent.parent,
            )
        ) from None
    try:
        yield
    finally:
        with suppress(OSError):  # the save is done
            lock.release()
