"""Keyrings: what the agency file and the cases' own keys let somebody open and sign."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.data.casefile import RecordFile
from casetui.data.keyring import Keyring, KnownOf
from casetui.data.keys import Keys
from casetui.data.people import AgencyFile
from casetui.data.records.keys import GroupKey
from casetui.data.vault import Vault
from casetui.desk.errors import NotAdmitted
from casetui.words import N_, say


def ring_of(vault: Vault, file: AgencyFile, who: str, keys: Keys, known: KnownOf = lambda _: None) -> Keyring:
    """Return the keyring of ``who`` at a locked vault; ``known`` says what was last trusted of a case."""

    def holders(name: str) -> Iterator[tuple[str, set[str]]]:
        return own_holders(vault.signed_in(ring), name)

    ring = file.keyring(who, keys, lambda name: own_keys(vault, name), holders, known)
    return ring


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
    """Return the name of the file in which a case has keys of its own; empty for what is no case."""
    return name.replace("cases/", "keys/", 1) if name.startswith("cases/") else ""


def own_keys(vault: Vault, name: str) -> list[GroupKey]:
    """Return the keys that a case has, or had, of its own: it is restricted, or lent."""
    key_file = key_file_of(name)
    if not key_file or vault.stamp(key_file) == (0, 0):
        return []
    return RecordFile.load(vault, key_file).all(GroupKey)


def own_holders(vault: Vault, name: str) -> Iterator[tuple[str, set[str]]]:
    """Yield who wrote each revision of a case's key file, oldest first, and the keys then let in."""
    key_file = key_file_of(name)
    if not key_file or vault.stamp(key_file) == (0, 0):
        return
    formers = reversed(vault.formers(key_file))
    for kept in (*(vault.read_former(key_file, one) for one in formers), vault.read(key_file)):
        found = RecordFile.from_kept(key_file, kept).all(GroupKey)
        yield kept.revision.about.by if kept.revision else "", {one for key in found for one in key.sealed}
