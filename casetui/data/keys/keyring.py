"""The keys that one person holds: their own keys, and the group keys that were sealed to them.

A keyring seals and signs what the person writes, and opens and checks what they read.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pyrage

from casetui.data.errors import CannotOpen, Forged
from casetui.data.groups import EVERYONE, SIGNATORIES
from casetui.data.keys.case_keys import CaseKeys, OwnKeys
from casetui.data.keys.holders import Holders, OrderOf
from casetui.data.keys.known_revisions import KnownRevision, Reach
from casetui.data.keys.person_keys import Keys, NotOurs, signed_by
from casetui.data.keys.sealing import (
    Readers,
    Revision,
    RevisionHead,
    only_signed,
    read_signed,
    seal,
    signed,
    unseal,
)
from casetui.data.records.agency import Worker
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.store.base import NOTHING, Stamp, digest_of
from casetui.words import N_, say

HEADER = 1_000
"""The most bytes of the header of a sealed file, with ``MOST_RECIPIENTS``."""


KnownOf = Callable[[str], KnownRevision | None]
"""Returns the highest revision of a case that was trusted, by the case's number."""


class Keyring:
    """Opens and signs files with the keys of one person, and seals the files that they write."""

    def __init__(
        self,
        who: str,
        keys: Keys,
        *,
        people: Mapping[str, Worker],
        person_keys: Sequence[PersonKey],
        group_keys: Iterable[GroupKey],
        recovery: str,
        own_keys: OwnKeys = lambda _: (),
        known: KnownOf = lambda _: None,
        order: OrderOf = lambda *_: None,
    ) -> None:
        """Open every group key that is sealed to ``who``; a key that they cannot open is left out."""
        self.who = who
        self.keys = keys
        self._people = people
        self._recovery = recovery
        self._known = known
        public = keys.public
        self._openers: dict[str, Callable[[bytes], bytes]] = {
            key.id: keys.unseal for key in person_keys if (key.worker, key.read) == (who, public.read)
        }
        """The function that opens a sealed secret, by the id of the key that the secret is sealed to."""
        self._newest: dict[str, GroupKey] = {}
        self._secrets: dict[str, str] = {}
        self._by_group: dict[str, list[pyrage.x25519.Identity]] = {}
        """The group keys that the person holds, by group, newest first."""
        ordered = sorted(group_keys, key=lambda key: (key.group != SIGNATORIES, key.generation))
        self.holders = Holders(person_keys, ordered, order)
        """Who held which key when."""
        self.case_keys = CaseKeys(own_keys, people, self.holders, self._team_of)
        """The own keys of restricted and lent cases."""
        for group_key in ordered:
            self._newest[group_key.group] = group_key
            if secret := self._secret(group_key):
                self._secrets[group_key.public] = secret
                identity = pyrage.x25519.Identity.from_str(secret)
                self._by_group.setdefault(group_key.group, []).insert(0, identity)
                if group_key.group == SIGNATORIES:
                    self._openers[group_key.id] = partial(_unsealed_with, secret)
        self._team = people[who].team if who in people else ""
        self._teams: dict[str, str] = {}
        """The teams of cases by their names, as given to ``expect``."""

    # -- group keys ------------------------------------------------------------------------------

    def _secret(self, key: GroupKey) -> str:
        for holder, unsealed in self._openers.items():
            with suppress(
                NotOurs, ValueError, pyrage.DecryptError, pyrage.IdentityError
            ):  # another key's box, or garbage
                if box := key.sealed.get(holder):
                    secret = unsealed(base64.b64decode(box)).decode()
                    pyrage.x25519.Identity.from_str(secret)
                    return secret
        return ""

    def secret(self, key: GroupKey) -> str:
        """Return the private part of a group key; raise ``CannotOpen`` where the person does not hold it."""
        secret = self._secrets.get(key.public) or self._secret(key)
        if not secret:
            raise CannotOpen(say(N_('You do not hold the key of "{group}".'), group=key.group))
        return secret

    def opens(self, key: GroupKey) -> bool:
        """Return whether the person holds this group key."""
        return key.public in self._secrets or bool(self._secret(key))

    def holds(self, group: str) -> bool:
        """Return whether the person holds the newest key of a group."""
        key = self._newest.get(group)
        return key is not None and key.public in self._secrets

    # -- sealing and opening ---------------------------------------------------------------------

    def recipients(self, to: Readers) -> list[str]:
        """Return the age recipients for these readers; raise ``CannotOpen`` where a team has no key yet."""
        if to.only_own:
            return [to.own_key, self._recovery]
        key = self._newest.get(to.group)
        if key is None:
            raise CannotOpen(
                say(N_('The team "{team}" has no key yet. A line manager opens People once.'), team=to.group)
            )
        return [key.public, *([to.own_key] if to.own_key else []), self._recovery]

    def close(
        self, name: str, content: bytes, at: datetime, former: Revision | None, to: Readers
    ) -> tuple[Revision, bytes]:
        """Return the revision after ``former``, signed, and the file that holds it."""
        about = RevisionHead(
            name=name, revision=former.about.revision + 1 if former else 1,
            former=former.digest if former else "", by=self.who, at=at.astimezone(UTC).isoformat(),
            digest=digest_of(content),
        )  # fmt: skip
        revision, data = signed(about, content, self.keys)
        return revision, data if only_signed(name) else seal(data, self.recipients(to))

    def open(self, name: str, data: bytes, stamp: Stamp = NOTHING) -> Revision:
        """Return the revision in a file with this stamp.

        Raises ``CannotOpen`` where it is sealed to others, ``NotWhole`` where it is damaged, ``Forged`` where
        the author that it names did not sign it, or had no valid key any more.
        """
        inside = data if only_signed(name) else self.unsealed(name, data)
        revision = replace(read_signed(name, inside), stamp=stamp)
        self.check(revision)
        return revision

    def expect(self, name: str, team: str) -> None:
        """Remember a case's team from its cover sheet: its key is tried first, which saves much time."""
        self._teams[name] = team

    def _team_of(self, name: str) -> str:
        known = self.known(name)
        return known.reach.team if known else self._teams.get(name, "")

    def _identities_to_try(self, name: str) -> Iterator[list[pyrage.x25519.Identity]]:
        """Yield the private keys to try on a file: the likely keys first, the case's own keys last."""
        first = EVERYONE if name.startswith("covers/") else self._teams.get(name, self._team)
        yield self._by_group.get(first, [])
        yield [key for group, identities in self._by_group.items() if group != first for key in identities]
        secrets = {self._secret(key) for key in self.case_keys.every(name)}
        yield [pyrage.x25519.Identity.from_str(secret) for secret in secrets if secret]

    def unsealed(self, name: str, data: bytes) -> bytes:
        """Return what is sealed in a file; raise ``CannotOpen`` or ``NotWhole``."""
        for identities in self._identities_to_try(name):
            with suppress(CannotOpen):
                return unseal(name, data, identities)
        raise CannotOpen(
            say(N_("{name} is sealed to others. A line manager of that team can open it."), name=name)
        )

    def holds_all(self, to: Readers, own_keys: Iterable[GroupKey]) -> bool:
        """Return whether the person holds each newest key of these readers, as ``sealed_to`` needs it."""
        own = {key.public for key in own_keys if self.opens(key)}
        return (to.only_own or self.holds(to.group)) and (not to.own_key or to.own_key in own)

    def group_that_opens(self, data: bytes) -> str:
        """Return the group whose key opens a sealed file; empty where the person holds no such key."""
        for group, identities in self._by_group.items():
            if any(_opens(str(identity), data) for identity in identities):
                return group
        return ""

    def sealed_to(self, data: bytes, to: Readers, own_keys: Iterable[GroupKey]) -> bool:
        """Return whether each newest key of these readers opens a file, and it has no other recipient."""
        due = self.recipients(to)
        if data.count(b"\n-> X25519 ", 0, HEADER) != len(due):
            return False
        newest = {key.public: self._secret(key) for key in own_keys}
        secrets = [self._secrets.get(key) or newest.get(key, "") for key in due if key != self._recovery]
        return all(secret and _opens(secret, data) for secret in secrets)

    def resealed(self, name: str, data: bytes, to: Readers) -> bytes:
        """Return the same revision, sealed to the readers ``to``; raise what ``open`` raises."""
        return seal(self.unsealed(name, data), self.recipients(to))

    # -- signatures ------------------------------------------------------------------------------

    def check(self, revision: Revision) -> None:
        """Raise ``Forged`` unless the author signed this revision with a key that was theirs at its instant.

        The record of the key says when it ended. The day on which the author left does not count: it may be
        entered later, and revisions that the author saved in between are genuine. Nor does the instant alone
        count, as a clock may have been fast: a revision that the person's program trusted stays trusted, and
        so does one that the journal names before the change of the agency file that ended the key.
        """
        about = revision.about
        if self.holders.signed_in_time(revision):
            return
        known = self.known(about.name)
        if known and known.digest == revision.digest and self.holders.signed_ever(revision):
            return
        raise self._forged(
            N_("{name}, revision {n}: {by} did not sign this, or was not to any more. "
               "Do not rely on it; a line manager looks into it with casetui audit."), about,
        )  # fmt: skip

    def _forged(self, sentence: str, about: RevisionHead) -> Forged:
        return Forged(say(sentence, name=about.name, n=about.revision, by=self.person(about.by)))

    def person(self, who: str) -> str:
        """Return a person's name by worker id; the id itself where it is nobody's."""
        worker = self._people.get(who)
        return worker.name if worker else who

    def known(self, name: str) -> KnownRevision | None:
        """Return the highest trusted revision of a case, or ``None`` where the person has read none."""
        return self._known(name.removeprefix("cases/"))

    def opens_case(self, name: str, reach: Reach) -> bool:
        """Return whether the person could open a case that is sealed as its reach says."""
        in_team = reach.own or reach.team in self._by_group
        return in_team or any(self._secret(key) for key in self.case_keys.every(name))

    def ought_to_open(self, reach: Reach) -> bool:
        """Return whether a case with this reach is open to the person: as named, or by their team's key."""
        return self.who in reach.named if reach.own else self.holds(reach.team)

    def leads(self, who: str) -> bool:
        """Return whether a person is a line manager."""
        worker = self._people.get(who)
        return worker is not None and worker.has("line manager")

    def check_author(self, revision: Revision, after: Reach, before: Reach | None) -> None:
        """Raise ``Forged`` unless the author of a case's revision had the right to write it.

        ``after`` is the reach of this revision and ``before`` the reach of the revision before it; ``None``
        for a first revision, which an administrator may have imported. An author who once held the key and
        dates the revision back is not found here, but by ``KnownRevisions.late``, where the person had read
        the case before.
        """
        if not self._may_write(revision, after, before):
            raise self._forged(
                N_("{name}, revision {n}: {by} has no right to write in this case. "
                   "Do not rely on it; a line manager looks into it with casetui audit."), revision.about,
            )  # fmt: skip

    def _may_write(self, revision: Revision, after: Reach, before: Reach | None) -> bool:
        """Return whether the author had the right to write a revision.

        The author must hold, or have held at that instant, the key of the case's team or the case's own key.
        Only a line manager who holds the keys of both teams moves a case from one team to another. In a
        restricted case the author must be a line manager or a named person. A person to whom the case is lent
        may not change who may open it.
        """
        about = revision.about
        worker = self._people.get(about.by)
        leads = worker is not None and worker.has("line manager")
        if before is None:
            if about.revision == 1 and (leads or (worker is not None and worker.has("administrator"))):
                return True
            before = after
        in_team = self.holders.held(revision, before.team)
        if after.team != before.team and not (leads and in_team and self.holders.held(revision, after.team)):
            return False
        if in_team and (leads or not before.own):
            return True
        opened_to = self.holders.among(about.by, self.case_keys.opened_to(about.name, before.team))
        return opened_to and (about.by in before.named or after.given == before.given)

    # -- keys and signatures of people -----------------------------------------------------------

    def key_ended(self, who: str) -> datetime | None:
        """Return when a person's last key ended, or ``None`` where they have a key, or never had any."""
        ends = [key.ended_at for key in self.holders.keys_of(who)]
        ended = [end for end in ends if end is not None]
        return max(ended) if ended and len(ended) == len(ends) else None

    def signature(self, words: Sequence[str]) -> str:
        """Return the person's own signature over a statement, given as its words."""
        return self.keys.sign(_statement(words))

    def signed_by(self, who: str, words: Sequence[str], signature: str) -> bool:
        """Return whether ``who`` signed this statement, with any key that was ever theirs."""
        keys = self.holders.keys_of(who)
        return any(signed_by(key.sign, _statement(words), signature) for key in keys)

    # -- lines of the access log -----------------------------------------------------------------

    def sealed_line(self, content: bytes, to: Readers) -> str:
        """Return a line of a log, sealed."""
        return base64.b64encode(seal(content, self.recipients(to))).decode()

    def line_is_damaged(self, line: str) -> bool:
        """Return whether a line of a log is sealed to a group key of the person, and does not open."""
        every = [key for identities in self._by_group.values() for key in identities]
        try:
            pyrage.decrypt(base64.b64decode(line), every)
        except ValueError:
            return True
        except pyrage.DecryptError as error:
            return "No matching keys" not in str(error)
        return False

    def line_opener(self, cases: Iterable[str] = ()) -> Callable[[str], bytes | None]:
        """Return a function that opens lines of a log; it returns ``None`` for a line that does not open.

        Such a line is sealed to others or damaged. The own keys of ``cases``, given by their names in the
        vault, are tried too.
        """
        every = [key for identities in self._by_group.values() for key in identities]
        own = {self._secret(key) for name in cases for key in self.case_keys.every(name)} - {""}
        every += [pyrage.x25519.Identity.from_str(secret) for secret in own]

        def opened(line: str) -> bytes | None:
            try:
                return bytes(pyrage.decrypt(base64.b64decode(line), every))
            except (pyrage.DecryptError, ValueError):
                return None

        return opened


def _unsealed_with(secret: str, data: bytes) -> bytes:
    return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(secret)]))


def _opens(secret: str, data: bytes) -> bool:
    try:
        _unsealed_with(secret, data)
    except pyrage.DecryptError:
        return False
    return True


def _statement(words: Sequence[str]) -> bytes:
    return json.dumps(list(words), ensure_ascii=False).encode()
