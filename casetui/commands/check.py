"""``casetui check``: read everything, say what is wrong, and mend it where that is asked for."""

from __future__ import annotations

import argparse

from casetui.commands.keeping import keeper_of
from casetui.commands.out import line, progress
from casetui.commands.places import vault_folder
from casetui.data.vault import Vault
from casetui.keeping.checking import check_vault, repair
from casetui.words import N_, say

READING = N_("Reading {done} of {all} cases")


def run(args: argparse.Namespace) -> int:
    """Write one line for each thing that is wrong and return 1; one line and 0 where all is well.

    With ``--repair`` the lines say what was mended and what then remains; it is 0 where nothing remains
    and nobody's work was lost.
    """
    vault = Vault.at(vault_folder(args))
    keeper = keeper_of(args, vault)
    found = check_vault(keeper, progress(READING))
    lost = False
    if args.repair and found.problems:
        done, lost = repair(keeper, found)
        for sentence in done:
            line(sentence)
        found = check_vault(keeper.again(), progress(READING))
    for problem in found.problems:
        line(problem)
    if found.others:
        line(say(N_("sealed to others: {n}"), n=found.others))
    if found.problems:
        return 1
    line(
        say(
            N_("{cases} case files and {packs} packs read; all is well."),
            cases=found.cases,
            packs=found.packs,
        )
    )
    return int(lost)
