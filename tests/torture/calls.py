"""Counts the system calls of a save, lets one of them fail, or ends the process at one of them."""

import fcntl
import os
import threading
from contextlib import contextmanager, suppress
from functools import partial

NAMES = ("open", "close", "read", "write", "fsync", "fstat", "stat", "lstat", "fchmod", "chmod", "mkdir",
         "scandir", "listdir", "link", "rename", "unlink", "utime", "pread", "lseek")  # fmt: skip


@contextmanager
def watched(act):
    """Let ``act(number, name, call)`` make each call of this thread; numbers begin with 1."""
    mine, real = threading.get_ident(), {name: getattr(os, name) for name in NAMES}
    real["flock"] = fcntl.flock
    count = 0

    def wrapped(name):
        def call(*args, **kwargs):
            nonlocal count
            if threading.get_ident() != mine:
                return real[name](*args, **kwargs)
            count += 1
            return act(count, name, partial(real[name], *args, **kwargs))

        return call

    try:
        for name in real:
            setattr(fcntl if name == "flock" else os, name, wrapped(name))
        yield
    finally:
        for name, call in real.items():
            setattr(fcntl if name == "flock" else os, name, call)


def counted(work) -> list[str]:
    """Return the names of the calls that ``work`` makes, in order."""
    names = []

    def note(_, name, call):
        names.append(name)
        return call()

    with watched(note):
        work()
    return names


def failing(number, code):
    """Return an ``act`` that lets the call with this number fail with ``code``."""

    def act(count, name, call):
        if count == number:
            raise OSError(code, os.strerror(code))
        return call()

    return act


def dying(number, when):
    """Return an ``act`` that ends the process before, after or half-way through the call with this number."""

    def act(count, name, call):
        if count != number:
            return call()
        if when == "after":
            with suppress(OSError):  # an error that the save expects, such as an existing folder
                call()
        elif when == "half-way" and name == "write":
            handle, data = call.args
            call.func(handle, data[: len(data) // 2])
        os._exit(9)

    return act
