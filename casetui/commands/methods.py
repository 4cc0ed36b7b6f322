"""``casetui methods``: the agency's own methods, and taking them into use or out of it."""

from __future__ import annotations

import argparse

from casetui.commands.out import line, note
from casetui.commands.people import confirm
from casetui.commands.places import desk_of
from casetui.desk.desk import Desk
from casetui.desk.flows.people import pack_lines
from casetui.desk.people.agency import check_right
from casetui.desk.people.own_methods import OwnPack, drop_pack, own_packs, take_pack
from casetui.words import N_, CaseTUIError, say


def run(args: argparse.Namespace) -> int:
    """Do the act that ``args.act`` names."""
    desk = desk_of(args)
    if args.act == "list":
        for pack in own_packs(desk):
            line(pack.label)
        return 0
    check_right(desk)
    pack = _meant(desk, args.file)
    if args.act == "take":
        _take(desk, pack)
    else:
        drop_pack(desk, pack.file)
        note(say(N_("methods/{file} is out of use. Every line manager sees that."), file=pack.file))
    return 0


def _take(desk: Desk, pack: OwnPack) -> None:
    """Show what a pack leaves out, and take it into use once that was read."""
    if pack.state == "in use":
        note(say(N_("methods/{file} is in use already."), file=pack.file))
        return
    for sentence in pack_lines(pack):
        note(sentence)
    if pack.digest and not pack.mistakes:
        confirm(say(N_("Type yes to take it into use: ")))
    take_pack(desk, pack)
    note(say(N_("methods/{file} is in use. Every line manager sees that."), file=pack.file))


def _meant(desk: Desk, file: str) -> OwnPack:
    name = file.removeprefix("methods/")
    for pack in own_packs(desk):
        if name in (pack.file, pack.file.removesuffix(".toml")):
            return pack
    raise CaseTUIError(
        say(N_("There is no methods/{file} in the vault. See casetui methods list."), file=name)
    )
