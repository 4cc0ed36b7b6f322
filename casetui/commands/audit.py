"""``casetui audit``: every revision of a case, who changed what, and who opened it, as plain text."""

from __future__ import annotations

import argparse

from casetui.commands.out import line, progress
from casetui.commands.places import desk_of
from casetui.desk.acts.cases import ReasonNeeded
from casetui.desk.audit.auditing import audit
from casetui.desk.audit.words import audit_texts
from casetui.words import N_, CaseTUIError, say


def run(args: argparse.Namespace) -> int:
    """Write the audit of a case; return 1 where something is wrong with it, else 0.

    Raises ``CaseTUIError`` where there is no key to it, or the person may not look into it.
    """
    number = args.case.strip().upper().removeprefix("C-")
    desk = desk_of(args)
    desk.register.load()
    desk.refresh(progress(N_("Reading {done} of {all} cases")))
    try:
        found = audit(desk, number, args.reason or "", progress(N_("Reading {done} of {all} revisions")))
    except ReasonNeeded as needed:
        raise CaseTUIError(say(N_('{why} Say it with --reason "...".'), why=needed)) from None
    line(say(N_("C-{number}, audit by {name}"), number=number, name=desk.who.name))
    for text in audit_texts(desk, found):
        if text.heading:
            line()
            line(text.label)
        else:
            line(f"  {text.label or ' '} {text.text}")
    return int(bool(found.wrong))
