"""Sealed and signed revisions: an age file, which the age program opens with a recipient's key.

Inside are a line of JSON about the revision (``RevisionHead``), a line with its author's signature, and the
content.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import pyrage

from casetui.data.errors import CannotOpen, NotWhole
from casetui.data.groups import EVERYONE
from casetui.data.keys.known_revisions import KnownRevision, Reach
from casetui.data.keys.person_keys import Keys, signed_by
from casetui.data.store.base import NOTHING, Signer, Stamp, digest_of
from casetui.words import N_, say

MOST_REVISIONS = 10**9
"""The highest number of a revision: no file is saved so often."""
DAMAGED = N_("{name} is damaged. Run casetui check --repair.")
MOST_RECIPIENTS = 3
"""Team key, case's own key, recovery key. Sealing to thirty recipients takes six times as long."""


@dataclass(frozen=True)
class Readers:
    """Who may read a file; the holder of the recovery key may read every file."""

    group: str = EVERYONE
    """A team, or ``EVERYONE``."""
    own_key: str = ""
    """The age recipient of the case's own key; empty where it has none."""
    only_own: bool = False
    """Whether the file is sealed to its own key and not to the group: a restricted case."""


@dataclass(frozen=True)
class RevisionHead:
    """The signed head of a revision. It holds the digest of the content, so that is signed too."""

    name: str
    """The file's name in the vault."""
    revision: int
    """Counts from 1."""
    former: str
    """Digest of the revision before; empty for the first."""
    by: str
    """Worker id of the author."""
    at: str
    """The instant, in UTC."""
    digest: str
    """Digest of the content."""

    def check(self) -> None:
        """Raise ``ValueError`` or ``TypeError`` unless every value has its type."""
        texts = (self.name, self.former, self.by, self.digest)
        if not all(isinstance(text, str) for text in texts) or type(self.revision) is not int:
            raise TypeError(texts)
        if not 1 <= self.revision <= MOST_REVISIONS:
            raise ValueError(self.revision)
        if datetime.fromisoformat(self.at).tzinfo is None:
            raise ValueError(self.at)

    def line(self) -> bytes:
        """Return the line that is signed."""
        return json.dumps(vars(self), sort_keys=True, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Revision:
    """A revision that was opened: its head, its signature, its content."""

    about: RevisionHead
    signature: str
    content: bytes
    digest: str
    """The digest that names the revision; it stays the same when the revision is sealed to others."""
    stamp: Stamp = field(default=NOTHING, compare=False)
    """The stamp of the file that it was read from; its instant stays when it is sealed to others."""

    def signed_by(self, keys: Sequence[str]) -> bool:
        """Return whether one of these keys (Ed25519, base64) signed it."""
        return any(signed_by(key, self.about.line(), self.signature) for key in keys)


class Seals(Signer, Protocol):
    """Turns a revision into a file and back, for one person."""

    def close(
        self, name: str, content: bytes, at: datetime, former: Revision | None, to: Readers
    ) -> tuple[Revision, bytes]:
        """Return the revision after ``former``, and the file that holds it."""
        ...

    def open(self, name: str, data: bytes, stamp: Stamp = NOTHING) -> Revision:
        """Return the revision in a file with this stamp; raise ``CannotOpen``, ``NotWhole`` or ``Forged``."""
        ...

    def signed_by(self, who: str, words: Sequence[str], signature: str) -> bool:
        """Return whether ``who`` signed this statement, with any key that was ever theirs."""
        ...

    def person(self, who: str) -> str:
        """Return a person's name by worker id; the id itself where it is nobody's."""
        ...

    def known(self, name: str) -> KnownRevision | None:
        """Return the highest trusted revision of a case, or ``None`` where the person has read none."""
        ...

    def opens_case(self, name: str, reach: Reach) -> bool:
        """Return whether the person could open a case with this reach."""
        ...

    def check_author(self, revision: Revision, after: Reach, before: Reach | None) -> None:
        """Raise ``Forged`` unless the author had the right; ``after`` is this revision's reach."""
        ...


class Locked:
    """The seals before a person gave their passphrase: only files that are not sealed can be read."""

    who = ""

    def close(
        self, name: str, content: bytes, at: datetime, former: Revision | None, to: Readers
    ) -> tuple[Revision, bytes]:
        """Raise ``CannotOpen``: nobody has signed in."""
        raise CannotOpen(say(N_("Sign in first: what is saved is signed and sealed.")))

    def open(self, name: str, data: bytes, stamp: Stamp = NOTHING) -> Revision:
        """Return the revision in a signed file, unchecked; raise ``CannotOpen`` for a sealed file."""
        if not only_signed(name):
            raise CannotOpen(say(N_("Sign in first: {name} is sealed."), name=name))
        return read_signed(name, data)

    def signature(self, words: Sequence[str]) -> str:
        """Raise ``CannotOpen``: nobody has signed in."""
        raise CannotOpen(say(N_("Sign in first: what is saved is signed and sealed.")))

    def signed_by(self, who: str, words: Sequence[str], signature: str) -> bool:
        """Return ``False``: without the agency file no keys are known."""
        return False

    def person(self, who: str) -> str:
        """Return the id itself: no names are known."""
        return who

    def known(self, name: str) -> KnownRevision | None:
        """Return ``None``: nobody has signed in."""
        return None

    def opens_case(self, name: str, reach: Reach) -> bool:
        """Return ``False``: nobody has signed in."""
        return False

    def check_author(self, revision: Revision, after: Reach, before: Reach | None) -> None:
        """Raise ``CannotOpen``: nobody has signed in, and no case was opened."""
        raise CannotOpen(say(N_("Sign in first: {name} is sealed."), name=revision.about.name))


def only_signed(name: str) -> bool:
    """Return whether a file is signed and not sealed: the agency file, and files of keys."""
    return name == "agency" or name.startswith("keys/")


def suffix(name: str) -> str:
    """Return the ending of a file in the store: ``.signed`` for ``agency``, ``.age`` for a case."""
    return ".signed" if only_signed(name) else ".age"


def signed(about: RevisionHead, content: bytes, author: Keys) -> tuple[Revision, bytes]:
    """Return a signed revision, and its bytes before sealing: head, signature and content in lines."""
    line = about.line()
    signature = author.sign(line)
    data = b"\n".join((line, signature.encode(), content))
    return Revision(about, signature, content, digest_of(data)), data


def read_signed(name: str, data: bytes) -> Revision:
    """Return the revision in bytes that ``signed`` made; raise ``NotWhole`` where they are damaged."""
    try:
        line, signature, content = data.split(b"\n", 2)
        about = RevisionHead(**json.loads(line))
        about.check()
        whole = about.digest == digest_of(content) and about.line() == line
    except (ValueError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise NotWhole(say(DAMAGED, name=name))
    if about.name != name:
        raise NotWhole(say(N_("{name} is a file of {other}, put in its place."), name=name, other=about.name))
    return Revision(about, signature.decode(errors="replace"), content, digest_of(data))


def seal(data: bytes, recipients: Sequence[str]) -> bytes:
    """Return ``data`` sealed to ``recipients`` (``age1...``), at most ``MOST_RECIPIENTS`` of them."""
    assert 0 < len(recipients) <= MOST_RECIPIENTS
    return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(public) for public in recipients]))


def unseal(name: str, data: bytes, identities: Sequence[pyrage.x25519.Identity]) -> bytes:
    """Return the unsealed bytes; raise ``CannotOpen`` without the key, ``NotWhole`` where damaged."""
    try:
        return bytes(pyrage.decrypt(data, list(identities)))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise CannotOpen(
                say(N_("{name} is sealed to others. A line manager of that team can open it."), name=name)
            ) from None
        raise NotWhole(say(DAMAGED, name=name)) from None
