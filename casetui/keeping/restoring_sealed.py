"""What a restore brings back, and people can open who may not open the case any more, is sealed anew.

A backup is older than the vault. Since it was made a case may have been restricted or given to another team,
and people may have left. So a case is put on the vault's list before anything of it comes back, which
outlives a kill. It is taken off the list at the end where all of it is sealed as it should be.
"""

from __future__ import annotations

from contextlib import suppress

from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.store.beside import ToReseal
from casetui.keeping.checking_sealed import unsealed
from casetui.keeping.keeper import Keeper


class ToSealAnew:
    """Puts on the vault's list what is sealed to other people than today's readers once it is back."""

    def __init__(self, keeper: Keeper | None) -> None:
        """Without a ``keeper`` the vault was empty: the list comes back from the backup like the cases."""
        self._keeper = keeper if keeper and keeper.keyring and keeper.file else None
        self._listed: dict[str, ToReseal] = {}
        """The entries that this restore put on the list, by the cases' numbers."""

    def before(self, name: str) -> None:
        """Put a case on the list before a file of it, or of its cover sheet, comes back; ``VaultError``."""
        kind, _, number = name.rpartition("/")
        if self._keeper and kind in ("cases", "covers") and number not in self._listed:
            vault = self._keeper.vault
            known = vault.known(f"cases/{number}")
            self._listed[number] = vault.to_reseal.add(number, [known.reach.team] if known else [])

    def after(self, *, with_log: bool) -> None:
        """Take the cases off the list that are sealed as they should be, and name the teams of the others.

        ``with_log``: lines of the access log came back too, which may be about any case. A case that the
        keeper cannot open stays on the list: somebody who can goes on with it. Raises ``VaultError``.
        """
        if self._keeper is None:
            return
        names = {f"cases/{number}" for number in self._listed}
        for name in sorted(names.union(self._keeper.vault.names() if with_log else ())):
            with suppress(VaultError):
                self._judge(self._keeper, CaseFile.load(self._keeper.vault, name))

    def _judge(self, keeper: Keeper, file: CaseFile) -> None:
        keyring, number = keeper.keyring, file.name.removeprefix("cases/")
        if keyring is None or not keyring.holds_all(file.readers, keyring.case_keys.every(file.name)):
            return
        found = unsealed(keeper.vault, keyring, {file.name: file.readers}).get(file.name)
        if found:
            keeper.vault.to_reseal.add(number, found.teams)
        elif number in self._listed:
            keeper.vault.to_reseal.drop(number, self._listed[number])
