"""The entrance of a person at this computer. This module loads no models: the first screen needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.data.folders import cache_folder, data_folder

if TYPE_CHECKING:
    from casetui.data.days import Clock
    from casetui.data.vault import Vault
    from casetui.desk.people.signing_in import Entrance


def entrance_for(vault: Vault, who: str, clock: Clock) -> Entrance:
    """Return a person's entrance, with this computer user's folders for the program.

    Raises ``VaultError`` where the agency file cannot be read.
    """
    from casetui.desk.people.signing_in import Entrance

    return Entrance.of(vault, who, data_folder(), cache_folder(), clock)
