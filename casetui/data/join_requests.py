"""Requests to be admitted: a person's new public keys, signed with the new key, in the vault's ``requests/``.

Anybody who may write in the folder may leave one. It says nothing but the keys; whose they are is for a
manager to find out, by comparing the fingerprint.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyrage

from casetui.data.errors import VaultError, cannot
from casetui.data.keys.person_keys import Keys, PublicKeys, signed_by
from casetui.data.store.durable import make_folder, read_whole, write_whole
from casetui.data.vault import Vault

FOLDER = "requests"
LARGEST = 4096
"""Bytes of the largest file that is looked at: a request has about 400."""
_WORKER = re.compile(r"\w[\w.-]{0,59}")


@dataclass(frozen=True)
class Request:
    """Somebody asks that these keys be admitted as a person's."""

    worker: str
    """Worker id of whom it names."""
    public: PublicKeys

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.worker}-{self.public.fingerprint[:4]}.json"


def keep_request(vault: Vault, worker: str, keys: Keys) -> None:
    """Ask that ``keys`` be admitted as a worker's; raise ``VaultError`` where that cannot be written."""
    asked = Request(worker, keys.public)
    words = _words(vault, asked)
    document = {**dict(zip(_NAMES, words, strict=True)), "signature": keys.sign(_line(words))}
    path = vault.folder / FOLDER / asked.file
    try:
        make_folder(path.parent, vault.folder_mode)
        write_whole(path, json.dumps(document).encode(), vault.file_mode)
    except OSError as error:
        raise VaultError(cannot("write", path, error)) from error


def requests_in(vault: Vault) -> tuple[list[Request], list[str]]:
    """Return the requests, and the names of files that are none; raise ``VaultError`` if none can be read."""
    folder = vault.folder / FOLDER
    try:
        files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise VaultError(cannot("read", folder, error)) from error
    found: list[Request] = []
    wrong: list[str] = []
    for path in files:
        if request := _read(vault, path):
            found.append(request)
        else:
            wrong.append(path.name)
    return found, wrong


def requests_stamp(vault: Vault) -> int:
    """Return what changes whenever a request comes or goes; 0 where nobody has ever asked."""
    with suppress(OSError):
        return (vault.folder / FOLDER).stat().st_mtime_ns
    return 0


def drop_request(vault: Vault, file: str) -> None:
    """Remove a request, or what lies there in place of one; raise ``VaultError`` where that cannot be."""
    path = vault.folder / FOLDER / file
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise VaultError(cannot("write", path, error)) from error


def _read(vault: Vault, path: Path) -> Request | None:
    """Return the request in a file, or ``None`` where it is none, or was not signed with the key it names."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        document = json.loads(read_whole(path)[0])
        words = [document[name] for name in _NAMES]
        signature = document["signature"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(isinstance(word, str) for word in (*words, signature)) or words[0] != vault.id:
        return None
    asked = Request(words[1], PublicKeys(words[2], words[3]))
    whole = _WORKER.fullmatch(asked.worker) and _sealable(asked.public.read) and path.name == asked.file
    return asked if whole and signed_by(asked.public.sign, _line(words), signature) else None


def _sealable(recipient: str) -> bool:
    """Return whether anything can be sealed to this."""
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        return False
    return True


_NAMES = ("vault", "worker", "read", "sign")
"""What a request says, in this order: the vault too, so that it is good for no other."""


def _words(vault: Vault, asked: Request) -> list[str]:
    return [vault.id, asked.worker, asked.public.read, asked.public.sign]


def _line(words: Sequence[str]) -> bytes:
    return json.dumps(["casetui request", *words]).encode()
