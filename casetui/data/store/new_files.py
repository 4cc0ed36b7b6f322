"""Writes the files of many new cases at once, which a disk makes durable in the time of a few.

Each case has a signed intent of its own. So whatever a kill leaves of a case, the next person who opens it
finishes or drops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from casetui.data.errors import MAY_BE_SAVED, VaultError, cannot
from casetui.data.store.base import Change, Signer, StoredBytes, digest_of
from casetui.data.store.intent import check_together, intent_for, intent_name
from casetui.data.store.settling import saved_meanwhile
from casetui.words import reason_of, say

if TYPE_CHECKING:
    from casetui.data.store.folder import FolderStore


def write_new(
    store: FolderStore, groups: Sequence[Sequence[Change]], unless: Mapping[str, str], signer: Signer
) -> dict[str, StoredBytes]:
    """Do for a folder what ``Store.write_new`` says."""
    for group in groups:
        check_together(group)
    changes = [change for group in groups for change in group]
    if len({change.name for change in changes}) != len(changes) or any(change.seen for change in changes):
        raise ValueError("not all of these names are new")
    with store.locked(*(group[0].name for group in groups)):  # that is the lock which settling a write takes
        for name, digest in unless.items():
            if store.digest(name) != digest:
                raise saved_meanwhile(name)
        for change in changes:
            store.check_new(change)
        together = [group for group in groups if len(group) > 1]
        intents = {intent_name(group[0].name): intent_for(group, signer) for group in together}
        stored = _written(store, changes, intents)
        store.made_new(changes, stored)
        with suppress(OSError):  # else the next person who opens a case removes its intent
            store.files.remove_several(list(intents))
    return stored


def _written(
    store: FolderStore, changes: Sequence[Change], intents: Mapping[str, bytes]
) -> dict[str, StoredBytes]:
    """Write the intents, then the files; where that fails, remove all of them."""
    contents = {change.name: change.data or b"" for change in changes}
    try:
        for folder in {name.rpartition("/")[0] for name in contents} - {"", "cases"}:
            store.files.make_folders(folder)
        store.files.write_several(intents)
        stamps = store.files.write_several(contents)
    except OSError as error:
        try:
            store.files.remove_several([*contents, *intents])
        except OSError:
            raise VaultError(say(MAY_BE_SAVED, reason=reason_of(error))) from error
        raise VaultError(cannot("save", error.filename or store.where(), error)) from error
    return {name: StoredBytes(data, digest_of(data), stamps[name]) for name, data in contents.items()}
