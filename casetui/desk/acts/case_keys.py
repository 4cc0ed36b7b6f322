"""The key of its own that a restricted or lent case has, and who holds it."""

from __future__ import annotations

from collections.abc import Sequence

from casetui.data.casefile import CaseFile, RecordFile
from casetui.data.errors import CannotOpen, Forged, NotWhole
from casetui.data.keys.group_keys import make_group_key, shared
from casetui.data.records import Case, Share
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.desk.desk import Desk
from casetui.desk.keys.team_keys import members


def named_readers(desk: Desk, file: CaseFile) -> list[PersonKey]:
    """Return the keys of those who read a case by name: none where its team's key is enough for all.

    Who has no key yet is let in at the next save after they were admitted.
    """
    case, today = file.case, desk.today()
    names = [share.worker for share in file.all(Share) if share.live_on(today)]
    if case.restricted_to:
        names += [case.manager, *case.restricted_to]
    keys = [key for name in dict.fromkeys(names) if (key := desk.agency_file.key_of(name))]
    if case.restricted_to:
        return keys
    team = {key.id for key in members(desk.agency_file, case.team)}
    return [key for key in keys if key.id not in team]


def give_key(desk: Desk, file: CaseFile) -> RecordFile | None:
    """Give a case that is about to be saved the key that its readers need; ``file`` then names it.

    A reader who was added is let in; for one who was taken out there is a new key, so that they read
    nothing that is written from now on. Return the file of the case's own keys where it is to be saved with
    the case; raise ``VaultError`` where the present one cannot be read.
    """
    readers, case = named_readers(desk, file), file.case
    keys = _read(desk, case)
    known = newest_keys(desk, file.name)
    now = next((key for key in known if key.public == case.own_key), None)
    if not readers:
        if case.own_key:
            file.put(case.model_copy(update={"own_key": ""}))
        if known and known[-1].only:  # from now on its team writes the next one
            return _with(keys, [*known[:-1], known[-1].model_copy(update={"only": False})])
        return None
    only, wanted = bool(case.restricted_to), {reader.id for reader in readers}
    present = now is not None and now.only == only and not desk.keyring.forged_keys(file.name)
    if now is not None and present and set(now.sealed) == wanted:
        return None
    if now is not None and present and set(now.sealed) < wanted and desk.keyring.opens(now):
        key = shared(now, desk.keyring.secret(now), readers)
    else:  # who lends a case need not hold the key that they made for it
        last = max((one.generation for one in known), default=0)
        key = make_group_key(f"C-{case.number}", last + 1, readers).model_copy(update={"only": only})
    if key.public != case.own_key:
        file.put(case.model_copy(update={"own_key": key.public}))
    return _with(keys, [*(one for one in known if one.id != key.id), key])


def newest_keys(desk: Desk, name: str) -> list[GroupKey]:
    """Return the keys of its own that a case has or had, by the newest revision that is to be trusted."""
    trusted = desk.keyring.trusted_keys(name)
    return sorted(trusted[-1].keys, key=lambda key: key.generation) if trusted else []


def _read(desk: Desk, case: Case) -> RecordFile:
    """Return the file of a case's own keys as it lies there, empty of what it says."""
    name = f"keys/{case.number}"
    if desk.vault.stamp(name) == (0, 0):
        return RecordFile(name, {})
    try:
        return RecordFile(name, {}, desk.vault.read(name))
    except (NotWhole, Forged):
        return RecordFile(name, {}, desk.vault.read_raw(name))


def _with(file: RecordFile, keys: Sequence[GroupKey]) -> RecordFile:
    """Return the file of a case's own keys with these in it."""
    for key in keys:
        file.put(key)
    return file


def reseal_former(desk: Desk, file: CaseFile) -> int:
    """Seal a case's former revisions to who may read it now; return how many files that were.

    Raises ``VaultError`` where one cannot be written; one that nobody present can open stays as it is.
    """
    done, own_keys = 0, desk.keyring.own_keys(file.name)
    for former in desk.vault.formers(file.name):
        try:
            raw = desk.vault.read_former_raw(file.name, former)
            if not desk.keyring.sealed_to(raw.data, file.readers, own_keys):
                data = desk.keyring.resealed(file.name, raw.data, file.readers)
                desk.vault.replace_former(file.name, former, data)
                done += 1
        except CannotOpen:
            continue
    return done
