"""A vault that is being made: until ``vault.json`` is there, last of all, it is none."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from casetui.data.errors import VaultError, cannot
from casetui.data.store.durable import write_whole
from casetui.data.store.former import Keep
from casetui.data.vault import Vault
from casetui.data.vault_json import FORMAT
from casetui.words import N_, say


def make_vault(folder: Path, files: Mapping[str, bytes], *, demo: object = None, vault_id: str = "") -> Vault:
    """Make a new vault that holds ``files``, as they lie on the disk, by name; return it.

    ``demo`` marks one whose people are made up. Of two who make one at once the first does, and nothing of
    the other's is written. Raises ``VaultError`` where a vault stands already, or the folder cannot be
    written.
    """
    about = {"format": FORMAT, "id": vault_id or uuid4().hex, "demo": demo, "keep": asdict(Keep())}
    content = json.dumps(about).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        vault = Vault(folder, content)
        vault.make_folders()
        with vault.held("vault.json"):
            first = {vault.file_of(name): data for name, data in files.items()}
            _write(vault, {**first, folder / "vault.json": content})
    except OSError as error:
        raise VaultError(cannot("write", folder, error)) from error
    return vault


def _write(vault: Vault, files: Mapping[Path, bytes]) -> None:
    """Write the first files; where one fails none is left, for a vault is made in an empty folder."""
    if (vault.folder / "vault.json").exists():
        there = N_("There is a vault at {folder} already. Start casetui again to open it.")
        raise VaultError(say(there, folder=vault.folder))
    try:
        for path, data in files.items():
            write_whole(path, data, vault.file_mode)
    except OSError:
        for path in files:
            path.unlink(missing_ok=True)
        raise


def fill(vault: Vault, files: Iterable[tuple[str, bytes]]) -> int:
    """Write many new files, as they lie on the disk, by name; return how many.

    Unlike a vault's own writing this takes no locks, tells no journal, replaces what is there, and is
    durable only once it returns: all is synced together at the end. Raises ``VaultError``.
    """
    number = 0
    try:
        for name, data in files:
            handle = os.open(vault.file_of(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, vault.file_mode)
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, vault.file_mode)
                file.write(data)
            number += 1
        os.sync()
    except OSError as error:
        raise VaultError(cannot("write", vault.folder, error)) from error
    return number
