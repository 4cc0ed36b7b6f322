"""What a vault says of itself, in the clear, in ``vault.json``."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

from casetui.data.errors import NoVault, VaultError, cannot
from casetui.data.store.former import Keep
from casetui.words import N_, say

FORMAT = 2
"""The format of a vault as this version makes it. A newer one is only read; there is no older one."""


class VaultJson:
    """The content of ``vault.json``: nothing in it is secret, and nothing of it is to be trusted."""

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
    def read(cls, folder: Path, data: bytes | None) -> VaultJson:
        """Return what the vault in ``folder`` says; ``data`` stands in for a file that is lost.

        Raises ``NoVault`` or ``VaultError``.
        """
        try:
            found = cls(json.loads((folder / "vault.json").read_bytes() if data is None else data))
        except FileNotFoundError:
            raise NoVault(
                say(N_("There is no vault at {folder}. Start casetui there to set one up."), folder=folder)
            ) from None
        except OSError as error:
            raise VaultError(cannot("read", folder, error)) from error
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            raise VaultError(
                say(
                    N_(
                        "{file} is damaged. Bring it back with casetui restore, or from a backup of your own."
                    ),
                    file=folder / "vault.json",
                )
            ) from None
        if found.format < FORMAT:
            raise VaultError(
                say(
                    N_("{file} names a format that no version of the program makes. Bring it back with "
                       "casetui restore, or from a backup of your own."),
                    file=folder / "vault.json",
                )
            )  # fmt: skip
        return found


def _known_id(given: object) -> str:
    """Return a vault's id; raise ``ValueError`` for another text: people's own folders are named by it."""
    if not re.fullmatch("[0-9a-f]{32}", str(given)):
        raise ValueError(given)
    return str(given)


def is_shared(folder: Path) -> bool:
    """Return whether a vault's folder says that its group may write in it."""
    return bool(stat.S_IMODE(folder.stat().st_mode) & stat.S_IWGRP)


def file_mode(shared: bool) -> int:
    """Return the rights of every file in a vault."""
    return 0o660 if shared else 0o600
