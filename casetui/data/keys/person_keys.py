"""A person's keys: one to read with (age), one to sign with (Ed25519), locked with a passphrase.

The private part lies in the person's own data folder; only the public part goes into the vault.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
from nacl import bindings as sodium
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.signing import SigningKey, VerifyKey

from casetui.data.errors import cannot
from casetui.data.keys.passphrases import check_passphrase
from casetui.data.store.files import Files
from casetui.data.store.one_file import OneFile
from casetui.data.store.plain import NoFile
from casetui.words import N_, CaseTUIError, reason_of, say

ARGON2 = {"memory_cost": 131_072, "iterations": 3}
"""Parameters of the passphrase lock: 128 MiB (in KiB) and three passes, about a third of a second.

They are written into each key file, so that stronger ones can come later.
"""
UNLOCKED = {"memory_cost": 8, "iterations": 1}
"""Parameters without a passphrase: in a demo there is nothing to guess."""
ABOUT_BOX = b"casetui key"
"""The label that is locked together with the keys."""
NONCE = 12
"""Bytes of the random value that makes each locking different."""


class WrongPassphrase(CaseTUIError):
    """The passphrase does not open the key file."""


class NoKeys(CaseTUIError):
    """The person has no key file here, or it cannot be read."""


class NotOurs(CaseTUIError):
    """The bytes are sealed to another key, or damaged."""


@dataclass(frozen=True)
class PublicKeys:
    """The public parts of a person's keys."""

    read: str
    """An age recipient, ``age1...``."""
    sign: str
    """An Ed25519 public key, base64."""

    @property
    def fingerprint(self) -> str:
        """Four groups of four signs, to be compared by voice."""
        return fingerprint(f"{self.read} {self.sign}")


def fingerprint(public: str) -> str:
    """Return four groups of four signs that stand for a public key, to be compared by voice."""
    text = base64.b32encode(hashlib.blake2b(public.encode(), digest_size=10).digest()).decode().lower()
    return " ".join(text[n : n + 4] for n in range(0, 16, 4))


class Keys:
    """A person's private keys, unlocked."""

    def __init__(self, read: pyrage.x25519.Identity, sign: SigningKey) -> None:
        self._read = read
        self._sign = sign

    @classmethod
    def make(cls) -> Keys:
        """Return new keys."""
        return cls(pyrage.x25519.Identity.generate(), SigningKey.generate())

    @classmethod
    def of_recovery(cls, secret: str) -> Keys:
        """Return the recovery key with this private part; the key that it signs with follows from that.

        Raises ``NoKeys`` where ``secret`` is no private part of a key.
        """
        try:
            read = pyrage.x25519.Identity.from_str(secret)
        except pyrage.IdentityError:
            raise NoKeys(say(N_("This is no recovery key. Type it as it stands on the paper."))) from None
        return cls(
            read,
            SigningKey(
                hashlib.blake2b(str(read).encode(), digest_size=32, person=b"casetui recovery").digest()
            ),
        )

    @property
    def public(self) -> PublicKeys:
        """The public part."""
        sign = base64.b64encode(bytes(self._sign.verify_key)).decode()
        return PublicKeys(str(self._read.to_public()), sign)

    def reading_secret(self) -> str:
        """Return the private part of the reading key, as the age program takes it."""
        return str(self._read)

    def sign(self, content: bytes) -> str:
        """Return the signature of ``content``, base64."""
        return base64.b64encode(self._sign.sign(content).signature).decode()

    def seal(self, data: bytes) -> bytes:
        """Return ``data`` sealed to this person alone: their register, their drafts."""
        return bytes(pyrage.encrypt(data, [self._read.to_public()]))

    def unseal(self, data: bytes) -> bytes:
        """Return the bytes that ``seal`` sealed; raise ``NotOurs`` for another key's, or damaged bytes."""
        try:
            return bytes(pyrage.decrypt(data, [self._read]))
        except pyrage.DecryptError:
            raise NotOurs(say(N_("This was kept with another key, or is damaged."))) from None

    def lock(self, passphrase: str) -> bytes:
        """Return the key file's content; an empty passphrase locks it for a demo only."""
        salt, nonce = os.urandom(16), os.urandom(NONCE)
        costs = ARGON2 if passphrase else UNLOCKED
        secret = json.dumps(
            {"read": str(self._read), "sign": base64.b64encode(bytes(self._sign)).decode()}
        ).encode()
        key = _stretched(passphrase, salt, costs)
        box = sodium.crypto_aead_chacha20poly1305_ietf_encrypt(secret, ABOUT_BOX, nonce, key)
        about = {"format": 1, "kdf": "argon2id", **costs, "public": vars(self.public)}
        packed = {"salt": salt, "nonce": nonce, "box": box}
        return json.dumps(about | {k: base64.b64encode(v).decode() for k, v in packed.items()}).encode()

    @classmethod
    def unlock(cls, content: bytes, passphrase: str) -> Keys:
        """Return the keys in a key file; raise ``WrongPassphrase``, or ``NoKeys`` where it is damaged."""
        try:
            about: dict[str, Any] = json.loads(content)
            salt, nonce, box = (base64.b64decode(about[k]) for k in ("salt", "nonce", "box"))
            key = _stretched(passphrase, salt, {name: int(about[name]) for name in ARGON2})
            secret = json.loads(_opened(box, nonce, key))
            sign = SigningKey(base64.b64decode(secret["sign"]))
            return cls(pyrage.x25519.Identity.from_str(secret["read"]), sign)
        except (ValueError, KeyError, TypeError, OverflowError, CryptoError, RecursionError):
            raise NoKeys(
                say(N_("Your key file is damaged. Copy it back from a backup, or ask to be admitted anew."))
            ) from None


def _opened(box: bytes, nonce: bytes, key: bytes) -> bytes:
    """Return the content of a key file's box; raise ``WrongPassphrase`` where the key does not open it."""
    if len(nonce) != NONCE:
        raise ValueError
    try:
        return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(box, ABOUT_BOX, nonce, key)
    except CryptoError:
        raise WrongPassphrase(say(N_("This passphrase does not open your key."))) from None


def _stretched(passphrase: str, salt: bytes, costs: dict[str, int]) -> bytes:
    # terminals send one letter in different ways; spaces at the ends do not count
    typed = unicodedata.normalize("NFC", passphrase.strip()).encode(errors="surrogateescape")
    return argon2id.kdf(32, typed, salt, opslimit=costs["iterations"], memlimit=costs["memory_cost"] * 1024)


def signed_by(sign: str, content: bytes, signature: str) -> bool:
    """Return whether ``signature`` over ``content`` is that of the public key ``sign``, both base64."""
    try:
        VerifyKey(base64.b64decode(sign)).verify(content, base64.b64decode(signature))
    except (CryptoError, ValueError):
        return False
    return True


class KeyFile:
    """The file of a person's locked keys, in their own folder for a vault."""

    def __init__(self, files: Files, worker: str) -> None:
        """``files`` are those of the person's folder; a demo has its people's keys in the vault."""
        self._file = OneFile(files, f"{worker}.key")

    @property
    def path(self) -> Path:
        """The path, for sentences."""
        return self._file.path

    def exists(self) -> bool:
        """Return whether the person has keys here."""
        return self._file.exists()

    def make(self, passphrase: str, names: Iterable[str] = ()) -> Keys:
        """Make new keys and keep them locked; raise ``CaseTUIError`` for a passphrase that is easily guessed.

        ``names`` are those of the agency and the person.
        """
        check_passphrase(passphrase, names)
        keys = Keys.make()
        self.keep(keys, passphrase)
        return keys

    def unlock(self, passphrase: str) -> Keys:
        """Return the keys; raise ``WrongPassphrase`` or ``NoKeys``."""
        try:
            content = self._file.read()
        except NoFile as error:
            raise NoKeys(cannot("read", self.path, error)) from None
        except OSError:
            raise NoKeys(say(N_("You have no key here yet."))) from None
        return Keys.unlock(content, passphrase)

    def change(self, old: str, new: str, names: Iterable[str] = ()) -> None:
        """Lock the keys with a new passphrase; raise ``WrongPassphrase`` where ``old`` is not the one."""
        keys = self.unlock(old)
        check_passphrase(new, names)
        self.keep(keys, new)

    def keep_aside(self, suffix: str) -> None:
        """Keep the present file under another name too: ``mary.key.20261121T100000Z``.

        Raises ``NoKeys`` where that fails.
        """
        try:
            self._file.files.copy(self._file.name, f"{self._file.name}.{suffix}")
        except OSError as error:
            raise NoKeys(say(N_("Your key could not be kept: {reason}."), reason=reason_of(error))) from error

    def remove(self) -> None:
        """Remove the file, where it exists; raise ``OSError``."""
        self._file.remove()

    def keep(self, keys: Keys, passphrase: str) -> None:
        """Keep ``keys``, locked with a passphrase; raise ``NoKeys`` where they cannot be written."""
        try:
            self._file.write(keys.lock(passphrase))
        except OSError as error:
            raise NoKeys(say(N_("Your key could not be kept: {reason}."), reason=reason_of(error))) from error
