"""A vault with two workers and one team, for tests that are about files and not about people."""

from datetime import UTC, datetime

from casetui.data.groups import EVERYONE
from casetui.data.keys.group_keys import make_group_key
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.person_keys import Keys
from casetui.data.keys.sealing import Readers
from casetui.data.making import fill as fill_with
from casetui.data.making import make_vault
from casetui.data.records import Worker
from casetui.data.records.keys import PersonKey
from casetui.data.vault import Vault

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
TO = Readers("north")
KEYS = {who: Keys.make() for who in ("mary", "sean")}
_PEOPLE = {who: Worker(id=who, name=who.title(), team="north") for who in KEYS}
_PERSON_KEYS = [
    PersonKey(worker=who, read=keys.public.read, sign=keys.public.sign) for who, keys in KEYS.items()
]
_GROUP_KEYS = [make_group_key(group, 1, _PERSON_KEYS) for group in (EVERYONE, "north")]
_RECOVERY = Keys.make()


def keyring(who="mary") -> Keyring:
    """Return the keyring of Mary or Seán."""
    return Keyring(
        who, KEYS[who], people=_PEOPLE, person_keys=_PERSON_KEYS, group_keys=_GROUP_KEYS,
        recovery=_RECOVERY.public.read,
    )  # fmt: skip


def make(folder, who="mary") -> Vault:
    """Make an empty vault, and sign a worker in to it."""
    return make_vault(folder, {}).signed_in(keyring(who))


def create(vault: Vault, name: str, content: bytes):
    """Write a new file, sealed to the team."""
    return vault.create(name, content, NOW, TO)


def write(vault: Vault, name: str, content: bytes, seen):
    """Write the next revision after the file ``seen``."""
    return vault.write(name, content, seen, NOW, TO)


def fill(vault: Vault, name: str, content: bytes, who="mary") -> None:
    """Write a file past the program, well signed and sealed."""
    fill_with(vault, [(name, keyring(who).close(name, content, NOW, None, TO)[1])])
