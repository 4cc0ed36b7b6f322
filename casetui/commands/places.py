"""Finds the vault, signs the person in, and gives the clock, for every command."""

from __future__ import annotations

import argparse
import getpass
import os
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from casetui.commands.out import note
from casetui.data.folders import data_folder
from casetui.words import N_, CaseTUIError, say, say_n

if TYPE_CHECKING:
    from casetui.data.days import Clock
    from casetui.data.keys.person_keys import Keys
    from casetui.data.person_folder import PersonFolder
    from casetui.data.vault import Vault
    from casetui.desk.desk import Desk
    from casetui.desk.people.signing_in import Entrance

TRIES = 3
"""How often a command asks for the passphrase before it gives up."""


def vault_folder(args: argparse.Namespace) -> Path:
    """Return the vault's folder: ``--vault``, else ``CASETUI_VAULT``, else ``vault`` in the data folder."""
    named = args.vault or os.environ.get("CASETUI_VAULT")
    return Path(named).expanduser() if named else data_folder() / "vault"


def holds_files(folder: Path) -> bool:
    """Return whether ``folder`` holds a file; raise ``CaseTUIError`` where ``folder`` is a file.

    Locks do not count: a set-up that failed leaves them.
    """
    from casetui.data.store.files import Files

    files = Files(folder)
    try:
        files.names()
    except NotADirectoryError:
        raise CaseTUIError(say(N_("{folder} is not a folder. Name another one."), folder=folder)) from None
    except OSError:
        return False  # there is no folder, or the person cannot read it
    everything = (name for name, about in files.everything() if not stat.S_ISDIR(about.st_mode))
    return any(not name.endswith(".lock") for name in everything)


def login() -> str:
    """Return the operating system's user name; empty where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def given_now() -> datetime | None:
    """Return the instant of ``CASETUI_NOW`` in UTC, or ``None`` where it is not set.

    Raises ``CaseTUIError`` where it is not an instant such as ``2026-11-21T09:00:00Z``.
    """
    text = os.environ.get("CASETUI_NOW")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise CaseTUIError(
            say(N_('CASETUI_NOW is "{text}"; write an instant such as 2026-11-21T09:00:00Z.'), text=text)
        ) from None


def clock_of(vault: Vault | None) -> Clock:
    """Return the clock; ``CASETUI_NOW`` sets it in a demo vault, elsewhere it raises ``CaseTUIError``."""
    from casetui.data.days import utc_now

    now = given_now()
    if now is None:
        return utc_now
    if vault is None or not vault.demo:
        raise CaseTUIError(say(N_("CASETUI_NOW works in a demo vault only. Unset it to go on.")))
    fixed = now
    return lambda: fixed


def desk_of(args: argparse.Namespace) -> Desk:
    """Return the desk of the person who signs in; raise ``CaseTUIError`` where they cannot sign in.

    The passphrase is asked for on the terminal.
    """
    entrance = entrance_from(args)
    return entrance.sit_down(unlocked(entrance.person_folder))


def entrance_from(args: argparse.Namespace) -> Entrance:
    """Return the entrance of the person who signs in: ``--as``, else the login of this computer.

    Raises ``CaseTUIError`` where there is no vault or no such person.
    """
    from casetui.data.people import AGENCY, AgencyFile
    from casetui.data.vault import Vault
    from casetui.desk.people.entrance import entrance_for
    from casetui.desk.people.signing_in import who_signs_in

    vault = Vault.at(vault_folder(args))
    clock = clock_of(vault)
    who = who_signs_in(AgencyFile.load(vault, AGENCY), args.who, login(), clock())
    return entrance_for(vault, who, clock)


def unlocked(person_folder: PersonFolder) -> Keys:
    """Return a person's keys; their passphrase is asked for on the terminal, three times where it is wrong.

    Raises ``WrongPassphrase`` after the third, ``NoKeys`` where the person has no keys here, and
    ``CaseTUIError`` where there is no terminal to ask on.
    """
    from casetui.data.keys.person_keys import WrongPassphrase
    from casetui.desk.people.signing_in import unlock

    if person_folder.demo or not person_folder.key_file.exists():
        return unlock(person_folder, "")
    for left in range(TRIES - 1, 0, -1):
        try:
            return unlock(person_folder, _passphrase())
        except WrongPassphrase as wrong:
            note(
                say_n("{wrong} You have {n} more try.", "{wrong} You have {n} more tries.", left, wrong=wrong)
            )
    return unlock(person_folder, _passphrase())


def _passphrase() -> str:
    if not sys.stdin.isatty():
        raise CaseTUIError(say(N_("This needs your passphrase. Run it at a terminal.")))
    return getpass.getpass(say(N_("Passphrase: ")))
