"""``casetui``: open the vault on this terminal."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from casetui.commands.out import plain
from casetui.commands.places import clock_of, holds_files, login, vault_folder
from casetui.words import N_, CaseTUIError, say


def run(args: argparse.Namespace) -> int:
    """Open the vault, or the set-up screen where there is none yet."""
    need_terminal()
    return open_folder(vault_folder(args), args.who)


def need_terminal() -> None:
    """Raise ``CaseTUIError`` where nothing can be drawn."""
    dumb = os.environ.get("TERM", "").lower() in ("dumb", "unknown")
    if dumb or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CaseTUIError(
            say(
                N_(
                    "This is not a terminal to draw on. As plain text there are: casetui agenda, "
                    "casetui check, casetui import, casetui demo --no-open."
                )
            )
        )  # fmt: skip


def open_folder(folder: Path, who: str | None) -> int:
    """Open the vault in ``folder`` on this terminal and return the exit status."""
    from casetui.data.vault import Vault

    vault = Vault(folder) if (folder / "vault.json").exists() else None
    if vault is None and holds_files(folder):
        raise CaseTUIError(
            say(
                N_("{folder} holds other files and no vault. Name another folder with --vault."),
                folder=folder,
            )
        )
    clock = clock_of(vault)
    sys.stdout.write(plain(say(N_("Opening {folder} ..."), folder=folder)) + "\r")
    sys.stdout.flush()
    from casetui.app import run as run_app

    status = run_app(folder, who, clock, login())
    sys.stdout.write("\x1b[K")
    return status
