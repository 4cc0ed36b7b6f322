"""``casetui demo``: make a made-up agency and open it."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from casetui.commands.opening import need_terminal, open_folder, open_plain
from casetui.commands.out import line, note, progress
from casetui.commands.places import given_now, holds_files
from casetui.data.days import utc_now
from casetui.data.folders import data_folder
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import DEMO_KEYS
from casetui.data.store.files import Files
from casetui.data.store.upkeep import FOLDERS
from casetui.data.vault import NoVault, Vault
from casetui.demo import MARY, about_demo, make_demo
from casetui.words import N_, CaseTUIError, say

PARTS = (*FOLDERS, DEMO_KEYS, "damaged", "agency.signed", "agency.json", "changes", "openings", "vault.json")
"""The files and folders of a demo. ``vault.json`` is removed last: it tells that the folder is a demo."""


def run(args: argparse.Namespace) -> int:
    """Make the demo unless it is there already, and open it or list its people."""
    if not args.no_open and not args.plain:
        need_terminal("casetui demo")
    folder = Path(args.vault).expanduser() if args.vault else data_folder() / "demo"
    now = given_now() or utc_now()
    vault = standing_demo(folder, about_demo(now, args.cases, args.seed), anew=not args.vault)
    if vault is None:
        vault = _make(folder, now, args.cases, args.seed)
    if args.no_open:
        list_people(vault)
        return 0
    if args.plain:
        args.vault, args.who = str(folder), args.who or MARY
        return open_plain(args)
    return open_folder(folder, args.who or MARY, ascii_only=args.ascii)


def standing_demo(folder: Path, about: dict[str, object], *, anew: bool) -> Vault | None:
    """Return the demo in ``folder`` if it is the one of ``about``, or ``None`` where the folder is free.

    A demo of another day, size or seed is removed where ``anew``, and so is an unfinished demo. Raises
    ``CaseTUIError`` where anything else is in the folder: it is not touched.
    """
    try:
        vault = Vault.at(folder)
    except NoVault:
        if holds_files(folder):
            raise CaseTUIError(
                say(N_("{folder} holds other files. Name an empty folder for the demo."), folder=folder)
            ) from None
        return None
    if vault.demo == about:
        return vault
    unfinished = isinstance(vault.demo, dict) and "unfinished" in vault.demo
    if not vault.demo:
        raise CaseTUIError(
            say(N_("{folder} is a vault with real cases. Name another folder for the demo."), folder=folder)
        )
    if not (anew or unfinished):
        raise CaseTUIError(
            say(
                N_("{folder} holds a demo of another day, size or seed. Remove it, or name another folder."),
                folder=folder,
            )
        )
    stale = N_("The demo in {folder} is of another day, size or seed; it is made anew.")
    half = N_("The demo in {folder} was not finished; it is made anew.")
    note(say(half if unfinished else stale, folder=folder))
    _clear(folder)
    return None


def _clear(folder: Path) -> None:
    for name in PARTS:
        Files(folder).remove_all(name)


def _make(folder: Path, now: datetime, cases: int, seed: int) -> Vault:
    return make_demo(folder, now, cases, seed, progress(N_("Making the demo: {done} of {all} cases")))


def list_people(vault: Vault) -> None:
    """Write a line a person: id, roles, name."""
    for worker in AgencyFile.load(vault, AGENCY).people.values():
        roles = "+".join(role.replace(" ", "-") for role in worker.roles)
        line(f"{worker.id} {roles} {worker.name}")
