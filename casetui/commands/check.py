"""``casetui check``: read every file of the vault, say what is wrong, and mend it with ``--repair``."""

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
    """Write a line for each problem and return 1; write one line and return 0 where there is none.

    With ``--repair`` the lines say what was mended and which problems remain. The status is then 0 only where
    no problem remains and no one's work was lost.
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
