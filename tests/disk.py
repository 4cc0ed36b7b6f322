"""A disk that is full or slow as the operating system has it: no code of ours is replaced."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def opening(folder: Path, before: Callable[[Path, bool], object]) -> Iterator[None]:
    """Have ``before`` called with each file below ``folder`` that is opened, and whether to be written.

    Files that are only there to be locked are none.
    """
    opened = os.open

    def open_file(path, flags, *args, dir_fd=None, **kwargs):
        above = Path() if dir_fd is None else Path(f"/proc/self/fd/{dir_fd}").readlink()
        whole = above / path
        if whole.is_relative_to(folder) and not whole.name.endswith(".lock") and not flags & os.O_DIRECTORY:
            before(whole, bool(flags & os.O_CREAT))
        return opened(path, flags, *args, dir_fd=dir_fd, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", open_file)
        yield


def no_space() -> OSError:
    """Return what the system raises where the disk is full."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def full(folder: Path, times: int | None = None) -> Iterator[list[Path]]:
    """Have the disk full, or so ``times`` only; yields the files that could not be written."""
    refused: list[Path] = []

    def refuse(path: Path, to_write: bool) -> None:
        if to_write and (times is None or len(refused) < times):
            refused.append(path)
            raise no_space()

    with opening(folder, refuse):
        yield refused


@contextmanager
def slow(folder: Path) -> Iterator[threading.Event]:
    """Have every file wait until the event that is yielded is set, ten seconds at most."""
    go = threading.Event()
    with opening(folder, lambda *_: go.wait(10)):
        yield go
