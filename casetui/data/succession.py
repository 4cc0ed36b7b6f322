"""What a revision of the agency file may change of the revision before it, and who has to sign that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from casetui.data.errors import VaultError
from casetui.data.groups import SIGNATORIES
from casetui.data.keys.person_keys import signed_by
from casetui.data.records.agency import Agency
from casetui.data.records.notice import LINE_MANAGER, NAME, Notice
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.data.keys.sealing import Revision
    from casetui.data.people import AgencyFile
    from casetui.data.records.agency import Worker
    from casetui.data.records.keys import GroupKey, PersonKey

Authority = Mapping[str, list[str]]
"""The signing keys that each worker uses, by worker id."""
SLACK = timedelta(days=1)
"""How far before the revision before it a revision may be dated: clocks differ, and are put right."""


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

    Its author is a line manager or an administrator by the revision ``before``, or makes themselves line
    manager with the recovery key. The root key and the recovery key stay. The author changes neither their
    own permissions nor their own keys. An admitted key may be ended, and not changed otherwise. An author
    who is an administrator and no line manager may not give the permissions that only a line manager gives,
    admit a key of a worker who has such permissions, or make a team key.

    Where the revision ``before`` names its vault, what ``_keeps_whole`` says holds too. Earlier versions of
    the program wrote agency files that do not.

    Raises ``VaultError`` where a revision cannot be read.
    """
    old, new = signed_revision(before).about, signed_revision(after).about
    by, appointed = new.by, _appointed(before, after)
    may = _keys_of(before, by) if appointed else authority(before).get(by, [])
    leads = appointed or by in managers(before)
    return (
        new.revision > old.revision
        and signed_revision(after).signed_by(may)
        and (before.agency.root, before.agency.recovery) == (after.agency.root, after.agency.recovery)
        and _recovery_stays(before, after, by)
        and _author_unchanged(before, after, by, appointed=appointed)
        and _admitted_keys_stay(before, after)
        and (leads or _needs_no_manager(before, after))
        and (not before.agency.vault or _keeps_whole(before, after, by))
    )


def _recovery_stays(before: AgencyFile, after: AgencyFile, by: str) -> bool:
    """Return whether the recovery key signs as before, or a line manager has just let it sign at all."""
    old, new = before.agency.recovery_sign, after.agency.recovery_sign
    return old == new or (not old and by in managers(before))


def _keys_of(file: AgencyFile, worker: str) -> list[str]:
    """Return the signing keys that a worker uses, whatever their roles."""
    return [key.sign for key in file.person_keys if key.worker == worker and key.ended_at is None]


# -- the recovery key ----------------------------------------------------------------------------


def appointment(file: AgencyFile, worker: str) -> bytes:
    """Return what the recovery key signs so that ``worker`` becomes line manager after the revision ``file``.

    The digest of that revision is in it, so the signature counts once and in this vault only.
    """
    return "\n".join(["casetui line manager", signed_revision(file).digest, worker]).encode()


def _appointed(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether the author makes themselves line manager, and the recovery key signed that."""
    by, key = signed_revision(after).about.by, before.agency.recovery_sign
    return (
        bool(key)
        and by in before.people
        and any(
            (notice.kind, notice.about) == (LINE_MANAGER, by)
            and signed_by(key, appointment(before, by), notice.proof)
            for notice in _fresh(before, after)
        )
    )


# -- what stays whole, whoever signs --------------------------------------------------------------


def lasting_managers(file: AgencyFile) -> set[str]:
    """Return the line managers who have a key and no last day: one of them at least has to stay."""
    people = file.people
    return {worker for worker in managers(file) if people[worker].left_on is None}


def lasting_signatories(file: AgencyFile) -> set[str]:
    """Return the line managers and second signatories without a last day; with a key or without."""
    people = file.people.values()
    return {worker.id for worker in people if worker.left_on is None and manager_permissions(worker)}


def ends_managers(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether no line manager would be left who can make another."""
    return bool(lasting_managers(before)) and not lasting_managers(after)


def ends_signing(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether nobody would be left who could sign what the only line manager asks for (rule 26)."""
    return len(lasting_signatories(before)) > 1 and len(lasting_signatories(after)) < 2


def _keeps_whole(before: AgencyFile, after: AgencyFile, by: str) -> bool:
    """Return whether the agency stays one that its people know and can lead.

    When and by whom the agency was made stays, and so does its vault. No revision and no end of a key is
    dated back. One line manager with a key stays, and beside them another signatory. Nobody is taken out.
    Who has another name, has a notice of it, which nobody takes away.
    """
    return (
        _made(before) == _made(after)
        and not _dated_back(before, after)
        and not ends_managers(before, after)
        and not ends_signing(before, after)
        and _notices_stay(before, after, by)
        and _names_told(before, after)
    )


def _made(file: AgencyFile) -> list[tuple[object, ...]]:
    return [
        (agency.id, agency.made_by, agency.made_at, agency.vault, agency.struck)
        for agency in file.every(Agency)
    ]


def _dated_back(before: AgencyFile, after: AgencyFile) -> bool:
    first = instant(before) - SLACK
    ended = {key.id: key.ended_at for key in before.person_keys}
    ends = [key.ended_at for key in after.person_keys if key.ended_at != ended.get(key.id)]
    return instant(after) < first or any(end is not None and end < first for end in ends)


def instant(file: AgencyFile) -> datetime:
    """Return the signed instant of a revision."""
    return datetime.fromisoformat(signed_revision(file).about.at)


def _fresh(before: AgencyFile, after: AgencyFile) -> list[Notice]:
    """Return the notices that came with the revision ``after``."""
    known = {notice.id for notice in before.every(Notice)}
    return [notice for notice in after.all(Notice) if notice.id not in known]


def _notices_stay(before: AgencyFile, after: AgencyFile, by: str) -> bool:
    """Return whether each notice is the author's own and unseen, or one from before.

    One from before is unchanged, unless its author is a line manager, who may have seen it by now.
    """
    old, new = (
        {notice.id: notice for notice in before.every(Notice)},
        {notice.id: notice for notice in after.every(Notice)},
    )
    own = [[by]] if by in managers(before) else []
    return old.keys() <= new.keys() and all(
        _content(one) == _content(old[key])
        and one.seen in [old[key].seen, *(old[key].seen + me for me in own)]
        if key in old
        else one.made_by == by and not one.seen and not one.struck
        for key, one in new.items()
    )


def _content(notice: Notice) -> dict[str, object]:
    return notice.model_dump(exclude={"seen", "changed_by", "changed_at"})


def _names_told(before: AgencyFile, after: AgencyFile) -> bool:
    """Return whether everybody is still there, and every new name has its notice."""
    now = after.people
    told = [
        (notice.about, notice.before, notice.after) for notice in _fresh(before, after) if notice.kind == NAME
    ]
    return all(
        worker.id in now
        and (now[worker.id].name == worker.name or (worker.id, worker.name, now[worker.id].name) in told)
        for worker in before.people.values()
    )


# -- the author, their keys and what only a line manager gives --------------------------------------


def _author_unchanged(before: AgencyFile, after: AgencyFile, by: str, *, appointed: bool) -> bool:
    author, was = after.people.get(by), before.people.get(by)
    if author is None or was is None or any(key.worker == by for key in _admitted(before, after)):
        return False
    if appointed and not was.has("line manager"):
        was = was.model_copy(update={"roles": [*was.roles, "line manager"]})
    return permissions(author) == permissions(was)


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
