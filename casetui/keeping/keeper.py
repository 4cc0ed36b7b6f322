"""Whoever checks, mends or restores a vault: what they can open, and which agency file is to be trusted.

Unlike a desk it is there too where the agency file is damaged: then by its newest former revision that is
whole and trusted, or with no keys at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from casetui.data.casefile import HEAD, CaseFile, RecordFile
from casetui.data.days import Clock, utc_now
from casetui.data.errors import VaultError
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.known_revisions import KnownRevisions
from casetui.data.keys.person_keys import Keys
from casetui.data.keys.sealing import Locked, Revision, RevisionHead
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.rights import known_after
from casetui.data.succession import managers
from casetui.data.trust import Pin, Revisions
from casetui.data.vault import Vault
from casetui.desk.keys.keyring_of import check_admitted, keyring_of
from casetui.words import N_, CaseTUIError, say


@dataclass
class Keeper:
    """Somebody who keeps a vault in order."""

    vault: Vault
    """As they read it; locked where nothing says which keys are theirs."""
    own: PersonFolder
    keys: Keys
    keyring: Keyring | None = None
    """``None`` where no agency file that can be trusted says what they hold."""
    file: AgencyFile | None = None
    """The newest agency file that can be trusted, perhaps a former revision."""
    pin: Pin | None = None
    clock: Clock = utc_now
    refused: str = ""
    """Why the present agency file is not to be trusted, as a sentence."""
    spare: Sequence[bytes] = ()
    """Agency files from elsewhere that may serve in its place."""

    @classmethod
    def sit_down(
        cls, vault: Vault, own: PersonFolder, keys: Keys, clock: Clock = utc_now, spare: Sequence[bytes] = ()
    ) -> Keeper:
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
            keyring = keyring_of(vault, file, own.who, keys, KnownRevisions(own.seen, keys).of)
        except VaultError as error:
            file, keyring = _trusted(vault, pin, own, keys, spare)
            refused = str(error)
        if file is not None:
            check_admitted(file, own.who, keys)
        opened = vault.signed_in(keyring) if keyring else vault
        return cls(opened, own, keys, keyring, file, pin, clock, refused, spare)

    def again(self) -> Keeper:
        """Return the same keeper with the agency file as it is by now; raises what ``sit_down`` raises."""
        return self.sit_down(self.vault, self.own, self.keys, self.clock)

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
        if file.name.startswith("keys/") and self.keyring:
            forged = self.keyring.forged_keys(file.name.replace("keys/", "cases/", 1))
            return kept.revision.digest not in [one.revision.digest for one in forged]
        known = self.vault.known(file.name)
        if known and known.revision > kept.revision.about.revision:
            known = None  # it is a former one
        try:
            if isinstance(file, CaseFile):
                known_after(self.vault, file, known)
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
    return Revision(RevisionHead(name, number, "", "", "", ""), "", b"", digest)


def _revisions(
    vault: Vault, pin: Pin | None, spare: Sequence[bytes], newest: AgencyFile | None = None
) -> dict[str, AgencyFile]:
    """Return the revisions of the agency file that can be trusted, oldest first, by digest."""
    found = Revisions.of(vault, spare, newest)
    return found.trusted(pin) if pin else found.signed_for_themselves()


def _trusted(
    vault: Vault, pin: Pin | None, own: PersonFolder, keys: Keys, spare: Sequence[bytes]
) -> tuple[AgencyFile | None, Keyring | None]:
    """Return the newest former agency file that can be trusted and that says what the person holds."""
    for file in reversed(_revisions(vault, pin, spare).values()):
        with suppress(CaseTUIError):
            return file, keyring_of(vault, file, own.who, keys, KnownRevisions(own.seen, keys).of)
    return None, None
