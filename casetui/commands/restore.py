"""``casetui restore``: bring missing or damaged files back from a backup."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from casetui.commands.keeping import keeper_of
from casetui.commands.out import line, progress
from casetui.commands.places import holds_files, vault_folder
from casetui.data.store.files import Files
from casetui.data.vault import Vault
from casetui.keeping.keeper import Keeper
from casetui.keeping.restoring import restore
from casetui.words import N_, CaseTUIError, say

PARTS = ("vault.json", "agency.signed", "cases")
"""The files and folders that tell that a folder is or was a vault."""


def run(args: argparse.Namespace) -> int:
    """Bring files back; return 1 where a file was left alone or could not be brought back."""
    folder = vault_folder(args)
    if not any(Files(folder).exists(part) for part in PARTS) and holds_files(folder):
        raise CaseTUIError(
            say(
                N_("{folder} holds other files and no vault. Name another folder with --vault."),
                folder=folder,
            )
        )
    case = (args.case or "").strip().upper().removeprefix("C-")
    if args.case is not None and not case:
        raise CaseTUIError(say(N_("Please give --case the number of a case, such as C-7K3F9Q.")))
    source = Path(args.folder).expanduser()

    def sign_in(vault: Vault, spare: Sequence[bytes]) -> Keeper:
        return keeper_of(args, vault, spare)

    done = restore(folder, source, sign_in, case, progress(N_("Restoring {done} of {all}")))
    for sentence in (*done.brought_back, *done.left_alone, *done.problems):
        line(sentence)
    line(
        say(
            N_("files brought back: {files}, already there: {same}, left alone: {left}, problems: {n}"),
            files=done.files, same=done.same, left=len(done.left_alone), n=len(done.problems),
        )
    )  # fmt: skip
    return int(bool(done.left_alone or done.problems))
