"""``casetui check``: read everything and say what is wrong."""

from __future__ import annotations

import argparse

from casetui.commands.out import line, progress
from casetui.commands.places import vault_folder
from casetui.data.vault import Vault
from casetui.desk.checking import check_vault
from casetui.words import N_, say


def run(args: argparse.Namespace) -> int:
    """Write one line for each thing that is wrong and return 1; one line and 0 where all is well."""
    vault = Vault(vault_folder(args))
    found = check_vault(vault, progress(N_("Reading {done} of {all} cases")))
    for problem in found.problems:
        line(problem)
    if found.problems:
        return 1
    line(
        say(
            N_("{cases} case files and {packs} packs read; all is well."),
            cases=found.cases,
            packs=found.packs,
        )
    )
    return 0
