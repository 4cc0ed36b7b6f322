"""Makes a vault. ``vault.json`` is written last: a folder without it holds no vault."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import uuid4

from casetui.data.errors import Changed, VaultError, cannot
from casetui.data.keys.sealing import only_signed, suffix
from casetui.data.store.base import Change, Store, bare
from casetui.data.store.places import make_store_at
from casetui.data.vault import Vault
from casetui.data.vault_json import FORMAT, NAME
from casetui.words import N_, say


def make_vault(folder: Path, files: Mapping[str, bytes], *, demo: object = None, vault_id: str = "") -> Vault:
    """Make a new vault with ``files`` (signed and sealed bytes by name) in a folder, and return it.

    ``demo`` marks a vault whose people are made up. Where two programs make a vault in one folder at once,
    the second writes nothing. Raises ``VaultError`` where the folder holds a vault already, or cannot be
    written.
    """
    about = {"format": FORMAT, "id": vault_id or uuid4().hex, "demo": demo}
    content = json.dumps(about).encode()
    try:
        store = make_store_at(folder)
    except OSError as error:
        raise VaultError(cannot("write", folder, error)) from error
    try:
        store.write(
            _first_changes(store, {**{name + suffix(name): files[name] for name in files}, NAME: content})
        )
    except Changed:
        sentence = N_("There is a vault at {folder} already. Start casetui again to open it.")
        raise VaultError(say(sentence, folder=folder)) from None
    except VaultError as error:
        if isinstance(error.__cause__, OSError):
            raise VaultError(cannot("write", folder, error.__cause__)) from error
        raise
    return Vault(store)


def _first_changes(store: Store, files: Mapping[str, bytes]) -> list[Change]:
    """Return the changes that write the first files, over files that a cut off making of a vault left."""
    leftovers = store.read([name for name in files if name != NAME])
    return [
        Change(
            name, data, leftovers[name].digest if name in leftovers else "",
            twice=only_signed(bare(name)),
        )
        for name, data in files.items()
    ]  # fmt: skip


def fill(vault: Vault, files: Iterable[tuple[str, bytes]]) -> int:
    """Write many new files (signed and sealed bytes by name); return how many. Raises ``VaultError``.

    Nobody else may write in the vault meanwhile: see ``Upkeep.fill``.
    """
    return vault.upkeep.fill((name + suffix(name), data) for name, data in files)
