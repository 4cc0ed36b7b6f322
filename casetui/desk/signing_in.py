"""Signing in: who it is, and their keys."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from casetui.data.keys import Keys, NoKeys
from casetui.data.own import Own
from casetui.data.people import AgencyFile
from casetui.data.vault import Vault, VaultError, not_sealed
from casetui.desk.desk import person
from casetui.desk.errors import NotAllowed
from casetui.words import N_, say


def who_signs_in(agency_file: AgencyFile, worker: str | None, login: str, now: datetime) -> str:
    """Return the id of who signs in: ``worker`` if given, else the person whose login this is.

    Raises ``NotAllowed`` where there is no such person.
    """
    today = agency_file.calendar.day_of(now)
    if worker:
        return person(agency_file, worker, today).id
    for found in agency_file.people.values():
        if found.login and found.login == login and found.here_on(today):
            return found.id
    raise NotAllowed(
        say(
            N_('Nobody here has the login "{login}". Say who you are with --as ID, or ask an administrator.'),
            login=login,
        )
    )


def own_of(vault: Vault, who: str, data: Path) -> Own:
    """Return what a person has beside a vault; ``data`` is their data folder for the program.

    Raises ``VaultError`` where the vault is of the first format.
    """
    if vault.unsealed:
        raise VaultError(not_sealed())
    return Own.of(vault, who, data)


def unlock(own: Own, passphrase: str) -> Keys:
    """Return a person's keys.

    Raises ``WrongPassphrase``, or ``NoKeys`` where they have none here: they ask to join.
    """
    if not own.key_file.exists():
        raise NoKeys(
            say(N_("You have no key for this vault here. Start casetui at a terminal to ask for one."))
        )
    return own.key_file.unlock(passphrase)
