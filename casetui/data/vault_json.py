"""``vault.json``: the format and the id of a vault, not sealed."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from casetui.data.errors import NoVault, VaultError
from casetui.data.keep import Keep
from casetui.data.store.base import NOTHING, Store
from casetui.data.store.places import store_at
from casetui.words import N_, say

NAME = "vault.json"
"""The name in the store."""
FORMAT = 2
"""The format of vaults that this version makes. A newer format is only read; there is no older one."""


def is_vault(place: Path) -> bool:
    """Return whether there is a vault at a place, also one that cannot be opened."""
    with suppress(VaultError):
        return store_at(place).stamp(NAME) != NOTHING
    return False


class VaultJson:
    """The content of ``vault.json``. It is neither sealed nor signed, so nothing in it is to be trusted."""

    def __init__(self, content: dict[str, Any]) -> None:
        """Raise ``ValueError`` or another error where ``content`` is not that of a ``vault.json``."""
        self.content = content
        self.format = int(content["format"])
        self.id = _known_id(content["id"])
        self.demo = content.get("demo")
        """How a demo was made, whose people are made up; ``None`` for an agency's vault."""
        written, usual = Keep.of(content.get("keep")), Keep()
        self.keep = Keep(max(written.hours, usual.hours), max(written.days, usual.days))
        """How long former revisions are kept, as earlier versions of the program wrote it here.

        It counts only where the agency's settings do not say it, and only to keep them for longer than usual.
        """

    @classmethod
    def read(cls, store: Store, data: bytes | None) -> VaultJson:
        """Return the ``vault.json`` of a store; ``data`` stands in where the store has lost it.

        Raises ``NoVault`` or ``VaultError``.
        """
        if data is None:
            try:
                data = store.read([NAME])[NAME].data
            except KeyError:
                sentence = N_("There is no vault at {folder}. Start casetui there to set one up.")
                raise NoVault(say(sentence, folder=store.where())) from None
        try:
            vault_json = cls(json.loads(data))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            raise VaultError(
                say(
                    N_(
                        "{file} is damaged. Bring it back with casetui restore, or from a backup of your own."
                    ),
                    file=store.where(NAME),
                )
            ) from None
        if vault_json.format < FORMAT:
            raise VaultError(
                say(
                    N_("{file} names a format that no version of the program makes. Bring it back with "
                       "casetui restore, or from a backup of your own."),
                    file=store.where(NAME),
                )
            )  # fmt: skip
        return vault_json


def _known_id(given: object) -> str:
    """Return ``given`` where it is a vault's id, which names folders; else raise ``ValueError``."""
    if not re.fullmatch("[0-9a-f]{32}", str(given)):
        raise ValueError(given)
    return str(given)
