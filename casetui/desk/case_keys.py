"""The key of its own that a restricted or lent case has, and who holds it."""

from __future__ import annotations

from casetui.data.casefile import CaseFile, RecordFile
from casetui.data.errors import CannotOpen, OutOfDate
from casetui.data.keyring import make_group_key, shared
from casetui.data.records import Case, Share
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.desk.desk import Desk
from casetui.desk.team_keys import holders
from casetui.words import N_, say


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
    team = {key.id for key in holders(desk.agency_file, case.team)}
    return [key for key in keys if key.id not in team]


def give_key(desk: Desk, file: CaseFile) -> None:
    """Give a case that is about to be saved the key that its readers need; ``file`` then names it.

    A reader who was added is let in; for one who was taken out there is a new key, so that they read
    nothing that is written from now on. Raises ``VaultError`` where it cannot be written.
    """
    readers, case = named_readers(desk, file), file.case
    if not readers:
        if case.own_key:
            file.put(case.model_copy(update={"own_key": ""}))
        return
    keys = _read(desk, case)
    now = next((key for key in keys.all(GroupKey) if key.public == case.own_key), None)
    wanted = {reader.id for reader in readers}
    if now is not None and set(now.sealed) == wanted:
        return
    if now is not None and set(now.sealed) < wanted and desk.keyring.opens(now):
        key = shared(now, desk.keyring.secret(now), readers)
    else:  # who lends a case need not hold the key that they made for it
        key = make_group_key(f"C-{case.number}", len(keys.all(GroupKey)) + 1, readers)
    keys.put(key)
    try:
        keys.save(desk.vault, desk.who.id, desk.now())
    except FileExistsError:
        raise OutOfDate(say(N_("Somebody saved this meanwhile."))) from None
    if key.public != case.own_key:
        file.put(case.model_copy(update={"own_key": key.public}))


def reseal_former(desk: Desk, file: CaseFile) -> int:
    """Seal a case's former revisions to who may read it now; return how many files that were.

    Raises ``VaultError`` where one cannot be written; one that nobody present can open stays as it is.
    """
    done, own_keys = 0, desk.own_keys(file.name)
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


def _read(desk: Desk, case: Case) -> RecordFile:
    name = f"keys/{case.number}"
    if desk.vault.stamp(name) == (0, 0):
        return RecordFile(name, {})
    return RecordFile.load(desk.vault, name)
