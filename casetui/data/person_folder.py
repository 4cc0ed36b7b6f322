"""A person's own folder for one vault: their locked keys, what they trust, their drafts."""

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
    """What one person has of their own beside a vault."""

    folder: Path
    """In the person's own data folder, nobody else's to read."""
    who: str
    demo: bool = False
    """Whether the vault is a demo: its keys then lie in ``folder``, and nothing is pinned."""

    @classmethod
    def of(cls, vault: Vault, who: str, data: Path) -> PersonFolder:
        """Return what ``who`` has beside ``vault``; ``data`` is the person's data folder for the program.

        Raises ``Forged`` where the vault says that it is a demo, and somebody here joined it as none:
        ``vault.json`` is not signed, and in a demo nothing is pinned and everybody's keys lie open.
        """
        if vault.demo:
            if joined := _joined(vault, data):
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
        """Return what ``who`` has beside the vault of this id, which may not be there yet."""
        return cls(data / "vaults" / vault_id[:12], who)

    @property
    def key_file(self) -> KeyFile:
        """The person's keys."""
        return KeyFile(self.folder, self.who)

    @property
    def drafts(self) -> Path:
        """The folder of the person's drafts."""
        return self.folder / f"{self.who}.drafts"

    @property
    def seen(self) -> Path:
        """The file in which the person's program keeps what it saw of each case."""
        return self.folder / f"{self.who}.seen"

    @property
    def recovery(self) -> Path:
        """The recovery key, sealed to who set the agency up, until they say that they wrote it down."""
        return self.folder / f"{self.who}.recovery"

    @property
    def _pin(self) -> Path:
        return self.folder / f"{self.who}.pin"

    def pin(self, vault: Vault, agency_file: AgencyFile) -> None:
        """Trust this agency file of ``vault`` from now on, and whoever it says may change it.

        Raises ``Forged`` where it does not lead back to who set the agency up.
        """
        from casetui.data.trust import first_pin, keep_pin

        keep_pin(self._pin, first_pin(vault, agency_file))

    def pinned(self) -> Pin | None:
        """Return what the person trusts, or ``None`` before they joined; raise ``NotWhole`` if unreadable."""
        from casetui.data.trust import read_pin

        return read_pin(self._pin)

    def agency(self, vault: Vault) -> AgencyFile:
        """Return the agency file, where it is to be trusted; raise ``Forged`` or ``VaultError``."""
        from casetui.data.people import AgencyFile
        from casetui.data.trust import keep_pin, trusted_agency

        pin = None if self.demo else self.pinned()
        if pin is None:
            return AgencyFile.load(vault, "agency")
        file, newer = trusted_agency(vault, pin)
        if newer is not pin:
            keep_pin(self._pin, newer)
        return file


def _joined(vault: Vault, data: Path) -> Path | None:
    """Return the key or pin that somebody has for a vault with this id, or for one in this folder."""
    beside = PersonFolder.beside(vault.id, "", data).folder
    for found in (*beside.glob("*.key"), *beside.glob("*.pin")):
        return found
    place = str(Path(vault.place).resolve())
    for pin in beside.parent.glob("*/*.pin"):
        with suppress(OSError, ValueError, AttributeError, RecursionError):
            if json.loads(pin.read_bytes()).get("place") == place:
                return pin
    return None
