"""Who holds which team's key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

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
    found, keys = [], file.keys_now()
    for worker in file.people.values():
        key = keys.get(worker.id)
        if key is not None and (group == EVERYONE or _holds(worker, group)):
            found.append(key)
    return found


def _holds(worker: Worker, team: str) -> bool:
    signs = worker.has("line manager") or bool(worker.second_signatory)
    return signs or (worker.team == team and worker.has("worker"))


def groups(file: AgencyFile) -> list[str]:
    """Return the groups that need a key: everybody, each team, and those that had one."""
    named = (worker.team for worker in file.people.values())
    return list(dict.fromkeys([EVERYONE, *named, *(key.group for key in file.group_keys)]))


def due_keys(file: AgencyFile, keyring: Keyring | None, *, new: bool) -> Iterator[GroupKey]:
    """Yield the team keys that are to be written: those that somebody is to hold too, and ``new`` ones.

    New is the first of a team, and the next where somebody holds the newest and is to read no more of what is
    written. Only line managers make them, for who does could keep one. What the keyring does not open is left
    to somebody who holds it.
    """
    for group in groups(file):
        due = holders(file, group)
        known = sorted((key for key in file.group_keys if key.group == group), key=lambda one: one.generation)
        if new and due and _outdated(known, due):
            yield make_group_key(group, known[-1].generation + 1 if known else 1, due)
        for key in known:
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


def _outdated(known: list[GroupKey], due: list[PersonKey]) -> bool:
    """Return whether a group needs a next key."""
    return not known or bool(known[-1].sealed.keys() - {holder.id for holder in due})
