"""The own key of a restricted or lent case, and the people who hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casetui.data.casefile import CaseFile
from casetui.data.errors import CannotOpen, Forged, NotWhole, Unreachable, VaultError
from casetui.data.keys.group_keys import make_group_key, shared
from casetui.data.keys.sealing import Readers
from casetui.data.record_file import RecordFile
from casetui.data.records import Case, Share
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.keys.team_keys import members
from casetui.words import N_, say


def named_readers(desk: Desk, file: CaseFile) -> list[PersonKey]:
    """Return the personal keys of the people who need a case's own key.

    In a restricted case these are its case manager, the people named and the people to whom it is lent. In
    another case these are the people to whom it is lent who do not hold its team's key. A person who has no
    key yet is left out. They can open the case after the first save that follows their admission.
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
    """Give a case that is about to be saved the own key that its readers need; ``file`` then names that key.

    For a new reader the present key is sealed to them too. Where a reader was taken out there is a new key,
    so that they can read nothing that is written from now on. Return the file of the case's own keys where it
    is to be saved with the case. Raise ``NotAllowed`` where the case is restricted to people of whom nobody
    has a key, ``VaultError`` where the present file cannot be read.
    """
    readers, case = named_readers(desk, file), file.case
    keys = _read(desk, case)
    known = newest_keys(desk, file.name)
    now = next((key for key in known if key.public == case.own_key), None)
    if case.restricted_to and not readers:  # without a key of its own it would be sealed to the team
        raise NotAllowed(
            say(N_("Nobody to whom the case is restricted has a key yet. Name somebody who has."))
        )
    if not readers:
        if case.own_key:
            file.put(case.model_copy(update={"own_key": ""}))
        if known and known[-1].only:  # the team's key alone seals it again
            return _with(keys, [*known[:-1], known[-1].model_copy(update={"only": False})])
        return None
    only, wanted = bool(case.restricted_to), {reader.id for reader in readers}
    present = now is not None and now.only == only and not desk.keyring.case_keys.forged(file.name)
    if now is not None and present and set(now.sealed) == wanted:
        return None
    if now is not None and present and set(now.sealed) < wanted and desk.keyring.opens(now):
        key = shared(now, desk.keyring.secret(now), readers)
    else:  # a person who lends a case need not hold its own key
        last = max((one.generation for one in known), default=0)
        key = make_group_key(f"C-{case.number}", last + 1, readers).model_copy(update={"only": only})
    if key.public != case.own_key:
        file.put(case.model_copy(update={"own_key": key.public}))
    return _with(keys, [*(one for one in known if one.id != key.id), key])


def newest_keys(desk: Desk, name: str) -> list[GroupKey]:
    """Return the own keys that a case has or had, from the newest trusted revision of its key file."""
    trusted = desk.keyring.case_keys.trusted(name)
    return sorted(trusted[-1].keys, key=lambda key: key.generation) if trusted else []


def _read(desk: Desk, case: Case) -> RecordFile:
    """Return the file of a case's own keys for the next revision, without records."""
    name = f"keys/{case.number}"
    if desk.vault.stamp(name) == (0, 0):
        return RecordFile(name, {})
    try:
        return RecordFile(name, {}, desk.vault.read(name))
    except (NotWhole, Forged):  # the next revision follows the newest one that can be read
        known = [kept.revision for kept in desk.keyring.case_keys.revisions(f"cases/{case.number}")]
        return RecordFile(name, {}, replace(desk.vault.read_raw(name), revision=known[-1] if known else None))


def _with(file: RecordFile, keys: Sequence[GroupKey]) -> RecordFile:
    """Put keys into the file of a case's own keys, and return the file."""
    for key in keys:
        file.put(key)
    return file


def reseal_former(desk: Desk, name: str, to: Readers) -> tuple[int, int]:
    """Seal the former revisions of a case or a cover sheet to its present readers.

    Return how many were sealed anew, and how many stay as they are since the person cannot open them. Raises
    ``VaultError`` where one cannot be written.
    """
    done, left, own_keys = 0, 0, desk.keyring.case_keys.every(name)
    for former in desk.vault.formers(name):
        try:
            raw = desk.vault.read_former_raw(name, former)
            if desk.keyring.sealed_to(raw.data, to, own_keys):
                continue
            data = desk.keyring.resealed(name, raw.data, to)
        except (CannotOpen, Unreachable):  # the others are sealed anew all the same
            left += 1
            continue
        except VaultError:
            continue  # a damaged one is nobody's to read; check names it
        desk.vault.replace_former(name, former, data)
        done += 1
    return done, left
