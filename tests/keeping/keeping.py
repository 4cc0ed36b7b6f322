"""A demo vault, its keeper, and files that are changed past the program."""

from pathlib import Path

import pydantic_core

from casetui.data.casefile import CaseFile
from casetui.data.keys.sealing import Locked
from casetui.data.making import fill
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.record_file import RecordFile
from casetui.keeping.checking import check_vault
from casetui.keeping.keeper import Keeper

MANAGER = "grainne"
"""She holds the key of every team of a demo."""


AGENCY_FILE = "agency.signed"


def keeper(vault, who=MANAGER) -> Keeper:
    """Return the keeper of a demo vault."""
    own = PersonFolder.of(vault, who, Path(vault.place))
    return Keeper.sit_down(vault, own, own.key_file.unlock(""))


def keyring(vault, who=MANAGER, known=lambda _: None):
    """Return a worker's keyring for a demo vault, by its present agency file."""
    file = AgencyFile.load(vault.signed_in(Locked()), AGENCY)
    return file.keyring(who, PersonFolder.of(vault, who, Path(vault.place)).key_file.unlock(""), known=known)


def vault_as(vault, who=MANAGER, known=lambda _: None):
    """Return a demo vault as a worker reads and writes it; ``known`` returns the known revision of a case."""
    return vault.signed_in(keyring(vault, who, known))


def check(vault, *progress):
    """Check a demo vault as its line manager."""
    return check_vault(keeper(vault), *progress)


def spoil(vault, change, name="", at=None) -> str:
    """Change the tables of one file as a faulty program would; return the case's number."""
    name = name or sorted(vault.names())[0]
    kept = vault.read(name)
    kind = RecordFile if name == AGENCY else CaseFile
    readers = kind.from_stored(name, kept).readers
    tables = pydantic_core.from_json(kept.data)
    change(tables)
    at = at or kind.from_stored(name, kept).saved_at
    content = pydantic_core.to_json(tables)
    fill(vault, [(name, keyring(vault).close(name, content, at, kept.revision, readers)[1])])
    if name == AGENCY:  # the program keeps each revision of it twice
        for digest in vault.upkeep.kept_once(AGENCY_FILE):
            vault.upkeep.keep_second(AGENCY_FILE, digest)
    return name.removeprefix("cases/")
