"""Changing the passphrase of the person who signed in."""

from __future__ import annotations

from functools import partial

from casetui.desk.desk import Desk
from casetui.desk.flows.steps import ChoosePassphrase, Flow, Tell
from casetui.desk.people.passphrase import names_of
from casetui.words import N_, say


def change_passphrase(desk: Desk) -> Flow:
    """Have the passphrase until now and a new one typed unseen; lock the person's key with the new one."""
    if desk.person_folder.demo:
        yield Tell(say(N_("In a demo nobody has a passphrase.")))
        return
    names = names_of(desk.agency_file, desk.who.id)
    change = partial(desk.person_folder.key_file.change, names=names)
    if (yield ChoosePassphrase(change)):
        yield Tell(say(N_("Your passphrase is changed.")))
