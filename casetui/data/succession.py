"""What a revision of the agency file may change of the revision before it, and who has to sign that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from casetui.data.errors import VaultError
from casetui.data.groups import SIGNATORIES
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.keys.sealing import Revision
    from casetui.data.people import AgencyFile
    from casetui.data.records.agency import Worker
    from casetui.data.records.keys import GroupKey, PersonKey

Authority = Mapping[str, list[str]]
"""The signing keys that each worker uses, by worker id."""


def authority(file: AgencyFile) -> Authority:
    """Return who may change this revision: its managers and administrators, with their signing keys."""
    return _keys_of_roles(file, "line manager", "administrator")


def managers(file: AgencyFile) -> Authority:
    """Return the line managers of this revision, with their signing keys."""
    return _keys_of_roles(file, "line manager")


def _keys_of_roles(file: AgencyFile, *roles: str) -> Authority:
    keys: dict[str, list[str]] = {}
    people = file.people
    for key in file.person_keys:
        worker = people.get(key.worker)
        if worker is not None and key.ended_at is None and set(roles) & set(worker.roles):
            keys.setdefault(key.worker, []).append(key.sign)
    return keys


def permissions(worker: Worker) -> tuple[object, ...]:
    """Return the fields that decide what a worker may do; nobody may change these fields of their own."""
    return sorted(worker.roles), worker.team, bool(worker.second_signatory), worker.limit


def manager_permissions(worker: Worker | None) -> frozenset[str]:
    """Return the permissions of a worker that only a line manager gives: they come with every team's key."""
    given = []
    if worker is not None and worker.has("line manager"):
        given.append("line manager")
    if worker is not None and worker.second_signatory:
        given.append("second signatory")
    return frozenset(given)


def signed_revision(file: AgencyFile) -> Revision:
    """Return the revision that an agency file was read from; raise ``VaultError`` where it is not signed."""
    if file.stored is None or file.stored.revision is None:
        raise VaultError(
            say(N_("The agency file is not signed. Bring it back from a backup with casetui restore."))
        )
    return file.stored.revision


def may_follow(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether the revision ``after`` of the agency file may follow the revision ``before``.

    Its author is a line manager or an administrator by the revision ``before``. The root key and the recovery
    key stay. The author changes neither their own permissions nor their own keys. An admitted key may be
    ended, and not changed otherwise. An author who is an administrator and no line manager may not give the
    permissions that only a line manager gives, admit a key of a worker who has such permissions, or make a
    team key.

    Raises ``VaultError`` where a revision cannot be read.
    """
    old, new = signed_revision(before).about, signed_revision(after).about
    by = new.by
    return (
        new.revision > old.revision
        and signed_revision(after).signed_by(authority(before).get(by, []))
        and (before.agency.root, before.agency.recovery) == (after.agency.root, after.agency.recovery)
        and _author_unchanged(before, after, by)
        and _admitted_keys_stay(before, after)
        and (by in managers(before) or _needs_no_manager(before, after))
    )


def _author_unchanged(before: AgencyFile, after: AgencyFile, by: str) -> bool:
    author = after.people.get(by)
    admitted = any(key.worker == by for key in _admitted(before, after))
    return author is not None and permissions(author) == permissions(before.people[by]) and not admitted


def _admitted(before: AgencyFile, after: AgencyFile) -> list[PersonKey]:
    known = {key.id for key in before.person_keys}
    return [key for key in after.person_keys if key.id not in known]


def _admitted_keys_stay(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether every admitted key is unchanged, or was only ended."""
    now = {key.id: key for key in after.person_keys}
    for key in before.person_keys:
        later = now.get(key.id)
        if later is None or (later.worker, later.read, later.sign) != (key.worker, key.read, key.sign):
            return False
        if key.ended_at is not None and later.ended_at != key.ended_at:
            return False
    return True


def _needs_no_manager(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether an administrator may make every change between the two revisions."""
    was, people = before.people, after.people
    if any(
        manager_permissions(worker) - manager_permissions(was.get(worker_id))
        for worker_id, worker in people.items()
    ):
        return False
    if any(
        key.worker not in people or manager_permissions(people[key.worker])
        for key in _admitted(before, after)
    ):
        return False
    old = {key.id: key for key in before.group_keys}
    new = {key.id: key for key in after.group_keys}
    return old.keys() == new.keys() and all(_only_shared(old[key_id], key) for key_id, key in new.items())


def _only_shared(old: GroupKey, new: GroupKey) -> bool:
    """Return whether a group key is unchanged, except that a team's key may be sealed to more people."""
    if old.group == SIGNATORIES:
        return old == new
    return old == new.model_copy(update={"sealed": old.sealed}) and old.sealed.items() <= new.sealed.items()
