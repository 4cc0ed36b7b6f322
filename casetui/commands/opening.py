"""``casetui`` without a command: open the vault on this terminal."""

from __future__ import annotations

import argparse
import gc
import getpass
import io
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from casetui.commands.out import columns, plain
from casetui.commands.places import clock_of, holds_files, login, vault_folder
from casetui.data.folders import cache_folder, data_folder
from casetui.words import N_, CaseTUIError, say

if TYPE_CHECKING:
    from casetui.desk.desk import Desk
    from casetui.plain.talk import Talk

FRAMES = 500
"""How many frames Textual may draw in a second. With its usual 60, a frame waits up to 17 ms for another.

A frame is drawn because a key changed the screen. How many of the frames are sent depends on the line.
"""
HUNG_UP = 128
"""The lowest exit status after which the terminal may be gone; then nothing more is written to it."""


def run(args: argparse.Namespace) -> int:
    """Open the vault, or the set-up screen where there is none yet."""
    if args.plain:
        return open_plain(args)
    need_terminal()
    return open_folder(vault_folder(args), args.who, ascii_only=args.ascii)


def open_plain(args: argparse.Namespace) -> int:
    """Open the vault, or set one up, as questions and answers on standard input and output.

    It needs no terminal: lines may come from a file or another program. Only a passphrase must be
    typed at a terminal. Returns the exit status. Raises ``CaseTUIError`` where the vault cannot be opened.
    """
    from casetui.ascii import in_ascii
    from casetui.encoding import encoding_of, started_with
    from casetui.plain.start import talk_at
    from casetui.plain.talk import Talk

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    ascii_only = args.ascii or encoding_of(started_with()) == "ascii"  # in LANG=C Python itself writes UTF-8
    at_terminal = sys.stdin.isatty()
    talk = Talk(
        sys.stdin,
        sys.stdout,
        translate=in_ascii if ascii_only else str,
        after_prompt=" " if at_terminal else "\n",
        read_hidden=getpass.getpass if at_terminal else None,
        width=lambda: columns(sys.stdout),
    )
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, _end)
    signal.signal(signal.SIGINT, lambda *_: talk.interrupt())
    signal.signal(signal.SIGCONT, lambda *_: talk.ask_again())
    return talk_at(lambda talk: _sit_down(talk, args), talk)


def _end(number: int, _: object) -> None:
    """End on a signal by leaving normally, so that a terminal that hides a passphrase shows typing again."""
    raise SystemExit(HUNG_UP + number)


def _sit_down(talk: Talk, args: argparse.Namespace) -> Desk:
    """Sign the person in and return their desk; where there is no vault yet, set one up first."""
    from casetui.data.vault import Vault
    from casetui.plain.way_in import set_up, sign_in

    folder = vault_folder(args)
    if not is_there(folder):
        return set_up(talk, folder, clock_of(None), data_folder(), cache_folder())
    vault = Vault.at(folder)
    return sign_in(talk, vault, args.who, login(), clock_of(vault), data_folder(), cache_folder())


def is_there(folder: Path) -> bool:
    """Return whether there is a vault in ``folder``; raise ``CaseTUIError`` where it holds other files."""
    from casetui.data.vault_json import is_vault

    if is_vault(folder):
        return True
    if holds_files(folder):
        raise CaseTUIError(
            say(
                N_("{folder} holds other files and no vault. Name another folder with --vault."),
                folder=folder,
            )
        )
    return False


def need_terminal(command: str = "casetui") -> None:
    """Raise ``CaseTUIError`` where no screen can be drawn; it says that ``command`` works with --plain."""
    from casetui.terminal.refusal import refusal

    why = refusal(os.environ, sys.stdin.isatty() and sys.stdout.isatty(), command)
    if why:
        raise CaseTUIError(why)


def open_folder(folder: Path, who: str | None, *, ascii_only: bool = False) -> int:
    """Open the vault in ``folder`` on this terminal and return the exit status.

    A line says at once that the vault is being opened. Raises ``CaseTUIError`` where it cannot be opened.
    """
    there = is_there(folder)
    sys.stdout.write(plain(say(N_("Opening {folder} ..."), folder=folder)) + "\r")
    sys.stdout.flush()
    gc.disable()  # until the first screen is drawn: a start makes no garbage
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

    clock = clock_of(Vault.at(folder) if there else None)
    os.environ.setdefault("TEXTUAL_FPS", str(FRAMES))  # read once, when Textual is imported
    from casetui.app import run as run_app

    return run_app(folder, who, clock, login(), ascii_only=ascii_only)
