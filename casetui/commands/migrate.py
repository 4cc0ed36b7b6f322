"""``casetui migrate``: seal a vault of the first format in place."""

from __future__ import annotations

import argparse
import getpass
import sys

from casetui.commands.out import line, progress
from casetui.commands.places import cache_folder, clock_of, data_folder, login, unlocked, vault_folder
from casetui.data.keys import Keys, check_passphrase
from casetui.data.own import Own
from casetui.data.vault import Vault
from casetui.desk.migrating import Migrated, begun, migrate, who_migrates
from casetui.words import N_, CaseTUIError, say

LAST_SIGNS = 4
"""So many signs of the recovery key are typed, so that it was surely written down."""


def run(args: argparse.Namespace) -> int:
    """Seal the vault for its line manager; return 1 where something in it was damaged before."""
    vault = Vault(vault_folder(args))
    now = clock_of(vault)()
    who = who_migrates(vault, args.who, login(), now)
    own = Own.of(vault, who.id, data_folder())
    line(
        say(
            N_("{name} seals {folder}. Nobody else should have it open meanwhile."),
            name=who.name,
            folder=vault.folder,
        )
    )
    keys = unlocked(own) if own.key_file.exists() else own.key_file.make(_new_passphrase())
    recovery = "" if begun(vault) else _recovery()
    done = migrate(
        vault, own, keys, recovery, now, cache_folder(), progress(N_("Sealing {done} of {all} cases"))
    )
    return _tell(done)


def _new_passphrase() -> str:
    """Ask for a new passphrase twice, until both are the same and long enough."""
    if not sys.stdin.isatty():
        raise CaseTUIError(say(N_("This needs your passphrase. Run it at a terminal.")))
    line(say(N_("Choose a passphrase for your key. Nobody can tell it to you again; a few words do well.")))
    while True:
        first = getpass.getpass(say(N_("New passphrase: ")))
        try:
            check_passphrase(first)
        except CaseTUIError as error:
            line(str(error))
            continue
        if getpass.getpass(say(N_("The same again: "))) == first:
            return first
        line(say(N_("These were not the same. Type both again.")))


def _recovery() -> str:
    """Make the recovery key, show it once and have it confirmed; return its public part."""
    keys = Keys.make()
    secret = keys.reading_secret()
    line()
    line(say(N_("This is the agency's recovery key. It opens every case, should all other keys be lost.")))
    line(say(N_("Write it on paper and lock it away. It is shown now and never again:")))
    line()
    line(f"  {secret}")
    line()
    while True:
        typed = input(say(N_("Type its last {n} signs, to be sure that you have it: "), n=LAST_SIGNS))
        if typed.strip().upper() == secret[-LAST_SIGNS:].upper():
            return keys.public.read
        line(say(N_("These are not its last signs. Look again.")))


def _tell(done: Migrated) -> int:
    for problem in done.problems:
        line(problem)
    if done.restricted:
        line(
            say(
                N_("Restricted cases, which their team's key opens until they are saved again: {cases}."),
                cases=", ".join(done.restricted),
            )
        )
    line(
        say(
            N_("Sealed now: {cases} cases and {formers} former revisions."),
            cases=done.cases, formers=done.formers,
        )
    )  # fmt: skip
    line(
        say(
            N_(
                "The plain files were removed, but a disk may keep traces of them, and backups made before "
                "are not sealed: lock those away or destroy them."
            )
        )
    )
    line(say(N_("Your colleagues start casetui and ask to join; you admit each on the screen People.")))
    return int(bool(done.problems))
