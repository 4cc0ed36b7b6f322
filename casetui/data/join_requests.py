"""Requests to be admitted: a person's new public keys, signed with the new key, in the vault's ``requests/``.

Anybody who may write in the vault may leave a request. It says nothing but the keys; a manager finds out
whose keys they are, by comparing the fingerprint.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import pyrage

from casetui.data.errors import VaultError
from casetui.data.keys.person_keys import Keys, PublicKeys, signed_by
from casetui.data.vault import Vault

LARGEST = 4096
"""Bytes of the largest file that is looked at: a request has about 400."""
_WORKER = re.compile(r"\w[\w.-]{0,59}")


@dataclass(frozen=True)
class JoinRequest:
    """A request that these keys be admitted as a person's."""

    worker: str
    """Worker id of the person that it names."""
    public: PublicKeys

    @property
    def file(self) -> str:
        """The name of the file that it lies in, such as ``mary-ab2c.json``."""
        return f"{self.worker}-{self.public.fingerprint[:4]}.json"


def keep_request(vault: Vault, worker: str, keys: Keys) -> None:
    """Ask that ``keys`` be admitted as a worker's; raise ``VaultError`` where that cannot be written."""
    asked = JoinRequest(worker, keys.public)
    words = _words(vault, asked)
    document = {**dict(zip(_NAMES, words, strict=True)), "signature": keys.sign(_line(words))}
    vault.requests.keep(asked.file, json.dumps(document).encode())


def requests_in(vault: Vault) -> tuple[list[JoinRequest], list[str]]:
    """Return the requests, and the names of files that are none; raise ``VaultError`` if none can be read."""
    found: list[JoinRequest] = []
    wrong: list[str] = []
    for file, (_, size) in sorted(vault.requests.list().items()):
        request = _read(vault, file) if size <= LARGEST else None
        if request:
            found.append(request)
        else:
            wrong.append(file)
    return found, wrong


def requests_stamp(vault: Vault) -> int:
    """Return what changes whenever a request comes or goes; 0 where nobody asks."""
    with suppress(VaultError):
        there = vault.requests.list()
        return hash(frozenset(there.items())) if there else 0
    return 0


def drop_request(vault: Vault, file: str) -> None:
    """Remove a request, or what lies there in place of one; raise ``VaultError`` where that cannot be."""
    vault.requests.drop(file)


def _read(vault: Vault, file: str) -> JoinRequest | None:
    """Return the request in a file, or ``None`` where it is none, or was not signed with the key it names."""
    try:
        document = json.loads(vault.requests.read(file))
        words = [document[name] for name in _NAMES]
        signature = document["signature"]
    except (VaultError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(isinstance(word, str) for word in (*words, signature)) or words[0] != vault.id:
        return None
    asked = JoinRequest(words[1], PublicKeys(words[2], words[3]))
    whole = _WORKER.fullmatch(asked.worker) and _sealable(asked.public.read) and file == asked.file
    return asked if whole and signed_by(asked.public.sign, _line(words), signature) else None


def _sealable(recipient: str) -> bool:
    """Return whether anything can be sealed to this."""
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        return False
    return True


_NAMES = ("vault", "worker", "read", "sign")
"""What a request says, in this order. It names the vault, so that it serves for no other."""


def _words(vault: Vault, asked: JoinRequest) -> list[str]:
    return [vault.id, asked.worker, asked.public.read, asked.public.sign]


def _line(words: Sequence[str]) -> bytes:
    return json.dumps(["casetui request", *words]).encode()
