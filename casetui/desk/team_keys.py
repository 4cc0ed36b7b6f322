"""Who holds which team's key."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.data.errors import CannotOpen
from casetui.data.keyring import Keyring, make_group_key, shared
from casetui.data.people import AgencyFile
from casetui.data.records import Worker
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.sealing import EVERYONE


def holders(file: AgencyFile, group: str) -> list[PersonKey]:
    """Return the keys of those who are to hold a group's key.

    A team's are its workers and line managers, and all who sign off closures, for any line manager may sign
    (domain, Roles). Everybody holds the one that cover sheets are sealed to.
    """
    found = []
    for worker in file.people.values():
        key = file.key_of(worker.id)
        if key is not None and (group == EVERYONE or _holds(worker, group)):
            found.append(key)
    return found


def _holds(worker: Worker, team: str) -> bool:
    signs = worker.has("line manager") or bool(worker.second_signatory)
    return signs or (worker.team == team and worker.has("worker"))


def teams(file: AgencyFile) -> list[str]:
    """Return the groups that need a key: everybody, and each team."""
    return [EVERYONE, *dict.fromkeys(worker.team for worker in file.people.values())]


def due_keys(file: AgencyFile, keyring: Keyring | None) -> Iterator[GroupKey]:
    """Yield the team keys that are to be written: new ones, and those that somebody is to hold too.

    What the keyring does not open is left to somebody who holds it.
    """
    for group in teams(file):
        due = holders(file, group)
        known = [key for key in file.group_keys if key.group == group]
        if not known and due:
            yield make_group_key(group, 1, due)
        for key in known:
            lacking = [holder for holder in due if holder.id not in key.sealed]
            if lacking and keyring:
                try:
                    yield shared(key, keyring.secret(key), lacking)
                except CannotOpen:
                    continue


def renewed(file: AgencyFile, groups: list[str]) -> list[GroupKey]:
    """Return a next key for each group: somebody who held it is to read no more of what is written."""
    keys = []
    for group in groups:
        last = max((key.generation for key in file.group_keys if key.group == group), default=0)
        keys.append(make_group_key(group, last + 1, holders(file, group)))
    return keys
