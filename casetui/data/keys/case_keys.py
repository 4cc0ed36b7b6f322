"""The own keys of a restricted or lent case: every revision of them, and which of these are trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from casetui.data.groups import EVERYONE
from casetui.data.keys.holders import Holders
from casetui.data.keys.sealing import Revision
from casetui.data.records.agency import Worker
from casetui.data.records.keys import GroupKey


@dataclass(frozen=True)
class KeyRevision:
    """A well signed revision of a case's own keys. Its author may have had no right to write it."""

    revision: Revision
    keys: Sequence[GroupKey]


OwnKeys = Callable[[str], Sequence[KeyRevision]]
"""Returns every revision of a case's own keys, oldest first, by the case's name in the vault."""


class CaseKeys:
    """The own keys of cases, by the cases' names in the vault."""

    def __init__(
        self, own_keys: OwnKeys, people: Mapping[str, Worker], holders: Holders, team_of: Callable[[str], str]
    ) -> None:
        """``team_of`` returns the known team of a case; empty where it is not known."""
        self.revisions = own_keys
        """Returns every well signed revision of a case's own keys, oldest first, also those not trusted."""
        self._people = people
        self._holders = holders
        self._team_of = team_of

    def every(self, name: str) -> list[GroupKey]:
        """Return all present and former own keys of a case, to try them on its file.

        They come from every revision of the key file, also from a revision that is not trusted: a person who
        overwrites the key file cannot shut out those who held a key.
        """
        return [key for revision in self.revisions(name) for key in revision.keys]

    def trusted(self, name: str, team: str = "") -> list[KeyRevision]:
        """Return the trusted revisions of a case's own keys, oldest first.

        The author of a trusted revision is a line manager, a holder of the last key, or, unless the case is
        restricted, a member of its ``team``. By default this is the known team of the case; ``EVERYONE``
        stands for any team.
        """
        trusted: list[KeyRevision] = []
        team = team or self._team_of(name)
        for revision in self.revisions(name):
            if self._may_write(revision.revision, trusted[-1].keys if trusted else (), team):
                trusted.append(revision)
        return trusted

    def forged(self, name: str) -> list[KeyRevision]:
        """Return the newest revision of a case's own keys, in a list, where its author had no right to it.

        A member of the case's former team had that right before the case went to another team.
        """
        trusted = [*self.trusted(name), *self.trusted(name, EVERYONE)]
        return [newest for newest in self.revisions(name)[-1:] if newest not in trusted]

    def _may_write(self, revision: Revision, before: Sequence[GroupKey], team: str) -> bool:
        about = revision.about
        worker = self._people.get(about.by)
        last = max(before, key=lambda key: key.generation, default=None)
        if (worker and worker.has("line manager")) or (
            last and self._holders.among(about.by, set(last.sealed))
        ):
            return True
        return not (last and last.only) and (not team or self._holders.held(revision, team))

    def opened_to(self, name: str, team: str) -> set[str]:
        """Return the ids of the keys to which the trusted own keys of a case are sealed."""
        return {holder for file in self.trusted(name, team) for key in file.keys for holder in key.sealed}
