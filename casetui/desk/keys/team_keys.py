"""The keys of teams, and the people who hold them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casetui.data.errors import CannotOpen
from casetui.data.groups import EVERYONE, SIGNATORIES
from casetui.data.keys.group_keys import Holder, make_group_key, shared
from casetui.data.keys.keyring import Keyring
from casetui.data.people import AgencyFile
from casetui.data.records import Worker
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.succession import manager_permissions


def members(file: AgencyFile, group: str) -> list[PersonKey]:
    """Return the personal keys of the people who may read what is sealed to a group.

    To a team belong its workers, and everybody who signs off closures, for any line manager may sign ("Roles"
    in ARCHITECTURE.md). To ``EVERYONE``, to which cover sheets are sealed, belongs everybody.
    """
    keys, people = file.keys_now(), file.people.values()
    return [key for worker in people if (key := keys.get(worker.id)) and _is_member(worker, group)]


def _is_member(worker: Worker, group: str) -> bool:
    works = worker.team == group and worker.has("worker")
    return group == EVERYONE or bool(manager_permissions(worker)) or works


def holders(file: AgencyFile, group: str) -> list[Holder]:
    """Return the keys to which a group's key is to be sealed.

    The people who sign off are many in an agency of many teams. A team's key is sealed to the one key that
    they hold together.
    """
    due = members(file, group)
    together = sorted((key for key in file.group_keys if key.group == SIGNATORIES), key=_generation)
    if group in (EVERYONE, SIGNATORIES) or not together:
        return [*due]
    signing = {key.id for key in members(file, SIGNATORIES)}
    return [*(key for key in due if key.id not in signing), together[-1]]


def openers(file: AgencyFile, key: GroupKey) -> set[str]:
    """Return the ids of the personal keys that open a group's key, directly or by the signatories' key."""
    signatories = [one.sealed for one in file.group_keys if one.id in key.sealed]
    return set(key.sealed).union(*signatories)


def groups(file: AgencyFile) -> list[str]:
    """Return the groups that need a key: everybody, the signatories, each team, and groups that had a key.

    The signatories come before the teams, whose keys are sealed to the signatories' key.
    """
    named = (worker.team for worker in file.people.values())
    return list(dict.fromkeys([EVERYONE, SIGNATORIES, *named, *(key.group for key in file.group_keys)]))


def due_keys(file: AgencyFile, keyring: Keyring | None, *, new: bool) -> Iterator[GroupKey]:
    """Yield the group keys that are to be written: keys that lack a holder, and with ``new`` also new keys.

    A group gets a new key where it has none, and where a holder of its newest key may no longer read what is
    written. Only line managers make new keys, because the person who makes a key could keep it. A key that
    the keyring does not open is left to a person who holds it.
    """
    for group in groups(file):
        due = holders(file, group)
        known = sorted((key for key in file.group_keys if key.group == group), key=_generation)
        if new and due and _outdated(known, [*due, *members(file, group)]):
            yield make_group_key(group, known[-1].generation + 1 if known else 1, due)
        for key in known if new or group != SIGNATORIES else ():
            lacking = [holder for holder in due if holder.id not in key.sealed]
            if lacking and keyring:
                try:
                    yield shared(key, keyring.secret(key), lacking)
                except CannotOpen:
                    continue


def keys_of_leavers(file: AgencyFile, today: date) -> list[PersonKey]:
    """Return the keys that have not ended although their owner left before today."""
    people = file.people
    return [
        key for key in file.person_keys
        if key.ended_at is None and key.worker in people and not people[key.worker].here_on(today)
    ]  # fmt: skip


def _outdated(known: list[GroupKey], due: list[Holder]) -> bool:
    """Return whether a group needs a new key: it has none, or a person holds the newest who may not."""
    return not known or bool(known[-1].sealed.keys() - {holder.id for holder in due})


def _generation(key: GroupKey) -> int:
    return key.generation
