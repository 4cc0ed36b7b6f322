"""Who held which key when: people's keys until they ended, and the keys of groups until they were replaced.

A revision names the instant of its save, by its author's clock. Where that clock was ahead, the instant can
be later than the end of the author's key. The order of the journal's lines then tells whether the revision
came before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from casetui.data.groups import SIGNATORIES
from casetui.data.keys.sealing import Revision
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.store.base import Stamp

GRACE = timedelta(minutes=1)
"""A key is accepted for so long after its end: the save had begun before, or two clocks differ."""
BEGINNING = datetime.min.replace(tzinfo=UTC)
"""An instant before every other: what was held at any time was held after it."""
OrderOf = Callable[[str, str, Stamp], datetime | None]
"""Returns an instant before which a file came to the vault, by the order of the journal's lines.

It is called with the file's name, its author's worker id and its stamp. ``None`` where nothing tells.
"""


class Holders:
    """The people's keys, and to which of them each group's key was sealed until when."""

    def __init__(
        self, person_keys: Sequence[PersonKey], group_keys: Iterable[GroupKey], order: OrderOf
    ) -> None:
        """``group_keys`` come with the older generation of a group before the newer one."""
        self._order = order
        self._person_keys: dict[str, list[PersonKey]] = {}
        for key in person_keys:
            self._person_keys.setdefault(key.worker, []).append(key)
        self._until: dict[str, dict[str, datetime | None]] = {}
        """By group: the ids of the keys to which its key was sealed, and until when; ``None`` for now."""
        self.signatories: set[str] = set()
        """The ids of the present and former keys of the group ``SIGNATORIES``."""
        for group_key in group_keys:
            until = self._until.setdefault(group_key.group, {})
            until.update({key_id: group_key.made_at for key_id, end in until.items() if end is None})
            until.update(dict.fromkeys(group_key.sealed))
            if group_key.group == SIGNATORIES:
                self.signatories.add(group_key.id)

    def keys_of(self, who: str) -> Sequence[PersonKey]:
        """Return every key that was ever a person's."""
        return self._person_keys.get(who, ())

    def among(self, who: str, keys: set[str]) -> bool:
        """Return whether any key that was ever a person's is among these ids."""
        return any(key.id in keys for key in self.keys_of(who))

    def signed_ever(self, revision: Revision) -> bool:
        """Return whether the author signed a revision with any key that was ever theirs."""
        return revision.signed_by([key.sign for key in self.keys_of(revision.about.by)])

    def signed_in_time(self, revision: Revision) -> bool:
        """Return whether the author signed a revision with a key that had not ended when it came."""
        at = datetime.fromisoformat(revision.about.at) - GRACE
        keys = [key for key in self.keys_of(revision.about.by) if revision.signed_by([key.sign])]
        if any(key.ended_at is None or at <= key.ended_at for key in keys):
            return True
        latest = self.came_before(revision) if keys else None
        return latest is not None and any(key.ended_at and latest - GRACE <= key.ended_at for key in keys)

    def held(self, revision: Revision, group: str) -> bool:
        """Return whether the author of a revision held the key of a group when the revision came."""
        by = revision.about.by
        if self._held_at(by, group, datetime.fromisoformat(revision.about.at) - GRACE):
            return True
        if not self._held_at(by, group, BEGINNING):
            return False
        latest = self.came_before(revision)
        return latest is not None and self._held_at(by, group, latest - GRACE)

    def _held_at(self, who: str, group: str, at: datetime) -> bool:
        """Return whether a person held the key of a group at an instant, or later."""
        holders = self._holders_at(group, at)
        if (
            together := holders & self.signatories
        ):  # these ids stand for the signatories' key, even where a person's key has such an id
            holders = (holders - together) | self._holders_at(SIGNATORIES, at)
        return self.among(who, holders)

    def _holders_at(self, group: str, at: datetime) -> set[str]:
        holders = self._until.get(group, {})
        return {key_id for key_id, until in holders.items() if until is None or at <= until}

    def came_before(self, revision: Revision) -> datetime | None:
        """Return an instant before which a revision came, by the journal's order, or ``None``.

        The author's clock has no part in it: the instant is that of a change of the agency file.
        """
        return self._order(revision.about.name, revision.about.by, revision.stamp)
