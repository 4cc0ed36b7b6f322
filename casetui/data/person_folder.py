"""A person's own folder for one vault: locked keys, the pin, known revisions, drafts."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casetui.data.errors import Forged
from casetui.data.keys.person_keys import KeyFile
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

    folder: Path
    """A folder in the person's data folder that only they can read."""
    who: str
    demo: bool = False
    """Whether the vault is a demo: its keys then lie in ``folder``, and nothing is pinned."""

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
                           "Nothing was opened. Tell a line manager, and copy {file} back from a backup. "
                           "If you made a demo there yourself, remove {joined} first."),
                        file=Path(vault.place) / "vault.json", joined=joined,
                    )
                )  # fmt: skip
            return cls(Path(vault.place) / DEMO_KEYS, who, demo=True)
        return cls.beside(vault.id, who, data)

    @classmethod
    def beside(cls, vault_id: str, who: str, data: Path) -> PersonFolder:
        """Return the folder of ``who`` for the vault with this id, which may not exist yet."""
        return cls(data / "vaults" / vault_id[:12], who)

    @property
    def key_file(self) -> KeyFile:
        """The file of the person's locked keys."""
        return KeyFile(self.folder, self.who)

    @property
    def drafts(self) -> Path:
        """The folder of the person's drafts."""
        return self.folder / f"{self.who}.drafts"

    @property
    def known_revisions(self) -> Path:
        """The file of the revisions of cases that the person's program trusted."""
        return self.folder / f"{self.who}.seen"

    @property
    def recovery(self) -> Path:
        """The file of the recovery key, sealed to the founder of the agency until they wrote it down."""
        return self.folder / f"{self.who}.recovery"

    @property
    def pin_file(self) -> Path:
        """The file of the pinned agency file: its revision, and the key that everything is traced to."""
        return self.folder / f"{self.who}.pin"

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
    beside = PersonFolder.beside(vault.id, "", data).folder
    for path in (*beside.glob("*.key"), *beside.glob("*.pin")):
        return path
    place = str(Path(vault.place).resolve())
    for pin in beside.parent.glob("*/*.pin"):
        with suppress(OSError, ValueError, AttributeError, RecursionError):
            if json.loads(pin.read_bytes()).get("place") == place:
                return pin
    return None
