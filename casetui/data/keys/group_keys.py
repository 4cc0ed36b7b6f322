"""Makes the keys of groups, and seals them to the people who hold them."""

from __future__ import annotations

import base64
from collections.abc import Iterable

import pyrage

from casetui.data.keys.sealing import seal
from casetui.data.records.keys import GroupKey, PersonKey

Holder = PersonKey | GroupKey
"""The key that a group's key is sealed to: a person's key, or the key of the signatories."""


def make_group_key(group: str, generation: int, holders: Iterable[Holder]) -> GroupKey:
    """Return a new key for ``group``, sealed to its holders."""
    identity = pyrage.x25519.Identity.generate()
    key = GroupKey(group=group, generation=generation, public=str(identity.to_public()), sealed={})
    return shared(key, str(identity), holders)


def shared(key: GroupKey, secret: str, holders: Iterable[Holder]) -> GroupKey:
    """Return the key, whose private part is ``secret``, sealed to ``holders`` too."""
    boxes = {
        holder.id: base64.b64encode(seal(secret.encode(), [holder.read])).decode()
        for holder in holders
        if holder.id not in key.sealed
    }
    return key.model_copy(update={"sealed": {**key.sealed, **boxes}})
