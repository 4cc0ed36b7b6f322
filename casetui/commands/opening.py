"""``casetui``: open the vault on this terminal."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from pathlib import Path

from casetui.commands.out import plain
from casetui.commands.places import clock_of, desk_of, holds_files, login, vault_folder
from casetui.words import N_, CaseTUIError, say

HUNG_UP = 128
"""From this exit status on the terminal may be gone: nothing more is written to it."""


def run(args: argparse.Namespace) -> int:
    """Open the vault, or the set-up screen where there is none yet."""
    if args.plain:
        return open_plain(args)
    need_terminal()
    return open_folder(vault_folder(args), args.who, ascii_only=args.ascii)


def open_plain(args: argparse.Namespace) -> int:
    """Open the vault as questions and answers on standard input and output; return the exit status.

    It needs no terminal: lines may come from a file or another program.
    """
    from casetui.plain.start import talk_at
    from casetui.plain.talk import Talk, in_ascii

    desk = desk_of(args)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    ascii_only = args.ascii or (sys.stdout.encoding or "").lower() in ("ascii", "us-ascii", "ansi_x3.4-1968")
    return talk_at(
        desk,
        Talk(
            sys.stdin,
            sys.stdout,
            translate=in_ascii if ascii_only else str,
            after_prompt=" " if sys.stdin.isatty() else "\n",
        ),
    )


def need_terminal() -> None:
    """Raise ``CaseTUIError`` where nothing can be drawn."""
    from casetui.terminal.refusal import refusal

    why = refusal(os.environ, sys.stdin.isatty() and sys.stdout.isatty())
    if why:
        raise CaseTUIError(why)


def open_folder(folder: Path, who: str | None, *, ascii_only: bool = False) -> int:
    """Open the vault in ``folder`` on this terminal and return the exit status.

    A line says at once that it is being opened. Raises ``CaseTUIError`` where it cannot be.
    """
    there = (folder / "vault.json").exists()
    if not there and holds_files(folder):
        raise CaseTUIError(
            say(
                N_("{folder} holds other files and no vault. Name another folder with --vault."),
                folder=folder,
            )
        )
    sys.stdout.write(plain(say(N_("Opening {folder} ..."), folder=folder)) + "\r")
    sys.stdout.flush()
    gc.disable()  # until the first screen stands: nothing of what a start makes is garbage
    try:
        status = _open(folder, who, there, ascii_only)
    except CaseTUIError:
        sys.stdout.write("\x1b[K")
        sys.stdout.flush()
        raise
    if status < HUNG_UP:
        sys.stdout.write("\x1b[K")
    return status


def _open(folder: Path, who: str | None, there: bool, ascii_only: bool) -> int:
    from casetui.data.vault import Vault

    clock = clock_of(Vault(folder) if there else None)
    from casetui.app import run as run_app

    return run_app(folder, who, clock, login(), ascii_only=ascii_only)
