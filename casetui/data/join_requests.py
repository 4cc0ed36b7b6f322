"""Requests to be admitted: a person's new public keys, signed with the new key, in the vault's ``requests/``.

Anybody who may write in the vault may leave a request. A request proves only that its author has the private
keys. A manager finds out whose keys they are by comparing the fingerprint.
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
"""The most bytes of a file that is read as a request; a request has about 400."""
_WORKER = re.compile(r"\w[\w.-]{0,59}")


@dataclass(frozen=True)
class JoinRequest:
    """A request that these keys be admitted as a person's."""

    worker: str
    """The worker id that the request names."""
    public: PublicKeys

    @property
    def file(self) -> str:
        """The name of the request's file, such as ``mary-ab2c.json``."""
        return f"{self.worker}-{self.public.fingerprint[:4]}.json"


def keep_request(vault: Vault, worker: str, keys: Keys) -> None:
    """Write a request that ``keys`` be admitted as a worker's; raise ``VaultError`` where that fails."""
    request = JoinRequest(worker, keys.public)
    values = _values(vault, request)
    document = {**dict(zip(_FIELDS, values, strict=True)), "signature": keys.sign(_signed_bytes(values))}
    vault.join_requests.keep(request.file, json.dumps(document).encode())


def requests_in(vault: Vault) -> tuple[list[JoinRequest], list[str]]:
    """Return the requests, and the names of files that are no request; raise ``VaultError`` if unreadable."""
    requests: list[JoinRequest] = []
    wrong: list[str] = []
    for file, (_, size) in sorted(vault.join_requests.list().items()):
        request = _read(vault, file) if size <= LARGEST else None
        if request:
            requests.append(request)
        else:
            wrong.append(file)
    return requests, wrong


def requests_stamp(vault: Vault) -> int:
    """Return a number that changes whenever a request is added or removed; 0 without any request."""
    with suppress(VaultError):
        files = vault.join_requests.list()
        return hash(frozenset(files.items())) if files else 0
    return 0


def drop_request(vault: Vault, file: str) -> None:
    """Remove a file from ``requests/``, a request or not; raise ``VaultError`` where that fails."""
    vault.join_requests.drop(file)


def _read(vault: Vault, file: str) -> JoinRequest | None:
    """Return the request in a file, or ``None`` where the file is no request signed with its own key."""
    try:
        document = json.loads(vault.join_requests.read(file))
        values = [document[name] for name in _FIELDS]
        signature = document["signature"]
    except (VaultError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(isinstance(value, str) for value in (*values, signature)) or values[0] != vault.id:
        return None
    request = JoinRequest(values[1], PublicKeys(values[2], values[3]))
    genuine = _WORKER.fullmatch(request.worker) and _sealable(request.public.read) and file == request.file
    return request if genuine and signed_by(request.public.sign, _signed_bytes(values), signature) else None


def _sealable(recipient: str) -> bool:
    """Return whether a text is an age recipient, to which bytes can be sealed."""
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        return False
    return True


_FIELDS = ("vault", "worker", "read", "sign")
"""The signed values of a request, in this order. With the vault's id it is valid in this vault only."""


def _values(vault: Vault, request: JoinRequest) -> list[str]:
    return [vault.id, request.worker, request.public.read, request.public.sign]


def _signed_bytes(values: Sequence[str]) -> bytes:
    return json.dumps(["casetui request", *values]).encode()
