"""What a revision of the agency file may change of the one before it, and whose signature that needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from casetui.data.errors import VaultError
from casetui.data.keys.sealing import SIGNATORIES
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.keys.sealing import Revision
    from casetui.data.people import AgencyFile
    from casetui.data.records.agency import Worker
    from casetui.data.records.keys import GroupKey, PersonKey

Authority = Mapping[str, list[str]]
"""Signing keys that are in use, by worker id."""


def authority(file: AgencyFile) -> Authority:
    """Return who may change the agency file after this revision: its managers and administrators."""
    return _signing(file, "line manager", "administrator")


def managers(file: AgencyFile) -> Authority:
    """Return the line managers of this revision, with the keys that they sign with."""
    return _signing(file, "line manager")


def _signing(file: AgencyFile, *roles: str) -> Authority:
    keys: dict[str, list[str]] = {}
    people = file.people
    for key in file.person_keys:
        worker = people.get(key.worker)
        if worker is not None and key.ended_at is None and set(roles) & set(worker.roles):
            keys.setdefault(key.worker, []).append(key.sign)
    return keys


def standing(worker: Worker) -> tuple[object, ...]:
    """Return what decides what a person may do: nobody changes their own."""
    return sorted(worker.roles), worker.team, bool(worker.second_signatory), worker.limit


def rights(worker: Worker | None) -> frozenset[str]:
    """Return what of a person's standing only a line manager gives: it comes with every team's key."""
    found = []
    if worker is not None and worker.has("line manager"):
        found.append("line manager")
    if worker is not None and worker.second_signatory:
        found.append("second signatory")
    return frozenset(found)


def signed_revision(file: AgencyFile) -> Revision:
    """Return the revision that a file was read from; raise ``VaultError`` where it is not signed."""
    if file.kept is None or file.kept.revision is None:
        raise VaultError(
            say(N_("The agency file is not signed. Bring it back from a backup with casetui restore."))
        )
    return file.kept.revision


def may_follow(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether a revision of the agency file rightly takes the place of the one ``before``.

    A line manager or an administrator signed it, by what the one before says. The agency's root and recovery
    key stay, and the author's own standing and keys; a key that was admitted is ended and nothing else. Who
    is only an administrator gives nobody the ``rights``, admits no key to who has them, makes no team key.

    Raises ``VaultError`` where one of them cannot be read.
    """
    old, new = signed_revision(before).about, signed_revision(after).about
    by = new.by
    return (
        new.revision > old.revision
        and signed_revision(after).signed_by(authority(before).get(by, []))
        and (before.agency.root, before.agency.recovery) == (after.agency.root, after.agency.recovery)
        and _keeps_own(before, after, by)
        and _keeps_keys(before, after)
        and (by in managers(before) or _administers(before, after))
    )


def _keeps_own(before: AgencyFile, after: AgencyFile, by: str) -> bool:
    own = after.people.get(by)
    admitted = any(key.worker == by for key in _admitted(before, after))
    return own is not None and standing(own) == standing(before.people[by]) and not admitted


def _admitted(before: AgencyFile, after: AgencyFile) -> list[PersonKey]:
    known = {key.id for key in before.person_keys}
    return [key for key in after.person_keys if key.id not in known]


def _keeps_keys(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether every key that was admitted is still there as it was, or was ended."""
    now = {key.id: key for key in after.person_keys}
    for key in before.person_keys:
        there = now.get(key.id)
        if there is None or (there.worker, there.read, there.sign) != (key.worker, key.read, key.sign):
            return False
        if key.ended_at is not None and there.ended_at != key.ended_at:
            return False
    return True


def _administers(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether nothing was changed that needs a line manager."""
    was, people = before.people, after.people
    if any(rights(worker) - rights(was.get(one)) for one, worker in people.items()):
        return False
    if any(key.worker not in people or rights(people[key.worker]) for key in _admitted(before, after)):
        return False
    old = {key.id: key for key in before.group_keys}
    new = {key.id: key for key in after.group_keys}
    return old.keys() == new.keys() and all(_hands_out(old[one], key) for one, key in new.items())


def _hands_out(old: GroupKey, new: GroupKey) -> bool:
    """Return whether a group's key is as it was, but that more people of a team may hold it."""
    if old.group == SIGNATORIES:
        return old == new
    return old == new.model_copy(update={"sealed": old.sealed}) and old.sealed.items() <= new.sealed.items()
