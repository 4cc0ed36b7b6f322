"""Counts the system calls of an act, lets one of them fail, or ends the process at one of them."""

import fcntl
import os
import sys
import threading
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import casetui

NAMES = ("open", "close", "read", "write", "fsync", "fstat", "stat", "lstat", "fchmod", "chmod", "mkdir",
         "scandir", "listdir", "link", "rename", "unlink", "rmdir", "utime", "pread", "lseek",
         "ftruncate")  # fmt: skip
CHANGING = {"write", "fchmod", "chmod", "mkdir", "link", "rename", "unlink", "rmdir", "utime", "ftruncate"}
"""The calls that change what lies on the disk, besides an ``open`` that makes a file."""

PROGRAM = str(Path(casetui.__file__).parent)
"""The folder of the program itself, such as its built-in packs; it is no part of the vault."""
NEAREST = 4
"""How many functions that called each other tell one place of the program from another."""


def changes_disk(name, call) -> bool:
    """Return whether a call changes what lies on the disk; a kill at any other call leaves nothing new."""
    return name in CHANGING or (name == "open" and bool(call.args[1] & os.O_CREAT))


@contextmanager
def watched(act, counts=lambda name, call: True):
    """Let ``act(number, name, call)`` make each call of this thread on the vault that ``counts``.

    Numbers begin with 1.
    """
    mine, real = threading.get_ident(), {name: getattr(os, name) for name in NAMES}
    real["flock"] = fcntl.flock
    count = 0

    def wrapped(name):
        def call(*args, **kwargs):
            nonlocal count
            if threading.get_ident() != mine or (args and str(args[0]).startswith(PROGRAM)):
                return real[name](*args, **kwargs)
            made = partial(real[name], *args, **kwargs)
            if not counts(name, made):
                return made()
            count += 1
            return act(count, name, made)

        return call

    try:
        for name in real:
            setattr(fcntl if name == "flock" else os, name, wrapped(name))
        yield
    finally:
        for name, call in real.items():
            setattr(fcntl if name == "flock" else os, name, call)


def counted(work, counts=lambda name, call: True) -> list[str]:
    """Return the names of the calls that ``work`` makes, of those that ``counts``, in order."""
    names = []

    def note(_, name, call):
        names.append(name)
        return call()

    with watched(note, counts):
        work()
    return names


def places(work) -> list[tuple[str, bool, tuple]]:
    """Return of each call that ``work`` makes its name, whether it changes the disk, and who calls it.

    The last of these are the file and the line of each of the program's functions that called each other.
    """
    found = []

    def note(_, name, call):
        frame, callers = sys._getframe(), []
        while frame := frame.f_back:
            if "/casetui/" in frame.f_code.co_filename:
                callers.append((frame.f_code.co_filename, frame.f_lineno))
        found.append((name, changes_disk(name, call), tuple(callers[:NEAREST])))
        return call()

    with watched(note):
        work()
    return found


def failing(number, code):
    """Return an ``act`` that lets the call with this number fail with ``code``."""

    def act(count, name, call):
        if count == number:
            if name == "close":  # the system closes the file all the same
                call()
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
