"""The protocol of a store, which keeps bytes by names, with their digests.

A name is a text of one or more parts, such as ``agency.signed``, ``cases/7K3F9Q.age`` or
``packs/0a1b2c3d/guidebook.toml``. A store knows nothing of casework, of people or of keys. The
modules above it know nothing of paths, locks or sessions. Each function is a transaction by itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal, Protocol

from casetui.data.keep import Keep

Stamp = tuple[int, int]
"""The instant of a save in nanoseconds since 1970 (UTC), and the number of bytes."""
NOTHING: Stamp = (0, 0)
"""The stamp of a name that holds nothing."""
NO_DIGESTS: Mapping[str, str] = MappingProxyType({})
ANY = re.compile(r".+", re.DOTALL)
"""Every name."""
JOURNAL = "changes"
"""The name of the journal, a log with a line for every write that names its author."""
SUFFIXES = (".age", ".signed")
"""The endings of names of records; the journal names a record without it: ``cases/7K3F9Q``."""


def digest_of(data: bytes) -> str:
    """Return the digest that names these bytes: 32 hexadecimal digits (BLAKE2b)."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def bare(name: str) -> str:
    """Return a name without the ending that records have: ``cases/7K3F9Q`` for ``cases/7K3F9Q.age``."""
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def replaced_lines(data: bytes, anew: Mapping[str, str]) -> bytes:
    """Return the bytes of a log with the lines that ``anew`` names replaced."""
    lines = data.decode(errors="replace").splitlines()
    return "".join(f"{anew.get(line, line)}\n" for line in lines).encode()


@dataclass(frozen=True)
class Former:
    """A former revision: bytes that were replaced."""

    name: str
    """The name among the former revisions; sorted by it, the oldest comes first."""
    at: datetime
    """When it was saved, in UTC, to the second."""
    until: datetime
    """When it was replaced, in UTC, to the second."""
    digest: str
    """The digest of its bytes."""


@dataclass(frozen=True)
class StoredBytes:
    """The bytes under a name of a store."""

    data: bytes
    digest: str
    stamp: Stamp = NOTHING


@dataclass(frozen=True)
class Change:
    """A change of one name by a write."""

    name: str
    data: bytes | None
    """The new bytes; ``None`` removes the name."""
    seen: str | None = ""
    """The digest of the bytes before the write; empty where the name must hold nothing.

    With ``None`` the write replaces any bytes, also bytes that cannot be read.
    """
    by: str = ""
    """The worker id for the journal's line; where it is empty, no line is added.

    The line of a removal has the digest of no bytes, and the instant of the removal.
    """
    keep: Keep | None = None
    """How long the bytes before are kept as a former revision; with ``None`` they are not kept."""
    stamp: Stamp | None = None
    """The stamp whose instant the name keeps: for the same revision, sealed anew."""
    confirmed: Callable[[], datetime | None] | None = None
    """Returns when another person than the author last saved anything, for the age of former revisions.

    See ``former.believed``. Without it, nobody else is taken to have saved.
    """
    twice: bool = False
    """Whether the new bytes are kept a second time at once, among the former revisions.

    A store that keeps its bytes safe from a failing disk by itself need not do that.
    """


class Signer(Protocol):
    """The person who signs a write of several names."""

    @property
    def who(self) -> str:
        """Worker id."""
        ...

    def signature(self, words: Sequence[str]) -> str:
        """Return the person's own signature over a statement, given as its words."""
        ...


Stands = Literal["nothing", "partly", "all", "otherwise"]


@dataclass(frozen=True)
class Unfinished:
    """A write of several names that was cut off, by a kill or a power cut."""

    by: str
    """Worker id of the author; empty where it is not known."""
    words: tuple[str, ...]
    """The words that the author signed: each name with the digests before and after."""
    signature: str
    changes: tuple[Change, ...]
    """The changes of the write, in this order."""
    stands: Stands
    """How many of the changes are made; ``otherwise`` where a name was changed by another write since."""


Judge = Callable[[Unfinished], bool]
"""Decides on a write that was cut off: ``True`` finishes it, ``False`` drops it, an error leaves it."""


class Store(Protocol):
    """A store of bytes by names.

    Its functions raise ``VaultError`` with a sentence for the person where they cannot read or write.
    """

    def where(self, name: str = "") -> str:
        """Return the place of a name, or of the store, for sentences: ``/srv/vault/agency.signed``."""
        ...

    def read(self, names: Sequence[str]) -> dict[str, StoredBytes]:
        """Return the bytes of these names; a name that holds nothing is left out.

        The bytes of a name are whole, and of one write. Raises ``VaultError`` where one cannot be read.
        """
        ...

    def digest(self, name: str) -> str:
        """Return the digest of the bytes of a name; empty where it holds nothing. Raises ``VaultError``."""
        ...

    def stamp(self, name: str) -> Stamp:
        """Return the stamp of a name, which differs after every write; ``NOTHING`` where it holds nothing.

        Raises ``VaultError`` where the store cannot be reached.
        """
        ...

    def stamps(self, prefix: str, like: re.Pattern[str] = ANY) -> Iterator[tuple[str, Stamp]]:
        """Yield every name that begins with ``prefix``, which ends in ``/``, with its stamp, in no order.

        With ``like``, only names whose rest is like it, whatever else lies there: it costs next to nothing.
        Raises ``VaultError`` where the names cannot be listed.
        """
        ...

    def write(
        self, changes: Sequence[Change], unless: Mapping[str, str] = NO_DIGESTS, signer: Signer | None = None
    ) -> dict[str, StoredBytes]:
        """Make all of these changes durably, or none; return the stored bytes of each name.

        Raises ``Changed`` where a name holds other bytes than the change has ``seen``, or none, or where a
        name in ``unless`` has bytes of another digest. Raises ``VaultError`` where the write fails; nothing
        was changed then, unless the sentence says that it may still be saved. For each change with an author
        a line is added to the journal. Where that fails, other sessions find the change by its stamp.

        With a ``signer``, a store that cannot write several names at once writes a signed intent first. After
        a kill, ``settle`` finishes the write; until then none of these names can be written. The names of a
        signed write are those of the keys, the case file and the cover sheet of one case, and each has new
        bytes (``keys/7K3F9Q.signed``, ``cases/7K3F9Q.age``, ``covers/7K3F9Q.age``); otherwise this raises
        ``ValueError``. Without a signer the changes are made in the order given, and a kill may leave only
        the first of them.
        """
        ...

    def write_new(
        self, groups: Sequence[Sequence[Change]], unless: Mapping[str, str], signer: Signer
    ) -> dict[str, StoredBytes]:
        """Make the names of many new cases durably; each group of changes has the new names of one case.

        It is quicker than a write of each. All of them are made, or none; after a kill, some groups may be
        made, and a group that was cut off is settled like any write. Raises what ``write`` raises, and
        ``ValueError`` where a name is there twice or not new by its ``seen``.
        """
        ...

    def revisions(self, name: str) -> list[Former]:
        """Return a name's former revisions, newest first; raise ``VaultError`` if they cannot be listed."""
        ...

    def read_revision(self, name: str, former: Former) -> StoredBytes:
        """Return a former revision; raise ``VaultError`` where it cannot be read, or its bytes changed."""
        ...

    def replace_revision(self, name: str, former: Former, data: bytes) -> None:
        """Replace a former revision by the same one, sealed anew; raise ``VaultError`` where that fails."""
        ...

    def journal(self, since: int) -> tuple[list[str], int]:
        """Return the journal's whole lines after the place ``since``, and the place after them.

        Places grow from 0, the beginning. Where the journal ends before ``since``, it was begun anew, and is
        read from its beginning. Raises ``VaultError`` where it cannot be read.
        """
        ...

    def wait(self, since: int = -1, seconds: float = 0.0) -> int:
        """Return the place at which the journal ends, once that is not ``since``, or after so many seconds.

        This is a hint only: it may return early, and may miss lines that ``journal`` returns. Raises
        ``VaultError`` where the store cannot be reached.
        """
        ...

    def append(self, name: str, line: str) -> None:
        """Append one whole line to a log; raise ``VaultError`` where that fails.

        A program that was stopped in the midst of another call keeps this one waiting half a second at most.
        """
        ...

    def replace_lines(self, name: str, anew: Mapping[str, str]) -> None:
        """Replace lines of a log, given by the old lines; raise ``VaultError`` where that fails.

        Lines that are added meanwhile are kept.
        """
        ...

    def lease(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Hold the lock ``name``, which is waited for so many seconds.

        The lock is released at the end of the context, or when its program ends. It stops no write. Raises
        ``Busy`` where another program holds it.
        """
        ...

    def settle(self, name: str, judge: Judge) -> None:
        """Finish or drop the write of this name that was cut off, as ``judge`` decides.

        Without such a write, ``judge`` is not called. A store that writes several names at once never has
        one. Raises ``VaultError`` where this fails, and what ``judge`` raises.
        """
        ...
