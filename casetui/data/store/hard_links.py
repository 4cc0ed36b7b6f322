"""Files that have several names, hard links, in a folder or outside it.

A kill in the middle of a save leaves a file with two names for good, the case and its former revision. All
of these lie in the folder, and each is as good as a file of its own. But whoever may write in the folder can
also link a file of somebody else's to a name in it. The link that its owner knows then lies elsewhere, and
the system counts it.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable

from casetui.data.store.files import Files
from casetui.data.store.plain import SeveralNames

Inode = tuple[int, int]
"""The device and the number that name a file, whatever names it has."""


def inode(about: os.stat_result) -> Inode:
    """Return what names the file of this record."""
    return (about.st_dev, about.st_ino)


def same(files: Files, name: str, other: str) -> bool:
    """Return whether two names are those of one file; raise ``OSError``."""
    return inode(files.about(name)) == inode(files.about(other))


def elsewhere(files: Files, entries: Iterable[tuple[str, os.stat_result]] | None = None) -> list[str]:
    """Return the names of plain files that have another name outside the folder of ``files``.

    ``entries`` are those of ``Files.everything``, all of them where none are given.
    """
    linked = [
        (name, about)
        for name, about in (files.everything() if entries is None else entries)
        if about.st_nlink > 1 and stat.S_ISREG(about.st_mode)
    ]
    here = Counter(inode(about) for _, about in linked)
    return [name for name, about in linked if here[inode(about)] < about.st_nlink]


def check_ours(files: Files, name: str) -> None:
    """Raise ``SeveralNames`` where a file has another name outside the folder."""
    if files.about(name).st_nlink > 1 and name in elsewhere(files):
        raise SeveralNames(str(files.path(name)))
