"""A person's own folder for one vault: locked keys, the pin, known revisions, drafts."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casetui.data.errors import Forged
from casetui.data.keys.person_keys import KeyFile
from casetui.data.store.files import Files
from casetui.data.store.one_file import OneFile
from casetui.data.vault import Vault
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.people import AgencyFile
    from casetui.data.trust import Pin

DEMO_KEYS = "demo-keys"
"""The folder in a demo vault where its made-up people's keys lie, without a passphrase."""


@dataclass(frozen=True)
class PersonFolder:
    """The files that one person keeps beside a vault."""

    files: Files
    """The files of a folder in the person's data folder that only they can read."""
    who: str
    demo: bool = False
    """Whether the vault is a demo: its keys then lie in the vault, and nothing is pinned."""

    @classmethod
    def of(cls, vault: Vault, who: str, data: Path) -> PersonFolder:
        """Return the folder of the worker ``who`` for ``vault``; ``data`` is the program's data folder.

        Raises ``Forged`` where ``vault.json`` calls the vault a demo, and a person joined it here as no demo:
        ``vault.json`` is not signed, and in a demo nothing is pinned and all keys lie open.
        """
        if vault.demo:
            if joined := _joined_before(vault, data):
                raise Forged(
                    say(
                        N_("{file} says that this is a demo, but it was an agency's own vault before. "
                           "Nothing was opened. A line manager copies {file} back from a backup. "
                           "If you made a demo there yourself, remove {joined} first."),
                        file=Path(vault.place) / "vault.json", joined=joined,
                    )
                )  # fmt: skip
            return cls(Files(Path(vault.place), DEMO_KEYS, own=True), who, demo=True)
        return cls.beside(vault.id, who, data)

    @classmethod
    def beside(cls, vault_id: str, who: str, data: Path) -> PersonFolder:
        """Return the folder of ``who`` for the vault with this id, which may not exist yet."""
        return cls(Files(data, f"vaults/{vault_id[:12]}", own=True), who)

    @property
    def folder(self) -> Path:
        """The path of the folder, for sentences."""
        return self.files.path()

    def file(self, kind: str) -> OneFile:
        """Return the person's file of a kind, such as ``digest``."""
        return OneFile(self.files, f"{self.who}.{kind}")

    @property
    def key_file(self) -> KeyFile:
        """The file of the person's locked keys."""
        return KeyFile(self.files, self.who)

    def holders(self) -> list[str]:
        """Return the ids of all workers who have keys in this folder, in order."""
        names = _names(self.files)
        return sorted(name.removesuffix(".key") for name in names if name.endswith(".key"))

    @property
    def drafts(self) -> Files:
        """The files of the person's drafts."""
        return self.files.inside(f"{self.who}.drafts")

    @property
    def known_revisions(self) -> OneFile:
        """The file of the revisions of cases that the person's program trusted."""
        return self.file("seen")

    @property
    def recovery(self) -> OneFile:
        """The file of the recovery key, sealed to the founder of the agency until they wrote it down."""
        return self.file("recovery")

    @property
    def pin_file(self) -> OneFile:
        """The file of the pinned agency file: its revision, and the key that everything is traced to."""
        return self.file("pin")

    def pin(self, vault: Vault, agency_file: AgencyFile) -> None:
        """Pin this agency file of ``vault``: it is trusted from now on.

        Raises ``Forged`` where it does not lead back to the person who set the agency up.
        """
        from casetui.data.trust import first_pin, keep_pin

        keep_pin(self.pin_file, first_pin(vault, agency_file))

    def pinned(self) -> Pin | None:
        """Return the person's pin, ``None`` before they joined; raise ``NotWhole`` if it is unreadable."""
        from casetui.data.trust import read_pin

        return read_pin(self.pin_file)

    def agency(self, vault: Vault) -> AgencyFile:
        """Return the agency file; raise ``Forged`` where it is not to be trusted, or ``VaultError``."""
        from casetui.data.people import AgencyFile
        from casetui.data.trust import keep_pin, trusted_agency

        pin = None if self.demo else self.pinned()
        if pin is None:
            return AgencyFile.load(vault, "agency")
        file, newer = trusted_agency(vault, pin)
        if newer is not pin:
            keep_pin(self.pin_file, newer)
        return file


def _joined_before(vault: Vault, data: Path) -> Path | None:
    """Return the path of a key or a pin for a vault with this id, or for another vault in this folder."""
    vaults = Files(data, "vaults", own=True)
    place = str(Path(vault.place).resolve())
    for folder in sorted(_names(vaults), key=lambda name: (name != vault.id[:12], name)):
        for name in sorted(_names(vaults, folder)):
            if folder == vault.id[:12] and name.endswith((".key", ".pin")):
                return vaults.path(f"{folder}/{name}")
            if name.endswith(".pin"):
                with suppress(OSError, ValueError, AttributeError, RecursionError):
                    if json.loads(vaults.read(f"{folder}/{name}")[0]).get("place") == place:
                        return vaults.path(f"{folder}/{name}")
    return None


def _names(files: Files, folder: str = "") -> list[str]:
    """Return the names of a folder's entries; none where it is missing, or is no folder."""
    try:
        return files.names(folder)
    except OSError:
        return []
