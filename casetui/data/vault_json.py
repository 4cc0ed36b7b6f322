"""What a vault says of itself, in the clear, in ``vault.json``."""

from __future__ import annotations

import json
import re
from typing import Any

from casetui.data.errors import NoVault, VaultError
from casetui.data.store.base import Keep, Store
from casetui.words import N_, say

NAME = "vault.json"
"""What it is called in the store."""
FORMAT = 2
"""The format of a vault as this version makes it. A newer one is only read; there is no older one."""


class VaultJson:
    """The content of ``vault.json``: it is not sealed, and not signed, so nothing in it is to be trusted."""

    def __init__(self, content: dict[str, Any]) -> None:
        """Raise ``ValueError`` or another error where this is not what a vault says."""
        self.content = content
        self.format = int(content["format"])
        self.id = _known_id(content["id"])
        self.demo = content.get("demo")
        """What the vault is a demo of, where its people are made up."""
        self.keep = Keep.of(content.get("keep"))
        """How long former revisions are kept."""

    @classmethod
    def read(cls, store: Store, data: bytes | None) -> VaultJson:
        """Return what the vault on a store says; ``data`` stands in for a ``vault.json`` that is lost.

        Raises ``NoVault`` or ``VaultError``.
        """
        if data is None:
            try:
                data = store.read([NAME])[NAME].data
            except KeyError:
                sentence = N_("There is no vault at {folder}. Start casetui there to set one up.")
                raise NoVault(say(sentence, folder=store.where())) from None
        try:
            found = cls(json.loads(data))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            raise VaultError(
                say(
                    N_(
                        "{file} is damaged. Bring it back with casetui restore, or from a backup of your own."
                    ),
                    file=store.where(NAME),
                )
            ) from None
        if found.format < FORMAT:
            raise VaultError(
                say(
                    N_("{file} names a format that no version of the program makes. Bring it back with "
                       "casetui restore, or from a backup of your own."),
                    file=store.where(NAME),
                )
            )  # fmt: skip
        return found


def _known_id(given: object) -> str:
    """Return a vault's id; raise ``ValueError`` for another text: people's own folders are named by it."""
    if not re.fullmatch("[0-9a-f]{32}", str(given)):
        raise ValueError(given)
    return str(given)
