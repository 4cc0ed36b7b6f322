"""What a vault stands on: a store of names, bytes and digests.

A name is a text of one or more parts, such as ``agency.signed``, ``cases/7K3F9Q.age`` or
``packs/0a1b2c3d/guidebook.toml``. A store knows nothing of casework, of people or of keys; nobody above it
knows of paths, locks or sessions. Each of its functions is a transaction by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal, Protocol

Stamp = tuple[int, int]
"""When something was saved, in nanoseconds since 1970 (UTC), and how many bytes it has."""
NOTHING: Stamp = (0, 0)
"""The stamp of a name that holds nothing."""
NO_STAMPS: Mapping[str, Stamp] = MappingProxyType({})
JOURNAL = "changes"
"""The name of the log in which every write is told that names who wrote."""
SUFFIXES = (".age", ".signed")
"""How names of records end; the journal tells of a record without it: ``cases/7K3F9Q``."""


def digest_of(data: bytes) -> str:
    """Return the digest that names these bytes: 32 hexadecimal digits (BLAKE2b)."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def bare(name: str) -> str:
    """Return a name without the ending that records have: ``cases/7K3F9Q`` for ``cases/7K3F9Q.age``."""
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


@dataclass(frozen=True)
class Keep:
    """How long former revisions are kept after they were replaced."""

    hours: int = 24
    """All of them, so many hours."""
    days: int = 30
    """One a day, so many days."""

    @classmethod
    def of(cls, about: object) -> Keep:
        """Return what a vault says it keeps; raise ``ValueError`` where that is no whole numbers from 1."""
        if about is None:
            return cls()
        if not isinstance(about, dict):
            raise ValueError(about)
        found = [about.get("hours", cls.hours), about.get("days", cls.days)]
        if any(type(number) is not int or not 1 <= number <= 100_000 for number in found):
            raise ValueError(about)
        return cls(*found)


EVERY = Keep(hours=2_000_000_000)
"""Every former revision is kept, for good."""


@dataclass(frozen=True)
class Former:
    """A former revision: bytes that others took the place of."""

    name: str
    """What it is called among the former revisions of its name; it sorts by age."""
    at: datetime
    """When it was saved, in UTC, to the second."""
    until: datetime
    """When it was replaced, in UTC, to the second."""
    digest: str
    """The digest of its bytes."""


@dataclass(frozen=True)
class StoredBytes:
    """Bytes as they lie in a store."""

    data: bytes
    digest: str
    stamp: Stamp = NOTHING


@dataclass(frozen=True)
class Change:
    """What a write does to one name."""

    name: str
    data: bytes | None
    """The bytes that it is to hold; ``None`` takes it away."""
    seen: str | None = ""
    """The digest of the bytes that it holds before; empty where it must hold nothing.

    ``None`` is for whatever it holds, also what cannot be read.
    """
    by: str = ""
    """Worker id of whom the journal names; where it is empty, the journal is not told."""
    keep: Keep | None = None
    """How long the bytes before are kept as a former revision; ``None`` keeps none."""
    stamp: Stamp | None = None
    """The stamp whose instant the new bytes keep: the same revision, sealed anew."""


class Signer(Protocol):
    """Who signs what they are about to write."""

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
    """Worker id of who wrote; empty where it does not say."""
    words: tuple[str, ...]
    """What they signed: each name with the digests before and after."""
    signature: str
    changes: tuple[Change, ...]
    """What was to be written, in this order."""
    stands: Stands
    """How much of it is in place; ``otherwise`` where something else is there by now."""


Judge = Callable[[Unfinished], bool]
"""Returns whether a write that was cut off is to be finished, else it is dropped; may raise, and leave it."""


class Store(Protocol):
    """Names, bytes and digests.

    What cannot be read or written raises ``VaultError`` with a sentence for the person.
    """

    def where(self, name: str = "") -> str:
        """Return how sentences call the place of a name, or of the store: ``/srv/vault/agency.signed``."""
        ...

    def read(self, names: Sequence[str]) -> dict[str, StoredBytes]:
        """Return what these names hold; a name that holds nothing is left out.

        The bytes of each are whole, and of one write. Raises ``VaultError`` where one cannot be read.
        """
        ...

    def stamp(self, name: str) -> Stamp:
        """Return the stamp of a name, which differs after every write; ``NOTHING`` where it holds nothing."""
        ...

    def stamps(self, prefix: str) -> Iterator[tuple[str, Stamp]]:
        """Yield every name that begins with ``prefix`` (one that ends in ``/``), with its stamp, in no order.

        Raises ``VaultError`` where they cannot be listed.
        """
        ...

    def write(
        self, changes: Sequence[Change], unless: Mapping[str, Stamp] = NO_STAMPS, signer: Signer | None = None
    ) -> dict[str, StoredBytes]:
        """Make all of these changes, durably, or none; return what each name holds then.

        They are made where every name still holds the bytes that were seen, and the stamps of the names
        in ``unless`` are still these; else this raises ``Changed``. Raises ``VaultError`` where it cannot be
        written; nothing was changed then. The journal is told of the changes that name who wrote, where it
        can be: else whoever compares stamps finds them.

        A store that cannot write several names at once writes down first what it is about to do, signed by
        ``signer``: after a kill ``settle`` finishes it, and until then none of these names is written. What
        is written together with a signer is one record and what lies beside it: its names differ in their
        first part alone (``cases/7K3F9Q.age``, ``covers/7K3F9Q.age``). Without a signer the changes are made
        in the order given, and a kill may leave the first of them.
        """
        ...

    def revisions(self, name: str) -> list[Former]:
        """Return a name's former revisions, newest first; raise ``VaultError`` if they cannot be listed."""
        ...

    def read_revision(self, name: str, former: Former) -> StoredBytes:
        """Return a former revision; raise ``VaultError`` where it cannot be read, or its bytes changed."""
        ...

    def replace_revision(self, name: str, former: Former, data: bytes) -> None:
        """Put other bytes, the same sealed anew, in the place of a former revision; raise ``VaultError``."""
        ...

    def journal(self, since: int) -> tuple[list[str], int]:
        """Return the journal's whole lines after the place ``since``, and the place after them.

        Places grow; 0 is the beginning. A journal that ends before ``since`` was begun anew, and is read from
        its beginning. Raises ``VaultError`` where it cannot be read.
        """
        ...

    def wait(self, since: int = -1, seconds: float = 0.0) -> int:
        """Return the place at which the journal ends, once it is not ``since``, or after so many seconds.

        A hint and no more: it may return early, and what it did not notice ``journal`` returns all the same.
        """
        ...

    def append(self, name: str, line: str) -> None:
        """Add one line to a log, whole, after all that are there; raise ``VaultError`` if that cannot be."""
        ...

    def lease(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Hold ``name`` alone, waited for so long; it ends with the context or with its holder's death.

        It is no name that holds bytes, and hinders no write. Raises ``Busy`` where somebody else holds it.
        """
        ...

    def settle(self, name: str, judge: Judge) -> None:
        """Finish or drop the write that was cut off and of which this name was one, as ``judge`` says.

        Nothing is asked where there is none: in a store that writes several names at once there never is.
        Raises ``VaultError`` where it cannot be done, and what ``judge`` raises.
        """
        ...
