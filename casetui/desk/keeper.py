"""Whoever checks, mends or restores a vault: what they can open, and which agency file is to be trusted.

Unlike a desk it is there too where the agency file is damaged: then by its newest former revision that is
whole and trusted, or with no keys at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from casetui.data.casefile import HEAD, RecordFile
from casetui.data.days import Clock, utc_now
from casetui.data.errors import VaultError
from casetui.data.keyring import Keyring
from casetui.data.keys import Keys
from casetui.data.own import Own
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records.keys import GroupKey
from casetui.data.sealing import About, Locked, Revision
from casetui.data.succession import managers
from casetui.data.trust import Pin, Revisions
from casetui.data.vault import Vault
from casetui.desk.errors import NotAdmitted
from casetui.words import N_, CaseTUIError, say


@dataclass
class Keeper:
    """Somebody who keeps a vault in order."""

    vault: Vault
    """As they read it; locked where nothing says which keys are theirs."""
    own: Own
    keys: Keys
    keyring: Keyring | None = None
    """``None`` where no agency file that can be trusted says what they hold."""
    file: AgencyFile | None = None
    """The newest agency file that can be trusted, perhaps a former revision."""
    pin: Pin | None = None
    clock: Clock = utc_now
    cache: Path | None = None
    """Where the person's registers lie."""
    refused: str = ""
    """Why the present agency file is not to be trusted, as a sentence."""
    spare: Sequence[bytes] = ()
    """Agency files from elsewhere that may serve in its place."""

    @classmethod
    def sit_down(
        cls, vault: Vault, own: Own, keys: Keys, clock: Clock = utc_now, cache: Path | None = None,
        spare: Sequence[bytes] = (),
    ) -> Keeper:  # fmt: skip
        """Return who keeps ``vault``, with their unlocked ``keys``.

        Where its agency file cannot be trusted, a former revision or one of ``spare`` says what they hold.
        Raises ``NotAdmitted`` where their key is not admitted, ``VaultError`` where their pin is unreadable.
        """
        vault = vault.signed_in(Locked())
        pin, refused = None if own.demo else own.pinned(), ""
        file: AgencyFile | None
        keyring: Keyring | None
        try:
            file = own.agency(vault)
            keyring = _ring(vault, file, own.who, keys)
        except VaultError as error:
            file, keyring = _trusted(vault, pin, own.who, keys, spare)
            refused = str(error)
        if file is not None:
            _check_admitted(file, own.who, keys)
        opened = vault.signed_in(keyring) if keyring else vault
        return cls(opened, own, keys, keyring, file, pin, clock, cache, refused, spare)

    def again(self) -> Keeper:
        """Return the same keeper with the agency file as it is by now; raises what ``sit_down`` raises."""
        return self.sit_down(self.vault, self.own, self.keys, self.clock, self.cache)

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self.clock()

    @property
    def who(self) -> str:
        """Worker id."""
        return self.own.who

    @property
    def may_change_agency(self) -> bool:
        """Whether the agency file that is trusted lets the person bring it back: they are a line manager."""
        return self.file is not None and self.who in managers(self.file)

    @cached_property
    def trusted(self) -> frozenset[str]:
        """The revisions of the agency file that can be trusted, present and former ones, by digest."""
        kept = self.file.kept if self.file else None
        now = [kept.revision.digest] if kept and kept.revision else []
        return frozenset([*now, *_revisions(self.vault, self.pin, self.spare, self.file)])

    def trusts(self, file: RecordFile) -> bool:
        """Return whether the author of a revision that was opened might write it."""
        kept = file.kept
        if kept is None or kept.revision is None:
            return False
        if file.name == AGENCY:
            return kept.revision.digest in self.trusted
        try:
            if file.name.startswith("cases/"):
                self.vault.check_author(kept.revision, file.readers)
        except VaultError:
            return False
        return True

    def sealed(self, file: RecordFile, number: int) -> bytes:
        """Return a file as its revision ``number``, signed by the keeper and sealed to its readers.

        Raises ``VaultError`` where it cannot be sealed.
        """
        if self.keyring is None:
            raise VaultError(say(N_("No agency file that can be trusted says which keys are yours.")))
        tables = {**file.tables, HEAD: {"head": {**file.tables[HEAD]["head"], "revision": number - 1}}}
        content = type(file)(file.name, tables).bytes(self.who, self.now())
        former = file.kept.revision if file.kept else None
        before = stand_in(file.name, number - 1, former.digest if former else "")
        return self.keyring.close(file.name, content, self.now(), before, file.readers)[1]

    def reads(self, team: str) -> bool:
        """Return whether the person holds the key of a team."""
        return self.keyring is not None and self.keyring.holds(team)


def stand_in(name: str, number: int, digest: str) -> Revision:
    """Return what stands for the revision ``number``, named by ``digest``, of which nothing else is known."""
    return Revision(About(name, number, "", "", "", ""), "", b"", digest)


def own_keys(vault: Vault, name: str) -> list[GroupKey]:
    """Return the keys that a case has, or had, of its own."""
    key_file = name.replace("cases/", "keys/", 1)
    if not name.startswith("cases/") or vault.stamp(key_file) == (0, 0):
        return []
    return RecordFile.load(vault, key_file).all(GroupKey)


def own_holders(vault: Vault, name: str) -> Iterator[tuple[str, set[str]]]:
    """Yield who wrote each revision of a case's key file, oldest first, and the keys then let in."""
    key_file = name.replace("cases/", "keys/", 1)
    if vault.stamp(key_file) == (0, 0):
        return
    formers = reversed(vault.formers(key_file))
    for kept in (*(vault.read_former(key_file, one) for one in formers), vault.read(key_file)):
        found = RecordFile.from_kept(key_file, kept).all(GroupKey)
        yield kept.revision.about.by if kept.revision else "", {one for key in found for one in key.sealed}


def _revisions(
    vault: Vault, pin: Pin | None, spare: Sequence[bytes], newest: AgencyFile | None = None
) -> dict[str, AgencyFile]:
    """Return the revisions of the agency file that can be trusted, oldest first, by digest."""
    found = Revisions.of(vault, spare, newest)
    return found.trusted(pin) if pin else found.signed_for_themselves()


def _trusted(
    vault: Vault, pin: Pin | None, who: str, keys: Keys, spare: Sequence[bytes]
) -> tuple[AgencyFile | None, Keyring | None]:
    """Return the newest former agency file that can be trusted and that says what the person holds."""
    for file in reversed(_revisions(vault, pin, spare).values()):
        with suppress(CaseTUIError):
            return file, _ring(vault, file, who, keys)
    return None, None


def _ring(vault: Vault, file: AgencyFile, who: str, keys: Keys) -> Keyring:
    def holders(name: str) -> Iterator[tuple[str, set[str]]]:
        return own_holders(vault.signed_in(ring), name)

    ring = file.keyring(who, keys, lambda name: own_keys(vault, name), holders)
    return ring


def _check_admitted(file: AgencyFile, who: str, keys: Keys) -> None:
    key = file.key_of(who)
    if key is None or (key.read, key.sign) != (keys.public.read, keys.public.sign):
        raise NotAdmitted(
            say(
                N_("Your key is not admitted yet. Read it to a line manager, who admits it on the screen "
                   "People: {key}"),
                key=keys.public.fingerprint,
            )
        )  # fmt: skip
