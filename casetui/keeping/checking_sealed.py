"""Names what is still sealed to people who could open a case before: former revisions, lines of the log."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from contextlib import suppress

from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.keys.keyring import Keyring
from casetui.data.store.base import NOTHING
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label
from casetui.words import N_, say

Add = Callable[[str, Mend | str], None]
"""Called with a problem and its remedy."""


def check_sealed(keeper: Keeper, with_own_key: Mapping[str, CaseFile], add: Add) -> None:
    """Add a problem for each case of which something is still to be sealed anew.

    It is on the vault's list, or it is one of the opened cases ``with_own_key``, by their names, and the list
    lacks it: an earlier version of the program kept no list.
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
    missed = {name: file for name, file in with_own_key.items() if name not in listed}
    lines = _lines(keeper, keeper.keyring, missed)
    for name, file in missed.items():
        if number := lines.get(name, 0) + _formers(keeper, keeper.keyring, file):
            sentence = N_("{what}: former revisions and lines of the access log that people can still open "
                          "who may not open the case: {n}.")  # fmt: skip
            add(say(sentence, what=label(name), n=number), _list_mend(keeper, file))


def _formers(keeper: Keeper, keyring: Keyring, file: CaseFile) -> int:
    """Return how many former revisions of a case are sealed to others than the case."""
    number = 0
    with suppress(VaultError):
        for former in keeper.vault.formers(file.name):
            with suppress(VaultError):
                data = keeper.vault.read_former_raw(file.name, former).data
                number += _is_wrong(keyring, data, file)
    return number


def _lines(keeper: Keeper, keyring: Keyring, cases: Mapping[str, CaseFile]) -> dict[str, int]:
    """Return how many lines of the access log are sealed to others than the case, by the case's name."""
    found: dict[str, int] = {}
    with suppress(VaultError):
        for line in keeper.vault.openings() if cases else ():
            name, data = _case_of(keyring, line, cases), b""
            if name not in cases:
                continue
            with suppress(ValueError):
                data = base64.b64decode(line)
            if _is_wrong(keyring, data, cases[name]):
                found[name] = found.get(name, 0) + 1
    return found


def _is_wrong(keyring: Keyring, data: bytes, file: CaseFile) -> bool:
    """Return whether it shows that something is sealed to others than a case is now.

    Who does not hold the key by which a case is lent cannot see whether that is the newest one.
    """
    return not keyring.sealed_to(data, file.readers, keyring.own_keys(file.name), unsure=True)


def _case_of(keyring: Keyring, line: str, cases: Mapping[str, CaseFile]) -> str:
    """Return the name of the case that a line of the access log is about; empty where it does not open."""
    try:
        return f"cases/{json.loads(keyring.opened_line(line, cases) or b'')[2]}"
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""


def _list_mend(keeper: Keeper, file: CaseFile) -> Mend:
    def act() -> str:
        keeper.vault.to_reseal.add(file.name.removeprefix("cases/"), [file.case.team])
        sentence = N_("{what} is sealed anew when somebody who may open it next starts casetui.")
        return say(sentence, what=label(file.name))

    return Mend(say(N_("casetui check --repair puts it on the list of what is sealed anew.")), act)
