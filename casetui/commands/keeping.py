"""Signs in the person who checks or restores a vault, even where its agency file is damaged."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime

from casetui.commands.places import clock_of, login, unlocked
from casetui.data.errors import OtherVault
from casetui.data.folders import data_folder
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.vault import Vault, VaultError
from casetui.desk.people.signing_in import who_signs_in
from casetui.keeping.keeper import Keeper


def keeper_of(args: argparse.Namespace, vault: Vault, spare: Sequence[bytes] = ()) -> Keeper:
    """Return the keeper of ``vault``; raise ``CaseTUIError`` where the person cannot sign in.

    The passphrase is asked for on the terminal. ``spare`` are agency files, such as a backup's, that serve
    where the vault's own is damaged.
    """
    clock = clock_of(vault)
    own = PersonFolder.of(vault, _who(args, vault, clock()), data_folder())
    return Keeper.sit_down(vault, own, unlocked(own), clock, spare)


def _who(args: argparse.Namespace, vault: Vault, now: datetime) -> str:
    """Return the id of the person who signs in; in a demo, without ``--as``, a line manager's.

    Where the agency file is damaged and the vault has one key of this user, the key tells the person.
    """
    try:
        file = AgencyFile.load(vault, AGENCY)
        if vault.demo and not args.who:
            return next(worker.id for worker in file.people.values() if worker.has("line manager"))
        return who_signs_in(file, args.who, login(), now)
    except VaultError as error:
        holders = PersonFolder.of(vault, "", data_folder()).holders()
        if isinstance(error, OtherVault) and not holders:
            raise  # vault.json is wrong: nobody here has a key for the vault that it names
        if args.who:
            return str(args.who)
        if holders and (vault.demo or len(holders) == 1):
            return holders[0]
        raise
