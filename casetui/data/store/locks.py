"""Lock files: only the program that holds the lock file of a name writes that name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from casetui.data.errors import Busy, VaultError, cannot
from casetui.words import N_, say

LOOK_SECONDS = 0.01
"""The seconds between two attempts to get a lock that another program holds."""


@contextmanager
def locked(path: Path, mode: int, seconds: float) -> Iterator[None]:
    """Hold the lock file at ``path``, which is waited for at most so many ``seconds``.

    The system releases the lock when the program ends. ``mode`` is the rights of the lock file.

    Raises ``Busy`` where another program holds the lock, ``VaultError`` where it cannot be locked.
    """
    from filelock import FileLock, Timeout  # imported late: no lock is needed before the first screen

    lock = FileLock(path, timeout=seconds, mode=mode)
    try:
        lock.acquire(poll_interval=LOOK_SECONDS)
    except Timeout:
        raise Busy(say(N_("Somebody is saving this just now. Try again in a moment."))) from None
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
