"""The person who checks, mends or restores a vault: what they can open, and which agency file they trust.

Unlike a desk, a keeper can work where the agency file is damaged. The newest former revision that is whole
and trusted then stands in for it. Where there is none, the keeper opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from casetui.data.casefile import CaseFile
from casetui.data.days import Clock, utc_now
from casetui.data.errors import OtherVault, Unreachable, VaultError
from casetui.data.groups import EVERYONE
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.known_revisions import KnownRevisions
from casetui.data.keys.person_keys import Keys
from casetui.data.keys.sealing import Locked, Revision, RevisionHead
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.record_file import HEAD, RecordFile
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
    """The vault as the keeper reads it; locked where no agency file says which keys they hold."""
    folder: PersonFolder
    keys: Keys
    keyring: Keyring | None = None
    """``None`` where no trusted agency file says which keys the keeper holds."""
    file: AgencyFile | None = None
    """The newest trusted revision of the agency file, perhaps a former one; ``None`` where there is none."""
    pin: Pin | None = None
    clock: Clock = utc_now
    refusal: str = ""
    """Why the present agency file is not to be trusted, as a sentence."""
    spare: Sequence[bytes] = ()
    """Agency files from a backup, which may stand in for the vault's."""

    @classmethod
    def sit_down(
        cls,
        vault: Vault,
        folder: PersonFolder,
        keys: Keys,
        clock: Clock = utc_now,
        spare: Sequence[bytes] = (),
    ) -> Keeper:
        """Return the keeper of ``vault`` whose folder and unlocked ``keys`` these are.

        Where the agency file cannot be trusted, a former revision or one of ``spare`` stands in for it.
        Raises ``NotAdmitted`` where the keeper's key is not admitted, ``VaultError`` where their pin cannot
        be read, and ``OtherVault`` where ``vault.json`` has another id than the agency file.
        """
        vault = vault.signed_in(Locked())
        pin, refusal = None if folder.demo else folder.pinned(), ""
        file: AgencyFile | None
        keyring: Keyring | None
        try:
            file = folder.agency(vault)
            keyring = keyring_of(
                vault, file, folder.who, keys, KnownRevisions(folder.known_revisions, keys).of
            )
        except VaultError as error:
            file, keyring = _former_keyring(vault, pin, folder, keys, spare)
            if isinstance(error, OtherVault) and (file is None or file.agency.vault != vault.id):
                raise  # not the agency file is wrong, but vault.json
            refusal = str(error)
        if file is not None:
            check_admitted(file, folder.who, keys)
        keep = file.agency.keep(vault.keep) if file else None
        opened = vault.signed_in(keyring, clock=clock, keep=keep) if keyring else vault
        return cls(opened, folder, keys, keyring, file, pin, clock, refusal, spare)

    @cached_property
    def memory(self) -> KnownRevisions:
        """The newest revision of each case that the keeper's program has seen."""
        return KnownRevisions(self.folder.known_revisions, self.keys)

    def again(self) -> Keeper:
        """Return the same keeper with the present agency file; raises what ``sit_down`` raises."""
        return self.sit_down(self.vault, self.folder, self.keys, self.clock)

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self.clock()

    @property
    def who(self) -> str:
        """Worker id."""
        return self.folder.who

    @property
    def may_change_agency(self) -> bool:
        """Whether the keeper is a line manager by the trusted agency file, and so may bring it back."""
        return self.file is not None and self.who in managers(self.file)

    @cached_property
    def trusted(self) -> frozenset[str]:
        """The digests of all revisions of the agency file that are trusted, present and former."""
        stored = self.file.stored if self.file else None
        now = [stored.revision.digest] if stored and stored.revision else []
        return frozenset([*now, *_revisions(self.vault, self.pin, self.spare, self.file)])

    def leads_back(self, file: AgencyFile) -> bool:
        """Return whether a revision of the agency file leads back to the founder, over rightful revisions."""
        stored, pin = file.stored, self.pin
        if pin is None or stored is None or stored.revision is None or file.agency.recovery != pin.recovery:
            return False
        return stored.revision.digest in Revisions.of(self.vault, self.spare, self.file).from_root(pin.root)

    def trusts(self, file: RecordFile) -> bool:
        """Return whether the author of a revision that was opened had the right to write it.

        Raises ``Unreachable`` where the system refuses just now to read what decides it.
        """
        stored = file.stored
        if stored is None or stored.revision is None:
            return False
        if file.name == AGENCY:
            return stored.revision.digest in self.trusted
        if file.name.startswith("keys/") and self.keyring:
            case = file.name.replace("keys/", "cases/", 1)
            trusted = [*self.keyring.case_keys.trusted(case), *self.keyring.case_keys.trusted(case, EVERYONE)]
            return stored.revision.digest in [keys.revision.digest for keys in trusted]
        known = self.vault.known(file.name)
        if known and known.revision > stored.revision.about.revision:
            known = None  # the file is a former revision
        try:
            if isinstance(file, CaseFile):
                known_after(self.vault, file, known)
        except Unreachable:
            raise
        except VaultError:
            return False
        return True

    def sealed(self, file: RecordFile, number: int) -> bytes:
        """Return the bytes of a file as its revision ``number``, signed by the keeper, sealed to its readers.

        Raises ``VaultError`` where it cannot be sealed.
        """
        if self.keyring is None:
            raise VaultError(say(N_("No agency file that can be trusted says which keys are yours.")))
        tables = {**file.tables, HEAD: {"head": {**file.tables[HEAD]["head"], "revision": number - 1}}}
        now = file.instant(self.now()) if isinstance(file, AgencyFile) else self.now()
        content = type(file)(file.name, tables).bytes(self.who, now)
        former = file.stored.revision if file.stored else None
        before = numbered_revision(file.name, number - 1, former.digest if former else "")
        return self.keyring.close(file.name, content, now, before, file.readers)[1]

    def reads(self, team: str) -> bool:
        """Return whether the keeper holds the key of a team."""
        return self.keyring is not None and self.keyring.holds(team)


def numbered_revision(name: str, number: int, digest: str) -> Revision:
    """Return a revision of which only its ``number`` and its ``digest`` are known."""
    return Revision(RevisionHead(name, number, "", "", "", ""), "", b"", digest)


def _revisions(
    vault: Vault, pin: Pin | None, spare: Sequence[bytes], newest: AgencyFile | None = None
) -> dict[str, AgencyFile]:
    """Return the trusted revisions of the agency file, oldest first, by digest."""
    revisions = Revisions.of(vault, spare, newest)
    return revisions.trusted(pin) if pin else revisions.signed_for_themselves()


def _former_keyring(
    vault: Vault, pin: Pin | None, folder: PersonFolder, keys: Keys, spare: Sequence[bytes]
) -> tuple[AgencyFile | None, Keyring | None]:
    """Return the newest trusted former revision that gives the person a keyring, and that keyring."""
    for file in reversed(_revisions(vault, pin, spare).values()):
        with suppress(CaseTUIError):
            return file, keyring_of(
                vault, file, folder.who, keys, KnownRevisions(folder.known_revisions, keys).of
            )
    return None, None
