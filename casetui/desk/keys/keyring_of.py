"""Keyrings: what the agency file and the cases' own keys let a person open and sign."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from casetui.data.casefile import RecordFile
from casetui.data.days import long_day
from casetui.data.errors import VaultError
from casetui.data.keys.keyring import KeyRevision, Keyring, KnownOf
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AgencyFile
from casetui.data.records.keys import GroupKey
from casetui.data.vault import StoredFile, Vault
from casetui.desk.errors import HasLeft, NotAdmitted
from casetui.words import N_, say


def keyring_of(
    vault: Vault, file: AgencyFile, who: str, keys: Keys, known: KnownOf = lambda _: None
) -> Keyring:
    """Return the keyring of ``who`` at a locked vault; ``known`` returns what was last trusted of a case."""
    read: dict[str, tuple[str, list[KeyRevision]]] = {}

    def own(name: str) -> list[KeyRevision]:
        key_file = key_file_of(name)
        digest = vault.digest(key_file) if key_file else ""
        if not digest:
            return []
        if name not in read or read[name][0] != digest:
            read[name] = digest, list(_revisions(vault.signed_in(ring), key_file))
        return read[name][1]

    ring = file.keyring(who, keys, own, known)
    return ring


def _revisions(vault: Vault, key_file: str) -> Iterator[KeyRevision]:
    """Yield the revisions of a key file that are whole and signed by the author they name, oldest first."""
    for former in reversed(vault.formers(key_file)):
        with suppress(VaultError):
            yield _revision(key_file, vault.read_former(key_file, former))
    with suppress(VaultError):
        yield _revision(key_file, vault.read(key_file))


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
