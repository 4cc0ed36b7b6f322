"""Keyrings: what the agency file and the cases' own keys let a person open and sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime

from casetui.data.days import long_day
from casetui.data.errors import VaultError
from casetui.data.keys.case_keys import KeyRevision
from casetui.data.keys.keyring import Keyring, KnownOf
from casetui.data.keys.person_keys import Keys
from casetui.data.keys.sealing import Locked
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.record_file import RecordFile
from casetui.data.records.keys import GroupKey
from casetui.data.store.former import Former, instant_of
from casetui.data.stored_file import StoredFile
from casetui.data.vault import Stamp, Vault
from casetui.desk.errors import HasLeft, NotAdmitted
from casetui.words import N_, say


def keyring_of(
    vault: Vault, file: AgencyFile, who: str, keys: Keys, known: KnownOf = lambda _: None
) -> Keyring:
    """Return the keyring of ``who`` at a locked vault; ``known`` returns what was last trusted of a case."""
    read: dict[str, tuple[str, list[KeyRevision]]] = {}

    def own(name: str) -> list[KeyRevision]:
        key_file = key_file_of(name)
        if not key_file:
            return []
        digest = vault.digest(key_file)
        if name in read and read[name][0] == digest:
            return read[name][1]
        if own_keys := _revisions(vault.signed_in(ring), key_file):  # most cases have none
            read[name] = digest, own_keys
        return own_keys

    ring = file.keyring(who, keys, own, known, JournalOrder(vault).came_before)
    return ring


class JournalOrder:
    """The order of saves by the journal, which tells what came first where a clock was wrong.

    Anybody who may write in the folder can change the journal. Who could use that to pass a revision off as
    older could as well have dated it back.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault.signed_in(Locked())
        self._read_to = -1
        self._places: dict[tuple[str, str, datetime | None], int] = {}
        """The place of each line, by the file's name, the author and the instant of the save."""
        self._agency: list[tuple[int, str]] = []
        """The places of the lines about the agency file, with the digests of its files."""
        self._instants: dict[str, datetime] = {}
        """The instant of each revision of the agency file, by the digest of its file."""

    def came_before(self, name: str, by: str, stamp: Stamp) -> datetime | None:
        """Return when the agency file was changed first after the save of a file by ``by`` with this stamp.

        ``None`` where the journal has no such save, or no later revision of the agency file is kept.
        """
        with suppress(VaultError):
            self._read()
            saved = self._places.get((name, by, instant_of(stamp)))
            later = (digest for place, digest in self._agency if saved is not None and place > saved)
            return next((self._instants[digest] for digest in later if digest in self._instants), None)
        return None

    def _read(self) -> None:
        size = self._vault.journal.size()
        if size == self._read_to:
            return
        lines = self._vault.journal.lines()
        self._places = {(line.name, line.by, line.at): place for place, line in enumerate(lines)}
        self._agency = [(n, line.revision) for n, line in enumerate(lines) if line.name == AGENCY]
        self._instants = {
            kept.digest: datetime.fromisoformat(kept.revision.about.at)
            for kept in _kept(self._vault, AGENCY)
            if kept.revision
        }
        self._read_to = size


def _revisions(vault: Vault, key_file: str) -> list[KeyRevision]:
    """Return the revisions of a key file that are whole and signed by the author they name, oldest first.

    Their numbers order them: an older file that was put in the place of a newer one changes nothing.
    """
    found: dict[str, KeyRevision] = {}
    for kept in _kept(vault, key_file):
        with suppress(VaultError):
            one = _revision(key_file, kept)
            found[one.revision.digest] = one
    return sorted(found.values(), key=lambda one: one.revision.about.revision)


def _kept(vault: Vault, key_file: str) -> Iterator[StoredFile]:
    """Yield the revisions of a key file that can be read, the former ones first."""
    formers: Sequence[Former] = ()
    with suppress(VaultError):
        formers = vault.formers(key_file)
    for former in reversed(formers):
        with suppress(VaultError):
            yield vault.read_former(key_file, former)
    with suppress(VaultError):
        yield vault.read(key_file)


def _revision(key_file: str, kept: StoredFile) -> KeyRevision:
    revision = kept.revision
    assert revision is not None
    return KeyRevision(revision, RecordFile.from_stored(key_file, kept).all(GroupKey))


def check_not_left(file: AgencyFile, who: str, today: date) -> None:
    """Raise ``HasLeft`` where a person's last day is past, or is today and their key has ended."""
    worker = file.people[who]
    ended = worker.left_on == today and file.key_of(who) is None
    if worker.left_on is not None and (ended or not worker.here_on(today)):
        raise HasLeft(say(N_("You left the agency on {day}."), day=long_day(worker.left_on)))


def check_admitted(file: AgencyFile, who: str, keys: Keys) -> None:
    """Raise ``NotAdmitted`` unless these are the keys that a person uses now."""
    key = file.key_of(who)
    if key is None or (key.read, key.sign) != (keys.public.read, keys.public.sign):
        raise NotAdmitted(
            say(
                N_("Your key is not admitted yet. Read it to a line manager, who admits it on the screen "
                   "People: {key}"),
                key=keys.public.fingerprint,
            )
        )  # fmt: skip


def key_file_of(name: str) -> str:
    """Return the name of the file in which a case has keys of its own; empty for a name that is no case's."""
    return name.replace("cases/", "keys/", 1) if name.startswith("cases/") else ""
