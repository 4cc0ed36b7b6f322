"""Changing the passphrase of the person who signed in."""

from __future__ import annotations

from casetui.desk.desk import Desk
from casetui.desk.flows.steps import Flow, Passphrase, Tell
from casetui.words import N_, say


def change_passphrase(desk: Desk) -> Flow:
    """Have the passphrase of the person's key changed; in a demo, say that there is none."""
    if desk.own.demo:
        yield Tell(say(N_("In a demo nobody has a passphrase.")))
    else:
        yield Passphrase(desk.own.key_file.change, say(N_("Your passphrase is changed.")))
