"""Signing in: the person, their keys, and their desk."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casetui.data.days import Clock
from casetui.data.errors import NotWhole
from casetui.data.keys.person_keys import Keys, NoKeys, fingerprint
from casetui.data.names import sort_key
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Worker
from casetui.data.vault import Vault
from casetui.desk.desk import Desk, person
from casetui.desk.errors import NotAdmitted, NotAllowed, UnknownLogin
from casetui.words import N_, say


def worker_named(agency_file: AgencyFile, who: str) -> Worker | None:
    """Return the person with the id or login ``who``, also one who has left; ``None`` where there is none."""
    logins = {worker.login: worker for worker in agency_file.people.values() if worker.login}
    return agency_file.people.get(who) or logins.get(who)


def who_signs_in(agency_file: AgencyFile, worker: str | None, login: str, now: datetime) -> str:
    """Return the id of the person who signs in.

    It is the person with the id or login ``worker``, where that is given, else the person with this
    ``login``. Raises ``NotAllowed`` where there is no person ``worker``, and ``UnknownLogin`` where nobody
    has the ``login``.
    """
    today = agency_file.calendar.day_of(now)
    if worker and (found := worker_named(agency_file, worker)):
        return person(agency_file, found.id, today).id
    here = [one for one in agency_file.people.values() if one.here_on(today)]
    for one in here:
        if login and one.login == login and not worker:
            return one.id
    known = ", ".join(one.id for one in here)
    if worker:
        raise NotAllowed(
            say(
                N_('Nobody here has the id or the login "{who}". After --as can stand: {known}.'),
                who=worker, known=known,
            )
        )  # fmt: skip
    raise UnknownLogin(
        say(
            N_('Nobody here has the login "{login}". Say with --as who you are: {known}. '
               "If you are not among them, ask an administrator to add you."),
            login=login, known=known,
        )
    )  # fmt: skip


def who_may_be(agency_file: AgencyFile, now: datetime) -> list[tuple[str, str]]:
    """Return everybody who may sign in, sorted by name: the id and the name."""
    today = agency_file.calendar.day_of(now)
    here = [(worker.id, worker.name) for worker in agency_file.people.values() if worker.here_on(today)]
    return sorted(here, key=lambda one: sort_key(one[1]))


def unlock(person_folder: PersonFolder, passphrase: str) -> Keys:
    """Return a person's keys, unlocked.

    Raises ``WrongPassphrase``, or ``NoKeys`` where they have no keys at this computer and have to join.
    """
    if not person_folder.key_file.exists():
        raise NoKeys(
            say(N_("You have no key for this vault here. Start casetui at a terminal to ask for one."))
        )
    return person_folder.key_file.unlock(passphrase)


@dataclass(frozen=True)
class Entrance:
    """What signing in needs: the vault, the person's own folder, and the agency file as it lies there."""

    vault: Vault
    """The vault, without a signed-in person."""
    person_folder: PersonFolder
    cache: Path
    """The folder of registers and snapshots."""
    clock: Clock
    agency_file: AgencyFile
    """It is not trusted before the person has compared its fingerprint."""

    @classmethod
    def of(cls, vault: Vault, who: str, data: Path, cache: Path, clock: Clock) -> Entrance:
        """Return the entrance of ``who``; raise ``VaultError`` where the agency file cannot be read."""
        return cls(vault, PersonFolder.of(vault, who, data), cache, clock, AgencyFile.load(vault, AGENCY))

    @property
    def name(self) -> str:
        """The person's name."""
        return self.agency_file.people[self.person_folder.who].name

    @property
    def agency_fingerprint(self) -> str:
        """The agency's fingerprint: the pinned one that was compared before, else that of the agency file."""
        pinned = None
        with suppress(NotWhole):  # a damaged pin is reported when it is used
            pinned = None if self.person_folder.demo else self.person_folder.pinned()
        return pinned.fingerprint if pinned else fingerprint(self.agency_file.agency.root)

    def pin(self) -> None:
        """Trust the agency file from now on, as its fingerprint was compared. An older pin stays.

        Raises ``Forged`` where the agency file's revisions do not lead back to its founder.
        """
        if not self.person_folder.demo and self.person_folder.pinned() is None:
            self.person_folder.pin(self.vault, self.agency_file)

    def former(self, keys: Keys) -> bool:
        """Return whether these keys were the person's and have ended: ended keys are not admitted again."""
        return any(
            key.sign == keys.public.sign and key.ended_at is not None for key in self.agency_file.person_keys
        )

    def unlock(self, passphrase: str) -> Desk | Keys:
        """Return the desk of the person with this passphrase; their keys where these are not admitted.

        Raises ``WrongPassphrase``, ``NoKeys``, and what ``sit_down`` raises besides ``NotAdmitted``.
        """
        keys = unlock(self.person_folder, passphrase)
        try:
            return self.sit_down(keys)
        except NotAdmitted:
            return keys

    def sit_down(self, keys: Keys) -> Desk:
        """Return the person's desk.

        Raises ``NotAdmitted`` where their key is not admitted yet, or the agency's fingerprint was not
        compared at this computer. Raises what ``Desk`` raises.
        """
        if not self.person_folder.demo and self.person_folder.pinned() is None:
            raise NotAdmitted(
                say(
                    N_("The agency's fingerprint was not compared here yet. Start casetui at a terminal and "
                       "do that once.")
                )
            )  # fmt: skip
        return Desk(self.vault, self.person_folder, keys, self.cache, self.clock)
