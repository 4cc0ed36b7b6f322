"""Keys that several people hold together: made, and sealed to each who is to hold them."""

from __future__ import annotations

import base64
from collections.abc import Iterable

import pyrage

from casetui.data.keys.sealing import seal
from casetui.data.records.keys import GroupKey, PersonKey

Holder = PersonKey | GroupKey
"""The key that a group's key is sealed to: a person's, or the one that all who sign off hold together."""


def make_group_key(group: str, generation: int, holders: Iterable[Holder]) -> GroupKey:
    """Return a new key for ``group``, sealed to its holders."""
    identity = pyrage.x25519.Identity.generate()
    key = GroupKey(group=group, generation=generation, public=str(identity.to_public()), sealed={})
    return shared(key, str(identity), holders)


def shared(key: GroupKey, secret: str, holders: Iterable[Holder]) -> GroupKey:
    """Return the key sealed to ``holders`` too."""
    boxes = {
        holder.id: base64.b64encode(seal(secret.encode(), [holder.read])).decode()
        for holder in holders
        if holder.id not in key.sealed
    }
    return key.model_copy(update={"sealed": {**key.sealed, **boxes}})
