"""Names what more people can open than may open a case today: its files, and lines of the access log."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from casetui.data.errors import CannotOpen, NotWhole, VaultError
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.sealing import Readers
from casetui.data.store.base import NOTHING
from casetui.data.vault import Vault
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label
from casetui.words import N_, say, say_n

Add = Callable[[str, Mend | str], None]
"""Called with a problem and its remedy."""
MOST_NAMED = 8
"""Of more cases than this, one sentence names the first of them."""


@dataclass
class Unsealed:
    """What is still to be sealed anew of one case."""

    number: int = 0
    """How many files and lines of the access log."""
    teams: set[str] = field(default_factory=set)
    """The teams whose keys open some of it."""

    def add(self, keyring: Keyring, data: bytes) -> None:
        """Count one file or line, with the team whose key opens it."""
        self.number += 1
        if team := keyring.group_that_opens(data):
            self.teams.add(team)


def check_sealed(keeper: Keeper, opened: Mapping[str, Readers], add: Add) -> None:
    """Add a problem for each case of which something is still to be sealed anew.

    It is on the vault's list, or it is one of the cases that the keeper ``opened``, with their readers by
    their names, and the list lacks it: an earlier version of the program kept no list, and anybody who may
    write in the folder can remove an entry.
    """
    vault = keeper.vault
    try:
        listed = [f"cases/{number}" for number in vault.to_reseal.numbers()]
    except VaultError as error:
        add(str(error), "")
        return
    for name in listed:
        if vault.stamp(name) != NOTHING:
            sentence = N_("{what}: former revisions or lines of the access log may still be sealed to people "
                          "who could open it before. They are sealed anew when somebody who may open it next "
                          "starts casetui.")  # fmt: skip
            add(say(sentence, what=label(name)), "")
    if keeper.keyring is None:
        return
    missed = {name: to for name, to in opened.items() if name not in listed}
    found = unsealed(vault, keeper.keyring, _with_all_keys(keeper.keyring, missed))
    if len(found) > MOST_NAMED:
        first = ", ".join(label(name) for name in sorted(found)[:MOST_NAMED])
        sentence = N_("Cases with files or lines of the access log that people can still open who may not "
                      "open the case: {n}. The first are {first}.")  # fmt: skip
        add(say(sentence, n=len(found), first=first), _list_mend(vault, found))
        return
    for name in sorted(found):
        sentence = N_("{what}: files and lines of the access log that people can still open who may not open "
                      "the case: {n}.")  # fmt: skip
        add(say(sentence, what=label(name), n=found[name].number), _list_mend(vault, {name: found[name]}))


def _with_all_keys(keyring: Keyring, cases: Mapping[str, Readers]) -> dict[str, Readers]:
    """Return those of these cases to which the person holds all keys.

    A file of a case's own keys that cannot be read is another problem, and keeps no other case from being
    looked at.
    """
    held = {}
    for name, to in cases.items():
        with suppress(VaultError):
            if keyring.holds_all(to, keyring.case_keys.every(name)):
                held[name] = to
    return held


def unsealed(vault: Vault, keyring: Keyring, cases: Mapping[str, Readers]) -> dict[str, Unsealed]:
    """Return what is sealed to others than the readers of these cases, by the names of the cases.

    Only a person who holds all keys to which a case is sealed can tell. The case, its cover sheet, the former
    revisions of both and the lines of the access log are looked at, as far as they can be read.
    """
    found: dict[str, Unsealed] = {}
    for name, to in cases.items():
        cover, own_keys = name.replace("cases/", "covers/"), keyring.case_keys.every(name)
        for file, readers in ((name, to), (cover, Readers())):
            for data in _every_file(vault, file):
                if not (keyring.sealed_to(data, readers, own_keys) or _is_damaged(keyring, file, data)):
                    found.setdefault(name, Unsealed()).add(keyring, data)
    with suppress(VaultError):
        opened_line = keyring.line_opener(cases)
        for line in vault.access_log.lines() if cases else ():
            name, data = _case_of(opened_line(line)), b""
            with suppress(ValueError):
                data = base64.b64decode(line)
            if name in cases and not keyring.sealed_to(data, cases[name], keyring.case_keys.every(name)):
                found.setdefault(name, Unsealed()).add(keyring, data)
    return found


def _is_damaged(keyring: Keyring, name: str, data: bytes) -> bool:
    """Return whether a file is damaged, which is another problem: nobody reads it."""
    try:
        keyring.unsealed(name, data)
    except NotWhole:
        return True
    except CannotOpen:
        return False
    return False


def _every_file(vault: Vault, name: str) -> Sequence[bytes]:
    """Return the bytes of a file and of its former revisions, as far as they can be read."""
    every = []
    with suppress(VaultError):
        every.append(vault.read_raw(name).data)
    with suppress(VaultError):
        for former in vault.formers(name):
            with suppress(VaultError):
                every.append(vault.read_former_raw(name, former).data)
    return every


def _case_of(content: bytes | None) -> str:
    """Return the name of the case that a line of the access log is about; empty where it does not open."""
    try:
        return f"cases/{json.loads(content or b'')[2]}"
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""


def _list_mend(vault: Vault, found: Mapping[str, Unsealed]) -> Mend:
    def act() -> str:
        for name, still in found.items():
            vault.to_reseal.add(name.removeprefix("cases/"), still.teams)
        return say_n(
            N_("{what} is sealed anew when somebody who may open it next starts casetui."),
            N_("{n} cases are sealed anew when somebody who may open them next starts casetui."),
            len(found), what=label(next(iter(found))),
        )  # fmt: skip

    return Mend(say(N_("casetui check --repair puts it on the list of what is sealed anew.")), act)
