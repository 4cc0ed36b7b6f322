"""Sealed and signed revisions: an age file whose content says who wrote it, after which revision.

The age program and one of the recipients' keys open it. Inside stand a line about the revision, a line
with its author's signature, and the content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import pyrage

from casetui.data.keys import Keys, PublicKeys, signed_by
from casetui.words import N_, CaseTUIError, say

MOST_RECIPIENTS = 3
"""Team key, the case's own key, recovery key: sealing to thirty costs six times a plain write."""


class CannotOpen(CaseTUIError):
    """Sealed to others: nobody present has a key to it."""


class NotWhole(CaseTUIError):
    """The file was damaged, cut short, or put together from parts."""


class Forged(CaseTUIError):
    """The signature is not that of the author it names, or the author had no right."""


@dataclass(frozen=True)
class About:
    """What a revision says of itself; signed together with its content."""

    name: str
    revision: int
    former: str
    """Digest of the revision before; empty for the first."""
    by: str
    at: str
    digest: str
    """Digest of the content."""

    def line(self) -> bytes:
        """Return the line that is signed."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()

    @property
    def instant(self) -> datetime:
        """When it was written."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Revision:
    """A revision that was opened: what it says of itself, its signature, its content."""

    about: About
    signature: str
    content: bytes

    def check(self, author: PublicKeys) -> None:
        """Raise ``Forged`` unless ``author`` signed this."""
        if not signed_by(author, self.about.line(), self.signature):
            raise Forged(
                say(
                    N_("{name}, revision {n}: the signature is not {by}'s. Tell a line manager."),
                    name=self.about.name, n=self.about.revision, by=self.about.by,
                )
            )  # fmt: skip


def digest_of(content: bytes) -> str:
    """Return the digest by which contents and revisions are named."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def signed(about: About, content: bytes, author: Keys) -> bytes:
    """Return a revision as it stands before sealing: about, signature, content."""
    line = about.line()
    return b"\n".join((line, author.sign(line).encode(), content))


def read_signed(name: str, data: bytes) -> Revision:
    """Return the revision in what ``signed`` made; raise ``NotWhole`` where it is not whole."""
    try:
        line, signature, content = data.split(b"\n", 2)
        about = About(**json.loads(line))
    except (ValueError, TypeError):
        raise NotWhole(say(N_("{name} is damaged. Run casetui check --repair."), name=name)) from None
    if about.digest != digest_of(content) or about.name != name or about.line() != line:
        raise NotWhole(say(N_("{name} is damaged. Run casetui check --repair."), name=name))
    return Revision(about, signature.decode(errors="replace"), content)


def seal(data: bytes, recipients: Sequence[str]) -> bytes:
    """Return ``data`` sealed to ``recipients`` (``age1...``), at most ``MOST_RECIPIENTS`` of them."""
    assert 0 < len(recipients) <= MOST_RECIPIENTS
    return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(one) for one in recipients]))


def unseal(name: str, data: bytes, identities: Sequence[pyrage.x25519.Identity]) -> bytes:
    """Return what was sealed; raise ``CannotOpen`` without a key to it, ``NotWhole`` where it is damaged."""
    try:
        return bytes(pyrage.decrypt(data, list(identities)))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise CannotOpen(
                say(N_("{name} is sealed to others. A line manager of that team can open it."), name=name)
            ) from None
        raise NotWhole(say(N_("{name} is damaged. Run casetui check --repair."), name=name)) from None
