"""``casetui backup``: copy the files of the vault that changed to another folder."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from casetui.commands.out import line, progress
from casetui.commands.places import vault_folder
from casetui.data.vault import Vault
from casetui.keeping.backup import back_up
from casetui.words import N_, say


def run(args: argparse.Namespace) -> int:
    """Copy the changed files; return 1 where a file could not be copied or is damaged."""
    vault = Vault.at(vault_folder(args))
    dest = Path(args.folder).expanduser()
    done = back_up(vault, dest, datetime.now(UTC), progress(N_("Copying {done} of {all} files")))
    for problem in done.problems:
        line(problem)
    if done.removed:
        line(
            say(N_("Files that are no longer in the vault, and that the backup keeps: {n}."), n=done.removed)
        )
    line(
        say(
            N_("copied: {copied}, already there: {same}, former revisions dropped: {dropped}, problems: {n}"),
            copied=done.copied, same=done.same, dropped=done.dropped, n=len(done.problems),
        )
    )  # fmt: skip
    line(
        say(
            N_(
                "{folder} holds personal data, sealed as the vault is. Your own key and the recovery key are "
                "not in it: keep them elsewhere too."
            ),
            folder=dest,
        )
    )
    return int(bool(done.problems))
