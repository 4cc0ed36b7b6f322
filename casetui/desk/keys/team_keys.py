"""Who holds which team's key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casetui.data.errors import CannotOpen
from casetui.data.keys.group_keys import Holder, make_group_key, shared
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.sealing import EVERYONE, SIGNATORIES
from casetui.data.people import AgencyFile
from casetui.data.records import Worker
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.succession import manager_permissions


def members(file: AgencyFile, group: str) -> list[PersonKey]:
    """Return the keys of those who are to read what is sealed to a group.

    A team's are its workers and line managers, and all who sign off closures, for any line manager may sign
    ("Roles" in ARCHITECTURE.md). Everybody is of the group that cover sheets are sealed to.
    """
    keys, people = file.keys_now(), file.people.values()
    return [key for worker in people if (key := keys.get(worker.id)) and _is_member(worker, group)]


def _is_member(worker: Worker, group: str) -> bool:
    works = worker.team == group and worker.has("worker")
    return group == EVERYONE or bool(manager_permissions(worker)) or works


def holders(file: AgencyFile, group: str) -> list[Holder]:
    """Return the keys that a group's key is to be sealed to.

    For all who sign off that is one key, which they hold together: an agency of many teams has many of them.
    """
    due = members(file, group)
    together = sorted((key for key in file.group_keys if key.group == SIGNATORIES), key=_generation)
    if group in (EVERYONE, SIGNATORIES) or not together:
        return [*due]
    signing = {key.id for key in members(file, SIGNATORIES)}
    return [*(key for key in due if key.id not in signing), together[-1]]


def openers(file: AgencyFile, key: GroupKey) -> set[str]:
    """Return the ids of the people's keys that open a group's key, also by that of all who sign off."""
    signatories = [one.sealed for one in file.group_keys if one.id in key.sealed]
    return set(key.sealed).union(*signatories)


def groups(file: AgencyFile) -> list[str]:
    """Return the groups that need a key: everybody, who signs off, each team, and those that had one.

    Those who sign off come before the teams, whose keys are sealed to theirs.
    """
    named = (worker.team for worker in file.people.values())
    return list(dict.fromkeys([EVERYONE, SIGNATORIES, *named, *(key.group for key in file.group_keys)]))


def due_keys(file: AgencyFile, keyring: Keyring | None, *, new: bool) -> Iterator[GroupKey]:
    """Yield the team keys that are to be written: those that somebody is to hold too, and ``new`` ones.

    New is the first of a team, and the next where somebody holds the newest and is to read no more of what is
    written. Only line managers make them, for who does could keep one. What the keyring does not open is left
    to somebody who holds it.
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


def held_after_leaving(file: AgencyFile, today: date) -> list[PersonKey]:
    """Return the keys that are still good though whose they are has left before today."""
    people = file.people
    return [
        key for key in file.person_keys
        if key.ended_at is None and key.worker in people and not people[key.worker].here_on(today)
    ]  # fmt: skip


def _outdated(known: list[GroupKey], due: list[Holder]) -> bool:
    """Return whether a group needs a next key."""
    return not known or bool(known[-1].sealed.keys() - {holder.id for holder in due})


def _generation(key: GroupKey) -> int:
    return key.generation
